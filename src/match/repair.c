#include "match/repair.h"

#include "match/heap.h"
#include "match/near.h"

#define LOOK_EVERY 64u  /* searches between two looks at the callbacks */
#define FIRST_WINDOW 32 /* points */
#define ALL (INT64_MAX / 4)
#define ROUNDS 4u /* in which only windows that were too narrow grow */

struct repair {
    struct market *m;
    const struct match_instance *in;
    int64_t k;
    int64_t *price;
    int64_t *dist;     /* of each mentor in this search */
    uint32_t *via;     /* the mentee who would move to it (forth) or from it (back) */
    uint32_t *via_pos; /* where in their list they would go */
    uint32_t *seen;    /* mentors with a distance */
    uint32_t n_seen;
    struct heap heap;
    int64_t best;        /* cost of the best end found so far */
    uint32_t end_mentor; /* where the search ends, or MATCH_NONE: */
    uint32_t end_mentee;
    uint32_t end_pos; /* back: in the list of end_mentee */
    struct near near;
    int64_t *window; /* of each mentor, points */
    const struct match_options *callbacks;
    uint32_t searches;
    bool stopped; /* in the middle of a search */
};

static int64_t weight(const struct repair *r, uint64_t e)
{
    return r->k + r->in->score[e];
}

/* What mentee i gains; nothing when alone. */
static int64_t profit(const struct repair *r, uint32_t i)
{
    if (r->m->at[i] == MATCH_NONE)
        return 0;
    uint64_t e = market_edge(r->m, i);
    return weight(r, e) - r->price[r->in->mentor[e]];
}

static int64_t best_gain(const struct repair *r, uint32_t i)
{
    int64_t best = 0;
    r->m->pulse.edges += r->in->offset[i + 1] - r->in->offset[i];
    for (uint64_t e = r->in->offset[i]; e < r->in->offset[i + 1]; e++) {
        int64_t gain = weight(r, e) - r->price[r->in->mentor[e]];
        if (gain > best && r->in->score[e] >= r->in->floor)
            best = gain;
    }
    return best;
}

static void reach(struct repair *r, uint32_t j, int64_t dist, uint32_t via, uint32_t pos)
{
    if (r->dist[j] == INT64_MAX)
        r->seen[r->n_seen++] = j;
    r->dist[j] = dist;
    r->via[j] = via;
    r->via_pos[j] = pos;
}

/* Mentee i, who gains so much, stands at distance d: where could it go? */
static void look_forth(struct repair *r, uint32_t i, int64_t gains, int64_t d)
{
    uint64_t from = r->in->offset[i];
    r->m->pulse.edges += r->in->offset[i + 1] - from;
    for (uint64_t e = from; e < r->in->offset[i + 1]; e++) {
        uint32_t j = r->in->mentor[e];
        int64_t to = d + gains - weight(r, e) + r->price[j];
        if (to >= r->best || to >= r->dist[j] || r->in->score[e] < r->in->floor)
            continue;
        reach(r, j, to, i, (uint32_t)(e - from));
        if (market_room(r->m, j)) {
            r->best = to;
            r->end_mentor = j;
        } else if (r->m->taken[j]) {
            heap_lower(&r->heap, j);
        }
    }
}

static void expand_forth(struct repair *r, uint32_t j)
{
    const struct place *p = r->m->places + r->m->first[j];
    for (uint32_t t = 0; t < r->m->taken[j]; t++) {
        int64_t gains = profit(r, p[t].mentee), alone = r->dist[j] + gains;
        if (alone < r->best) {
            r->best = alone;
            r->end_mentor = MATCH_NONE;
            r->end_mentee = p[t].mentee;
        }
        look_forth(r, p[t].mentee, gains, r->dist[j]);
    }
}

/* Go on with a search? One that is stopped leaves pairs that fit, at prices of no use. */
static bool goes_on(struct repair *r)
{
    if (!r->heap.n || r->dist[r->heap.item[0]] >= r->best)
        return false;
    r->stopped = r->stopped || pulse_stops(&r->m->pulse);
    return !r->stopped;
}

