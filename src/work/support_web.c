/* Mentees without a pair and their plans of support. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/html.h"
#include "identity/person.h"
#include "identity/place.h"
#include "programme/programme_pages.h"
#include "work/support.h"
#include "work/support.html.h"

#include <string.h>

#define PAGE_ROWS 50

struct plan_form {
    const char *helper;
    bool psychologist;
    const char *plan;
    struct date due;
};
static const struct field plan_fields[] = {
    FIELD(struct plan_form, helper, FIELD_TEXT, .label = N_("Кто помогает"),
          .hint = N_("Имя и должность: классный руководитель, психолог, волонтёр"),
          .empty = N_("Напишите, кто помогает"), .max = 200),
    FIELD(struct plan_form, psychologist, FIELD_BOOL, .label = N_("Участвует психолог"),
          .optional = true),
    FIELD(struct plan_form, plan, FIELD_AREA, .label = N_("Что делаем"),
          .hint = N_("Встречи, занятия, поиск наставника. Без сведений о здоровье"),
          .empty = N_("Напишите, что делаем"), .max = 1000),
    FIELD(struct plan_form, due, FIELD_DATE, .label = N_("До какого дня"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день")),
};
static const struct form_def plan_form = FORM_DEF(struct plan_form, plan_fields);

struct close_form {
    const char *outcome;
};
static const struct field close_fields[] = {
    FIELD(struct close_form, outcome, FIELD_TEXT, .label = N_("Чем закончилось"),
          .empty = N_("Напишите, чем закончилось"), .max = 300),
};
static const struct form_def close_form = FORM_DEF(struct close_form, close_fields);

static const char *name_of(struct arena *a, const char *surname, const char *given,
                           const char *patronymic)
{
    return person_name_full(a, &(struct person_name){surname, given, patronymic});
}

static int list_get(struct req *req)
{
    struct programme p;
    struct support_list *rows;
    struct support_counts counts;
    struct support_list_page data = {0};
    struct support_person edge = {.sort_key = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    struct date today;
    size_t n;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = unit_today(req, p.unit_id, &today);
    if (r >= 0 && after)
        r = support_person(req->db, req->a, after, &edge);
    if (r >= 0)
        r = support_list(req->db, req->a, p.id, edge.sort_key, after, &rows, &n);
    if (r >= 0)
        r = support_counts(req->db, req->a, p.id, date_iso(req->a, today), &counts);
    if (r < 0)
        return r;
    data.programme_id = p.id;
    data.open = counts.open;
    data.late = counts.late;
    data.n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct support_line *lines = arena_array(req->a, struct support_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        struct date due = {0};
        bool has = rows[i].due_on && date_parse_iso(rows[i].due_on, &due);
        lines[i] = (struct support_line){
            rows[i].id,
            name_of(req->a, rows[i].surname, rows[i].given, rows[i].patronymic),
            rows[i].request,
            rows[i].helper,
            rows[i].plan,
            has ? date_short(req->a, due) : "",
            has,
            has && date_to_days(due) < date_to_days(today),
            rows[i].psychologist == 1};
    }
    data.row = lines;
    if (n > PAGE_ROWS)
        data.next = arena_printf(req->a, "?after=%lld", (long long)rows[PAGE_ROWS - 1].id);
    struct page page = {
        .title = _("Поддержка без пары"), .body = support_list_view, .data = &data, .wide = true};
    struct link parent = {_("Пары"),
                          arena_printf(req->a, "/programmes/%lld/pairs", (long long)p.id)};
    r = programme_frame(req, &p, "pairs", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int plan_get(struct req *req)
{
    struct support_person x;
    struct support_open now;
    struct programme p;
    struct plan_form before = {.helper = "", .plan = ""};
    int r = support_person(req->db, req->a, req_id(req, "participation"), &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    int has = support_open(req->db, req->a, x.id, &now);
    r = has < 0 ? has : programme_get(req->db, req->a, x.programme_id, &p);
    if (r < 0)
        return r;
    if (has) {
        before = (struct plan_form){now.helper, now.psychologist, now.plan, {0}};
        date_parse_iso(now.due_on, &before.due);
    }
    bool closing = req->form && strstr(req->path, "/close");
    struct support_page data = {.participation_id = x.id,
                                .form = closing ? form_new(req->a, &plan_form, &before)
                                                : req_form(req, &plan_form, &before),
                                .close = closing ? req->form : form_new(req->a, &close_form, NULL),
                                .name = name_of(req->a, x.surname, x.given, x.patronymic),
                                .request = x.request,
                                .has = has > 0};
    struct page page = {
        .title = _("План поддержки"), .body = support_view, .data = &data, .form = req->form};
    struct link parent = {_("Поддержка без пары"),
                          arena_printf(req->a, "/programmes/%lld/support", (long long)p.id)};
    r = programme_frame(req, &p, "pairs", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int done(struct req *req, int r, const char *action, const char *text)
{
    struct support_person x;
    int64_t id = req_id(req, "participation");
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, r == ERR_INVALID ? "due" : NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, action, "participation", id, "");
    if (r >= 0)
        r = support_person(req->db, req->a, id, &x);
    if (r < 0)
        return r;
    req_notice(req, "%s", text);
    return req_redirect(req, "/programmes/%lld/support", (long long)x.programme_id);
}

static int plan_post(struct req *req)
{
    const struct plan_form *in = req_input(req);
    struct support_new n = {in->helper, in->plan, in->psychologist, in->due, req->who.account_id};
    int r = support_plan(req->db, req->a, req->app, req_id(req, "participation"), &n, &req->err);
    return done(req, r, "support.plan", _("План поддержки записан"));
}

static int close_post(struct req *req)
{
    const struct close_form *in = req_input(req);
    int r = support_close(req->db, req->app, req_id(req, "participation"), in->outcome, &req->err);
    return done(req, r, "support.close", _("План поддержки закрыт"));
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/support", list_get, PERM_PEOPLE_READ),
    ROUTE_GET("/participations/{participation}/support", plan_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/participations/{participation}/support", plan_post, PERM_PEOPLE_MANAGE,
               .form = &plan_form, .retry = plan_get),
    ROUTE_POST("/participations/{participation}/support/close", close_post, PERM_PEOPLE_MANAGE,
               .form = &close_form, .retry = plan_get),
};

const struct module support_module = {
    .name = "support",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .hourly = support_hourly,
};
