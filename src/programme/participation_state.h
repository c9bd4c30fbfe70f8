/*
 * The life of a person in a programme: states of a mentee and of a mentor, and which action leads
 * from where to where (Р-145 and МР-42/02 name the steps; the machines are ours). Whatever
 * changes a state goes through here and leaves a row: who, when, why.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "programme/programme_state.h"

struct arena;
struct db;

struct participation_action {
    const char *code, *label; /* label: N_(), the button */
    unsigned from;            /* bits of the side's states */
    int to;
    bool reason;  /* must be given */
    bool by_hand; /* offered as a button; the others come with pairs and drafts */
    bool alone;   /* only when no pair of theirs lives */
};

/* All actions of one side ("mentee", "mentor"). */
const struct participation_action *participation_actions(const char *side, size_t *ret_n);
const struct participation_action *participation_action(const char *side, const char *code);

/* Codes of all states of a side, in the order of a life; NULL past the last. */
const char *participation_state(const char *side, size_t i);

/* «В базе», «В паре» …; "" when the side has no such state. */
const char *participation_state_name(const char *side, const char *state);

bool participation_may(const char *side, const char *state,
                       const struct participation_action *action);

/* May a pair be made for them? */
bool participation_free(const char *side, const char *state);

/* Do it. ERR_CONFLICT: not from this state, a pair of theirs lives, or somebody was faster;
 * ERR_INVALID: the reason is missing or there is no such action; ERR_NOT_FOUND. */
int participation_move(struct db *db, int64_t id, const char *action, const struct deed *deed,
                       struct err *err);

/* Would it be done? 1; 0 not in this state; ERR_CONFLICT (err says why): a pair of theirs lives;
 * ERR_NOT_FOUND. A reason is not looked at. */
int participation_can(struct db *db, struct arena *a, int64_t id, const char *action,
                      struct err *err);

/* A pair of theirs was published: on to «в паре», a mentee through the states in between. Somebody
 * who is in a pair already stays there. ERR_CONFLICT: not free; a mentor must be ready. */
int participation_pair(struct db *db, int64_t id, const struct deed *deed, struct err *err);

/* A draft was made: every mentee in the base is being matched. */
int participation_match(struct db *db, int64_t programme_id, const struct deed *deed);

/* The path is walked: the day goes into the registry, with the mark of completion for a mentee. */
int participation_complete(struct db *db, int64_t id, const char *day);
