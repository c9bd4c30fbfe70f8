/* Best bound first: the nodes wait in a binary heap, the decisions of a node are found by going
 * up to the root. */
#include "match/groups.h"

struct node {
    struct groups_value bound; /* of the node above */
    uint32_t parent;           /* MATCH_NONE: the root */
    uint32_t mentor;           /* decided here */
    uint8_t status;
};

struct search {
    struct groups *g;
    struct node *node;
    uint32_t n_nodes;
    uint32_t *heap;
    uint32_t n_heap;
};

/* Of equal bounds the node that was made last: it is deeper. */
static bool before(const struct search *s, uint32_t a, uint32_t b)
{
    if (groups_better(&s->node[a].bound, &s->node[b].bound))
        return true;
    return !groups_better(&s->node[b].bound, &s->node[a].bound) && a > b;
}

static void push(struct search *s, const struct node *node)
{
    uint32_t id = s->n_nodes++, at = s->n_heap++;
    s->node[id] = *node;
    for (; at && before(s, id, s->heap[(at - 1) / 2]); at = (at - 1) / 2)
        s->heap[at] = s->heap[(at - 1) / 2];
    s->heap[at] = id;
}

static uint32_t pop(struct search *s)
{
    uint32_t top = s->heap[0], last = s->heap[--s->n_heap], at = 0;
    for (uint32_t down; (down = 2 * at + 1) < s->n_heap; at = down) {
        if (down + 1 < s->n_heap && before(s, s->heap[down + 1], s->heap[down]))
            down++;
        if (!before(s, s->heap[down], last))
            break;
        s->heap[at] = s->heap[down];
    }
    s->heap[at] = last;
    return top;
}

static void decide(const struct search *s, uint32_t id)
{
    struct groups *g = s->g;
    for (uint32_t j = 0; j < g->base.m; j++)
        g->status[j] = g->root[j];
    for (; s->node[id].parent != MATCH_NONE; id = s->node[id].parent)
        g->status[s->node[id].mentor] = s->node[id].status;
}

/* The group that is farthest from both, empty and full. */
static uint32_t undecided(const struct groups *g)
{
    uint32_t best = MATCH_NONE, distance = 0;
    for (uint32_t j = 0; j < g->base.m; j++) {
        if (!groups_short(g, j))
            continue;
        uint32_t missing = g->need[j] - g->load[j];
        uint32_t d = missing < g->load[j] ? missing : g->load[j];
        if (d > distance) {
            distance = d;
            best = j;
        }
    }
    return best;
}

static bool is_open(const struct search *s)
{
    return s->n_heap && groups_better(&s->node[s->heap[0]].bound, &s->g->best);
}

static int visit(struct search *s)
{
    struct groups *g = s->g;
    uint32_t id = pop(s);
    decide(s, id);
    int r = groups_node(g);
    if (r != MATCH_OK)
        return r;
    groups_keep(g);
    uint32_t j = undecided(g);
    if (j != MATCH_NONE && groups_better(&g->value, &g->best)) {
        push(s, &(struct node){g->value, id, j, GROUPS_CLOSED});
        push(s, &(struct node){g->value, id, j, GROUPS_HELD});
    }
    return MATCH_OK;
}

static int run(struct search *s, uint32_t node_limit, struct match_groups *ret)
{
    const struct match_options *o = s->g->base.options;
    while (is_open(s) && ret->nodes < node_limit) {
        if (o && o->progress)
            o->progress(o->ctx, ret->nodes, node_limit);
        int r = visit(s);
        if (r < 0)
            return r;
        ret->nodes++;
    }
    if (o && o->progress)
        o->progress(o->ctx, node_limit, node_limit);
    ret->exact = !is_open(s);
    struct groups_value bound = ret->exact ? s->g->best : s->node[s->heap[0]].bound;
    ret->bound_matched = bound.matched;
    ret->bound_score = bound.score;
    return MATCH_OK;
}

int groups_search(struct groups *g, const struct groups_value *root, uint32_t node_limit,
                  struct match_groups *ret)
{
    size_t room = 2 * (size_t)node_limit + 1;
    struct match_memory *mem = g->base.mem;
    struct search s = {.g = g};
    s.node = match_take(mem, room, sizeof *s.node);
    s.heap = match_take(mem, room, sizeof *s.heap);
    int r = MATCH_ENOMEM;
    if (s.node && s.heap) {
        push(&s, &(struct node){*root, MATCH_NONE, MATCH_NONE, 0});
        r = run(&s, node_limit, ret);
    }
    match_give(mem, s.node, room, sizeof *s.node);
    match_give(mem, s.heap, room, sizeof *s.heap);
    return r;
}
