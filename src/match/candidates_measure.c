/*
 * What a part or a rule does to groups above the ground, measured on some of them: the parts that
 * take most away are added up first, so that hopeless groups are left early. Changes how long the
 * search takes, never what it finds.
 */
#include "match/candidates_find.h"

#include <string.h>

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

/* The sum over children of what one part or rule, alone, leaves of them. */
static uint64_t left_of(const struct measure *m, uint32_t group, const struct query *q,
                        const struct hopes *h)
{
    struct visit v = finder_visit(m->f, m->level, group);
    v.query = q;
    v.hopes = h;
    uint16_t most[FAN];
    uint64_t sum = 0;
    for (uint64_t left = m->f->simd->children(&v, 1, most); left; left &= left - 1)
        sum += most[__builtin_ctzll(left)] - 1u;
    return sum;
}

static void measure_group(struct measure *m, uint32_t group, const struct query *q,
                          const struct hopes *h)
{
    const struct hope *part = h->first;
    for (uint32_t p = 0; p < q->n_parts; p++, part = hope_after(part)) {
        uint32_t most = q->part[p].most;
        struct hopes one = {.first = part, .all = (uint16_t)(most + 1), .shift = h->shift};
        one.n_parts = one.n_early = 1;
        m->most[part->criterion] += most * FAN;
        m->x->loss[part->criterion] += most * FAN - left_of(m, group, q, &one);
    }
    for (uint32_t r = 0; r < q->n_rules; r++) {
        struct query alone = {.term = q->term, .rule = {q->rule[r]}};
        memcpy(alone.slice, q->slice, sizeof alone.slice);
        m->fit[q->rule[r].criterion] +=
            left_of(m, group, &alone, &(struct hopes){.all = 2, .n_rules = 1});
        m->asked[q->rule[r].criterion] += FAN;
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
        bool asks = finder_prepare(f, &mentee, 1) > 0;
        for (uint32_t g = 0; asks && g < GROUPS && g < m.level->n_groups; g++) {
            uint32_t group = (uint32_t)((uint64_t)m.level->n_groups * g / GROUPS);
            finder_place(f, m.level, group);
            measure_group(&m, group, &f->seeker[0].query, &f->hopes[0]);
        }
        finder_forget(f);
    }
    for (uint32_t k = 0; k < x->profiles->n_criteria; k++) {
        x->idle[k] = x->loss[k] * 100 <= m.most[k] * (100 - LATE_PERCENT);
        x->late[k] = m.fit[k] * 100 >= m.asked[k] * LATE_PERCENT;
    }
}
