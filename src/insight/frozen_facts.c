/* What the product has facts of: meetings, personal programmes, projects, what schools measured. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "identity/person.h"
#include "insight/frozen_facts.sql.h"
#include "insight/frozen_priv.h"

#define DAY_MS INT64_C(86400000)
#define HUNDRED 100 /* values are hundredths (insight/measure.h) */

struct term {
    const char *first, *last; /* days */
    int64_t since, until;     /* UTC ms */
};

static struct term term_of(struct arena *a, struct period p)
{
    struct date first = {p.year, 1, 1}, last = period_end(p);
    return (struct term){date_iso(a, first), date_iso(a, last), date_to_days(first) * DAY_MS,
                         (date_to_days(last) + 1) * DAY_MS};
}

/* ---- so many of so many of a unit ---- */

struct share {
    enum indicator_rule part_rule, whole_rule;
    int64_t part, whole;
};

static void put_share(struct frozen_tree *t, int64_t unit_id, const struct share *s)
{
    size_t node = frozen_node_of(t, unit_id);
    if (node == NOBODY || !t->node[node].counts || t->node[node].kept)
        return;
    for (size_t i = 0; i < t->list.n; i++) {
        struct frozen_cell *c = &t->node[node].cells[i];
        if (t->list.row[i].counts == s->part_rule)
            c->num = s->part;
        if (t->list.row[i].of == s->whole_rule)
            c->den = s->whole;
    }
}

