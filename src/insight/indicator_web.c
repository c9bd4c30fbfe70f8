/* Indicators of a unit: the newest frozen numbers, one indicator whole, and freezing them. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "insight/indicator.html.h"
#include "insight/indicator_pages.h"
#include "net/url.h"
#include "network/unit.h"
#include "programme/survey.h"

#define PERIODS 13 /* offered for counting */

struct freeze_form {
    const char *period, *reason;
};
static const struct field freeze_fields[] = {
    FIELD(struct freeze_form, period, FIELD_CHOICE, .label = N_("За какой месяц"),
          .empty = N_("Выберите месяц")),
    FIELD(struct freeze_form, reason, FIELD_AREA, .label = N_("Почему считаем заново"),
          .hint = N_("Нужно, когда числа за месяц уже закреплены: прежние останутся в списке"),
          .optional = true, .max = FROZEN_REASON_MAX),
};
static const struct form_def freeze_form = FORM_DEF(struct freeze_form, freeze_fields);

static bool may(const struct req *req, enum perm perm)
{
    return req->who.perms >> perm & 1;
}

static int load(struct req *req, struct unit *unit, struct indicators *list)
{
    int r = unit_get(req->db, req->a, req->unit_id, unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return indicators_load(req->app->methodology, req->db, req->a, &req->err, list);
}

/* The snapshot that the address names, or the newest. 1, 0 none yet. */
static int chosen(struct req *req, struct frozen *ret)
{
    struct period p;
    const char *code = req_query(req, "period");
    int64_t id = req_query_int(req, "snapshot", 1, INT64_MAX, 0);
    if (id) {
        int r = frozen_get(req->db, req->a, id, ret);
        return r == 1 && ret->unit_id == req->unit_id && ret->done ? 1 : r < 0 ? r : 0;
    }
    return frozen_newest(req->db, req->a, req->unit_id, period_parse(code, &p) ? code : NULL, ret);
}

static const char *name_of(struct arena *a, const char *code)
{
    struct period p;
    return period_parse(code, &p) ? period_name(a, p) : code;
}

static const char *moment(struct req *req, int64_t utc_ms)
{
    int zone = 0;
    struct date today = {0};
    (void)unit_zone(req, req->unit_id, &zone);
    today = date_at(clock_now(req->clock), zone);
    return arena_printf(req->a, "%s, %s", format_day(req->a, date_at(utc_ms, zone), today),
                        format_time(req->a, utc_ms, zone));
}

/* ---- the list ---- */

static const struct frozen_value *value_of(const struct frozen_value *v, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(v[i].code, code))
            return &v[i];
    return NULL;
}

static const char *change_words(struct req *req, const struct frozen_value *now,
                                const struct frozen_value *before, bool hidden)
{
    if (!before || hidden || !frozen_whole(now) || !frozen_whole(before))
        return NULL;
    return format_change(req->a, frozen_percent(now) - frozen_percent(before), 1);
}

static int fill_lines(struct req *req, const struct frozen *s, const struct indicators *list,
                      struct indicators_page *data)
{
    struct frozen_value *values, *old = NULL;
    struct frozen last;
    struct period p;
    size_t n, n_old = 0, k = 0;
    int r = frozen_values(req->db, req->a, s->id, &values, &n);
    if (r >= 0 && period_parse(s->period, &p))
        r = frozen_newest(req->db, req->a, req->unit_id, period_code(req->a, period_before(p)),
                          &last);
    if (r == 1)
        r = frozen_values(req->db, req->a, last.id, &old, &n_old);
    if (r < 0)
        return r;
    struct indicator_line *lines = arena_array(req->a, struct indicator_line, list->n);
    for (size_t i = 0; i < list->n; i++) {
        const struct indicator *ind = &list->row[i];
        const struct frozen_value *v = value_of(values, n, ind->code);
        if (!v)
            continue;
        bool hidden = value_small(v, ind, may(req, PERM_PEOPLE_READ));
        lines[k++] = (struct indicator_line){
            .code = ind->code,
            .name = ind->name,
            .words = value_words(req->a, ind, v, hidden),
            .change = change_words(req, v, value_of(old, n_old, ind->code), hidden),
            .target = v->target >= 0 && !ind->whole ? arena_printf(req->a, "%d\u00A0%%", v->target)
                                                    : NULL,
            .reached = !hidden && value_reached(v),
            .unsure = strcmp(ind->confidence, "known") != 0,
        };
    }
    data->lines = lines;
    data->n_lines = k;
    return 0;
}

