/*
 * What a cut draft may lack against one of all pairs, by its own certificate. The prices stay: a
 * mentee who would find more at them than the own list offers could gain so much, and the sum
 * over all bounds the score that is lost (weak duality, as match_candidates_gap does for
 * profiles). The cover stays: each mentee who fits a mentor outside of it could be a pair more.
 */
#include <stdlib.h>

#include "pairing/criterion_row.h"
#include "pairing/pairing_build.h"

#define LOOKS_MAX 40000000u /* pairs looked at once more, at most: about ten seconds */
#define TELL_EVERY 64u      /* mentees */

struct priced {
    int64_t price;
    uint32_t mentor;
};

struct gap {
    struct pairing_build *b;
    struct criterion_row *texts;
    struct priced *cheap; /* mentors, the lowest price first */
    uint64_t looks;
};

static int64_t profit(const struct gap *g, uint32_t j, unsigned score)
{
    return g->b->out->answer.k + (int64_t)score - g->b->out->answer.price[j];
}

/* What the own list offers at the prices. */
static int64_t own_profit(const struct gap *g, uint32_t i)
{
    int64_t u = 0;
    for (uint64_t e = g->b->offset[i]; e < g->b->offset[i + 1]; e++) {
        int64_t p = profit(g, g->b->mentor[e], g->b->score[e]);
        u = p > u ? p : u;
    }
    return u;
}

/* How much more this mentee would find among all mentors, at most. */
static int64_t gain(struct gap *g, uint32_t i)
{
    const struct pairing_build *b = g->b;
    int64_t own = own_profit(g, i), most = own;
    for (uint32_t k = 0; k < b->run->in.n_mentors; k++) {
        uint32_t j = g->cheap[k].mentor;
        int64_t limit = profit(g, j, b->outside[i]);
        if (limit <= most)
            break;
        if (!k)
            criterion_row_read(g->texts, i);
        int64_t least = most - limit + b->outside[i] + 1;
        if (least > 0 &&
            g->texts->mentor[j].weighed < criterion_row_need(g->texts, (unsigned)least))
            continue;
        if (g->looks++ >= LOOKS_MAX)
            return limit - own;
        if (!b->capacity[j] || criterion_rule(b->run, i, j) != RULE_NONE)
            continue;
        unsigned total = criterion_row_total(g->texts, j);
        int64_t p = profit(g, j, total);
        if (total >= b->floor && p > most)
            most = p;
    }
    return most - own;
}

static int by_price(const void *a, const void *b)
{
    const struct priced *x = a, *y = b;
    if (x->price != y->price)
        return x->price < y->price ? -1 : 1;
    return x->mentor < y->mentor ? -1 : x->mentor > y->mentor;
}

static void sort_by_price(struct gap *g)
{
    uint32_t m = g->b->run->in.n_mentors;
    g->cheap = arena_array(g->b->a, struct priced, m);
    for (uint32_t j = 0; j < m; j++)
        g->cheap[j] = (struct priced){g->b->out->answer.price[j], j};
    if (m)
        qsort(g->cheap, m, sizeof *g->cheap, by_price);
}

/* A pair that the cover does not count: nobody of the list is outside of it, but somebody is. */
static bool uncovered(struct gap *g, uint32_t i)
{
    const struct pairing_build *b = g->b;
    const uint8_t *reached = b->out->answer.reached;
    for (uint64_t e = b->offset[i]; e < b->offset[i + 1]; e++)
        if (!reached[b->mentor[e]])
            return false;
    for (uint32_t j = 0; b->outside[i] && j < b->run->in.n_mentors; j++) {
        if (reached[j] || !b->capacity[j])
            continue;
        if (g->looks++ >= LOOKS_MAX ||
            (criterion_rule(b->run, i, j) == RULE_NONE && !pairing_is_weak(b, i, j, NULL)))
            return true;
    }
    return false;
}

int pairing_gap(struct pairing_build *b)
{
    const struct match_result *r = &b->out->answer;
    struct pairing_facts *f = &b->out->facts;
    struct gap g = {.b = b};
    uint64_t alone = b->run->in.n_mentees - r->matched, room = b->out->n_places - r->matched;
    if (!f->plain)
        return 0;
    sort_by_price(&g);
    g.texts = criterion_row_new(b->a, b->run);
    for (uint32_t i = 0; i < b->run->in.n_mentees; i++) {
        if (i % TELL_EVERY == 0 && pairing_tell(b, b->told) < 0)
            return ERR_CANCELLED;
        if (b->pin[i] != MATCH_NONE)
            continue;
        f->gap_score += (uint64_t)gain(&g, i);
        f->gap_pairs += b->out->instance.mode == MATCH_COUNT && uncovered(&g, i);
    }
    f->gap_pairs = f->gap_pairs < alone ? f->gap_pairs : alone;
    f->gap_pairs = f->gap_pairs < room ? f->gap_pairs : room;
    f->gap_known = true;
    return 0;
}
