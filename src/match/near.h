/*
 * Who could come to a mentor: the mentees of each mentor's lists, but only those to whom the
 * mentor is nearly as good as what they have. The whole lists would be as large as the instance.
 */
#pragma once

#include "match/market.h"

struct near_edge {
    uint32_t mentee, pos;
};

struct near {
    uint64_t *first; /* n_mentors + 1: those of mentor j are first[j] … first[j + 1] - 1 */
    struct near_edge *edges;
    int64_t *reach; /* of each mentor: its price when the lists were made, less its window */
    uint32_t n_mentors;
};

/* All edges, but those of locked mentees, whose mentee would lose at most the mentor's window (in
 * points) by taking them at these prices. MATCH_ENOMEM, MATCH_ECANCELLED. */
int near_open(struct near *near, struct market *m, int64_t k, const int64_t *price,
              const int64_t *window, struct match_memory *mem);

/* An empty one (all zero) is fine. */
void near_close(struct near *near, struct match_memory *mem);

/* By taking an edge of mentor j that is not here, now that its price has fallen to this and
 * nobody's gains have: at least so much would be lost. */
static inline int64_t near_hidden(const struct near *near, uint32_t j, int64_t price)
{
    return price + 1 - near->reach[j];
}
