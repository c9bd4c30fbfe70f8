/* The monitoring report: its words, its papers, who has handed in. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "frame/app.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "insight/monitoring_pages.h"
#include "insight/report.html.h"
#include "insight/report_pages.h"
#include "net/url.h"
#include "programme/programme_pages.h"
#include "programme/roadmap.h"
#include "programme/roadmap_paper.h"

struct report_form {
    const char *period;
    int64_t version;
    const char *summary, *analysis, *plans;
    bool hand_in;
};
static const struct field fields[] = {
    FIELD(struct report_form, period, FIELD_TEXT, .label = N_("Месяц"), .max = 7),
    FIELD(struct report_form, version, FIELD_INT, .label = N_("Версия"), .optional = true),
    FIELD(struct report_form, summary, FIELD_AREA, .label = N_("Итоги"),
          .hint = N_("Составлено по числам. Поправьте, как нужно"), .optional = true,
          .max = REPORT_TEXT_MAX),
    FIELD(struct report_form, analysis, FIELD_AREA, .label = N_("Анализ"),
          .hint = N_("Оценка процесса, до и после, SWOT"), .optional = true,
          .max = REPORT_TEXT_MAX),
    FIELD(struct report_form, plans, FIELD_AREA, .label = N_("Что дальше"), .optional = true,
          .max = REPORT_TEXT_MAX),
    FIELD(struct report_form, hand_in, FIELD_BOOL, .label = N_("Сдать отчёт"), .optional = true,
          .hint = N_("Его увидят уровнем выше. Сданный отчёт не меняется, пока его не вернут")),
};
static const struct form_def form = FORM_DEF(struct report_form, fields);

static struct report_work work(struct req *req)
{
    return (struct report_work){req->db, req->a, req->app->methodology,
                                req->who.perms >> PERM_PEOPLE_READ & 1};
}

static const char *moment(struct req *req, int64_t utc_ms)
{
    int zone = 0;
    (void)unit_zone(req, req->unit_id, &zone);
    return arena_printf(
        req->a, "%s, %s",
        format_day(req->a, date_at(utc_ms, zone), date_at(clock_now(req->clock), zone)),
        format_time(req->a, utc_ms, zone));
}

/* The period of the form or the address, else that of the newest numbers. 1, 0 none. */
static int period_of_req(struct req *req, struct period *ret)
{
    struct frozen newest;
    const char *code = req->form ? form_raw(req->form, "period") : req_query(req, "period");
    if (period_parse(code, ret))
        return 1;
    int r = frozen_newest(req->db, req->a, req->unit_id, NULL, &newest);
    return r == 1 && period_parse(newest.period, ret) ? 1 : r < 0 ? r : 0;
}

static int load(struct req *req, struct report *ret)
{
    struct period p;
    struct report_work w = work(req);
    int r = period_of_req(req, &p);
    return r <= 0 ? r : report_load(&w, req->unit_id, p, &req->err, ret);
}

static int frame(struct req *req, const char *period, struct page *page)
{
    int r = unit_frame(req, req->unit_id, "indicators", page);
    return r < 0 ? r
                 : unit_crumb_add(req, page, _("Показатели"),
                                  arena_printf(req->a, "/units/%lld/indicators?period=%s",
                                               (long long)req->unit_id, period));
}

/* ---- the page ---- */

static void fill_lines(struct req *req, const struct report *r, struct report_page *data)
{
    struct indicator_line *lines = arena_array(req->a, struct indicator_line, r->n_lines);
    for (size_t i = 0; i < r->n_lines; i++) {
        const struct report_line *l = &r->lines[i];
        lines[i] = (struct indicator_line){
            .code = l->i->code,
            .name = l->i->name,
            .words = value_words(req->a, l->i, l->v, l->hidden),
            .target = l->v->target >= 0 && !l->i->whole
                          ? arena_printf(req->a, "%d\u00A0%%", l->v->target)
                          : NULL,
            .reached = !l->hidden && value_reached(l->v),
        };
    }
    data->lines = lines;
    data->n_lines = r->n_lines;
}

