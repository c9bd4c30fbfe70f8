/*
 * What an answer over lists lacks against one over all pairs: every mentee looks, at the prices
 * of the answer, for a mentor who would give more than it has. A group is left out when the most
 * that it gives, less the lowest price in it, is no more than what was found already.
 */
#include "match/census.h"
#include "match/instance.h"

struct gap {
    const struct match_instance *in;
    const struct match_result *result;
    int64_t *lowest[INDEX_LEVELS]; /* of each group: the lowest price of its mentors */
    int64_t *best;                 /* of each mentee: the most a mentor gives it, 0 alone */
    int64_t *own;                  /* of each mentee: of its list */
};

/* k + score - price for a value of a visit, above the ground at most that. */
static int64_t worth(const struct gap *g, uint16_t value, int64_t price)
{
    return g->result->k + (value - 1 + (int)MATCH_POINT / 2) / (int)MATCH_POINT - price;
}

/* The value from which on worth is above what is found; 0: none. */
static uint16_t least_above(const struct gap *g, int64_t found, int64_t price)
{
    int64_t score = found - g->result->k + price;
    if (score >= MATCH_POINTS_MAX)
        return 0;
    return score < 0 ? 1 : (uint16_t)(((score + 1) * MATCH_POINT) - MATCH_POINT / 2 + 1);
}

static void look_at_mentors(struct gap *g, const struct visit *v, uint32_t mentee, uint64_t lanes)
{
    const struct index *x = v->index;
    for (; lanes; lanes &= lanes - 1) {
        uint32_t lane = (uint32_t)__builtin_ctzll(lanes), at = v->group * LANES + lane;
        if (at >= x->n)
            break;
        uint16_t value = lane_value(v, lane);
        int64_t here = value ? worth(g, value, g->result->price[x->order[at]]) : 0;
        if (here > g->best[mentee])
            g->best[mentee] = here;
    }
}

static void look(struct gap *g, struct finder *f, uint32_t depth, uint32_t group,
                 const struct lead *lead, uint32_t n)
{
    const struct index *x = f->index;
    _Alignas(LANES) uint8_t common[MATCH_CRITERIA_MAX][LANES];
    struct visit v = finder_visit(f, &x->level[depth], group);
    uint16_t most[FAN];
    uint32_t n_below[FAN] = {0};
    v.common = common;
    finder_place(f, v.level, group);
    for (uint32_t k = 0; k < n; k++) {
        const struct seeker *s = &f->seeker[lead[k].seeker];
        uint16_t least = least_above(g, g->best[s->mentee], g->lowest[depth][group]);
        if (!least || lead[k].most < least)
            continue;
        v.query = &s->query;
        v.hopes = &f->hopes[lead[k].seeker];
        if (depth == 0)
            look_at_mentors(g, &v, s->mentee, f->simd->lanes(&v, least));
        uint64_t found = depth ? f->simd->children(&v, least, most) : 0;
        for (; found; found &= found - 1) {
            uint32_t child = (uint32_t)__builtin_ctzll(found);
            f->lead[depth][child][n_below[child]++] = (struct lead){most[child], lead[k].seeker};
        }
    }
    for (uint32_t child = 0; child < FAN; child++)
        if (n_below[child] && group * FAN + child < x->level[depth - 1].n_groups)
            look(g, f, depth - 1, group * FAN + child, f->lead[depth][child], n_below[child]);
}

static void look_all(void *ctx, struct finder *f, const uint32_t *mentee, uint32_t n)
{
    uint32_t n_leads = finder_prepare(f, mentee, n);
    if (f->index->n)
        look(ctx, f, f->index->n_levels - 1, 0, f->root, n_leads);
    finder_forget(f);
}

static int take_lowest(struct gap *g, const struct index *x, struct match_memory *memory)
{
    for (uint32_t v = 0; v < x->n_levels; v++) {
        uint32_t n = x->level[v].n_groups, n_below = v ? x->level[v - 1].n_groups : x->n;
        uint32_t fan = v ? FAN : LANES;
        g->lowest[v] = match_take(memory, n, sizeof **g->lowest);
        if (!g->lowest[v])
            return MATCH_ENOMEM;
        for (uint32_t k = 0; k < n_below; k++) {
            int64_t price = v ? g->lowest[v - 1][k] : g->result->price[x->order[k]];
            if (k % fan == 0 || price < g->lowest[v][k / fan])
                g->lowest[v][k / fan] = price;
        }
    }
    return MATCH_OK;
}

static int take_profits(struct gap *g, struct match_memory *memory)
{
    const struct match_instance *in = g->in;
    g->best = match_take(memory, in->n_mentees, sizeof *g->best);
    g->own = match_take(memory, in->n_mentees, sizeof *g->own);
    if (!g->best || !g->own)
        return MATCH_ENOMEM;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
            int64_t here = g->result->k + in->score[e] - g->result->price[in->mentor[e]];
            g->own[i] = here > g->own[i] ? here : g->own[i];
        }
        g->best[i] = g->own[i];
    }
    return MATCH_OK;
}

static void sum_up(const struct gap *g, struct match_gap *ret)
{
    *ret = (struct match_gap){0};
    for (uint32_t i = 0; i < g->in->n_mentees; i++) {
        ret->most += (uint64_t)(g->best[i] - g->own[i]);
        ret->n_mentees += g->best[i] > g->own[i];
    }
}

int match_candidates_gap(const struct match_profiles *profiles,
                         const struct match_instance *instance, const struct match_result *result,
                         const struct match_options *options, struct match_gap *ret)
{
    struct match_memory memory;
    struct census census;
    struct gap g = {.in = instance, .result = result};
    if (instance->n_mentees != profiles->n_mentees || instance->n_mentors != profiles->n_mentors ||
        instance->n_locked || instance->floor)
        return MATCH_EINVAL;
    int r = match_check(instance);
    if (r < 0)
        return r;
    match_memory_init(&memory, options);
    r = census_make(&census, profiles, 1, options, &memory);
    if (r == MATCH_OK)
        r = take_lowest(&g, &census.index, &memory);
    if (r == MATCH_OK)
        r = take_profits(&g, &memory);
    if (r == MATCH_OK)
        r = census_run(&census, look_all, &g);
    if (r == MATCH_OK)
        sum_up(&g, ret);
    for (uint32_t v = 0; v < census.index.n_levels; v++)
        match_give(&memory, g.lowest[v], census.index.level[v].n_groups, sizeof **g.lowest);
    match_give(&memory, g.best, instance->n_mentees, sizeof *g.best);
    match_give(&memory, g.own, instance->n_mentees, sizeof *g.own);
    census_free(&census, &memory);
    return r;
}
