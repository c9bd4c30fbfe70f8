/* Record checks of a person, written down by the coordinator, and those that end soon. */
#include <string.h>

#include "base/i18n.h"
#include "frame/job.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "identity/vetting.html.h"
#include "identity/vetting.sql.h"
#include "identity/vetting_pages.h"

#define PAGE_ROWS 50

struct new_form {
    const char *number;
    struct date issued, expires;
};
static const struct field new_fields[] = {
    FIELD(struct new_form, number, FIELD_TEXT, .label = N_("Номер справки"),
          .empty = N_("Напишите номер справки"), .max = VETTING_NUMBER_MAX, .autocomplete = "off"),
    FIELD(struct new_form, issued, FIELD_DATE, .label = N_("День выдачи"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день выдачи"),
          .inputmode = "numeric"),
    FIELD(struct new_form, expires, FIELD_DATE, .label = N_("День, когда истекает"),
          .optional = true,
          .hint = N_("С этого дня справка не действует. Не указан — через год после выдачи"),
          .inputmode = "numeric"),
};
static const struct form_def new_form = FORM_DEF(struct new_form, new_fields);

struct end_form {
    const char *reason;
};
static const struct field end_fields[] = {
    FIELD(struct end_form, reason, FIELD_AREA, .label = N_("Причина"),
          .hint = N_("Например: ошибка в номере. Без содержания справки"),
          .empty = N_("Напишите причину: она останется в истории"), .max = VETTING_REASON_MAX),
};
static const struct form_def end_form = FORM_DEF(struct end_form, end_fields);

enum pill vetting_pill(enum vetting_state state)
{
    switch (state) {
    case VETTING_UNNEEDED:
        return PILL_DONE;
    case VETTING_VALID:
        return PILL_OK;
    case VETTING_SOON:
        return PILL_WARN;
    default:
        return PILL_BAD;
    }
}

static int vetting_scope(struct req *req, int64_t id, struct object *ret)
{
    struct vetting_place row;
    int r = vetting_place(req->db, req->a, id, &row);
    if (r == 1)
        *ret = (struct object){.unit_id = row.unit_id, .parent_id = row.person_id};
    return r;
}

/* ---- a person ---- */

struct whom {
    struct person person;
    struct date today;
    int zone;
};

static int load_whom(struct req *req, struct whom *ret)
{
    int r = person_get(req->db, req->a, req_id(req, "person"), &ret->person);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = unit_zone(req, ret->person.unit_id, &ret->zone);
    ret->today = date_at(clock_now(req->clock), ret->zone);
    return r;
}

static const char *vetting_path(struct req *req)
{
    return arena_printf(req->a, "/people/%lld/vetting", (long long)req_id(req, "person"));
}

static const char *by(struct req *req, const struct whom *w, int64_t at, const char *who)
{
    return arena_printf(req->a, *who ? "%s, %s" : "%s", date_long(req->a, date_at(at, w->zone), 0),
                        who);
}

static void line_of(struct req *req, const struct whom *w, const struct vetting *v,
                    struct vetting_line *ret)
{
    int64_t today = date_to_days(w->today), left = date_to_days(v->expires) - today;
    *ret = (struct vetting_line){
        .v = v,
        .issued = date_short(req->a, v->issued),
        .expires = date_short(req->a, v->expires),
        .recorded = by(req, w, v->recorded_at, v->recorded_by),
    };
    if (v->ended_at) {
        ret->pill = PILL_END;
        ret->state =
            arena_printf(req->a, _("Снята с учёта %s"), by(req, w, v->ended_at, v->ended_by));
        return;
    }
    ret->end = arena_printf(req->a, "%s/%lld/end", vetting_path(req), (long long)v->id);
    enum vetting_state state = left <= 0                   ? VETTING_OVER
                               : left <= VETTING_WARN_DAYS ? VETTING_SOON
                                                           : VETTING_VALID;
    ret->pill = left <= 0 ? PILL_END : vetting_pill(state);
    ret->state = left <= 0               ? _("Истекла")
                 : state == VETTING_SOON ? _("Скоро истекает")
                                         : _("Действует");
}

static enum notice notice_of(enum vetting_state state)
{
    switch (state) {
    case VETTING_UNNEEDED:
        return NOTICE_INFO;
    case VETTING_VALID:
        return NOTICE_OK;
    case VETTING_SOON:
        return NOTICE_WARN;
    default:
        return NOTICE_BAD;
    }
}

static int vetting_get(struct req *req)
{
    struct whom w;
    struct vetting_now now;
    struct vetting *list;
    struct vetting_page data = {.action = vetting_path(req)};
    int r = load_whom(req, &w);
    if (r >= 0)
        r = vetting_of(req->db, req->a, w.person.id, w.today, &now);
    if (r >= 0)
        r = vetting_list(req->db, req->a, w.person.id, &list, &data.n);
    if (r < 0)
        return r;
    struct vetting_line *rows = arena_array(req->a, struct vetting_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        line_of(req, &w, &list[i], &rows[i]);
    data.rows = rows;
    data.words = vetting_words(req->a, &now);
    data.kind = notice_of(now.state);
    data.form = req_form(req, &new_form, NULL);
    struct page page = {.title = _("Справка об отсутствии судимости"),
                        .lead = person_name_full(req->a, &w.person.name),
                        .body = vetting_view,
                        .data = &data,
                        .form = data.form};
    r = unit_frame(req, req->unit_id, "vetting", &page);
    return r < 0 ? r : req_page(req, &page);
}

static int vetting_post(struct req *req)
{
    const struct new_form *in = req_input(req);
    struct whom w;
    int64_t id;
    int r = load_whom(req, &w);
    if (r < 0)
        return r;
    const struct vetting_new n = {.person_id = w.person.id,
                                  .number = in->number,
                                  .issued = in->issued,
                                  .expires = in->expires,
                                  .recorded_by = req->who.account_id,
                                  .today = w.today};
    r = vetting_record(req->db, req->a, req->clock, &n, &req->err, &id);
    if (r == ERR_LIMIT || r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form,
                   r == ERR_LIMIT     ? "issued"
                   : r == ERR_INVALID ? "expires"
                                      : "number",
                   "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = job_add(req, VETTING_READY_JOB, w.person.unit_id, w.person.id, NULL);
    if (r >= 0)
        r = req_audit(req, "vetting.record", "vetting", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Справка записана"));
    return req_redirect(req, "%s", vetting_path(req));
}

static int end_get(struct req *req)
{
    struct whom w;
    struct vetting_place row;
    int r = load_whom(req, &w);
    if (r >= 0)
        r = vetting_place(req->db, req->a, req_id(req, "vetting"), &row);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    struct vetting_end_page data = {.form = req_form(req, &end_form, NULL),
                                    .action = req->path,
                                    .back = vetting_path(req),
                                    .number = row.number};
    struct page page = {.title = arena_printf(req->a, _("Снять с учёта справку № %s?"), row.number),
                        .lead = person_name_full(req->a, &w.person.name),
                        .body = vetting_end_view,
                        .data = &data,
                        .form = data.form};
    r = unit_frame(req, req->unit_id, "vetting", &page);
    if (r >= 0)
        r = unit_crumb_add(req, &page, _("Справка об отсутствии судимости"), vetting_path(req));
    return r < 0 ? r : req_page(req, &page);
}

static int end_post(struct req *req)
{
    const struct end_form *in = req_input(req);
    int64_t id = req_id(req, "vetting");
    int r = vetting_end(req->db, req->clock, req_id(req, "person"), id, req->who.account_id,
                        in->reason, &req->err);
    if (r == 0)
        return err_set(&req->err, ERR_CONFLICT, _("Эта справка уже снята с учёта"));
    if (r >= 0)
        r = req_audit(req, "vetting.end", "vetting", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Справка снята с учёта"));
    return req_redirect(req, "%s", vetting_path(req));
}

/* ---- a unit ---- */

static int due_edge(struct req *req, int64_t after, const char **ret_day)
{
    struct vetting_edge edge;
    *ret_day = "";
    int r = after ? vetting_edge(req->db, req->a, after, &edge) : 0;
    if (r > 0)
        *ret_day = edge.expires_on;
    return r;
}

static int due_get(struct req *req)
{
    struct vetting_expiring *rows;
    struct vetting_due_page data = {0};
    struct date today;
    const char *day;
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        r = due_edge(req, after, &day);
    if (r < 0)
        return r;
    int64_t days = date_to_days(today);
    r = vetting_expiring(
        req->db, req->a, req->unit_id, date_iso(req->a, date_from_days(days - 365)),
        date_iso(req->a, date_from_days(days + VETTING_WARN_DAYS)), day, after, &rows, &n);
    if (r < 0)
        return r;
    data.n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct vetting_due_line *lines = arena_array(req->a, struct vetting_due_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        struct date expires = {0};
        (void)date_parse_iso(rows[i].expires_on, &expires);
        lines[i] = (struct vetting_due_line){
            person_name_full(
                req->a, &(struct person_name){rows[i].surname, rows[i].given, rows[i].patronymic}),
            rows[i].unit_name, date_short(req->a, expires),
            arena_printf(req->a, "/people/%lld/vetting", (long long)rows[i].person_id),
            date_to_days(expires) <= days};
        data.many_units = data.many_units || strcmp(rows[i].unit_name, rows[0].unit_name) != 0;
    }
    data.rows = lines;
    if (n > PAGE_ROWS)
        data.next = arena_printf(req->a, "?after=%lld", (long long)rows[PAGE_ROWS - 1].id);
    struct page page = {.title = _("Справки: скоро истекают"),
                        .lead = _("Новую справку просят за 30 дней. В день, когда истекает "
                                  "прежняя, контакты с детьми закрываются сами."),
                        .body = vetting_due_view,
                        .data = &data};
    r = unit_frame(req, req->unit_id, "vetting", &page);
    return r < 0 ? r : req_page(req, &page);
}

static const struct route routes[] = {
    ROUTE_GET("/people/{person}/vetting", vetting_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/people/{person}/vetting", vetting_post, PERM_PEOPLE_MANAGE, .form = &new_form,
               .retry = vetting_get),
    ROUTE_GET("/people/{person}/vetting/{vetting}/end", end_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/people/{person}/vetting/{vetting}/end", end_post, PERM_PEOPLE_MANAGE,
               .form = &end_form, .retry = end_get),
    ROUTE_GET("/units/{unit}/vetting", due_get, PERM_PEOPLE_MANAGE),
};
static const struct scope scopes[] = {{"vetting", vetting_scope}};

const struct module vetting_module = {
    .name = "vetting",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
    .hourly = vetting_tell,
};
