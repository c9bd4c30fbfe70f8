/*
 * The mentors, laid out for the search. Lanes of level 0 are mentors in an order that puts alike
 * ones together; 64 lanes are a group, and each group is a lane of the level above, up to a root
 * group. A column holds one term's strength in the 64 lanes of a group: at level 0 the mentor's
 * own, above the highest in the group below. Columns without any strength do not exist. Columns
 * stand by term, then by group, so those of a group's children follow each other.
 */
#pragma once

#include "match/candidates.h"
#include "match/memory.h"

#define LANES 64u
#define INDEX_LEVELS 4u /* 64⁴ lanes are more than MATCH_MAX_PEOPLE */
#define NO_COLUMN UINT32_MAX

struct level {
    uint32_t n_lanes, n_groups, n_columns;
    void *bytes;                        /* as taken; */
    uint8_t *column;                    /* 64 bytes each, aligned so */
    uint64_t *lanes;                    /* of each column: lanes that are not 0 */
    uint32_t *child;                    /* of each column: its first one in the level below */
    uint32_t *group, *term;             /* of each column; only while building */
    uint8_t *size[MATCH_CRITERIA_MAX];  /* of each lane, see size_of; above: the least */
    uint16_t *low[MATCH_CRITERIA_MAX];  /* of each lane, above: the hull; */
    uint16_t *high[MATCH_CRITERIA_MAX]; /* low > high: not known of anybody */
};

struct index {
    const struct match_profiles *profiles;
    uint32_t n;      /* mentors with places */
    uint32_t *order; /* of them: the mentor of each lane of level 0 */
    uint32_t n_levels;
    struct level level[INDEX_LEVELS];
    uint32_t first[MATCH_CRITERIA_MAX]; /* terms of criterion c are numbered from first[c]; */
    uint32_t n_terms;                   /* after them its unknown and its short ones */
    uint32_t *root;                     /* of each term: its column in the root, or NO_COLUMN */
};

/* "This mentor has no terms by this criterion", a term that such mentors have. */
static inline uint32_t index_unknown(const struct index *x, uint32_t criterion)
{
    return x->first[criterion] + x->profiles->criterion[criterion].n_terms;
}

/* "Its path is shorter than the rule's depth", likewise. */
static inline uint32_t index_short(const struct index *x, uint32_t criterion)
{
    return index_unknown(x, criterion) + 1;
}

/* Profiles are valid. MATCH_ENOMEM; the caller frees in any case. There is a root unless n is 0. */
int index_make(struct index *ret, const struct match_profiles *profiles,
               struct match_memory *memory);
void index_free(struct index *x, struct match_memory *memory);

/* Put people so that alike ones stand together: order holds n of them, spare is room for n. */
int candidates_order(const struct match_profiles *profiles, const struct match_column *side,
                     uint32_t *order, uint32_t *spare, uint32_t n, struct match_memory *memory);
