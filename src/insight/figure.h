/*
 * What a unit says of a year itself: denominators of outside statistics, numerators that nothing
 * here counts, and its aims. Each figure carries its source and the day it is of.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "insight/indicator.h"

struct db;

#define FIGURE_MAX INT64_C(1000000000)
#define FIGURE_SOURCE_MAX 300 /* characters */
#define FIGURE_YEAR_FIRST 2019
#define FIGURE_YEAR_LAST 2100

struct figure {
    bool said;                  /* else the rest is 0 and NULL */
    int64_t value;              /* 0..FIGURE_MAX */
    const char *source, *as_of; /* as_of: a day, "2026-01-01" */
};

/* Of one indicator: what the unit said, and its aim. */
struct figures {
    struct figure numerator, denominator;
    int own;    /* its own aim, percent; −1: none */
    int target; /* the one in force: its own, of the nearest unit above, of the pack; −1: none */
};

/* One for each indicator, in their order. */
int figures_of(struct db *db, struct arena *a, const struct indicators *list, int64_t unit_id,
               int year, struct figures **ret);

struct figure_new {
    int64_t unit_id, account_id;
    int year;
    const struct indicator *indicator;
    bool numerator; /* else the denominator */
    int64_t value;  /* −1: it is taken back */
    const char *source;
    struct date as_of, today;
};

/* ERR_INVALID (err says why): without a source, a day that has not come, a number that is counted
 * here and not said, a denominator of zero. */
int figure_say(struct db *db, struct arena *a, const struct clock *clock,
               const struct figure_new *f, struct err *err);

/* Of an indicator whose both numbers are said: is the part larger than its whole? */
static inline bool figure_above_whole(const struct indicator *i, int64_t numerator,
                                      int64_t denominator)
{
    return i->counts == COUNT_SAID && i->of == COUNT_SAID && !i->whole && denominator >= 0 &&
           numerator > denominator;
}

/* percent −1: back to the aim of the unit above. */
int figure_aim(struct db *db, const struct clock *clock, int64_t unit_id, int year,
               const char *code, int percent, int64_t account_id);
