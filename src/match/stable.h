/* What the two ways to stable pairs share: a run, the wishes of both sides, the lottery. */
#pragma once

#include <nastavnik/match_stable.h>

#include "match/memory.h"

struct stable {
    const struct match_instance *in;
    const struct match_stable_options *options; /* never NULL */
    struct match_memory *mem;
    struct match_result *out; /* locked pairs are in, all others alone */
    uint32_t *room;           /* places of each mentor without the locked ones */
    uint32_t draw[2][2];      /* of each side: what the seed makes of a number */
};

/* Tell how far it is; MATCH_ECANCELLED when the caller wants no more. */
int match_stable_look(const struct stable *s, uint64_t done, uint64_t total);

/* By falling score, for people with no ranks of their own. STABLE_GAVE_UP when it had to look
 * through the lists too many times; the pairs are then to be begun anew. */
#define STABLE_GAVE_UP 1
int match_stable_greedy(struct stable *s);

/* By proposals from the side that is to have the best. */
int match_stable_propose(struct stable *s);

/* What a side thinks of an edge: lower is better. */
static inline uint64_t stable_wish(const struct stable *s, enum match_side side, uint64_t e)
{
    const uint16_t *rank =
        side == MATCH_MENTEES ? s->options->mentee_rank : s->options->mentor_rank;
    return rank ? rank[e] : (uint64_t)(UINT16_MAX - s->in->score[e]);
}

/* The lottery number of a person: odd factors and shifts, so that no two of a side share one. */
static inline uint32_t stable_lot(const struct stable *s, enum match_side side, uint32_t person)
{
    uint32_t x = (person ^ s->draw[side][0]) * 0x85EBCA6Bu;
    x = ((x ^ x >> 16) + s->draw[side][1]) * 0xC2B2AE35u;
    x = (x ^ x >> 15) * 0x27D4EB2Fu;
    return x ^ x >> 16;
}
