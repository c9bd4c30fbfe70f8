/* Sheets for parents of those whom class teachers wrote down: a link and its drawing each. */
#include "base/i18n.h"
#include "base/id.h"
#include "frame/route.h"
#include "frame/session.h"
#include "html/qr.h"
#include "identity/place.h"
#include "network/unit.h"
#include "programme/application.sql.h"
#include "programme/application_class.html.h"
#include "programme/enrolment_pages.h"
#include "programme/programme_pages.h"

#define SLIPS 100 /* of one page */
#define DAY_MS 86400000

static int add_slip(struct req *req, int64_t id, int zone, const struct person_name *name,
                    struct application_slip *ret)
{
    ret->participant = person_name_full(req->a, name);
    ret->url = enrolment_url(req->a, req->app, ENROLMENT_REPRESENTATIVE, id);
    ret->until =
        date_long(req->a, date_at(id_time(id) + (APPLICATION_UNSIGNED_DAYS - 1) * DAY_MS, zone), 0);
    return qr_svg(req->a, ret->url, _("Ссылка для согласия"), &ret->qr);
}

/* The rows of a page and one more when another follows; `query`: of its first page. */
static int fill(struct req *req, const struct programme *p, const struct application_slips *rows,
                size_t n, const char *query, struct application_slips_page *data)
{
    int zone, r = unit_zone(req, p->unit_id, &zone);
    data->n = n > SLIPS ? SLIPS : n;
    struct application_slip *slips = arena_array(req->a, struct application_slip, data->n);
    for (size_t i = 0; r >= 0 && i < data->n; i++)
        r = add_slip(req, rows[i].id, zone,
                     &(struct person_name){rows[i].surname, rows[i].given, rows[i].patronymic},
                     &slips[i]);
    data->rows = slips;
    data->paging.text = arena_printf(
        req->a, P_("На этой странице %zu лист", "На этой странице %zu листов", (long)data->n),
        data->n);
    if (n > SLIPS)
        data->paging.next = arena_printf(req->a, "%s%safter=%lld", *query ? query : "?",
                                         *query ? "&" : "", (long long)rows[SLIPS - 1].id);
    return r < 0 ? r : 0;
}

int application_class_slips_get(struct req *req)
{
    struct application_class_at c;
    struct application_slips_of_teacher *rows;
    struct application_slips_page data = {0};
    size_t n;
    const char *token = req_query(req, "token");
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    int r = throttle_check(req, application_class_throttle(req));
    if (r >= 0)
        r = application_class_at(req, token, &c);
    if (r <= 0)
        return r < 0 ? r : application_class_gone(req);
    r = application_slips_of_teacher(req->db, req->a, c.teacher.id, after, SLIPS + 1, &rows, &n);
    if (r < 0)
        return r;
    struct application_slips *list = arena_array(req->a, struct application_slips, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct application_slips){rows[i].id, rows[i].surname, rows[i].given,
                                             rows[i].patronymic};
    data.later = after;
    r = fill(req, &c.at.p, list, n, arena_printf(req->a, "?token=%s", token), &data);
    if (r < 0)
        return r;
    data.programme = c.at.p.title;
    data.unit = c.at.unit_name;
    data.contact = c.at.e.contact;
    data.back = arena_printf(req->a, "/class?token=%s", token);
    struct page page = {
        .title = _("Листы для родителей"), .body = application_slips_view, .data = &data};
    return enrolment_public(req, &c.at, &page);
}

/* Of everybody in the programme who waits for a parent. */
int application_slips_get(struct req *req)
{
    struct programme p;
    struct application_slips *rows;
    struct application_slips_page data = {0};
    struct application_edge edge = {0};
    struct enrolment e = {.contact = ""};
    struct unit unit;
    size_t n;
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    int r = programme_of(req, &p);
    if (r >= 0 && after)
        r = application_edge(req->db, req->a, p.id, after, &edge);
    if (r >= 0)
        r = application_slips(req->db, req->a, p.id, edge.queued_at, edge.queued_at ? after : 0,
                              SLIPS + 1, &rows, &n);
    if (r >= 0)
        r = fill(req, &p, rows, n, "", &data);
    if (r >= 0)
        r = enrolment_get(req->db, req->a, p.id, &e);
    if (r >= 0)
        r = unit_get(req->db, req->a, p.unit_id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    data.later = edge.queued_at;
    data.programme = p.title;
    data.unit = unit.name;
    data.contact = e.contact;
    data.back =
        arena_printf(req->a, "/programmes/%lld/applications?state=unsigned", (long long)p.id);
    struct page page = {
        .title = _("Листы для родителей"), .body = application_slips_view, .data = &data};
    r = programme_frame(req, &p, "applications", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}
