/*
 * The individual plan of a pair: goals with their terms, which both of it read and mark, and the
 * mentor's diary, which the mentor and the coordinator read. Papers are filled from here.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "frame/form.h"
#include "work/pair_plan.sql.h" /* pair_goals, pair_notes: the rows of pages and papers */

struct app;
struct db;
struct module;

/* /my/couples/{couple}/plan, /pairs/{pair}/plan */
extern const struct module pair_plan_module;

#define PAIR_GOALS_MAX 50
#define PAIR_GOAL_MAX 300 /* characters */
#define PAIR_NOTE_MAX 2000

struct pair_goal_new {
    const char *text, *criterion;
    struct date due; /* year 0: none */
    bool project;    /* counts in the share of projects that were carried out */
    int64_t account_id;
};
/* ERR_INVALID: a term outside the programme (field "due"); ERR_LIMIT; ERR_CONFLICT: it is over. */
int pair_goal_add(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
                  const struct pair_goal_new *n, struct err *err);

/* It is reached; one sentence of how. ERR_CONFLICT: it was, or it is not of this pair. */
int pair_goal_reach(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
                    int64_t goal_id, const char *outcome, struct err *err);
/* Taken off while it is not reached. */
int pair_goal_remove(struct db *db, int64_t pair_id, int64_t goal_id, struct err *err);

int pair_note_add(struct db *db, const struct app *app, int64_t pair_id, struct date on,
                  const char *text, int64_t account_id);

/* «5 ноября 2026 г.» of an ISO day, "" of none. */
const char *pair_plan_day(struct arena *a, const char *iso);

struct pair_plan_page {
    const char *base; /* path of the forms, "" when this reader changes nothing */
    const struct pair_goals *goals;
    size_t n_goals, n_reached;
    const struct pair_notes *notes; /* NULL: not for this reader */
    size_t n_notes;
    const struct form *goal, *reach, *note;
    bool mentor;
};
