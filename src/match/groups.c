#include "match/groups.h"

#include "match/instance.h"

#define BLOCKS 14
#define WORK 20000000u /* edges looked at, when the caller sets no limit */
#define FEWEST 4u
#define MOST 4000u

struct block {
    void **p;
    size_t n, size;
};

static void blocks(struct groups *g, struct block ret[BLOCKS])
{
    size_t n = g->base.n, m = g->base.m, e = 2 * g->base.size;
    const struct block all[BLOCKS] = {
        {(void **)&g->need, m, sizeof *g->need},
        {(void **)&g->root, m, 1},
        {(void **)&g->status, m, 1},
        {(void **)&g->offset, n + 1, sizeof *g->offset},
        {(void **)&g->origin, e, sizeof *g->origin},
        {(void **)&g->mentor, e, sizeof *g->mentor},
        {(void **)&g->score, e, sizeof *g->score},
        {(void **)&g->room, 2 * m, sizeof *g->room},
        {(void **)&g->half, m, sizeof *g->half},
        {(void **)&g->whole, m, sizeof *g->whole},
        {(void **)&g->edge, n, sizeof *g->edge},
        {(void **)&g->load, m, sizeof *g->load},
        {(void **)&g->best_edge, n, sizeof *g->best_edge},
        {(void **)&g->best_load, m, sizeof *g->best_load},
    };
    for (int b = 0; b < BLOCKS; b++)
        ret[b] = all[b];
}

/* What a locked pair opens has to be filled; what can never be filled stays closed. */
static int demands(struct groups *g, const uint16_t *minimum)
{
    for (uint32_t j = 0; j < g->base.m; j++) {
        uint32_t capacity = g->in->capacity[j], locked = capacity - g->base.room[j];
        if (minimum[j] > capacity && locked)
            return MATCH_EINVAL;
        if (minimum[j] > capacity)
            g->root[j] = GROUPS_CLOSED;
        else if (minimum[j] > 1 && minimum[j] > locked)
            g->need[j] = (uint16_t)(minimum[j] - locked);
        if (locked && g->need[j])
            g->root[j] = GROUPS_HELD;
    }
    return MATCH_OK;
}

static int prepare(struct groups *g, const uint16_t *minimum, const struct match_options *options,
                   struct match_memory *mem)
{
    int r = face_begin(&g->base, g->in, options, mem);
    if (r < 0)
        return r;
    for (uint64_t e = 0; e < g->base.offset[g->base.n]; e++)
        if (g->in->score[g->base.origin[e]] > g->top)
            g->top = g->in->score[g->base.origin[e]];
    struct block all[BLOCKS];
    blocks(g, all);
    for (int b = 0; b < BLOCKS; b++)
        if (!(*all[b].p = match_take(mem, all[b].n, all[b].size)))
            return MATCH_ENOMEM;
    return demands(g, minimum);
}

static void end(struct groups *g)
{
    struct block all[BLOCKS];
    blocks(g, all);
    for (int b = 0; b < BLOCKS; b++)
        match_give(g->base.mem, *all[b].p, all[b].n, all[b].size);
    face_end(&g->base);
}

static uint32_t nodes_by_size(const struct groups *g)
{
    uint64_t nodes = WORK / (g->base.offset[g->base.n] + g->base.n + g->base.m + 1);
    return nodes < FEWEST ? FEWEST : nodes > MOST ? MOST : (uint32_t)nodes;
}

static int answer(struct groups *g, struct match_groups *out)
{
    out->answer.mate = match_take(g->base.mem, g->base.n, sizeof *out->answer.mate);
    out->answer.edge = match_take(g->base.mem, g->base.n, sizeof *out->answer.edge);
    if (!out->answer.mate || !out->answer.edge)
        return MATCH_ENOMEM;
    for (uint32_t i = 0; i < g->base.n; i++)
        g->base.edge[i] = g->best_edge[i];
    face_answer(&g->base, g->in, &out->answer);
    if (g->in->mode == MATCH_COUNT)
        out->bound_matched += g->in->n_locked;
    for (size_t l = 0; l < g->in->n_locked; l++)
        out->bound_score += g->in->score[g->in->locked[l]];
    return MATCH_OK;
}

int match_groups_solve(const struct match_instance *instance, const uint16_t *minimum,
                       uint32_t node_limit, const struct match_options *options,
                       struct match_groups *ret)
{
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct match_groups out = {.answer = {.allocator = mem.allocator}};
    struct groups g = {.in = instance};
    struct groups_value root;
    int r = prepare(&g, minimum, options, &mem);
    if (r == MATCH_OK)
        r = groups_dive(&g, &root);
    if (r == MATCH_OK)
        r = groups_search(&g, &root, node_limit ? node_limit : nodes_by_size(&g), &out);
    if (r == MATCH_OK)
        r = answer(&g, &out);
    end(&g);
    if (r < 0)
        match_groups_free(&out);
    else
        *ret = out;
    return r;
}

void match_groups_free(struct match_groups *groups)
{
    match_result_free(&groups->answer);
    *groups = (struct match_groups){0};
}
