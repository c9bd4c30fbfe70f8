/* What the registries and the questionnaires of one unit give. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "db/db.h"
#include "insight/frozen_count.sql.h"
#include "insight/frozen_priv.h"
#include "programme/survey.h"

/* ---- registries ---- */

/* What one participation makes its person count for; a bit for each indicator. */
struct part {
    int64_t person;
    size_t node;
    uint64_t num, den;
};
_Static_assert(INDICATORS_MAX <= 64, "an indicator is a bit");

struct parts {
    struct frozen_tree *t;
    struct arena *scratch; /* of the row */
    struct part *row;
    size_t n, cap;
};

static void add_part(struct parts *s, struct part part)
{
    if (s->n == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 1024;
        s->row = arena_grow(s->t->w->a, s->row, s->cap * sizeof *s->row, cap * sizeof *s->row);
        s->cap = cap;
    }
    s->row[s->n++] = part;
}

static int take_part(void *ctx, const struct count_parts *row)
{
    struct parts *s = ctx;
    struct frozen_tree *t = s->t;
    const struct taking_part x = {
        .birth_year = row->has_birth_year ? row->birth_year : 0,
        .mentor = !strcmp(row->side, "mentor"),
        .state = row->state,
        .forms = row->form_code,
        .role_model = row->role_model ? row->role_model : "",
        .joined_on = row->joined_on,
        .finished_on = row->finished_on,
        .starts_on = row->starts_on,
        .ends_on = row->ends_on,
        .programme_state = row->programme_state,
    };
    struct part part = {.person = row->id, .node = frozen_node_of(t, row->unit_id)};
    if (part.node == NOBODY || !t->node[part.node].counts || t->node[part.node].kept)
        return 0;
    bool active = indicator_active(&x, t->period);
    for (size_t i = 0; i < t->list.n; i++) {
        const struct indicator *ind = &t->list.row[i];
        if (ind->after_months ? !indicator_in_time(ind, &x, t->period) : !active)
            continue;
        part.num |= (uint64_t)indicator_takes(ind, ind->counts, &x, t->period) << i;
        part.den |= (uint64_t)indicator_takes(ind, ind->of, &x, t->period) << i;
        if (ind->counts == COUNT_ENTERPRISES && x.mentor && *row->place &&
            indicator_forms(&ind->forms, x.forms))
            frozen_add_place(t, s->scratch, part.node, i, row->place);
    }
    if (part.num | part.den)
        add_part(s, part);
    return 0;
}

static int one_person(const void *x, const void *y)
{
    const struct part *a = x, *b = y;
    return (a->person > b->person) - (a->person < b->person);
}

/* A person counts once for an indicator, whatever the number of their parts. */
static void count_parts_once(struct parts *s)
{
    if (s->n)
        qsort(s->row, s->n, sizeof *s->row, one_person);
    for (size_t i = 0, j; i < s->n; i = j) {
        struct part all = s->row[i];
        for (j = i + 1; j < s->n && s->row[j].person == all.person; j++) {
            all.num |= s->row[j].num;
            all.den |= s->row[j].den;
        }
        struct frozen_cell *cells = s->t->node[all.node].cells;
        for (size_t k = 0; k < s->t->list.n; k++) {
            cells[k].num += (int64_t)(all.num >> k & 1);
            cells[k].den += (int64_t)(all.den >> k & 1);
        }
    }
}

static int count_programmes_of(struct frozen_tree *t, int64_t top_id)
{
    struct count_programmes *rows;
    struct arena *a = t->w->a;
    size_t n;
    int r = count_programmes(t->w->db, a, top_id, arena_printf(a, "%04d-01-01", t->period.year),
                             date_iso(a, period_end(t->period)), &rows, &n);
    for (size_t k = 0; r >= 0 && k < n; k++) {
        size_t node = frozen_node_of(t, rows[k].unit_id);
        for (size_t i = 0; node != NOBODY && t->node[node].school && i < t->list.n; i++)
            t->node[node].cells[i].num += t->list.row[i].counts == COUNT_ACTIVE_ORGANISATIONS;
    }
    return r;
}

/* What the registries of a unit can tell, be it nothing. */
static void set_given(struct frozen_tree *t, const struct frozen_node *n)
{
    for (size_t i = 0; i < t->list.n; i++) {
        const struct indicator *ind = &t->list.row[i];
        struct frozen_cell *c = &n->cells[i];
        c->has_num = ind->counts != COUNT_SAID;
        c->has_den = ind->of != COUNT_SAID && !ind->whole;
        c->den += n->school && ind->of == COUNT_ORGANISATIONS;
        c->n_num = c->has_num && n->school;
        c->n_den = c->has_den && n->school;
    }
}

int frozen_count_people(struct frozen_tree *t, int64_t top_id)
{
    struct parts s = {.t = t, .scratch = arena_new()};
    int r = count_parts(t->w->db, s.scratch, top_id, take_part, &s);
    arena_free(s.scratch);
    count_parts_once(&s);
    if (r >= 0)
        r = count_programmes_of(t, top_id);
    for (size_t i = 0; i < t->n; i++)
        if (t->node[i].counts && !t->node[i].kept)
            set_given(t, &t->node[i]);
    return r < 0 ? r : 0;
}

/* ---- questionnaires ---- */

struct answer {
    size_t node, indicator;
    int64_t person, at;
    struct answer_group {
        int64_t programme_id, sheet_id;
        uint32_t form;
    } group; /* as the results of a round show them */
    int value;
    bool yes;
};

