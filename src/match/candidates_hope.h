/*
 * Hopes: bounds in bytes, 64 lanes of them in a single vector. A hope of 1 is HOPE of a value,
 * always rounded up: what cannot be hoped for cannot be. Nearly all of the search is looking at
 * them, so those of a mentee stand in one piece, and those of a batch one after another.
 */
#pragma once

#include "match/candidates_query.h"

#define HOPE 256u
#define HOPES 16u /* of a table */

static inline uint8_t hope_of(uint32_t value)
{
    return (uint8_t)((value + HOPE - 1) / HOPE); /* values are at most 64,000 */
}

/* A part. Its terms come after it in memory, as numbered in the batch; of PART_SUM then a table
 * for each of them, by strength. */
struct hope {
    uint8_t kind, criterion;
    uint8_t unknown;
    uint8_t rest;      /* of all parts after it */
    uint8_t low, high; /* PART_RANGE: of the mentee, in the steps of the index */
    uint16_t n_terms;  /* a multiple of STRIDE */
    uint32_t unknown_term;
    uint8_t table[HOPES]; /* by common terms, by steps of distance; the last: of more, too */
};

struct hopes {
    const struct hope *first; /* the parts that take away most first */
    uint16_t bytes;           /* of all parts */
    uint8_t base;             /* what the mentee gets with everybody */
    uint8_t n_parts, n_early; /* parts; those that are not early take next to nothing from */
    uint8_t late;             /* groups above the ground, where their most is added at once */
    uint8_t n_rules;          /* asked above the ground */
};

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

/* Of a query whose terms are numbered in its batch; at has hopes_room and is aligned to 4. */
void hopes_make(struct hopes *ret, const struct query *q, const struct index *x, uint8_t *at);
