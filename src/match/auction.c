#include "match/auction.h"

#include "match/scan.h"

#define BATCH 256u        /* offers made at one set of prices, whatever the threads */
#define BIDS_A_MENTEE 60u /* in one phase, before the auction gives up */
#define LAST_STEP 1       /* units */
#define STEP_FALL 4
/* Prices fall by so many of the last steps before a phase, so that few stay too high: more of
 * them in the fine phases, where bids are cheap and mentors with room must come down. */
#define COARSE (8 * MARKET_UNIT)
#define DROP_COARSE 3
#define DROP_FINE 4
#define LOOK_EVERY 256u /* batches between two looks at the callbacks */

enum outcome { DONE, TOO_SLOW, CANCELLED };

struct auction {
    struct market *m;
    int32_t *allowed; /* of each mentee: how much above the asking price its pair may pay */
    const struct auction_options *options;
    uint32_t done, total; /* phases */
    struct scan_offer offers[SCAN_SWEEP];
    uint32_t who[BATCH];
};

static void sink(struct place *heap, uint32_t n)
{
    struct place top = heap[0];
    uint32_t at = 0;
    for (uint32_t next = 1; next < n; next = 2 * at + 1) {
        if (next + 1 < n && heap[next + 1].paid < heap[next].paid)
            next++;
        if (heap[next].paid >= top.paid)
            break;
        heap[at] = heap[next];
        at = next;
    }
    heap[at] = top;
}

static void rise(struct place *heap, uint32_t at)
{
    struct place p = heap[at];
    while (at && heap[(at - 1) / 2].paid > p.paid) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = p;
}

/* A bid: mentee i takes a place, and whoever sat there for less is back in the queue. */
static void bid(struct auction *a, uint32_t i, struct scan_offer offer, int32_t step)
{
    struct market *m = a->m;
    uint32_t j = m->in->mentor[m->in->offset[i] + offer.pos];
    struct place *heap = m->places + m->first[j];
    struct place mine = {m->asks[j] + offer.best - offer.second + step, i};
    if (market_room(m, j)) {
        heap[m->taken[j]] = mine;
        rise(heap, m->taken[j]++);
        if (!market_room(m, j))
            m->asks[j] = heap[0].paid;
    } else {
        uint32_t out = heap[0].mentee;
        heap[0] = mine;
        sink(heap, m->taken[j]);
        m->asks[j] = heap[0].paid;
        m->at[out] = MATCH_NONE;
        waiting_add(&m->waiting, out);
    }
    m->at[i] = offer.pos;
}

static int32_t gain_at(const struct market *m, uint32_t i, uint32_t pos)
{
    uint64_t e = m->in->offset[i] + pos;
    return ((m->k + m->in->score[e]) << MARKET_SHIFT) - m->asks[m->in->mentor[e]];
}

/* Offers are made to a batch at once; one whose price moved meanwhile is made again. */
static void bid_batch(struct auction *a, uint32_t n, int32_t step)
{
    struct market *m = a->m;
    for (uint32_t t = 0; t < n; t++)
        a->who[t] = waiting_take(&m->waiting);
    scan_market(m, MARKET_SHIFT, a->who, 0, n, a->offers);
    for (uint32_t t = 0; t < n; t++) {
        struct scan_offer *o = &a->offers[t];
        if (o->pos != MATCH_NONE && gain_at(m, a->who[t], o->pos) != o->best)
            scan_market(m, MARKET_SHIFT, &a->who[t], 0, 1, o);
        if (o->pos != MATCH_NONE)
            bid(a, a->who[t], *o, step);
    }
}

static bool cancelled(const struct auction *a)
{
    const struct auction_options *p = a->options;
    const struct match_options *o = p->callbacks;
    if (o->progress)
        o->progress(o->ctx, p->done_from + (p->done_to - p->done_from) * a->done / a->total,
                    PROGRESS);
    return o->cancel && o->cancel(o->ctx);
}

/* Until nobody wants to bid. */
static enum outcome bid_all(struct auction *a, int32_t step)
{
    uint64_t left = (uint64_t)BIDS_A_MENTEE * a->m->in->n_mentees + 1000;
    const struct waiting *w = &a->m->waiting;
    for (uint32_t batch = 0; w->n; batch++) {
        uint32_t n = w->n / 4 + 1 < BATCH ? w->n / 4 + 1 : BATCH;
        if (left < n)
            return TOO_SLOW;
        if (batch % LOOK_EVERY == 0 && cancelled(a))
            return CANCELLED;
        left -= n;
        bid_batch(a, n, step);
    }
    return DONE;
}

