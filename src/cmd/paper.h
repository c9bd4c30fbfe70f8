/* nastavnik paper: the documents of a programme as files. */
#pragma once

int cmd_paper(int argc, char **argv);
