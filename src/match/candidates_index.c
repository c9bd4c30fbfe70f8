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
            if (x->asked[x->first[k] + list.term[t]])
                ret[n++] = (struct posting){x->first[k] + list.term[t],
                                            c->kind == MATCH_PATH ? 1 : list.strength[t]};
        if (!known)
            ret[n++] = (struct posting){index_unknown(x, k), 1};
        if (c->kind == MATCH_PATH && list.n < c->depth)
            ret[n++] = (struct posting){index_short(x, k), 1};
    }
    return n;
}

/* The columns of the group at hand: at[term] counts from 1 when group[term] is it, plus one. */
struct board {
    uint32_t *group, *at;
    size_t n;
};

static bool take_board(struct board *b, const struct index *x, struct match_memory *memory)
{
    b->n = x->n_terms;
    b->group = match_take(memory, b->n, sizeof *b->group);
    b->at = match_take(memory, b->n, sizeof *b->at);
    return b->group && b->at;
}

static void give_board(struct board *b, struct match_memory *memory)
{
    match_give(memory, b->group, b->n, sizeof *b->group);
    match_give(memory, b->at, b->n, sizeof *b->at);
}

static void clear_board(struct board *b)
{
    memset(b->group, 0, b->n * sizeof *b->group);
}

/* The column of a term in a group: a new one, *n of the level, when it has none yet. */
static uint32_t column_of(struct board *b, uint32_t group, uint32_t term, uint32_t *n)
{
    if (b->group[term] != group + 1) {
        b->group[term] = group + 1;
        b->at[term] = (*n)++;
    }
    return b->at[term];
}

static bool take_columns(struct level *l, struct match_memory *memory)
{
    l->bytes = match_take(memory, (size_t)l->n_columns + 2, LANES);
    l->term = match_take(memory, l->n_columns, sizeof *l->term);
    l->column = (uint8_t *)(((uintptr_t)l->bytes + LANES - 1) & ~(uintptr_t)(LANES - 1));
    return l->bytes && l->term;
}

/* Mentors' terms; counted first, then filled in. Returns the number of columns. */
static uint32_t walk_mentors(struct index *x, struct board *b, bool fill)
{
    struct level *l = &x->level[0];
    struct posting posting[POSTINGS_MAX];
    uint32_t n = 0;
    clear_board(b);
    for (uint32_t lane = 0; lane < x->n; lane++) {
        uint32_t group = lane / LANES, n_postings = postings_of(x, x->order[lane], posting);
        for (uint32_t k = 0; k < n_postings; k++) {
            uint32_t column = column_of(b, group, posting[k].term, &n);
            if (!fill)
                continue;
            l->term[column] = posting[k].term;
            l->column[(size_t)column * LANES + lane % LANES] = posting[k].strength;
        }
        l->first[group + 1] = n;
    }
    return n;
}

/* A child's column goes into its parent's: the highest of FAN lanes each. */
static void raise_column(const uint8_t *column, uint32_t group, uint8_t *parent)
{
    for (uint32_t lane = 0; lane < LANES; lane += FAN) {
        uint8_t most = 0;
        for (uint32_t k = 0; k < FAN; k++)
            most = column[lane + k] > most ? column[lane + k] : most;
        parent[lane_above(group % FAN, lane)] = most;
    }
}

static uint32_t walk_children(struct level *l, const struct level *below, struct board *b,
                              bool fill)
{
    uint32_t n = 0;
    clear_board(b);
    for (uint32_t group = 0; group < below->n_groups; group++) {
        for (uint32_t k = below->first[group]; k < below->first[group + 1]; k++) {
            uint32_t column = column_of(b, group / FAN, below->term[k], &n);
            if (!fill)
                continue;
            l->term[column] = below->term[k];
            raise_column(below->column + (size_t)k * LANES, group,
                         l->column + (size_t)column * LANES);
        }
        l->first[group / FAN + 1] = n;
    }
    return n;
}

static int make_columns(struct index *x, struct level *l, const struct level *below,
                        struct match_memory *memory)
{
    struct board board;
    int r = MATCH_ENOMEM;
    l->first = match_take(memory, l->n_groups + 1u, sizeof *l->first);
    if (take_board(&board, x, memory) && l->first) {
        l->n_columns =
            below ? walk_children(l, below, &board, false) : walk_mentors(x, &board, false);
        if (take_columns(l, memory)) {
            if (below)
                walk_children(l, below, &board, true);
            else
                walk_mentors(x, &board, true);
            r = MATCH_OK;
        }
    }
    give_board(&board, memory);
    return r;
}

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
    int r = make_columns(x, l, below, memory);
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
        match_give(memory, l->bytes, (size_t)l->n_columns + 2, LANES);
        match_give(memory, l->term, l->n_columns, sizeof *l->term);
        match_give(memory, l->first, l->n_groups + 1u, sizeof *l->first);
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
