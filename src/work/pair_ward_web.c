#include "work/pair_ward.h"

#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "frame/session.h"
#include "identity/place.h"
#include "programme/enrolment_pages.h"
#include "work/pair_mine.h"
#include "work/pair_state.h"
#include "work/pair_state.html.h"
#include "work/pair_state_pages.h"

#define REASON_FIELD(type)                                                                         \
    FIELD(type, reason, FIELD_AREA, .label = N_("Почему"),                                         \
          .hint = N_("Прочитает только куратор. Без сведений о здоровье"), .optional = true,       \
          .max = PAIR_REASON_MAX)

struct ward_form {
    const char *reason;
};
static const struct field ward_fields[] = {REASON_FIELD(struct ward_form)};
static const struct form_def ward_form = FORM_DEF(struct ward_form, ward_fields);

struct link_form {
    const char *token, *reason;
};
static const struct field link_fields[] = {
    FIELD(struct link_form, token, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
    REASON_FIELD(struct link_form),
};
static const struct form_def link_form = FORM_DEF(struct link_form, link_fields);

#define TITLE N_("Завершить пару ребёнка?")

static int fill_curator(struct req *req, int64_t unit_id, struct pair_ward_page *data)
{
    struct pair_curator curator;
    int r = pair_curator(req->db, req->a, unit_id, ROLE_COORDINATOR, &curator);
    if (r > 0) {
        data->curator = curator.display_name;
        data->curator_phone = curator.phone;
    }
    return r < 0 ? r : 0;
}

static int end_pair(struct req *req, int64_t id, const char *reason)
{
    const struct deed deed = {req->clock, req->who.account_id, reason};
    int r = pair_end_for_child(req->db, req->a, req->app, id, &deed, &req->err);
    return r < 0 ? r : req_audit(req, "pair.state", "pair", id, PAIR_BY_REPRESENTATIVE);
}

/* ---- signed in ---- */

static int ward_get(struct req *req)
{
    struct pair_row x;
    struct pair_look look;
    struct date today;
    int r = pair_row(req->db, req->a, req_id(req, "ward"), &x);
    if (r > 0)
        r = pair_look(req, &x, &look);
    if (r >= 0)
        r = unit_today(req, x.unit_id, &today);
    if (r < 0)
        return r;
    const char *back = arena_printf(req->a, "/my/pairs/%lld", (long long)x.id);
    if (!pair_living(x.state))
        return req_redirect(req, "%s", back);
    const char *with = pair_other(req->a, &x, &look, today);
    struct pair_ward_page data = {
        .action = req->path,
        .token = "",
        .back = back,
        .form = req_form(req, &ward_form, NULL),
        .with = &with,
        .n = 1,
        .mentor = look.mentor,
    };
    const struct link crumbs[] = {{_("Мои пары"), "/my/pairs"}, {_("Пара вашего ребёнка"), back}};
    const struct page page = {.title = _(TITLE),
                              .body = pair_ward_view,
                              .data = &data,
                              .form = data.form,
                              .crumbs = crumbs,
                              .n_crumbs = 2};
    r = fill_curator(req, x.unit_id, &data);
    return r < 0 ? r : req_page(req, &page);
}

static int ward_post(struct req *req)
{
    int r = end_pair(req, req_id(req, "ward"), ((const struct ward_form *)req_input(req))->reason);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Пара завершена, куратор узнает об этом"));
    return req_redirect(req, "/my/participations");
}

static int ward_object(struct req *req, int64_t id, struct object *ret)
{
    struct pair_row x;
    int r = pair_row(req->db, req->a, id, &x);
    if (r <= 0)
        return r;
    *ret = (struct object){.unit_id = x.unit_id};
    r = pair_parents(req, &x, ret->persons);
    return r < 0 ? r : 1;
}

/* ---- by the link of the application ---- */

/* An approved application of a child, and the child's living pairs. */
struct behind {
    struct application x;
    struct enrolment_at at;
    struct pairs_living_of *pairs;
    size_t n;
};

/* Guesses slow down by address, together with those of the application's other pages. */
static const char *throttle_name(struct req *req)
{
    return arena_printf(req->a, "application %s", req->ip);
}

/* 1; 0: the link opens nothing, or is the participant's own. */
static int open_link(struct req *req, const char *token, struct behind *b)
{
    struct enrolment e;
    int r = throttle_check(req, throttle_name(req));
    if (r >= 0)
        r = application_get(req->db, req->a, enrolment_token_id(req->app, ENROLMENT_STATUS, token),
                            &b->x);
    if (r > 0 && (b->x.a.author == APPLICATION_OWN || !b->x.participation_id))
        return 0;
    if (r > 0)
        r = enrolment_get(req->db, req->a, b->x.programme_id, &e);
    if (r <= 0)
        return r;
    r = enrolment_at(req, &e, &b->at);
    if (r >= 0)
        r = pairs_living_of(req->db, req->a, b->x.participation_id, &b->pairs, &b->n);
    return r < 0 ? r : 1;
}

static int to_status(struct req *req, const struct behind *b)
{
    return req_redirect(req, "%s", enrolment_path(req->a, req->app, ENROLMENT_STATUS, b->x.id));
}

static int link_get(struct req *req)
{
    struct behind b;
    const char *token = req->form ? form_raw(req->form, "token") : req_query(req, "token");
    int r = open_link(req, token, &b);
    if (r <= 0)
        return r < 0 ? r : req_not_found(req);
    if (!b.n)
        return to_status(req, &b);
    const struct pair_look look = {.mentor = !strcmp(b.x.a.side, "mentor")};
    const char **with = arena_array(req->a, const char *, b.n);
    for (size_t i = 0; r >= 0 && i < b.n; i++) {
        struct pair_row x;
        r = pair_row(req->db, req->a, b.pairs[i].id, &x);
        with[i] = r > 0 ? pair_other(req->a, &x, &look, b.at.today) : "";
    }
    struct pair_ward_page data = {
        .action = "/application/pair",
        .token = token,
        .back = enrolment_path(req->a, req->app, ENROLMENT_STATUS, b.x.id),
        .form = req_form(req, &link_form, NULL),
        .with = with,
        .n = b.n,
        .mentor = look.mentor,
    };
    struct page page = {.title = _(TITLE),
                        .lead = b.at.p.title,
                        .body = pair_ward_view,
                        .data = &data,
                        .form = data.form};
    if (r >= 0)
        r = fill_curator(req, b.x.unit_id, &data);
    return r < 0 ? r : enrolment_public(req, &b.at, &page);
}

static int link_post(struct req *req)
{
    const struct link_form *in = req_input(req);
    struct behind b;
    int r = open_link(req, in->token, &b);
    if (r == 0)
        throttle_failed(req, throttle_name(req));
    if (r <= 0)
        return r < 0 ? r : req_not_found(req);
    for (size_t i = 0; r >= 0 && i < b.n; i++)
        r = end_pair(req, b.pairs[i].id, in->reason);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Пара завершена, куратор узнает об этом"));
    return to_status(req, &b);
}

static const struct route routes[] = {
    ROUTE_GET("/my/wards/{ward}/end", ward_get, PERM_OWN),
    ROUTE_POST("/my/wards/{ward}/end", ward_post, PERM_OWN, .form = &ward_form, .retry = ward_get),
    ROUTE_GET("/application/pair", link_get, PERM_PUBLIC),
    ROUTE_POST("/application/pair", link_post, PERM_PUBLIC, .form = &link_form, .retry = link_get),
};
static const struct scope scopes[] = {{"ward", ward_object}};

const struct module pair_ward_module = {
    .name = "pair_ward",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
