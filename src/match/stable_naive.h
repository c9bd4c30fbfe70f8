/* Stable matchings by their definition, slowly. Included by the tests only. */
#pragma once

#include <string.h>

#include <nastavnik/match_stable.h>

#include "match/small.h"

/* An instance with ranks of its own. */
struct ranks {
    struct match_stable_options options;
    uint16_t mentee[EDGES_MAX], mentor[EDGES_MAX];
};

/* top 0: no two edges are equal to anybody. */
static void make_ranks(struct ranks *k, const struct small *s, uint32_t top)
{
    uint64_t n = s->offset[s->in.n_mentees];
    memset(k, 0, sizeof *k);
    for (uint64_t e = 0; e < n; e++) {
        k->mentee[e] = (uint16_t)(top ? below(top) : e);
        k->mentor[e] = (uint16_t)(top ? below(top) : e);
    }
    for (uint64_t e = n; e > 1 && !top; e--) {
        uint64_t a = below((uint32_t)e), b = below((uint32_t)e);
        uint16_t mentee = k->mentee[a], mentor = k->mentor[b];
        k->mentee[a] = k->mentee[e - 1], k->mentee[e - 1] = mentee;
        k->mentor[b] = k->mentor[e - 1], k->mentor[e - 1] = mentor;
    }
    k->options.mentee_rank = k->mentee;
    k->options.mentor_rank = k->mentor;
}

/* Everybody wants the same few, in the same order. */
static void make_alike(struct small *s, uint32_t n, uint32_t m)
{
    make(s, n, m, 100, 0, 0);
    for (uint32_t j = 0; j < m; j++)
        s->capacity[j] = 1;
    for (uint64_t e = 0; e < s->offset[n]; e++)
        s->score[e] = (uint16_t)(1000 - 20 * s->mentor[e] + below(10));
}

/* Any mentors, the same one more than once, too. */
static void make_twice(struct small *s, uint32_t n, uint32_t m, uint32_t degree, uint32_t top)
{
    make(s, n, m, 0, 0, 3);
    memset(s->offset, 0, sizeof s->offset);
    for (uint32_t i = 0; i < n; i++) {
        s->in.n_mentees = i + 1;
        s->offset[i + 1] = s->offset[i];
        for (uint32_t d = below(degree + 1); d > 0 && m; d--)
            add_edge(s, below(m), (uint16_t)below(top + 1));
    }
}

static int32_t wish(const uint16_t *rank, const struct small *s, uint64_t e)
{
    return rank ? rank[e] : -(int32_t)s->score[e];
}

static bool naive_is_locked(const struct small *s, uint32_t i)
{
    for (size_t l = 0; l < s->in.n_locked; l++)
        if (s->locked[l] >= s->offset[i] && s->locked[l] < s->offset[i + 1])
            return true;
    return false;
}

/* Would mentor j rather have edge e than a free place or one of those it has? */
static bool naive_wants(const struct small *s, const struct match_stable_options *o,
                        const uint64_t *edge, uint64_t e)
{
    uint32_t load = 0;
    bool better = false;
    for (uint32_t i = 0; i < s->in.n_mentees; i++) {
        if (edge[i] == MATCH_NO_EDGE || s->mentor[edge[i]] != s->mentor[e])
            continue;
        load++;
        better |=
            !naive_is_locked(s, i) && wish(o->mentor_rank, s, e) < wish(o->mentor_rank, s, edge[i]);
    }
    return better || load < s->capacity[s->mentor[e]];
}

/* The counting edge of mentee i to mentor j, or MATCH_NO_EDGE. */
static uint64_t naive_edge(const struct small *s, const struct match_stable_options *o, uint32_t i,
                           uint32_t j)
{
    uint64_t best = MATCH_NO_EDGE;
    for (uint64_t e = s->offset[i]; e < s->offset[i + 1]; e++) {
        if (s->mentor[e] != j || s->score[e] < s->in.floor)
            continue;
        int32_t worse =
            best == MATCH_NO_EDGE ? 1 : wish(o->mentee_rank, s, best) - wish(o->mentee_rank, s, e);
        if (!worse)
            worse = wish(o->mentor_rank, s, best) - wish(o->mentor_rank, s, e);
        if (worse > 0)
            best = e;
    }
    return best;
}

static uint64_t naive_blocking(const struct small *s, const struct match_stable_options *o,
                               const uint64_t *edge, uint64_t *ret_first)
{
    uint64_t n = 0;
    *ret_first = MATCH_NO_EDGE;
    for (uint32_t i = 0; i < s->in.n_mentees; i++)
        for (uint32_t j = 0; j < s->in.n_mentors; j++) {
            uint64_t e = naive_edge(s, o, i, j);
            if (e == MATCH_NO_EDGE || naive_is_locked(s, i))
                continue;
            if (edge[i] != MATCH_NO_EDGE &&
                (s->mentor[edge[i]] == j ||
                 wish(o->mentee_rank, s, edge[i]) <= wish(o->mentee_rank, s, e)))
                continue;
            if (!naive_wants(s, o, edge, e))
                continue;
            n++;
            *ret_first = e < *ret_first ? e : *ret_first;
        }
    return n;
}
