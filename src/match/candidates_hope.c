#include "match/candidates_hope.h"

/* What n common terms, or n steps of distance, give at most. */
static uint32_t most_of(const struct index *x, const struct query_part *p, uint32_t n)
{
    uint32_t gap = n << x->shift[p->criterion];
    if (p->kind == PART_PATH)
        return path_part(&x->profiles->criterion[p->criterion], n < p->n_own ? n : p->n_own);
    if (p->kind == PART_RANGE)
        return gap > p->slack || gap * p->step > p->most ? 0 : p->most - gap * p->step;
    bool all = n == HOPES - 1 || (p->kind == PART_COUNT ? n >= p->enough : n >= p->n_own);
    return all || n * p->unit > p->most ? p->most : n * p->unit;
}

static uint8_t units_of(uint32_t value, uint32_t shift)
{
    return value >> shift < UINT8_MAX ? (uint8_t)(value >> shift) : UINT8_MAX;
}

static void make_hope(struct hope *h, const struct index *x, const struct query *q,
                      const struct query_part *p, uint32_t shift)
{
    const struct slice *s = &q->slice[p->slice];
    *h = (struct hope){.kind = (uint8_t)p->kind,
                       .criterion = p->criterion,
                       .unknown = units_of((uint32_t)p->most - p->unknown, shift),
                       .unknown_pays = p->unknown > 0,
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
        h->table[n] = units_of(p->most - most_of(x, p, n), shift);
    for (uint32_t t = s->from; p->kind == PART_SUM && t < s->to; t++)
        for (uint32_t n = 0; n < HOPES; n++)
            *table++ = n < MATCH_STRENGTH_MAX
                           ? units_of(q->term[t].unit * (MATCH_STRENGTH_MAX - n), shift)
                           : 0;
}

size_t hopes_room(const struct index *x)
{
    return x->profiles->n_criteria * sizeof(struct hope) +
           index_query_terms(x) * (sizeof(uint32_t) + HOPES);
}

void hopes_make(struct hopes *ret, const struct query *q, const struct index *x, uint8_t *at)
{
    *ret = (struct hopes){.first = (const struct hope *)at,
                          .all = (uint16_t)(q->base + q->all),
                          .shift = SHIFT_MAX,
                          .n_parts = (uint8_t)q->n_parts,
                          .n_rules = (uint8_t)q->n_early_rules};
    while (ret->shift && hopes_credit(ret, 1) < CREDIT_MAX / 2)
        ret->shift--;
    for (uint32_t p = 0; p < q->n_parts; p++) {
        const struct query_part *part = &q->part[p];
        if (ret->n_early == p && !x->idle[part->criterion])
            ret->n_early++;
        make_hope((struct hope *)at, x, q, part, ret->shift);
        at += hope_bytes(part->kind, ((struct hope *)at)->n_terms);
    }
    ret->bytes = (uint16_t)(at - (const uint8_t *)ret->first);
}
