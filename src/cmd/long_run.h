/* What commands that run the matching engine for long have in common. */
#pragma once

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <nastavnik/match.h>

#include "base/err.h"
#include "base/fs.h"

/* A whole number of an option, digits only. */
bool long_run_number(const char *text, uint64_t min, uint64_t max, uint64_t *ret);

/* SIGINT and SIGTERM are only noted; a second one ends the program at once. */
void long_run_catch_signals(void);

/* The signal that came, or 0. */
int long_run_stopped_by(void);

double long_run_seconds(clockid_t clock);

/* A line of the table for people: name, then the rest as printf has it. */
void long_run_row(FILE *to, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Rows of the table of getopt_long for what every such command takes. */
enum { LONG_RUN_SEED = 512, LONG_RUN_THREADS, LONG_RUN_MEMORY };
#define LONG_RUN_OPTIONS                                                                           \
    {"seed", required_argument, NULL, LONG_RUN_SEED},                                              \
        {"threads", required_argument, NULL, LONG_RUN_THREADS},                                    \
    {                                                                                              \
        "memory-limit", required_argument, NULL, LONG_RUN_MEMORY                                   \
    }

/* One of these options, or one that nobody knows; what is wrong with it, or NULL. */
const char *long_run_option(int option, const char *value, struct match_options *engine);

/* With the line of progress under these words (static, translated), and stopped by a signal. */
struct match_options long_run_engine(const struct match_options *asked, const char *words);

/* What the engine's code of failure means to people. */
int long_run_failed(int code, const struct match_options *asked, struct err *err);
int long_run_cancelled(struct err *err);

/* The file is whole, unless a signal came meanwhile: then it is as if it had not been begun. */
int long_run_close(struct fs_out *out, struct err *err);
