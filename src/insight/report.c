#include "insight/report.h"

#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "insight/indicator_pages.h"
#include "insight/report.sql.h"
#include "programme/methodology.h"
#include "programme/survey_round.h"

/* ---- loading ---- */

static int load_lines(const struct report_work *w, struct report *r, struct err *err)
{
    struct indicators list;
    struct frozen_value *values;
    struct frozen_line *rows;
    size_t n;
    int rc = indicators_load(w->methodology, w->db, w->a, err, &list);
    if (rc >= 0)
        rc = frozen_values(w->db, w->a, r->frozen.id, &values, &n);
    if (rc < 0)
        return rc;
    const struct frozen_then then = {w->methodology, w->db, w->a, &list};
    rc = frozen_definitions(&then, values, n, err, &rows, &r->n_lines);
    if (rc < 0)
        return rc;
    struct report_line *lines = arena_array(w->a, struct report_line, r->n_lines);
    for (size_t i = 0; i < r->n_lines; i++)
        lines[i] = (struct report_line){rows[i].i, rows[i].v,
                                        value_small(rows[i].v, rows[i].i, w->may_people)};
    r->lines = lines;
    return 0;
}

static bool over(const char *state)
{
    return !strcmp(state, "finished") || !strcmp(state, "archived");
}

/* Was the second measurement there by the end of the period? What came later belongs to a later
 * report. */
static int measured_by(const struct report_work *w, const struct report *r,
                       const struct report_programmes *row, bool *ret)
{
    struct survey_progress after;
    struct survey_round round;
    int rc = survey_progress(w->db, w->a, row->id, "after", &after);
    *ret = !r->frozen.final || strcmp(row->ends_on, date_iso(w->a, period_end(r->period))) <= 0;
    if (rc <= 0)
        return rc;
    rc = survey_round_get(w->db, w->a, after.round_id, &round);
    if (rc == 1)
        *ret = date_to_days(date_at(round.opened_at, round.zone)) <=
               date_to_days(period_end(r->period));
    return rc;
}

static int load_programme(const struct report_work *w, const struct report *of,
                          const struct report_programmes *row, struct err *err,
                          struct report_programme *ret)
{
    const struct pack *pack;
    struct rubric_day *days;
    struct rubric_criterion *criteria;
    struct impact *impacts = NULL;
    struct survey_scope scope = {.programme_id = row->id};
    const char *next = date_iso(w->a, date_from_days(date_to_days(period_end(of->period)) + 1));
    size_t n, n_criteria;
    bool measured = false;
    *ret = (struct report_programme){.id = row->id,
                                     .title = row->title,
                                     .starts_on = row->starts_on,
                                     .ends_on = row->ends_on,
                                     .ended = strcmp(row->ends_on, next) < 0 && over(row->state)};
    int r = methodology_pack(w->methodology, w->db, row->pack_id, err, &pack);
    if (r >= 0)
        r = rubric_criteria(w->a, pack, err, &criteria, &n_criteria);
    if (r >= 0)
        r = rubric_days(w->db, w->a, row->id, next, &days, &n);
    if (r >= 0 && n) {
        ret->day = days[0].day;
        ret->sum = days[0].mean;
        ret->top = n_criteria * RUBRIC_TOP;
        r = rubric_level(w->a, pack, ret->sum, err, &ret->level);
    }
    if (r >= 0)
        r = swot_get(w->db, w->a, row->id, &ret->swot);
    if (r >= 0)
        r = measured_by(w, of, row, &measured);
    if (r >= 0 && measured)
        r = impact_load(w->db, w->a, pack, &scope, err, &impacts, &ret->n_impacts);
    ret->impacts = impacts;
    return r;
}

static int load_programmes(const struct report_work *w, struct report *r, struct err *err)
{
    struct report_programmes *rows;
    int rc =
        report_programmes(w->db, w->a, r->unit.id, arena_printf(w->a, "%04d-01-01", r->period.year),
                          date_iso(w->a, period_end(r->period)), &rows, &r->n_programmes);
    if (rc < 0)
        return rc;
    struct report_programme *list = arena_array(w->a, struct report_programme, r->n_programmes);
    for (size_t i = 0; rc >= 0 && i < r->n_programmes; i++)
        rc = load_programme(w, r, &rows[i], err, &list[i]);
    r->programmes = list;
    return rc;
}

