/*
 * Deferred acceptance: the side that is to have the best proposes, each its best edge first; the
 * other side holds the best proposals it has places for and sends the worst away, who then
 * proposes further. Every list is walked once.
 */
#include "match/instance.h"
#include "match/stable_lists.h"

#define LOOK_EVERY 1024u /* turns between two looks at the callbacks */

/* p proposes, q holds. */
struct proposals {
    struct stable *s;
    struct stable_lists lists; /* of p */
    uint32_t *at, *places;     /* of each p: how far it is in its list, and its free places */
    uint32_t *turn;            /* those p with a free place who have to go on */
    uint32_t n_turn, n_q;
    uint32_t *first;  /* n_q + 1: where q holds */
    uint32_t *n_held; /* of each q */
    uint64_t *limit;  /* of each q: the key of the worst it holds when full */
    /* Of each q: edges with their p; when full a heap with the worst on top. */
    struct ranked *held;
};

static uint32_t holder(const struct proposals *c, uint32_t e)
{
    return c->lists.side == MATCH_MENTEES ? c->s->in->mentor[e]
                                          : stable_lists_mentee(&c->lists, c->s->in, e);
}

static uint32_t places(const struct proposals *c, enum match_side side, uint32_t person)
{
    return side == MATCH_MENTORS ? c->s->room[person] : c->s->out->mate[person] == MATCH_NONE;
}

/* q holds the proposal if it has a free place or a worse one to send away. */
static bool holds(struct proposals *c, uint32_t q, struct ranked proposal)
{
    if (proposal.key > c->limit[q])
        return false;
    struct ranked *held = c->held + c->first[q];
    uint32_t n = c->first[q + 1] - c->first[q];
    if (c->n_held[q] < n) {
        held[c->n_held[q]++] = proposal;
        if (c->n_held[q] < n)
            return true;
        ranked_heap(held, n);
    } else {
        uint32_t sent_away = held[0].more;
        held[0] = proposal;
        ranked_sink(held, n, 0);
        if (!c->places[sent_away]++)
            c->turn[c->n_turn++] = sent_away;
    }
    c->limit[q] = held[0].key;
    return true;
}

/* p proposes until it has no free place or nobody left. */
static void take_turn(struct proposals *c, uint32_t p)
{
    enum match_side other = c->lists.side == MATCH_MENTEES ? MATCH_MENTORS : MATCH_MENTEES;
    uint64_t lot = stable_lot(c->s, c->lists.side, p);
    while (c->places[p] && c->at[p] < c->lists.start[p + 1]) {
        uint32_t e = c->lists.edge[c->at[p]++];
        struct ranked proposal = {stable_wish(c->s, other, e) << 32 | lot, e, p};
        if (holds(c, holder(c, e), proposal))
            c->places[p]--;
    }
}

static int take_turns(struct proposals *c)
{
    uint64_t turns = 0;
    for (uint32_t p = 0; p < c->lists.n; p++) {
        c->turn[c->n_turn++] = p;
        while (c->n_turn) {
            if (turns++ % LOOK_EVERY == 0) {
                int r = match_stable_look(c->s, p, c->lists.n);
                if (r < 0)
                    return r;
            }
            take_turn(c, c->turn[--c->n_turn]);
        }
    }
    return match_stable_look(c->s, c->lists.n, c->lists.n);
}

/* A mentor holds no more than it has places, nor more than there are edges to it. */
static void furnish(struct proposals *c)
{
    enum match_side side = c->lists.side;
    for (uint32_t p = 0; p < c->lists.n; p++) {
        c->at[p] = c->lists.start[p];
        c->places[p] = places(c, side, p);
    }
    for (uint32_t k = 0; side == MATCH_MENTEES && k < c->lists.start[c->lists.n]; k++)
        c->n_held[c->s->in->mentor[c->lists.edge[k]]]++;
    for (uint32_t q = 0; q < c->n_q; q++) {
        uint32_t n = places(c, side == MATCH_MENTEES ? MATCH_MENTORS : MATCH_MENTEES, q);
        if (side == MATCH_MENTEES && c->n_held[q] < n)
            n = c->n_held[q];
        c->first[q + 1] = c->first[q] + n;
        c->n_held[q] = 0;
        c->limit[q] = UINT64_MAX;
    }
}

static void settle(struct proposals *c)
{
    struct match_result *out = c->s->out;
    for (uint32_t q = 0; q < c->n_q; q++)
        for (uint32_t k = 0; k < c->n_held[q]; k++) {
            const struct ranked *held = &c->held[c->first[q] + k];
            uint32_t i = c->lists.side == MATCH_MENTEES ? held->more : q;
            out->edge[i] = held->item;
            out->mate[i] = c->s->in->mentor[held->item];
        }
}

static int propose_all(struct proposals *c)
{
    struct match_memory *mem = c->s->mem;
    size_t n_p = c->lists.n, n_q = c->n_q;
    c->at = match_take(mem, n_p, sizeof *c->at);
    c->places = match_take(mem, n_p, sizeof *c->places);
    c->turn = match_take(mem, n_p, sizeof *c->turn);
    c->first = match_take(mem, n_q + 1, sizeof *c->first);
    c->n_held = match_take(mem, n_q, sizeof *c->n_held);
    c->limit = match_take(mem, n_q, sizeof *c->limit);
    int r = MATCH_ENOMEM;
    if (c->at && c->places && c->turn && c->first && c->n_held && c->limit) {
        furnish(c);
        c->held = match_take(mem, c->first[n_q], sizeof *c->held);
        r = c->held ? take_turns(c) : MATCH_ENOMEM;
        if (r == MATCH_OK)
            settle(c);
        match_give(mem, c->held, c->first[n_q], sizeof *c->held);
    }
    match_give(mem, c->at, n_p, sizeof *c->at);
    match_give(mem, c->places, n_p, sizeof *c->places);
    match_give(mem, c->turn, n_p, sizeof *c->turn);
    match_give(mem, c->first, n_q + 1, sizeof *c->first);
    match_give(mem, c->n_held, n_q, sizeof *c->n_held);
    match_give(mem, c->limit, n_q, sizeof *c->limit);
    return r;
}

int match_stable_propose(struct stable *s)
{
    struct proposals c = {.s = s};
    c.n_q = s->options->best_for == MATCH_MENTEES ? s->in->n_mentors : s->in->n_mentees;
    int r = stable_lists_init(&c.lists, s, s->options->best_for);
    if (r < 0)
        return r;
    r = propose_all(&c);
    stable_lists_release(&c.lists, s);
    return r;
}
