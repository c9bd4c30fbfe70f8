#include "identity/account.h"

#include <sodium.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"
#include "frame/app.h"
#include "identity/account.sql.h"
#include "identity/totp.h"

int account_get(struct db *db, struct arena *a, int64_t id, struct account *ret)
{
    struct account_row row;
    int r = account_row(db, a, id, &row);
    if (r <= 0)
        return r;
    *ret = (struct account){
        .id = row.id,
        .person_id = row.has_person_id ? row.person_id : 0,
        .login = row.login,
        .display_name = row.display_name,
        .email = row.email,
        .password_hash = row.password_hash ? row.password_hash : "",
        .has_totp = row.totp_secret.p != NULL,
        .disabled = row.has_disabled_at,
        .demo = row.demo != 0,
    };
    return 1;
}

int account_find_login(struct db *db, struct arena *a, const char *login, struct account *ret)
{
    struct account_by_login row;
    int r = account_by_login(db, a, utf8_lowercase(a, utf8_squeeze(a, login)), &row);
    return r == 1 ? account_get(db, a, row.id, ret) : r;
}

const char *account_throttle(struct arena *a, const char *login)
{
    return arena_printf(a, "password %s", login);
}

int account_find(struct db *db, struct arena *a, const char *login, struct account *ret)
{
    const char *key = utf8_lowercase(a, utf8_squeeze(a, login));
    int r = account_find_login(db, a, key, ret);
    if (r != 0)
        return r;
    struct account_by_email *rows;
    size_t n;
    r = account_by_email(db, a, key, &rows, &n);
    if (r < 0)
        return r;
    return n == 1 ? account_get(db, a, rows[0].id, ret) : 0;
}

int account_login_fit(struct arena *a, const char *typed, struct err *err, const char **ret)
{
    const char *login = utf8_lowercase(a, utf8_squeeze(a, typed));
    size_t n = utf8_len(login);
    if (n < ACCOUNT_LOGIN_MIN || n > ACCOUNT_LOGIN_MAX)
        return err_set(err, ERR_INVALID, _("Логин — от %d до %d знаков"), ACCOUNT_LOGIN_MIN,
                       ACCOUNT_LOGIN_MAX);
    for (const char *p = login; *p;) {
        size_t len;
        uint32_t c = utf8_decode(p, strlen(p), &len);
        bool fits = utf8_is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                    c == '_' || c == '@';
        if (!fits)
            return err_set(err, ERR_INVALID,
                           _("В логине могут быть буквы, цифры, точка, дефис, подчёркивание и @. "
                             "Уберите «%.*s»"),
                           (int)len, p);
        p += len;
    }
    *ret = login;
    return 0;
}

int account_create(struct db *db, const struct clock *clock, const struct account_new *n,
                   struct err *err, int64_t *ret_id)
{
    int64_t id = id_new(clock);
    int r = account_insert(db, id, n->login, n->password_hash, n->person_id ? &n->person_id : NULL,
                           n->display_name, n->email ? n->email : "", n->demo, clock_now(clock));
    if (r < 0)
        return r;
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Логин «%s» занят. Придумайте другой"), n->login);
    *ret_id = id;
    return 0;
}

int account_set_password(struct db *db, int64_t id, const char *password_hash)
{
    int r = account_put_password(db, id, password_hash);
    return r < 0 ? r : 0;
}

int account_set_email(struct db *db, int64_t id, const char *email)
{
    int r = account_put_email(db, id, email);
    return r < 0 ? r : 0;
}

/* ---- the second step ---- */

int account_totp_enrol(struct db *db, struct arena *a, const struct app *app, int64_t id,
                       const unsigned char *secret, const char *typed, struct err *err,
                       const char *const **ret_codes)
{
    unsigned char sealed[TOTP_SEALED_BYTES];
    int64_t step;
    if (!totp_match(secret, clock_now(app->clock), 0, typed, &step))
        return err_set(
            err, ERR_INVALID,
            _("Код не подошёл. Напишите шесть цифр, которые приложение показывает сейчас"));
    totp_seal(app->key, id, secret, sealed);
    int r = account_put_totp(db, id, (struct db_blob){sealed, sizeof sealed}, step);
    if (r >= 0)
        r = recovery_clear(db, id);
    const char **codes = arena_array(a, const char *, RECOVERY_CODES);
    for (size_t i = 0; i < RECOVERY_CODES && r >= 0; i++) {
        unsigned char hash[RECOVERY_HASH_BYTES];
        codes[i] = recovery_new(a);
        recovery_hash(codes[i], hash);
        r = recovery_insert(db, id, (struct db_blob){hash, sizeof hash});
    }
    if (r < 0)
        return r;
    *ret_codes = codes;
    return 0;
}

