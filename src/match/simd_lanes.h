/* Included once for each set of instructions: SIMD_TARGET is its attribute, SIMD(x) names it. */
#include <string.h>

SIMD_TARGET static uint64_t SIMD(bits)(const uint8_t *flag)
{
    uint64_t bits = 0;
    for (uint32_t k = 0; k < LANES / 8; k++) {
        uint64_t eight;
        memcpy(&eight, flag + 8 * k, 8);
        bits |= (eight & 0x0101010101010101u) * 0x0102040810204080u >> 56 << 8 * k;
    }
    return bits;
}

SIMD_TARGET static uint64_t SIMD(reaching)(const uint16_t *value, uint16_t least)
{
    uint8_t flag[LANES];
    for (uint32_t l = 0; l < LANES; l++)
        flag[l] = value[l] >= least;
    return SIMD(bits)(flag);
}

SIMD_TARGET static void SIMD(count)(const struct level *l, const struct frame *f, uint32_t slice,
                                    uint8_t *ret)
{
    memset(ret, 0, LANES);
    for (uint32_t t = slice ? f->end[slice - 1] : 0; t < f->end[slice]; t++) {
        const uint8_t *column = l->column + (size_t)f->at[t].column * LANES;
        for (uint32_t k = 0; k < LANES; k++)
            ret[k] = (uint8_t)(ret[k] + (column[k] != 0));
    }
}

SIMD_TARGET static void SIMD(range_rule)(const struct level *l, uint32_t group,
                                         const struct query_rule *r, uint8_t *ret)
{
    const uint16_t *low = l->low[r->criterion] + (size_t)group * LANES;
    const uint16_t *high = l->high[r->criterion] + (size_t)group * LANES;
    uint16_t from = r->rule == MATCH_RULE_WITHIN ? r->own.low : r->own.high;
    uint16_t to = r->rule == MATCH_RULE_WITHIN ? r->own.high : r->own.low;
    for (uint32_t k = 0; k < LANES; k++)
        ret[k] = (low[k] <= from) & (high[k] >= to) & (low[k] <= high[k]);
}

/* Lanes that a rule lets pass stay 1 in ok. */
SIMD_TARGET static void SIMD(rule)(const struct level *l, uint32_t group, const struct frame *f,
                                   const struct query_rule *r, uint8_t *ok)
{
    uint8_t pass[LANES];
    if (r->range) {
        SIMD(range_rule)(l, group, r, pass);
    } else {
        uint8_t n[LANES];
        SIMD(count)(l, f, r->slice, n);
        if (r->rule == MATCH_RULE_WITHIN) {
            const uint8_t *size = l->size[r->criterion] + (size_t)group * LANES;
            for (uint32_t k = 0; k < LANES; k++)
                ok[k] &= n[k] >= size[k];
            return;
        }
        uint8_t need = r->rule == MATCH_RULE_ALL ? r->need : 1, turn = r->rule == MATCH_RULE_DIFFER;
        for (uint32_t k = 0; k < LANES; k++)
            pass[k] = (n[k] >= need) ^ turn;
    }
    if (!r->strict && f->unknown[r->slice] != NO_COLUMN) {
        const uint8_t *unknown = l->column + (size_t)f->unknown[r->slice] * LANES;
        for (uint32_t k = 0; k < LANES; k++)
            pass[k] |= unknown[k];
    }
    for (uint32_t k = 0; k < LANES; k++)
        ok[k] &= pass[k];
}

SIMD_TARGET static void SIMD(sum)(const struct level *l, const struct frame *f, uint32_t slice,
                                  uint16_t *ret)
{
    for (uint32_t t = slice ? f->end[slice - 1] : 0; t < f->end[slice]; t++) {
        const uint8_t *column = l->column + (size_t)f->at[t].column * LANES;
        uint16_t unit = f->at[t].unit;
        for (uint32_t k = 0; k < LANES; k++)
            ret[k] = (uint16_t)(ret[k] + unit * column[k]);
    }
}

SIMD_TARGET static void SIMD(share_of_all)(const struct query_part *p, const uint8_t *n,
                                           const uint8_t *size, uint16_t *ret)
{
    float most = p->most;
    for (uint32_t k = 0; k < LANES; k++) {
        int has = size[k] > n[k] ? size[k] : n[k];
        /* Below 2^16 over at most 2^7: the quotient of floats rounds down to the right one. */
        int each = (int)(most / (float)(p->n_own + has - n[k]));
        ret[k] = (uint16_t)(each * n[k]);
    }
}

