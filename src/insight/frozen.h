/*
 * Frozen numbers: all indicators of a unit for a period, counted once and never changed; counted
 * again, they are a new snapshot with its reason. An organisation is counted from its registries;
 * what stands above it is the sum of the newest snapshots of its organisations. Pages read
 * snapshots only, so they are as fast for a region as for a school.
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

struct app;
struct db;
struct methodology;

#define FROZEN_REASON_MAX 500 /* characters */
#define FROZEN_PAGE 25

struct frozen {
    int64_t id, unit_id, n;
    const char *period, *reason;
    bool done, final; /* final: the month was over */
    int64_t n_units, n_reported, made_at;
    const char *made_by; /* "": the program itself */
};

/* A new one, waiting to be counted. ERR_INVALID: the month has not begun, or it is over, was
 * counted before and no reason is given. */
int frozen_begin(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                 struct period period, struct date today, const char *reason, int64_t account_id,
                 struct err *err, int64_t *ret_id);

/* Count it: of an organisation at once, else as a job. db is not in a transaction: reading takes
 * its time, and only the writing is one. Counting it twice gives the same. */
struct frozen_work {
    struct db *db;
    struct arena *a;
    const struct clock *clock;
    struct methodology *methodology;
    void (*progress)(void *ctx, int64_t done, int64_t total); /* may be NULL */
    void *ctx;
};
int frozen_count(const struct frozen_work *w, int64_t id, struct err *err);
/* The same inside a transaction of the caller. */
int frozen_count_here(const struct frozen_work *w, int64_t id, struct err *err);

/* 1 and the snapshot, 0 none. The newest that is counted; period NULL: of any. */
int frozen_get(struct db *db, struct arena *a, int64_t id, struct frozen *ret);
int frozen_newest(struct db *db, struct arena *a, int64_t unit_id, const char *period,
                  struct frozen *ret);

/* The newest first, at most FROZEN_PAGE + 1, before an id (0: from the newest); uncounted too. */
int frozen_list(struct db *db, struct arena *a, int64_t unit_id, int64_t before,
                struct frozen **ret, size_t *ret_n);

struct frozen_value {
    const char *code;
    int64_t pack_id;
    bool has_numerator, has_denominator;
    int64_t numerator, denominator;
    int64_t n_parts, n_numerator, n_denominator; /* organisations, and who of them gave */
    int64_t answers; /* people of whom questionnaires or measures say something */
    int64_t marks;   /* the sum of what they said */
    int64_t few;     /* people of groups too small to be in these numbers */
    int target;      /* percent, −1: none */
    const char *source, *as_of;
};

/* The percentage is there: both numbers, and all parts gave them (or the unit said it itself). */
bool frozen_whole(const struct frozen_value *v);
double frozen_percent(const struct frozen_value *v);

int frozen_values(struct db *db, struct arena *a, int64_t id, struct frozen_value **ret,
                  size_t *ret_n);

/* What a number was counted by: the definition of its pack, whatever is defined today; NULL: its
 * pack has none such. */
struct frozen_then {
    struct methodology *methodology;
    struct db *db;
    struct arena *a;
    const struct indicators *now;
};
int frozen_definition(const struct frozen_then *t, const struct frozen_value *v, struct err *err,
                      const struct indicator **ret);

/* The same for all values of a snapshot, in the order of today's indicators; those that are gone
 * come last. */
struct frozen_line {
    const struct indicator *i;
    const struct frozen_value *v;
};
int frozen_definitions(const struct frozen_then *t, const struct frozen_value *v, size_t n,
                       struct err *err, struct frozen_line **ret, size_t *ret_n);

/* One indicator of the units right below, as they were in that snapshot; at most FROZEN_PAGE + 1
 * after a name and an id. A unit without a snapshot has id 0. */
struct frozen_part {
    int64_t unit_id, snapshot_id;
    const char *name, *name_key;
    struct frozen_value value;
};
int frozen_parts(struct db *db, struct arena *a, const struct frozen *s, const char *code,
                 const char *after_key, int64_t after_id, struct frozen_part **ret, size_t *ret_n);

/* One indicator by months, oldest first, at most 24: the newest snapshot of each. */
struct frozen_month {
    const char *period;
    struct frozen_value value;
};
int frozen_months(struct db *db, struct arena *a, int64_t unit_id, const char *code,
                  struct frozen_month **ret, size_t *ret_n);

/* How many organisations below were counted anew since. */
int frozen_later(struct db *db, struct arena *a, const struct frozen *s, int64_t *ret);

/* People whom the rule of an indicator counts there today, by name after a person; at most
 * FROZEN_PAGE + 1. Only for who may see people. */
struct frozen_person {
    int64_t person_id, participation_id;
    const char *name, *name_key, *programme;
    const char *detail; /* «5 из 7»; NULL: there is none */
};
int frozen_people(struct db *db, struct arena *a, const struct clock *clock,
                  const struct indicator *i, int64_t unit_id, struct period p,
                  const char *after_key, int64_t after_id, struct frozen_person **ret,
                  size_t *ret_n);

/* Where a page of people begins: the key of a person of the unit; 1, 0 none. */
int frozen_person_key(struct db *db, struct arena *a, int64_t unit_id, int64_t person_id,
                      const char **ret_key);

/* Once an hour: the month that is over, of the root and its regions, into the queue. */
int frozen_hourly(const struct app *app, struct db *db, struct arena *a);
#define FROZEN_JOB "indicators.freeze"
