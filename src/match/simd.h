/*
 * 64 lanes at a time. The loops are plain C that a compiler turns into vector instructions; the
 * same text (simd_lanes.h) is compiled for every set of instructions, so all give the same bytes.
 */
#pragma once

#include "match/candidates_query.h"

struct simd {
    const char *name;

    /* Value + 1 of each lane of a group, 0 where it does not fit; above level 0 the most that any
     * mentor below can have. Lanes that have less than `least` may be given less. False when no
     * lane reaches it. */
    bool (*values)(const struct query *q, const struct level *l, uint32_t group,
                   const struct frame *f, bool ground, uint16_t least, uint16_t *ret);

    /* From a group's frame to that of the group below a lane. */
    void (*descend)(const struct query *q, const struct level *l, const struct frame *f,
                    uint32_t lane, struct frame *ret);

    /* The lanes of at least that value. */
    uint64_t (*reaching)(const uint16_t *value, uint16_t least);
};

/* The sets of instructions that this processor has, the best first, plain C last; NULL ends. */
const struct simd *const *simd_all(void);
