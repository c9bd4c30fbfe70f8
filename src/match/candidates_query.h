/* A mentee, made ready for being compared with 64 lanes at a time. */
#pragma once

#include "match/candidates_index.h"

#define SLICES_MAX (2 * MATCH_CRITERIA_MAX)
#define STRIDE 4u /* terms of a slice are a multiple of it: nobody's term fills them up */
#define QUERY_TERMS_MAX (MATCH_CRITERIA_MAX * (MATCH_LIST_MAX + STRIDE))

/* Terms that are looked at together, and the term of those of whom nothing is known. */
struct slice {
    uint32_t from, to; /* in query.term */
    uint32_t unknown;
};

/*
 * Hopes: bounds in bytes, 64 lanes of them in a single vector. A hope of 1 is HOPE of a value,
 * always rounded up: what cannot be hoped for cannot be.
 */
#define HOPE 256u
#define HOPES 16u /* of a table */

static inline uint8_t hope_of(uint32_t value)
{
    return (uint8_t)((value + HOPE - 1) / HOPE); /* values are at most 64,000 */
}

/* A part, with all that its hope needs beside each other: most of the search is this. */
struct hope {
    uint8_t kind, criterion;
    uint8_t unknown;
    uint8_t rest;      /* of all parts after it */
    uint8_t low, high; /* PART_RANGE: of the mentee, in the steps of the index */
    uint16_t from, to; /* terms, in query.term */
    uint16_t at;       /* PART_SUM: the tables of its terms, in query.table */
    uint32_t unknown_term;
    uint8_t table[HOPES]; /* by common terms, by steps of distance; the last: of more, too */
};

struct query_rule {
    uint8_t criterion, slice, need; /* need: of MATCH_RULE_ALL, common terms */
    enum match_rule rule;
    bool range;
    uint8_t low, high; /* as in struct hope */
    bool late;         /* looked at on the ground only: it says nothing of a group */
    bool unknown_pass; /* lanes of whom nothing is known; of WITHIN size_of tells */
    struct range own;
};

struct query_part {
    uint8_t criterion, slice, n_own; /* n_own: terms of the mentee */
    enum { PART_SUM, PART_COUNT, PART_JACCARD, PART_RANGE } kind;
    uint16_t most, unknown;
    uint16_t rest;         /* the most that all parts after it give */
    uint16_t enough, unit; /* PART_COUNT; unit of PART_JACCARD: a common term at best */
    uint16_t slack, step;  /* PART_RANGE */
    struct range own;
};

struct query_term {
    uint32_t term; /* as numbered in the index; in a batch, in the batch */
    uint16_t unit; /* what a unit of strength gives (PART_SUM) */
};

struct query {
    const struct query_term *term; /* of all slices */
    const uint8_t (*table)[HOPES]; /* of terms of PART_SUM: hopes by strength */
    uint16_t n_tables, n_slices, n_rules, n_parts;
    uint16_t n_early; /* parts; the others take next to nothing from groups above the ground, */
    uint16_t late;    /* where their most is added at once */
    uint16_t base;    /* 1 + what the mentee gets with everybody */
    uint8_t base_hope, late_hope;
    struct hope hope[MATCH_CRITERIA_MAX]; /* of each part */
    bool fits_nobody;
    struct slice slice[SLICES_MAX];
    struct query_rule rule[MATCH_CRITERIA_MAX];
    struct query_part part[MATCH_CRITERIA_MAX]; /* those that take away most first */
};

/* A number that is the same for queries with the same steps. */
uint64_t query_shape(const struct query *q);

/* Writes the terms to term and their tables to table, room for QUERY_TERMS_MAX each; returns the
 * number of terms. */
uint32_t query_make(struct query *ret, const struct index *x, uint32_t mentee,
                    struct query_term *term, uint8_t (*table)[HOPES]);
