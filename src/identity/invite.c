#include "identity/invite.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "frame/app.h"
#include "identity/account.h"
#include "identity/invite.sql.h"
#include "identity/representative.h"
#include "identity/role.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define HASH_BYTES 32

void invite_token(const unsigned char key[32], int64_t id, char ret[INVITE_TOKEN_LEN + 1])
{
    char msg[40];
    unsigned char raw[INVITE_TOKEN_LEN * 3 / 4];
    int n = snprintf(msg, sizeof msg, "invite %lld", (long long)id);
    crypto_generichash(raw, sizeof raw, (const unsigned char *)msg, (unsigned long long)n, key, 32);
    sodium_bin2base64(ret, INVITE_TOKEN_LEN + 1, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void token_hash(const char *token, unsigned char ret[HASH_BYTES])
{
    crypto_generichash(ret, HASH_BYTES, (const unsigned char *)token, strlen(token), NULL, 0);
}

/* Nobody represents at large: it is known whom. */
static int check_child(struct db *db, struct arena *a, const struct clock *clock, int64_t child,
                       struct err *err)
{
    struct person p;
    if (!child)
        return err_set(err, ERR_INVALID,
                       _("Законного представителя приглашают с карточки ребёнка: так программа "
                         "знает, чей он представитель"));
    int r = person_get(db, a, child, &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return person_is_minor(p.birth_year, true, date_at(clock_now(clock), ZONE_MOSCOW))
               ? 0
               : err_set(err, ERR_INVALID,
                         _("Этому участнику уже есть 18 лет: он отвечает за себя сам"));
}

int invite_create(struct db *db, struct arena *a, const struct clock *clock,
                  const unsigned char key[32], const struct invite_new *n, struct err *err,
                  int64_t *ret_id)
{
    const struct role_change change = {n->by_account, n->by_role, n->unit_id, n->role, 0};
    int r = role_change_allowed(db, a, &change, err);
    if (r >= 0 && n->role == ROLE_REPRESENTATIVE)
        r = check_child(db, a, clock, n->person_id, err);
    if (r < 0)
        return r;
    int64_t now = clock_now(clock);
    struct invite_open_count open;
    r = invite_open_count(db, a, n->unit_id, now, &open);
    if (r < 0)
        return r;
    if (open.n >= INVITE_OPEN_MAX)
        return err_set(err, ERR_LIMIT,
                       _("Открытых приглашений уже %d. Отзовите лишние или дождитесь ответов"),
                       INVITE_OPEN_MAX);
    int64_t id = id_new(clock);
    char token[INVITE_TOKEN_LEN + 1];
    unsigned char hash[HASH_BYTES];
    invite_token(key, id, token);
    token_hash(token, hash);
    r = invite_insert(db, id, (struct db_blob){hash, sizeof hash}, n->unit_id, (int64_t)n->role,
                      n->person_id ? &n->person_id : NULL, n->name,
                      n->by_account ? &n->by_account : NULL, now, now + n->lasts_ms);
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

const char *invite_url(struct arena *a, const struct app *app, int64_t id)
{
    char token[INVITE_TOKEN_LEN + 1];
    invite_token(app->key, id, token);
    return app_url(a, app, arena_printf(a, "/invite?token=%s", token));
}

int invite_first_admin(struct db *db, struct arena *a, const struct app *app, struct err *err,
                       const char **ret_url)
{
    int r = role_admin_exists(db, a);
    if (r < 0)
        return r;
    if (r == 1)
        return err_set(err, ERR_CONFLICT,
                       _("Администратор уже есть. Новых приглашают на странице «Люди и роли»"));
    struct invite_root root;
    r = invite_root(db, a, &root);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    const struct invite_new n = {
        .unit_id = root.id, .role = ROLE_ADMIN, .name = "", .lasts_ms = HOUR_MS};
    int64_t id;
    r = invite_create(db, a, app->clock, app->key, &n, err, &id);
    if (r < 0)
        return r;
    *ret_url = invite_url(a, app, id);
    return 0;
}

int invite_get(struct db *db, struct arena *a, const struct clock *clock, int64_t id,
               struct invite *ret)
{
    struct invite_row row;
    int r = invite_row(db, a, id, clock_now(clock), &row);
    if (r <= 0)
        return r;
    *ret = (struct invite){
        .id = row.id,
        .unit_id = row.unit_id,
        .person_id = row.has_person_id ? row.person_id : 0,
        .role = (enum role)row.role,
        .name = row.name,
        .unit_name = row.unit_name,
        .by_account = row.has_created_by ? row.created_by : 0,
        .created_at = row.created_at,
        .expires_at = row.expires_at,
    };
    return 1;
}

int invite_by_token(struct db *db, struct arena *a, const struct clock *clock, const char *token,
                    struct invite *ret)
{
    if (strlen(token) != INVITE_TOKEN_LEN)
        return 0;
    unsigned char hash[HASH_BYTES];
    token_hash(token, hash);
    struct invite_id_by_hash row;
    int r = invite_id_by_hash(db, a, (struct db_blob){hash, sizeof hash}, &row);
    return r <= 0 ? r : invite_get(db, a, clock, row.id, ret);
}

int invite_list(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                int64_t before, struct invite **ret, size_t *ret_n)
{
    struct invite_rows *rows;
    size_t n;
    int r = invite_rows(db, a, unit_id, before ? before : INT64_MAX, clock_now(clock),
                        INVITE_PAGE + 1, &rows, &n);
    if (r < 0)
        return r;
    struct invite *list = arena_array(a, struct invite, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct invite){
            .id = rows[i].id,
            .unit_id = rows[i].unit_id,
            .person_id = rows[i].has_person_id ? rows[i].person_id : 0,
            .role = (enum role)rows[i].role,
            .name = rows[i].name,
            .unit_name = rows[i].unit_name,
            .by_account = rows[i].has_created_by ? rows[i].created_by : 0,
            .created_at = rows[i].created_at,
            .expires_at = rows[i].expires_at,
        };
    *ret = list;
    *ret_n = n;
    return 0;
}

int invite_withdraw(struct db *db, const struct clock *clock, int64_t unit_id, int64_t id)
{
    return invite_close(db, id, unit_id, clock_now(clock));
}

/* A link must not outlive the right to give it: who has lost the role since then could come back by
 * links of their own. One of the console opens only while there is no administrator. */
static int still_given(struct db *db, struct arena *a, const struct invite *invite, struct err *err)
{
    struct invite_giver_roles *rows = NULL;
    size_t n = 0;
    int r = invite->by_account
                ? invite_giver_roles(db, a, invite->unit_id, invite->by_account, &rows, &n)
                : role_admin_exists(db, a);
    if (r < 0 || (!invite->by_account && r == 0))
        return r;
    for (size_t i = 0; i < n; i++)
        if (role_may_grant((enum role)rows[i].role, invite->role))
            return 0;
    return err_set(err, ERR_CONFLICT, _("Приглашение больше не действует. Попросите новое"));
}

/* The role, and the invitation closed behind it. */
static int accept(struct db *db, struct arena *a, const struct clock *clock,
                  const struct invite *invite, int64_t account_id, int64_t person_id,
                  struct err *err)
{
    int r = still_given(db, a, invite, err);
    if (r >= 0)
        r = invite_use(db, invite->id, account_id, clock_now(clock));
    if (r < 0)
        return r;
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Приглашение уже использовано. Попросите новое"));
    const struct role_change change = {
        .unit_id = invite->unit_id, .role = invite->role, .account_id = account_id};
    r = role_give(db, a, clock, &change, err);
    return r >= 0 && invite_represents(invite)
               ? representative_add(db, a, clock, invite->unit_id, person_id, invite->person_id,
                                    err)
               : r;
}

int invite_accept_new(struct db *db, struct arena *a, const struct clock *clock,
                      const struct invite *invite, const struct invite_answer *answer,
                      struct err *err, int64_t *ret_account)
{
    const char *login;
    int r = account_login_fit(a, answer->login, err, &login);
    if (r < 0)
        return r;
    struct person_name name = answer->name;
    int64_t person_id = invite_asks_name(invite) ? 0 : invite->person_id;
    if (person_id) {
        struct person known;
        r = person_get(db, a, person_id, &known);
        if (r <= 0)
            return r < 0 ? r : ERR_NOT_FOUND;
        name = known.name;
    } else {
        const struct person_new p = {.unit_id = invite->unit_id, .name = name};
        r = person_create(db, a, clock, &p, &person_id);
        if (r < 0)
            return r;
    }
    const struct account_new n = {
        .login = login,
        .password_hash = answer->password_hash,
        .email = answer->email,
        .person_id = person_id,
        .display_name = person_name_short(a, &name),
    };
    int64_t account_id;
    r = account_create(db, clock, &n, err, &account_id);
    if (r == 0)
        r = accept(db, a, clock, invite, account_id, person_id, err);
    if (r < 0)
        return r;
    *ret_account = account_id;
    return 0;
}

int invite_accept_as(struct db *db, struct arena *a, const struct clock *clock,
                     const struct invite *invite, int64_t account_id, struct err *err)
{
    struct account account;
    int r = account_get(db, a, account_id, &account);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (invite->by_account == account_id)
        return err_set(err, ERR_CONFLICT,
                       _("Приглашение создали вы сами. Откройте ссылку тому, кого приглашаете"));
    bool child = account.person_id && account.person_id == invite->person_id;
    if (invite_represents(invite) && !account.person_id)
        return err_set(err, ERR_CONFLICT,
                       _("У этого логина нет имени человека. Выйдите и создайте по ссылке новый"));
    if (invite_represents(invite) ? child : invite->person_id && account.person_id && !child)
        return err_set(err, ERR_CONFLICT,
                       _("Это приглашение для другого человека. Выйдите и откройте ссылку снова"));
    if (invite->person_id && !account.person_id) {
        r = invite_link_person(db, account_id, invite->person_id);
        if (r < 0)
            return r;
    }
    return accept(db, a, clock, invite, account_id, account.person_id, err);
}
