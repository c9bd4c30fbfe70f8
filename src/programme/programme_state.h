/*
 * The life of a programme: its states, and which action leads from where to where. Everything
 * that changes a state goes through here, and leaves a row: who, when, why. The order is that of
 * the target model (draft … archived, with suspended and cancelled beside it).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

struct db;

/* Who does something, when and why. Texts are borrowed. */
struct deed {
    const struct clock *clock;
    int64_t account_id; /* 0: the program itself */
    const char *reason; /* NULL: none was given */
};

struct programme_action {
    const char *code, *label; /* label: N_(), the button */
    unsigned from;            /* bits of the states it is allowed in */
    int to;                   /* index of a state; -1: where it was before */
    bool reason;              /* must be given */
    bool by_hand;             /* offered as a button; the others come with the work itself */
};

extern const struct programme_action programme_actions[];
extern const size_t n_programme_actions;

/* NULL: no such action. */
const struct programme_action *programme_action(const char *code);

bool programme_may(const char *state, const struct programme_action *action);

/* «Подготовка», «Набор» …; "" for no state. */
const char *programme_state_name(const char *state);

/* 0.. in the order of a programme's life, -1 no state. Suspended and cancelled come last. */
int programme_state_index(const char *state);

/* Is it going: neither a draft nor stopped nor over? Only then its roadmap can change. */
bool programme_running(const char *state);

/* Do it. ERR_CONFLICT: not from this state, or somebody was faster; ERR_INVALID: the reason is
 * missing or there is no such action; ERR_NOT_FOUND. */
int programme_move(struct db *db, int64_t id, const char *action, const struct deed *deed,
                   struct err *err);

/* Go on to this state, one step after another; nothing when it is there or further already.
 * ERR_CONFLICT: the programme is not running. ERR_INVALID: not a state on this way. */
int programme_advance(struct db *db, int64_t id, const char *state, const struct deed *deed,
                      struct err *err);

/* A row of the history that leaves the state alone; detail: words without personal data. */
int programme_note(struct db *db, int64_t id, const char *action, const char *stage,
                   const char *detail, const struct deed *deed);
