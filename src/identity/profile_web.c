/* One's own account. Everything here is found by the account of the session, never by an id of
 * the address. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/page.h"
#include "frame/route.h"
#include "frame/session.h"
#include "html/format.h"
#include "identity/password.h"
#include "identity/place.h"
#include "identity/profile.h"
#include "identity/profile.html.h"
#include "identity/totp.h"

struct profile_form {
    const char *surname, *given, *patronymic, *email;
};
static const struct field profile_fields[] = {
    FIELD(struct profile_form, surname, FIELD_TEXT, .label = N_("Фамилия"),
          .empty = N_("Напишите фамилию"), .max = PERSON_NAME_MAX, .autocomplete = "family-name"),
    FIELD(struct profile_form, given, FIELD_TEXT, .label = N_("Имя"), .empty = N_("Напишите имя"),
          .max = PERSON_NAME_MAX, .autocomplete = "given-name"),
    FIELD(struct profile_form, patronymic, FIELD_TEXT, .label = N_("Отчество"), .optional = true,
          .max = PERSON_NAME_MAX, .autocomplete = "additional-name"),
    FIELD(struct profile_form, email, FIELD_EMAIL, .label = N_("Электронная почта"),
          .hint = N_("По ней тоже можно войти; видите её только вы"), .optional = true, .max = 200,
          .autocomplete = "email"),
};
static const struct form_def profile_form = FORM_DEF(struct profile_form, profile_fields);
/* For those whose name stands in a registry. */
#define NAME_FIELDS 3
static const struct form_def email_form = {profile_fields + NAME_FIELDS, 1,
                                           sizeof(struct profile_form)};

struct password_form {
    const char *old, *password;
};
static const struct field password_fields[] = {
    FIELD(struct password_form, old, FIELD_PASSWORD, .label = N_("Нынешний пароль"),
          .empty = N_("Напишите нынешний пароль"), .max = PASSWORD_MAX,
          .autocomplete = "current-password"),
    FIELD(struct password_form, password, FIELD_PASSWORD, .label = N_("Новый пароль"),
          .hint = N_("От 10 знаков. Удобнее всего фраза из трёх слов"),
          .empty = N_("Придумайте новый пароль"), .max = PASSWORD_MAX,
          .autocomplete = "new-password"),
};
static const struct form_def password_form = FORM_DEF(struct password_form, password_fields);

struct code_form {
    const char *code;
};
static const struct field code_fields[] = {
    FIELD(struct code_form, code, FIELD_TEXT, .label = N_("Код из приложения"),
          .hint = N_("Шесть цифр или запасной код"), .empty = N_("Напишите код"), .max = 40,
          .autocomplete = "one-time-code"),
};
static const struct form_def code_form = FORM_DEF(struct code_form, code_fields);

struct session_form {
    int64_t session;
};
static const struct field session_fields[] = {
    FIELD(struct session_form, session, FIELD_ID, .label = N_("Сеанс")),
};
static const struct form_def session_form = FORM_DEF(struct session_form, session_fields);

static const struct link profile_crumb = {N_("Профиль"), "/profile"};

/* Crumbs of the pages below the profile. */
static void under_profile(struct req *req, struct page *page)
{
    struct link *crumb = arena_new_of(req->a, struct link);
    *crumb = (struct link){_(profile_crumb.label), profile_crumb.href};
    page->crumbs = crumb;
    page->n_crumbs = 1;
}

static int own_account(struct req *req, struct account *ret)
{
    int r = account_get(req->db, req->a, req->who.account_id, ret);
    return r == 0 ? ERR_NOT_FOUND : r;
}

/* ---- profile ---- */

/* Staff write their names; participants stand in a registry, where the coordinator corrects. */
static bool writes_name(const struct place *places, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (places[i].role >= ROLE_MENTOR && places[i].role <= ROLE_REPRESENTATIVE)
            return false;
    return true;
}

static int profile_data(struct req *req, struct account *account, struct profile_page *data,
                        struct person *person)
{
    struct place *places;
    size_t n;
    int r = own_account(req, account);
    if (r >= 0)
        r = places_of(req->db, req->a, account->id, &places, &n);
    if (r < 0)
        return r;
    struct strbuf roles;
    strbuf_init(&roles, req->a);
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&roles, "%s%s — %s", i ? "; " : "", role_name(places[i].role),
                      places[i].name);
    *data = (struct profile_page){.account = account, .roles = roles.s};
    int known = account->person_id ? person_get(req->db, req->a, account->person_id, person) : 0;
    if (known < 0)
        return known;
    data->full_name = known ? person_name_full(req->a, &person->name) : account->display_name;
    data->in_registry = !writes_name(places, n);
    data->own_name = known && !data->in_registry;
    return account_recovery_left(req->db, req->a, account->id, &data->recovery_left);
}

