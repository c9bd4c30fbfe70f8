/*
 * The roadmap: stages of the pack as a task list. A step is done when the coordinator ticks it,
 * or, for the few that the system sees itself (registries, pairs), when the rows are there. A
 * stage is left by the coordinator: with an output missing only for a reason, which stays.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "programme/pack.h"
#include "programme/programme.h"

struct db;

#define ROADMAP_REASON_MAX 500 /* characters */

struct roadmap_item {
    const struct pack_step *step;
    bool done, seen; /* seen: by the system, nobody ticked it */
    int64_t done_at; /* 0 when seen */
    const char *done_by;
    struct date due;  /* the stage's, until it was moved by itself */
    bool late;        /* not done, its day is over, and the stage goes on */
    int64_t moved_at; /* 0: not moved */
    const char *moved_by;
    const char *action;      /* where the step is done, as a button; NULL: it is only ticked */
    const char *action_path; /* its address */
    const char *paper, *paper_path; /* the document it leaves; NULL: none we make */
    const char *signed_as; /* «№ 84 от 12.09.2026»; NULL: no document ended the step */
    const char *other, *other_path; /* another way to the same, likewise; NULL: none */
};

enum roadmap_state { ROADMAP_WAITING, ROADMAP_GOING, ROADMAP_LEFT };

struct roadmap_stage {
    const struct pack_stage *stage;
    const struct pack_term *term;
    struct roadmap_item *items;
    size_t n_items, n_done, n_missing; /* n_missing: required and not done */
    const struct roadmap_item *next;   /* the first that is not done, required ones before others */
    struct date starts, due;
    enum roadmap_state state;
    bool open; /* its time has come: it can be left */
    bool late; /* not left, and its term is over */
    int64_t left_at;
    const char *left_by, *missing, *reason;
};

/* All stages in their order, in the arena. */
int roadmap_load(struct db *db, struct arena *a, const struct programme *p, const struct pack *pack,
                 struct date today, struct roadmap_stage **ret_stages, size_t *ret_n);

/* The stage of a code, or NULL. */
const struct roadmap_stage *roadmap_stage_of(const struct roadmap_stage *stages, size_t n,
                                             const char *code);

/* The step of a code on a stage, or NULL. */
const struct roadmap_item *roadmap_item_of(const struct roadmap_stage *s, const char *code);

/* A signed document of the whole programme: steps that wait for its kind are done while it stands.
 */
struct roadmap_output {
    int64_t programme_id, paper_id;
    const char *kind, *number, *day; /* day: "2026-11-05" */
};
int roadmap_output_put(struct db *db, const struct roadmap_output *o);
int roadmap_output_drop(struct db *db, const struct roadmap_output *o);

/* Names of the required outputs that are not there, parted by «; ». */
const char *roadmap_missing(struct arena *a, const struct roadmap_stage *s);

/* What changes a roadmap. All: ERR_CONFLICT when the programme is not running (err says so),
 * ERR_INVALID when the pack has no such stage or step. */
struct roadmap_place {
    struct db *db;
    struct arena *a;
    const struct programme *p;
    const struct pack *pack;
    struct date today;
    struct deed deed;
};

/* Tick or untick a step. */
int roadmap_mark(const struct roadmap_place *at, const char *stage, const char *item, bool done,
                 struct err *err);

/* ERR_INVALID also for an end before the beginning, and for days outside of the programme. Steps
 * with a day of their own keep it as far as it lies within the stage. */
int roadmap_move(const struct roadmap_place *at, const char *stage, struct date starts,
                 struct date due, struct err *err);

/* The day of one step; a zeroed date: as the stage again. ERR_INVALID: outside of the programme or
 * of the stage (err says which days are right). */
int roadmap_step_move(const struct roadmap_place *at, const char *stage, const char *item,
                      struct date due, struct err *err);

/* ERR_INVALID: an output is missing and no reason was given. ERR_CONFLICT also when the stage was
 * left already or its time has not come. The programme goes on when this was the last stage of its
 * state. */
int roadmap_leave(const struct roadmap_place *at, const char *stage, struct err *err);

/* The stage goes on; the programme's state stays. A reason must be given. */
int roadmap_reopen(const struct roadmap_place *at, const char *stage, struct err *err);
