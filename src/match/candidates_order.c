/*
 * The order of people. A block of mentors is left out of the search by the most that it gives
 * for each term, so those with the same main term, place, … should stand together: people are
 * sorted by the criteria, the weightiest first, each time by their strongest term.
 */
#include "match/candidates_index.h"

#define KEYS_MAX 8u

struct key {
    uint32_t criterion;
    uint32_t rank; /* the strongest term, the second …; of a path the first node, the second … */
};

/* Criteria in the order in which they tell people apart: a place that rules, the weightiest one,
 * ranges, for they cost least to look at, and the others by their weight. */
static uint32_t worth(const struct match_criterion *c, uint32_t most)
{
    if (c->kind == MATCH_PATH && c->rule == MATCH_RULE_OVERLAP)
        return 4 * MATCH_POINTS_MAX;
    if (!c->points && c->rule != MATCH_RULE_OVERLAP)
        return 0;
    uint32_t weight = c->points == most && c->kind != MATCH_RANGE ? 3
                      : c->kind == MATCH_RANGE                    ? 2
                                                                  : 1;
    return (weight - 1) * MATCH_POINTS_MAX + c->points + 1;
}

static uint32_t weighty(const struct match_profiles *p, uint32_t *ret)
{
    uint32_t n = 0, most = 0, value[MATCH_CRITERIA_MAX];
    for (uint32_t k = 0; k < p->n_criteria; k++)
        if (p->criterion[k].kind != MATCH_RANGE && p->criterion[k].points > most)
            most = p->criterion[k].points;
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        uint32_t here = worth(&p->criterion[k], most);
        if (!here)
            continue;
        uint32_t at = n++;
        for (; at && value[at - 1] < here; at--) {
            value[at] = value[at - 1];
            ret[at] = ret[at - 1];
        }
        value[at] = here;
        ret[at] = k;
    }
    return n;
}

/* Two keys of the first two, for the heaviest may come second; one of the others. */
static uint32_t keys_of(const struct match_profiles *p, struct key *ret)
{
    uint32_t criterion[MATCH_CRITERIA_MAX], n_criteria = weighty(p, criterion), n = 0;
    for (uint32_t k = 0; k < n_criteria && n + 2 <= KEYS_MAX; k++) {
        ret[n++] = (struct key){criterion[k], 0};
        if (k < 2 && p->criterion[criterion[k]].kind != MATCH_RANGE)
            ret[n++] = (struct key){criterion[k], 1};
    }
    return n;
}

/* The term of that rank, n_terms when there are not so many. */
static uint32_t key_value(const struct match_profiles *p, const struct match_column *side,
                          struct key key, uint32_t person)
{
    const struct match_criterion *c = &p->criterion[key.criterion];
    struct term_list list;
    if (c->kind == MATCH_RANGE) {
        struct range r = range_read(&side[key.criterion], person);
        return range_known(r) ? ((uint32_t)r.low + r.high) / 2 : UINT16_MAX + 1u;
    }
    term_list_read(&side[key.criterion], person, &list);
    if (key.rank >= list.n)
        return c->n_terms;
    if (c->kind == MATCH_PATH)
        return list.term[key.rank];
    uint32_t best = 0;
    for (uint32_t rank = 0; rank <= key.rank; rank++) {
        best = MATCH_LIST_MAX;
        for (uint32_t t = 0; t < list.n; t++)
            if (list.strength[t] &&
                (best == MATCH_LIST_MAX || list.strength[t] > list.strength[best]))
                best = t;
        if (rank < key.rank)
            list.strength[best] = 0;
    }
    return list.term[best];
}

/* A stable counting sort by one key. */
static int sort_by(const struct match_profiles *p, const struct match_column *side, struct key key,
                   uint32_t *order, uint32_t *spare, uint32_t n, struct match_memory *memory)
{
    const struct match_criterion *c = &p->criterion[key.criterion];
    size_t n_values = (c->kind == MATCH_RANGE ? UINT16_MAX + (size_t)1 : c->n_terms) + 2;
    uint32_t *at = match_take(memory, n_values, sizeof *at);
    uint32_t *value = match_take(memory, n, sizeof *value);
    if (at && value) {
        for (uint32_t i = 0; i < n; i++) {
            value[i] = key_value(p, side, key, order[i]);
            at[value[i] + 1]++;
        }
        for (size_t v = 1; v < n_values; v++)
            at[v] += at[v - 1];
        for (uint32_t i = 0; i < n; i++)
            spare[at[value[i]]++] = order[i];
        for (uint32_t i = 0; i < n; i++)
            order[i] = spare[i];
    }
    int r = at && value ? MATCH_OK : MATCH_ENOMEM;
    match_give(memory, at, n_values, sizeof *at);
    match_give(memory, value, n, sizeof *value);
    return r;
}

int candidates_order(const struct match_profiles *profiles, const struct match_column *side,
                     uint32_t *order, uint32_t *spare, uint32_t n, struct match_memory *memory)
{
    struct key key[KEYS_MAX];
    int r = MATCH_OK;
    for (uint32_t k = keys_of(profiles, key); k-- > 0 && r == MATCH_OK;)
        r = sort_by(profiles, side, key[k], order, spare, n, memory);
    return r;
}
