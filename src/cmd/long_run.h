/* What commands that compute for long have in common. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

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
