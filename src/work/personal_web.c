/* Personal programmes: the list, and the programme. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/route.h"
#include "html/format.h"
#include "programme/programme_pages.h"
#include "programme/roadmap_paper.h"
#include "work/personal.html.h"
#include "work/personal_pages.h"

#define PAGE_ROWS 50

/* ---- where it is ---- */

int personal_of(struct req *req, struct personal *ret, const char **ret_base)
{
    int r = personal_load(req->db, req->a, req->app, req_id(req, "personal"), &req->err, ret);
    if (r < 0)
        return r;
    ret->duo.own = !strncmp(req->path, "/my/", 4);
    ret->duo.is_mentor = ret->duo.own && ret->duo.pair.mentor_person == req->who.person_id;
    *ret_base =
        arena_printf(req->a, "%s/personal/%lld", duo_prefix(&ret->duo), (long long)ret->row.id);
    return 0;
}

int personal_show(struct req *req, const struct personal *x, const char *base, struct page *page)
{
    struct link parent = {_("Персонализированная программа"), base};
    return duo_page(req, &x->duo, "personal", page->body == personal_view ? NULL : &parent, page);
}

static const char *term(struct req *req, const char *from, const char *to)
{
    struct date a = {0}, b = {0};
    date_parse_iso(from, &a);
    date_parse_iso(to, &b);
    return arena_printf(req->a, "%s – %s", date_short(req->a, a), date_short(req->a, b));
}

/* ---- the list ---- */

