/*
 * The rubric of monitoring stage 1: criteria and levels are the pack's. Members of a commission
 * fill it each by themselves; what they filled on one day is one assessment, shown as its mean.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "programme/pack.h"

struct db;
struct programme;

#define RUBRIC_CRITERIA_MAX 20
#define RUBRIC_FILLER_MAX 120 /* characters */
#define RUBRIC_TOP 2          /* the highest score of a criterion */
#define RUBRIC_DAYS 25        /* of a page */

struct rubric_criterion {
    int n;
    const char *group, *text;
    const char *words[RUBRIC_TOP + 1]; /* of each score */
};

/* In the order of the pack; none when it has no process-criteria.tsv. */
int rubric_criteria(struct arena *a, const struct pack *pack, struct err *err,
                    struct rubric_criterion **ret, size_t *ret_n);

struct rubric_level {
    const char *code, *name; /* "" when the pack knows none */
    int rank, n;             /* 0: the lowest of n */
};

/* Of a mean sum: the highest level whose least sum is reached. */
int rubric_level(struct arena *a, const struct pack *pack, double sum, struct err *err,
                 struct rubric_level *ret);

struct rubric_filling {
    const char *filler;
    struct date day, today;
    int64_t account_id;
    const int *scores; /* of each criterion, in their order */
};

/* ERR_INVALID: the day is before the programme or after today; ERR_CONFLICT: this person filled it
 * that day already. */
int rubric_fill(struct db *db, struct arena *a, const struct clock *clock,
                const struct programme *p, const struct rubric_criterion *criteria, size_t n,
                const struct rubric_filling *f, struct err *err);

/* One filling with a slip in it; ERR_NOT_FOUND when the programme has no such. */
int rubric_remove(struct db *db, int64_t programme_id, int64_t id);

struct rubric_day {
    const char *day;
    int64_t n; /* fillings */
    double mean;
};

/* The newest first, before a day ("": from the newest); at most RUBRIC_DAYS + 1. */
int rubric_days(struct db *db, struct arena *a, int64_t programme_id, const char *before,
                struct rubric_day **ret, size_t *ret_n);

struct rubric_member {
    int64_t id, total;
    const char *filler;
};

/* Who filled it that day, and the mean of each criterion (as many as criteria; −1: nobody). */
int rubric_of_day(struct db *db, struct arena *a, int64_t programme_id, const char *day,
                  const struct rubric_criterion *criteria, size_t n, struct rubric_member **ret,
                  size_t *ret_n, double *ret_means);
