#include "insight/frozen.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "insight/frozen.sql.h"
#include "insight/frozen_priv.h"

#define HOURS_6 (6 * 60 * 60 * INT64_C(1000))

int frozen_begin(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                 struct period period, struct date today, const char *reason, int64_t account_id,
                 struct err *err, int64_t *ret_id)
{
    struct frozen_last_n last;
    struct date first = {period.year, period.month, 1};
    const char *code = period_code(a, period);
    bool final = period_over(period, today);
    if (date_to_days(first) > date_to_days(today))
        return err_set(err, ERR_INVALID, _("Этот месяц ещё не начался"));
    int r = frozen_last_n(db, a, unit_id, code, &last);
    if (r < 0)
        return r;
    if (last.finals && !*reason)
        return err_set(err, ERR_INVALID,
                       _("Числа за этот месяц уже закреплены. Напишите, почему их считают заново"));
    int64_t id = id_new(clock);
    r = frozen_insert(db, id, unit_id, code, last.n + 1, final, last.finals ? reason : "",
                      account_id ? &account_id : NULL, clock_now(clock));
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Эти числа уже считает кто-то ещё"));
    *ret_id = id;
    return r < 0 ? r : 0;
}

/* ---- reading ---- */

static struct frozen of_row(const struct frozen_row *row)
{
    return (struct frozen){
        .id = row->id,
        .unit_id = row->unit_id,
        .n = row->n,
        .period = row->period,
        .reason = row->reason,
        .done = !strcmp(row->state, "done"),
        .final = row->final,
        .n_units = row->n_units,
        .n_reported = row->n_reported,
        .made_at = row->made_at,
        .made_by = row->who ? row->who : "",
    };
}
_Static_assert(sizeof(struct frozen_row) == sizeof(struct frozen_rows), "the same columns");

int frozen_get(struct db *db, struct arena *a, int64_t id, struct frozen *ret)
{
    struct frozen_row row;
    int r = frozen_row(db, a, id, &row);
    if (r == 1)
        *ret = of_row(&row);
    return r;
}

int frozen_newest(struct db *db, struct arena *a, int64_t unit_id, const char *period,
                  struct frozen *ret)
{
    struct frozen_newest_row row;
    int r = frozen_newest_row(db, a, unit_id, period ? period : "", period ? period : "9", &row);
    return r <= 0 ? r : frozen_get(db, a, row.id, ret);
}

