/* Indicators of a unit: the newest frozen numbers, and freezing them. */
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

bool indicator_may(const struct req *req, enum perm perm)
{
    return req->who.perms >> perm & 1;
}

int indicator_page_load(struct req *req, struct unit *unit, struct indicators *list)
{
    int r = unit_get(req->db, req->a, req->unit_id, unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return indicators_load(req->app->methodology, req->db, req->a, &req->err, list);
}

/* The snapshot that the address names, or the newest. 1, 0 none yet. */
int indicator_chosen(struct req *req, struct frozen *ret)
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

const char *indicator_period_name(struct arena *a, const char *code)
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

const struct frozen_value *indicator_value(const struct frozen_value *v, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(v[i].code, code))
            return &v[i];
    return NULL;
}

/* Only between two numbers that this reader sees. */
static const char *change_words(struct req *req, const struct indicator *i,
                                const struct frozen_value *now, const struct frozen_value *before)
{
    bool may = indicator_may(req, PERM_PEOPLE_READ);
    const struct frozen_value *both[] = {now, before};
    for (size_t k = 0; k < 2; k++)
        if (!both[k] || !frozen_whole(both[k]) ||
            !value_words(req->a, i, both[k], value_small(both[k], i, may)).number)
            return NULL;
    return format_change(req->a, frozen_percent(now) - frozen_percent(before), 1);
}

static int fill_lines(struct req *req, const struct frozen *s, const struct indicators *list,
                      struct indicators_page *data)
{
    struct frozen_value *values, *old = NULL;
    struct frozen last;
    struct period p;
    size_t n, n_old = 0;
    int r = frozen_values(req->db, req->a, s->id, &values, &n);
    if (r >= 0 && period_parse(s->period, &p))
        r = frozen_newest(req->db, req->a, req->unit_id, period_code(req->a, period_before(p)),
                          &last);
    if (r == 1)
        r = frozen_values(req->db, req->a, last.id, &old, &n_old);
    if (r < 0)
        return r;
    const struct frozen_then then = {req->app->methodology, req->db, req->a, list};
    struct frozen_line *rows;
    r = frozen_definitions(&then, values, n, &req->err, &rows, &n);
    if (r < 0)
        return r;
    struct indicator_line *lines = arena_array(req->a, struct indicator_line, n);
    for (size_t i = 0; i < n; i++) {
        const struct indicator *ind = rows[i].i;
        const struct frozen_value *v = rows[i].v;
        bool hidden = value_small(v, ind, indicator_may(req, PERM_PEOPLE_READ));
        lines[i] = (struct indicator_line){
            .code = ind->code,
            .name = ind->name,
            .words = value_words(req->a, ind, v, hidden),
            .change = change_words(req, ind, v, indicator_value(old, n_old, ind->code)),
            .target = v->target >= 0 && !ind->whole ? arena_printf(req->a, "%d\u00A0%%", v->target)
                                                    : NULL,
            .reached = !hidden && value_reached(v),
            .unsure = strcmp(ind->confidence, "known") != 0,
        };
    }
    data->lines = lines;
    data->n_lines = n;
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
            .period = indicator_period_name(req->a, s->period),
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
                        indicator_period_name(req->a, s->period), moment(req, s->made_at));
}

static int list_get(struct req *req)
{
    struct unit unit;
    struct indicators list;
    struct frozen s;
    struct date today;
    struct indicators_page data = {.unit_id = req->unit_id,
                                   .may = indicator_may(req, PERM_NUMBERS)};
    int r = indicator_page_load(req, &unit, &list);
    if (r >= 0)
        r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        r = indicator_chosen(req, &s);
    if (r < 0)
        return r;
    data.has = r == 1;
    data.whole_unit = unit.kind == UNIT_ORGANISATION || unit.kind == UNIT_PARTNER;
    if (data.has) {
        data.period = s.period;
        data.period_name = indicator_period_name(req->a, s.period);
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
    ROUTE_GET("/units/{unit}/indicators/one", indicator_one_get, PERM_UNIT_READ),
    ROUTE_GET("/snapshots/{snapshot}", snapshot_get, PERM_UNIT_READ),
};
static const struct scope scopes[] = {{"snapshot", snapshot_object}};
static const struct job_kind jobs[] = {
    {FROZEN_JOB, N_("Подсчёт показателей"), freeze_run, freeze_done, NULL},
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
