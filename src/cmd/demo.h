#pragma once

/* nastavnik demo: a region of invented people. */
int cmd_demo(int argc, char **argv);