int frozen_list(struct db *db, struct arena *a, int64_t unit_id, int64_t before,
                struct frozen **ret, size_t *ret_n)
{
    struct frozen from = {.period = "9"};
    struct frozen_rows *rows;
    int r = before ? frozen_get(db, a, before, &from) : 1;
    if (r >= 0)
        r = frozen_rows(db, a, unit_id, from.period, from.n, &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct frozen, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = of_row((const struct frozen_row *)&rows[i]);
    return 0;
}

bool frozen_whole(const struct frozen_value *v)
{
    return v->has_numerator && v->has_denominator && v->denominator > 0 &&
           v->n_numerator == v->n_parts && v->n_denominator == v->n_parts;
}

double frozen_percent(const struct frozen_value *v)
{
    return 100.0 * (double)v->numerator / (double)v->denominator;
}

/* Rows of three queries have these columns. */
#define VALUE(row_, code_)                                                                         \
    ((struct frozen_value){                                                                        \
        .code = (code_),                                                                           \
        .pack_id = (row_)->pack_id,                                                                \
        .has_numerator = (row_)->has_numerator,                                                    \
        .has_denominator = (row_)->has_denominator,                                                \
        .numerator = (row_)->numerator,                                                            \
        .denominator = (row_)->denominator,                                                        \
        .n_parts = (row_)->n_parts,                                                                \
        .n_numerator = (row_)->n_numerator,                                                        \
        .n_denominator = (row_)->n_denominator,                                                    \
        .answers = (row_)->answers,                                                                \
        .marks = (row_)->marks,                                                                    \
        .few = (row_)->few,                                                                        \
        .target = (row_)->has_target ? (int)(row_)->target : -1,                                   \
        .source = (row_)->source ? (row_)->source : "",                                            \
        .as_of = (row_)->as_of ? (row_)->as_of : "",                                               \
    })

int frozen_values(struct db *db, struct arena *a, int64_t id, struct frozen_value **ret,
                  size_t *ret_n)
{
    struct frozen_value_rows *rows;
    int r = frozen_value_rows(db, a, id, &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct frozen_value, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = VALUE(&rows[i], rows[i].code);
    return 0;
}

int frozen_parts(struct db *db, struct arena *a, const struct frozen *s, const char *code,
                 const char *after_key, int64_t after_id, struct frozen_part **ret, size_t *ret_n)
{
    struct frozen_part_rows *rows;
    int r = frozen_part_rows(db, a, s->unit_id, s->period, s->made_at, code, after_key, after_id,
                             FROZEN_PAGE + 1, &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct frozen_part, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = (struct frozen_part){rows[i].id, rows[i].snapshot_id, rows[i].short_name,
                                         rows[i].name_key, VALUE(&rows[i], code)};
    return 0;
}

int frozen_months(struct db *db, struct arena *a, int64_t unit_id, const char *code,
                  struct frozen_month **ret, size_t *ret_n)
{
    struct frozen_month_rows *rows;
    int r = frozen_month_rows(db, a, unit_id, code, &rows, ret_n);
    if (r < 0)
        return r;
    size_t n = *ret_n;
    *ret = arena_array(a, struct frozen_month, n);
    for (size_t i = 0; i < n; i++)
        (*ret)[n - 1 - i] = (struct frozen_month){rows[i].period, VALUE(&rows[i], code)};
    return 0;
}

int frozen_later(struct db *db, struct arena *a, const struct frozen *s, int64_t *ret)
{
    struct frozen_later_count row;
    int r = frozen_later_count(db, a, s->unit_id, s->period, s->made_at, &row);
    if (r == 1)
        *ret = row.n;
    return r < 0 ? r : 0;
}

/* ---- people ---- */

#define PARTS_STEP 32 /* read at once: nearly all of that side make their person count */

struct people {
    struct arena *a;
    const struct indicator *i;
    struct period period;
    struct frozen_person *list;
    size_t n;
};

static void take_part(struct people *p, const struct frozen_people_rows *row)
{
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
    if (p->n && p->list[p->n - 1].person_id == row->id)
        return;
    if (!indicator_active(&x, p->period) || !indicator_takes(p->i, p->i->counts, &x, p->period))
        return;
    p->list[p->n++] =
        (struct frozen_person){row->id,
                               row->participation_id,
                               arena_printf(p->a, *row->patronymic ? "%s %s %s" : "%s %s",
                                            row->surname, row->given, row->patronymic),
                               row->name_key,
                               row->title,
                               NULL};
}

int frozen_people(struct db *db, struct arena *a, const struct clock *clock,
                  const struct indicator *i, int64_t unit_id, struct period period,
                  const char *after_key, int64_t after_id, struct frozen_person **ret,
                  size_t *ret_n)
{
    const struct frozen_asked q = {i, unit_id, period, after_key, after_id};
    if (indicator_fact(i->counts))
        return frozen_fact_people(db, a, &q, clock_now(clock), ret, ret_n);
    struct people p = {.a = a, .i = i, .period = period};
    struct frozen_people_rows *rows;
    const char *side = i->counts == COUNT_MENTORS ? "mentor" : "mentee";
    int64_t after_part = INT64_MAX; /* all of that person */
    size_t n = PARTS_STEP;
    int r = 0;
    p.list = arena_array(a, struct frozen_person, FROZEN_PAGE + 1);
    while (r >= 0 && n == PARTS_STEP && p.n <= FROZEN_PAGE) {
        r = frozen_people_rows(db, a, unit_id, after_key, after_id, after_part, side,
                               i->role_models.n > 0, PARTS_STEP, &rows, &n);
        for (size_t k = 0; r >= 0 && k < n && p.n <= FROZEN_PAGE; k++)
            take_part(&p, &rows[k]);
        if (r >= 0 && n) {
            after_key = rows[n - 1].name_key;
            after_id = rows[n - 1].id;
            after_part = rows[n - 1].participation_id;
        }
    }
    *ret = p.list;
    *ret_n = p.n;
    return r < 0 ? r : 0;
}

int frozen_person_key(struct db *db, struct arena *a, int64_t unit_id, int64_t person_id,
                      const char **ret_key)
{
    struct frozen_person_row row;
    int r = frozen_person_row(db, a, unit_id, person_id, &row);
    if (r == 1)
        *ret_key = row.name_key;
    return r;
}

/* ---- the end of a month ---- */

static int due(const struct app *app, struct db *db, struct arena *a,
               const struct frozen_regions *u)
{
    struct frozen_waiting row;
    struct err err;
    int64_t id = 0, now = clock_now(app->clock);
    struct date today = date_at(now, (int)u->utc_offset);
    struct period p = period_before(period_of(today));
    if (date_to_days(date_at(u->created_at, (int)u->utc_offset)) > date_to_days(period_end(p)))
        return 0; /* nobody was here then */
    int r = frozen_waiting(db, a, u->id, period_code(a, p), &row);
    if (r < 0)
        return r;
    if (r == 1) {
        struct frozen s;
        r = frozen_get(db, a, row.id, &s);
        if (r <= 0 || s.done || now - row.made_at < HOURS_6 || now - row.made_at > 2 * HOURS_6)
            return r < 0 ? r : 0;
        id = row.id; /* its job was lost */
    } else {
        r = frozen_begin(db, a, app->clock, u->id, p, today, "", 0, &err, &id);
    }
    return r < 0 ? r : job_put(db, app, FROZEN_JOB, u->id, id);
}

int frozen_hourly(const struct app *app, struct db *db, struct arena *a)
{
    struct frozen_regions *units;
    size_t n;
    int r = frozen_regions(db, a, &units, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = due(app, db, a, &units[i]);
    return r < 0 ? r : 0;
}
