/* Invitations: for those who invite, and the public page that answers. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "frame/session.h"
#include "html/format.h"
#include "html/qr.h"
#include "identity/account.h"
#include "identity/invite.h"
#include "identity/invite.html.h"
#include "identity/invite.sql.h"
#include "identity/invite_pages.h"
#include "identity/password.h"
#include "identity/place.h"
#include "identity/role.h"
#include "net/url.h"

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

struct accept_form {
    const char *surname, *given, *patronymic, *token, *login, *password, *email;
};
static const struct field accept_fields[] = {
    FIELD(struct accept_form, surname, FIELD_TEXT, .label = N_("Фамилия"),
          .empty = N_("Напишите фамилию"), .max = PERSON_NAME_MAX, .autocomplete = "family-name"),
    FIELD(struct accept_form, given, FIELD_TEXT, .label = N_("Имя"), .empty = N_("Напишите имя"),
          .max = PERSON_NAME_MAX, .autocomplete = "given-name"),
    FIELD(struct accept_form, patronymic, FIELD_TEXT, .label = N_("Отчество"), .optional = true,
          .max = PERSON_NAME_MAX, .autocomplete = "additional-name"),
    FIELD(struct accept_form, token, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
    FIELD(struct accept_form, login, FIELD_TEXT, .label = N_("Логин"),
          .hint = N_("Придумайте сами: буквы и цифры, от 3 знаков. Подойдёт и почта"),
          .empty = N_("Придумайте логин"), .max = ACCOUNT_LOGIN_MAX, .autocomplete = "username"),
    FIELD(struct accept_form, password, FIELD_PASSWORD, .label = N_("Пароль"),
          .hint = N_("От 10 знаков. Удобнее всего фраза из трёх слов"),
          .empty = N_("Придумайте пароль"), .max = PASSWORD_MAX, .autocomplete = "new-password"),
    FIELD(struct accept_form, email, FIELD_EMAIL, .label = N_("Электронная почта"),
          .hint = N_("По ней тоже можно войти; видите её только вы"), .optional = true, .max = 200,
          .autocomplete = "email"),
};
static const struct form_def accept_form = FORM_DEF(struct accept_form, accept_fields);
/* The name is known: the invitation is for one person. */
#define NAME_FIELDS 3
static const struct form_def known_form = {
    accept_fields + NAME_FIELDS, sizeof accept_fields / sizeof *accept_fields - NAME_FIELDS,
    sizeof(struct accept_form)};

struct join_form {
    const char *token;
};
static const struct field join_fields[] = {
    FIELD(struct join_form, token, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
};
static const struct form_def join_form = FORM_DEF(struct join_form, join_fields);

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
    struct date today = date_at(clock_now(req->clock), 180);
    struct date d = date_at(invite->expires_at, 180);
    if (date_to_days(d) == date_to_days(today))
        return arena_printf(req->a, _("%s сегодня (МСК)"),
                            format_time(req->a, invite->expires_at, 180));
    return date_long(req->a, d, today.year);
}

/* ---- list and making ---- */

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

/* ---- answering ---- */

static int gone(struct req *req)
{
    const struct page page = {.title = _("Приглашение не действует"),
                              .body = invite_gone_page,
                              .status = 404,
                              .bare = true};
    return req_page(req, &page);
}

/* Guesses slow down by address: one guesser must not keep others from their links. */
static const char *throttle_name(struct req *req)
{
    return arena_printf(req->a, "invite %s", req->ip);
}

static int open_invite(struct req *req, const char *token, struct invite *ret)
{
    int r = throttle_check(req, throttle_name(req));
    return r < 0 ? r : invite_by_token(req->db, req->a, req->clock, token, ret);
}

static int accept_get(struct req *req)
{
    struct invite invite;
    const char *token = req->form ? form_raw(req->form, "token") : req_query(req, "token");
    int r = invite_by_token(req->db, req->a, req->clock, token, &invite);
    if (r <= 0)
        return r < 0 ? r : gone(req);
    struct accept_page data = {
        .invite = &invite,
        .form = req_form(req, invite_asks_name(&invite) ? &accept_form : &known_form, NULL),
        .token = token,
        .signed_in = req->who.account_id ? req->who.name : NULL,
        .own_name = req->form ? strcmp(req->path, "/invite") == 0 : invite_asks_name(&invite),
        .login_url =
            arena_printf(req->a, "/login?next=%s",
                         url_encode(req->a, arena_printf(req->a, "/invite?token=%s", token))),
    };
    const struct page page = {
        .title = arena_printf(req->a, _("Приглашение: %s"), role_name(invite.role)),
        .lead = invite.unit_name,
        .place = invite.unit_name,
        .body = accept_page,
        .data = &data,
        .form = data.form,
        .bare = true,
    };
    return req_page(req, &page);
}

