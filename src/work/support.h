/*
 * Plans of support for mentees without a pair: who helps, with what, until when. A plan stays
 * until a pair is found; when its day passes, the coordinator is told once.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "work/support.sql.h" /* rows of the pages */

struct app;
struct db;
struct form;
struct module;

/* /programmes/{programme}/support, /participations/{participation}/support */
extern const struct module support_module;

struct support_new {
    const char *helper, *plan;
    bool psychologist;
    struct date due;
    int64_t account_id;
};
/* Make the plan, or take the place of the open one. ERR_INVALID: field due (in the past, or after
 * the programme); ERR_CONFLICT: a mentor, or in a pair already. */
int support_plan(struct db *db, struct arena *a, const struct app *app, int64_t participation_id,
                 const struct support_new *n, struct err *err);

/* Closed by hand; ERR_CONFLICT: there is none. */
int support_close(struct db *db, const struct app *app, int64_t participation_id,
                  const char *outcome, struct err *err);

/* By the calendar: close what has found a pair, tell of what is overdue. */
int support_hourly(const struct app *app, struct db *db, struct arena *a);

struct support_line {
    int64_t participation_id;
    const char *name, *request, *helper, *plan, *due;
    bool has, late, psychologist;
};

struct support_list_page {
    int64_t programme_id, open, late;
    const struct support_line *row;
    size_t n;
    const char *next;
};

struct support_page {
    int64_t participation_id;
    const struct form *form, *close;
    const char *name, *request;
    bool has;
};
