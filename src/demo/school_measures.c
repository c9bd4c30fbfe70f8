/* What the school measured of its year itself: marks, clubs, works, the view of parents; and, a
 * year after the beginning, who of the young teachers stayed. Most do better at the end. */
#include "demo/school_parts.h"
#include "insight/measure.h"

#define PEOPLE 100
#define ONE 100 /* values are hundredths */

/* 0..99, the same for this person and metric. */
static int chance(const struct measure_person *x, const char *metric)
{
    uint32_t h = 2166136261u;
    for (const char *s = x->sort_key; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    for (const char *s = metric; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return (int)((h ^ h >> 15) % 100);
}

static int64_t within(const struct pack_metric *m, int64_t value)
{
    int64_t least = (int64_t)m->least * ONE, most = (int64_t)m->most * ONE;
    return value < least ? least : value > most ? most : value;
}

static struct measure_pair value_of(const struct measure_person *x, const struct pack_metric *m)
{
    int n = chance(x, m->code);
    int64_t before, change;
    if (m->decimals) {
        before = 320 + n;
        change = n % 6 ? 5 * (n % 9) : -10;
    } else {
        before = n % 3 * ONE;
        change = n % 4 ? ONE : 0;
    }
    return (struct measure_pair){within(m, before), within(m, before + change)};
}

/* after: what is asked a year after the beginning; otherwise all the rest. */
static int fill_group(struct school_year *s, const struct measure_group *g, bool after)
{
    struct measure_person *x;
    size_t n;
    int r = measure_people(s->db, s->scratch, g, "", 0, PEOPLE, &x, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        for (size_t k = 0; r >= 0 && k < g->n; k++) {
            const struct pack_metric *m = g->metric[k];
            struct measure_pair stays = {MEASURE_NONE, ONE};
            if (m->after_only == after && (!after || m->type == PACK_METRIC_YESNO))
                r = measure_put(s->db, &s->clock, g, &x[i], k, after ? stays : value_of(&x[i], m),
                                s->account_id);
        }
    return r < 0 ? r : measure_release(s->db, s->scratch, g);
}

static int fill(struct school_year *s, bool after)
{
    const struct measure_group *groups;
    struct programme p;
    int r = programme_get(s->db, s->scratch, s->programme_id, &p);
    size_t n = r > 0 ? measure_groups(s->scratch, s->pack, &p, &groups) : 0;
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = fill_group(s, &groups[i], after);
    return r < 0 ? r : 0;
}

int school_measures(struct school_year *s, enum school_moment moment)
{
    return moment == SCHOOL_CLOSED ? fill(s, false) : 0;
}

int school_stayed(struct school_year *s)
{
    struct date joined = {s->year, 10, 22}, today = school_today(s);
    int months = (today.year - joined.year) * 12 + today.month - joined.month;
    int r = months >= 12 ? fill(s, true) : 0;
    arena_reset(s->scratch);
    return r;
}