SIMD_TARGET static void SIMD(range_part)(const struct query_part *p, const uint16_t *low,
                                         const uint16_t *high, uint16_t *ret)
{
    uint16_t beyond = (uint16_t)(p->slack + 1), most = p->most, step = p->step;
    for (uint32_t k = 0; k < LANES; k++) {
        uint16_t below = p->own.low > high[k] ? (uint16_t)(p->own.low - high[k]) : 0;
        uint16_t above = low[k] > p->own.high ? (uint16_t)(low[k] - p->own.high) : 0;
        uint16_t gap = below > above ? below : above;
        gap = gap < beyond ? gap : beyond;
        uint16_t lost = (uint16_t)(gap * step);
        uint16_t left = lost < most ? (uint16_t)(most - lost) : 0;
        ret[k] = low[k] <= high[k] ? left : 0;
    }
}

SIMD_TARGET static void SIMD(part)(const struct level *l, uint32_t group, const struct frame *f,
                                   const struct query_part *p, uint16_t *total)
{
    uint16_t value[LANES];
    uint8_t n[LANES];
    if (p->kind == PART_SUM) {
        memset(value, 0, sizeof value);
        SIMD(sum)(l, f, p->slice, value);
    } else if (p->kind == PART_RANGE) {
        SIMD(range_part)
        (p, l->low[p->criterion] + (size_t)group * LANES,
         l->high[p->criterion] + (size_t)group * LANES, value);
    } else {
        SIMD(count)(l, f, p->slice, n);
        if (p->kind == PART_JACCARD)
            SIMD(share_of_all)(p, n, l->size[p->criterion] + (size_t)group * LANES, value);
        else
            for (uint32_t k = 0; k < LANES; k++)
                value[k] = n[k] >= p->enough ? p->most : (uint16_t)(n[k] * p->unit);
    }
    if (p->unknown && f->unknown[p->slice] != NO_COLUMN) {
        const uint8_t *unknown = l->column + (size_t)f->unknown[p->slice] * LANES;
        for (uint32_t k = 0; k < LANES; k++) {
            uint16_t u = unknown[k] ? p->unknown : 0;
            value[k] = value[k] > u ? value[k] : u;
        }
    }
    for (uint32_t k = 0; k < LANES; k++)
        total[k] = (uint16_t)(total[k] + value[k]);
}

SIMD_TARGET static bool SIMD(any)(const uint8_t *flag)
{
    uint64_t word[LANES / 8], all = 0;
    memcpy(word, flag, LANES);
    for (uint32_t k = 0; k < LANES / 8; k++)
        all |= word[k];
    return all != 0;
}

SIMD_TARGET static bool SIMD(values)(const struct query *q, const struct level *l, uint32_t group,
                                     const struct frame *f, bool ground, uint16_t least,
                                     uint16_t *ret)
{
    uint8_t ok[LANES];
    uint32_t here = l->n_lanes - group * LANES;
    memset(ok, 0, LANES);
    memset(ok, 1, here < LANES ? here : LANES);
    for (uint32_t r = 0; r < q->n_rules; r++)
        if (ground || q->rule[r].rule != MATCH_RULE_DIFFER)
            SIMD(rule)(l, group, f, &q->rule[r], ok);
    if (!SIMD(any)(ok))
        return false;
    for (uint32_t k = 0; k < LANES; k++)
        ret[k] = q->base;
    for (uint32_t p = 0; p < q->n_parts; p++)
        SIMD(part)(l, group, f, &q->part[p], ret);
    uint16_t top = 0;
    for (uint32_t k = 0; k < LANES; k++) {
        ret[k] = ok[k] ? ret[k] : 0;
        top = ret[k] > top ? ret[k] : top;
    }
    return top >= least;
}

SIMD_TARGET static void SIMD(descend)(const struct query *q, const struct level *l,
                                      const struct frame *f, uint32_t lane, struct frame *ret)
{
    uint64_t before = (1ull << lane) - 1;
    uint16_t n = 0, t = 0;
    for (uint32_t s = 0; s < q->n_slices; s++) {
        for (; t < f->end[s]; t++) {
            uint32_t column = f->at[t].column;
            uint64_t lanes = l->lanes[column];
            ret->at[n].column = l->child[column] + (uint32_t)__builtin_popcountll(lanes & before);
            ret->at[n].unit = f->at[t].unit;
            n = (uint16_t)(n + (lanes >> lane & 1));
        }
        ret->end[s] = n;
        uint32_t u = f->unknown[s];
        bool there = u != NO_COLUMN && l->lanes[u] >> lane & 1;
        ret->unknown[s] =
            there ? l->child[u] + (uint32_t)__builtin_popcountll(l->lanes[u] & before) : NO_COLUMN;
    }
}
