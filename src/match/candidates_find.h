/* The search for a batch of mentees who are alike: what one of them looks at is looked at by many.
 */
#pragma once

#include "match/simd.h"

#define BATCH 1024u

/* A candidate as one number, the better the higher: value + 1 | tie | mentor. */
static inline uint64_t candidate_key(uint16_t value, uint32_t tie, uint32_t mentor)
{
    return (uint64_t)value << 48 | (uint64_t)(~tie & 0x3FFFFFF) << 22 | (~mentor & 0x3FFFFF);
}

static inline uint32_t candidate_mentor(uint64_t key)
{
    return ~(uint32_t)key & 0x3FFFFF;
}

static inline uint16_t candidate_score(uint64_t key)
{
    return (uint16_t)(((uint32_t)(key >> 48) - 1 + MATCH_POINT / 2) / MATCH_POINT);
}

/* A mentee of the batch. */
struct seeker {
    uint32_t mentee;
    uint32_t n;     /* the best so far: */
    uint64_t *best; /* a heap, the worst first; in no order when the search is over */
    struct query query;
};

/* Who may find somebody in a group, and what at most. */
struct lead {
    uint16_t most, seeker;
};

/* Of one thread. */
struct finder {
    const struct index *index;
    const struct simd *simd;
    uint64_t seed;
    uint32_t size; /* of a batch, ≤ BATCH */
    uint32_t room; /* of best */
    struct seeker seeker[BATCH];
    uint16_t least[BATCH]; /* value + 1 below which nobody gets into the seeker's best */
    struct lead lead[INDEX_LEVELS][FAN][BATCH]; /* of the children of a group of each level */
    struct lead root[BATCH];
    uint64_t *best;          /* size × room */
    struct query_term *term; /* size × index_query_terms */
    struct hopes hopes[BATCH];
    uint8_t *hope;                      /* size × hopes_room */
    uint32_t n_terms;                   /* of the batch: */
    uint64_t *has;                      /* of each term of the index a bit; */
    uint32_t *number;                   /* from 0, of those it has */
    uint32_t *batch_term;               /* back again */
    uint32_t *place_has, *place_strong; /* of the group at hand, see struct visit */
};

/* The fields above are the caller's; MATCH_ENOMEM. finder_free in any case. */
int finder_make(struct finder *f, struct match_memory *memory);
void finder_free(struct finder *f, struct match_memory *memory);

/* Leaves the best `room` mentors of each of n ≤ size mentees in seeker. */
void find_best(struct finder *f, const uint32_t *mentee, uint32_t n);

/* The steps of find_best: queries and leads to the root (their number) of a batch; the columns of
 * a group for it; the end of it. */
uint32_t finder_prepare(struct finder *f, const uint32_t *mentee, uint32_t n);
void finder_place(struct finder *f, const struct level *l, uint32_t group);
struct visit finder_visit(const struct finder *f, const struct level *l, uint32_t group);
void finder_forget(struct finder *f);

/* Set loss and late of the index, with a finder of it. */
void candidates_measure(struct index *x, struct finder *f);
