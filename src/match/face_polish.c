/*
 * Labels of mentors and of one node more, "outside": where mentees without a mentor and free
 * places are. A mentee who may move from one node to another is an arc whose length is what the
 * move gains. Longest ways settle exactly when no cycle gains, and then the labels, less that of
 * the outside, are prices.
 */
#include "match/face.h"

#define CANCEL_EVERY 64u /* nodes between two looks at the callback */

struct polish {
    struct face *f;
    const struct face_worth *w;
    uint32_t nodes, outside;
    int64_t *label;
    uint32_t *from;         /* the node before on the way, or MATCH_NONE */
    uint32_t *mover;        /* the mentee of that arc, or MATCH_NONE: a free place */
    uint64_t *to;           /* the edge it takes there, or MATCH_NO_EDGE */
    uint32_t *first, *next; /* mentees by node */
    uint32_t *load;
    uint32_t *queue, head, n_queue;
    uint8_t *queued, *mark;
    uint64_t changes;
};

struct arc {
    uint32_t from, to, mover;
    uint64_t edge;
    int64_t gain;
};

static int64_t worth(const struct polish *p, uint64_t e)
{
    return p->w->of(p->w->ctx, p->f->origin[e]);
}

static void push(struct polish *p, uint32_t v)
{
    if (p->queued[v])
        return;
    p->queued[v] = 1;
    p->queue[(p->head + p->n_queue++) % p->nodes] = v;
}

static void relax(struct polish *p, const struct arc *a)
{
    int64_t to = p->label[a->from] + a->gain;
    if (to <= p->label[a->to])
        return;
    p->label[a->to] = to;
    p->from[a->to] = a->from;
    p->mover[a->to] = a->mover;
    p->to[a->to] = a->edge;
    p->changes++;
    push(p, a->to);
}

static void look(struct polish *p, uint32_t v)
{
    const struct face *f = p->f;
    for (uint32_t i = p->first[v]; i != MATCH_NONE; i = p->next[i]) {
        int64_t now = v == p->outside ? 0 : worth(p, f->edge[i]);
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++)
            if (f->mentor[e] != v)
                relax(p, &(struct arc){v, f->mentor[e], i, e, worth(p, e) - now});
        if (v != p->outside && !f->must_mentee[i])
            relax(p, &(struct arc){v, p->outside, i, MATCH_NO_EDGE, -now});
    }
    if (v != p->outside && p->load[v] < f->room[v])
        relax(p, &(struct arc){v, p->outside, MATCH_NONE, MATCH_NO_EDGE, 0});
    for (uint32_t j = 0; j < f->m && v == p->outside; j++)
        if (!f->must_mentor[j])
            relax(p, &(struct arc){v, j, MATCH_NONE, MATCH_NO_EDGE, 0});
}

/* Of the same pair standing twice the better edge. */
static void best_twins(struct polish *p)
{
    struct face *f = p->f;
    for (uint32_t i = 0; i < f->n; i++)
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1] && f->edge[i] != MATCH_NO_EDGE; e++)
            if (f->mentor[e] == f->mentor[f->edge[i]] && worth(p, e) > worth(p, f->edge[i]))
                f->edge[i] = e;
}

/* Group mentees by where they are; every node waits to be looked at. */
static void start(struct polish *p)
{
    const struct face *f = p->f;
    p->n_queue = p->head = 0;
    for (uint32_t v = 0; v < p->nodes; v++) {
        p->first[v] = p->from[v] = MATCH_NONE;
        p->queued[v] = 0;
        p->load[v] = 0;
        push(p, v);
    }
    for (uint32_t i = 0; i < f->n; i++) {
        uint32_t v = f->edge[i] == MATCH_NO_EDGE ? p->outside : f->mentor[f->edge[i]];
        p->next[i] = p->first[v];
        p->first[v] = i;
        p->load[v]++;
    }
}