static int list_get(struct req *req)
{
    struct programme p;
    struct personal_list_page data = {.may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    struct personal_without *without;
    struct personal_rows *rows;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = personal_rows(req->db, req->a, p.id, req_query_int(req, "after", 1, INT64_MAX, 0),
                          &rows, &data.n);
    if (r >= 0)
        r = personal_without(req->db, req->a, p.id, &without, &data.n_without);
    if (r < 0)
        return r;
    if (data.n > PAGE_ROWS) {
        data.n = PAGE_ROWS;
        data.next = arena_printf(req->a, "?after=%lld", (long long)rows[PAGE_ROWS - 1].id);
    }
    struct personal_line *lines = arena_array(req->a, struct personal_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct personal_line){
            .path = arena_printf(req->a, "/personal/%lld", (long long)rows[i].id),
            .mentee = rows[i].mentee_name,
            .mentor = rows[i].mentor_name,
            .term = term(req, rows[i].starts_on, rows[i].ends_on),
            .edition = rows[i].edition,
            .state = personal_state_name(rows[i].state),
            .pill = personal_state_pill(rows[i].state)};
    data.lines = lines;
    data.without = without;
    struct page page = {.title = _("Персонализированные программы"),
                        .body = personal_list_view,
                        .data = &data,
                        .wide = true};
    r = programme_frame(req, &p, "personal", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- of a pair ---- */

static int pair_get(struct req *req)
{
    struct duo d;
    struct personal_newest newest;
    struct personal_none_page data = {0};
    int r = duo_of(req, duo_id(req), &d);
    if (r >= 0)
        r = personal_newest(req->db, req->a, d.pair.id, &newest);
    if (r < 0)
        return r;
    if (r > 0)
        return req_redirect(req, "%s/personal/%lld", duo_prefix(&d), (long long)newest.id);
    if (!d.pack->sections.n)
        return req_not_found(req);
    data.request = d.mentee.request;
    if (d.living && (d.own || req->who.perms & 1u << PERM_PEOPLE_MANAGE))
        data.action = arena_printf(req->a, "%s/personal", duo_path(req->a, &d));
    struct page page = {
        .title = _("Персонализированная программа"), .body = personal_none_view, .data = &data};
    return duo_page(req, &d, "personal", NULL, &page);
}

static int build_post(struct req *req)
{
    struct duo d;
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int64_t id;
    int r = duo_of(req, duo_id(req), &d);
    if (r >= 0)
        r = personal_build(req->db, req->a, req->app, &d, &deed, &req->err, &id);
    if (r >= 0)
        r = req_audit(req, "personal.build", "personal", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Черновик составлен. Проверьте части и план"));
    return req_redirect(req, "%s/personal/%lld", duo_prefix(&d), (long long)id);
}

/* ---- the programme ---- */

static int load_events(struct req *req, const struct personal *x, struct personal_page *data)
{
    struct personal_events *rows;
    int r = personal_events(req->db, req->a, x->row.id, &rows, &data->n_events);
    if (r < 0)
        return r;
    struct personal_event_line *lines =
        arena_array(req->a, struct personal_event_line, data->n_events);
    int zone = x->duo.unit.utc_offset;
    for (size_t i = 0; i < data->n_events; i++)
        lines[i] = (struct personal_event_line){
            arena_printf(req->a, "%s, %s",
                         format_day(req->a, date_at(rows[i].made_at, zone), x->duo.today),
                         format_time(req->a, rows[i].made_at, zone)),
            personal_action_name(rows[i].action), rows[i].who ? rows[i].who : _("программа сама"),
            rows[i].reason};
    data->events = lines;
    return 0;
}

static void fill_rights(struct req *req, const struct personal *x, struct personal_page *data)
{
    const char *state = x->row.state;
    bool staff = !x->duo.own && req->who.perms & 1u << PERM_PEOPLE_MANAGE;
    bool newest = data->n_editions && data->editions[0].id == x->row.id;
    bool draft = !strcmp(state, "draft"), approved = !strcmp(state, "approved");
    data->edit = draft && (staff || x->duo.own);
    data->submit = draft && (staff || x->duo.is_mentor);
    data->decide = staff && (!strcmp(state, "review") || !strcmp(state, "council"));
    data->mark = approved && (staff || x->duo.own);
    data->close = approved && staff && newest;
    data->renew = approved && newest && (staff || x->duo.is_mentor);
    if (!newest && data->n_editions)
        data->newer = arena_printf(req->a, "%s/personal/%lld", duo_prefix(&x->duo),
                                   (long long)data->editions[0].id);
}

static int show(struct req *req)
{
    struct personal x;
    struct personal_page data = {.x = &x};
    struct personal_editions *editions;
    int r = personal_of(req, &x, &data.base);
    if (r >= 0)
        r = personal_editions(req->db, req->a, x.row.pair_id, &editions, &data.n_editions);
    if (r >= 0)
        r = load_events(req, &x, &data);
    if (r < 0)
        return r;
    data.editions = editions;
    fill_rights(req, &x, &data);
    data.state = personal_state_name(x.row.state);
    data.pill = personal_state_pill(x.row.state);
    data.term = term(req, x.row.starts_on, x.row.ends_on);
    data.form = req->form;
    if (*x.row.protocol_on)
        data.council = arena_printf(req->a, _("%s, протокол № %s, %s"), x.row.council,
                                    x.row.protocol_no, duo_day(req->a, x.row.protocol_on));
    if (*x.row.order_on)
        data.order = arena_printf(req->a, _("приказ № %s, %s"), x.row.order_no,
                                  duo_day(req->a, x.row.order_on));
    struct page page = {.title = x.row.edition > 1
                                     ? arena_printf(req->a,
                                                    _("Персонализированная программа, "
                                                      "редакция %lld"),
                                                    (long long)x.row.edition)
                                     : _("Персонализированная программа"),
                        .body = personal_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    return personal_show(req, &x, data.base, &page);
}

/* ---- marks ---- */

struct mark_form {
    int64_t key;
    struct date done;
    const char *note;
};
static const struct field mark_fields[] = {
    FIELD(struct mark_form, key, FIELD_ID, .label = N_("Мероприятие")),
    FIELD(struct mark_form, done, FIELD_DATE, .label = N_("Когда выполнено"), .optional = true),
    FIELD(struct mark_form, note, FIELD_TEXT, .label = N_("Что получилось"), .optional = true,
          .max = PERSONAL_TEXT_MAX),
};
static const struct form_def mark_form = FORM_DEF(struct mark_form, mark_fields);

static int mark_post(struct req *req)
{
    const struct mark_form *in = req_input(req);
    const char *base;
    struct personal x;
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int r = personal_of(req, &x, &base);
    if (r >= 0)
        r = personal_mark(req->db, req->a, &x, in->key, in->done, in->note, &deed, &req->err);
    if (r == ERR_CONFLICT || r == ERR_INVALID) {
        form_error(req->form, r == ERR_INVALID ? "done" : NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, in->done.year ? "personal.done" : "personal.undone", "personal",
                      x.row.id, "");
    return r < 0 ? r : req_redirect(req, "%s#plan", base);
}

/* ---- the module ---- */

static int personal_object(struct req *req, int64_t id, struct object *ret)
{
    struct personal_row row;
    struct pair_row pair;
    int r = personal_row(req->db, req->a, id, &row);
    if (r > 0)
        r = pair_row(req->db, req->a, row.pair_id, &pair);
    if (r > 0)
        *ret = (struct object){.unit_id = row.unit_id,
                               .parent_id = row.programme_id,
                               .persons = {pair.mentee_person, pair.mentor_person}};
    return r;
}

/* Every address twice: the coordinator's, and that of the two of a pair. */
static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/personal", list_get, PERM_PEOPLE_READ),
    ROUTE_GET("/pairs/{pair}/personal", pair_get, PERM_PEOPLE_READ),
    ROUTE_POST("/pairs/{pair}/personal", build_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/personal/{personal}", show, PERM_PEOPLE_READ),
    ROUTE_GET("/personal/{personal}/text", personal_text_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/personal/{personal}/text", personal_text_post, PERM_PEOPLE_MANAGE,
               .form = &personal_text_form, .retry = personal_text_get, .body_limit = 1u << 20),
    ROUTE_GET("/personal/{personal}/plan", personal_plan_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/personal/{personal}/plan", personal_plan_post, PERM_PEOPLE_MANAGE,
               .form = &personal_plan_form, .retry = personal_plan_get),
    ROUTE_GET("/personal/{personal}/step", personal_step_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/personal/{personal}/step", personal_step_post, PERM_PEOPLE_MANAGE,
               .form = &personal_step_form, .retry = personal_step_get),
    ROUTE_POST("/personal/{personal}/step/drop", personal_drop_post, PERM_PEOPLE_MANAGE,
               .form = &personal_drop_form, .retry = show),
    ROUTE_POST("/personal/{personal}/mark", mark_post, PERM_PEOPLE_MANAGE, .form = &mark_form,
               .retry = show),
    ROUTE_GET("/personal/{personal}/move", personal_move_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/personal/{personal}/move", personal_move_post, PERM_PEOPLE_MANAGE,
               .form = &personal_move_form, .retry = personal_move_get),
    ROUTE_GET("/my/couples/{couple}/personal", pair_get, PERM_OWN),
    ROUTE_POST("/my/couples/{couple}/personal", build_post, PERM_OWN),
    ROUTE_GET("/my/personal/{personal}", show, PERM_OWN),
    ROUTE_GET("/my/personal/{personal}/text", personal_text_get, PERM_OWN),
    ROUTE_POST("/my/personal/{personal}/text", personal_text_post, PERM_OWN,
               .form = &personal_text_form, .retry = personal_text_get, .body_limit = 1u << 20),
    ROUTE_GET("/my/personal/{personal}/plan", personal_plan_get, PERM_OWN),
    ROUTE_POST("/my/personal/{personal}/plan", personal_plan_post, PERM_OWN,
               .form = &personal_plan_form, .retry = personal_plan_get),
    ROUTE_GET("/my/personal/{personal}/step", personal_step_get, PERM_OWN),
    ROUTE_POST("/my/personal/{personal}/step", personal_step_post, PERM_OWN,
               .form = &personal_step_form, .retry = personal_step_get),
    ROUTE_POST("/my/personal/{personal}/step/drop", personal_drop_post, PERM_OWN,
               .form = &personal_drop_form, .retry = show),
    ROUTE_POST("/my/personal/{personal}/mark", mark_post, PERM_OWN, .form = &mark_form,
               .retry = show),
    ROUTE_GET("/my/personal/{personal}/move", personal_move_get, PERM_OWN),
    ROUTE_POST("/my/personal/{personal}/move", personal_move_post, PERM_OWN,
               .form = &personal_move_form, .retry = personal_move_get),
};
static const struct scope scopes[] = {{"personal", personal_object}};

const struct module personal_module = {
    .name = "personal",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