/* Change prices where the search has been, so that the found path costs nothing. */
static void reprice(struct repair *r, int64_t sign)
{
    while (r->heap.n)
        r->heap.place[r->heap.item[--r->heap.n]] = HEAP_OUT;
    while (r->n_seen) {
        uint32_t j = r->seen[--r->n_seen];
        if (r->dist[j] < r->best)
            r->price[j] += sign * (r->best - r->dist[j]);
        r->dist[j] = INT64_MAX;
    }
}

/* Everyone on the path moves one mentor on. */
static void move_forth(struct repair *r, uint32_t newcomer)
{
    uint32_t j = r->end_mentor;
    if (j == MATCH_NONE) {
        if (r->end_mentee == newcomer)
            return;
        j = market_mate(r->m, r->end_mentee);
        market_leave(r->m, r->end_mentee);
    }
    for (;;) {
        uint32_t i = r->via[j], pos = r->via_pos[j];
        if (i == newcomer) {
            market_seat(r->m, i, pos);
            return;
        }
        j = market_mate(r->m, i);
        market_leave(r->m, i);
        market_seat(r->m, i, pos);
    }
}

/* Mentee i wants a place: the cheapest way to one, or to somebody's staying alone. */
static void place_one(struct repair *r, uint32_t i, int64_t gains)
{
    r->best = gains;
    r->end_mentor = MATCH_NONE;
    r->end_mentee = i;
    look_forth(r, i, gains, 0);
    while (goes_on(r))
        expand_forth(r, heap_pop(&r->heap));
    reprice(r, 1);
    move_forth(r, i);
}

static void expand_back(struct repair *r, uint32_t j)
{
    const struct near_edge *e = r->near.edges + r->near.first[j];
    const struct near_edge *end = r->near.edges + r->near.first[j + 1];
    int64_t base = r->dist[j] + r->price[j];
    r->m->pulse.edges += (uint64_t)(end - e);
    for (; e < end; e++) {
        uint32_t i = e->mentee;
        int64_t to = base + profit(r, i) - weight(r, r->in->offset[i] + e->pos);
        if (to >= r->best || e->pos == r->m->at[i])
            continue;
        if (r->m->at[i] == MATCH_NONE) {
            r->best = to;
            r->end_mentor = MATCH_NONE;
            r->end_mentee = i;
            r->end_pos = e->pos;
            continue;
        }
        uint32_t from = market_mate(r->m, i);
        if (to >= r->dist[from])
            continue;
        reach(r, from, to, i, e->pos);
        heap_lower(&r->heap, from);
        if (to + r->price[from] < r->best) {
            r->best = to + r->price[from];
            r->end_mentor = from;
        }
    }
}

static void move_back(struct repair *r, uint32_t filled)
{
    uint32_t i = r->end_mentee, pos = r->end_pos;
    if (r->end_mentor == filled)
        return;
    if (r->end_mentor != MATCH_NONE) {
        i = r->via[r->end_mentor];
        pos = r->via_pos[r->end_mentor];
        market_leave(r->m, i);
    }
    for (;;) {
        uint32_t j = r->in->mentor[r->in->offset[i] + pos];
        if (j == filled)
            break;
        uint32_t next = r->via[j], next_pos = r->via_pos[j];
        market_leave(r->m, next);
        market_seat(r->m, i, pos);
        i = next;
        pos = next_pos;
    }
    market_seat(r->m, i, pos);
}

/* The search has come to mentors who may be reached by edges that are not near: the lists of the
 * next round have all edges of these. */
static void widen(struct repair *r)
{
    for (uint32_t t = 0; t < r->n_seen; t++) {
        uint32_t j = r->seen[t];
        if (r->dist[j] + near_hidden(&r->near, j, r->price[j]) < r->best)
            r->window[j] = ALL;
    }
}

/* Mentor j asks for something and has room: the cheapest way to fill it, or to ask for nothing.
 * false: the near edges do not tell. */
