/*
 * The order of people. A block of mentors is left out of the search by the most that it gives
 * for each term, so those with the same main term, place, … should stand together: people are
 * sorted by the criteria, the weightiest first, each time by their strongest term.
 */
#include "match/candidates_index.h"

#define KEYS_MAX 12u

struct key {
    uint32_t criterion;
    uint32_t rank; /* the strongest term, the second …; of a path the first node, the second … */
};

/* Criteria that tell people apart, the weightiest first; a place that rules goes before all. */
static uint32_t weighty(const struct match_profiles *p, uint32_t *ret)
{
    uint32_t n = 0, worth[MATCH_CRITERIA_MAX];
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        const struct match_criterion *c = &p->criterion[k];
        if (c->kind == MATCH_RANGE || (!c->points && c->rule != MATCH_RULE_OVERLAP))
            continue;
        uint32_t w = c->points, at = n++;
        if (c->rule == MATCH_RULE_OVERLAP)
            w += c->kind == MATCH_PATH ? MATCH_POINTS_MAX : 1;
        for (; at && worth[at - 1] < w; at--) {
            worth[at] = worth[at - 1];
            ret[at] = ret[at - 1];
        }
        worth[at] = w;
        ret[at] = k;
    }
    return n;
}

static uint32_t keys_of(const struct match_profiles *p, struct key *ret)
{
    uint32_t criterion[MATCH_CRITERIA_MAX], n_criteria = weighty(p, criterion), n = 0;
    for (uint32_t rank = 0; rank < 3; rank++)
        for (uint32_t k = 0; k < n_criteria && n < KEYS_MAX; k++)
            if (rank == 0 || k < 2)
                ret[n++] = (struct key){criterion[k], rank};
    return n;
}

/* The term of that rank, n_terms when there are not so many. */
static uint32_t key_value(const struct match_profiles *p, const struct match_column *side,
                          struct key key, uint32_t person)
{
    const struct match_criterion *c = &p->criterion[key.criterion];
    struct term_list list;
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
    size_t n_values = (size_t)p->criterion[key.criterion].n_terms + 2;
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
