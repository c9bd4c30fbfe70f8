/* One pair by the definitions of match_candidates.h, word for word: the search is held to it. */
#include "match/candidates.h"

void term_list_read(const struct match_column *column, uint32_t person, struct term_list *ret)
{
    ret->n = 0;
    if (column->bits) {
        for (uint64_t left = column->bits[person]; left; left &= left - 1) {
            ret->strength[ret->n] = MATCH_STRENGTH_MAX;
            ret->term[ret->n++] = (uint32_t)__builtin_ctzll(left);
        }
        return;
    }
    if (!column->offset)
        return;
    for (uint64_t t = column->offset[person]; t < column->offset[person + 1]; t++) {
        ret->strength[ret->n] = column->strength ? column->strength[t] : MATCH_STRENGTH_MAX;
        ret->term[ret->n++] = column->term[t];
    }
}

void share_units(const struct match_criterion *c, const struct term_list *mentee, uint16_t *ret)
{
    uint32_t q = part_most(c) / MATCH_STRENGTH_MAX, all = 0, sum = 0, given = 0;
    for (uint32_t t = 0; t < mentee->n; t++)
        all += mentee->strength[t];
    for (uint32_t t = 0; t < mentee->n; t++) {
        sum += mentee->strength[t];
        ret[t] = (uint16_t)(q * sum / all - given);
        given += ret[t];
    }
}

/* The strength of a term on the mentor's side, 0 when it is not there. */
static uint32_t strength_of(const struct term_list *mentor, uint32_t term)
{
    for (uint32_t t = 0; t < mentor->n; t++)
        if (mentor->term[t] == term)
            return mentor->strength[t];
    return 0;
}

static uint32_t n_common(const struct term_list *a, const struct term_list *b)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t < a->n; t++)
        n += strength_of(b, a->term[t]) > 0;
    return n;
}

static uint32_t set_value(const struct match_criterion *c, const struct term_list *a,
                          const struct term_list *b)
{
    uint32_t common = n_common(a, b), value = 0;
    uint16_t unit[MATCH_LIST_MAX];
    switch (c->measure) {
    case MATCH_BY_COUNT:
        return common >= c->enough ? part_most(c) : common * (part_most(c) / c->enough);
    case MATCH_BY_JACCARD:
        return common * (part_most(c) / (a->n + b->n - common));
    default:
        share_units(c, a, unit);
        for (uint32_t t = 0; t < a->n; t++)
            value += unit[t] * strength_of(b, a->term[t]);
        return value;
    }
}

static bool set_fits(const struct match_criterion *c, const struct term_list *a,
                     const struct term_list *b)
{
    uint32_t common = n_common(a, b);
    switch (c->rule) {
    case MATCH_RULE_OVERLAP:
        return common > 0;
    case MATCH_RULE_ALL:
        return common == a->n;
    case MATCH_RULE_WITHIN:
        return common == b->n;
    case MATCH_RULE_DIFFER:
        return common == 0;
    default:
        return true;
    }
}

static uint32_t common_levels(const struct term_list *a, const struct term_list *b)
{
    uint32_t n = 0;
    while (n < a->n && n < b->n && a->term[n] == b->term[n])
        n++;
    return n;
}

/* A part of a pair: its value, or MATCH_UNFIT. */
static uint32_t list_part(const struct match_criterion *c, const struct term_list *a,
                          const struct term_list *b)
{
    bool path = c->kind == MATCH_PATH, known = a->n && b->n;
    uint32_t need = path ? c->depth : 1;
    if (c->rule != MATCH_RULE_NONE) {
        bool told = a->n >= need && b->n >= need;
        bool same = path && common_levels(a, b) >= need;
        bool fits = !told  ? !c->strict || c->rule == MATCH_RULE_DIFFER
                    : path ? same == (c->rule == MATCH_RULE_OVERLAP)
                           : set_fits(c, a, b);
        if (!fits)
            return MATCH_UNFIT;
    }
    if (!known)
        return part_unknown(c);
    return path ? path_part(c, common_levels(a, b)) : set_value(c, a, b);
}

static uint32_t range_part(const struct match_criterion *c, struct range a, struct range b)
{
    if (!range_known(a) || !range_known(b))
        return c->rule != MATCH_RULE_NONE && c->strict ? MATCH_UNFIT : part_unknown(c);
    uint32_t gap = 0;
    if (a.low > b.high)
        gap = (uint32_t)a.low - b.high;
    else if (b.low > a.high)
        gap = (uint32_t)b.low - a.high;
    if ((c->rule == MATCH_RULE_OVERLAP && gap) ||
        (c->rule == MATCH_RULE_WITHIN && (a.low < b.low || a.high > b.high)))
        return MATCH_UNFIT;
    uint32_t lost = gap > c->slack ? part_most(c) : gap * range_step(c);
    return lost > part_most(c) ? 0 : part_most(c) - lost;
}

uint32_t match_pair_value(const struct match_profiles *profiles, uint32_t mentee, uint32_t mentor)
{
    uint32_t value = 0;
    if (profiles->capacity && !profiles->capacity[mentor])
        return MATCH_UNFIT;
    for (uint32_t k = 0; k < profiles->n_criteria; k++) {
        const struct match_criterion *c = &profiles->criterion[k];
        const struct match_column *of_mentee = &profiles->mentee[k];
        const struct match_column *of_mentor = &profiles->mentor[k];
        uint32_t part;
        if (c->kind == MATCH_RANGE) {
            part = range_part(c, range_read(of_mentee, mentee), range_read(of_mentor, mentor));
        } else {
            struct term_list a, b;
            term_list_read(of_mentee, mentee, &a);
            term_list_read(of_mentor, mentor, &b);
            part = list_part(c, &a, &b);
        }
        if (part == MATCH_UNFIT)
            return MATCH_UNFIT;
        value += part;
    }
    return value;
}

uint32_t match_pair_tie(uint64_t seed, uint32_t mentee, uint32_t mentor)
{
    uint64_t z = seed + ((uint64_t)mentee + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z ^= (uint64_t)(mentor + 1) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(((z ^ z >> 32) * 0x94D049BB133111EBu) >> 38);
}
