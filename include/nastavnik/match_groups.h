/*
 * Groups that are worth opening: a mentor takes at least its minimum, or nobody.
 */
#pragma once

#include <nastavnik/match.h>

#ifdef __cplusplus
extern "C" {
#endif

struct match_groups {
    struct match_result answer; /* mate, edge, matched, score; price and reached are NULL, so not
                                   for match_verify */
    bool exact;                 /* proved the best: the bound is reached */
    /* No answer has more pairs, nor as many and a higher score. In MATCH_SCORE none has a higher
     * score and bound_matched is 0. */
    uint64_t bound_matched, bound_score;
    uint32_t nodes; /* of the search, looked at */
};

/*
 * minimum: of each mentor, borrowed; 0 and 1 demand nothing; above the capacity the mentor never
 * opens. Locked pairs count towards the minimum and open the group. The mode, the floor and the
 * options are those of match_solve, without start; progress counts nodes.
 *
 * Whether groups can be filled is NP-hard, so the work is bounded: node_limit nodes (0: 4 … 4000
 * by the size of the instance, seconds at 1,000 × 200); the answer depends on it and on the seed,
 * never on time. Branch and bound, best bound first (Land and Doig 1960): a mentor whose group
 * came out too small is closed, or must have its minimum; the bound is the exact answer without
 * the minima of the others, proved by match_solve. The first answer closes the weakest groups
 * until the rest stands, then opens again what makes it better.
 *
 * MATCH_OK, MATCH_ENOMEM, MATCH_ECANCELLED, MATCH_EPROOF (a defect), MATCH_EINVAL: also when a
 * locked pair opens a group that can never reach its minimum. Memory about 60 bytes an edge.
 */
int match_groups_solve(const struct match_instance *instance, const uint16_t *minimum,
                       uint32_t node_limit, const struct match_options *options,
                       struct match_groups *ret);

void match_groups_free(struct match_groups *groups);

#ifdef __cplusplus
}
#endif
