/* Reading an instance: the rules of its fields, and what is left when locks are set aside. */
#pragma once

#include <nastavnik/match.h>

/* MATCH_EINVAL when a field breaks its rule; locks are checked by match_lock. */
int match_check(const struct match_instance *in);

/* The mentee of an edge, by halving; the instance is valid and the edge is one of it. */
uint32_t match_edge_mentee(const struct match_instance *in, uint64_t edge);

static inline uint64_t match_n_edges(const struct match_instance *in)
{
    return in->n_mentees ? in->offset[in->n_mentees] : 0;
}

/* Enter the locked pairs into mate and edge (all MATCH_NONE / MATCH_NO_EDGE before) and take
 * their places out of room (the capacities before). MATCH_EINVAL when they do not fit. */
int match_lock(const struct match_instance *in, uint32_t *mate, uint64_t *edge, uint32_t *room);
