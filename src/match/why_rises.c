/*
 * What the best answer with a mentee scores less than the best one. In costs reduced by the
 * prices no move is cheaper than nothing, so the cheapest way to free a place at each mentor is
 * one search backwards from where ways end: a free place, or a mentee who stays alone.
 */
#include "match/heap.h"
#include "match/why.h"

struct rises {
    const struct why *w;
    int64_t *u;    /* of each mentee: its best edge over the prices */
    int64_t *cost; /* of each mentor: of freeing a place there, INT64_MAX: none can be */
    uint32_t *load;
    struct heap heap;
};

static int64_t excess(const struct rises *s, uint32_t mentee, uint64_t e)
{
    const struct match_instance *in = s->w->in;
    return s->u[mentee] + s->w->r->price[in->mentor[e]] - s->w->r->k - in->score[e];
}

static void lower(struct rises *s, uint32_t j, int64_t cost)
{
    if (cost >= s->cost[j])
        return;
    s->cost[j] = cost;
    heap_lower(&s->heap, j);
}

static void begin(struct rises *s)
{
    const struct match_instance *in = s->w->in;
    const struct match_result *r = s->w->r;
    for (uint32_t j = 0; j < in->n_mentors; j++) {
        s->cost[j] = INT64_MAX;
        s->heap.place[j] = HEAP_OUT;
    }
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
            if (why_usable(s->w, i, e) && -excess(s, i, e) > 0)
                s->u[i] -= excess(s, i, e);
        if (r->mate[i] != MATCH_NONE)
            s->load[r->mate[i]]++;
        if (why_moves(s->w, i))
            lower(s, r->mate[i], s->u[i]);
    }
    for (uint32_t j = 0; j < in->n_mentors; j++)
        if (s->load[j] < in->capacity[j])
            lower(s, j, 0);
}

static void search(struct rises *s)
{
    const struct why *w = s->w;
    while (s->heap.n) {
        uint32_t j = heap_pop(&s->heap);
        for (uint64_t b = w->first[j]; b < w->first[j + 1]; b++) {
            uint32_t i = w->back[b].mentee;
            if (why_moves(w, i))
                lower(s, w->r->mate[i], s->cost[j] + excess(s, i, why_edge(w, b)));
        }
    }
}

static void answer(const struct rises *s, struct match_unpaired *u)
{
    const struct match_instance *in = s->w->in;
    u->rise = MATCH_NO_RISE;
    u->rise_edge = MATCH_NO_EDGE;
    u->reason = MATCH_NO_CANDIDATE;
    for (uint64_t e = in->offset[u->mentee]; e < in->offset[u->mentee + 1]; e++) {
        if (!why_usable(s->w, u->mentee, e))
            continue;
        int64_t cost = s->cost[in->mentor[e]];
        if (u->reason == MATCH_NO_CANDIDATE)
            u->reason = MATCH_NO_ROOM;
        if (cost == INT64_MAX || (uint64_t)(cost + excess(s, u->mentee, e)) >= u->rise)
            continue;
        u->reason = MATCH_OUTSCORED;
        u->rise = (uint64_t)(cost + excess(s, u->mentee, e));
        u->rise_edge = e;
    }
}

int why_rises(const struct why *w, struct match_whys *out)
{
    uint32_t n = w->in->n_mentees, m = w->in->n_mentors;
    struct rises s = {.w = w};
    s.u = match_take(w->mem, n, sizeof *s.u);
    s.cost = match_take(w->mem, m, sizeof *s.cost);
    s.load = match_take(w->mem, m, sizeof *s.load);
    s.heap.item = match_take(w->mem, m, sizeof *s.heap.item);
    s.heap.place = match_take(w->mem, m, sizeof *s.heap.place);
    s.heap.dist = s.cost;
    int r = MATCH_ENOMEM;
    if (s.u && s.cost && s.load && s.heap.item && s.heap.place) {
        begin(&s);
        search(&s);
        for (uint32_t t = 0; t < out->n_unpaired; t++)
            answer(&s, &out->unpaired[t]);
        r = MATCH_OK;
    }
    match_give(w->mem, s.u, n, sizeof *s.u);
    match_give(w->mem, s.cost, m, sizeof *s.cost);
    match_give(w->mem, s.load, m, sizeof *s.load);
    match_give(w->mem, s.heap.item, m, sizeof *s.heap.item);
    match_give(w->mem, s.heap.place, m, sizeof *s.heap.place);
    return r;
}