int account_sealed_elsewhere(struct db *db, struct arena *a, const unsigned char key[32],
                             int64_t *ret_n)
{
    unsigned char secret[TOTP_SECRET_BYTES];
    struct account_sealed *rows;
    size_t n;
    int r = account_sealed(db, a, &rows, &n);
    *ret_n = 0;
    for (size_t i = 0; r >= 0 && i < n; i++)
        *ret_n +=
            !totp_unseal(key, rows[i].id, rows[i].totp_secret.p, rows[i].totp_secret.n, secret);
    sodium_memzero(secret, sizeof secret);
    return r;
}

int account_totp_remove(struct db *db, int64_t id)
{
    int r = account_put_totp(db, id, (struct db_blob){0}, 0);
    if (r >= 0)
        r = recovery_clear(db, id);
    return r < 0 ? r : 0;
}

int account_second_step(struct db *db, struct arena *a, const struct app *app, int64_t id,
                        const char *typed)
{
    struct account_row row;
    int r = account_row(db, a, id, &row);
    if (r <= 0)
        return r;
    if (!row.totp_secret.p)
        return 0;
    unsigned char secret[TOTP_SECRET_BYTES];
    int64_t step;
    if (!totp_unseal(app->key, id, row.totp_secret.p, row.totp_secret.n, secret))
        log_event(LOG_ERROR, "totp_sealed_with_another_key", "account=%lld", (long long)id);
    else if (totp_match(secret, clock_now(app->clock), row.totp_last, typed, &step))
        return account_put_step(db, id, step);
    unsigned char hash[RECOVERY_HASH_BYTES];
    if (!recovery_hash(typed, hash))
        return 0;
    return recovery_use(db, id, (struct db_blob){hash, sizeof hash});
}

int account_recovery_left(struct db *db, struct arena *a, int64_t id, int64_t *ret_n)
{
    struct recovery_count row;
    int r = recovery_count(db, a, id, &row);
    if (r < 0)
        return r;
    *ret_n = row.n;
    return 0;
}

int account_roles_of(struct db *db, struct arena *a, int64_t id, struct account_role **ret,
                     size_t *ret_n)
{
    struct account_roles *rows;
    size_t n;
    int r = account_roles(db, a, id, &rows, &n);
    if (r < 0)
        return r;
    struct account_role *list = arena_array(a, struct account_role, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct account_role){rows[i].unit_id, (enum role)rows[i].role};
    *ret = list;
    *ret_n = n;
    return 0;
}

int account_needs_totp(struct db *db, struct arena *a, int64_t id)
{
    struct account_role *roles;
    size_t n;
    int r = account_roles_of(db, a, id, &roles, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++)
        if (role_needs_totp(roles[i].role))
            return 1;
    return 0;
}

int account_renew(struct db *db, int64_t id, const char *password_hash)
{
    int r = account_put_password(db, id, password_hash);
    if (r >= 0)
        r = account_totp_remove(db, id);
    if (r >= 0)
        r = account_sessions_delete(db, id);
    return r < 0 ? r : 0;
}

/* ---- where it is signed in ---- */

int account_sessions(struct db *db, struct arena *a, int64_t id, struct account_session **ret,
                     size_t *ret_n)
{
    struct account_session_rows *rows;
    size_t n;
    int r = account_session_rows(db, a, id, ACCOUNT_SESSIONS_MAX, &rows, &n);
    if (r < 0)
        return r;
    struct account_session *list = arena_array(a, struct account_session, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct account_session){rows[i].id, rows[i].created_at, rows[i].seen_at,
                                           rows[i].ip, rows[i].agent};
    *ret = list;
    *ret_n = n;
    return 0;
}

/* The first word found wins: browsers carry the names of those they descend from. */
static const char *first_found(const char *agent, const char *const (*words)[2], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(agent, words[i][0]))
            return words[i][1];
    return NULL;
}

const char *account_browser(struct arena *a, const char *agent)
{
    static const char *const browsers[][2] = {
        {"YaBrowser", "Яндекс Браузер"},
        {"Edg/", "Edge"},
        {"OPR/", "Opera"},
        {"Firefox", "Firefox"},
        {"Chromium", "Chromium"},
        {"Chrome", "Chrome"},
        {"Safari", "Safari"},
    };
    static const char *const systems[][2] = {
        {"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},
        {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
    };
    const char *browser = first_found(agent, browsers, sizeof browsers / sizeof *browsers);
    const char *system = first_found(agent, systems, sizeof systems / sizeof *systems);
    if (browser && system)
        return arena_printf(a, "%s, %s", browser, system);
    if (browser || system)
        return browser ? browser : system;
    return _("Неизвестный браузер");
}

/* ---- demo ---- */

int account_demos(struct db *db, struct arena *a, struct account_demo **ret, size_t *ret_n)
{
    struct account_demo_rows *rows;
    size_t n;
    int r = account_demo_rows(db, a, &rows, &n);
    if (r < 0)
        return r;
    struct account_demo *list = arena_array(a, struct account_demo, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct account_demo){rows[i].id, rows[i].display_name, rows[i].unit_name,
                                        (enum role)rows[i].role,
                                        !strcmp(rows[i].unit_kind, "organisation")};
    *ret = list;
    *ret_n = n;
    return 0;
}
