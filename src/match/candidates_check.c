/* The rules written beside the fields of profiles. */
#include "match/candidates.h"

static bool levels_good(const struct match_criterion *c)
{
    for (uint32_t d = 0; d < MATCH_LEVELS_MAX; d++)
        if (c->level[d] > 1000 || (d && c->level[d] < c->level[d - 1]))
            return false;
    return c->rule == MATCH_RULE_NONE ||
           ((c->rule == MATCH_RULE_OVERLAP || c->rule == MATCH_RULE_DIFFER) && c->depth >= 1 &&
            c->depth <= MATCH_LEVELS_MAX);
}

static bool criterion_good(const struct match_criterion *c)
{
    if (c->points > MATCH_POINTS_MAX || c->unknown > 1000)
        return false;
    switch (c->kind) {
    case MATCH_SET:
        return c->measure <= MATCH_BY_JACCARD && c->rule <= MATCH_RULE_DIFFER &&
               (c->measure != MATCH_BY_COUNT || (c->enough >= 1 && c->enough <= MATCH_LIST_MAX));
    case MATCH_RANGE:
        return c->slack <= MATCH_SLACK_MAX &&
               (c->rule == MATCH_RULE_NONE || c->rule == MATCH_RULE_OVERLAP ||
                c->rule == MATCH_RULE_WITHIN);
    case MATCH_PATH:
        return levels_good(c);
    default:
        return false;
    }
}

static bool list_good(const struct match_criterion *c, const struct match_column *column,
                      uint32_t person)
{
    uint64_t from = column->offset[person], to = column->offset[person + 1];
    for (uint64_t t = from; t < to; t++) {
        if (column->term[t] >= c->n_terms)
            return false;
        if (column->strength && (!column->strength[t] || column->strength[t] > MATCH_STRENGTH_MAX))
            return false;
        for (uint64_t s = from; s < t; s++)
            if (column->term[s] == column->term[t])
                return false;
    }
    return true;
}

static bool column_good(const struct match_criterion *c, const struct match_column *column,
                        uint32_t n)
{
    if (c->kind == MATCH_RANGE)
        return !column->low == !column->high;
    if (column->bits) {
        uint64_t none = c->n_terms >= 64 ? 0 : ~0ull << c->n_terms, seen = 0;
        for (uint32_t i = 0; i < n; i++)
            seen |= column->bits[i];
        return c->kind == MATCH_SET && !(seen & none);
    }
    if (!column->offset || !n)
        return true;
    uint32_t longest = c->kind == MATCH_PATH ? MATCH_LEVELS_MAX : MATCH_LIST_MAX;
    if (column->offset[0])
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (column->offset[i + 1] < column->offset[i] ||
            column->offset[i + 1] - column->offset[i] > longest)
            return false;
    if (column->offset[n] && !column->term)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!list_good(c, column, i))
            return false;
    return true;
}

/* parent[node] is 0 until the node is met, then the one above it + 2, or 1 at the top. */
static bool places_good(const struct match_column *column, uint32_t n, uint32_t *parent)
{
    for (uint32_t i = 0; column->offset && i < n; i++)
        for (uint64_t t = column->offset[i]; t < column->offset[i + 1]; t++) {
            uint32_t above = t > column->offset[i] ? column->term[t - 1] + 2 : 1;
            uint32_t *known = &parent[column->term[t]];
            if (*known && *known != above)
                return false;
            *known = above;
        }
    return true;
}

static int check_paths(const struct match_profiles *p, uint32_t criterion,
                       struct match_memory *memory)
{
    uint32_t n_terms = p->criterion[criterion].n_terms;
    uint32_t *parent = match_take(memory, n_terms, sizeof *parent);
    if (!parent)
        return MATCH_ENOMEM;
    bool good = places_good(&p->mentee[criterion], p->n_mentees, parent) &&
                places_good(&p->mentor[criterion], p->n_mentors, parent);
    match_give(memory, parent, n_terms, sizeof *parent);
    return good ? MATCH_OK : MATCH_EINVAL;
}

int candidates_check(const struct match_profiles *p, struct match_memory *memory)
{
    uint64_t points = 0, terms = 0;
    if (p->n_mentees > MATCH_MAX_PEOPLE || p->n_mentors > MATCH_MAX_PEOPLE ||
        p->n_criteria > MATCH_CRITERIA_MAX)
        return MATCH_EINVAL;
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        const struct match_criterion *c = &p->criterion[k];
        if (!criterion_good(c) || !column_good(c, &p->mentee[k], p->n_mentees) ||
            !column_good(c, &p->mentor[k], p->n_mentors))
            return MATCH_EINVAL;
        points += c->points;
        terms += c->n_terms;
    }
    if (points > MATCH_POINTS_MAX || terms > MATCH_TERMS_MAX)
        return MATCH_EINVAL;
    int r = MATCH_OK;
    for (uint32_t k = 0; k < p->n_criteria && r == MATCH_OK; k++)
        if (p->criterion[k].kind == MATCH_PATH)
            r = check_paths(p, k, memory);
    return r;
}
