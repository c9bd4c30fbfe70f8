/*
 * How many participations, applications, pairs, held meetings and papers of a programme are in each
 * state. The numbers are kept in the transaction that changes the rows, so that no page counts
 * rows. Whoever brings a row, takes it away or moves it says so here; what a transaction says is
 * added up and written once, before it commits.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "programme/total.sql.h" /* rows for those who list states */

struct db;

#define TOTAL_PARTICIPATION "participation" /* kind: the side */
#define TOTAL_APPLICATION "application"     /* kind: the side */
#define TOTAL_PAIR "pair"                   /* kind: "" */
#define TOTAL_MEETING "meeting"             /* kind: ""; those held only, state "held" */
#define TOTAL_PAPER "paper"                 /* kind: the paper's */

struct total {
    int64_t programme_id;
    const char *what, *kind;
};

/* n rows went from one state to another; NULL: they are new, or are no more. 0 or < 0. */
int total_move(struct db *db, const struct total *of, const char *from, const char *to, int64_t n);

/* Numbers above zero by kind and state, with what this transaction has said. */
struct totals {
    const struct total_rows *rows;
    size_t n;
};
int total_load(struct db *db, struct arena *a, int64_t programme_id, const char *what,
               struct totals *ret);

/* The sum of states, parted by blanks; "": of all. */
int64_t total_sum(const struct totals *t, const char *kind, const char *states);

/* The same in one step, of one kind. */
int total_of(struct db *db, struct arena *a, const struct total *of, const char *states,
             int64_t *ret);
