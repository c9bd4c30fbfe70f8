/*
 * Values of a group as a spreadsheet: a row a participant, two columns a metric. What is downloaded
 * is filled in and comes back; an empty cell changes nothing.
 */
#pragma once

#include "insight/measure.h"

#define MEASURE_FILE_MAX (4u << 20)
#define MEASURE_FILE_ROWS 10000
#define MEASURE_PROBLEMS 100 /* told at once */

/* What is wrong with one cell. */
struct measure_problem {
    const char *cell; /* «D7» */
    const char *column, *value, *what;
};

struct measure_filled {
    const struct measure_problem *problems; /* the first MEASURE_PROBLEMS */
    size_t n_problems;
    const struct measure_person *people, *kept; /* with the values of the file, and without */
    size_t n, n_changed; /* people, and for whom the file changes something */
};

/* Reads only. ERR_INVALID, ERR_LIMIT, ERR_NOT_FOUND: the file itself (err says what). */
int measure_file_read(struct db *db, struct arena *a, const struct measure_group *g,
                      const char *path, struct err *err, struct measure_filled *ret);

/* Write what the file changes; only of one without problems, so that all is taken or nothing. */
int measure_file_keep(struct db *db, struct arena *a, const struct clock *clock,
                      const struct measure_group *g, const struct measure_filled *f,
                      int64_t account_id);

int measure_file_write(struct db *db, struct arena *a, const struct measure_group *g,
                       const char *path, struct err *err);
