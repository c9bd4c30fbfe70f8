/* Test profiles: random, small, with their own room. Included by the tests only. */
#pragma once

#include <string.h>

#include <nastavnik/match_candidates.h>

#define PEOPLE_MAX 400
#define TREE_NODES 40

struct small_side {
    uint64_t offset[MATCH_CRITERIA_MAX][PEOPLE_MAX + 1];
    uint32_t term[MATCH_CRITERIA_MAX][PEOPLE_MAX * 12];
    uint8_t strength[MATCH_CRITERIA_MAX][PEOPLE_MAX * 12];
    uint64_t bits[MATCH_CRITERIA_MAX][PEOPLE_MAX];
    uint16_t low[MATCH_CRITERIA_MAX][PEOPLE_MAX], high[MATCH_CRITERIA_MAX][PEOPLE_MAX];
    struct match_column column[MATCH_CRITERIA_MAX];
};

struct small_profiles {
    struct match_profiles p;
    struct match_criterion criterion[MATCH_CRITERIA_MAX];
    struct small_side mentee, mentor;
    uint16_t capacity[PEOPLE_MAX];
};

static uint64_t random_state;

static uint32_t below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 33) % n);
}

static void random_criterion(struct match_criterion *c, uint16_t points)
{
    static const enum match_rule ranges[] = {MATCH_RULE_NONE, MATCH_RULE_OVERLAP,
                                             MATCH_RULE_WITHIN};
    static const enum match_rule paths[] = {MATCH_RULE_NONE, MATCH_RULE_OVERLAP, MATCH_RULE_DIFFER};
    uint32_t kind = below(6);
    *c = (struct match_criterion){
        .kind = kind < 4   ? MATCH_SET
                : kind < 5 ? MATCH_RANGE
                           : MATCH_PATH,
        .measure = (enum match_measure)below(3),
        .strict = below(3) == 0,
        .points = points,
        .unknown = (uint16_t)(below(3) * 500),
        .enough = (uint16_t)(1 + below(4)),
        .slack = (uint16_t)(below(2) ? below(8) : below(1001)),
        .depth = (uint8_t)(1 + below(3)),
        .n_terms = 1 + below(below(2) ? 8 : 64),
    };
    if (c->kind == MATCH_SET)
        c->rule = below(3) ? MATCH_RULE_NONE : (enum match_rule)below(5);
    else
        c->rule = c->kind == MATCH_RANGE ? ranges[below(3)] : paths[below(3)];
    if (c->kind == MATCH_PATH)
        c->n_terms = TREE_NODES;
    for (uint32_t d = 0; d < MATCH_LEVELS_MAX; d++)
        c->level[d] = (uint16_t)(d ? c->level[d - 1] + below(1001u - c->level[d - 1]) : below(600));
}

/* Node 0 has the children 1, 2, 3, node 1 has 4, 5, 6 …: three below each. */
static uint32_t random_path(uint32_t *term)
{
    uint32_t n = below(5), node = below(2);
    if (node)
        node = TREE_NODES - 1; /* another top, without children */
    for (uint32_t d = 0; d < n; d++) {
        term[d] = node;
        node = node * 3 + 1 + below(2);
        if (node >= TREE_NODES - 1)
            return d + 1;
    }
    return n;
}

static uint32_t random_terms(const struct match_criterion *c, uint32_t *term, uint8_t *strength)
{
    uint32_t n = 0, want = below(4) ? below(below(2) ? 4 : 11) : 0;
    for (uint32_t t = 0; t < want; t++) {
        uint32_t one =
            below(2) ? below(c->n_terms) : below(c->n_terms) * below(c->n_terms) / c->n_terms;
        bool again = false;
        for (uint32_t s = 0; s < n; s++)
            again |= term[s] == one;
        if (again)
            continue;
        strength[n] = (uint8_t)(1 + below(10));
        term[n++] = one;
    }
    return n;
}

static void random_column(const struct match_criterion *c, struct small_side *side, uint32_t k,
                          uint32_t n)
{
    bool bits = c->kind == MATCH_SET && below(4) == 0;
    uint32_t step = c->slack > 7 ? c->slack / 4u : 1; /* the same on both sides */
    for (uint32_t i = 0; i < n; i++) {
        uint64_t at = side->offset[k][i];
        uint32_t *term = &side->term[k][at];
        uint8_t *strength = &side->strength[k][at];
        side->low[k][i] = (uint16_t)(below(20) * step);
        side->high[k][i] = (uint16_t)(side->low[k][i] + (below(6) - 1) * step);
        if (!below(50))
            side->high[k][i] = UINT16_MAX;
        uint32_t len = c->kind == MATCH_PATH ? random_path(term) : random_terms(c, term, strength);
        side->offset[k][i + 1] = at + len;
        side->bits[k][i] = 0;
        for (uint32_t t = 0; t < len && bits; t++)
            side->bits[k][i] |= 1ull << term[t];
    }
    side->column[k] = (struct match_column){.offset = side->offset[k], .term = side->term[k]};
    if (c->kind == MATCH_SET && below(3))
        side->column[k].strength = side->strength[k];
    if (bits)
        side->column[k] = (struct match_column){.bits = side->bits[k]};
    if (c->kind == MATCH_RANGE)
        side->column[k] = (struct match_column){.low = side->low[k], .high = side->high[k]};
    if (!below(20))
        side->column[k] = (struct match_column){0}; /* nobody says anything */
}

static void make_profiles(struct small_profiles *s, uint32_t n, uint32_t m, uint32_t n_criteria)
{
    uint16_t left = MATCH_POINTS_MAX;
    memset(s, 0, sizeof *s);
    s->p = (struct match_profiles){.n_mentees = n,
                                   .n_mentors = m,
                                   .criterion = s->criterion,
                                   .n_criteria = n_criteria,
                                   .mentee = s->mentee.column,
                                   .mentor = s->mentor.column};
    for (uint32_t k = 0; k < n_criteria; k++) {
        uint16_t points = below(5) ? (uint16_t)below(left + 1u) : 0;
        points = k + 1 == n_criteria && below(2) ? left : points;
        left = (uint16_t)(left - points);
        random_criterion(&s->criterion[k], points);
        random_column(&s->criterion[k], &s->mentee, k, n);
        random_column(&s->criterion[k], &s->mentor, k, m);
    }
    for (uint32_t j = 0; j < m; j++)
        s->capacity[j] = (uint16_t)below(4);
    if (below(2))
        s->p.capacity = s->capacity;
}
