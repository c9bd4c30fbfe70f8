#include "match/candidates_hope.h"

/* What n common terms, or n steps of distance, give at most. */
static uint32_t most_of(const struct index *x, const struct query_part *p, uint32_t n)
{
    uint32_t gap = n << x->shift[p->criterion];
    if (p->kind == PART_RANGE)
        return gap > p->slack || gap * p->step > p->most ? 0 : p->most - gap * p->step;
    bool all = n == HOPES - 1 || (p->kind == PART_COUNT ? n >= p->enough : n >= p->n_own);
    return all || n * p->unit > p->most ? p->most : n * p->unit;
}

static void make_hope(struct hope *h, const struct index *x, const struct query *q,
                      const struct query_part *p)
{
    const struct slice *s = &q->slice[p->slice];
    *h = (struct hope){.kind = (uint8_t)p->kind,
                       .criterion = p->criterion,
                       .unknown = hope_of(p->unknown),
                       .rest = hope_of(p->rest),
                       .n_terms = (uint16_t)(s->to - s->from),
                       .unknown_term = s->unknown};
    if (p->kind == PART_RANGE) {
        h->low = range_floor(x, p->criterion, p->own.low);
        h->high = range_ceil(x, p->criterion, p->own.high);
    }
    uint32_t *term = (uint32_t *)(h + 1);
    uint8_t *table = (uint8_t *)(term + h->n_terms);
    for (uint32_t t = s->from; t < s->to; t++)
        *term++ = q->term[t].term;
    for (uint32_t n = 0; p->kind != PART_SUM && n < HOPES; n++)
        h->table[n] = hope_of(most_of(x, p, n));
    for (uint32_t t = s->from; p->kind == PART_SUM && t < s->to; t++)
        for (uint32_t n = 0; n < HOPES; n++)
            *table++ = n <= MATCH_STRENGTH_MAX ? hope_of(q->term[t].unit * n) : 0;
}

size_t hopes_room(const struct index *x)
{
    return x->profiles->n_criteria * sizeof(struct hope) +
           index_query_terms(x) * (sizeof(uint32_t) + HOPES);
}

void hopes_make(struct hopes *ret, const struct query *q, const struct index *x, uint8_t *at)
{
    uint32_t late = q->all;
    *ret = (struct hopes){.first = (const struct hope *)at,
                          .base = hope_of(q->base - 1u),
                          .n_parts = (uint8_t)q->n_parts,
                          .n_rules = (uint8_t)q->n_early_rules};
    for (uint32_t p = 0; p < q->n_parts; p++) {
        const struct query_part *part = &q->part[p];
        if (ret->n_early == p && !x->idle[part->criterion]) {
            ret->n_early++;
            late = part->rest;
        }
        make_hope((struct hope *)at, x, q, part);
        at += hope_bytes(part->kind, ((struct hope *)at)->n_terms);
    }
    ret->late = hope_of(late);
    ret->bytes = (uint16_t)(at - (const uint8_t *)ret->first);
}