/* The hash, before the transaction; only for a link that is good, so that nobody makes us hash for
 * nothing. */
static int accept_prepare(struct req *req)
{
    const struct accept_form *in = req_input(req);
    struct invite invite;
    struct err why = {0};
    int r = open_invite(req, in->token, &invite);
    if (r <= 0)
        return r;
    if (password_fit(in->password, in->login, &why) < 0)
        form_error(req->form, "password", "%s", why.text);
    if (!form_ok(req->form))
        return 0;
    char *hash = arena_alloc(req->a, PASSWORD_HASH_MAX);
    password_hash(in->password, hash);
    req->prepared = hash;
    return 0;
}

static int accept_post(struct req *req)
{
    const struct accept_form *in = req_input(req);
    struct invite invite;
    int r = invite_by_token(req->db, req->a, req->clock, in->token, &invite);
    if (r < 0)
        return r;
    if (r == 0) {
        throttle_failed(req, throttle_name(req));
        return req_retry(req);
    }
    if (!req->prepared)
        return req_retry(req);
    if (invite_asks_name(&invite) != (in->surname != NULL))
        return req_not_found(req);
    const struct invite_answer answer = {
        in->login, req->prepared, {in->surname, in->given, in->patronymic}, in->email};
    struct err why = {0};
    int64_t account;
    r = invite_accept_new(req->db, req->a, req->clock, &invite, &answer, &why, &account);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, "login", "%s", why.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = session_start(req, account, false);
    req->who.account_id = account;
    req->unit_id = invite.unit_id;
    if (r >= 0)
        r = req_audit(req, "invite_accept", "invite", invite.id, role_name(invite.role));
    return r < 0 ? r : req_redirect(req, "/");
}

static int join_post(struct req *req)
{
    const struct join_form *in = req_input(req);
    struct invite invite;
    int r = open_invite(req, in->token, &invite);
    if (r == 0)
        throttle_failed(req, throttle_name(req));
    if (r <= 0)
        return r < 0 ? r : req_not_found(req);
    r = invite_accept_as(req->db, req->a, req->clock, &invite, req->who.account_id, &req->err);
    req->unit_id = invite.unit_id;
    if (r >= 0)
        r = req_audit(req, "invite_accept", "invite", invite.id, role_name(invite.role));
    if (r < 0)
        return r;
    req_notice(req, _("Новая роль: %s"), role_name(invite.role));
    return req_redirect(req, "/units/%lld", (long long)invite.unit_id);
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/invites", invites_get, PERM_ROLE_GRANT),
    ROUTE_GET("/units/{unit}/invites/new", new_get, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/invites/new", new_post, PERM_ROLE_GRANT, .form = &new_form,
               .retry = new_get),
    ROUTE_GET("/units/{unit}/invites/{invite}", invite_view, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/invites/{invite}/withdraw", withdraw_post, PERM_ROLE_GRANT),
    ROUTE_GET("/invite", accept_get, PERM_PUBLIC),
    ROUTE_POST("/invite", accept_post, PERM_PUBLIC, .form = &accept_form, .retry = accept_get,
               .prepare = accept_prepare, .flags = ROUTE_SLOW),
    ROUTE_POST("/invite/known", accept_post, PERM_PUBLIC, .form = &known_form, .retry = accept_get,
               .prepare = accept_prepare, .flags = ROUTE_SLOW),
    ROUTE_POST("/invite/join", join_post, PERM_SIGNED_IN, .form = &join_form, .retry = gone),
};

static const struct scope scopes[] = {{"invite", invite_scope}};

const struct module invite_module = {.name = "invite",
                                     .routes = routes,
                                     .n_routes = sizeof routes / sizeof *routes,
                                     .scopes = scopes,
                                     .n_scopes = sizeof scopes / sizeof *scopes};
