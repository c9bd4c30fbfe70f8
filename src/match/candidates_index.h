/*
 * The mentors, laid out for the search. Lanes of level 0 are mentors in an order that puts alike
 * ones together; 64 lanes are a group. A lane above is FAN lanes of a group below, its child:
 * FAN children share a group, one lane of each in turn, up to one root group. A column tells of
 * one term who of the 64 lanes of a group has it: above the ground, whether anybody below. Where
 * it counts how strongly, another column holds the strength in each lane: above, the highest
 * below. Terms that no lane of the group has, and those that no mentee asks for, have no column
 * there.
 */
#pragma once

#include "match/candidates.h"
#include "match/memory.h"

#define LANES 64u
#define FAN 8u
#define STRIDE 4u                             /* terms are looked at by so many */
#define QUERY_TERMS (MATCH_LIST_MAX + STRIDE) /* of a slice, at most */
#define INDEX_LEVELS 7u                       /* 64 · 8⁶ lanes are more than MATCH_MAX_PEOPLE */

/* The columns of one kind on a level; column 0 is of zeros. */
struct shelf {
    uint32_t n;      /* with column 0 */
    uint32_t *first; /* n_groups + 1: columns of group g are first[g] … first[g + 1] - 1 */
    uint32_t *term;  /* of each column */
};

struct level {
    uint32_t n_groups;
    struct shelf has, strong;
    uint64_t *bits;                    /* of has: a bit for each lane */
    void *bytes;                       /* as taken; */
    uint8_t *strength;                 /* of strong: a byte for each lane, aligned to 64 */
    uint8_t *size[MATCH_CRITERIA_MAX]; /* of each lane, see size_of; above: the least */
    uint8_t *low[MATCH_CRITERIA_MAX];  /* of each lane in steps of 2^shift, above: the hull; */
    uint8_t *high[MATCH_CRITERIA_MAX]; /* rounded outwards; 255 and 0: not known of anybody */
};

struct index {
    const struct match_profiles *profiles;
    uint32_t n;      /* mentors with places */
    uint32_t *order; /* of them: the mentor of each lane of level 0 */
    uint32_t n_levels;
    struct level level[INDEX_LEVELS];
    uint16_t *low[MATCH_CRITERIA_MAX];  /* of each lane of level 0, as they are; */
    uint16_t *high[MATCH_CRITERIA_MAX]; /* low > high: not known */
    uint8_t shift[MATCH_CRITERIA_MAX];
    uint32_t first[MATCH_CRITERIA_MAX]; /* terms of criterion c are numbered from first[c]; */
    uint32_t n_terms;                   /* after them its unknown and its short ones; last nobody */
    uint64_t loss[MATCH_CRITERIA_MAX]; /* what a part takes away from groups of level 1, measured */
    bool weighed[MATCH_CRITERIA_MAX];  /* by the strength of terms */
    bool idle[MATCH_CRITERIA_MAX];     /* that is next to nothing */
    bool late[MATCH_CRITERIA_MAX];     /* a rule excludes next to no lane of a group */
    uint8_t *asked;                    /* of each term, whether a mentee has it */
    uint32_t longest[MATCH_CRITERIA_MAX]; /* terms of a mentee */
};

/* "This mentor has no terms by this criterion", a term that such mentors have. */
static inline uint32_t index_unknown(const struct index *x, uint32_t criterion)
{
    return x->first[criterion] + x->profiles->criterion[criterion].n_terms;
}

/* A term that no mentor has. */
static inline uint32_t index_nobody(const struct index *x)
{
    return x->n_terms - 1;
}

/* "Its path is shorter than the rule's depth", likewise. */
static inline uint32_t index_short(const struct index *x, uint32_t criterion)
{
    return index_unknown(x, criterion) + 1;
}

/* The most terms of a query; each slice of them is filled up to a multiple of STRIDE. */
size_t index_query_terms(const struct index *x);

/* The lane above those FAN lanes of a group. */
static inline size_t lane_above(uint32_t group, uint32_t lane)
{
    return (size_t)(group / FAN) * LANES + lane / FAN * FAN + group % FAN;
}

/* The columns of the level that was added last (candidates_columns.c). MATCH_ENOMEM. */
int columns_make(struct index *x, struct match_memory *memory);
void columns_free(struct level *l, struct match_memory *memory);

/* Profiles are valid. MATCH_ENOMEM; the caller frees in any case. There is a root unless n is 0. */
int index_make(struct index *ret, const struct match_profiles *profiles,
               struct match_memory *memory);
void index_free(struct index *x, struct match_memory *memory);

/* A range in the steps of the index, rounded outwards. */
static inline uint8_t range_floor(const struct index *x, uint32_t criterion, uint16_t value)
{
    uint32_t down = (uint32_t)value >> x->shift[criterion];
    return down > UINT8_MAX ? UINT8_MAX : (uint8_t)down;
}

static inline uint8_t range_ceil(const struct index *x, uint32_t criterion, uint16_t value)
{
    uint32_t step = 1u << x->shift[criterion], up = (value + step - 1) >> x->shift[criterion];
    return up > UINT8_MAX ? UINT8_MAX : (uint8_t)up;
}

/* Put people so that alike ones stand together: order holds n of them, spare is room for n. */
int candidates_order(const struct match_profiles *profiles, const struct match_column *side,
                     uint32_t *order, uint32_t *spare, uint32_t n, struct match_memory *memory);