static int count_meetings(struct frozen_tree *t, int64_t top_id, const struct term *term)
{
    struct fact_meetings *rows;
    size_t n;
    int r = fact_meetings(t->w->db, t->w->a, top_id, term->since, term->until,
                          clock_now(t->w->clock), &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        put_share(t, rows[i].unit_id,
                  &(struct share){COUNT_HELD_MEETINGS, COUNT_PLANNED_MEETINGS, rows[i].part,
                                  rows[i].whole});
    return r;
}

static int count_personal(struct frozen_tree *t, int64_t top_id, const struct term *term)
{
    struct fact_personal *rows;
    size_t n;
    int r = fact_personal(t->w->db, t->w->a, top_id, term->first, term->last, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        put_share(
            t, rows[i].unit_id,
            &(struct share){COUNT_PERSONAL_DONE, COUNT_PERSONAL_DUE, rows[i].part, rows[i].whole});
    return r;
}

static int count_projects(struct frozen_tree *t, int64_t top_id, const struct term *term)
{
    struct fact_projects *rows;
    size_t n;
    int r = fact_projects(t->w->db, t->w->a, top_id, term->first, term->last, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        put_share(t, rows[i].unit_id,
                  &(struct share){COUNT_PROJECTS_DONE, COUNT_PROJECTS_PLANNED, rows[i].part,
                                  rows[i].whole});
    return r;
}

/* ---- what schools measured ---- */

struct mark {
    int64_t person;
    size_t node, indicator;
    bool yes;
};

struct marks {
    struct frozen_tree *t;
    struct mark *row;
    size_t n, cap;
};

static void add_mark(struct marks *s, struct mark m)
{
    if (s->n == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 1024;
        s->row = arena_grow(s->t->w->a, s->row, s->cap * sizeof *s->row, cap * sizeof *s->row);
        s->cap = cap;
    }
    s->row[s->n++] = m;
}

#define PART_OF(row_)                                                                              \
    ((struct taking_part){                                                                         \
        .birth_year = (row_)->has_birth_year ? (row_)->birth_year : 0,                             \
        .mentor = !strcmp((row_)->side, "mentor"),                                                 \
        .state = (row_)->state,                                                                    \
        .forms = (row_)->form_code,                                                                \
        .role_model = (row_)->role_model ? (row_)->role_model : "",                                \
        .joined_on = (row_)->joined_on,                                                            \
        .finished_on = (row_)->finished_on,                                                        \
        .starts_on = (row_)->starts_on,                                                            \
        .ends_on = (row_)->ends_on,                                                                \
        .programme_state = (row_)->programme_state,                                                \
    })

static int take_mark(void *ctx, const struct fact_measures *row)
{
    struct marks *s = ctx;
    struct frozen_tree *t = s->t;
    const struct taking_part x = PART_OF(row);
    size_t node = frozen_node_of(t, row->unit_id);
    if (node == NOBODY || !t->node[node].counts || t->node[node].kept)
        return 0;
    for (size_t i = 0; i < t->list.n; i++) {
        const struct indicator *ind = &t->list.row[i];
        if (ind->counts == COUNT_MEASURED && !strcmp(ind->metric, row->metric) &&
            indicator_in_time(ind, &x, t->period) &&
            indicator_takes(ind, COUNT_MENTEES, &x, t->period))
            add_mark(s, (struct mark){row->person_id, node, i,
                                      row->value_after >= (int64_t)ind->threshold * HUNDRED});
    }
    return 0;
}

static int by_person(const void *x, const void *y)
{
    const struct mark *a = x, *b = y;
    if (a->indicator != b->indicator)
        return a->indicator < b->indicator ? -1 : 1;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

/* A person once; of several values the best. */
static void count_marks(struct marks *s)
{
    if (s->n)
        qsort(s->row, s->n, sizeof *s->row, by_person);
    for (size_t i = 0, j; i < s->n; i = j) {
        bool yes = false;
        for (j = i; j < s->n && !by_person(&s->row[i], &s->row[j]); j++)
            yes |= s->row[j].yes;
        struct frozen_cell *c = &s->t->node[s->row[i].node].cells[s->row[i].indicator];
        c->num += yes;
        c->answers++;
    }
}

/* Where nobody of those counted was measured, nothing is known; where there are none, it is 0 of 0.
 */
static void set_unknown(struct frozen_tree *t)
{
    for (size_t n = 0; n < t->n; n++)
        for (size_t i = 0; t->node[n].counts && !t->node[n].kept && i < t->list.n; i++) {
            struct frozen_cell *c = &t->node[n].cells[i];
            if (t->list.row[i].counts != COUNT_MEASURED)
                continue;
            if (!c->answers && c->den) {
                c->has_num = false;
                c->n_num = 0;
            }
        }
}

int frozen_count_facts(struct frozen_tree *t, int64_t top_id)
{
    struct arena *scratch = arena_new();
    struct term term = term_of(t->w->a, t->period);
    struct marks s = {.t = t};
    int r = count_meetings(t, top_id, &term);
    if (r >= 0)
        r = count_personal(t, top_id, &term);
    if (r >= 0)
        r = count_projects(t, top_id, &term);
    if (r >= 0)
        r = fact_measures(t->w->db, scratch, top_id, take_mark, &s);
    arena_free(scratch);
    if (r < 0)
        return r;
    count_marks(&s);
    set_unknown(t);
    return 0;
}

/* ---- the people behind them ---- */

struct people {
    struct arena *a;
    const struct frozen_asked *q;
    struct frozen_person *list;
    size_t n;
};

static const char *full_name(struct arena *a, const char *surname, const char *given,
                             const char *patronymic)
{
    return person_name_full(a, &(struct person_name){surname, given, patronymic});
}

static int take_person(void *ctx, const struct fact_people_measured *row)
{
    struct people *p = ctx;
    const struct taking_part x = PART_OF(row);
    bool seen = p->n && p->list[p->n - 1].person_id == row->id;
    bool before = !strcmp(row->name_key, p->q->after_key) && row->id <= p->q->after_id;
    if (seen || before || !indicator_in_time(p->q->i, &x, p->q->period) ||
        !indicator_takes(p->q->i, COUNT_MENTEES, &x, p->q->period))
        return 0;
    p->list[p->n++] =
        (struct frozen_person){row->id,
                               row->participation_id,
                               full_name(p->a, row->surname, row->given, row->patronymic),
                               arena_strdup(p->a, row->name_key),
                               arena_strdup(p->a, row->title),
                               NULL};
    return p->n > FROZEN_PAGE;
}

static int people_measured(struct db *db, struct people *p)
{
    struct arena *rows = arena_new();
    int r = fact_people_measured(db, rows, p->q->unit_id, p->q->i->metric,
                                 (int64_t)p->q->i->threshold * HUNDRED, p->q->after_key,
                                 take_person, p);
    arena_free(rows);
    return r < 0 ? r : 0;
}

/* So many of so many of one mentee; rows of three queries have these columns. */
#define ADD_SHARES(p_, rows_, n_)                                                                  \
    for (size_t i_ = 0; i_ < (n_); i_++)                                                           \
        (p_)->list[(p_)->n++] = (struct frozen_person)                                             \
        {                                                                                          \
            (rows_)[i_].id, (rows_)[i_].participation_id,                                          \
                full_name((p_)->a, (rows_)[i_].surname, (rows_)[i_].given,                         \
                          (rows_)[i_].patronymic),                                                 \
                (rows_)[i_].name_key, (rows_)[i_].title,                                           \
                arena_printf((p_)->a, _("%lld из %lld"), (long long)(rows_)[i_].part,              \
                             (long long)(rows_)[i_].whole)                                         \
        }

static int people_met(struct db *db, struct people *p, const struct term *term, int64_t now)
{
    const struct frozen_asked *q = p->q;
    struct fact_people_met *rows;
    size_t n = 0;
    int r = fact_people_met(db, p->a, q->unit_id, term->since, term->until, now, q->after_key,
                            q->after_id, FROZEN_PAGE + 1, &rows, &n);
    if (r >= 0)
        ADD_SHARES(p, rows, n);
    return r;
}

static int people_personal(struct db *db, struct people *p, const struct term *term)
{
    const struct frozen_asked *q = p->q;
    struct fact_people_personal *rows;
    size_t n = 0;
    int r = fact_people_personal(db, p->a, q->unit_id, term->first, term->last, q->after_key,
                                 q->after_id, FROZEN_PAGE + 1, &rows, &n);
    if (r >= 0)
        ADD_SHARES(p, rows, n);
    return r;
}

static int people_projects(struct db *db, struct people *p, const struct term *term)
{
    const struct frozen_asked *q = p->q;
    struct fact_people_projects *rows;
    size_t n = 0;
    int r = fact_people_projects(db, p->a, q->unit_id, term->first, term->last, q->after_key,
                                 q->after_id, FROZEN_PAGE + 1, &rows, &n);
    if (r >= 0)
        ADD_SHARES(p, rows, n);
    return r;
}

static int people_of_share(struct db *db, struct people *p, int64_t now)
{
    struct term term = term_of(p->a, p->q->period);
    int r = p->q->i->counts == COUNT_HELD_MEETINGS   ? people_met(db, p, &term, now)
            : p->q->i->counts == COUNT_PROJECTS_DONE ? people_projects(db, p, &term)
                                                     : people_personal(db, p, &term);
    return r < 0 ? r : 0;
}

int frozen_fact_people(struct db *db, struct arena *a, const struct frozen_asked *q, int64_t now,
                       struct frozen_person **ret, size_t *ret_n)
{
    struct people p = {
        .a = a, .q = q, .list = arena_array(a, struct frozen_person, FROZEN_PAGE + 2)};
    int r = q->i->counts == COUNT_MEASURED ? people_measured(db, &p) : people_of_share(db, &p, now);
    *ret = p.list;
    *ret_n = p.n;
    return r;
}
