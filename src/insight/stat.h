/*
 * Before and after of the same people: mean change, a paired test, how large the change is and
 * between what bounds. Pure functions of numbers; what they are about is the caller's.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define STAT_EXACT_MAX 100 /* people whose ranks are counted out; above: by the normal curve */
#define STAT_T_MIN 30      /* people from whom on a mean of measures is near the normal curve */

enum stat_kind {
    STAT_ORDINAL, /* answers on a scale: only their order means something */
    STAT_MEASURE, /* marks, hours, numbers of works: differences mean something */
};

enum stat_test {
    STAT_NONE,     /* nobody changed, or fewer than two people */
    STAT_WILCOXON, /* signed ranks: scales, and measures of few people */
    STAT_T,        /* paired t: measures of STAT_T_MIN people and more */
};

struct stat_paired {
    size_t n;                   /* people with both answers */
    size_t n_up, n_down;        /* the number grew, fell */
    double before, after, mean; /* means; mean: of the change */
    double low, high;           /* 95 % bounds of the mean change (Student); equal when n < 2 */
    enum stat_test test;
    bool exact;       /* p counted over all signs of the ranks */
    double statistic; /* Wilcoxon: sum of the ranks that grew; t: Student's t */
    double p;         /* two-sided */
    /* −1…1: ranks that grew against those that fell (rank-biserial); t: mean change in standard
     * deviations of the change (Cohen's d for pairs). */
    double effect;
};

/* times[i] people said before[i] and then after[i]. The arena is for the counting only. */
struct stat_paired stat_compare(struct arena *a, enum stat_kind kind, const double *before,
                                const double *after, const int64_t *times, size_t n);

/* How sure: of p. */
enum stat_sure { STAT_CHANCE, STAT_MAYBE, STAT_SURE, STAT_VERY_SURE }; /* ≥ .1, < .1, .05, .01 */
enum stat_sure stat_sure(const struct stat_paired *s);

/* How large: of the effect, by the bounds that are usual for each test. */
enum stat_size { STAT_NO_SIZE, STAT_SMALL, STAT_MEDIUM, STAT_LARGE };
enum stat_size stat_size(const struct stat_paired *s);

/* Below that t lies this share of Student's curve; the t below which a share lies. */
double stat_t_below(double t, double freedom);
double stat_t_quantile(double share, double freedom);
