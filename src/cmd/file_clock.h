/*
 * A clock in the hands of whoever tries the program: a file says what time it was when the file
 * was written, and from there it runs on. Only for `nastavnik serve --development`.
 */
#pragma once

#include "base/clock.h"
#include "base/err.h"

struct file_clock {
    const char *path; /* borrowed; one line, UTC: 2026-09-01 08:00 */
};

/* ERR_INVALID: no such file, or no moment in it. The clock borrows f. While the file cannot be
 * read later, it goes with the system's. */
int file_clock_open(struct file_clock *f, struct err *err, struct clock *ret);
