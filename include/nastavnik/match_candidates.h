/*
 * Candidates: the best k mentors of every mentee, found from profiles without looking at every
 * pair. The lists are exact: the same as scoring all pairs and keeping the first k. What the cut
 * may cost is told exactly too.
 *
 * Same rules as match.h: libc and threads only, no globals, no input or output, no abort, memory
 * through options. The answer depends on the profiles, k and the seed; not on the number of
 * threads nor on the instructions of the processor.
 *
 * Method: mentors are laid out so that alike ones stand together, 64 to a block, 64 blocks to a
 * block above, up to one root. Every block knows the most that any mentor below gives for each
 * term, so a whole block is left out when its most is below the k-th best already found
 * (Turtle and Flood 1995; blocks after Ding and Suel 2011; the tree after Ram and Gray 2012). 64
 * mentors are scored at a time. At worst O(mentees · mentors · terms of a mentee), when nobody
 * differs from anybody; O(terms of all mentors + mentees · k) memory.
 */
#pragma once

#include <nastavnik/match.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MATCH_CRITERIA_MAX 16u
#define MATCH_LIST_MAX 64u     /* terms of one person by one criterion */
#define MATCH_LEVELS_MAX 8u    /* of a path */
#define MATCH_STRENGTH_MAX 10u /* a term counts fully */
#define MATCH_SLACK_MAX 1000u
#define MATCH_POINTS_MAX 1000u      /* of all criteria together */
#define MATCH_POINT 64u             /* parts of a point that lists are ordered by */
#define MATCH_TERMS_MAX 1000000000u /* of all criteria together */
#define MATCH_CANDIDATES_MAX 1024u

enum match_kind {
    MATCH_SET,   /* terms: topics, interests, languages, hours of a week, ids of people */
    MATCH_RANGE, /* whole numbers from low to high: age, grade */
    MATCH_PATH,  /* a place in a tree: region, municipality, organisation */
};

/*
 * What the part of a pair's score is, in 64ths of a point; p is 64 · points. All divisions round
 * down. A person of whom nothing is known gets p · unknown / 1000 with everybody.
 */
enum match_measure {
    /* Set: how much of what the mentee names the mentor has: the sum of u(t) · strength over the
     * common terms. Of q = p / 10 the first n terms of the mentee, as listed, get
     * q · (their strengths) / (all strengths) together; u(t) is what term n adds to it. */
    MATCH_BY_SHARE,
    MATCH_BY_COUNT,   /* set: n common terms; p from `enough` on, below n · (p / enough) */
    MATCH_BY_JACCARD, /* set: n common terms of m named by either: n · (p / m) */
    /* Range, and always so: max(0, p - gap · ⌈p / (slack + 1)⌉), nothing beyond slack; the gap is
     * 0 when the two overlap, else the distance of their nearest ends. */
    /* Path, and always so: p · level[n - 1] / 1000 for n common levels, 0 for none. */
};

/* Which pairs are excluded whatever their score. A criterion may weigh and exclude at once. */
enum match_rule {
    MATCH_RULE_NONE,    /* none */
    MATCH_RULE_OVERLAP, /* those without a common term; ranges that do not meet; paths that are not
                      the same for the first `depth` levels */
    MATCH_RULE_ALL,     /* set: the mentor lacks something that the mentee names */
    MATCH_RULE_WITHIN,  /* set: the mentee lacks something that the mentor names; a mentee's range
                      that  is not inside of the mentor's */
    MATCH_RULE_DIFFER,  /* set: any common term; path: the first `depth` levels are the same */
};

struct match_criterion {
    enum match_kind kind;
    enum match_measure measure; /* of a set */
    enum match_rule rule;
    bool strict;      /* the rule excludes also people of whom nothing is known, or a shorter path;
                         not for MATCH_RULE_DIFFER, which they always pass */
    uint16_t points;  /* 0 … 1000: the most it gives; 0: it only excludes */
    uint16_t unknown; /* 0 … 1000, thousandths of the points */
    uint16_t enough;  /* of MATCH_BY_COUNT, 1 … MATCH_LIST_MAX */
    uint16_t slack;   /* of a range, 0 … MATCH_SLACK_MAX */
    uint16_t level[MATCH_LEVELS_MAX]; /* of a path, thousandths for 1, 2 … common levels; never
                                         falling, ≤ 1000 */
    uint8_t depth;                    /* of a path with a rule, 1 … MATCH_LEVELS_MAX */
    uint32_t n_terms;                 /* of a set or a path: terms are 0 … n_terms - 1 */
};

