/*
 * Included once for each set of instructions, before simd_lanes.h: what may be hoped for of 64
 * lanes, in bytes. The set gives what vectors of the compiler do not say themselves: SIMD_LOOK_UP
 * (a table of 16 bytes), SIMD_PLUS and SIMD_MINUS (which stop at 255 and 0), SIMD_LESSER and
 * SIMD_HIGHER of two, SIMD_FROM (one bit for each lane that is no less).
 */

typedef uint8_t SIMD(bytes) __attribute__((vector_size(SIMD_BYTES)));

#define BYTES SIMD(bytes)
#define INLINE SIMD_TARGET static inline
#define LINES (LANES / SIMD_BYTES)

INLINE BYTES SIMD(line)(const uint8_t *bytes, uint32_t line)
{
    BYTES b;
    memcpy(&b, bytes + line * SIMD_BYTES, sizeof b);
    return b;
}

INLINE const uint8_t *SIMD(column)(const struct visit *v, uint32_t term)
{
    return v->level->column + (size_t)v->place[term] * LANES;
}

/* Common terms in each lane. */
INLINE void SIMD(count)(const struct visit *v, uint32_t from, uint32_t to, BYTES *ret)
{
    for (uint32_t k = 0; k < LINES; k++)
        ret[k] = (BYTES){0};
    for (uint32_t t = from; t < to; t += STRIDE)
        for (uint32_t u = 0; u < STRIDE; u++) {
            const uint8_t *column = SIMD(column)(v, v->query->term[t + u].term);
            for (uint32_t k = 0; k < LINES; k++)
                ret[k] -= (BYTES)(SIMD(line)(column, k) != 0);
        }
}

INLINE void SIMD(hope_of_terms)(const struct visit *v, const struct hope *h, BYTES *ret)
{
    const uint32_t *term = hope_terms(h), *end = term + h->n_terms;
    const uint8_t(*table)[HOPES] = hope_tables(h);
    for (uint32_t k = 0; k < LINES; k++)
        ret[k] = (BYTES){0};
    for (; term < end; term += STRIDE)
        for (uint32_t u = 0; u < STRIDE; u++, table++) {
            const uint8_t *column = SIMD(column)(v, term[u]);
            for (uint32_t k = 0; k < LINES; k++)
                ret[k] = SIMD_PLUS(ret[k], SIMD_LOOK_UP(*table, SIMD(line)(column, k)));
        }
}

INLINE void SIMD(common_terms)(const struct visit *v, const struct hope *h, BYTES *ret)
{
    const uint32_t *term = hope_terms(h), *end = term + h->n_terms;
    BYTES one = (BYTES){0} + 1;
    for (uint32_t k = 0; k < LINES; k++)
        ret[k] = (BYTES){0};
    for (; term < end; term += STRIDE)
        for (uint32_t u = 0; u < STRIDE; u++) {
            const uint8_t *column = SIMD(column)(v, term[u]);
            for (uint32_t k = 0; k < LINES; k++)
                ret[k] += SIMD_LESSER(SIMD(line)(column, k), one);
        }
}

INLINE void SIMD(distance)(const struct visit *v, const struct hope *h, BYTES *ret)
{
    size_t at = (size_t)v->group * LANES;
    for (uint32_t k = 0; k < LINES; k++) {
        BYTES low = SIMD(line)(v->level->low[h->criterion] + at, k);
        BYTES high = SIMD(line)(v->level->high[h->criterion] + at, k);
        ret[k] = SIMD_MINUS(h->low - (BYTES){0}, high) | SIMD_MINUS(low, h->high - (BYTES){0});
    }
}

INLINE void SIMD(hope_of_part)(const struct visit *v, const struct hope *h, BYTES *ret)
{
    if (h->kind == PART_SUM) {
        SIMD(hope_of_terms)(v, h, ret);
    } else {
        if (h->kind == PART_RANGE)
            SIMD(distance)(v, h, ret);
        else
            SIMD(common_terms)(v, h, ret);
        for (uint32_t k = 0; k < LINES; k++)
            ret[k] = SIMD_LOOK_UP(h->table, SIMD_LESSER(ret[k], (BYTES){0} + (HOPES - 1)));
    }
    if (!h->unknown)
        return;
    const uint8_t *unknown = SIMD(column)(v, h->unknown_term);
    for (uint32_t k = 0; k < LINES; k++) {
        BYTES other = (BYTES)(SIMD(line)(unknown, k) != 0) & h->unknown;
        ret[k] = SIMD_HIGHER(ret[k], other);
    }
}

