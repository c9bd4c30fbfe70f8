/* Preference lists of one side, each sorted: which edges to propose, in which order. */
#pragma once

#include "match/ranked.h"
#include "match/stable.h"

struct stable_lists {
    enum match_side side;  /* whose lists */
    uint32_t n;            /* people of that side */
    uint32_t *start;       /* n + 1: the list of p is edge[start[p]] … edge[start[p + 1] - 1] */
    uint32_t *edge;        /* the best first */
    uint32_t *first_owner; /* of each OWNERS edges: the mentee of the first */
    uint64_t n_owners, n_edges;
};

/* Edges that do not count are left out: below the floor, of a locked mentee, of a mentor without
 * places, the worse of a pair that stands twice. On failure holds nothing. */
int stable_lists_init(struct stable_lists *l, const struct stable *s, enum match_side side);
void stable_lists_release(struct stable_lists *l, const struct stable *s);

/* The mentee of an edge. */
uint32_t stable_lists_mentee(const struct stable_lists *l, const struct match_instance *in,
                             uint32_t edge);
