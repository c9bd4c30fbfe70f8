/* Monitoring of a programme: what is known at both stages, and where to go on. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "insight/monitoring.html.h"
#include "insight/monitoring_pages.h"
#include "programme/programme_pages.h"
#include "programme/roadmap.h"

int monitoring_of(struct req *req, struct monitoring *ret)
{
    int r = programme_of(req, &ret->p);
    if (r >= 0)
        r = programme_pack(req, &ret->p, &ret->pack);
    return r < 0 ? r : unit_today(req, ret->p.unit_id, &ret->today);
}

int monitoring_frame(struct req *req, const struct monitoring *m, bool below, struct page *page)
{
    struct link *parent = arena_new_of(req->a, struct link);
    *parent = (struct link){
        _("Мониторинг"), arena_printf(req->a, "/programmes/%lld/monitoring", (long long)m->p.id)};
    return programme_frame(req, &m->p, "monitoring", below ? parent : NULL, page);
}

int monitoring_done(struct req *req, const struct monitoring *m, const char *step)
{
    struct roadmap_place at = {
        .db = req->db,
        .a = req->a,
        .p = &m->p,
        .pack = m->pack,
        .today = m->today,
        .deed = {req->clock, req->who.account_id, NULL},
    };
    struct err err;
    if (!programme_running(m->p.state))
        return 0;
    for (size_t i = 0; i < m->pack->steps.n; i++) {
        const struct pack_step *s = &m->pack->steps.row[i];
        if (!strcmp(s->code, step))
            return roadmap_mark(&at, s->stage, s->code, true, &err);
    }
    return 0;
}

static int fill_rubric(struct req *req, const struct monitoring *m, struct monitoring_page *data)
{
    struct rubric_criterion *criteria;
    struct rubric_day *days;
    struct rubric_level level;
    struct date day;
    size_t n_criteria, n;
    int r = rubric_criteria(req->a, m->pack, &req->err, &criteria, &n_criteria);
    data->has_rubric = r >= 0 && n_criteria;
    if (r >= 0)
        r = rubric_days(req->db, req->a, m->p.id, "", &days, &n);
    if (r < 0 || !n)
        return r;
    r = rubric_level(req->a, m->pack, days[0].mean, &req->err, &level);
    bool whole = fabs(days[0].mean - round(days[0].mean)) < .05;
    data->rubric_day = date_parse_iso(days[0].day, &day) ? date_long(req->a, day, 0) : days[0].day;
    data->rubric_sum =
        arena_printf(req->a, _("%s из %zu"), format_decimal(req->a, days[0].mean, !whole),
                     n_criteria * RUBRIC_TOP);
    data->rubric_level = level.name;
    data->rubric_pill = rubric_pill(&level);
    return r;
}

static int monitoring_get(struct req *req)
{
    struct monitoring m;
    struct swot swot;
    struct monitoring_page data = {.programme_id = req_id(req, "programme"),
                                   .may_fill = req->who.perms >> PERM_PEOPLE_MANAGE & 1,
                                   .may_people = req->who.perms >> PERM_PEOPLE_READ & 1};
    int r = monitoring_of(req, &m);
    if (r >= 0)
        r = fill_rubric(req, &m, &data);
    if (r >= 0)
        r = swot_get(req->db, req->a, m.p.id, &swot);
    if (r < 0)
        return r;
    data.unit_id = m.p.unit_id;
    data.n_swot = swot_filled(&swot);
    struct page page = {.title = _("Мониторинг"), .body = monitoring_view, .data = &data};
    r = monitoring_frame(req, &m, false, &page);
    return r < 0 ? r : req_page(req, &page);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/monitoring", monitoring_get, PERM_UNIT_READ),
};

const struct module monitoring_module = {
    .name = "monitoring", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
