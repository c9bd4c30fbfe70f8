#pragma once

/* nastavnik solve: the best pairs of an instance, with their proof. */
int cmd_solve(int argc, char **argv);
