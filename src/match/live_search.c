/*
 * The two searches of a living answer, both Dijkstra's over mentors with reduced costs. Forward:
 * a mentee looks for a place, as in solve.c. Backward: a place looks for a mentee.
 */
#include "match/live.h"

int64_t live_profit(const struct match_live *l, uint32_t i)
{
    const struct live_arc *arc = live_arcs(&l->out, i), *end = arc + l->out.span[i].n;
    int64_t top = 0;
    for (; arc < end; arc++)
        if (arc->score >= l->floor)
            top = live_max(top, l->k + arc->score - l->price[arc->to]);
    return top;
}

/* The cheapest end found so far. */
struct search {
    struct match_live *l;
    int64_t best;
    uint32_t mentor;       /* where a place is taken (forward) or left (backward), or MATCH_NONE: */
    uint32_t mentee;       /* the one who stays alone, or who comes in … */
    struct live_step last; /* … by this step */
};

static void reach(struct search *s, uint32_t j, int64_t dist, struct live_step step)
{
    struct match_live *l = s->l;
    if (l->dist[j] == INT64_MAX)
        l->seen[l->n_seen++] = j;
    l->dist[j] = dist;
    l->step[j] = step;
}

/* Next mentor that is nearer than the best end, or MATCH_NONE; the heap is empty then. */
static uint32_t nearest(struct search *s)
{
    struct heap *h = &s->l->heap;
    if (h->n && s->l->dist[h->item[0]] < s->best)
        return heap_pop(h);
    while (h->n)
        h->place[h->item[--h->n]] = HEAP_OUT;
    return MATCH_NONE;
}

/* Prices move where the search has been, so that the found path costs nothing. */
static void reprice(struct search *s, int sign)
{
    struct match_live *l = s->l;
    for (uint32_t t = 0; t < l->n_seen; t++) {
        uint32_t j = l->seen[t];
        int64_t by = s->best - l->dist[j];
        l->dist[j] = INT64_MAX;
        if (by <= 0)
            continue;
        live_touch_mentor(l, j);
        l->price[j] += sign * by;
        for (uint32_t i = l->mentor[j].first; i != MATCH_NONE; i = l->mentee[i].next) {
            live_touch_mentee(l, i);
            l->mentee[i].u -= sign * by;
        }
    }
    l->n_seen = 0;
}

/* ---- forward ---- */

static void look(struct search *s, uint32_t i, int64_t d)
{
    struct match_live *l = s->l;
    const struct live_arc *arc = live_arcs(&l->out, i), *end = arc + l->out.span[i].n;
    int64_t base = d + l->mentee[i].u - l->k;
    for (; arc < end; arc++) {
        uint32_t j = arc->to;
        int64_t to = base - arc->score + l->price[j];
        if (to >= s->best || to >= l->dist[j] || arc->score < l->floor)
            continue;
        reach(s, j, to, (struct live_step){.mentee = i, .score = arc->score});
        if (l->mentor[j].room > 0) {
            s->best = to;
            s->mentor = j;
        } else if (l->mentor[j].first != MATCH_NONE) {
            heap_lower(&l->heap, j);
        }
    }
}

/* Mentor j is full: any of its mentees may go on from here, or stay alone. */
static void pass(struct search *s, uint32_t j)
{
    const struct match_live *l = s->l;
    int64_t d = l->dist[j];
    for (uint32_t i = l->mentor[j].first; i != MATCH_NONE; i = l->mentee[i].next) {
        if (d + l->mentee[i].u < s->best) {
            s->best = d + l->mentee[i].u;
            s->mentor = MATCH_NONE;
            s->mentee = i;
        }
        look(s, i, d);
    }
}

void live_place(struct match_live *l, uint32_t newcomer)
{
    live_touch_mentee(l, newcomer);
    int64_t u = l->mentee[newcomer].u = live_profit(l, newcomer);
    struct search s = {.l = l, .best = u, .mentor = MATCH_NONE, .mentee = newcomer};
    look(&s, newcomer, 0);
    for (uint32_t j; (j = nearest(&s)) != MATCH_NONE;)
        pass(&s, j);
    l->mentee[newcomer].u -= s.best;
    reprice(&s, 1);
    if (s.mentor == MATCH_NONE && s.mentee == newcomer)
        return;
    uint32_t j = s.mentor;
    if (j == MATCH_NONE) {
        j = l->mentee[s.mentee].mate;
        live_detach(l, s.mentee);
    }
    for (;;) {
        struct live_step step = l->step[j];
        uint32_t left = l->mentee[step.mentee].mate;
        if (step.mentee != newcomer)
            live_detach(l, step.mentee);
        live_attach(l, step.mentee, j, step.score);
        if (step.mentee == newcomer)
            return;
        j = left;
    }
}

/* ---- backward ---- */

/* A place at mentor j would have to be filled: by somebody alone, or from another mentor. */
static void draw(struct search *s, uint32_t j)
{
    struct match_live *l = s->l;
    const struct live_arc *arc = live_arcs(&l->in, j), *end = arc + l->in.span[j].n;
    int64_t base = l->dist[j] + l->price[j] - l->k;
    for (; arc < end; arc++) {
        int64_t to = base - arc->score + l->mentee[arc->to].u;
        if (to >= s->best || arc->score < l->floor)
            continue;
        struct live_step step = {arc->to, j, arc->score};
        uint32_t mate = l->mentee[arc->to].mate;
        if (mate == MATCH_NONE) {
            s->best = to;
            s->mentor = MATCH_NONE;
            s->last = step;
        } else if (to < l->dist[mate]) {
            reach(s, mate, to, step);
            if (to + l->price[mate] < s->best) {
                s->best = to + l->price[mate];
                s->mentor = mate;
            }
            heap_lower(&l->heap, mate);
        }
    }
}

void live_fill(struct match_live *l, uint32_t start)
{
    struct search s = {.l = l, .best = l->price[start], .mentor = start};
    reach(&s, start, 0, (struct live_step){0});
    heap_lower(&l->heap, start);
    for (uint32_t j; (j = nearest(&s)) != MATCH_NONE;)
        draw(&s, j);
    reprice(&s, -1);
    uint32_t j = s.mentor;
    if (j == MATCH_NONE) {
        live_attach(l, s.last.mentee, s.last.mentor, s.last.score);
        j = s.last.mentor;
    }
    while (j != start) {
        struct live_step step = l->step[j];
        live_detach(l, step.mentee);
        live_attach(l, step.mentee, step.mentor, step.score);
        j = step.mentor;
    }
}
