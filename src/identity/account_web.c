/* Signing in and out; the second step. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "frame/session.h"
#include "html/qr.h"
#include "identity/account.h"
#include "identity/account.html.h"
#include "identity/account_pages.h"
#include "identity/password.h"
#include "identity/totp.h"

struct login_form {
    const char *login, *password, *next;
};
static const struct field login_fields[] = {
    FIELD(struct login_form, login, FIELD_TEXT, .label = N_("Логин или электронная почта"),
          .empty = N_("Напишите логин или почту"), .max = 200, .autocomplete = "username"),
    FIELD(struct login_form, password, FIELD_PASSWORD, .label = N_("Пароль"),
          .empty = N_("Напишите пароль"), .max = PASSWORD_MAX, .autocomplete = "current-password"),
    FIELD(struct login_form, next, FIELD_TEXT, .label = N_("Куда вернуться"), .optional = true,
          .max = 2000),
};
static const struct form_def login_form = FORM_DEF(struct login_form, login_fields);

struct demo_form {
    int64_t account;
    const char *next;
};
static const struct field demo_fields[] = {
    FIELD(struct demo_form, account, FIELD_ID, .label = N_("Роль")),
    FIELD(struct demo_form, next, FIELD_TEXT, .label = N_("Куда вернуться"), .optional = true,
          .max = 2000),
};
static const struct form_def demo_form = FORM_DEF(struct demo_form, demo_fields);

struct code_form {
    const char *code, *next;
};
static const struct field code_fields[] = {
    FIELD(struct code_form, code, FIELD_TEXT, .label = N_("Код из приложения"),
          .hint = N_("Шесть цифр или запасной код"), .empty = N_("Напишите код"), .max = 40,
          .autocomplete = "one-time-code"),
    FIELD(struct code_form, next, FIELD_TEXT, .label = N_("Куда вернуться"), .optional = true,
          .max = 2000),
};
static const struct form_def code_form = FORM_DEF(struct code_form, code_fields);

/* ---- password ---- */

static int login_get(struct req *req)
{
    if (req->who.account_id && !req->form)
        return req_redirect(req, "%s", session_next(req, req_query(req, "next")));
    struct login_page *data = arena_new_of(req->a, struct login_page);
    data->form = req_form(req, &login_form, NULL);
    data->next = req->form ? form_raw(req->form, "next") : req_query(req, "next");
    data->keeps_form = session_keeps_form(req);
    struct account_demo *demos;
    if (req->app->config.demo) {
        int r = account_demos(req->db, req->a, &demos, &data->n_demos);
        if (r < 0)
            return r;
        data->demos = demos;
    }
    const struct page page = {
        .title = _("Вход"), .body = login_page, .data = data, .form = data->form, .bare = true};
    return req_page(req, &page);
}

struct login_try {
    struct account account;
    bool right;
    const char *throttle; /* one name for the login and the mail of an account */
};

/* Before the transaction: 100 ms of argon2id would hold the only write lock. */
static int login_prepare(struct req *req)
{
    const struct login_form *in = req_input(req);
    struct login_try *try = arena_new_of(req->a, struct login_try);
    int found = account_find(req->db, req->a, in->login, &try->account);
    if (found < 0)
        return found;
    try->throttle = account_throttle(req->a, found ? try->account.login : in->login);
    int r = throttle_check(req, try->throttle);
    if (r < 0)
        return r;
    try->right = password_matches(found ? try->account.password_hash : NULL, in->password) &&
                 !try->account.disabled;
    req->prepared = try;
    return 0;
}

static int enter(struct req *req, int64_t account_id, bool second_factor, const char *next)
{
    int r = session_start(req, account_id, second_factor);
    req->who.account_id = account_id;
    if (r >= 0)
        r = req_audit(req, second_factor ? "login_demo" : "login", "account", account_id, "");
    return r < 0 ? r : req_redirect(req, "%s", session_next(req, next));
}

