/* The search for one mentee. */
#pragma once

#include "match/simd.h"

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

/* Of one thread. */
struct finder {
    const struct index *index;
    const struct simd *simd;
    uint64_t seed;
    uint32_t mentee;
    uint32_t n, room; /* the best so far: */
    uint64_t *best;   /* a heap, the worst first */
    struct query query;
    struct frame frame[INDEX_LEVELS];
};

/* Leaves the best `room` mentors of a mentee in best, in no order. */
void find_best(struct finder *f, uint32_t mentee);