static int show(struct req *req)
{
    struct report r;
    struct report_page data = {.r = &r, .may = req->who.perms >> PERM_NUMBERS & 1};
    int rc = load(req, &r);
    if (rc < 0)
        return rc;
    if (rc == 0) {
        req_notice(req, "%s", _("Отчёт составляется по числам: сначала посчитайте показатели"));
        return req_redirect(req, "/units/%lld/indicators", (long long)req->unit_id);
    }
    const struct report_form initial = {.period = r.code,
                                        .version = r.version,
                                        .summary = r.words[REPORT_SUMMARY],
                                        .analysis = r.words[REPORT_ANALYSIS],
                                        .plans = r.words[REPORT_PLANS]};
    fill_lines(req, &r, &data);
    data.period_name = period_name(req->a, r.period);
    data.handed = r.handed_in_at ? moment(req, r.handed_in_at) : NULL;
    data.form = req_form(req, &form, &initial);
    struct page page = {.title = _("Отчёт по мониторингу"),
                        .lead = arena_printf(req->a, _("За %s, с начала года"), data.period_name),
                        .body = report_view,
                        .data = &data,
                        .form = req->form};
    rc = frame(req, r.code, &page);
    return rc < 0 ? rc : req_page(req, &page);
}

/* The step of the roadmap is done in every programme that goes on here. */
static int tick(struct req *req, const struct report *r)
{
    struct date today;
    int rc = unit_today(req, req->unit_id, &today);
    for (size_t i = 0; rc >= 0 && i < r->n_programmes; i++) {
        struct monitoring m = {.today = today};
        rc = programme_get(req->db, req->a, r->programmes[i].id, &m.p);
        if (rc == 1)
            rc = programme_pack(req, &m.p, &m.pack);
        if (rc >= 0)
            rc = monitoring_done(req, &m, "report");
    }
    return rc;
}

static int save(struct req *req)
{
    const struct report_form *in = req_input(req);
    struct report r;
    int rc = load(req, &r);
    if (rc <= 0)
        return rc < 0 ? rc : ERR_NOT_FOUND;
    struct report_work w = work(req);
    const char *tables = "";
    rc = in->hand_in ? report_tables(&w, &r, &tables) : 0;
    if (rc < 0)
        return rc;
    const struct report_save s = {.unit_id = req->unit_id,
                                  .account_id = req->who.account_id,
                                  .snapshot_id = r.frozen.id,
                                  .version = in->version,
                                  .period = r.code,
                                  .words = {in->summary, in->analysis, in->plans},
                                  .tables = tables,
                                  .hand_in = in->hand_in};
    if (in->hand_in && !r.frozen.final)
        rc = err_set(&req->err, ERR_CONFLICT,
                     _("Месяц ещё идёт. Отчёт сдают, когда он закончится и числа закреплены"));
    else
        rc = report_save(req->db, req->clock, &s, &req->err);
    if (rc == ERR_CONFLICT) {
        form_error(req->form, in->hand_in && !r.frozen.final ? "hand_in" : NULL, "%s",
                   req->err.text);
        return req_retry(req);
    }
    if (rc >= 0 && in->hand_in)
        rc = tick(req, &r);
    if (rc >= 0)
        rc = req_audit(req, in->hand_in ? "report.hand_in" : "report.save", "unit", req->unit_id,
                       r.code);
    if (rc < 0)
        return rc;
    req_notice(req, "%s", in->hand_in ? _("Отчёт сдан") : _("Отчёт сохранён"));
    return req_redirect(req, "/units/%lld/report?period=%s", (long long)req->unit_id, r.code);
}

struct back_form {
    const char *period;
};
static const struct field back_fields[] = {
    FIELD(struct back_form, period, FIELD_TEXT, .label = N_("Месяц"), .max = 7),
};
static const struct form_def back_form = FORM_DEF(struct back_form, back_fields);

static int take_back(struct req *req)
{
    const struct back_form *in = req_input(req);
    int rc = report_take_back(req->db, req->unit_id, in->period, &req->err);
    if (rc >= 0)
        rc = req_audit(req, "report.take_back", "unit", req->unit_id, in->period);
    if (rc < 0)
        return rc;
    req_notice(req, "%s", _("Отчёт возвращён: его снова можно править"));
    return req_redirect(req, "/units/%lld/report?period=%s", (long long)req->unit_id,
                        url_encode(req->a, in->period));
}

/* ---- papers ---- */