static int login_post(struct req *req)
{
    const struct login_form *in = req_input(req);
    const struct login_try *try = req->prepared;
    if (!try->right) {
        throttle_failed(req, try->throttle);
        form_error(req->form, "login",
                   _("Логин или пароль не подошли. Проверьте раскладку и попробуйте ещё раз"));
        return req_retry(req);
    }
    int r = throttle_passed(req, try->throttle);
    return r < 0 ? r : enter(req, try->account.id, false, in->next);
}

static int demo_post(struct req *req)
{
    const struct demo_form *in = req_input(req);
    struct account account;
    int r = req->app->config.demo ? account_get(req->db, req->a, in->account, &account) : 0;
    if (r < 0)
        return r;
    if (r == 0 || !account.demo || account.disabled)
        return req_not_found(req);
    return enter(req, account.id, true, in->next);
}

static int logout_post(struct req *req)
{
    int r = req_audit(req, "logout", "account", req->who.account_id, "");
    if (r >= 0)
        r = session_end(req);
    return r < 0 ? r : req_redirect(req, "/login");
}

/* ---- the second step ---- */

/* The secret that this session would enrol: made of the installation's key, so that nothing has to
 * be stored before the person proves that the app has it. */
static void enrol_secret(const struct req *req, unsigned char ret[TOTP_SECRET_BYTES])
{
    char msg[64];
    int n = snprintf(msg, sizeof msg, "totp %lld %lld", (long long)req->who.account_id,
                     (long long)req->who.session_id);
    crypto_generichash(ret, TOTP_SECRET_BYTES, (const unsigned char *)msg, (unsigned long long)n,
                       req->app->key, sizeof req->app->key);
}

static int ask_code(struct req *req)
{
    struct code_page data = {.form = req_form(req, &code_form, NULL)};
    data.next = req->form ? form_raw(req->form, "next") : req_query(req, "next");
    const struct page page = {.title = _("Код из приложения"),
                              .lead = _("Второй шаг входа защищает данные детей."),
                              .body = code_page,
                              .data = &data,
                              .form = data.form,
                              .bare = true};
    return req_page(req, &page);
}

static int enrol_get(struct req *req)
{
    struct account account;
    int r = account_get(req->db, req->a, req->who.account_id, &account);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (account.has_totp)
        return req_redirect(req, "/profile");
    unsigned char secret[TOTP_SECRET_BYTES];
    struct enrol_page data = {.form = req_form(req, &code_form, NULL)};
    enrol_secret(req, secret);
    data.secret = totp_secret_text(req->a, secret);
    r = qr_svg(req->a, totp_uri(req->a, secret, page_brand(), account.login),
               _("Ключ для приложения с одноразовыми кодами"), &data.qr);
    if (r < 0)
        return r;
    int needs = account_needs_totp(req->db, req->a, account.id);
    if (needs < 0)
        return needs;
    const struct page page = {
        .title = _("Вход с кодом"),
        .lead = needs ? _("Ваша роль открывает данные других людей, поэтому кроме пароля нужен код "
                          "с телефона. Это две минуты, один раз.")
                      : _("Кроме пароля сайт спросит код с телефона: чужой не войдёт, даже узнав "
                          "пароль."),
        .body = enrol_page,
        .data = &data,
        .form = data.form,
        .bare = true,
    };
    return req_page(req, &page);
}

static int totp_get(struct req *req)
{
    struct account account;
    int r = account_get(req->db, req->a, req->who.account_id, &account);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (account.has_totp && session_has_second_factor(req) && !req->form)
        return req_redirect(req, "%s", session_next(req, req_query(req, "next")));
    return account.has_totp ? ask_code(req) : enrol_get(req);
}

/* Codes are guessed slower than passwords: the same slow-down, under the account's number. */
static const char *throttle_name(struct req *req)
{
    return arena_printf(req->a, "code %lld", (long long)req->who.account_id);
}

