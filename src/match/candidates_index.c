#include "match/candidates_index.h"

#include <string.h>

/* A term of a mentor, numbered over all criteria. */
struct posting {
    uint32_t term;
    uint8_t strength;
};

#define POSTINGS_MAX (MATCH_CRITERIA_MAX * (MATCH_LIST_MAX + 2))

static uint32_t postings_of(const struct index *x, uint32_t mentor, struct posting *ret)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < x->profiles->n_criteria; k++) {
        const struct match_criterion *c = &x->profiles->criterion[k];
        const struct match_column *column = &x->profiles->mentor[k];
        struct term_list list = {.n = 0};
        bool known;
        if (c->kind == MATCH_RANGE) {
            known = range_known(range_read(column, mentor));
        } else {
            term_list_read(column, mentor, &list);
            known = list.n > 0;
        }
        for (uint32_t t = 0; t < list.n; t++)
            ret[n++] = (struct posting){x->first[k] + list.term[t],
                                        c->kind == MATCH_PATH ? 1 : list.strength[t]};
        if (!known)
            ret[n++] = (struct posting){index_unknown(x, k), 1};
        if (c->kind == MATCH_PATH && list.n < c->depth)
            ret[n++] = (struct posting){index_short(x, k), 1};
    }
    return n;
}

static bool take_columns(struct level *l, struct match_memory *memory)
{
    l->bytes = match_take(memory, (size_t)l->n_columns + 1, LANES);
    l->lanes = match_take(memory, l->n_columns, sizeof *l->lanes);
    l->child = match_take(memory, l->n_columns, sizeof *l->child);
    l->group = match_take(memory, l->n_columns, sizeof *l->group);
    l->term = match_take(memory, l->n_columns, sizeof *l->term);
    if (!l->bytes || !l->lanes || !l->child || !l->group || !l->term)
        return false;
    l->column = (uint8_t *)(((uintptr_t)l->bytes + LANES - 1) & ~(uintptr_t)(LANES - 1));
    return true;
}

/* Walk the mentors' terms; each new (term, group) is a column. start[term] moves on. */
static void walk_terms(struct index *x, uint32_t *start, uint32_t *seen, bool fill)
{
    struct level *l = &x->level[0];
    struct posting posting[POSTINGS_MAX];
    for (uint32_t lane = 0; lane < x->n; lane++) {
        uint32_t n = postings_of(x, x->order[lane], posting);
        for (uint32_t k = 0; k < n; k++) {
            uint32_t t = posting[k].term;
            if (seen[t] != lane / LANES + 1) {
                seen[t] = lane / LANES + 1;
                start[t]++;
            }
            if (!fill)
                continue;
            uint32_t column = start[t] - 1;
            l->column[(size_t)column * LANES + lane % LANES] = posting[k].strength;
            l->lanes[column] |= 1ull << lane % LANES;
            l->group[column] = lane / LANES;
            l->term[column] = t;
        }
    }
}

static int make_ground(struct index *x, struct match_memory *memory)
{
    struct level *l = &x->level[0];
    size_t n = (size_t)x->n_terms + 1;
    uint32_t *start = match_take(memory, n, sizeof *start);
    uint32_t *seen = match_take(memory, n, sizeof *seen);
    int r = MATCH_ENOMEM;
    if (start && seen) {
        uint64_t sum = 0;
        walk_terms(x, start, seen, false);
        for (size_t t = 0; t < n; t++) {
            uint32_t count = start[t];
            start[t] = (uint32_t)sum;
            sum += count;
        }
        l->n_columns = (uint32_t)sum;
        memset(seen, 0, n * sizeof *seen);
        if (sum < NO_COLUMN && take_columns(l, memory)) {
            walk_terms(x, start, seen, true);
            r = MATCH_OK;
        }
    }
    match_give(memory, start, n, sizeof *start);
    match_give(memory, seen, n, sizeof *seen);
    return r;
}

static bool begins_parent(const struct level *below, uint32_t column)
{
    return !column || below->term[column] != below->term[column - 1] ||
           below->group[column] / LANES != below->group[column - 1] / LANES;
}

