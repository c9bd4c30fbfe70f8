/*
 * Included once for each set of instructions: what may be hoped for of 64 lanes, in bytes.
 * SIMD_TARGET is its attribute, SIMD_BYTES the size of its vectors, SIMD(x) names its things. It
 * gives what vectors of the compiler do not say themselves: SIMD_LOOK_UP (a table of 16 bytes),
 * SIMD_PLUS and SIMD_MINUS (which stop at 255 and 0), SIMD_LESSER of two, SIMD_ANY (is not all
 * zeros), SIMD_SOME (one bit for each lane that is not zero), SIMD_SPREAD (all ones for each bit).
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

INLINE void SIMD(loss_of_terms)(const struct visit *v, const struct hope *h, BYTES *ret)
{
    const uint32_t *term = hope_terms(h), *end = term + h->n_terms;
    const uint8_t(*table)[HOPES] = hope_tables(h);
    for (uint32_t k = 0; k < LINES; k++)
        ret[k] = (BYTES){0};
    for (; term < end; term += STRIDE)
        for (uint32_t u = 0; u < STRIDE; u++, table++) {
            const uint8_t *column = visit_strength(v, term[u]);
            for (uint32_t k = 0; k < LINES; k++)
                ret[k] = SIMD_PLUS(ret[k], SIMD_LOOK_UP(*table, SIMD(line)(column, k)));
        }
}

/* How many of the terms each lane has. */
INLINE void SIMD(count)(const struct visit *v, const uint32_t *term, uint32_t n, BYTES *ret)
{
    for (uint32_t k = 0; k < LINES; k++)
        ret[k] = (BYTES){0};
    for (const uint32_t *end = term + n; term < end; term += STRIDE)
        for (uint32_t u = 0; u < STRIDE; u++) {
            uint64_t bits = visit_bits(v, term[u]);
            for (uint32_t k = 0; k < LINES; k++)
                ret[k] -= SIMD_SPREAD(bits >> (k * SIMD_BYTES % LANES));
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

/* What a part takes away; common: where to leave the terms in common, or NULL. */
INLINE void SIMD(loss_of_part)(const struct visit *v, const struct hope *h, uint8_t *common,
                               BYTES *ret)
{
    if (h->kind == PART_SUM) {
        SIMD(loss_of_terms)(v, h, ret);
    } else {
        if (h->kind == PART_RANGE)
            SIMD(distance)(v, h, ret);
        else
            SIMD(count)(v, hope_terms(h), h->n_terms, ret);
        if (common)
            memcpy(common, ret, LANES);
        for (uint32_t k = 0; k < LINES; k++)
            ret[k] = SIMD_LOOK_UP(h->table, SIMD_LESSER(ret[k], (BYTES){0} + (HOPES - 1)));
    }
    if (!h->unknown_pays)
        return;
    uint64_t known = ~visit_bits(v, h->unknown_term);
    for (uint32_t k = 0; k < LINES; k++)
        ret[k] = SIMD_LESSER(ret[k], SIMD_SPREAD(known >> (k * SIMD_BYTES % LANES)) | h->unknown);
}

INLINE bool SIMD(any)(const BYTES *left)
{
    BYTES all = left[0];
    for (uint32_t k = 1; k < LINES; k++)
        all |= left[k];
    return SIMD_ANY(all);
}

INLINE uint64_t SIMD(some)(const BYTES *left)
{
    uint64_t bits = 0;
    for (uint32_t k = 0; k < LINES; k++)
        bits |= (uint64_t)SIMD_SOME(left[k]) << (k * SIMD_BYTES % LANES);
    return bits;
}

/* The lanes whose range may pass. */
INLINE uint64_t SIMD(pass_of_range)(const struct visit *v, const struct query_rule *r)
{
    uint8_t from = r->rule == MATCH_RULE_WITHIN ? r->low : r->high;
    uint8_t to = r->rule == MATCH_RULE_WITHIN ? r->high : r->low;
    size_t at = (size_t)v->group * LANES;
    BYTES pass[LINES];
    for (uint32_t k = 0; k < LINES; k++)
        pass[k] = (BYTES)(SIMD(line)(v->level->low[r->criterion] + at, k) <= from) &
                  (BYTES)(SIMD(line)(v->level->high[r->criterion] + at, k) >= to);
    return SIMD(some)(pass);
}

/* The lanes that may have no more terms than those that the mentee has, too. */
INLINE uint64_t SIMD(pass_within)(const struct visit *v, const struct query_rule *r)
{
    const struct slice *s = &v->query->slice[r->slice];
    const uint8_t *size = v->level->size[r->criterion] + (size_t)v->group * LANES;
    uint32_t term[QUERY_TERMS];
    BYTES n[LINES], pass[LINES];
    for (uint32_t t = s->from; t < s->to; t++)
        term[t - s->from] = v->query->term[t].term;
    SIMD(count)(v, term, s->to - s->from, n);
    for (uint32_t k = 0; k < LINES; k++)
        pass[k] = (BYTES)(n[k] >= SIMD(line)(size, k));
    return SIMD(some)(pass);
}

INLINE uint64_t SIMD(pass_of_rule)(const struct visit *v, const struct query_rule *r)
{
    const struct slice *s = &v->query->slice[r->slice];
    uint64_t pass = r->unknown_pass ? visit_bits(v, s->unknown) : 0;
    if (r->range)
        return pass | SIMD(pass_of_range)(v, r);
    if (r->rule == MATCH_RULE_WITHIN)
        return pass | SIMD(pass_within)(v, r);
    if (r->rule == MATCH_RULE_ALL)
        return pass | visit_all(v, r);
    return r->rule == MATCH_RULE_DIFFER ? ~visit_any(v, s) : pass | visit_any(v, s);
}

/* What is left in each lane of the credit and one more: 0 where least cannot be reached. */
INLINE bool SIMD(hopes)(const struct visit *v, uint16_t least, bool ground, BYTES *left)
{
    uint32_t n_parts = ground ? v->hopes->n_parts : v->hopes->n_early;
    const struct hope *h = v->hopes->first;
    BYTES loss[LINES];
    if (v->hopes->all < least)
        return false;
    for (uint32_t k = 0; k < LINES; k++)
        left[k] = (BYTES){0} + (uint8_t)(hopes_credit(v->hopes, least) + 1);
    for (uint32_t p = 0; p < n_parts; p++, h = hope_after(h)) {
        SIMD(loss_of_part)(v, h, ground ? v->common[p] : NULL, loss);
        for (uint32_t k = 0; k < LINES; k++)
            left[k] = SIMD_MINUS(left[k], loss[k]);
        if (!SIMD(any)(left))
            return false;
    }
    return true;
}

/* The lanes where something is left and rules may let somebody pass. */
INLINE uint64_t SIMD(passing)(const struct visit *v, uint32_t n_rules, const BYTES *left)
{
    uint64_t found = SIMD(some)(left);
    for (uint32_t r = 0; found && r < n_rules; r++)
        found &= SIMD(pass_of_rule)(v, &v->query->rule[r]);
    return found;
}

SIMD_TARGET static uint64_t SIMD(lanes)(const struct visit *v, uint16_t least)
{
    BYTES left[LINES];
    if (!SIMD(hopes)(v, least, true, left))
        return 0;
    return SIMD(passing)(v, v->query->n_rules, left);
}

/* The highest of each child. */
INLINE void SIMD(highest)(const BYTES *lines, uint8_t *ret)
{
    typedef uint8_t lines16 __attribute__((vector_size(16)));
    lines16 part[LANES / 16];
    uint8_t most[16];
    memcpy(part, lines, sizeof part);
    for (uint32_t k = 1; k < LANES / 16; k++) {
        lines16 more = (lines16)(part[k] > part[0]);
        part[0] = (part[k] & more) | (part[0] & ~more);
    }
    memcpy(most, part, sizeof most);
    for (uint32_t child = 0; child < FAN; child++)
        ret[child] = most[child] > most[child + FAN] ? most[child] : most[child + FAN];
}

SIMD_TARGET static uint64_t SIMD(children)(const struct visit *v, uint16_t least, uint16_t *ret)
{
    const struct hopes *q = v->hopes;
    BYTES left[LINES];
    uint8_t most[FAN];
    if (!SIMD(hopes)(v, least, false, left))
        return 0;
    uint64_t bits = SIMD(passing)(v, q->n_rules, left);
    SIMD(highest)(left, most);
    for (uint32_t child = 0; child < FAN; child++) {
        uint32_t lost = hopes_credit(q, least) + 1 - most[child];
        ret[child] = (uint16_t)(q->all - (lost << q->shift));
    }
    bits |= bits >> 32;
    bits |= bits >> 16;
    bits |= bits >> 8;
    return bits & ((1u << FAN) - 1);
}

#undef BYTES
#undef INLINE
#undef LINES
