/* One lane of a group on the ground: what match_pair_value says, from the columns of the index. */
#include "match/simd.h"

static uint32_t sum(const struct visit *v, const struct slice *s, uint32_t lane)
{
    const struct query_term *term = v->query->term + s->from, *end = v->query->term + s->to;
    uint32_t value = 0;
    for (; term < end; term++)
        value += (uint32_t)term->unit * visit_strength(v, term->term)[lane];
    return value;
}

static uint32_t share_of_all(const struct query_part *p, uint32_t n, uint32_t size)
{
    return n ? n * (p->most / (p->n_own + size - n)) : 0;
}

static uint32_t by_distance(const struct query_part *p, uint32_t low, uint32_t high)
{
    uint32_t gap = 0;
    if (high < p->own.low)
        gap = p->own.low - high;
    else if (low > p->own.high)
        gap = low - p->own.high;
    uint32_t lost = gap * p->step;
    return low > high || gap > p->slack || lost > p->most ? 0 : p->most - lost;
}

static uint32_t part_value(const struct visit *v, const struct query_part *p, uint32_t lane,
                           uint32_t common)
{
    const struct index *x = v->index;
    size_t at = (size_t)v->group * LANES + lane;
    switch (p->kind) {
    case PART_SUM:
        return sum(v, &v->query->slice[p->slice], lane);
    case PART_RANGE:
        return by_distance(p, x->low[p->criterion][at], x->high[p->criterion][at]);
    case PART_PATH:
        return path_part(&x->profiles->criterion[p->criterion], common);
    case PART_COUNT:
        return common >= p->enough ? p->most : common * p->unit;
    default:
        return share_of_all(p, common, v->level->size[p->criterion][at]);
    }
}

static bool range_passes(const struct visit *v, const struct query_rule *r, uint32_t lane)
{
    size_t at = (size_t)v->group * LANES + lane;
    uint32_t low = v->index->low[r->criterion][at], high = v->index->high[r->criterion][at];
    if (low > high)
        return r->unknown_pass;
    if (r->rule == MATCH_RULE_WITHIN)
        return low <= r->own.low && high >= r->own.high;
    return low <= r->own.high && high >= r->own.low;
}

uint16_t lane_value(const struct visit *v, uint32_t lane)
{
    const struct query *q = v->query;
    uint32_t value = q->base;
    for (uint32_t k = 0; k < q->n_rules; k++)
        if (q->rule[k].range && !range_passes(v, &q->rule[k], lane))
            return 0;
    for (uint32_t k = 0; k < q->n_parts; k++) {
        const struct query_part *p = &q->part[k];
        uint32_t here = part_value(v, p, lane, v->common[k][lane]);
        bool unknown = p->unknown > here && (visit_bits(v, q->slice[p->slice].unknown) >> lane & 1);
        value += unknown ? p->unknown : here;
    }
    return (uint16_t)value;
}
