/*
 * The life of a pair: agreed, at work, finished or ended early, and which action leads from where
 * to where. Whatever changes the state goes through here: a row of who, when and why, the states
 * of the two people, a neutral line to each of them. Who wished the end is told to nobody but the
 * coordinator.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/parts.h"
#include "programme/programme_state.h"
#include "work/pair_state.sql.h" /* the history that the pair's page shows */

struct app;
struct arena;
struct db;
struct job;
struct module;

/* /pairs/{pair}/end, /programmes/{programme}/pairs/finish, /my/couples/{couple}/wish */
extern const struct module pair_state_module;

#define PAIR_REASON_MAX 500                     /* characters */
#define PAIR_BY_REPRESENTATIVE "representative" /* the action of pair_end_for_child */

struct pair_action {
    const char *code, *label; /* label: N_(), the button */
    const char *past;         /* N_(): a line of the history */
    unsigned from;            /* bits of the states */
    int to;
    bool reason;  /* must be given */
    bool by_hand; /* offered as a button; the others come with meetings */
    bool apart;   /* the two are not put together again by the next draft */
};

const struct pair_action *pair_actions(size_t *ret_n);
const struct pair_action *pair_action(const char *code); /* NULL: no such action */

bool pair_may(const char *state, const struct pair_action *action);
bool pair_living(const char *state);

/* «Работает» …, "" when there is no such state; and its pill. */
const char *pair_state_name(const char *state);
enum pill pair_state_pill(const char *state);

/* Do it; app may be NULL for an action that ends nothing. A mentee whose pair ends early goes back
 * to matching with the same request, or to the base when the programme forms no pairs any more; a
 * mentor without another pair goes to the reserve. ERR_CONFLICT: not from this state, or somebody
 * was faster; ERR_INVALID: the reason is missing or there is no such action; ERR_NOT_FOUND. */
int pair_move(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
              const char *action, const struct deed *deed, struct err *err);

/* Who represents one of the two ends their pair at once, a reason may be missing; the coordinators
 * are told. As pair_move. */
int pair_end_for_child(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
                       const struct deed *deed, struct err *err);

/* All pairs at work are finished, because the programme ends: a job, the object is the programme.
 */
int pair_finish_job(struct job *job);

/* A side asks the coordinator to end the pair. ERR_CONFLICT: it is over. */
int pair_wish(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
              const char *side, const char *text, struct err *err);