static int fill_snapshots(struct req *req, struct indicators_page *data)
{
    struct frozen *list;
    size_t n;
    int r = frozen_list(req->db, req->a, req->unit_id,
                        req_query_int(req, "before", 1, INT64_MAX, 0), &list, &n);
    if (r < 0)
        return r;
    if (n > FROZEN_PAGE)
        data->next = list[(n = FROZEN_PAGE) - 1].id;
    struct snapshot_line *lines = arena_array(req->a, struct snapshot_line, n);
    for (size_t i = 0; i < n; i++) {
        const struct frozen *s = &list[i];
        const char *when = moment(req, s->made_at);
        lines[i] = (struct snapshot_line){
            .href = s->done ? arena_printf(req->a, "?snapshot=%lld", (long long)s->id) : NULL,
            .period = name_of(req->a, s->period),
            .when = *s->made_by ? arena_printf(req->a, "%s, %s", when, s->made_by) : when,
            .state = !s->done   ? _("Считается")
                     : s->final ? _("Закреплён")
                                : _("Предварительный"),
            .pill = !s->done   ? PILL_WAIT
                    : s->final ? PILL_OK
                               : PILL_HALF,
            .reason = s->reason,
        };
    }
    data->snapshots = lines;
    data->n_snapshots = n;
    return 0;
}

static const struct choice *periods(struct req *req, struct date today)
{
    struct choice *list = arena_array(req->a, struct choice, PERIODS + 1);
    struct period p = period_of(today);
    for (size_t i = 0; i < PERIODS; i++, p = period_before(p))
        list[i] = (struct choice){period_code(req->a, p), period_name(req->a, p), NULL};
    return list;
}

static const char *lead(struct req *req, const struct frozen *s)
{
    return arena_printf(req->a,
                        s->final ? _("За %s: числа закреплены %s")
                                 : _("За %s: числа предварительные, посчитаны %s"),
                        name_of(req->a, s->period), moment(req, s->made_at));
}

static int list_get(struct req *req)
{
    struct unit unit;
    struct indicators list;
    struct frozen s;
    struct date today;
    struct indicators_page data = {.unit_id = req->unit_id, .may = may(req, PERM_NUMBERS)};
    int r = load(req, &unit, &list);
    if (r >= 0)
        r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        r = chosen(req, &s);
    if (r < 0)
        return r;
    data.has = r == 1;
    data.whole_unit = unit.kind == UNIT_ORGANISATION || unit.kind == UNIT_PARTNER;
    if (data.has) {
        data.period = s.period;
        data.period_name = name_of(req->a, s.period);
        data.n_units = s.n_units;
        data.n_reported = s.n_reported;
        r = fill_lines(req, &s, &list, &data);
        if (r >= 0 && s.final)
            r = frozen_later(req->db, req->a, &s, &data.n_later);
    }
    if (r >= 0)
        r = fill_snapshots(req, &data);
    if (r < 0)
        return r;
    struct freeze_form initial = {period_code(req->a, period_of(today)), ""};
    data.form = req_form(req, &freeze_form, &initial);
    data.periods = periods(req, today);
    struct page page = {.title = _("Показатели"),
                        .lead = data.has ? lead(req, &s) : NULL,
                        .body = indicators_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    r = unit_frame(req, req->unit_id, "indicators", &page);
    return r < 0 ? r : req_page(req, &page);
}

/* An organisation is counted at once; what stands above it, by the worker. */
static int list_post(struct req *req)
{
    const struct freeze_form *in = req_input(req);
    struct unit unit;
    struct date today;
    struct period p = {0};
    int64_t id, job;
    int r = unit_get(req->db, req->a, req->unit_id, &unit);
    if (r >= 0)
        r = unit_today(req, req->unit_id, &today);
    if (r < 0)
        return r;
    r = period_parse(in->period, &p)
            ? frozen_begin(req->db, req->a, req->clock, req->unit_id, p, today, in->reason,
                           req->who.account_id, &req->err, &id)
            : err_set(&req->err, ERR_CONFLICT, _("Выберите месяц"));
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, r == ERR_INVALID ? "reason" : "period", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "indicators.freeze", "snapshot", id, in->period);
    if (r < 0)
        return r;
    if (unit.kind != UNIT_ORGANISATION && unit.kind != UNIT_PARTNER) {
        r = job_add(req, FROZEN_JOB, req->unit_id, id, &job);
        return r < 0 ? r : req_redirect(req, "/jobs/%lld", (long long)job);
    }
    const struct frozen_work work = {
        .db = req->db, .a = req->a, .clock = req->clock, .methodology = req->app->methodology};
    r = frozen_count_here(&work, id, &req->err);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Посчитано"));
    return req_redirect(req, "/units/%lld/indicators?snapshot=%lld", (long long)req->unit_id,
                        (long long)id);
}