static int paper(struct req *req, enum report_paper kind, const char *suffix, const char *type)
{
    struct report r;
    struct date today;
    struct report_work w = work(req);
    const char *path = arena_printf(req->a, "%s/uploads/report-%lld.%s", req->app->config.data_dir,
                                    (long long)id_new(req->clock), suffix);
    int rc = load(req, &r);
    if (rc <= 0)
        return rc < 0 ? rc : req_not_found(req);
    rc = unit_today(req, req->unit_id, &today);
    if (rc >= 0)
        rc = report_write(&w, &r, kind, today, path, &req->err);
    return rc < 0
               ? rc
               : req_file(req, path, type,
                          arena_printf(req->a, "Отчёт по мониторингу %s.%s", r.code, suffix), true);
}

static int docx_get(struct req *req)
{
    return paper(req, REPORT_DOCX, "docx", DOCX_TYPE);
}

static int pdf_get(struct req *req)
{
    return paper(req, REPORT_PDF, "pdf", "application/pdf");
}

static int xlsx_get(struct req *req)
{
    return paper(req, REPORT_XLSX, "xlsx", XLSX_TYPE);
}

/* ---- who has handed in ---- */

static int list_get(struct req *req)
{
    struct period p;
    struct report_unit *units;
    struct report r;
    struct reports_page data = {.unit_id = req->unit_id,
                                .missing = *req_query(req, "missing") != '\0'};
    int rc = period_of_req(req, &p);
    if (rc == 0) {
        struct date today;
        rc = unit_today(req, req->unit_id, &today);
        p = period_before(period_of(today));
    }
    data.period = rc >= 0 ? period_code(req->a, p) : "";
    if (rc >= 0)
        rc = report_counted(req->db, req->a, req->unit_id, data.period, &r);
    if (rc >= 0)
        rc = report_units(req->db, req->a, req->unit_id, data.period, data.missing,
                          req_query(req, "key"), req_query_int(req, "after", 0, INT64_MAX, 0),
                          REPORT_PAGE + 1, &units, &data.n_lines);
    if (rc < 0)
        return rc;
    data.n = r.n_units;
    data.n_handed_in = r.n_handed_in;
    data.period_name = period_name(req->a, p);
    if (data.n_lines > REPORT_PAGE) {
        data.n_lines = REPORT_PAGE;
        data.next = arena_printf(req->a, "?period=%s&missing=%s&key=%s&after=%lld", data.period,
                                 data.missing ? "1" : "",
                                 url_encode(req->a, units[REPORT_PAGE - 1].name_key),
                                 (long long)units[REPORT_PAGE - 1].id);
    }
    struct report_unit_line *lines = arena_array(req->a, struct report_unit_line, data.n_lines);
    for (size_t i = 0; i < data.n_lines; i++)
        lines[i] = (struct report_unit_line){
            units[i].id, units[i].name, units[i].place,
            units[i].handed_in_at ? moment(req, units[i].handed_in_at) : NULL};
    data.lines = lines;
    struct page page = {.title = _("Кто сдал отчёт"),
                        .lead =
                            arena_printf(req->a, _("За %s: сдано %lld из %lld"), data.period_name,
                                         (long long)data.n_handed_in, (long long)data.n),
                        .body = reports_view,
                        .data = &data};
    rc = frame(req, data.period, &page);
    return rc < 0 ? rc : req_page(req, &page);
}

static int of_programme(struct req *req)
{
    return req_redirect(req, "/units/%lld/report", (long long)req->unit_id);
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/report", show, PERM_UNIT_READ),
    ROUTE_POST("/units/{unit}/report", save, PERM_NUMBERS, .form = &form, .retry = show),
    ROUTE_POST("/units/{unit}/report/back", take_back, PERM_NUMBERS, .form = &back_form,
               .retry = show),
    ROUTE_GET("/units/{unit}/report.docx", docx_get, PERM_UNIT_READ),
    ROUTE_GET("/units/{unit}/report.pdf", pdf_get, PERM_UNIT_READ),
    ROUTE_GET("/units/{unit}/report.xlsx", xlsx_get, PERM_UNIT_READ),
    ROUTE_GET("/units/{unit}/reports", list_get, PERM_UNIT_READ),
    ROUTE_GET("/programmes/{programme}/report", of_programme, PERM_UNIT_READ),
};

const struct module report_module = {
    .name = "report", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
