#include "pairing/run_report.h"

#include <stdlib.h>
#include <string.h>

#include <nastavnik/match_fair.h>

#include "base/map.h"
#include "base/record.h"

#define KEPT 200u

static const char *const codes[RUN_GROUPINGS] = {"organisation", "municipality", "form"};

/* What a mentee's group is called. */
static const char *key_of(struct arena *a, enum run_grouping by, const struct person_profile *p)
{
    if (by == RUN_BY_FORM)
        return p->form;
    return arena_printf(a, "%lld",
                        (long long)(by == RUN_BY_ORGANISATION ? p->organisation : p->municipality));
}

/* Of a before b as shares matched / people, the larger group first among equals. */
static int worst_first(const void *x, const void *y)
{
    const struct run_group *a = x, *b = y;
    int64_t left = a->matched * b->people, right = b->matched * a->people;
    if (left != right)
        return left < right ? -1 : 1;
    if (a->people != b->people)
        return a->people > b->people ? -1 : 1;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return strcmp(a->form, b->form);
}

static struct run_group group_of(enum run_grouping by, const char *key, const struct match_group *g)
{
    return (struct run_group){
        .unit = by == RUN_BY_FORM ? 0 : strtoll(key, NULL, 10),
        .form = by == RUN_BY_FORM ? key : "",
        .people = (int64_t)g->people,
        .with_candidate = (int64_t)g->with_candidate,
        .matched = (int64_t)g->matched,
        .mean = g->matched ? (int)((g->score / g->matched + 5) / 10) : 0,
        .least = (g->least + 5) / 10,
    };
}

static void write_group(struct strbuf *b, enum run_grouping by, const struct run_group *g)
{
    record_text(b, codes[by]);
    record_int(b, g->unit);
    record_text(b, g->form);
    record_int(b, g->people);
    record_int(b, g->with_candidate);
    record_int(b, g->matched);
    record_int(b, g->mean);
    record_int(b, g->least);
    record_end(b);
}

static void write_grouping(struct arena *a, const struct pairing_input *in, const struct pairing *p,
                           enum run_grouping by, struct strbuf *b)
{
    uint32_t n = in->people.n_mentees;
    uint32_t *group = arena_array(a, uint32_t, n);
    const char **key = arena_array(a, const char *, n);
    struct map known;
    map_init(&known, a, 64);
    uint32_t n_groups = 0;
    for (uint32_t i = 0; i < n; i++) {
        const char *k = key_of(a, by, &in->people.mentee[i].p);
        uint32_t *at = map_at(&known, k);
        if (*at == MAP_NONE) {
            key[n_groups] = k;
            *at = n_groups++;
        }
        group[i] = *at;
    }
    struct match_group *sums = arena_array(a, struct match_group, n_groups);
    struct run_group *rows = arena_array(a, struct run_group, n_groups);
    if (n_groups < 2 ||
        match_report(&p->instance, &p->answer, group, n_groups, NULL, sums) != MATCH_OK)
        return;
    for (uint32_t g = 0; g < n_groups; g++)
        rows[g] = group_of(by, key[g], &sums[g]);
    qsort(rows, n_groups, sizeof *rows, worst_first);
    for (uint32_t g = 0; g < n_groups && g < KEPT; g++)
        write_group(b, by, &rows[g]);
}

const char *run_report_write(struct arena *a, const struct pairing_input *in,
                             const struct pairing *p)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (enum run_grouping by = 0; by < RUN_GROUPINGS; by++)
        write_grouping(a, in, p, by, &b);
    return b.s;
}

void run_report_read(struct arena *a, const char *text, struct run_report *ret)
{
    struct record r;
    *ret = (struct run_report){0};
    for (enum run_grouping by = 0; by < RUN_GROUPINGS; by++)
        ret->group[by] = arena_array(a, struct run_group, KEPT);
    while (record_next(a, &text, &r)) {
        enum run_grouping by = 0;
        while (by < RUN_GROUPINGS && strcmp(codes[by], record_field(&r, 0)) != 0)
            by++;
        if (by == RUN_GROUPINGS || ret->n[by] == KEPT)
            continue;
        ret->group[by][ret->n[by]++] = (struct run_group){
            .unit = record_number(&r, 1),
            .form = record_field(&r, 2),
            .people = record_number(&r, 3),
            .with_candidate = record_number(&r, 4),
            .matched = record_number(&r, 5),
            .mean = (int)record_number(&r, 6),
            .least = (int)record_number(&r, 7),
        };
    }
}