/*
 * What one side says by one criterion. Terms of person i are offset[i] … offset[i + 1] - 1 of
 * term, at most MATCH_LIST_MAX and each once. Of a path they are the numbers of its nodes from
 * the top down, at most MATCH_LEVELS_MAX; a node stands at one place of the tree.
 */
struct match_column {
    const uint64_t *offset;     /* n + 1, from 0, never falling; NULL: nobody has any term */
    const uint32_t *term;       /* < n_terms */
    const uint8_t *strength;    /* 1 … 10, how much a term counts; NULL: 10, as of a path */
    const uint64_t *bits;       /* of each person, instead of the three above: bit t is term t */
    const uint16_t *low, *high; /* of each person, of a range; low > high: not known;
                                   NULL: of nobody */
};

/* Borrowed, never changed. A mentor with no places is nobody's candidate. */
struct match_profiles {
    uint32_t n_mentees, n_mentors; /* each ≤ MATCH_MAX_PEOPLE */
    const uint16_t *capacity;      /* of each mentor; NULL: all have places */
    const struct match_criterion *criterion;
    uint32_t n_criteria;                        /* ≤ MATCH_CRITERIA_MAX */
    const struct match_column *mentee, *mentor; /* n_criteria each */
};

#define MATCH_UNFIT UINT32_MAX

/*
 * One pair by the definitions above, in 64ths of a point: 0 … 64000, or MATCH_UNFIT when a rule
 * excludes it. A score is (value + 32) / 64. Indices are in range, profiles valid.
 */
uint32_t match_pair_value(const struct match_profiles *profiles, uint32_t mentee, uint32_t mentor);

/* Which of two candidates of equal value comes first: the lower, then the lower index. */
uint32_t match_pair_tie(uint64_t seed, uint32_t mentee, uint32_t mentor);

#define MATCH_COMPLETE UINT16_MAX

/* The lists; arrays belong to the struct. offset, mentor and score are as in match_instance. */
struct match_candidates {
    uint32_t n_mentees;
    uint64_t *offset;
    uint32_t *mentor; /* of each edge; those of one mentee ascend */
    uint16_t *score;  /* of each edge, 0 … 1000 */
    /* Of each mentee the highest score of a fitting mentor who is not in the list, so no pair
     * that was cut is worth more; MATCH_COMPLETE when everybody who fits is in it. */
    uint16_t *outside;
    uint64_t n_cut; /* mentees whose list is not complete */
    struct match_allocator allocator;
};

/*
 * Find the best k mentors of every mentee: by value, then by tie. k is 1 … MATCH_CANDIDATES_MAX.
 * On success fills *ret; on failure leaves it untouched and holds no memory. options may be
 * NULL: allocator, memory_limit, seed, threads, progress (in mentees) and cancel count.
 * MATCH_EINVAL: profiles break a rule written beside a field.
 */
int match_candidates(const struct match_profiles *profiles, uint32_t k,
                     const struct match_options *options, struct match_candidates *ret);

void match_candidates_free(struct match_candidates *candidates);

/* What an answer over lists may lack against one over all pairs. */
struct match_gap {
    /* No answer over all pairs has k · count + score higher by more than this (k of the result;
     * the objective of match.h). 0: the answer is the best over all pairs, proved. */
    uint64_t most;
    uint64_t n_mentees; /* with a better pair outside of their list at the prices of the result */
};

/*
 * Hold a verified answer to an instance made of the lists against all pairs that fit, in the
 * list or not, by its certificate: the prices stay, and every mentee looks for the mentor that
 * is best at those prices; the sum of what each finds above its own profit bounds what is lost
 * (weak duality). The instance has the people of the profiles, no floor, and no locks.
 */
int match_candidates_gap(const struct match_profiles *profiles,
                         const struct match_instance *instance, const struct match_result *result,
                         const struct match_options *options, struct match_gap *ret);

#ifdef __cplusplus
}
#endif
