#include "match/candidates_query.h"

/* A query and its terms so far. */
struct making {
    const struct index *x;
    struct query *q;
    struct query_term *term;
    uint32_t n_terms;
};

static uint8_t add_slice(struct making *m, uint32_t unknown)
{
    m->q->slice[m->q->n_slices] = (struct slice){m->n_terms, m->n_terms, unknown};
    return (uint8_t)m->q->n_slices++;
}

static void add_term(struct making *m, uint32_t term, uint16_t unit)
{
    m->term[m->n_terms++] = (struct query_term){term, unit};
    m->q->slice[m->q->n_slices - 1].to = m->n_terms;
}

static void fill_slice(struct making *m)
{
    while ((m->n_terms - m->q->slice[m->q->n_slices - 1].from) % STRIDE)
        add_term(m, index_nobody(m->x), 0);
}

/* What a part takes away from groups, for the time that it takes to look. */
static uint64_t worth(const struct query *q, const struct index *x, const struct query_part *p)
{
    const struct slice *s = &q->slice[p->slice];
    return x->idle[p->criterion] ? 0 : x->loss[p->criterion] / (2 + s->to - s->from);
}

static void add_part(struct query *q, const struct index *x, struct query_part part)
{
    uint32_t at = q->n_parts++;
    for (; at && worth(q, x, &q->part[at - 1]) < worth(q, x, &part); at--)
        q->part[at] = q->part[at - 1];
    q->part[at] = part;
}

/* Nothing is known of the mentee, or too little for the rule. */
static void pass_unknown(struct query *q, const struct match_criterion *c)
{
    q->fits_nobody |= c->strict && c->rule != MATCH_RULE_NONE && c->rule != MATCH_RULE_DIFFER;
}

static struct query_part part_of(const struct match_criterion *c, uint32_t criterion)
{
    return (struct query_part){.criterion = (uint8_t)criterion,
                               .most = (uint16_t)part_most(c),
                               .unknown = (uint16_t)part_unknown(c)};
}

static bool unknown_passes(const struct match_criterion *c)
{
    return !c->strict && c->rule != MATCH_RULE_DIFFER &&
           !(c->rule == MATCH_RULE_WITHIN && c->kind == MATCH_SET);
}

static void add_set(struct making *m, uint32_t criterion, const struct term_list *list)
{
    const struct index *x = m->x;
    struct query *q = m->q;
    const struct match_criterion *c = &x->profiles->criterion[criterion];
    uint16_t unit[MATCH_LIST_MAX] = {0};
    if (c->measure == MATCH_BY_SHARE)
        share_units(c, list, unit);
    uint8_t slice = add_slice(m, index_unknown(x, criterion));
    for (uint32_t t = 0; t < list->n; t++)
        add_term(m, x->first[criterion] + list->term[t], unit[t]);
    fill_slice(m);
    if (c->rule != MATCH_RULE_NONE)
        q->rule[q->n_rules++] =
            (struct query_rule){.criterion = (uint8_t)criterion,
                                .slice = slice,
                                .need = (uint8_t)list->n,
                                .rule = c->rule,
                                .unknown_pass = unknown_passes(c),
                                .late = x->late[criterion] || c->rule == MATCH_RULE_DIFFER};
    if (!c->points)
        return;
    struct query_part part = part_of(c, criterion);
    part.slice = slice;
    part.n_own = (uint8_t)list->n;
    part.kind = c->measure == MATCH_BY_SHARE   ? PART_SUM
                : c->measure == MATCH_BY_COUNT ? PART_COUNT
                                               : PART_JACCARD;
    part.enough = c->enough;
    part.unit = (uint16_t)(part.most / (part.kind == PART_COUNT ? c->enough : list->n));
    add_part(q, x, part);
}

