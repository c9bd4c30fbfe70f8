#include "match/candidates_query.h"

static uint8_t add_slice(struct query *q, uint32_t unknown)
{
    q->slice[q->n_slices] = (struct slice){q->n_terms, q->n_terms, unknown};
    return (uint8_t)q->n_slices++;
}

static void add_term(struct query *q, uint32_t term, uint16_t unit)
{
    q->term[q->n_terms] = term;
    q->unit[q->n_terms++] = unit;
    q->slice[q->n_slices - 1].to = q->n_terms;
}

static void add_part(struct query *q, struct query_part part)
{
    uint32_t at = q->n_parts++;
    for (; at && q->part[at - 1].most < part.most; at--)
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

static void add_set(struct query *q, const struct index *x, uint32_t criterion,
                    const struct term_list *list)
{
    const struct match_criterion *c = &x->profiles->criterion[criterion];
    uint16_t unit[MATCH_LIST_MAX] = {0};
    if (c->measure == MATCH_BY_SHARE)
        share_units(c, list, unit);
    uint8_t slice = add_slice(q, index_unknown(x, criterion));
    for (uint32_t t = 0; t < list->n; t++)
        add_term(q, x->first[criterion] + list->term[t], unit[t]);
    if (c->rule != MATCH_RULE_NONE)
        q->rule[q->n_rules++] = (struct query_rule){.criterion = (uint8_t)criterion,
                                                    .slice = slice,
                                                    .need = (uint8_t)list->n,
                                                    .rule = c->rule,
                                                    .strict = c->strict};
    if (!c->points)
        return;
    struct query_part part = part_of(c, criterion);
    part.slice = slice;
    part.n_own = (uint8_t)list->n;
    part.kind = c->measure == MATCH_BY_SHARE   ? PART_SUM
                : c->measure == MATCH_BY_COUNT ? PART_COUNT
                                               : PART_JACCARD;
    if (c->measure == MATCH_BY_COUNT) {
        part.enough = c->enough;
        part.unit = (uint16_t)(part_most(c) / c->enough);
    }
    add_part(q, part);
}

static void add_path(struct query *q, const struct index *x, uint32_t criterion,
                     const struct term_list *list)
{
    const struct match_criterion *c = &x->profiles->criterion[criterion];
    if (c->rule != MATCH_RULE_NONE && list->n >= c->depth) {
        q->rule[q->n_rules++] =
            (struct query_rule){.criterion = (uint8_t)criterion,
                                .slice = add_slice(q, index_short(x, criterion)),
                                .rule = c->rule,
                                .strict = c->strict};
        add_term(q, x->first[criterion] + list->term[c->depth - 1], 0);
    } else {
        pass_unknown(q, c);
    }
    if (!c->points)
        return;
    struct query_part part = part_of(c, criterion);
    part.slice = add_slice(q, index_unknown(x, criterion));
    for (uint32_t t = 0; t < list->n; t++)
        add_term(q, x->first[criterion] + list->term[t],
                 (uint16_t)(path_part(c, t + 1) - path_part(c, t)));
    add_part(q, part);
}

static void add_range(struct query *q, const struct index *x, uint32_t criterion, struct range own)
{
    const struct match_criterion *c = &x->profiles->criterion[criterion];
    uint8_t slice = add_slice(q, index_unknown(x, criterion));
    if (c->rule != MATCH_RULE_NONE)
        q->rule[q->n_rules++] = (struct query_rule){.criterion = (uint8_t)criterion,
                                                    .slice = slice,
                                                    .rule = c->rule,
                                                    .strict = c->strict,
                                                    .range = true,
                                                    .own = own};
    if (!c->points)
        return;
    struct query_part part = part_of(c, criterion);
    part.kind = PART_RANGE;
    part.slice = slice;
    part.slack = c->slack;
    part.step = (uint16_t)range_step(c);
    part.own = own;
    add_part(q, part);
}

void query_make(struct query *ret, const struct index *x, uint32_t mentee)
{
    struct query *q = ret;
    q->n_terms = q->n_slices = q->n_rules = q->n_parts = 0;
    q->fits_nobody = false;
    uint32_t base = 1;
    for (uint32_t k = 0; k < x->profiles->n_criteria; k++) {
        const struct match_criterion *c = &x->profiles->criterion[k];
        const struct match_column *column = &x->profiles->mentee[k];
        struct term_list list = {.n = 0};
        struct range own = {1, 0};
        if (c->kind == MATCH_RANGE)
            own = range_read(column, mentee);
        else
            term_list_read(column, mentee, &list);
        if (!list.n && !range_known(own)) {
            base += part_unknown(c);
            pass_unknown(q, c);
        } else if (c->kind == MATCH_RANGE) {
            add_range(q, x, k, own);
        } else if (c->kind == MATCH_PATH) {
            add_path(q, x, k, &list);
        } else {
            add_set(q, x, k, &list);
        }
    }
    q->base = (uint16_t)base;
}

void query_root(const struct query *q, const struct index *x, struct frame *ret)
{
    uint16_t n = 0;
    for (uint32_t s = 0; s < q->n_slices; s++) {
        for (uint32_t t = q->slice[s].from; t < q->slice[s].to; t++) {
            uint32_t column = x->root[q->term[t]];
            if (column == NO_COLUMN)
                continue;
            ret->at[n].column = column;
            ret->at[n++].unit = q->unit[t];
        }
        ret->end[s] = n;
        ret->unknown[s] =
            q->slice[s].unknown == NO_COLUMN ? NO_COLUMN : x->root[q->slice[s].unknown];
    }
}
