/* Invitations, for those who invite. */
#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/qr.h"
#include "identity/invite.h"
#include "identity/invite.html.h"
#include "identity/invite.sql.h"
#include "identity/invite_pages.h"
#include "identity/place.h"
#include "identity/role.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

struct new_form {
    int64_t person;
    const char *name, *role;
};
static const struct field new_fields[] = {
    FIELD(struct new_form, person, FIELD_ID, .label = N_("Человек"), .optional = true),
    FIELD(struct new_form, name, FIELD_TEXT, .label = N_("Для кого"),
          .hint = N_("Чтобы не спутать листы: например, «Белова, 10 „А“»"), .optional = true,
          .max = 100),
    FIELD(struct new_form, role, FIELD_CHOICE, .label = N_("Роль"), .empty = N_("Выберите роль")),
};
static const struct form_def new_form = FORM_DEF(struct new_form, new_fields);

static int invite_scope(struct req *req, int64_t id, struct object *ret)
{
    struct invite_place row;
    int r = invite_place(req->db, req->a, id, &row);
    if (r == 1)
        *ret = (struct object){.unit_id = row.unit_id, .parent_id = row.unit_id};
    return r;
}

static const char *last_day(struct req *req, const struct invite *invite)
{
    struct date today = date_at(clock_now(req->clock), ZONE_MOSCOW);
    struct date d = date_at(invite->expires_at, ZONE_MOSCOW);
    if (date_to_days(d) == date_to_days(today))
        return arena_printf(req->a, _("%s сегодня (МСК)"),
                            format_time(req->a, invite->expires_at, ZONE_MOSCOW));
    return date_long(req->a, d, today.year);
}

/* A link is the role it gives: only those see it who could give that role themselves. */
static bool may_see(const struct req *req, const struct invite *invite)
{
    return role_may_grant(req->who.role, invite->role);
}

static bool sees_names(const struct req *req)
{
    return req->who.perms & 1u << PERM_PEOPLE_READ;
}

static void without_name(const struct req *req, struct invite *invite)
{
    bool participant = invite->role >= ROLE_MENTOR && invite->role <= ROLE_REPRESENTATIVE;
    if (participant && !sees_names(req))
        invite->name = "";
}

static int invites_get(struct req *req)
{
    struct invite *list;
    size_t n;
    int r = invite_list(req->db, req->a, req->clock, req->unit_id,
                        req_query_int(req, "before", 0, INT64_MAX, 0), &list, &n);
    if (r < 0)
        return r;
    struct invites_page data = {.unit_id = req->unit_id};
    if (n > INVITE_PAGE) {
        n = INVITE_PAGE;
        data.paging.next =
            arena_printf(req->a, "/units/%lld/invites?before=%lld", (long long)req->unit_id,
                         (long long)list[INVITE_PAGE - 1].id);
    }
    struct invite_line *rows = arena_array(req->a, struct invite_line, n);
    for (size_t i = 0; i < n; i++) {
        without_name(req, &list[i]);
        if (may_see(req, &list[i]))
            rows[data.n++] = (struct invite_line){&list[i], last_day(req, &list[i])};
    }
    data.rows = rows;
    data.paging.text = arena_printf(
        req->a, P_("Показано %zu приглашение", "Показано %zu приглашений", (long)data.n), data.n);
    struct page page = {.title = _("Открытые приглашения"),
                        .lead = _("Кто откроет ссылку первым, получит роль. Лишние отзовите."),
                        .body = invites_page,
                        .data = &data};
    r = unit_frame(req, req->unit_id, "invites", &page);
    return r < 0 ? r : req_page(req, &page);
}

/* The person an invitation is for must live here; nobody is invited for a stranger. */
static int person_here(struct req *req, int64_t id, struct person *ret)
{
    if (!sees_names(req))
        return ERR_NOT_FOUND;
    int r = person_get(req->db, req->a, id, ret);
    return r < 0 ? r : r == 1 && ret->unit_id == req->unit_id ? 0 : ERR_NOT_FOUND;
}

