#include "match/why.h"

#include "match/instance.h"

static int check(const struct match_instance *in, const struct match_result *r)
{
    int ret = match_check(in);
    if (ret < 0)
        return ret;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        uint64_t e = r->edge[i];
        bool alone = r->mate[i] == MATCH_NONE && e == MATCH_NO_EDGE;
        if (!alone && (e < in->offset[i] || e >= in->offset[i + 1] || in->mentor[e] != r->mate[i]))
            return MATCH_EINVAL;
    }
    return MATCH_OK;
}

static void lock(struct why *w)
{
    for (size_t l = 0; l < w->in->n_locked; l++)
        w->locked[match_edge_mentee(w->in, w->in->locked[l])] = 1;
}

/* Group the edges that may be used by mentor (counting sort). */
static void turn_round(struct why *w)
{
    const struct match_instance *in = w->in;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
            w->first[in->mentor[e]] += why_usable(w, i, e);
    for (uint32_t j = 0; j < in->n_mentors; j++)
        w->first[j + 1] += w->first[j];
    for (uint32_t i = in->n_mentees; i-- > 0;)
        for (uint64_t e = in->offset[i + 1]; e-- > in->offset[i];)
            if (why_usable(w, i, e))
                w->back[--w->first[in->mentor[e]]] =
                    (struct why_back){i, (uint32_t)(e - in->offset[i])};
}

static int prepare(struct why *w, struct match_whys *out)
{
    const struct match_instance *in = w->in;
    uint32_t n = 0;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        n += w->r->mate[i] == MATCH_NONE;
    w->n_back = match_n_edges(in);
    w->locked = match_take(w->mem, in->n_mentees, 1);
    w->first = match_take(w->mem, (size_t)in->n_mentors + 1, sizeof *w->first);
    w->back = match_take(w->mem, w->n_back, sizeof *w->back);
    out->unpaired = match_take(w->mem, n, sizeof *out->unpaired);
    out->move = match_take(w->mem, in->n_mentors, sizeof *out->move);
    out->mentee_loss = match_take(w->mem, in->n_mentees, sizeof *out->mentee_loss);
    out->mentor_loss = match_take(w->mem, in->n_mentors, sizeof *out->mentor_loss);
    if (!w->locked || !w->first || !w->back || !out->unpaired || !out->move || !out->mentee_loss ||
        !out->mentor_loss)
        return MATCH_ENOMEM;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (w->r->mate[i] == MATCH_NONE)
            out->unpaired[out->n_unpaired++].mentee = i;
    lock(w);
    turn_round(w);
    return MATCH_OK;
}

int match_why_all(const struct match_instance *instance, const struct match_result *result,
                  const uint8_t *may_grow, const struct match_options *options,
                  struct match_whys *ret)
{
    int r = check(instance, result);
    if (r < 0)
        return r;
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct why w = {.in = instance, .r = result, .mem = &mem};
    struct match_whys out = {.allocator = mem.allocator};
    r = prepare(&w, &out);
    if (r == MATCH_OK)
        r = why_places(&w, may_grow, &out);
    if (r == MATCH_OK)
        r = why_rises(&w, &out);
    match_give(&mem, w.locked, instance->n_mentees, 1);
    match_give(&mem, w.first, (size_t)instance->n_mentors + 1, sizeof *w.first);
    match_give(&mem, w.back, w.n_back, sizeof *w.back);
    if (r == MATCH_OK)
        r = why_losses(&w, &out);
    if (r < 0)
        match_whys_free(&out);
    else
        *ret = out;
    return r;
}

void match_whys_free(struct match_whys *whys)
{
    void *parts[] = {whys->unpaired, whys->move, whys->mentee_loss, whys->mentor_loss};
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        if (parts[p])
            whys->allocator.release(whys->allocator.ctx, parts[p]);
    *whys = (struct match_whys){0};
}

uint32_t match_why_moves(const struct match_instance *instance, const struct match_result *result,
                         const struct match_whys *whys, const struct match_unpaired *unpaired,
                         struct match_move *ret_moves)
{
    uint32_t n = 0, mentee = unpaired->mentee;
    uint64_t e = unpaired->step;
    while (e != MATCH_NO_EDGE) {
        uint32_t to = instance->mentor[e];
        ret_moves[n++] = (struct match_move){mentee, result->mate[mentee], to, e};
        e = whys->move[to];
        if (e != MATCH_NO_EDGE)
            mentee = match_edge_mentee(instance, e);
    }
    return n;
}
