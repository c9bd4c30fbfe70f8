/*
 * The inner loop of the solver: for many mentees at once, the best and the second best of what
 * their lists offer at today's prices. Three versions with the same answer (plain C, AVX2,
 * AVX-512); the machine's best is chosen at run time.
 */
#pragma once

#include "match/crew.h"
#include "match/market.h"

#define SCAN_SWEEP 4096u /* mentees whose offers are made at once when all are looked at */

struct scan_prices {
    const struct match_instance *in;
    const int32_t *asks; /* of each mentor, in units of 1 / (1 << shift) of a point */
    int32_t k;           /* points */
    int shift;
};

struct scan_offer {
    int32_t best, second; /* gain, or 0 where staying alone is as good */
    uint32_t pos; /* of the best in the list (the first of equals), MATCH_NONE: nothing gains */
};

/* Offers to mentees who[0 … n); who NULL: mentees from, from + 1, … */
typedef void scan_fn(const struct scan_prices *m, const uint32_t *who, uint32_t from, uint32_t n,
                     struct scan_offer *ret);

enum scan_kind { SCAN_PLAIN, SCAN_AVX2, SCAN_AVX512 };

scan_fn *scan_choose(void);

/* Offers to mentees of this market, by its crew; shift: how its prices are counted. */
void scan_market(const struct market *m, int shift, const uint32_t *who, uint32_t from, uint32_t n,
                 struct scan_offer *ret);

/* For tests: a version, or NULL where the machine has none such. */
scan_fn *scan_of(enum scan_kind kind);
