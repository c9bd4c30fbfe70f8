#include "match/near.h"

struct maker {
    struct near *near;
    struct market *m;
    int64_t k;
    const int64_t *price;
};

/* Visit the near edges of mentee i: count them, or enter them. */
static void visit(const struct maker *k, uint32_t i, bool enter)
{
    const struct match_instance *in = k->m->in;
    uint64_t from = in->offset[i], length = in->offset[i + 1] - from;
    const uint32_t *mentor = in->mentor + from;
    const uint16_t *score = in->score + from;
    const int64_t *reach = k->near->reach;
    uint64_t *first = k->near->first;
    int64_t own = -k->k; /* score - price */
    if (k->m->at[i] != MATCH_NONE)
        own = score[k->m->at[i]] - k->price[mentor[k->m->at[i]]];
    for (uint64_t x = 0; x < length; x++) {
        if (score[x] - reach[mentor[x]] < own || score[x] < in->floor)
            continue;
        if (enter)
            k->near->edges[--first[mentor[x]]] = (struct near_edge){i, (uint32_t)x};
        else
            first[mentor[x]]++;
    }
}

static int visit_all(const struct maker *k, bool enter)
{
    const struct match_instance *in = k->m->in;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        if (!k->m->locked[i])
            visit(k, i, enter);
        k->m->pulse.edges += in->offset[i + 1] - in->offset[i];
        if (pulse_stops(&k->m->pulse))
            return MATCH_ECANCELLED;
    }
    return MATCH_OK;
}

int near_open(struct near *near, struct market *m, int64_t k, const int64_t *price,
              const int64_t *window, struct match_memory *mem)
{
    uint32_t n = m->in->n_mentors;
    *near = (struct near){.n_mentors = n};
    near->first = match_take(mem, (size_t)n + 1, sizeof *near->first);
    near->reach = match_take(mem, n, sizeof *near->reach);
    if (!near->first || !near->reach)
        return MATCH_ENOMEM;
    for (uint32_t j = 0; j < n; j++)
        near->reach[j] = price[j] - window[j];
    struct maker maker = {near, m, k, price};
    int r = visit_all(&maker, false);
    if (r < 0)
        return r;
    for (uint32_t j = 0; j < n; j++)
        near->first[j + 1] += near->first[j];
    near->edges = match_take(mem, near->first[n], sizeof *near->edges);
    if (!near->edges)
        return MATCH_ENOMEM;
    return visit_all(&maker, true);
}

void near_close(struct near *near, struct match_memory *mem)
{
    size_t n = near->n_mentors;
    if (near->edges)
        match_give(mem, near->edges, near->first[n], sizeof *near->edges);
    match_give(mem, near->first, n + 1, sizeof *near->first);
    match_give(mem, near->reach, n, sizeof *near->reach);
    *near = (struct near){0};
}