static int profile_get(struct req *req)
{
    struct account account;
    struct person person = {0};
    struct profile_page data;
    int r = profile_data(req, &account, &data, &person);
    if (r < 0)
        return r;
    const struct profile_form initial = {person.name.surname, person.name.given,
                                         person.name.patronymic, account.email};
    if (req->form)
        data.own_name = strcmp(req->path, "/profile") == 0;
    data.form = req_form(req, data.own_name ? &profile_form : &email_form, &initial);
    const struct page page = {
        .title = _("Профиль"), .body = profile_page, .data = &data, .form = data.form};
    return req_page(req, &page);
}

static int profile_saved(struct req *req, const char *email)
{
    int r = account_set_email(req->db, req->who.account_id, email);
    if (r >= 0)
        r = req_audit(req, "profile_change", "account", req->who.account_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено"));
    return req_redirect(req, "/profile");
}

static int profile_post(struct req *req)
{
    const struct profile_form *in = req_input(req);
    struct account account;
    struct person person = {0};
    struct profile_page data;
    int r = profile_data(req, &account, &data, &person);
    if (r < 0)
        return r;
    if (!data.own_name)
        return ERR_DENIED;
    const struct person_name name = {in->surname, in->given, in->patronymic};
    r = person_rename(req->db, req->a, person.id, &name);
    return r < 0 ? r : profile_saved(req, in->email);
}

static int email_post(struct req *req)
{
    const struct profile_form *in = req_input(req);
    return profile_saved(req, in->email);
}

/* ---- password ---- */

static int password_get(struct req *req)
{
    struct password_page data = {req_form(req, &password_form, NULL)};
    struct page page = {.title = _("Новый пароль"),
                        .lead = _("После смены все другие сеансы закончатся."),
                        .body = password_page,
                        .data = &data,
                        .form = data.form};
    under_profile(req, &page);
    return req_page(req, &page);
}

/* Two hashes, before the transaction. prepared: the new hash; NULL: the old password is wrong or
 * the new one is not fit, with a message in the form. */
static int password_prepare(struct req *req)
{
    const struct password_form *in = req_input(req);
    struct account account;
    struct err why = {0};
    int r = own_account(req, &account);
    if (r >= 0)
        r = throttle_check(req, account_throttle(req->a, account.login));
    if (r < 0)
        return r;
    if (!password_matches(account.password_hash, in->old))
        form_error(req->form, "old", "%s", _("Нынешний пароль не подошёл"));
    else if (password_fit(in->password, account.login, &why) < 0)
        form_error(req->form, "password", "%s", why.text);
    if (!form_ok(req->form))
        return 0;
    char *hash = arena_alloc(req->a, PASSWORD_HASH_MAX);
    password_hash(in->password, hash);
    req->prepared = hash;
    return 0;
}

static int password_post(struct req *req)
{
    struct account account;
    int r = own_account(req, &account);
    if (r < 0)
        return r;
    if (!req->prepared) {
        if (form_error_of(req->form, "old"))
            throttle_failed(req, account_throttle(req->a, account.login));
        return req_retry(req);
    }
    r = account_set_password(req->db, account.id, req->prepared);
    if (r >= 0)
        r = session_end_others(req, account.id);
    if (r >= 0)
        r = req_audit(req, "password_change", "account", account.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Пароль новый, другие сеансы закончены"));
    return req_redirect(req, "/profile");
}

/* ---- the code ---- */

static int code_get(struct req *req)
{
    struct totp_page data = {.form = req_form(req, &code_form, NULL)};
    int needed = account_needs_totp(req->db, req->a, req->who.account_id);
    int r = needed;
    if (r >= 0)
        r = account_recovery_left(req->db, req->a, req->who.account_id, &data.recovery_left);
    if (r < 0)
        return r;
    data.needed = needed;
    struct page page = {
        .title = _("Код при входе"),
        .lead = needed ? _("По вашей роли код нужен всегда. Его можно перенести на другой телефон: "
                           "подтвердите старым и подключите новый.")
                       : _("Чтобы выключить код, подтвердите его в последний раз."),
        .body = totp_page,
        .data = &data,
        .form = data.form,
    };
    under_profile(req, &page);
    return req_page(req, &page);
}

static int code_post(struct req *req)
{
    const struct code_form *in = req_input(req);
    const char *name = arena_printf(req->a, "code %lld", (long long)req->who.account_id);
    int r = throttle_check(req, name);
    if (r >= 0)
        r = account_second_step(req->db, req->a, req->app, req->who.account_id, in->code);
    if (r < 0)
        return r;
    if (r == 0) {
        throttle_failed(req, name);
        form_error(
            req->form, "code", "%s",
            _("Код не подошёл. Возьмите тот, что на экране сейчас: каждый действует один раз"));
        return req_retry(req);
    }
    r = account_totp_remove(req->db, req->who.account_id);
    if (r >= 0)
        r = req_audit(req, "totp_remove", "account", req->who.account_id, "");
    int needed = r < 0 ? r : account_needs_totp(req->db, req->a, req->who.account_id);
    if (needed < 0)
        return needed;
    if (needed)
        return req_redirect(req, "/totp/enrol");
    req_notice(req, "%s", _("Код при входе выключен"));
    return req_redirect(req, "/profile");
}

/* ---- sessions ---- */

static const char *moment(struct req *req, int64_t utc_ms)
{
    const int zone = req->who.zone;
    struct date today = date_at(clock_now(req->clock), zone);
    return arena_printf(req->a, "%s, %s", format_day(req->a, date_at(utc_ms, zone), today),
                        format_time(req->a, utc_ms, zone));
}

static int sessions_get(struct req *req)
{
    struct account_session *list;
    size_t n;
    int r = account_sessions(req->db, req->a, req->who.account_id, &list, &n);
    if (r < 0)
        return r;
    struct session_line *rows = arena_array(req->a, struct session_line, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct session_line){
            .id = list[i].id,
            .here = list[i].id == req->who.session_id,
            .browser = account_browser(req->a, list[i].agent),
            .ip = list[i].ip,
            .since = moment(req, list[i].created_at),
            .seen = moment(req, list[i].seen_at),
        };
    struct sessions_page data = {rows, n};
    struct page page = {
        .title = _("Где выполнен вход"),
        .lead = _("Если какого-то входа не узнаёте — выйдите везде и смените пароль."),
        .body = sessions_page,
        .data = &data,
        .wide = true,
    };
    under_profile(req, &page);
    return req_page(req, &page);
}

static int session_end_post(struct req *req)
{
    const struct session_form *in = req_input(req);
    int r = session_end_one(req, in->session);
    if (r >= 0)
        r = req_audit(req, "session_end", "account", req->who.account_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сеанс закончен"));
    return req_redirect(req, "/profile/sessions");
}

static int sessions_end_post(struct req *req)
{
    int r = req_audit(req, "sessions_end", "account", req->who.account_id, "");
    if (r >= 0)
        r = session_end_others(req, req->who.account_id);
    if (r >= 0)
        r = session_end(req);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Все сеансы закончены. Войдите снова"));
    return req_redirect(req, "/login");
}

static const struct route routes[] = {
    ROUTE_GET("/profile", profile_get, PERM_SIGNED_IN),
    ROUTE_POST("/profile", profile_post, PERM_SIGNED_IN, .form = &profile_form,
               .retry = profile_get),
    ROUTE_POST("/profile/email", email_post, PERM_SIGNED_IN, .form = &email_form,
               .retry = profile_get),
    ROUTE_GET("/profile/password", password_get, PERM_SIGNED_IN),
    ROUTE_POST("/profile/password", password_post, PERM_SIGNED_IN, .form = &password_form,
               .retry = password_get, .prepare = password_prepare, .flags = ROUTE_SLOW),
    ROUTE_GET("/profile/code", code_get, PERM_SIGNED_IN),
    ROUTE_POST("/profile/code", code_post, PERM_SIGNED_IN, .form = &code_form, .retry = code_get),
    ROUTE_GET("/profile/sessions", sessions_get, PERM_SIGNED_IN),
    ROUTE_POST("/profile/sessions/end", session_end_post, PERM_SIGNED_IN, .form = &session_form,
               .retry = sessions_get),
    ROUTE_POST("/profile/sessions/end-all", sessions_end_post, PERM_SIGNED_IN),
};

const struct module profile_module = {
    .name = "profile", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
