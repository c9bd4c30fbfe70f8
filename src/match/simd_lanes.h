/*
 * Included once for each set of instructions: SIMD_TARGET is its attribute, SIMD_BYTES the size
 * of its vectors, SIMD(x) names its things. A row is as many lanes as fit a vector of words.
 */

typedef uint16_t SIMD(words) __attribute__((vector_size(SIMD_BYTES)));
typedef int16_t SIMD(signs) __attribute__((vector_size(SIMD_BYTES)));
typedef uint64_t SIMD(quads) __attribute__((vector_size(SIMD_BYTES)));
typedef float SIMD(floats) __attribute__((vector_size(SIMD_BYTES)));
typedef int32_t SIMD(ints) __attribute__((vector_size(SIMD_BYTES)));
typedef uint16_t SIMD(half_words) __attribute__((vector_size(SIMD_BYTES / 2)));
typedef uint8_t SIMD(half_bytes) __attribute__((vector_size(SIMD_BYTES / 2)));

#define WORDS SIMD(words)
#define INLINE SIMD_TARGET static inline
#define ROW (SIMD_BYTES / 2)
#define ROWS (LANES / ROW)
/* Totals are kept less by 2^15, for vectors compare signed numbers at less cost. */
#define BIAS ((uint16_t)(1u << 15))

INLINE WORDS SIMD(widen)(const uint8_t *bytes)
{
    SIMD(half_bytes) b;
    memcpy(&b, bytes, sizeof b);
    return SIMD_WIDEN(b);
}

INLINE WORDS SIMD(load)(const uint16_t *words)
{
    WORDS w;
    memcpy(&w, words, sizeof w);
    return w;
}

/* a where the mask is set, else b. */
INLINE WORDS SIMD(pick)(WORDS mask, WORDS a, WORDS b)
{
    return (a & mask) | (b & ~mask);
}

INLINE WORDS SIMD(higher)(WORDS a, WORDS b)
{
    return SIMD(pick)((WORDS)(a > b), a, b);
}

INLINE void SIMD(sum)(const struct visit *v, uint32_t slice, WORDS *sum)
{
    const struct slice *s = &v->query->slice[slice];
    for (uint32_t row = 0; row < ROWS; row++)
        sum[row] = (WORDS){0};
    for (uint32_t t = s->from; t < s->to; t += STRIDE)
        for (uint32_t u = 0; u < STRIDE; u++) {
            const struct query_term *term = &v->query->term[t + u];
            const uint8_t *column = SIMD(column)(v, term->term);
            for (uint32_t row = 0; row < ROWS; row++)
                sum[row] += SIMD(widen)(column + row * ROW) * term->unit;
        }
}

INLINE WORDS SIMD(share_of_all)(const struct query_part *p, WORDS n, WORDS size)
{
    WORDS all = SIMD(higher)(size, n) - n + p->n_own, each;
    SIMD(half_words) half[2];
    memcpy(half, &all, sizeof all);
    for (uint32_t k = 0; k < 2; k++) {
        /* Below 2^16 over at most 2^7: the quotient of floats rounds down to the right one. */
        SIMD(ints) i = __builtin_convertvector(half[k], SIMD(ints));
        SIMD(floats) quotient = (float)p->most / __builtin_convertvector(i, SIMD(floats));
        i = __builtin_convertvector(quotient, SIMD(ints));
        half[k] = __builtin_convertvector(i, SIMD(half_words));
    }
    memcpy(&each, half, sizeof each);
    return each * n;
}

INLINE WORDS SIMD(range)(const struct query_part *p, WORDS low, WORDS high)
{
    WORDS below = (WORDS)(high < p->own.low) & (p->own.low - high);
    WORDS above = (WORDS)(low > p->own.high) & (low - p->own.high);
    WORDS gap = below | above, beyond = (WORDS)(gap > p->slack);
    WORDS lost = gap * p->step, left = (WORDS)(lost < p->most) & (p->most - lost);
    return left & ~beyond & (WORDS)(low <= high);
}

INLINE WORDS SIMD(enough)(const struct query_part *p, WORDS n)
{
    return SIMD(pick)((WORDS)(n >= p->enough), p->most - (WORDS){0}, n * p->unit);
}

/* A part that is not PART_SUM. */
INLINE void SIMD(other_part)(const struct visit *v, const struct query_part *p,
                             const uint8_t *common, WORDS *value)
{
    const struct index *x = v->index;
    size_t at = (size_t)v->group * LANES;
    for (uint32_t row = 0; row < ROWS; row++, at += ROW) {
        WORDS n = SIMD(widen)(common + row * ROW);
        if (p->kind == PART_RANGE)
            value[row] = SIMD(range)(p, SIMD(load)(x->low[p->criterion] + at),
                                     SIMD(load)(x->high[p->criterion] + at));
        else if (p->kind == PART_JACCARD)
            value[row] = SIMD(share_of_all)(p, n, SIMD(widen)(v->level->size[p->criterion] + at));
        else
            value[row] = SIMD(enough)(p, n);
    }
}

INLINE void SIMD(or_unknown)(const struct visit *v, const struct query_part *p, WORDS *value)
{
    const uint8_t *unknown = SIMD(column)(v, v->query->slice[p->slice].unknown);
    for (uint32_t row = 0; p->unknown && row < ROWS; row++)
        value[row] = SIMD(higher)(value[row], SIMD(widen)(unknown + row * ROW) * p->unknown);
}

