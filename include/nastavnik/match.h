/*
 * The matching engine: as many mentees as possible get a mentor, and among all such answers
 * the one with the highest total score (maximum-cardinality, maximum-weight b-matching). The
 * answer is exact and carries a proof that match_verify checks without trusting the solver.
 *
 * libc only; no globals, no locale, no input or output, no abort. Every function may be called
 * from any thread on its own objects. Structs with options are zero-initialised by the caller,
 * so that fields added later keep their old meaning:
 *
 *     struct match_result r;
 *     if (match_solve(&instance, &(struct match_options){.seed = 7}, &r) == MATCH_OK) {
 *         … r.mate[i] …
 *         match_result_free(&r);
 *     }
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    MATCH_OK = 0,
    MATCH_ENOMEM = -1,     /* the allocator returned NULL, or the memory limit was reached */
    MATCH_EINVAL = -2,     /* the instance breaks a rule written beside its field */
    MATCH_ECANCELLED = -3, /* the cancel callback returned true */
    MATCH_EPROOF = -4,     /* the answer does not verify; from match_solve it means a defect */
};

/* What the best answer is. */
enum match_mode {
    MATCH_COUNT = 0, /* as many pairs as possible, then the highest score */
    MATCH_SCORE = 1, /* the highest score, whatever the number of pairs */
};

#define MATCH_MAX_CAPACITY 1000u
#define MATCH_MAX_PEOPLE 4000000u  /* of either side: sums of prices stay within 63 bits */
#define MATCH_MAX_LIST 2000000000u /* edges of one mentee: places in a list stay within 31 bits */
#define MATCH_NONE UINT32_MAX
#define MATCH_NO_EDGE UINT64_MAX

/*
 * Who may be paired with whom. Edges are grouped by mentee: those of mentee i are
 * offset[i] … offset[i + 1] - 1. The same pair may stand twice; the better edge counts.
 * A veto is an edge that is not there. Borrowed, never changed.
 */
struct match_instance {
    uint32_t n_mentees, n_mentors; /* each ≤ MATCH_MAX_PEOPLE; 0 is fine */
    const uint64_t *offset;        /* n_mentees + 1, from 0, never falling, by MATCH_MAX_LIST
                                at most; NULL: no mentees */
    const uint32_t *mentor;        /* of each edge, < n_mentors */
    const uint16_t *score;         /* of each edge, 0 … 65535: higher is better */
    const uint16_t *capacity;      /* of each mentor, 0 … MATCH_MAX_CAPACITY mentees */
    const uint64_t *locked;        /* edges that must be in the answer (pins); at most one for
                                      a mentee, together within the capacities */
    size_t n_locked;
    enum match_mode mode;
    uint16_t floor; /* an edge with a lower score is as if it were not there, unless locked */
};

/* alloc returns memory aligned for any type, or NULL; release takes what alloc gave. */
struct match_allocator {
    void *(*alloc)(void *ctx, size_t bytes);
    void (*release)(void *ctx, void *p);
    void *ctx;
};

struct match_options {
    const struct match_allocator *allocator; /* NULL: malloc and free */
    size_t memory_limit;                     /* bytes taken at one time; 0: no limit */
    /*
     * Ties. Among answers with the same count and score the choice depends on the instance
     * and on this number, and on nothing else: same instance and seed, same pairs. Mentees
     * are placed in an order shuffled by the seed, so no id is favoured; renumbering people
     * may change pairs among equals, never the count or the score.
     */
    uint64_t seed;
    unsigned threads; /* at most so many at work, the caller's included; 0: one. The answer does
                         not depend on it. */
    /* The answer to a similar instance with as many people (or NULL): the search begins at its
     * prices. Changes how long it takes, and which of equal answers is found; never their worth. */
    const struct match_result *start;
    /* Both may be NULL; called from the calling thread, now and then. */
    void (*progress)(void *ctx, uint64_t done, uint64_t total);
    bool (*cancel)(void *ctx); /* true: stop, MATCH_ECANCELLED */
    void *ctx;                 /* handed to both */
};

/*
 * The answer and its certificate. Arrays belong to the result; match_result_free returns them.
 *
 * Certificate. Locked pairs are set aside: their mentees are out, their mentors' capacities
 * less by one each; sums below run over the rest. With u_i = max(0, max_j k + s_ij - price_j),
 * every matching has k · count + score ≤ Σ capacity_j price_j + Σ u_i, and this answer reaches
 * it, so none is better. Likewise no matching has more pairs than Σ capacity of the reached
 * mentors + the number of mentees with a candidate outside of them, and this answer has that
 * many. Both hold for any k > 0. In mode MATCH_SCORE k is 0 and there is no cover.
 */
struct match_result {
    uint32_t *mate;   /* mentor of each mentee, or MATCH_NONE */
    uint64_t *edge;   /* edge of each mentee, or MATCH_NO_EDGE */
    uint64_t matched; /* mentees with a mentor, locked ones too */
    uint64_t score;   /* sum over them */
    int64_t k;
    int64_t *price;   /* of each mentor, ≥ 0 */
    uint8_t *reached; /* of each mentor, 1: more room here would place one more mentee */
    struct match_allocator allocator;
};

/*
 * Solve. On success fills *ret_result (already verified); on failure leaves it untouched and
 * holds no memory. options may be NULL.
 *
 * An auction with falling steps (Bertsekas 1979, Bertsekas and Castanon 1989) comes near the best
 * answer, label correcting turns its prices into whole ones, and shortest augmenting paths
 * (Tomizawa 1971, Jonker and Volgenant 1987) mend what is not exact yet. In practice close to
 * linear in the edges; where the auction is slow a bound on its bids leaves all to the paths:
 * O((mentees + places) · edges · log mentors) at worst.
 */
int match_solve(const struct match_instance *instance, const struct match_options *options,
                struct match_result *ret_result);

void match_result_free(struct match_result *result);

/* Where a result breaks: a sentence in English (static) and the index it speaks of. */
struct match_fault {
    const char *what;
    uint64_t at;
};

/*
 * Check a result against its instance in O(edges): MATCH_OK only when it is a matching, obeys
 * capacities and locks, its sums are right and both parts of the certificate hold. Trusts
 * nothing in the result but that its arrays have the sizes above; the instance is one that
 * match_solve takes. MATCH_EPROOF fills
 * *ret_fault (may be NULL). Of options (may be NULL) uses allocator, memory_limit and cancel.
 */
int match_verify(const struct match_instance *instance, const struct match_result *result,
                 const struct match_options *options, struct match_fault *ret_fault);

/*
 * Why has this mentee no mentor? Writes the mentors whose room would have to grow into
 * ret_mentors (room for n_mentors; own candidates first, then those reached by moving others),
 * and their number into *ret_n: with one more place at any of them this mentee gets a mentor
 * and nobody loses theirs. 0: no candidate at all. For a paired mentee: MATCH_EINVAL.
 * The result must be a verified one. Options as for match_verify. O(edges).
 */
int match_why(const struct match_instance *instance, const struct match_result *result,
              uint32_t mentee, const struct match_options *options, uint32_t *ret_mentors,
              uint32_t *ret_n);

#ifdef __cplusplus
}
#endif