/* ---- one indicator ---- */

static const char *rule_words(enum indicator_rule rule)
{
    switch (rule) {
    case COUNT_SAID:
        return _("указывает организация или уровень выше, с источником и датой");
    case COUNT_ENTERPRISES:
        return _("по базе наставников: разные места работы, каждое один раз");
    case COUNT_ACTIVE_ORGANISATIONS:
        return _("по программам: есть положение и программа, которая идёт в этом году");
    case COUNT_ORGANISATIONS:
        return _("по списку организаций");
    case COUNT_SATISFIED_MENTEES:
    case COUNT_SATISFIED_MENTORS:
    case COUNT_YES_MENTEES:
        return _("по итоговым анкетам года: последний ответ каждого человека");
    default:
        return _("по базам: разные люди, участие которых шло в этом году; кандидаты не входят");
    }
}

static const char *counts_words(struct arena *a, const struct indicator *i)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, "%s — %s", i->numerator, rule_words(i->counts));
    if (i->age_from)
        strbuf_printf(&b, _("; возраст — год отчёта минус год рождения, от %d до %d"), i->age_from,
                      i->age_to);
    if (indicator_asked(i->counts) && i->threshold > 1)
        strbuf_printf(&b, _("; доволен тот, кто поставил не меньше %d из 10"), i->threshold);
    return b.s;
}

static int fill_parts(struct req *req, const struct frozen *s, struct indicator_page *data)
{
    struct frozen_part *parts;
    int64_t n_of[FROZEN_PAGE];
    bool hide[FROZEN_PAGE] = {false}, people = may(req, PERM_PEOPLE_READ);
    int r = frozen_parts(req->db, req->a, s, data->i->code, req_query(req, "key"),
                         req_query_int(req, "after", 0, INT64_MAX, 0), &parts, &data->n_parts);
    if (r < 0)
        return r;
    if (data->n_parts > FROZEN_PAGE) {
        data->n_parts = FROZEN_PAGE;
        data->parts_next =
            arena_printf(req->a, "?code=%s&snapshot=%lld&key=%s&after=%lld", data->i->code,
                         (long long)s->id, url_encode(req->a, parts[FROZEN_PAGE - 1].name_key),
                         (long long)parts[FROZEN_PAGE - 1].unit_id);
    }
    for (size_t i = 0; i < data->n_parts; i++)
        n_of[i] = parts[i].value.asked ? parts[i].value.answers : parts[i].value.numerator;
    bool sensitive =
        indicator_asked(data->i->counts) || (!people && indicator_people(data->i->counts));
    if (sensitive)
        (void)survey_hide(n_of, data->n_parts, hide);
    struct part_line *lines = arena_array(req->a, struct part_line, data->n_parts);
    for (size_t i = 0; i < data->n_parts; i++) {
        const struct frozen_part *p = &parts[i];
        bool hidden = hide[i] || value_small(&p->value, data->i, people);
        lines[i].name = p->name;
        lines[i].href = arena_printf(req->a, "/units/%lld/indicators/one?code=%s&period=%s",
                                     (long long)p->unit_id, data->i->code, s->period);
        lines[i].words = p->snapshot_id
                             ? value_words(req->a, data->i, &p->value, hidden)
                             : (struct value_words){.why = _("ещё не считали"), .meter = -1};
    }
    data->parts = lines;
    return 0;
}

static int fill_months(struct req *req, struct indicator_page *data)
{
    struct frozen_month *months;
    int r = frozen_months(req->db, req->a, req->unit_id, data->i->code, &months, &data->n_months);
    if (r < 0)
        return r;
    struct month_line *lines = arena_array(req->a, struct month_line, data->n_months);
    for (size_t i = 0; i < data->n_months; i++) {
        const struct frozen_value *v = &months[i].value;
        lines[i].name = name_of(req->a, months[i].period);
        lines[i].words =
            value_words(req->a, data->i, v, value_small(v, data->i, may(req, PERM_PEOPLE_READ)));
    }
    data->months = lines;
    return 0;
}

static int fill_people(struct req *req, const struct frozen *s, struct indicator_page *data)
{
    struct period p;
    struct frozen_person *people;
    data->has_people = may(req, PERM_PEOPLE_READ) && indicator_people(data->i->counts);
    if (!data->has_people || !period_parse(s->period, &p))
        return 0;
    int64_t after = req_query_int(req, "person", 0, INT64_MAX, 0);
    const char *key = "";
    int r = after ? frozen_person_key(req->db, req->a, req->unit_id, after, &key) : 0;
    if (r >= 0)
        r = frozen_people(req->db, req->a, data->i, req->unit_id, p, key, after, &people,
                          &data->n_people);
    if (r < 0)
        return r;
    if (data->n_people > FROZEN_PAGE) {
        data->n_people = FROZEN_PAGE;
        data->people_next =
            arena_printf(req->a, "?code=%s&snapshot=%lld&person=%lld", data->i->code,
                         (long long)s->id, (long long)people[FROZEN_PAGE - 1].person_id);
    }
    data->people = people;
    return 0;
}

