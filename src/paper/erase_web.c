#include "base/i18n.h"
#include "frame/job.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/person.h"
#include "identity/place.h"
#include "paper/erase.h"
#include "paper/erase.html.h"

#define PAGE_ROWS 50

static int task_of(struct req *req, struct erasure *ret)
{
    int r = erasure_of(req->db, req->a, req_id(req, "person"), ret);
    return r == 0 ? ERR_NOT_FOUND : r;
}

static int erasure_get(struct req *req)
{
    struct erasure e;
    struct person p;
    struct date today;
    struct erase_page data = {
        .action = req->path,
        .back = arena_printf(req->a, "/people/%lld/consents", (long long)req_id(req, "person"))};
    int r = task_of(req, &e);
    if (r > 0)
        r = person_get(req->db, req->a, e.person_id, &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = unit_today(req, e.unit_id, &today);
    if (r >= 0)
        r = erase_kept(req->db, req->a, p.id, &data.kept);
    if (r < 0)
        return r;
    data.due = arena_printf(req->a, _("Последний день: %s"), date_long(req->a, e.due, today.year));
    struct page page = {.title = _("Уничтожить персональные данные?"),
                        .lead = person_name_full(req->a, &p.name),
                        .body = erase_view,
                        .data = &data};
    r = unit_frame(req, req->unit_id, "erasures", &page);
    if (r >= 0)
        r = unit_crumb_add(req, &page, _("Согласия участника"), data.back);
    return r < 0 ? r : req_page(req, &page);
}

static int erasure_post(struct req *req)
{
    const struct erase_deed d = {req->db, req->a, req->app, req->who.account_id};
    struct erasure e;
    int r = task_of(req, &e);
    if (r >= 0)
        r = erase_person(&d, &e, &req->err);
    if (r >= 0)
        r = req_audit(req, "person.erase", "person", e.person_id, _("Отозвано согласие"));
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Данные уничтожены"));
    return req_redirect(req, "/units/%lld/erasures", (long long)e.unit_id);
}

/* ---- a unit ---- */

static int load_open(struct req *req, struct date today, struct erase_list_page *data)
{
    struct erasures_open *rows;
    struct erasure_edge edge = {.due_on = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = after ? erasure_edge(req->db, req->a, after, &edge) : 0;
    if (r >= 0)
        r = erasures_open(req->db, req->a, req->unit_id, edge.due_on, after, &rows, &n);
    if (r < 0)
        return r;
    data->n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct erase_line *lines = arena_array(req->a, struct erase_line, data->n);
    for (size_t i = 0; i < data->n; i++) {
        struct date due = {0};
        (void)date_parse_iso(rows[i].due_on, &due);
        lines[i] = (struct erase_line){
            person_name_full(
                req->a, &(struct person_name){rows[i].surname, rows[i].given, rows[i].patronymic}),
            rows[i].unit_name, date_long(req->a, due, today.year),
            arena_printf(req->a, "/people/%lld/erasure", (long long)rows[i].person_id)};
    }
    data->rows = lines;
    if (n > PAGE_ROWS)
        data->next = arena_printf(req->a, "?after=%lld", (long long)rows[PAGE_ROWS - 1].id);
    return 0;
}

static int load_done(struct req *req, struct date today, struct erase_list_page *data)
{
    struct erasures_done *rows;
    int zone = 0, r = unit_zone(req, req->unit_id, &zone);
    if (r >= 0)
        r = erasures_done(req->db, req->a, req->unit_id, &rows, &data->n_done);
    if (r < 0)
        return r;
    struct erase_done_line *lines = arena_array(req->a, struct erase_done_line, data->n_done);
    for (size_t i = 0; i < data->n_done; i++)
        lines[i] = (struct erase_done_line){
            .unit = rows[i].unit_name,
            .asked = date_long(req->a, date_at(rows[i].asked_at, zone), today.year),
            .done = date_long(req->a, date_at(rows[i].ended_at, zone), today.year),
            .who = rows[i].who ? rows[i].who : "",
            .person_id = rows[i].person_id};
    data->done = lines;
    return 0;
}

static int list_get(struct req *req)
{
    struct erase_list_page data = {0};
    struct date today;
    int r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        r = load_open(req, today, &data);
    if (r >= 0)
        r = load_done(req, today, &data);
    if (r < 0)
        return r;
    struct page page = {.title = _("Уничтожение данных"),
                        .lead = _("Когда согласие на обработку данных отзывают, данные уничтожают "
                                  "за 30 дней. В последний день программа делает это сама."),
                        .body = erase_list_view,
                        .data = &data,
                        .wide = true};
    r = unit_frame(req, req->unit_id, "erasures", &page);
    return r < 0 ? r : req_page(req, &page);
}

static const struct route routes[] = {
    ROUTE_GET("/people/{person}/erasure", erasure_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/people/{person}/erasure", erasure_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/units/{unit}/erasures", list_get, PERM_PEOPLE_MANAGE),
};

static const struct job_kind jobs[] = {
    {ERASE_DUE_JOB, N_("Уничтожение данных"), erase_due_run, NULL, NULL}};

const struct module erase_module = {.name = "erase",
                                    .routes = routes,
                                    .n_routes = sizeof routes / sizeof *routes,
                                    .jobs = jobs,
                                    .n_jobs = sizeof jobs / sizeof *jobs,
                                    .hourly = erase_due_hourly};