INLINE WORDS SIMD(range_rule)(const struct query_rule *r, WORDS low, WORDS high)
{
    uint16_t from = r->rule == MATCH_RULE_WITHIN ? r->own.low : r->own.high;
    uint16_t to = r->rule == MATCH_RULE_WITHIN ? r->own.high : r->own.low;
    return (WORDS)((low <= from) & (high >= to) & (low <= high));
}

/* Takes away the lanes that a rule excludes. */
INLINE void SIMD(rule)(const struct visit *v, const struct query_rule *r, WORDS *total)
{
    const struct index *x = v->index;
    const uint8_t *unknown = SIMD(column)(v, v->query->slice[r->slice].unknown);
    uint16_t need = r->rule == MATCH_RULE_ALL ? r->need : 1;
    size_t at = (size_t)v->group * LANES;
    SIMD(bytes) common[LANES / SIMD_BYTES];
    WORDS pass;
    SIMD(count)
    (v, v->query->slice[r->slice].from, v->query->slice[r->slice].to, common); /* none of a range */
    for (uint32_t row = 0; row < ROWS; row++, at += ROW) {
        WORDS n = SIMD(widen)((const uint8_t *)common + row * ROW);
        if (r->range)
            pass = SIMD(range_rule)(r, SIMD(load)(x->low[r->criterion] + at),
                                    SIMD(load)(x->high[r->criterion] + at));
        else if (r->rule == MATCH_RULE_WITHIN)
            pass = (WORDS)(n >= SIMD(widen)(v->level->size[r->criterion] + at));
        else if (r->rule == MATCH_RULE_DIFFER)
            pass = (WORDS)(n == 0);
        else
            pass = (WORDS)(n >= need);
        if (r->unknown_pass)
            pass |= (WORDS)(SIMD(widen)(unknown + row * ROW) != 0);
        total[row] = SIMD(pick)(pass, total[row], BIAS - (WORDS){0});
    }
}

INLINE bool SIMD(hopeful)(const WORDS *total, const WORDS *more, uint32_t least)
{
    int16_t wanted = (int16_t)(least - BIAS);
    SIMD(signs) enough = {0};
    for (uint32_t row = 0; row < ROWS; row++)
        enough |= (SIMD(signs))(total[row] + more[row]) >= wanted;
    return SIMD_ANY(enough);
}

/* Adds a part to the totals; false when no lane can reach least any more. */
INLINE bool SIMD(add)(const struct visit *v, const struct query_part *p, uint32_t least,
                      WORDS *total)
{
    WORDS value[ROWS];
    SIMD(bytes) common[LANES / SIMD_BYTES];
    uint32_t wanted = least > p->rest ? least - p->rest : 0;
    if (p->kind == PART_SUM) {
        SIMD(sum)(v, p->slice, value);
    } else {
        SIMD(count)
        (v, v->query->slice[p->slice].from, v->query->slice[p->slice].to,
         common); /* none of a range */
        if (p->kind == PART_JACCARD) {
            /* Dividing takes time: first as if nobody named more than the mentee. */
            for (uint32_t row = 0; row < ROWS; row++)
                value[row] = SIMD(widen)((const uint8_t *)common + row * ROW) * p->unit;
            SIMD(or_unknown)(v, p, value);
            if (!SIMD(hopeful)(total, value, wanted))
                return false;
        }
        SIMD(other_part)(v, p, (const uint8_t *)common, value);
    }
    SIMD(or_unknown)(v, p, value);
    bool hope = SIMD(hopeful)(total, value, wanted);
    for (uint32_t row = 0; row < ROWS; row++)
        total[row] += value[row];
    return hope;
}

/* Adds up all parts; false as soon as no lane can reach least. */
INLINE bool SIMD(add_up)(const struct visit *v, uint32_t least, WORDS *total)
{
    const struct query *q = v->query;
    for (uint32_t row = 0; row < ROWS; row++)
        total[row] = (uint16_t)(q->base - BIAS) - (WORDS){0};
    for (uint32_t k = 0; k < q->n_parts; k++)
        if (!SIMD(add)(v, &q->part[k], least, total))
            return false;
    return true;
}

/* The lanes that reach least. */
INLINE uint64_t SIMD(reaching)(const WORDS *total, uint16_t least)
{
    uint8_t flag[LANES];
    uint64_t bits = 0;
    for (uint32_t row = 0; row < ROWS; row++) {
        SIMD(signs) mask = (SIMD(signs))(total[row] >= least);
        SIMD(half_bytes) b = __builtin_convertvector(mask, SIMD(half_bytes));
        memcpy(flag + row * ROW, &b, sizeof b);
    }
    for (uint32_t k = 0; k < LANES / 8; k++) {
        uint64_t eight;
        memcpy(&eight, flag + 8 * k, 8);
        bits |= (eight & 0x0101010101010101u) * 0x0102040810204080u >> 56 << 8 * k;
    }
    return bits;
}

SIMD_TARGET static uint64_t SIMD(visit)(const struct visit *v, uint16_t least, uint16_t *ret)
{
    const struct query *q = v->query;
    WORDS total[ROWS];
    if (!SIMD(add_up)(v, least, total))
        return 0;
    for (uint32_t k = 0; k < q->n_rules; k++)
        SIMD(rule)(v, &q->rule[k], total);
    for (uint32_t row = 0; row < ROWS; row++)
        total[row] += BIAS;
    memcpy(ret, total, sizeof total);
    return SIMD(reaching)(total, least);
}

#undef BIAS
#undef WORDS
#undef INLINE
#undef ROW
#undef ROWS