/* A node on a cycle of the ways found so far, or MATCH_NONE. */
static uint32_t cycle(struct polish *p)
{
    for (uint32_t v = 0; v < p->nodes; v++)
        p->mark[v] = 0; /* 1: on the way walked now, 2: leads to no cycle */
    for (uint32_t begin = 0; begin < p->nodes; begin++) {
        uint32_t v = begin;
        for (; v != MATCH_NONE && !p->mark[v]; v = p->from[v])
            p->mark[v] = 1;
        if (v != MATCH_NONE && p->mark[v] == 1)
            return v;
        for (v = begin; v != MATCH_NONE && p->mark[v] == 1; v = p->from[v])
            p->mark[v] = 2;
    }
    return MATCH_NONE;
}

/* Everybody on the cycle moves. */
static void turn(struct polish *p, uint32_t begin)
{
    uint32_t v = begin;
    do {
        if (p->mover[v] != MATCH_NONE)
            p->f->edge[p->mover[v]] = p->to[v];
        v = p->from[v];
    } while (v != begin);
}

static int settle(struct polish *p)
{
    const struct match_options *o = p->f->options;
    best_twins(p);
    start(p);
    for (uint64_t looks = 0; p->n_queue; looks++) {
        if (o && o->cancel && looks % CANCEL_EVERY == 0 && o->cancel(o->ctx))
            return MATCH_ECANCELLED;
        uint32_t v = p->queue[p->head], found = MATCH_NONE;
        p->head = (p->head + 1) % p->nodes;
        p->n_queue--;
        p->queued[v] = 0;
        look(p, v);
        if (p->changes >= p->nodes) {
            p->changes = 0;
            found = cycle(p);
        }
        if (found != MATCH_NONE) {
            turn(p, found);
            start(p);
        }
    }
    return MATCH_OK;
}

/* Free signs of musts become signs of prices: a must weighs as much as the lowest needs. */
static void prices(const struct polish *p, struct face_proof *proof)
{
    const struct face *f = p->f;
    proof->k = proof->must = 0;
    proof->cover = false;
    for (uint32_t j = 0; j < f->m; j++) {
        proof->reached[j] = 0;
        proof->price[j] = f->room[j] ? p->label[j] - p->label[p->outside] : 0;
        if (-proof->price[j] > proof->must)
            proof->must = -proof->price[j];
    }
    for (uint32_t i = 0; i < f->n; i++)
        if (f->edge[i] != MATCH_NO_EDGE) {
            int64_t u = worth(p, f->edge[i]) - proof->price[f->mentor[f->edge[i]]];
            proof->must = -u > proof->must ? -u : proof->must;
        }
    for (uint32_t j = 0; j < f->m; j++)
        proof->price[j] += f->must_mentor[j] ? proof->must : 0;
}

int face_polish(struct face *f, const struct face_worth *w, struct face_proof *proof)
{
    size_t nodes = (size_t)f->m + 1;
    struct polish p = {.f = f, .w = w, .nodes = f->m + 1, .outside = f->m};
    const struct {
        void **p;
        size_t n, size;
    } blocks[] = {
        {(void **)&p.label, nodes, sizeof *p.label},
        {(void **)&p.from, nodes, sizeof *p.from},
        {(void **)&p.mover, nodes, sizeof *p.mover},
        {(void **)&p.to, nodes, sizeof *p.to},
        {(void **)&p.first, nodes, sizeof *p.first},
        {(void **)&p.next, f->n, sizeof *p.next},
        {(void **)&p.load, nodes, sizeof *p.load},
        {(void **)&p.queue, nodes, sizeof *p.queue},
        {(void **)&p.queued, nodes, 1},
        {(void **)&p.mark, nodes, 1},
    };
    int r = MATCH_OK;
    size_t n_blocks = sizeof blocks / sizeof *blocks;
    for (size_t b = 0; b < n_blocks; b++)
        if (!(*blocks[b].p = match_take(f->mem, blocks[b].n, blocks[b].size)))
            r = MATCH_ENOMEM;
    if (r == MATCH_OK)
        r = settle(&p);
    if (r == MATCH_OK)
        prices(&p, proof);
    for (size_t b = 0; b < n_blocks; b++)
        match_give(f->mem, *blocks[b].p, blocks[b].n, blocks[b].size);
    return r;
}
