/* A mentee, made ready for being compared with 64 lanes at a time. */
#pragma once

#include "match/candidates_index.h"

#define SLICES_MAX (2 * MATCH_CRITERIA_MAX)
#define QUERY_TERMS_MAX (MATCH_CRITERIA_MAX * (MATCH_LIST_MAX + 1))

/* Terms that are looked at together, and the term of those of whom nothing is known. */
struct slice {
    uint16_t from, to; /* of query.term */
    uint32_t unknown;  /* NO_COLUMN: of no interest */
};

struct query_rule {
    uint8_t criterion, slice, need; /* need: of MATCH_RULE_ALL, common terms */
    enum match_rule rule;
    bool range, strict;
    struct range own;
};

struct query_part {
    uint8_t criterion, slice, n_own; /* n_own: terms of the mentee */
    enum { PART_SUM, PART_COUNT, PART_JACCARD, PART_RANGE } kind;
    uint16_t most, unknown;
    uint16_t enough, unit; /* PART_COUNT */
    uint16_t slack, step;  /* PART_RANGE */
    struct range own;
};

struct query {
    uint16_t n_terms, n_slices, n_rules, n_parts;
    uint16_t base; /* 1 + what the mentee gets with everybody */
    bool fits_nobody;
    struct slice slice[SLICES_MAX];
    struct query_rule rule[MATCH_CRITERIA_MAX];
    struct query_part part[MATCH_CRITERIA_MAX]; /* the weightiest first */
    uint32_t term[QUERY_TERMS_MAX];             /* as numbered in the index */
    uint16_t unit[QUERY_TERMS_MAX];             /* what a unit of strength gives (PART_SUM) */
};

/* The terms of a query that a group has. */
struct frame {
    uint16_t end[SLICES_MAX]; /* slice s: those from end[s - 1] on */
    uint32_t unknown[SLICES_MAX];
    struct {
        uint32_t column;
        uint16_t unit;
    } at[QUERY_TERMS_MAX];
};

void query_make(struct query *ret, const struct index *x, uint32_t mentee);

/* The root group. */
void query_root(const struct query *q, const struct index *x, struct frame *ret);
