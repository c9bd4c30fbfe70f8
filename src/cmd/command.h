/* A command of the program: `nastavnik NAME …`. Each lives in its own file of src/cmd/. */
#pragma once

#include <stdbool.h>

/* What every command returns to the shell. */
enum { EXIT_OK = 0, EXIT_INPUT = 1, EXIT_USAGE = 2 };

/* Wrong usage, said on standard error as every command does: what is wrong, and where the help is.
 * All return -1. */
int command_refuse(const char *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What getopt_long did not understand: got is '?' or ':' (its list of letters begins with ':',
 * opterr is 0). */
int command_bad_option(const char *command, char **argv, int got);

/* One file on the disk? A device or a pipe is none. */
bool command_same_file(const char *x, const char *y);

/* 0, or -1 when the answer would be written over a file that is read. */
int command_spares(const char *command, const char *in, const char *out);

/* A word that no argument is left for. */
int command_extra(const char *command, const char *typed);

struct command {
    const char *name;
    const char *help;                  /* one line, N_("…") */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; an exit code */
};
