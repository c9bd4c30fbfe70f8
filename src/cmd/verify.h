#pragma once

/* nastavnik verify: is an answer of solve the best one, by its own proof? */
int cmd_verify(int argc, char **argv);
