#include "insight/report.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "html/format.h"
#include "insight/indicator_pages.h"
#include "insight/report.sql.h"
#include "programme/methodology.h"

/* ---- loading ---- */

static int load_lines(const struct report_work *w, struct report *r, struct err *err)
{
    struct indicators list;
    struct frozen_value *values;
    size_t n;
    int rc = indicators_load(w->methodology, w->db, w->a, err, &list);
    if (rc >= 0)
        rc = frozen_values(w->db, w->a, r->frozen.id, &values, &n);
    if (rc < 0)
        return rc;
    struct report_line *lines = arena_array(w->a, struct report_line, list.n);
    for (size_t i = 0; i < list.n; i++)
        for (size_t k = 0; k < n; k++)
            if (!strcmp(values[k].code, list.row[i].code))
                lines[r->n_lines++] = (struct report_line){
                    &list.row[i], &values[k], value_small(&values[k], &list.row[i], w->may_people)};
    r->lines = lines;
    return 0;
}

static int load_programme(const struct report_work *w, const struct report_programmes *row,
                          struct err *err, struct report_programme *ret)
{
    const struct pack *pack;
    struct rubric_day *days;
    struct rubric_criterion *criteria;
    struct impact *impacts = NULL;
    struct survey_scope scope = {.programme_id = row->id};
    size_t n, n_criteria;
    *ret = (struct report_programme){.id = row->id, .title = row->title};
    int r = methodology_pack(w->methodology, w->db, row->pack_id, err, &pack);
    if (r >= 0)
        r = rubric_criteria(w->a, pack, err, &criteria, &n_criteria);
    if (r >= 0)
        r = rubric_days(w->db, w->a, row->id, "", &days, &n);
    if (r >= 0 && n) {
        ret->day = days[0].day;
        ret->sum = days[0].mean;
        ret->top = n_criteria * RUBRIC_TOP;
        r = rubric_level(w->a, pack, ret->sum, err, &ret->level);
    }
    if (r >= 0)
        r = swot_get(w->db, w->a, row->id, &ret->swot);
    if (r >= 0)
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
        rc = load_programme(w, &rows[i], err, &list[i]);
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
    *ret = (struct report){.period = period, .code = period_code(w->a, period)};
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

/* ---- the draft ---- */

static void put_line(struct arena *a, struct strbuf *b, const struct report_line *l)
{
    struct value_words w = value_words(a, l->i, l->v, l->hidden);
    if (!w.number)
        return;
    strbuf_printf(b, "%s — %s", l->i->name, w.number);
    if (w.parts)
        strbuf_printf(b, " (%s)", w.parts);
    if (l->v->target >= 0 && !l->i->whole && !l->hidden) {
        double lack = l->v->target - frozen_percent(l->v);
        if (lack <= 0)
            strbuf_printf(b, _("; цель года %d %% достигнута"), l->v->target);
        else
            strbuf_printf(b, _("; до цели года %d %% не хватает %s п. п."), l->v->target,
                          format_decimal(a, lack, 1));
    }
    strbuf_puts(b, b->s[b->len - 1] == '.' ? "\n" : ".\n");
}

static const char *summary(struct arena *a, const struct report *r)
{
    struct strbuf b, missing;
    strbuf_init(&b, a);
    strbuf_init(&missing, a);
    strbuf_printf(&b, _("С начала года по %s включительно.\n"),
                  date_long(a, period_end(r->period), 0));
    if (r->above)
        strbuf_printf(&b, _("Отчёты сдали %lld из %lld организаций.\n"), (long long)r->n_handed_in,
                      (long long)r->n_units);
    for (size_t i = 0; i < r->n_lines; i++) {
        const struct report_line *l = &r->lines[i];
        put_line(a, &b, l);
        if (!value_words(a, l->i, l->v, l->hidden).number)
            strbuf_printf(&missing, "%s«%s»", missing.len ? "; " : "", l->i->name);
    }
    if (missing.len)
        strbuf_printf(&b, _("Нет данных: %s."), missing.s);
    return b.s;
}

static void put_programme(struct arena *a, struct strbuf *b, const struct report_programme *p)
{
    struct date day;
    strbuf_printf(b, _("Программа «%s».\n"), p->title);
    if (p->day && date_parse_iso(p->day, &day))
        strbuf_printf(b, _("Качество процесса: уровень %s, %s из %zu баллов (%s).\n"),
                      p->level.name, format_decimal(a, p->sum, 1), p->top, date_long(a, day, 0));
    for (size_t i = 0; i < p->n_impacts; i++)
        if (!p->impacts[i].hidden && stat_sure(&p->impacts[i].s) >= STAT_SURE)
            strbuf_printf(b, "%s.\n", impact_sentence(a, &p->impacts[i]));
    for (int k = 0; k < SWOT_PARTS; k++)
        if (*p->swot.text[k])
            strbuf_printf(b, "%s: %s\n", swot_part_name((enum swot_part)k), p->swot.text[k]);
}

static const char *plans(struct arena *a, const struct report *r)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < r->n_lines; i++) {
        const struct report_line *l = &r->lines[i];
        if (!l->hidden && !l->i->whole && frozen_whole(l->v) && l->v->target >= 0 &&
            !value_reached(l->v))
            strbuf_printf(&b, _("Довести до цели: %s.\n"), l->i->name);
    }
    if (r->above && r->n_handed_in < r->n_units)
        strbuf_printf(&b, _("Получить отчёты остальных организаций: %lld.\n"),
                      (long long)(r->n_units - r->n_handed_in));
    for (size_t i = 0; i < r->n_programmes; i++)
        if (*r->programmes[i].swot.text[SWOT_WEAKNESSES])
            strbuf_printf(&b, _("Устранить слабые стороны программы «%s».\n"),
                          r->programmes[i].title);
    return b.s;
}

void report_draft(struct arena *a, const struct report *r, const char *ret[REPORT_PARTS])
{
    struct strbuf b;
    enum lang lang = i18n_get();
    strbuf_init(&b, a);
    i18n_set(LANG_RU); /* it will be handed in */
    for (size_t i = 0; i < r->n_programmes; i++)
        put_programme(a, &b, &r->programmes[i]);
    ret[REPORT_SUMMARY] = summary(a, r);
    ret[REPORT_ANALYSIS] = b.s;
    ret[REPORT_PLANS] = plans(a, r);
    i18n_set(lang);
}

/* ---- saving ---- */

int report_save(struct db *db, const struct clock *clock, const struct report_save *s,
                struct err *err)
{
    const int64_t *by = s->account_id ? &s->account_id : NULL;
    int64_t now = clock_now(clock);
    const int64_t *handed = s->hand_in ? &now : NULL;
    const char *const *w = s->words;
    int r = s->version ? report_update(db, s->unit_id, s->period, s->snapshot_id, w[0], w[1], w[2],
                                       s->version, by, now, handed)
                       : report_insert(db, s->unit_id, s->period, s->snapshot_id, w[0], w[1], w[2],
                                       by, now, handed);
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