static int one_get(struct req *req)
{
    struct unit unit;
    struct indicators list;
    struct frozen s;
    struct frozen_value *values;
    const struct frozen_value *v = NULL;
    struct indicator_page data = {.unit_id = req->unit_id, .may = may(req, PERM_NUMBERS)};
    size_t n = 0;
    int r = load(req, &unit, &list);
    int i = r >= 0 ? indicator_find(&list, req_query(req, "code")) : -1;
    if (r < 0 || i < 0)
        return r < 0 ? r : req_not_found(req);
    data.i = &list.row[i];
    data.counts = counts_words(req->a, data.i);
    data.against = data.i->whole ? NULL
                                 : arena_printf(req->a, "%s — %s", data.i->denominator,
                                                rule_words(data.i->of));
    data.unsure = strcmp(data.i->confidence, "known") != 0;
    data.said = data.i->counts == COUNT_SAID || (!data.i->whole && data.i->of == COUNT_SAID);
    r = chosen(req, &s);
    bool has = r == 1;
    if (has)
        r = frozen_values(req->db, req->a, s.id, &values, &n);
    if (has && r >= 0)
        v = value_of(values, n, data.i->code);
    if (v) {
        data.period = s.period;
        data.period_name = name_of(req->a, s.period);
        data.words =
            value_words(req->a, data.i, v, value_small(v, data.i, may(req, PERM_PEOPLE_READ)));
        data.target =
            v->target >= 0 && !data.i->whole ? arena_printf(req->a, "%d\u00A0%%", v->target) : NULL;
        data.source = *v->source ? arena_printf(req->a, "%s, %s", v->source, v->as_of) : NULL;
        r = fill_parts(req, &s, &data);
        if (r >= 0)
            r = fill_people(req, &s, &data);
    }
    if (r >= 0)
        r = fill_months(req, &data);
    if (r < 0)
        return r;
    struct page page = {.title = data.i->name, .body = indicator_view, .data = &data};
    r = unit_frame(req, req->unit_id, "indicators", &page);
    if (r >= 0)
        r = unit_crumb_add(req, &page, _("Показатели"),
                           arena_printf(req->a, "/units/%lld/indicators", (long long)req->unit_id));
    return r < 0 ? r : req_page(req, &page);
}

/* ---- the job and the module ---- */

static void tell(void *ctx, int64_t done, int64_t total)
{
    job_progress(ctx, done, total);
}

static int freeze_run(struct job *job)
{
    const struct frozen_work work = {.db = job->db,
                                     .a = job->a,
                                     .clock = job->app->clock,
                                     .methodology = job->app->methodology,
                                     .progress = tell,
                                     .ctx = job};
    return frozen_count(&work, job->object_id, &job->err);
}

static const char *freeze_done(struct arena *a, int64_t id)
{
    return arena_printf(a, "/snapshots/%lld", (long long)id);
}

static int snapshot_get(struct req *req)
{
    return req_redirect(req, "/units/%lld/indicators?snapshot=%lld", (long long)req->unit_id,
                        (long long)req_id(req, "snapshot"));
}

static int snapshot_object(struct req *req, int64_t id, struct object *ret)
{
    struct frozen s;
    int r = frozen_get(req->db, req->a, id, &s);
    if (r == 1)
        *ret = (struct object){.unit_id = s.unit_id};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/indicators", list_get, PERM_UNIT_READ),
    ROUTE_POST("/units/{unit}/indicators", list_post, PERM_NUMBERS, .form = &freeze_form,
               .retry = list_get),
    ROUTE_GET("/units/{unit}/indicators/one", one_get, PERM_UNIT_READ),
    ROUTE_GET("/snapshots/{snapshot}", snapshot_get, PERM_UNIT_READ),
};
static const struct scope scopes[] = {{"snapshot", snapshot_object}};
static const struct job_kind jobs[] = {
    {FROZEN_JOB, N_("Подсчёт показателей"), freeze_run, freeze_done},
};

const struct module indicator_module = {
    .name = "indicator",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = 1,
    .jobs = jobs,
    .n_jobs = 1,
    .hourly = frozen_hourly,
};