struct answers {
    struct frozen_tree *t;
    struct answer *row;
    size_t n, cap;
    int64_t since, until;
    struct map forms;
};

static void add_answer(struct answers *s, struct answer a)
{
    if (s->n == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 1024;
        struct answer *more = arena_array(s->t->w->a, struct answer, cap);
        if (s->n)
            memcpy(more, s->row, s->n * sizeof *more);
        s->row = more;
        s->cap = cap;
    }
    s->row[s->n++] = a;
}

static uint32_t form_of(struct answers *s, const char *form)
{
    uint32_t known = map_get(&s->forms, form);
    if (known != MAP_NONE)
        return known;
    known = (uint32_t)s->forms.n;
    return *map_at(&s->forms, arena_strdup(s->t->w->a, form)) = known;
}

static int take_answers(void *ctx, const struct survey_row *row)
{
    struct answers *s = ctx;
    size_t node = frozen_node_of(s->t, row->unit_id);
    if (node == NOBODY || s->t->node[node].kept || !row->after.words || row->after.at < s->since ||
        row->after.at >= s->until)
        return 0;
    const struct answer_group group = {row->programme_id, row->after.words->id,
                                       form_of(s, row->form)};
    for (size_t i = 0; i < s->t->list.n; i++) {
        const struct indicator *ind = &s->t->list.row[i];
        const char *role = ind->counts == COUNT_SATISFIED_MENTORS ? "mentor" : "mentee";
        if (!indicator_asked(ind->counts) || strcmp(row->role, role) != 0 ||
            !indicator_forms(&ind->forms, row->form))
            continue;
        int value = survey_value(&row->after, ind->metric);
        if (value != SURVEY_MISSING)
            add_answer(s, (struct answer){node, i, row->person_id, row->after.at, group, value,
                                          value >= ind->threshold});
    }
    return 0;
}

/* The last answer of a person comes last. */
static int by_person(const void *x, const void *y)
{
    const struct answer *a = x, *b = y;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    if (a->indicator != b->indicator)
        return a->indicator < b->indicator ? -1 : 1;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static int by_group(const void *x, const void *y)
{
    const struct answer *a = x, *b = y;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    if (a->indicator != b->indicator)
        return a->indicator < b->indicator ? -1 : 1;
    if (a->group.programme_id != b->group.programme_id)
        return a->group.programme_id < b->group.programme_id ? -1 : 1;
    if (a->group.sheet_id != b->group.sheet_id)
        return a->group.sheet_id < b->group.sheet_id ? -1 : 1;
    return (a->group.form > b->group.form) - (a->group.form < b->group.form);
}

/* Only the last answer of each person stays. */
static void keep_last(struct answers *s)
{
    size_t k = 0;
    if (s->n)
        qsort(s->row, s->n, sizeof *s->row, by_person);
    for (size_t i = 0; i < s->n; i++) {
        const struct answer *a = &s->row[i], *next = i + 1 < s->n ? a + 1 : NULL;
        if (!next || next->node != a->node || next->indicator != a->indicator ||
            next->person != a->person)
            s->row[k++] = *a;
    }
    s->n = k;
}

void frozen_take_few(struct frozen_cell *c)
{
    if (!survey_enough(c->few.n))
        return;
    c->answers += c->few.n;
    c->num += c->few.yes;
    c->den += c->few.n;
    c->marks += c->few.marks;
    c->few = (struct frozen_few){0};
}

/* The results of a round show its groups: beside them a number of all would tell what a group of
 * fewer than five said, so that these are neither in its numerator nor in its denominator. */
static void count_groups(struct answers *s)
{
    if (s->n)
        qsort(s->row, s->n, sizeof *s->row, by_group);
    for (size_t i = 0, j; i < s->n; i = j) {
        struct frozen_cell *c = &s->t->node[s->row[i].node].cells[s->row[i].indicator];
        struct frozen_few group = {0};
        for (j = i; j < s->n && by_group(&s->row[i], &s->row[j]) == 0; j++) {
            group.n++;
            group.yes += s->row[j].yes;
            group.marks += s->row[j].value;
        }
        bool enough = survey_enough(group.n);
        struct frozen_few *few = &c->few;
        c->answers += enough ? group.n : 0;
        c->num += enough ? group.yes : 0;
        c->marks += enough ? group.marks : 0;
        if (!enough)
            *few = (struct frozen_few){few->n + group.n, few->yes + group.yes,
                                       few->marks + group.marks};
    }
}

int frozen_count_answers(struct frozen_tree *t, int64_t top_id)
{
    struct date first = {t->period.year, 1, 1};
    struct answers s = {.t = t};
    struct survey_scope scope = {.unit_id = top_id};
    map_init(&s.forms, t->w->a, 16);
    s.since = date_to_days(first) * INT64_C(86400000);
    s.until = (date_to_days(period_end(t->period)) + 1) * INT64_C(86400000);
    int r = survey_each(t->w->db, t->w->a, &scope, take_answers, &s);
    if (r < 0)
        return r;
    keep_last(&s);
    count_groups(&s);
    for (size_t n = 0; n < t->n; n++)
        for (size_t i = 0; i < t->list.n; i++) {
            struct frozen_cell *c = &t->node[n].cells[i];
            int64_t others = c->den - c->few.n;
            c->den = c->few.n && c->has_den && t->list.row[i].of != COUNT_SAID
                         ? (others > c->answers ? others : c->answers)
                         : c->den;
            frozen_take_few(c);
        }
    return 0;
}
