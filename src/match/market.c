#include "match/market.h"

#include "match/instance.h"
#include "match/scan.h"

static int lock_pairs(struct market *m, uint32_t *mate, uint64_t *edge, uint32_t *room)
{
    const struct match_instance *in = m->in;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        mate[i] = MATCH_NONE;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        room[j] = in->capacity[j];
    int r = match_lock(in, mate, edge, room);
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        m->locked[i] = mate[i] != MATCH_NONE;
        m->at[i] = m->locked[i] ? (uint32_t)(edge[i] - in->offset[i]) : MATCH_NONE;
    }
    return r;
}

/* A mentor needs no more places than people who could come, and one that stays empty: it tells
 * that nobody has to compete. */
static uint64_t count_places(struct market *m, const uint32_t *room)
{
    const struct match_instance *in = m->in;
    uint64_t *demand = m->first, all = 0;
    for (uint64_t e = 0; e < match_n_edges(in); e++)
        demand[in->mentor[e]]++;
    for (uint32_t j = 0; j < in->n_mentors; j++) {
        uint64_t places = demand[j] < room[j] ? demand[j] + 1 : room[j];
        m->first[j] = all;
        m->asks[j] = places ? 0 : MARKET_NEVER;
        all += places;
    }
    m->first[in->n_mentors] = all;
    return all;
}

int market_open(struct market *m, const struct match_instance *in, struct match_result *out,
                uint64_t seed, struct crew *crew, struct match_memory *mem)
{
    size_t n = in->n_mentees, mentors = in->n_mentors;
    *m = (struct market){.in = in, .crew = crew, .scan = scan_choose()};
    m->first = match_take(mem, mentors + 1, sizeof *m->first);
    m->taken = match_take(mem, mentors, sizeof *m->taken);
    m->asks = match_take(mem, mentors, sizeof *m->asks);
    m->at = match_take(mem, n, sizeof *m->at);
    m->locked = match_take(mem, n, sizeof *m->locked);
    uint32_t *room = match_take(mem, mentors, sizeof *room);
    int r = MATCH_ENOMEM;
    if (m->first && m->taken && m->asks && m->at && m->locked && room)
        r = lock_pairs(m, out->mate, out->edge, room);
    if (r == MATCH_OK) {
        m->places = match_take(mem, count_places(m, room), sizeof *m->places);
        r = m->places ? MATCH_OK : MATCH_ENOMEM;
    }
    match_give(mem, room, mentors, sizeof *room);
    return r == MATCH_OK ? waiting_open(&m->waiting, in->n_mentees, seed, mem) : r;
}

void market_close(struct market *m, struct match_memory *mem)
{
    if (!m->in)
        return;
    size_t n = m->in->n_mentees, mentors = m->in->n_mentors;
    if (m->places)
        match_give(mem, m->places, m->first[mentors], sizeof *m->places);
    match_give(mem, m->first, mentors + 1, sizeof *m->first);
    match_give(mem, m->taken, mentors, sizeof *m->taken);
    match_give(mem, m->asks, mentors, sizeof *m->asks);
    match_give(mem, m->at, n, sizeof *m->at);
    match_give(mem, m->locked, n, sizeof *m->locked);
    waiting_close(&m->waiting, mem);
}

void market_seat(struct market *m, uint32_t i, uint32_t pos)
{
    uint32_t j = m->in->mentor[m->in->offset[i] + pos];
    m->at[i] = pos;
    m->places[m->first[j] + m->taken[j]++] = (struct place){.mentee = i};
}

void market_leave(struct market *m, uint32_t i)
{
    uint32_t j = market_mate(m, i);
    struct place *p = m->places + m->first[j];
    while (p->mentee != i)
        p++;
    *p = m->places[m->first[j] + --m->taken[j]];
    m->at[i] = MATCH_NONE;
}

void market_ask(struct market *m, const int64_t *price)
{
    int64_t most = (int64_t)m->k + UINT16_MAX;
    for (uint32_t j = 0; j < m->in->n_mentors; j++) {
        if (m->first[j] == m->first[j + 1])
            continue;
        int64_t asks = price[j] < most ? price[j] : most;
        m->asks[j] = (int32_t)(asks << MARKET_SHIFT);
        for (uint32_t p = 0; p < m->taken[j]; p++)
            m->places[m->first[j] + p].paid = m->asks[j];
    }
}