static bool fill(struct repair *r, uint32_t j)
{
    int64_t unseen = INT64_MAX; /* no edge that is not near comes in under this cost */
    r->best = r->price[j];
    r->end_mentor = j;
    reach(r, j, 0, MATCH_NONE, 0);
    heap_lower(&r->heap, j);
    while (goes_on(r)) {
        uint32_t next = heap_pop(&r->heap);
        int64_t hidden = r->dist[next] + near_hidden(&r->near, next, r->price[next]);
        unseen = hidden < unseen ? hidden : unseen;
        expand_back(r, next);
    }
    bool exact = unseen >= r->best;
    if (!exact) {
        widen(r);
        r->best = 0;
    }
    reprice(r, -1);
    if (exact)
        move_back(r, j);
    return exact;
}

static bool cancelled(struct repair *r)
{
    const struct match_options *o = r->callbacks;
    return r->stopped || (r->searches++ % LOOK_EVERY == 0 && o->cancel && o->cancel(o->ctx));
}

static int place_all(struct repair *r)
{
    const struct waiting *order = &r->m->waiting;
    for (uint32_t place = 0; place < 64 * order->n_blocks; place++) {
        uint32_t i = waiting_at(order, place);
        if (i >= r->in->n_mentees || r->m->at[i] != MATCH_NONE)
            continue;
        int64_t gains = best_gain(r, i);
        r->stopped = r->stopped || pulse_stops(&r->m->pulse);
        if (!gains && !r->stopped)
            continue;
        if (cancelled(r))
            return MATCH_ECANCELLED;
        place_one(r, i, gains);
    }
    return MATCH_OK;
}

/* Lists of who is near to a mentor with room that asks for something; no more than once a round. */
static int look_near(struct repair *r, struct match_memory *mem)
{
    return r->near.first ? MATCH_OK : near_open(&r->near, r->m, r->k, r->price, r->window, mem);
}

static int fill_all(struct repair *r, struct match_memory *mem)
{
    bool left = true;
    for (uint32_t round = 0; left; round++) {
        left = false;
        for (uint32_t j = 0; j < r->in->n_mentors; j++)
            while (r->price[j] > 0 && market_room(r->m, j)) {
                int got = cancelled(r) ? MATCH_ECANCELLED : look_near(r, mem);
                if (got < 0)
                    return got;
                if (!fill(r, j)) {
                    left = true;
                    break;
                }
            }
        near_close(&r->near, mem);
        for (uint32_t j = 0; j < r->in->n_mentors && round >= ROUNDS; j++)
            r->window[j] = r->window[j] < ALL / 4 ? 4 * r->window[j] : ALL;
    }
    return MATCH_OK;
}

struct block {
    void **p;
    size_t size;
};

int repair(struct market *m, int64_t k, int64_t *price, const struct match_options *callbacks,
           struct match_memory *mem)
{
    size_t n = m->in->n_mentors;
    struct repair r = {.m = m, .in = m->in, .k = k, .price = price, .callbacks = callbacks};
    const struct block blocks[] = {
        {(void **)&r.dist, sizeof *r.dist},
        {(void **)&r.via, sizeof *r.via},
        {(void **)&r.via_pos, sizeof *r.via_pos},
        {(void **)&r.seen, sizeof *r.seen},
        {(void **)&r.window, sizeof *r.window},
        {(void **)&r.heap.item, sizeof *r.heap.item},
        {(void **)&r.heap.place, sizeof *r.heap.place},
    };
    size_t n_blocks = sizeof blocks / sizeof *blocks;
    int got = MATCH_OK;
    for (size_t b = 0; b < n_blocks; b++)
        if (!(*blocks[b].p = match_take(mem, n, blocks[b].size)))
            got = MATCH_ENOMEM;
    if (got == MATCH_OK) {
        r.heap.dist = r.dist;
        for (uint32_t j = 0; j < n; j++) {
            r.dist[j] = INT64_MAX;
            r.window[j] = FIRST_WINDOW;
            r.heap.place[j] = HEAP_OUT;
        }
        got = place_all(&r);
    }
    if (got == MATCH_OK)
        got = fill_all(&r, mem);
    if (got == MATCH_OK && r.stopped)
        got = MATCH_ECANCELLED;
    near_close(&r.near, mem);
    for (size_t b = 0; b < n_blocks; b++)
        match_give(mem, *blocks[b].p, n, blocks[b].size);
    return got;
}
