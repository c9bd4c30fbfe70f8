/*
 * Stage 2 of the monitoring: before and after of the same people, metric by metric, and whether the
 * change is by chance: what they and their parents said, what the school measured. Read of released
 * values only (programme/survey.h, insight/measure.h); those of fewer than five people are not
 * shown.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "insight/stat.h"
#include "programme/pack.h"
#include "programme/survey.h"

struct db;

struct impact {
    const char *role, *form, *form_name, *metric, *name;
    double bottom, top; /* of the scale */
    int places;         /* after the comma */
    bool down;          /* a fall is good */
    bool hidden;        /* fewer than five people both times; no whole of several groups is shown */
    size_t n;
    struct stat_paired s;
    double improved; /* share of people, 0..1 */
};

/* Metrics that were measured both times, by side and form: those of sheets in their order, then the
 * school's. Hidden ones carry no numbers. */
int impact_load(struct db *db, struct arena *a, const struct pack *pack,
                const struct survey_scope *scope, struct err *err, struct impact **ret,
                size_t *ret_n);

/* «+1,8: почти наверняка не случайно». */
const char *impact_sure(enum stat_sure sure);
const char *impact_size(enum stat_size size);
const char *impact_test(const struct stat_paired *s);
/* «от +0,9 до +2,7». */
const char *impact_bounds(struct arena *a, const struct impact *i);
/* The whole of one metric as a sentence, for reports and the head of a page. */
const char *impact_sentence(struct arena *a, const struct impact *i);
/* The clearest good change first; NULL: nothing sure. */
const struct impact *impact_best(const struct impact *list, size_t n);
