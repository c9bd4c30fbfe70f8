/*
 * The exact end. Takes pairs that are each mentee's best choice at whole prices, and makes them
 * the best answer: shortest augmenting paths place those who still want a mentor (Tomizawa 1971,
 * Jonker and Volgenant 1987), and shortest paths the other way fill the places that ask for
 * something and stand empty. From an empty market it is a whole solver with a polynomial bound:
 * O((mentees + places) · edges · log mentors).
 */
#pragma once

#include "match/market.h"

/* price: of each mentor, in points; k likewise. m->asks is not looked at.
 * MATCH_ENOMEM, MATCH_ECANCELLED. */
int repair(struct market *m, int64_t k, int64_t *price, const struct match_options *callbacks,
           struct match_memory *mem);
