/*
 * 64 lanes at a time. The text of simd_lanes.h is compiled for every set of instructions, in the
 * vectors that the compiler knows itself, so all give the same bytes.
 */
#pragma once

#include "match/candidates_hope.h"

/* A group and who looks at it. */
struct visit {
    const struct query *query;
    const struct hopes *hopes;
    const struct index *index;
    const struct level *level;
    const uint32_t *place; /* of each term of the batch: its column, or the one of zeros */
    uint32_t group;
};

struct simd {
    const char *name;
    /* On the ground: whether any of the 64 lanes may have at least that value (≥ 1, one more than
     * what match_pair_value says). */
    bool (*may)(const struct visit *v, uint16_t least);
    /*
     * On the ground: value + 1 of the 64 lanes, 0 where a rule excludes; answers with the lanes
     * that have at least that, bit by bit, and only theirs are right. Lanes beyond the last mentor
     * may be among them.
     */
    uint64_t (*visit)(const struct visit *v, uint16_t least, uint16_t *ret);
    /* Above the ground, likewise: no mentor of each of the FAN children has more than that. */
    uint64_t (*children)(const struct visit *v, uint16_t least, uint16_t *ret);
};

/* The sets of instructions that this processor has, the best first, plain C last; NULL ends. */
const struct simd *const *simd_all(void);
