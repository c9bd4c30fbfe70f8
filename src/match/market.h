/*
 * What the parts of the solver work on together: who sits where, and what a place asks.
 *
 * A pair weighs k + score. Money is counted in fractions of a point (MARKET_UNIT to the point)
 * while the auction runs, and in whole points afterwards.
 */
#pragma once

#include <nastavnik/match.h>

#include "match/crew.h"
#include "match/memory.h"
#include "match/pulse.h"
#include "match/waiting.h"

#define MARKET_SHIFT 6
#define MARKET_UNIT (1 << MARKET_SHIFT)
#define MARKET_NEVER (INT32_MAX / 2) /* what a mentor without places asks */

/* One place of a mentor; the taken ones are a heap, the lowest paid first. */
struct place {
    int32_t paid;
    uint32_t mentee;
};

struct scan_prices;
struct scan_offer;

struct market {
    const struct match_instance *in;
    struct crew *crew; /* borrowed */
    struct pulse pulse;
    void (*scan)(const struct scan_prices *, const uint32_t *, uint32_t, uint32_t,
                 struct scan_offer *); /* of scan.h */
    int32_t k;                         /* points for a pair, whatever its score */
    uint64_t *first;      /* n_mentors + 1: places of mentor j are first[j] … first[j + 1] - 1 */
    struct place *places; /* without those of locked pairs */
    uint16_t *taken;      /* of each mentor */
    int32_t *asks;        /* of each mentor: what its cheapest place asks */
    uint32_t *at;         /* of each mentee: position of its pair in its list, or MATCH_NONE */
    uint8_t *locked;      /* of each mentee: 1 = its pair is locked and not on the market */
    struct waiting
        waiting; /* mentees who would bid; also the order in which people are looked at */
};

/* Places for everybody who could come, nobody in them; locked pairs set aside: they alone stand in
 * mate and edge of out afterwards. MATCH_ENOMEM, MATCH_EINVAL when the locks do not fit. What was
 * taken is given back by market_close. */
int market_open(struct market *m, const struct match_instance *in, struct match_result *out,
                uint64_t seed, struct crew *crew, struct match_memory *mem);
void market_close(struct market *m, struct match_memory *mem);

static inline uint32_t market_room(const struct market *m, uint32_t j)
{
    return (uint32_t)(m->first[j + 1] - m->first[j]) - m->taken[j];
}

static inline uint64_t market_edge(const struct market *m, uint32_t i)
{
    return m->in->offset[i] + m->at[i];
}

static inline uint32_t market_mate(const struct market *m, uint32_t i)
{
    return m->in->mentor[market_edge(m, i)];
}

/* Put mentee i on the edge at position pos of its list; its mentor has room. */
void market_seat(struct market *m, uint32_t i, uint32_t pos);

/* Mentee i, who has a place, leaves it. */
void market_leave(struct market *m, uint32_t i);

/* Ask these prices (points) again, and let everybody who sits pay them: to begin an auction
 * where another ended. */
void market_ask(struct market *m, const int64_t *price);
