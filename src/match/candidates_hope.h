/*
 * Hopes: bounds in bytes, 64 lanes of them in a single vector. What a part takes away from the
 * most that a mentee could get is counted in units of 2^shift of a value, always rounded down:
 * what is not ruled out is hoped for. Nearly all of the search is looking at them, so those of a
 * mentee stand in one piece, and those of a batch one after another.
 */
#pragma once

#include "match/candidates_query.h"

#define HOPES 16u    /* of a table */
#define SHIFT_MAX 8u /* so that any value has less than 255 units */
#define CREDIT_MAX                                                                                 \
    0xFEu /* units that a lane can lose and still be told from one that lost more                  \
           */

/* A part. Its terms come after it in memory, as numbered in the batch; of PART_SUM then a table
 * for each of them, by strength. */
struct hope {
    uint8_t kind, criterion;
    uint8_t unknown;   /* lost where nothing is known of the mentor; */
    bool unknown_pays; /* that is less than all */
    uint8_t low, high; /* PART_RANGE: of the mentee, in the steps of the index */
    uint16_t n_terms;  /* a multiple of STRIDE */
    uint32_t unknown_term;
    uint8_t table[HOPES]; /* lost by common terms, by steps of distance; the last: of more, too */
};

struct hopes {
    const struct hope *first; /* the parts that take away most, for their time, first */
    uint16_t bytes;           /* of all parts */
    uint16_t all;             /* value + 1 when nothing is taken away */
    uint8_t shift;            /* of the units, ≤ SHIFT_MAX */
    uint8_t n_parts, n_early; /* those that are not early take next to nothing from groups above
                                 the ground, and are not asked there */
    uint8_t n_rules;          /* asked in bytes */
};

/* What may be lost without falling under least, in units; all ≥ least. */
static inline uint32_t hopes_credit(const struct hopes *h, uint32_t least)
{
    return (h->all - least) >> h->shift;
}

static inline const uint32_t *hope_terms(const struct hope *h)
{
    return (const uint32_t *)(h + 1);
}

static inline const uint8_t (*hope_tables(const struct hope *h))[HOPES]
{
    return (const uint8_t(*)[HOPES])(hope_terms(h) + h->n_terms);
}

static inline size_t hope_bytes(uint32_t kind, uint32_t n_terms)
{
    return sizeof(struct hope) + n_terms * (sizeof(uint32_t) + (kind == PART_SUM ? HOPES : 0));
}

static inline const struct hope *hope_after(const struct hope *h)
{
    return (const struct hope *)((const uint8_t *)h + hope_bytes(h->kind, h->n_terms));
}

/* The most bytes that the hopes of one mentee may take. */
size_t hopes_room(const struct index *x);

/* Of a query whose terms are numbered in its batch, in the finest units that tell all its values
 * apart; at has hopes_room and is aligned to 4. */
void hopes_make(struct hopes *ret, const struct query *q, const struct index *x, uint8_t *at);
