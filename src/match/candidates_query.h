/* A mentee, made ready for being compared with 64 lanes at a time. */
#pragma once

#include "match/candidates_index.h"

#define SLICES_MAX (2 * MATCH_CRITERIA_MAX)

/* Terms that are looked at together, and the term of those of whom nothing is known. */
struct slice {
    uint32_t from, to; /* in query.term */
    uint32_t unknown;
};

struct query_rule {
    uint8_t criterion, slice, need; /* need: of MATCH_RULE_ALL, common terms */
    enum match_rule rule;
    bool range;
    uint8_t low, high; /* of the mentee, in the steps of the index */
    bool late;         /* looked at on the ground only: it says nothing of a group */
    bool unknown_pass; /* lanes of whom nothing is known; of WITHIN size_of tells */
    struct range own;
};

struct query_part {
    uint8_t criterion, slice, n_own; /* n_own: terms of the mentee */
    enum { PART_SUM, PART_COUNT, PART_JACCARD, PART_PATH, PART_RANGE } kind;
    uint16_t most, unknown;
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
    uint16_t n_slices, n_rules, n_parts;
    uint16_t n_early_rules; /* they come first */
    uint16_t base;          /* 1 + what the mentee gets with everybody */
    uint16_t all;           /* the most that all parts give */
    bool fits_nobody;
    struct slice slice[SLICES_MAX];
    struct query_rule rule[MATCH_CRITERIA_MAX];
    struct query_part
        part[MATCH_CRITERIA_MAX]; /* those that take away most, for their time, first */
};

/* A number that is the same for queries with the same steps. */
uint64_t query_shape(const struct query *q);

/* Writes the terms to term, room for index_query_terms; returns their number. */
uint32_t query_make(struct query *ret, const struct index *x, uint32_t mentee,
                    struct query_term *term);
