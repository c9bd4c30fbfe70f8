/*
 * Among equally good answers the fair one, and how an answer treats groups of people.
 */
#pragma once

#include <nastavnik/match.h>

#ifdef __cplusplus
extern "C" {
#endif

struct match_fair {
    struct match_result answer; /* with the certificate of the given result: match_verify */
    uint16_t worst;    /* lowest score of a pair that is not locked; 0 when there is none */
    uint64_t at_worst; /* pairs, not locked, with that score */
};

/*
 * The result is one that match_verify accepts. Among all answers as good as it (MATCH_COUNT: as
 * many pairs and the same score; MATCH_SCORE: the same score, and of these the most pairs) fills
 * *ret with one whose worst pair scores highest, and of these one with the fewest such pairs.
 * Locked pairs stay and are not looked at.
 *
 * Exact: the certificate leaves only edges and demands that any answer as good keeps to; the
 * bound on the worst score is halved on them (bottleneck assignment by threshold; Burkard,
 * Dell'Amico, Martello, Assignment Problems, 2009, § 6.2). At most 20 calls of match_solve on
 * those edges; progress counts them. Options as for match_solve, without start. MATCH_OK,
 * MATCH_EINVAL, MATCH_ENOMEM, MATCH_ECANCELLED; MATCH_EPROOF when the result does not verify.
 */
int match_fair_solve(const struct match_instance *instance, const struct match_result *result,
                     const struct match_options *options, struct match_fair *ret);

void match_fair_free(struct match_fair *fair);

/* What one group got. */
struct match_group {
    uint64_t people;         /* mentees */
    uint64_t with_candidate; /* of them, those with an edge that may be used */
    uint64_t matched;        /* those with a mentor; the match rate is matched / people */
    uint64_t at_best;        /* pairs that score as high as any edge of their mentee */
    uint64_t score;          /* sum over the pairs; the mean is score / matched */
    uint16_t least, median;  /* of the pairs' scores; the lower one of two middles; 0: no pairs */
};

/*
 * Report on groups. group: of each mentee, < n_groups (NULL: all are in group 0), borrowed.
 * ret has room for n_groups. Only mate and edge of the result are read. MATCH_OK, MATCH_ENOMEM,
 * MATCH_EINVAL for a group out of range. O(mentees + edges + groups); uses allocator and
 * memory_limit of options (may be NULL).
 */
int match_report(const struct match_instance *instance, const struct match_result *result,
                 const uint32_t *group, uint32_t n_groups, const struct match_options *options,
                 struct match_group *ret);

#ifdef __cplusplus
}
#endif
