/*
 * The roadmap: stages of the pack as a task list. An output is done when the coordinator ticks
 * it, or, for the few that the system sees itself (registries, pairs), when the rows are there.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "programme/pack.h"
#include "programme/programme.h"

struct db;

struct roadmap_item {
    const char *text; /* the output's words in the pack */
    bool done;
};

enum roadmap_state { ROADMAP_WAITING, ROADMAP_GOING, ROADMAP_DONE };

struct roadmap_stage {
    const struct pack_stage *stage;
    struct roadmap_item *items;
    size_t n_items, n_done;
    enum roadmap_state state;
    bool current;            /* the first stage that is not done */
    const char *action;      /* the next step as a button, or NULL */
    const char *action_path; /* below /programmes/ID/ */
};

/* All stages in their order, in the arena. */
int roadmap_load(struct db *db, struct arena *a, const struct programme *p, const struct pack *pack,
                 struct roadmap_stage **ret_stages, size_t *ret_n);

/* Tick or untick an output; account_id 0: the program itself. ERR_INVALID when the pack has no such
 * stage or output. */
int roadmap_mark(struct db *db, const struct clock *clock, const struct programme *p,
                 const struct pack *pack, const char *stage, const char *item, bool done,
                 int64_t account_id);