/* All ones where a rule may let somebody pass. */
INLINE void SIMD(hope_of_rule)(const struct visit *v, const struct query_rule *r, BYTES *ret)
{
    const struct level *l = v->level;
    const struct slice *s = &v->query->slice[r->slice];
    const uint8_t *unknown = SIMD(column)(v, s->unknown);
    uint8_t need = r->rule == MATCH_RULE_ALL ? r->need : 1;
    uint8_t from = r->rule == MATCH_RULE_WITHIN ? r->low : r->high;
    uint8_t to = r->rule == MATCH_RULE_WITHIN ? r->high : r->low;
    size_t at = (size_t)v->group * LANES;
    SIMD(count)(v, s->from, s->to, ret); /* none of a range */
    for (uint32_t k = 0; k < LINES; k++) {
        if (r->range)
            ret[k] = (BYTES)(SIMD(line)(l->low[r->criterion] + at, k) <= from) &
                     (BYTES)(SIMD(line)(l->high[r->criterion] + at, k) >= to);
        else if (r->rule == MATCH_RULE_WITHIN)
            ret[k] = (BYTES)(ret[k] >= SIMD(line)(l->size[r->criterion] + at, k));
        else
            ret[k] = (BYTES)(ret[k] >= need);
        if (r->unknown_pass)
            ret[k] |= (BYTES)(SIMD(line)(unknown, k) != 0);
    }
}

INLINE uint64_t SIMD(all_from)(const BYTES *total, uint8_t least)
{
    uint64_t bits = 0;
    for (uint32_t k = 0; k < LINES; k++)
        bits |= (uint64_t)SIMD_FROM(total[k], least) << (k * SIMD_BYTES % LANES);
    return bits;
}

/* The hopes of all lanes; the lanes that may reach least. */
INLINE uint64_t SIMD(hopes)(const struct visit *v, uint16_t least, uint8_t *ret)
{
    const struct hopes *q = v->hopes;
    const struct hope *h = q->first;
    bool ground = v->level == v->index->level;
    uint32_t n_parts = ground ? q->n_parts : q->n_early;
    uint32_t wanted = hope_of(least - 1u);
    BYTES total[LINES], value[LINES];
    for (uint32_t k = 0; k < LINES; k++)
        total[k] = (BYTES){0} + q->base;
    for (uint32_t p = 0; p < n_parts; p++, h = hope_after(h)) {
        SIMD(hope_of_part)(v, h, value);
        for (uint32_t k = 0; k < LINES; k++)
            total[k] = SIMD_PLUS(total[k], value[k]);
        if (wanted > h->rest && !SIMD(all_from)(total, (uint8_t)(wanted - h->rest)))
            return 0;
    }
    for (uint32_t k = 0; !ground && k < LINES; k++)
        total[k] = SIMD_PLUS(total[k], (BYTES){0} + q->late);
    memcpy(ret, total, sizeof total);
    uint64_t found = SIMD(all_from)(total, (uint8_t)wanted);
    for (uint32_t r = 0; !ground && found && r < q->n_rules; r++) {
        SIMD(hope_of_rule)(v, &v->query->rule[r], value);
        found &= SIMD(all_from)(value, UINT8_MAX);
    }
    return found;
}

SIMD_TARGET static bool SIMD(may)(const struct visit *v, uint16_t least)
{
    uint8_t hope[LANES];
    return SIMD(hopes)(v, least, hope) != 0;
}

/* The most that anybody below each of the children may have, and which may reach least. */
SIMD_TARGET static uint64_t SIMD(children)(const struct visit *v, uint16_t least, uint16_t *ret)
{
    typedef uint8_t lines16 __attribute__((vector_size(16)));
    lines16 hope[LANES / 16];
    uint8_t most[16];
    uint64_t bits = SIMD(hopes)(v, least, (uint8_t *)hope);
    if (!bits)
        return 0;
    for (uint32_t k = 1; k < LANES / 16; k++) {
        lines16 more = (lines16)(hope[k] > hope[0]);
        hope[0] = (hope[k] & more) | (hope[0] & ~more);
    }
    memcpy(most, hope, sizeof most);
    for (uint32_t child = 0; child < FAN; child++) {
        uint32_t here = most[child] > most[child + FAN] ? most[child] : most[child + FAN];
        ret[child] = (uint16_t)(here * HOPE + 1);
    }
    bits |= bits >> 32;
    bits |= bits >> 16;
    bits |= bits >> 8;
    return bits & ((1u << FAN) - 1);
}

#undef BYTES
#undef INLINE
#undef LINES
