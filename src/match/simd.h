/*
 * 64 lanes at a time. The text of simd_hopes.h is compiled for every set of instructions, in the
 * vectors that the compiler knows itself, so all give the same lanes.
 */
#pragma once

#include "match/candidates_hope.h"

/* A group and who looks at it. */
struct visit {
    const struct query *query;
    const struct hopes *hopes;
    const struct index *index;
    const struct level *level;
    const uint32_t *has, *strong; /* of each term of the batch: its columns, or those of zeros */
    uint32_t group;
    uint8_t (
        *common)[LANES]; /* on the ground: of each part the terms in common, if it counts them */
};

/* Who of the lanes has a term of the batch. */
static inline uint64_t visit_bits(const struct visit *v, uint32_t term)
{
    return v->level->bits[v->has[term]];
}

static inline const uint8_t *visit_strength(const struct visit *v, uint32_t term)
{
    return v->level->strength + (size_t)v->strong[term] * LANES;
}

struct simd {
    const char *name;
    /* On the ground: the lanes that may have at least that value (≥ 1, one more than what
     * match_pair_value says), bit by bit, with the terms in common when there are any. Lanes
     * beyond the last mentor may be among them; those that a rule excludes are not, but for
     * ranges. */
    uint64_t (*lanes)(const struct visit *v, uint16_t least);
    /* Above the ground the children, likewise: no mentor of each has more than that. */
    uint64_t (*children)(const struct visit *v, uint16_t least, uint16_t *ret);
};

/* The sets of instructions that this processor has, the best first, plain C last; NULL ends. */
const struct simd *const *simd_all(void);

/* Value + 1 of one of the lanes that were just found, 0 where a range excludes it. */
uint16_t lane_value(const struct visit *v, uint32_t lane);
