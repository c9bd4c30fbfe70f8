/*
 * What a school measures of its participants itself: average marks, clubs, works, hours; before
 * and after. Which metrics of whom, and their bounds, are of the pack (impact-metrics.tsv). Values
 * are hundredths: 435 is «4,35», 100 is «да».
 *
 * As with questionnaires, what others read changes by no fewer than SURVEY_FEW people at once:
 * values of people come into the comparison when those of at least so many are there and new.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "programme/pack.h"
#include "programme/programme.h"
#include "programme/survey.h"

struct db;
struct module;
extern const struct module measure_module;

#define MEASURE_NONE INT64_MIN
#define MEASURE_METRICS 12
#define MEASURE_PAGE 50
#define MEASURE_TEXT 20 /* characters of a cell */

/* Participants of one side and form whom the school measures. */
struct measure_group {
    int64_t programme_id;
    const char *form, *role;
    bool any; /* the programme's only form: also people of whom no form is known */
    const struct pack_metric *metric[MEASURE_METRICS];
    size_t n;
};

/* Those of a programme that have metrics, in the order of its forms. */
size_t measure_groups(struct arena *a, const struct pack *pack, const struct programme *p,
                      const struct measure_group **ret);

/* Columns of a table of values: before and after of each metric, of some only after. */
struct measure_col {
    size_t metric;
    bool after;
};
#define MEASURE_COLS (2 * MEASURE_METRICS)
size_t measure_cols(const struct measure_group *g, struct measure_col ret[MEASURE_COLS]);
/* «Успеваемость, до». */
const char *measure_col_name(struct arena *a, const struct measure_group *g, struct measure_col c);

struct measure_pair {
    int64_t before, after; /* MEASURE_NONE: not said */
};

struct measure_person {
    int64_t id, unit_id; /* participation */
    const char *name, *sort_key;
    struct measure_pair v[MEASURE_METRICS]; /* by the metrics of the group */
};

/* By name after a key, at most `limit`. Candidates and who left are not among them. */
int measure_people(struct db *db, struct arena *a, const struct measure_group *g,
                   const char *after_key, int64_t after_id, int64_t limit,
                   struct measure_person **ret, size_t *ret_n);
/* One of them: 1, 0 not of the group. */
int measure_person(struct db *db, struct arena *a, const struct measure_group *g, int64_t id,
                   struct measure_person *ret);

/* «4,35» into 435; "" is MEASURE_NONE. False: it is no such value, *ret_why says what is wanted. */
bool measure_parse(struct arena *a, const struct pack_metric *m, const char *text, int64_t *ret,
                   const char **ret_why);
/* The value of a column. */
int64_t *measure_at(struct measure_person *x, struct measure_col c);
/* As it is typed: «4,35», «да», "". */
const char *measure_text(struct arena *a, const struct pack_metric *m, int64_t value);

/* Both values of one metric of one person; both NONE: nothing is kept. */
int measure_put(struct db *db, const struct clock *clock, const struct measure_group *g,
                const struct measure_person *x, size_t metric, struct measure_pair v,
                int64_t account_id);

/* After the values: what is enough comes into the comparison. */
int measure_release(struct db *db, struct arena *a, const struct measure_group *g);

/* People of the group with both values, and how many of them wait for others. */
struct measure_progress {
    int64_t both, waiting;
};
int measure_progress(struct db *db, struct arena *a, const struct measure_group *g, size_t metric,
                     struct measure_progress *ret);

/* ---- what the comparison reads ---- */

/* So many people had this before and that after; released ones only. */
struct measure_times {
    int64_t before, after, n;
};
struct measure_change {
    const char *role, *form, *metric;
    const struct measure_times *times;
    size_t n_times;
    int64_t n; /* people */
};
int measure_changes(struct db *db, struct arena *a, const struct survey_scope *scope,
                    const struct measure_change **ret, size_t *ret_n);
