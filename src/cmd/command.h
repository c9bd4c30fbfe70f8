/* A command of the program: `nastavnik NAME …`. Each lives in its own file of src/cmd/. */
#pragma once

/* What every command returns to the shell. */
enum { EXIT_OK = 0, EXIT_INPUT = 1, EXIT_USAGE = 2 };

struct command {
    const char *name;
    const char *help;                  /* one line, N_("…") */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; an exit code */
};
