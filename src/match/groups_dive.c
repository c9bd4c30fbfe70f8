#include "match/groups.h"

#define WORK 4000000u /* edges looked at while opening again */
#define TRIES 64u
#define PARTS 64u

/* Which part of its minimum a group has. */
static uint32_t part(const struct groups *g, uint32_t j)
{
    return g->load[j] * PARTS / g->need[j];
}

/* Close a third of the groups that are short, those with the smallest part first. */
static uint32_t close_some(struct groups *g)
{
    uint32_t n[PARTS] = {0}, n_short = 0, last = 0;
    for (uint32_t j = 0; j < g->base.m; j++)
        if (groups_short(g, j)) {
            n[part(g, j)]++;
            n_short++;
        }
    uint32_t left = (n_short + 2) / 3;
    for (; last + 1 < PARTS && n[last] < left; last++)
        left -= n[last];
    for (uint32_t j = 0; j < g->base.m; j++) {
        if (!groups_short(g, j) || part(g, j) > last || (part(g, j) == last && !left))
            continue;
        left -= part(g, j) == last;
        g->status[j] = GROUPS_CLOSED;
    }
    return n_short;
}

void groups_keep(struct groups *g)
{
    for (uint32_t j = 0; j < g->base.m; j++)
        if (groups_short(g, j))
            return;
    if (g->has_best && !groups_better(&g->value, &g->best))
        return;
    g->has_best = true;
    g->best = g->value;
    for (uint32_t i = 0; i < g->base.n; i++)
        g->best_edge[i] = g->edge[i];
    for (uint32_t j = 0; j < g->base.m; j++)
        g->best_load[j] = g->load[j];
}

/* Hold the groups of the best answer and this one, and nothing else. */
static void hold(struct groups *g, uint32_t opened)
{
    for (uint32_t j = 0; j < g->base.m; j++) {
        g->status[j] = g->root[j];
        if (g->root[j] == GROUPS_FREE && g->need[j])
            g->status[j] = g->best_load[j] || j == opened ? GROUPS_HELD : GROUPS_CLOSED;
    }
}

static int open_again(struct groups *g, uint32_t tries)
{
    for (uint32_t j = 0; j < g->base.m && tries; j++) {
        if (g->root[j] != GROUPS_FREE || !g->need[j] || g->best_load[j])
            continue;
        hold(g, j);
        int r = groups_node(g);
        if (r < 0)
            return r;
        if (r == MATCH_OK)
            groups_keep(g);
        tries--;
    }
    return MATCH_OK;
}

int groups_dive(struct groups *g, struct groups_value *ret_root)
{
    for (uint32_t j = 0; j < g->base.m; j++)
        g->status[j] = g->root[j];
    int r = groups_node(g);
    *ret_root = g->value;
    while (r == MATCH_OK && close_some(g))
        r = groups_node(g);
    if (r != MATCH_OK)
        return r == FACE_UNMET ? MATCH_EINVAL : r;
    groups_keep(g);
    if (!groups_better(ret_root, &g->best))
        return MATCH_OK;
    uint64_t tries = WORK / (g->base.offset[g->base.n] + 1);
    return open_again(g, tries < TRIES ? (uint32_t)tries : TRIES);
}
