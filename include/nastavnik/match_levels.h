/*
 * Levels: a pair within one organisation before a pair of one municipality, before one of a
 * region, before one of the country. Strictly, as priorities that no score outweighs, or as
 * points on top of the score.
 */
#pragma once

#include <nastavnik/match.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MATCH_MAX_LEVELS 8u
#define MATCH_MAX_STAGES (MATCH_MAX_LEVELS + 1)

/* What is looked at first, second …; the first difference decides. */
enum match_order {
    MATCH_COUNT_FIRST = 0,  /* pairs, pairs of level 0, of level 1, …, score */
    MATCH_LEVELS_FIRST = 1, /* pairs of level 0, of level 1, … of the last, score: a mentee may
                               stay alone for the sake of a nearer pair of others */
};

/*
 * The answer and its proof. The proof is a chain: the prices of a stage bound what that stage
 * asks for (as in struct match_result, with weight k + must · ends + worth for an edge, where
 * ends is how many of its two ends the stages before demand) and leave a smaller graph, in which
 * the next stage is proved. match_levels_verify walks it.
 */
struct match_levels {
    /* mate, edge, matched, score; price is NULL, so not for match_verify. reached as in
     * struct match_result for MATCH_COUNT_FIRST, NULL for MATCH_LEVELS_FIRST. */
    struct match_result answer;
    uint64_t count[MATCH_MAX_LEVELS]; /* pairs of each level, locked ones too */
    enum match_order order;
    uint32_t n_stages;
    struct match_stage {
        int64_t k, must;
        int64_t *price; /* of each mentor, ≥ 0 */
    } stage[MATCH_MAX_STAGES];
};

/*
 * Solve strictly. level: of each edge of the instance, 0 (nearest) … n_levels - 1, borrowed;
 * n_levels 1 … MATCH_MAX_LEVELS. Locks and the floor hold; the instance's mode is not read, the
 * order takes its place. Options as for match_solve, without start; progress counts stages.
 *
 * Exact, and verified before it returns: MATCH_OK, MATCH_EINVAL (also for a level out of range),
 * MATCH_ENOMEM, MATCH_ECANCELLED, MATCH_EPROOF (a defect). At most n_levels + 1 calls of
 * match_solve on graphs that shrink from one to the next; scores over 16,383 and chains too long
 * for 16 bits take negative-cycle cancelling after it, which is slow at worst and exact as well.
 */
int match_levels_solve(const struct match_instance *instance, const uint8_t *level,
                       uint32_t n_levels, enum match_order order,
                       const struct match_options *options, struct match_levels *ret);

/* MATCH_OK only when the answer is a matching with the stated sums and every stage is proved;
 * MATCH_EPROOF fills *ret_fault (may be NULL). O(stages · edges), without a solver. */
int match_levels_verify(const struct match_instance *instance, const uint8_t *level,
                        uint32_t n_levels, const struct match_levels *levels,
                        const struct match_options *options, struct match_fault *ret_fault);

void match_levels_free(struct match_levels *levels);

/*
 * Levels as points: writes score + points[level] of each edge into ret_score (room for all
 * edges), at most 65535, and returns how many edges reached that lid (0: nothing was cut off).
 * An edge below the instance's floor gets no points, so it stays below. Solve a copy of the
 * instance with .score = ret_score. Every level of an edge is < n_levels. O(edges).
 */
uint64_t match_levels_points(const struct match_instance *instance, const uint8_t *level,
                             const uint16_t *points, uint16_t *ret_score);

#ifdef __cplusplus
}
#endif
