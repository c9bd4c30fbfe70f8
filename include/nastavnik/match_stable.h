/*
 * Stable pairs: a matching that nobody can better by agreement (hospitals and residents with
 * lists that need not be complete; Gale and Shapley 1962, Roth 1984). Here people's own wishes
 * rule, not the sum: fewer pairs and a lower score than match_solve finds, but no mentee and
 * mentor who would both rather have each other.
 *
 * Blocking. An edge of mentee i and mentor j blocks a matching when i is alone or strictly
 * prefers this edge to the one it has, and j has a free place or strictly prefers this edge to
 * the worst it has. Stable: nothing blocks. Equals never block (weakly stable, Irving 1994).
 * Locked pairs stand apart: their mentees want nothing else and their places cannot be taken.
 * An edge below the floor is not there, and an edge to the mentor one already has blocks nothing.
 *
 * Where a pair stands twice, one edge counts: the one the mentee prefers, of equals the one the
 * mentor prefers, of equals the first. The mode of the instance does not matter here.
 *
 * Like match.h: libc only, no globals, structs with options zero-initialised by the caller.
 */
#pragma once

#include <nastavnik/match.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MATCH_STABLE_MAX_EDGES (UINT32_MAX - 1u)

enum match_side {
    MATCH_MENTEES = 0,
    MATCH_MENTORS = 1,
};

struct match_stable_options {
    /* allocator, memory_limit, seed, progress, cancel and ctx as in match.h; progress counts
     * people of the side that is to have the best. start and threads are not used: the calling
     * thread does all the work. */
    struct match_options base;
    /*
     * Of all stable matchings there is one where every mentee has the best mentor it has in any
     * of them (and every mentor the worst mentees), and one the other way round. With the score
     * alone both are the same, so this matters only with ranks.
     */
    enum match_side best_for;
    /* What each side thinks of each edge, 0 … 65535: lower is better. NULL: a higher score is
     * better. Borrowed, never changed. */
    const uint16_t *mentee_rank, *mentor_rank;
};

/*
 * Pair them stably. Ties: everybody draws a lottery number, a hash of base.seed and of the own
 * number on the own side; between equals the lower one is preferred, by everybody and
 * everywhere (single tie-breaking, Abdulkadiroğlu, Pathak and Roth 2009). The answer is the
 * best for that side under the orders so made strict, is weakly stable under the given ones, and
 * depends on the instance, the options and the seed only. Which mentees are paired may change
 * with the lottery where there are ties, and with nothing at all where there are none (rural
 * hospitals, Roth 1986).
 *
 * On success fills *ret_result, to be given back by match_result_free; there are no prices:
 * price and reached are NULL and k is 0, so it is match_blocking that proves it, not
 * match_verify. On failure leaves it untouched and holds no memory: MATCH_EINVAL (also with
 * more than MATCH_STABLE_MAX_EDGES edges), MATCH_ENOMEM, MATCH_ECANCELLED. options may be NULL.
 *
 * With the score alone edges are taken by falling score, 30 bytes of memory a mentee. With ranks,
 * or where that takes more than eight looks at each edge (progress then begins anew), deferred
 * acceptance: O(edges · log edges), 4 bytes more an edge and 16 more a place.
 */
int match_stable(const struct match_instance *instance, const struct match_stable_options *options,
                 struct match_result *ret_result);

/*
 * Count the blocking pairs of any matching, of any mode: *ret_count, and the first such edge in
 * *ret_first (MATCH_NO_EDGE when there is none; either may be NULL). A count of 0 is the proof
 * that the matching is stable. Believes nothing in the result but that mate and edge have
 * n_mentees elements: MATCH_EPROOF when it is no matching within capacities, locks and floor, or
 * its sums are wrong. The instance is one that match_stable takes. Of options (may be NULL) uses
 * the ranks, allocator and memory_limit. O(edges); memory of 14 bytes a mentor and a bit a mentee.
 */
int match_blocking(const struct match_instance *instance, const struct match_result *result,
                   const struct match_stable_options *options, uint64_t *ret_count,
                   uint64_t *ret_first);

#ifdef __cplusplus
}
#endif
