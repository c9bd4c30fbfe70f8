/*
 * The mentees who wait to bid: a set that is walked round and round in an order mixed by the seed.
 * Neighbours stay within a block of 64, so that their lists lie near each other in memory; the
 * blocks are shuffled by the seed, and each is turned (its ids xor a number below 64). So no id is
 * favoured.
 */
#pragma once

#include "match/memory.h"

#define WAITING_LEVELS 3

struct waiting {
    uint32_t n; /* who wait */
    uint32_t n_people, n_blocks;
    uint32_t *stands;               /* of each block: 64 times where it stands, and its turn */
    uint32_t *block;                /* that stands there, times 64, and its turn */
    uint64_t *bits[WAITING_LEVELS]; /* of places in the order; above: which words are not 0 */
    uint32_t cursor;                /* place after the last one taken */
};

/* An empty set of people 0 … n_people - 1. MATCH_ENOMEM; closed in any case. */
int waiting_open(struct waiting *w, uint32_t n_people, uint64_t seed, struct match_memory *mem);
void waiting_close(struct waiting *w, struct match_memory *mem);

void waiting_clear(struct waiting *w);

/* i is not in the set. */
void waiting_add(struct waiting *w, uint32_t i);

/* Take the next one out of the set, which is not empty. */
uint32_t waiting_take(struct waiting *w);

/* Who stands at this place of the order (< 64 · n_blocks): an id, or one beyond n_people where
 * nobody does. */
uint32_t waiting_at(const struct waiting *w, uint32_t place);
