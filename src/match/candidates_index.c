#include "match/candidates_index.h"

static bool needs_size(const struct match_criterion *c)
{
    return c->kind == MATCH_SET && (c->rule == MATCH_RULE_WITHIN || c->measure == MATCH_BY_JACCARD);
}

static bool take_lanes(struct index *x, struct level *l, struct match_memory *memory)
{
    const struct match_profiles *p = x->profiles;
    size_t n = (size_t)l->n_groups * LANES;
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        if (needs_size(&p->criterion[k]) && !(l->size[k] = match_take(memory, n, 1)))
            return false;
        if (p->criterion[k].kind != MATCH_RANGE)
            continue;
        l->low[k] = match_take(memory, n, 1);
        l->high[k] = match_take(memory, n, 1);
        if (!l->low[k] || !l->high[k])
            return false;
        if (l != x->level)
            continue;
        x->low[k] = match_take(memory, n, sizeof *x->low[k]);
        x->high[k] = match_take(memory, n, sizeof *x->high[k]);
        if (!x->low[k] || !x->high[k])
            return false;
    }
    return true;
}

/* Steps in which the highest number of the mentors is below 256, so that its ceiling is too. */
static void choose_steps(struct index *x, uint32_t criterion)
{
    const struct match_column *column = &x->profiles->mentor[criterion];
    uint16_t highest = 0;
    for (uint32_t j = 0; column->low && j < x->profiles->n_mentors; j++)
        if (range_known(range_read(column, j)) && column->high[j] > highest)
            highest = column->high[j];
    while (highest >> x->shift[criterion] >= UINT8_MAX)
        x->shift[criterion]++;
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
    if (l->low[criterion])
        choose_steps(x, criterion);
    for (uint32_t lane = 0; lane < l->n_groups * LANES; lane++) {
        bool there = lane < x->n;
        if (l->size[criterion])
            l->size[criterion][lane] = there ? size_of(x, criterion, x->order[lane]) : UINT8_MAX;
        if (l->low[criterion]) {
            struct range r = {UINT16_MAX, 0};
            if (there && range_known(range_read(column, x->order[lane])))
                r = range_read(column, x->order[lane]);
            x->low[criterion][lane] = r.low;
            x->high[criterion][lane] = r.high;
            bool known = range_known(r);
            l->low[criterion][lane] = known ? range_floor(x, criterion, r.low) : UINT8_MAX;
            l->high[criterion][lane] = known ? range_ceil(x, criterion, r.high) : 0;
        }
    }
}

static void fill_parent_lanes(struct level *l, const struct level *below, uint32_t criterion)
{
    uint8_t *size = l->size[criterion], *size_below = below->size[criterion];
    uint8_t *low = l->low[criterion], *low_below = below->low[criterion];
    uint8_t *high = l->high[criterion], *high_below = below->high[criterion];
    for (uint32_t lane = 0; lane < l->n_groups * LANES; lane++) {
        if (size)
            size[lane] = UINT8_MAX;
        if (low)
            low[lane] = UINT8_MAX;
    }
    for (uint32_t lane = 0; lane < below->n_groups * LANES; lane++) {
        size_t above = lane_above(lane / LANES, lane % LANES);
        if (size && size_below[lane] < size[above])
            size[above] = size_below[lane];
        if (low && low_below[lane] < low[above])
            low[above] = low_below[lane];
        if (high && high_below[lane] > high[above])
            high[above] = high_below[lane];
    }
}

static int make_level(struct index *x, uint32_t n_groups, struct match_memory *memory)
{
    const struct match_profiles *p = x->profiles;
    struct level *l = &x->level[x->n_levels];
    const struct level *below = x->n_levels ? l - 1 : NULL;
    l->n_groups = n_groups;
    x->n_levels++;
    int r = columns_make(x, memory);
    if (r == MATCH_OK && !take_lanes(x, l, memory))
        r = MATCH_ENOMEM;
    for (uint32_t k = 0; k < p->n_criteria && r == MATCH_OK; k++) {
        if (below)
            fill_parent_lanes(l, below, k);
        else
            fill_ground_lanes(x, k);
    }
    return r;
}

/* Terms of mentees, and those of mentors of whom nothing is known. */
static int ask(struct index *x, struct match_memory *memory)
{
    const struct match_profiles *p = x->profiles;
    struct term_list list;
    x->asked = match_take(memory, x->n_terms, 1);
    if (!x->asked)
        return MATCH_ENOMEM;
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        if (p->criterion[k].kind == MATCH_RANGE)
            continue;
        for (uint32_t i = 0; i < p->n_mentees; i++) {
            term_list_read(&p->mentee[k], i, &list);
            x->longest[k] = list.n > x->longest[k] ? list.n : x->longest[k];
            for (uint32_t t = 0; t < list.n; t++)
                x->asked[x->first[k] + list.term[t]] = 1;
        }
    }
    return MATCH_OK;
}

size_t index_query_terms(const struct index *x)
{
    size_t n = 0;
    for (uint32_t k = 0; k < x->profiles->n_criteria; k++) {
        n += (x->longest[k] + STRIDE - 1) / STRIDE * STRIDE;
        n += x->profiles->criterion[k].kind == MATCH_PATH ? STRIDE : 0; /* of its rule */
    }
    return n;
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
        ret->weighed[k] = profiles->criterion[k].kind == MATCH_SET &&
                          profiles->criterion[k].points &&
                          profiles->criterion[k].measure == MATCH_BY_SHARE;
    }
    ret->n_terms++;
    int r = ask(ret, memory);
    if (r == MATCH_OK)
        r = order_mentors(ret, memory);
    uint32_t n_groups = (ret->n + LANES - 1) / LANES;
    for (bool more = n_groups > 0; more && r == MATCH_OK; n_groups = (n_groups + FAN - 1) / FAN) {
        r = make_level(ret, n_groups, memory);
        more = n_groups > 1;
    }
    return r;
}

void index_free(struct index *x, struct match_memory *memory)
{
    for (uint32_t v = 0; v < x->n_levels; v++) {
        struct level *l = &x->level[v];
        size_t n = (size_t)l->n_groups * LANES;
        columns_free(l, memory);
        for (uint32_t k = 0; k < MATCH_CRITERIA_MAX; k++) {
            match_give(memory, l->size[k], n, 1);
            match_give(memory, l->low[k], n, 1);
            match_give(memory, l->high[k], n, 1);
            if (v == 0) {
                match_give(memory, x->low[k], n, sizeof *x->low[k]);
                match_give(memory, x->high[k], n, sizeof *x->high[k]);
            }
        }
    }
    match_give(memory, x->asked, x->n_terms, 1);
    match_give(memory, x->order, x->profiles->n_mentors, sizeof *x->order);
}