static int totp_post(struct req *req)
{
    const struct code_form *in = req_input(req);
    const char *name = throttle_name(req);
    int r = throttle_check(req, name);
    if (r >= 0)
        r = account_second_step(req->db, req->a, req->app, req->who.account_id, in->code);
    if (r < 0)
        return r;
    if (r == 0) {
        throttle_failed(req, name);
        form_error(
            req->form, "code",
            _("Код не подошёл. Возьмите тот, что на экране сейчас: каждый действует один раз"));
        return req_retry(req);
    }
    r = throttle_passed(req, name);
    if (r >= 0)
        r = session_second_factor(req);
    return r < 0 ? r : req_redirect(req, "%s", session_next(req, in->next));
}

static int enrol_post(struct req *req)
{
    const struct code_form *in = req_input(req);
    struct account account;
    int r = account_get(req->db, req->a, req->who.account_id, &account);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (account.has_totp)
        return req_redirect(req, "/profile");
    unsigned char secret[TOTP_SECRET_BYTES];
    enrol_secret(req, secret);
    struct codes_page data = {.n = RECOVERY_CODES, .next = session_next(req, "")};
    struct err why = {0};
    r = account_totp_enrol(req->db, req->a, req->app, account.id, secret, in->code, &why,
                           &data.codes);
    if (r == ERR_INVALID) {
        form_error(req->form, "code", "%s", why.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = session_second_factor(req);
    if (r >= 0)
        r = req_audit(req, "totp_enrol", "account", account.id, "");
    if (r < 0)
        return r;
    const struct page page = {.title = _("Запасные коды"),
                              .lead = _("Вход с кодом включён. Сохраните запасные коды сейчас."),
                              .body = codes_page,
                              .data = &data,
                              .bare = true};
    return req_page(req, &page);
}

/* A backup restored without its key is told at the console, not by people who cannot come in. */
static int tell_of_another_key(const struct app *app, struct db *db, struct arena *a,
                               struct err *err, const char **ret_line)
{
    int64_t n;
    (void)err;
    int r = account_sealed_elsewhere(db, a, app->key, &n);
    if (r >= 0 && n)
        *ret_line = arena_printf(
            a,
            _("ВНИМАНИЕ: файл %s/secret.key — не тот, которым запечатаны секреты этой базы "
              "(учётных записей с кодом входа: %lld). Коды из телефонов не подойдут, разосланные "
              "ссылки не откроются. Остановите сервер, верните прежний secret.key из резервной "
              "копии и запустите снова. Если прежнего файла нет: люди входят запасным кодом или "
              "по новой ссылке для входа и подключают код заново."),
            app->config.data_dir, (long long)n);
    return r < 0 ? r : 0;
}

static const struct route routes[] = {
    ROUTE_GET("/login", login_get, PERM_PUBLIC),
    ROUTE_POST("/login", login_post, PERM_PUBLIC, .form = &login_form, .retry = login_get,
               .prepare = login_prepare, .flags = ROUTE_SLOW),
    ROUTE_POST("/login/demo", demo_post, PERM_PUBLIC, .form = &demo_form, .retry = req_not_found),
    ROUTE_POST("/logout", logout_post, PERM_SIGNED_IN, .flags = ROUTE_NO_TOTP),
    ROUTE_GET("/totp", totp_get, PERM_SIGNED_IN, .flags = ROUTE_NO_TOTP),
    ROUTE_POST("/totp", totp_post, PERM_SIGNED_IN, .form = &code_form, .retry = totp_get,
               .flags = ROUTE_NO_TOTP),
    ROUTE_GET("/totp/enrol", enrol_get, PERM_SIGNED_IN, .flags = ROUTE_NO_TOTP),
    ROUTE_POST("/totp/enrol", enrol_post, PERM_SIGNED_IN, .form = &code_form, .retry = enrol_get,
               .flags = ROUTE_NO_TOTP),
};

const struct module account_module = {
    .name = "account",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .start = tell_of_another_key,
};
