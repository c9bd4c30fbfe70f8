/*
 * The certificate, as far as a call reached. Everything held before it; an edge can only break
 * where a profit or a price fell or the edge itself changed, a pair only where somebody moved.
 */
#include "match/live.h"

static bool tight(const struct match_live *l, uint32_t i)
{
    const struct live_mentee *m = &l->mentee[i];
    if (m->pinned || m->away)
        return m->u == LIVE_OUT;
    if (m->mate == MATCH_NONE)
        return m->u == 0;
    return m->u >= 0 && m->score >= l->floor && m->u == l->k + m->score - l->price[m->mate];
}

/* Its chain: each is its own, tight, and fills one place. */
static bool holds(const struct match_live *l, uint32_t j)
{
    const struct live_mentor *m = &l->mentor[j];
    int64_t load = 0;
    for (uint32_t i = m->first; i != MATCH_NONE; i = l->mentee[i].next, load++)
        if (l->mentee[i].mate != j || !tight(l, i))
            return false;
    return m->room >= 0 && load + m->room + (int64_t)m->pins == m->capacity && l->price[j] >= 0 &&
           (!m->room || !l->price[j]);
}

/* No mentee would rather have mentor j. */
static bool nobody_prefers(const struct match_live *l, uint32_t j)
{
    const struct live_arc *arc = live_arcs(&l->in, j);
    for (uint32_t t = 0; t < l->in.span[j].n; t++)
        if (arc[t].score >= l->floor && l->k + arc[t].score - l->price[j] > l->mentee[arc[t].to].u)
            return false;
    return true;
}

int live_prove(const struct match_live *l, uint32_t n_edited)
{
    for (uint32_t t = 0; t < l->n_was_mentees; t++) {
        uint32_t i = l->was_mentee[t].who;
        if (!tight(l, i))
            return MATCH_EPROOF;
        if ((t < n_edited || l->mentee[i].u < l->was_mentee[t].was.u) &&
            live_profit(l, i) > l->mentee[i].u)
            return MATCH_EPROOF;
    }
    for (uint32_t t = 0; t < l->n_was_mentors; t++) {
        uint32_t j = l->was_mentor[t].who;
        if (!holds(l, j))
            return MATCH_EPROOF;
        if (l->price[j] < l->was_mentor[t].price && !nobody_prefers(l, j))
            return MATCH_EPROOF;
    }
    return MATCH_OK;
}
