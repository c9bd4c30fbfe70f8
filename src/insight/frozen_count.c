/* What the registries and the questionnaires of one unit give. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "db/db.h"
#include "insight/frozen_count.sql.h"
#include "insight/frozen_priv.h"
#include "programme/survey.h"

/* ---- registries ---- */

struct people {
    struct frozen_tree *t;
    size_t node;
    int64_t person;
    bool num[INDICATORS_MAX], den[INDICATORS_MAX]; /* does the person count? */
};

static void next_person(struct people *p, int64_t id)
{
    struct frozen_cell *cells = p->t->node[p->node].cells;
    for (size_t i = 0; i < p->t->list.n; i++) {
        cells[i].num += p->num[i];
        cells[i].den += p->den[i];
        p->num[i] = p->den[i] = false;
    }
    p->person = id;
}

static int take_part(void *ctx, const struct count_parts *row)
{
    struct people *p = ctx;
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
    if (row->id != p->person)
        next_person(p, row->id);
    if (!indicator_active(&x, p->t->period))
        return 0;
    for (size_t i = 0; i < p->t->list.n; i++) {
        const struct indicator *ind = &p->t->list.row[i];
        p->num[i] |= indicator_takes(ind, ind->counts, &x, p->t->period);
        p->den[i] |= indicator_takes(ind, ind->of, &x, p->t->period);
        if (ind->counts == COUNT_ENTERPRISES && x.mentor && *row->place &&
            indicator_forms(&ind->forms, x.forms))
            frozen_add_place(p->t, p->node, i, row->place);
    }
    return 0;
}

static int count_school(struct frozen_tree *t, size_t node)
{
    struct count_programmes row;
    struct arena *a = t->w->a;
    int r = count_programmes(t->w->db, a, t->node[node].id,
                             arena_printf(a, "%04d-01-01", t->period.year),
                             date_iso(a, period_end(t->period)), &row);
    if (r < 0)
        return r;
    for (size_t i = 0; i < t->list.n; i++) {
        struct frozen_cell *c = &t->node[node].cells[i];
        c->num += t->list.row[i].counts == COUNT_ACTIVE_ORGANISATIONS && row.n;
        c->den += t->list.row[i].of == COUNT_ORGANISATIONS;
    }
    return 0;
}

int frozen_count_people(struct frozen_tree *t, size_t node)
{
    struct people p = {.t = t, .node = node};
    struct arena *rows = arena_new();
    int r = count_parts(t->w->db, rows, t->node[node].id, take_part, &p);
    arena_free(rows);
    next_person(&p, 0);
    if (r >= 0 && t->node[node].school)
        r = count_school(t, node);
    for (size_t i = 0; i < t->list.n; i++) {
        struct frozen_cell *c = &t->node[node].cells[i];
        c->has_num = t->list.row[i].counts != COUNT_SAID;
        c->has_den = t->list.row[i].of != COUNT_SAID && !t->list.row[i].whole;
    }
    return r < 0 ? r : 0;
}

/* ---- questionnaires ---- */

struct answer {
    size_t node, indicator;
    int64_t person, at;
    bool yes;
};

struct answers {
    struct frozen_tree *t;
    struct answer *row;
    size_t n, cap;
    int64_t since, until;
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

static int take_answers(void *ctx, const struct survey_row *row)
{
    struct answers *s = ctx;
    size_t node = frozen_node_of(s->t, row->unit_id);
    if (node == NOBODY || s->t->node[node].kept || !row->after.words || row->after.at < s->since ||
        row->after.at >= s->until)
        return 0;
    for (size_t i = 0; i < s->t->list.n; i++) {
        const struct indicator *ind = &s->t->list.row[i];
        const char *role = ind->counts == COUNT_SATISFIED_MENTORS ? "mentor" : "mentee";
        if (!indicator_asked(ind->counts) || strcmp(row->role, role) != 0 ||
            !indicator_forms(&ind->forms, row->form))
            continue;
        int value = survey_value(&row->after, ind->metric);
        if (value != SURVEY_MISSING)
            add_answer(s, (struct answer){node, i, row->person_id, row->after.at,
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

int frozen_count_answers(struct frozen_tree *t, int64_t top_id)
{
    struct date first = {t->period.year, 1, 1};
    struct answers s = {.t = t};
    struct survey_scope scope = {.unit_id = top_id};
    s.since = date_to_days(first) * INT64_C(86400000);
    s.until = (date_to_days(period_end(t->period)) + 1) * INT64_C(86400000);
    int r = survey_each(t->w->db, t->w->a, &scope, take_answers, &s);
    if (r < 0)
        return r;
    if (s.n)
        qsort(s.row, s.n, sizeof *s.row, by_person);
    for (size_t i = 0; i < s.n; i++) {
        const struct answer *a = &s.row[i], *next = i + 1 < s.n ? a + 1 : NULL;
        if (next && next->node == a->node && next->indicator == a->indicator &&
            next->person == a->person)
            continue;
        struct frozen_cell *c = &t->node[a->node].cells[a->indicator];
        c->answers++;
        c->num += a->yes;
    }
    return 0;
}