static void lower_prices(struct market *m, int32_t drop)
{
    for (uint32_t j = 0; j < m->in->n_mentors; j++) {
        struct place *heap = m->places + m->first[j];
        for (uint32_t p = 0; p < m->taken[j]; p++)
            heap[p].paid = heap[p].paid > drop ? heap[p].paid - drop : 0;
        if (market_room(m, j))
            m->asks[j] = m->asks[j] > 2 * drop ? m->asks[j] - 2 * drop : 0;
        else if (m->taken[j])
            m->asks[j] = heap[0].paid;
    }
}

static void judge(struct auction *a, uint32_t i, const struct scan_offer *o, int32_t step)
{
    struct market *m = a->m;
    if (m->locked[i])
        return;
    if (m->at[i] != MATCH_NONE) {
        int32_t other = o->pos == m->at[i] ? o->second : o->best;
        a->allowed[i] = gain_at(m, i, m->at[i]) - other + step;
        if (a->allowed[i] >= 0)
            return;
        a->allowed[i] = -1;
        waiting_add(&m->waiting, i);
    } else if (o->pos != MATCH_NONE) {
        waiting_add(&m->waiting, i);
    }
}

/* Empty the places of those who are queued again, and let nobody pay more than is fair. */
static void reseat(struct auction *a, uint32_t j)
{
    struct market *m = a->m;
    struct place *heap = m->places + m->first[j];
    uint32_t kept = 0;
    for (uint32_t p = 0; p < m->taken[j]; p++) {
        struct place x = heap[p];
        if (a->allowed[x.mentee] < 0) {
            m->at[x.mentee] = MATCH_NONE;
            continue;
        }
        int32_t most = m->asks[j] + a->allowed[x.mentee];
        x.paid = x.paid < most ? x.paid : most;
        heap[kept] = x;
        rise(heap, kept++);
    }
    m->taken[j] = (uint16_t)kept;
    if (kept && !market_room(m, j))
        m->asks[j] = heap[0].paid;
}

/* Begin a phase: lower the prices, keep the pairs that are within the new step. */
static void reopen(struct auction *a, int32_t drop, int32_t step)
{
    struct market *m = a->m;
    uint32_t n = m->in->n_mentees;
    lower_prices(m, drop);
    waiting_clear(&m->waiting);
    for (uint32_t i = 0; i < n; i += SCAN_SWEEP) {
        uint32_t some = n - i < SCAN_SWEEP ? n - i : SCAN_SWEEP;
        scan_market(m, MARKET_SHIFT, NULL, i, some, a->offers);
        for (uint32_t t = 0; t < some; t++)
            judge(a, i + t, &a->offers[t], step);
    }
    for (uint32_t j = 0; j < m->in->n_mentors; j++)
        reseat(a, j);
}

static int phases(struct auction *a, int32_t first_step, bool warm)
{
    for (int32_t s = first_step; s > LAST_STEP; s /= STEP_FALL)
        a->total++;
    for (int32_t step = first_step;; step /= STEP_FALL, warm = true) {
        step = step > LAST_STEP ? step : LAST_STEP;
        if (warm)
            reopen(a, (step > COARSE ? DROP_COARSE : DROP_FINE) * STEP_FALL * step, step);
        enum outcome now = bid_all(a, step);
        if (now == CANCELLED)
            return MATCH_ECANCELLED;
        if (now == TOO_SLOW || step == LAST_STEP)
            return MATCH_OK;
        a->done++;
    }
}

int auction_run(struct market *m, const struct auction_options *options, struct match_memory *mem)
{
    size_t n = m->in->n_mentees;
    struct auction *a = match_take(mem, 1, sizeof *a);
    int32_t *allowed = match_take(mem, n, sizeof *allowed);
    int r = MATCH_ENOMEM;
    if (a && allowed) {
        *a = (struct auction){.m = m, .allowed = allowed, .options = options, .total = 1};
        for (uint32_t i = 0; !options->warm && i < n; i++)
            if (!m->locked[i])
                waiting_add(&m->waiting, i);
        r = phases(a, options->first_step, options->warm);
    }
    match_give(mem, allowed, n, sizeof *allowed);
    match_give(mem, a, 1, sizeof *a);
    return r;
}
