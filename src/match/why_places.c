/* The shortest chain of moves from every mentee without a mentor to a mentor who may grow. */
#include "match/why.h"

struct places {
    const struct why *w;
    uint32_t *moves; /* of each mentor: how many until a place is free there, or MATCH_NONE */
    uint32_t *queue;
    uint32_t n_queue;
};

/* Who may move to mentor j makes a place where they are now. */
static void look(struct places *p, uint32_t j, uint64_t *move)
{
    const struct why *w = p->w;
    for (uint64_t b = w->first[j]; b < w->first[j + 1]; b++) {
        uint32_t i = w->back[b].mentee, from = w->r->mate[i];
        if (!why_moves(w, i) || p->moves[from] != MATCH_NONE)
            continue;
        p->moves[from] = p->moves[j] + 1;
        move[from] = why_edge(w, b);
        p->queue[p->n_queue++] = from;
    }
}

static void first_step(const struct places *p, struct match_unpaired *u)
{
    const struct match_instance *in = p->w->in;
    u->step = MATCH_NO_EDGE;
    for (uint64_t e = in->offset[u->mentee]; e < in->offset[u->mentee + 1]; e++) {
        uint32_t moves = p->moves[in->mentor[e]];
        if (moves == MATCH_NONE || !why_usable(p->w, u->mentee, e))
            continue;
        if (u->step == MATCH_NO_EDGE || moves < u->moves ||
            (moves == u->moves && in->score[e] > in->score[u->step])) {
            u->step = e;
            u->moves = moves;
        }
    }
}

int why_places(const struct why *w, const uint8_t *may_grow, struct match_whys *out)
{
    uint32_t m = w->in->n_mentors;
    struct places p = {.w = w};
    p.moves = match_take(w->mem, m, sizeof *p.moves);
    p.queue = match_take(w->mem, m, sizeof *p.queue);
    int r = p.moves && p.queue ? MATCH_OK : MATCH_ENOMEM;
    for (uint32_t j = 0; j < m && r == MATCH_OK; j++) {
        out->move[j] = MATCH_NO_EDGE;
        p.moves[j] = MATCH_NONE;
        if (!may_grow || may_grow[j]) {
            p.moves[j] = 0;
            p.queue[p.n_queue++] = j;
        }
    }
    for (uint32_t t = 0; t < p.n_queue; t++)
        look(&p, p.queue[t], out->move);
    for (uint32_t t = 0; t < out->n_unpaired && r == MATCH_OK; t++)
        first_step(&p, &out->unpaired[t]);
    match_give(w->mem, p.moves, m, sizeof *p.moves);
    match_give(w->mem, p.queue, m, sizeof *p.queue);
    return r;
}
