/*
 * Where both sides see the same score, ties broken by lottery, all edges stand in one strict
 * order that both sides follow. Then the stable matching is one only, for either side: take the
 * edges by falling score and keep each whose mentee is free and whose mentor has room. Nobody is
 * ever sent away again, so it is enough to hold each mentee ready at its best open edge.
 */
#include "match/stable.h"

#include "match/instance.h"
#include "match/ranked.h"

#define N_SCORES 65536u
#define IN_BLOCK 15u
#define LOOKS 8  /* at each edge, on average, before giving up */
#define AHEAD 8u /* mentees between the fetching of a list and its use */

/* Some of those who are ready at one score. */
struct block {
    uint32_t n, next; /* next: of the same score, or spare, or MATCH_NONE */
    struct {
        uint32_t mentee, mentor;
    } at[IN_BLOCK];
};

struct greedy {
    struct stable *s;
    struct block *block;
    uint32_t *first; /* of each score: its newest block, or MATCH_NONE */
    uint32_t spare;
    struct ranked *line; /* those ready at this score, by lottery: mentees, and their mentors */
    int64_t looks;       /* edges that may yet be looked at */
    uint64_t settled;    /* mentees paired, locked, or out of open edges */
};

/* The best edge of mentee i whose mentor has room. The first pass has no branch to guess wrong:
 * which mentors are full cannot be foreseen. */
static uint64_t best_open(const struct stable *s, uint32_t i)
{
    const struct match_instance *in = s->in;
    const uint32_t *mentor = in->mentor, *room = s->room;
    const uint16_t *score = in->score;
    uint64_t begin = in->offset[i], end = in->offset[i + 1], best = MATCH_NO_EDGE;
    uint32_t top = in->floor, lowest = UINT32_MAX;
    for (uint64_t e = begin; e < end; e++) {
        uint32_t worth = (score[e] + 1u) & -(uint32_t)(room[mentor[e]] != 0);
        top = worth > top ? worth : top;
    }
    if (top == in->floor)
        return MATCH_NO_EDGE;
    for (uint64_t e = begin; e < end; e++) {
        if (score[e] + 1u != top || !room[mentor[e]])
            continue;
        uint32_t lot = stable_lot(s, MATCH_MENTORS, mentor[e]);
        if (best == MATCH_NO_EDGE || lot < lowest) {
            best = e;
            lowest = lot;
        }
    }
    return best;
}

static void push(struct greedy *g, uint32_t score, uint32_t mentee, uint32_t mentor)
{
    uint32_t b = g->first[score];
    if (b == MATCH_NONE || g->block[b].n == IN_BLOCK) {
        b = g->spare;
        g->spare = g->block[b].next;
        g->block[b].n = 0;
        g->block[b].next = g->first[score];
        g->first[score] = b;
    }
    uint32_t n = g->block[b].n++;
    g->block[b].at[n].mentee = mentee;
    g->block[b].at[n].mentor = mentor;
}

/* Hold mentee i ready at its best open edge, or pair it if that is as good as this score. */
static void ready(struct greedy *g, uint32_t i, uint32_t score)
{
    struct stable *s = g->s;
    uint64_t e = best_open(s, i);
    g->looks -= (int64_t)(s->in->offset[i + 1] - s->in->offset[i]);
    s->out->edge[i] = e;
    if (e == MATCH_NO_EDGE) {
        g->settled++;
    } else if (s->in->score[e] == score) {
        s->out->mate[i] = s->in->mentor[e];
        s->room[s->in->mentor[e]]--;
        g->settled++;
    } else {
        push(g, s->in->score[e], i, s->in->mentor[e]);
    }
}

/* Put those ready at this score in line. */
static uint32_t line_up(struct greedy *g, uint32_t score)
{
    uint32_t n = 0;
    for (uint32_t b = g->first[score], next; b != MATCH_NONE; b = next) {
        const struct block *block = &g->block[b];
        for (uint32_t k = 0; k < block->n; k++) {
            uint32_t i = block->at[k].mentee;
            g->line[n++] =
                (struct ranked){stable_lot(g->s, MATCH_MENTEES, i), i, block->at[k].mentor};
        }
        next = block->next;
        g->block[b].next = g->spare;
        g->spare = b;
    }
    ranked_sort(g->line, n);
    return n;
}

/* A list will be looked through if the mentor is full by now. */
static void fetch(const struct greedy *g, const struct ranked *r)
{
    const struct match_instance *in = g->s->in;
    if (g->s->room[r->more])
        return;
    uint64_t begin = in->offset[r->item], last = in->offset[r->item + 1] - 1;
    __builtin_prefetch(&in->mentor[begin]);
    __builtin_prefetch(&in->mentor[begin + (last - begin) / 2]);
    __builtin_prefetch(&in->mentor[last]);
    __builtin_prefetch(&in->score[begin]);
    __builtin_prefetch(&in->score[last]);
}

static void serve(struct greedy *g, uint32_t score)
{
    struct stable *s = g->s;
    uint32_t n = line_up(g, score);
    for (uint32_t t = 0; t < n; t++) {
        if (t + 2 * AHEAD < n)
            __builtin_prefetch(&s->in->offset[g->line[t + 2 * AHEAD].item]);
        if (t + AHEAD < n)
            fetch(g, &g->line[t + AHEAD]);
        uint32_t i = g->line[t].item, j = g->line[t].more;
        if (s->room[j]) {
            s->out->mate[i] = j;
            s->room[j]--;
            g->settled++;
        } else {
            ready(g, i, score);
        }
    }
}

static int serve_all(struct greedy *g, uint32_t n_blocks)
{
    const struct match_instance *in = g->s->in;
    for (uint32_t b = 0; b < n_blocks; b++)
        g->block[b].next = b + 1;
    for (uint32_t score = 0; score < N_SCORES; score++)
        g->first[score] = MATCH_NONE;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (g->s->out->mate[i] == MATCH_NONE)
            ready(g, i, N_SCORES);
        else
            g->settled++;
    for (uint32_t score = N_SCORES; score-- > 0;) {
        if (g->first[score] == MATCH_NONE)
            continue;
        if (g->looks < 0)
            return STABLE_GAVE_UP;
        int r = match_stable_look(g->s, g->settled, in->n_mentees);
        if (r < 0)
            return r;
        serve(g, score);
    }
    return match_stable_look(g->s, in->n_mentees, in->n_mentees);
}

int match_stable_greedy(struct stable *s)
{
    uint32_t n = s->in->n_mentees;
    uint32_t n_blocks = n / IN_BLOCK + (n < N_SCORES ? n : N_SCORES);
    struct greedy g = {.s = s, .looks = LOOKS * (int64_t)match_n_edges(s->in)};
    g.block = match_take(s->mem, n_blocks, sizeof *g.block);
    g.first = match_take(s->mem, N_SCORES, sizeof *g.first);
    g.line = match_take(s->mem, n, sizeof *g.line);
    int r = g.block && g.first && g.line ? serve_all(&g, n_blocks) : MATCH_ENOMEM;
    match_give(s->mem, g.block, n_blocks, sizeof *g.block);
    match_give(s->mem, g.first, N_SCORES, sizeof *g.first);
    match_give(s->mem, g.line, n, sizeof *g.line);
    return r;
}