static uint8_t most_of(const uint8_t *column)
{
    uint8_t most = 0;
    for (uint32_t lane = 0; lane < LANES; lane++)
        most = column[lane] > most ? column[lane] : most;
    return most;
}

static int make_parents(struct level *l, const struct level *below, struct match_memory *memory)
{
    for (uint32_t k = 0; k < below->n_columns; k++)
        l->n_columns += begins_parent(below, k);
    if (!take_columns(l, memory))
        return MATCH_ENOMEM;
    uint32_t at = NO_COLUMN;
    for (uint32_t k = 0; k < below->n_columns; k++) {
        uint32_t lane = below->group[k] % LANES;
        if (begins_parent(below, k)) {
            at++;
            l->group[at] = below->group[k] / LANES;
            l->term[at] = below->term[k];
            l->child[at] = k;
        }
        l->column[(size_t)at * LANES + lane] = most_of(below->column + (size_t)k * LANES);
        l->lanes[at] |= 1ull << lane;
    }
    return MATCH_OK;
}

static bool needs_size(const struct match_criterion *c)
{
    return c->kind == MATCH_SET && (c->rule == MATCH_RULE_WITHIN || c->measure == MATCH_BY_JACCARD);
}

static bool take_lanes(struct level *l, const struct match_profiles *p, struct match_memory *memory)
{
    size_t n = (size_t)l->n_groups * LANES;
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        if (needs_size(&p->criterion[k]) && !(l->size[k] = match_take(memory, n, 1)))
            return false;
        if (p->criterion[k].kind != MATCH_RANGE)
            continue;
        l->low[k] = match_take(memory, n, sizeof *l->low[k]);
        l->high[k] = match_take(memory, n, sizeof *l->high[k]);
        if (!l->low[k] || !l->high[k])
            return false;
    }
    return true;
}

/* The number of terms; where there are none, one that never bounds a share of them nor passes a
 * strict rule. */
static uint8_t size_of(const struct index *x, uint32_t criterion, uint32_t mentor)
{
    const struct match_criterion *c = &x->profiles->criterion[criterion];
    struct term_list list;
    term_list_read(&x->profiles->mentor[criterion], mentor, &list);
    if (list.n)
        return (uint8_t)list.n;
    return c->rule == MATCH_RULE_WITHIN && !c->strict ? 0 : UINT8_MAX;
}

static void fill_ground_lanes(struct index *x, uint32_t criterion)
{
    struct level *l = &x->level[0];
    const struct match_column *column = &x->profiles->mentor[criterion];
    for (uint32_t lane = 0; lane < l->n_groups * LANES; lane++) {
        bool there = lane < x->n;
        if (l->size[criterion])
            l->size[criterion][lane] = there ? size_of(x, criterion, x->order[lane]) : UINT8_MAX;
        if (l->low[criterion]) {
            struct range r = {UINT16_MAX, 0};
            if (there && range_known(range_read(column, x->order[lane])))
                r = range_read(column, x->order[lane]);
            l->low[criterion][lane] = r.low;
            l->high[criterion][lane] = r.high;
        }
    }
}

static void fill_parent_lanes(struct level *l, const struct level *below, uint32_t criterion)
{
    for (uint32_t lane = 0; lane < l->n_groups * LANES; lane++) {
        uint8_t size = UINT8_MAX;
        struct range hull = {UINT16_MAX, 0};
        for (size_t k = (size_t)lane * LANES; lane < l->n_lanes && k < (lane + 1ull) * LANES; k++) {
            if (below->size[criterion] && below->size[criterion][k] < size)
                size = below->size[criterion][k];
            if (below->low[criterion] && below->low[criterion][k] < hull.low)
                hull.low = below->low[criterion][k];
            if (below->high[criterion] && below->high[criterion][k] > hull.high)
                hull.high = below->high[criterion][k];
        }
        if (l->size[criterion])
            l->size[criterion][lane] = size;
        if (l->low[criterion]) {
            l->low[criterion][lane] = hull.low;
            l->high[criterion][lane] = hull.high;
        }
    }
}

