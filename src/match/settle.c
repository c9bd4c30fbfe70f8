#include "match/settle.h"

#include "match/scan.h"

#define RISE                                                                                       \
    8 /* points: a pair that needs a higher rise is not part of a best answer, or rarely           \
       */

struct settle {
    struct market *m;
    int32_t *start;  /* prices at the beginning */
    uint8_t *waits;  /* of each mentor: it is in the queue */
    uint32_t *queue; /* mentors whose price rose, a ring */
    uint32_t head, n;
};

static void raise_price(struct settle *s, uint32_t j, int32_t price)
{
    s->m->asks[j] = price;
    if (s->waits[j])
        return;
    uint64_t tail = (uint64_t)s->head + s->n++;
    uint32_t size = s->m->in->n_mentors;
    s->waits[j] = 1;
    s->queue[tail >= size ? tail - size : tail] = j;
}

/* Raise whatever mentee i likes better than its own; false when that may not be: i lets go. */
static bool content(struct settle *s, uint32_t i)
{
    struct market *m = s->m;
    const struct match_instance *in = m->in;
    uint32_t mate = market_mate(m, i);
    int32_t own = m->k + in->score[market_edge(m, i)] - m->asks[mate];
    if (own < 0)
        return false;
    m->pulse.edges += in->offset[i + 1] - in->offset[i];
    for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
        uint32_t j = in->mentor[e];
        int32_t price = m->k + in->score[e] - own;
        if (in->score[e] < in->floor || price <= m->asks[j])
            continue;
        if (j == mate || market_room(m, j) || price > s->start[j] + RISE)
            return false;
        raise_price(s, j, price);
    }
    return true;
}

static void review(struct settle *s, uint32_t i, const struct scan_offer *o)
{
    struct market *m = s->m;
    if (m->at[i] == MATCH_NONE || m->locked[i])
        return;
    uint64_t e = market_edge(m, i);
    int32_t own = m->k + m->in->score[e] - m->asks[m->in->mentor[e]];
    if ((own < o->best || own < 0) && !content(s, i))
        market_leave(m, i);
}

static int review_all(struct settle *s)
{
    struct market *m = s->m;
    struct scan_offer offers[SCAN_SWEEP];
    uint32_t n = m->in->n_mentees;
    for (uint32_t i = 0; i < n; i += SCAN_SWEEP) {
        uint32_t some = n - i < SCAN_SWEEP ? n - i : SCAN_SWEEP;
        scan_market(m, 0, NULL, i, some, offers);
        for (uint32_t t = 0; t < some; t++)
            review(s, i + t, &offers[t]);
        m->pulse.edges += m->in->offset[i + some] - m->in->offset[i];
        if (pulse_stops(&m->pulse))
            return MATCH_ECANCELLED;
    }
    while (s->n) {
        if (pulse_stops(&m->pulse))
            return MATCH_ECANCELLED;
        uint32_t j = s->queue[s->head];
        s->head = s->head + 1 == m->in->n_mentors ? 0 : s->head + 1;
        s->n--;
        s->waits[j] = 0;
        for (uint32_t p = 0; p < m->taken[j];) {
            uint32_t i = m->places[m->first[j] + p].mentee;
            if (content(s, i))
                p++;
            else
                market_leave(m, i);
        }
    }
    return MATCH_OK;
}

int settle(struct market *m, struct match_memory *mem)
{
    size_t n = m->in->n_mentors;
    struct settle s = {.m = m};
    s.start = match_take(mem, n, sizeof *s.start);
    s.waits = match_take(mem, n, sizeof *s.waits);
    s.queue = match_take(mem, n, sizeof *s.queue);
    int r = s.start && s.waits && s.queue ? MATCH_OK : MATCH_ENOMEM;
    if (r == MATCH_OK) {
        for (uint32_t j = 0; j < n; j++) {
            if (m->first[j] != m->first[j + 1]) /* MARKET_NEVER stays above every k */
                m->asks[j] >>= MARKET_SHIFT;
            s.start[j] = m->asks[j];
        }
        r = review_all(&s);
    }
    match_give(mem, s.start, n, sizeof *s.start);
    match_give(mem, s.waits, n, sizeof *s.waits);
    match_give(mem, s.queue, n, sizeof *s.queue);
    return r;
}