/* The numbers of a report that was handed in stay those it was handed in with. */
static int load_numbers(const struct report_work *w, int64_t unit_id, struct report *r)
{
    struct report_row row;
    int rc = report_row(w->db, w->a, unit_id, r->code, &row);
    r->drafted = rc != 1;
    if (rc == 1) {
        r->words[REPORT_SUMMARY] = row.summary;
        r->words[REPORT_ANALYSIS] = row.analysis;
        r->words[REPORT_PLANS] = row.plans;
        r->tables = row.tables;
        r->version = row.version;
        r->handed_in_at = row.has_handed_in_at ? row.handed_in_at : 0;
    }
    if (rc < 0)
        return rc;
    return r->handed_in_at ? frozen_get(w->db, w->a, row.snapshot_id, &r->frozen)
                           : frozen_newest(w->db, w->a, unit_id, r->code, &r->frozen);
}

int report_load(const struct report_work *w, int64_t unit_id, struct period period, struct err *err,
                struct report *ret)
{
    struct report_counts counts;
    *ret = (struct report){.period = period, .code = period_code(w->a, period), .tables = ""};
    int r = unit_get(w->db, w->a, unit_id, &ret->unit);
    if (r == 1)
        r = load_numbers(w, unit_id, ret);
    if (r <= 0)
        return r;
    ret->above = ret->unit.kind != UNIT_ORGANISATION && ret->unit.kind != UNIT_PARTNER;
    r = load_lines(w, ret, err);
    if (r >= 0)
        r = load_programmes(w, ret, err);
    if (r >= 0 && ret->above)
        r = report_counts(w->db, w->a, unit_id, ret->code, &counts);
    if (r < 0)
        return r;
    if (ret->above) {
        ret->n_units = counts.n;
        ret->n_handed_in = counts.handed_in;
    }
    if (ret->drafted)
        report_draft(w->a, ret, ret->words);
    return 1;
}

/* ---- saving ---- */

int report_save(struct db *db, const struct clock *clock, const struct report_save *s,
                struct err *err)
{
    const int64_t *by = s->account_id ? &s->account_id : NULL;
    int64_t now = clock_now(clock);
    const int64_t *handed = s->hand_in ? &now : NULL;
    const char *const *w = s->words;
    const char *tables = s->hand_in ? s->tables : "";
    int r = s->version ? report_update(db, s->unit_id, s->period, s->snapshot_id, w[0], w[1], w[2],
                                       tables, s->version, by, now, handed)
                       : report_insert(db, s->unit_id, s->period, s->snapshot_id, w[0], w[1], w[2],
                                       tables, by, now, handed);
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Пока вы правили отчёт, его сохранил или сдал кто-то ещё. Ваши слова "
                         "остались здесь"));
    if (r >= 0 && s->hand_in)
        r = report_count_add(db, s->unit_id, s->period, 1);
    return r < 0 ? r : 0;
}

int report_take_back(struct db *db, int64_t unit_id, const char *period, struct err *err)
{
    int r = report_reopen(db, unit_id, period);
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Этот отчёт не сдан"));
    if (r >= 0)
        r = report_count_add(db, unit_id, period, -1);
    return r < 0 ? r : 0;
}

int report_counted(struct db *db, struct arena *a, int64_t unit_id, const char *period,
                   struct report *ret)
{
    struct report_counts row;
    int r = report_counts(db, a, unit_id, period, &row);
    *ret = (struct report){0};
    if (r == 1) {
        ret->n_units = row.n;
        ret->n_handed_in = row.handed_in;
    }
    return r < 0 ? r : 0;
}

int report_units(struct db *db, struct arena *a, int64_t unit_id, const char *period, bool missing,
                 const char *after_key, int64_t after_id, int64_t limit, struct report_unit **ret,
                 size_t *ret_n)
{
    struct report_unit_rows *rows;
    int r =
        report_unit_rows(db, a, unit_id, period, missing, after_key, after_id, limit, &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct report_unit, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] =
            (struct report_unit){rows[i].id, rows[i].has_handed_in_at ? rows[i].handed_in_at : 0,
                                 rows[i].short_name, rows[i].place, rows[i].name_key};
    return 0;
}