static int make_level(struct index *x, uint32_t n_lanes, struct match_memory *memory)
{
    const struct match_profiles *p = x->profiles;
    struct level *l = &x->level[x->n_levels];
    const struct level *below = x->n_levels ? l - 1 : NULL;
    l->n_lanes = n_lanes;
    l->n_groups = (n_lanes + LANES - 1) / LANES;
    x->n_levels++;
    int r = below ? make_parents(l, below, memory) : make_ground(x, memory);
    if (r == MATCH_OK && !take_lanes(l, p, memory))
        r = MATCH_ENOMEM;
    for (uint32_t k = 0; k < p->n_criteria && r == MATCH_OK; k++) {
        if (below)
            fill_parent_lanes(l, below, k);
        else
            fill_ground_lanes(x, k);
    }
    return r;
}

static void forget_names(struct index *x, struct match_memory *memory)
{
    for (uint32_t v = 0; v < x->n_levels; v++) {
        struct level *l = &x->level[v];
        match_give(memory, l->group, l->n_columns, sizeof *l->group);
        match_give(memory, l->term, l->n_columns, sizeof *l->term);
        l->group = l->term = NULL;
    }
}

static int make_root(struct index *x, struct match_memory *memory)
{
    const struct level *top = &x->level[x->n_levels - 1];
    x->root = match_take(memory, x->n_terms, sizeof *x->root);
    if (!x->root)
        return MATCH_ENOMEM;
    memset(x->root, 0xFF, x->n_terms * sizeof *x->root);
    for (uint32_t k = 0; k < top->n_columns; k++)
        x->root[top->term[k]] = k;
    forget_names(x, memory);
    return MATCH_OK;
}

static int order_mentors(struct index *x, struct match_memory *memory)
{
    const struct match_profiles *p = x->profiles;
    size_t m = p->n_mentors;
    uint32_t *spare = match_take(memory, m, sizeof *spare);
    x->order = match_take(memory, m, sizeof *x->order);
    int r = MATCH_ENOMEM;
    if (spare && x->order) {
        for (uint32_t j = 0; j < m; j++)
            if (!p->capacity || p->capacity[j])
                x->order[x->n++] = j;
        r = candidates_order(p, p->mentor, x->order, spare, x->n, memory);
    }
    match_give(memory, spare, m, sizeof *spare);
    return r;
}

int index_make(struct index *ret, const struct match_profiles *profiles,
               struct match_memory *memory)
{
    *ret = (struct index){.profiles = profiles};
    for (uint32_t k = 0; k < profiles->n_criteria; k++) {
        ret->first[k] = ret->n_terms;
        ret->n_terms += profiles->criterion[k].n_terms + 2;
    }
    int r = order_mentors(ret, memory);
    uint32_t n = ret->n;
    while (r == MATCH_OK && n && (ret->n_levels == 0 || n > 1)) {
        r = make_level(ret, n, memory);
        n = ret->level[ret->n_levels - 1].n_groups;
    }
    return r == MATCH_OK && ret->n ? make_root(ret, memory) : r;
}

void index_free(struct index *x, struct match_memory *memory)
{
    forget_names(x, memory);
    for (uint32_t v = 0; v < x->n_levels; v++) {
        struct level *l = &x->level[v];
        size_t n = (size_t)l->n_groups * LANES;
        match_give(memory, l->bytes, (size_t)l->n_columns + 1, LANES);
        match_give(memory, l->lanes, l->n_columns, sizeof *l->lanes);
        match_give(memory, l->child, l->n_columns, sizeof *l->child);
        for (uint32_t k = 0; k < MATCH_CRITERIA_MAX; k++) {
            match_give(memory, l->size[k], n, 1);
            match_give(memory, l->low[k], n, sizeof *l->low[k]);
            match_give(memory, l->high[k], n, sizeof *l->high[k]);
        }
    }
    match_give(memory, x->root, x->n_terms, sizeof *x->root);
    match_give(memory, x->order, x->profiles->n_mentors, sizeof *x->order);
}