static void add_path(struct making *m, uint32_t criterion, const struct term_list *list)
{
    const struct index *x = m->x;
    struct query *q = m->q;
    const struct match_criterion *c = &x->profiles->criterion[criterion];
    if (c->rule != MATCH_RULE_NONE && list->n >= c->depth) {
        q->rule[q->n_rules++] =
            (struct query_rule){.criterion = (uint8_t)criterion,
                                .slice = add_slice(m, index_short(x, criterion)),
                                .rule = c->rule,
                                .unknown_pass = unknown_passes(c),
                                .late = x->late[criterion] || c->rule == MATCH_RULE_DIFFER};
        add_term(m, x->first[criterion] + list->term[c->depth - 1], 0);
        fill_slice(m);
    } else {
        pass_unknown(q, c);
    }
    if (!c->points)
        return;
    struct query_part part = part_of(c, criterion);
    part.slice = add_slice(m, index_unknown(x, criterion));
    for (uint32_t t = 0; t < list->n; t++)
        add_term(m, x->first[criterion] + list->term[t], 0);
    fill_slice(m);
    part.kind = PART_PATH;
    part.n_own = (uint8_t)list->n;
    part.most = (uint16_t)path_part(c, list->n);
    part.most = part.most > part.unknown ? part.most : part.unknown;
    add_part(q, x, part);
}

static void add_range(struct making *m, uint32_t criterion, struct range own)
{
    const struct index *x = m->x;
    struct query *q = m->q;
    const struct match_criterion *c = &x->profiles->criterion[criterion];
    uint8_t slice = add_slice(m, index_unknown(x, criterion));
    if (c->rule != MATCH_RULE_NONE)
        q->rule[q->n_rules++] =
            (struct query_rule){.criterion = (uint8_t)criterion,
                                .slice = slice,
                                .rule = c->rule,
                                .unknown_pass = unknown_passes(c),
                                .late = x->late[criterion] || c->rule == MATCH_RULE_DIFFER,
                                .range = true,
                                .low = range_floor(x, criterion, own.low),
                                .high = range_ceil(x, criterion, own.high),
                                .own = own};
    if (!c->points)
        return;
    struct query_part part = part_of(c, criterion);
    part.kind = PART_RANGE;
    part.slice = slice;
    part.slack = c->slack;
    part.step = (uint16_t)range_step(c);
    part.own = own;
    add_part(q, x, part);
}

static void add_criterion(struct making *m, uint32_t criterion, uint32_t mentee, uint32_t *base)
{
    const struct match_criterion *c = &m->x->profiles->criterion[criterion];
    const struct match_column *column = &m->x->profiles->mentee[criterion];
    struct term_list list = {.n = 0};
    struct range own = {1, 0};
    if (c->kind == MATCH_RANGE)
        own = range_read(column, mentee);
    else
        term_list_read(column, mentee, &list);
    if (!list.n && !range_known(own)) {
        *base += part_unknown(c);
        pass_unknown(m->q, c);
    } else if (c->kind == MATCH_RANGE) {
        add_range(m, criterion, own);
    } else if (c->kind == MATCH_PATH) {
        add_path(m, criterion, &list);
    } else {
        add_set(m, criterion, &list);
    }
}

/* Those that are asked above the ground come first. */
static void sort_rules(struct query *q)
{
    q->n_early_rules = 0;
    for (uint32_t r = 0; r < q->n_rules; r++)
        if (!q->rule[r].late) {
            struct query_rule early = q->rule[r];
            q->rule[r] = q->rule[q->n_early_rules];
            q->rule[q->n_early_rules++] = early;
        }
}

uint32_t query_make(struct query *ret, const struct index *x, uint32_t mentee,
                    struct query_term *term)
{
    struct making m = {.x = x, .q = ret, .term = term};
    uint32_t base = 1, all = 0;
    ret->term = term;
    ret->n_slices = ret->n_rules = ret->n_parts = 0;
    ret->fits_nobody = false;
    for (uint32_t k = 0; k < x->profiles->n_criteria; k++)
        add_criterion(&m, k, mentee, &base);
    ret->base = (uint16_t)base;
    for (uint32_t k = 0; k < ret->n_parts; k++)
        all += ret->part[k].most;
    ret->all = (uint16_t)all;
    sort_rules(ret);
    return m.n_terms;
}

uint64_t query_shape(const struct query *q)
{
    uint64_t shape = q->n_parts;
    for (uint32_t s = 0; s < q->n_slices; s++)
        shape = shape * 0x100000001B3u + q->slice[s].to - q->slice[s].from;
    for (uint32_t p = 0; p < q->n_parts; p++)
        shape = shape * 0x100000001B3u + q->part[p].criterion;
    return shape;
}