static int new_get(struct req *req)
{
    const struct new_form initial = {.name = "", .role = req_query(req, "role")};
    struct invite_new_page data = {.unit_id = req->unit_id,
                                   .form = req_form(req, &new_form, &initial)};
    const struct new_form *in = req->form ? req_input(req) : NULL;
    data.person_id = in ? in->person : req_query_int(req, "person", 1, INT64_MAX, 0);
    struct page page = {.title = _("Пригласить человека"),
                        .lead = _("Получится ссылка и QR-код на неделю. Кто откроет их первым, "
                                  "получит роль."),
                        .body = invite_new_page,
                        .data = &data,
                        .form = data.form};
    int r =
        role_choices(req, data.person_id ? ROLES_GIVEABLE_FOR_CHILD : ROLES_GIVEABLE, &data.roles);
    struct person person;
    if (r >= 0 && data.person_id)
        r = person_here(req, data.person_id, &person);
    if (r >= 0 && data.person_id)
        data.person_name = person_name_listed(req->a, &person.name);
    if (r >= 0)
        r = role_crumbs(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int new_post(struct req *req)
{
    const struct new_form *in = req_input(req);
    struct invite_new n = {.by_account = req->who.account_id,
                           .by_role = req->who.role,
                           .unit_id = req->unit_id,
                           .role = role_from_code(in->role),
                           .person_id = in->person,
                           .name = in->name,
                           .lasts_ms = INVITE_DAYS * DAY_MS};
    struct person person;
    struct err why = {0};
    int64_t id;
    int r = in->person ? person_here(req, in->person, &person) : 0;
    if (r < 0)
        return r;
    if (in->person)
        n.name = person_name_listed(req->a, &person.name);
    r = invite_create(req->db, req->a, req->clock, req->app->key, &n, &why, &id);
    if (r == ERR_INVALID || r == ERR_DENIED || r == ERR_LIMIT) {
        form_error(req->form, "role", "%s", why.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "invite_create", "invite", id, role_name(n.role));
    if (r < 0)
        return r;
    return req_redirect(req, "/units/%lld/invites/%lld", (long long)req->unit_id, (long long)id);
}

static int visible_invite(struct req *req, struct invite *ret)
{
    int r = invite_get(req->db, req->a, req->clock, req_id(req, "invite"), ret);
    if (r > 0 && !may_see(req, ret))
        return ERR_NOT_FOUND;
    if (r > 0)
        without_name(req, ret);
    return r;
}

static int invite_view(struct req *req)
{
    struct invite invite;
    int r = visible_invite(req, &invite);
    if (r <= 0)
        return r < 0 ? r
                     : err_set(&req->err, ERR_NOT_FOUND,
                               _("Это приглашение уже принято, отозвано или закончилось"));
    const char *here = arena_printf(req->a, "/units/%lld/invites", (long long)req->unit_id);
    struct invite_page data = {
        .invite = &invite,
        .url = invite_url(req->a, req->app, invite.id),
        .until = last_day(req, &invite),
        .withdraw = arena_printf(req->a, "%s/%lld/withdraw", here, (long long)invite.id),
        .list = here,
    };
    r = qr_svg(req->a, data.url, _("Ссылка приглашения"), &data.qr);
    struct page page = {.title = _("Приглашение готово"), .body = invite_page, .data = &data};
    if (r >= 0)
        r = role_crumbs(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int withdraw_post(struct req *req)
{
    struct invite invite;
    int64_t id = req_id(req, "invite");
    int r = visible_invite(req, &invite);
    if (r > 0)
        r = invite_withdraw(req->db, req->clock, req->unit_id, id);
    if (r == 0)
        return err_set(&req->err, ERR_CONFLICT, _("Это приглашение уже принято или закончилось"));
    if (r >= 0)
        r = req_audit(req, "invite_withdraw", "invite", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Приглашение отозвано: ссылка больше не откроется"));
    return req_redirect(req, "/units/%lld/invites", (long long)req->unit_id);
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/invites", invites_get, PERM_ROLE_GRANT),
    ROUTE_GET("/units/{unit}/invites/new", new_get, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/invites/new", new_post, PERM_ROLE_GRANT, .form = &new_form,
               .retry = new_get),
    ROUTE_GET("/units/{unit}/invites/{invite}", invite_view, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/invites/{invite}/withdraw", withdraw_post, PERM_ROLE_GRANT),
    ROUTE_GET("/invite", invite_accept_get, PERM_PUBLIC),
    ROUTE_POST("/invite", invite_accept_post, PERM_PUBLIC, .form = &invite_accept_form,
               .retry = invite_accept_get, .prepare = invite_accept_prepare, .flags = ROUTE_SLOW),
    ROUTE_POST("/invite/known", invite_accept_post, PERM_PUBLIC, .form = &invite_known_form,
               .retry = invite_accept_get, .prepare = invite_accept_prepare, .flags = ROUTE_SLOW),
    ROUTE_POST("/invite/join", invite_join_post, PERM_SIGNED_IN, .form = &invite_join_form,
               .retry = invite_gone),
};

static const struct scope scopes[] = {{"invite", invite_scope}};

const struct module invite_module = {.name = "invite",
                                     .routes = routes,
                                     .n_routes = sizeof routes / sizeof *routes,
                                     .scopes = scopes,
                                     .n_scopes = sizeof scopes / sizeof *scopes};
