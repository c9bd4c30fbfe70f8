/*
 * Answers of drafts that stand in memory, to be asked what if: the first question about a draft
 * makes it again from its inputs, each further one costs what it changes. The inputs of a run
 * never change, so an answer is never stale.
 */
#pragma once

#include "pairing/run.h"

/* Up to so many pairs to look at a draft is asked: the first question takes about a second. */
#define RUN_LIVE_PAIRS 1000000u

/* One for the program, shared by its threads; keeps the last few drafts asked about. */
struct run_lives;
struct run_lives *run_lives_new(void);
void run_lives_free(struct run_lives *lives); /* NULL is fine */

/* An answer that is nobody else's until it is given back. */
struct run_live {
    const struct pairing_input *in;
    const struct pairing *p;
    struct match_live *live; /* NULL: the answer is not plain, every question solves again */
};

/* ERR_NOT_FOUND: no such run; ERR_INVALID: its inputs no longer give its pairs. */
int run_live_take(struct run_context *c, int64_t run_id, struct err *err, struct run_live **ret);
void run_live_give(struct run_context *c, struct run_live *live); /* NULL is fine */
