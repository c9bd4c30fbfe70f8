/*
 * What a part or a rule does to groups above the ground, measured on some of them: the parts that
 * take most away are added up first, so that hopeless groups are left early. Changes how long the
 * search takes, never what it finds.
 */
#include "match/candidates_find.h"

#define MENTEES 32u
#define GROUPS 32u
/* A rule that lets so many children pass, or a part that leaves so much, is not worth asking. */
#define LATE_PERCENT 90u

struct measure {
    struct index *x;
    struct finder *f;
    const struct level *level;
    uint64_t fit[MATCH_CRITERIA_MAX], asked[MATCH_CRITERIA_MAX], most[MATCH_CRITERIA_MAX];
};

/* The sum over children of what one part or rule, alone in its query, leaves of them. */
static uint64_t left_of(const struct measure *m, uint32_t group, const struct query *q)
{
    struct visit v = {
        .query = q, .index = m->x, .level = m->level, .place = m->f->place, .group = group};
    _Alignas(LANES) uint16_t most[LANES];
    uint64_t sum = 0;
    for (uint64_t left = m->f->simd->children(&v, 1, most); left; left &= left - 1)
        sum += most[__builtin_ctzll(left)] - 1u;
    return sum;
}

static void measure_group(struct measure *m, uint32_t group, struct query *q)
{
    struct query one = *q;
    one.base_hope = one.late_hope = 0;
    one.n_rules = 0;
    one.n_early = 1;
    for (uint32_t p = 0; p < q->n_parts; p++) {
        one.hope[0] = q->hope[p];
        one.hope[0].rest = 0;
        uint64_t most = (uint64_t)hope_of(q->part[p].most) * HOPE * FAN;
        m->most[q->part[p].criterion] += most;
        m->x->loss[q->part[p].criterion] += most - left_of(m, group, &one);
    }
    one.base_hope = 1;
    one.n_rules = 1;
    one.n_early = 0;
    for (uint32_t r = 0; r < q->n_rules; r++) {
        one.rule[0] = q->rule[r];
        m->fit[q->rule[r].criterion] += left_of(m, group, &one);
        m->asked[q->rule[r].criterion] += FAN * HOPE;
    }
}

void candidates_measure(struct index *x, struct finder *f)
{
    uint32_t n = x->profiles->n_mentees;
    if (x->n_levels < 2)
        return;
    struct measure m = {.x = x, .f = f, .level = &x->level[1]};
    for (uint32_t i = 0; i < MENTEES && i < n; i++) {
        uint32_t mentee = (uint32_t)((uint64_t)n * i / MENTEES);
        finder_prepare(f, &mentee, 1);
        for (uint32_t g = 0; g < GROUPS && g < m.level->n_groups; g++) {
            uint32_t group = (uint32_t)((uint64_t)m.level->n_groups * g / GROUPS);
            finder_place(f, m.level, group);
            measure_group(&m, group, &f->seeker[0].query);
        }
        finder_forget(f);
    }
    for (uint32_t k = 0; k < x->profiles->n_criteria; k++) {
        x->idle[k] = x->loss[k] * 100 <= m.most[k] * (100 - LATE_PERCENT);
        x->late[k] = m.fit[k] * 100 >= m.asked[k] * LATE_PERCENT;
    }
}
