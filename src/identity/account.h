/*
 * Accounts: how one signs in. A login (or an e-mail) with a password, a second step for those who
 * see others' data, recovery codes, and the list of places where one is signed in. Cookies and
 * the session of a request are the frame's.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "frame/access.h"
#include "identity/person.h"

struct app;
struct db;
struct module;

/* /login, /totp, /logout */
extern const struct module account_module;

#define ACCOUNT_LOGIN_MIN 3
#define ACCOUNT_LOGIN_MAX 60 /* characters */

struct account {
    int64_t id;
    int64_t person_id; /* 0: none */
    const char *login, *display_name, *email;
    const char *password_hash; /* "" until set */
    bool has_totp, disabled, demo;
};

/* 1 found, 0 none. */
int account_get(struct db *db, struct arena *a, int64_t id, struct account *ret);

/* By the login, or by an e-mail that exactly one account has; any case. */
int account_find(struct db *db, struct arena *a, const char *login, struct account *ret);

/* By the login alone: a mail is written by its owner and proves nothing to others. */
int account_find_login(struct db *db, struct arena *a, const char *login, struct account *ret);

/* Under which name guesses of the password of this login are slowed down (frame/session.h). */
const char *account_throttle(struct arena *a, const char *login);

/* Tidy (lower case, no spaces around) and check: letters, digits, '.', '-', '_', '@'. */
int account_login_fit(struct arena *a, const char *typed, struct err *err, const char **ret);

struct account_new {
    const char *login;         /* through account_login_fit */
    const char *password_hash; /* NULL: sign-in by password is not possible yet */
    const char *email;         /* NULL or "": none */
    int64_t person_id;         /* 0: none */
    const char *display_name;
    bool demo;
};

/* ERR_CONFLICT: the login is taken. Hashes are made before the transaction (password.h). */
int account_create(struct db *db, const struct clock *clock, const struct account_new *n,
                   struct err *err, int64_t *ret_id);

int account_set_password(struct db *db, int64_t id, const char *password_hash);
/* For somebody who cannot come in: the new password, no code any more, signed out everywhere. */
int account_renew(struct db *db, int64_t id, const char *password_hash);

int account_set_email(struct db *db, int64_t id, const char *email);

/* ---- the second step ---- */

/* Replaces the app and every recovery code; the codes to show, once, are RECOVERY_CODES texts.
 * ERR_INVALID: the typed code does not belong to the secret. It is stored sealed with the app's
 * key. */
int account_totp_enrol(struct db *db, struct arena *a, const struct app *app, int64_t id,
                       const unsigned char *secret, const char *typed, struct err *err,
                       const char *const **ret_codes);

int account_totp_remove(struct db *db, int64_t id);

/* A code of the app or a recovery code; each works once. 1 right, 0 wrong. With another
 * installation's key only recovery codes are right, and the log tells. */
int account_second_step(struct db *db, struct arena *a, const struct app *app, int64_t id,
                        const char *typed);

/* How many secrets of the first hundred another key than this has sealed. */
int account_sealed_elsewhere(struct db *db, struct arena *a, const unsigned char key[32],
                             int64_t *ret_n);

/* Recovery codes left. */
int account_recovery_left(struct db *db, struct arena *a, int64_t id, int64_t *ret_n);

/* Roles of the account, everywhere. */
struct account_role {
    int64_t unit_id;
    enum role role;
};
int account_roles_of(struct db *db, struct arena *a, int64_t id, struct account_role **ret,
                     size_t *ret_n);

/* Must this account have a second step, by any role it holds? 1, 0 or < 0. */
int account_needs_totp(struct db *db, struct arena *a, int64_t id);

/* ---- where it is signed in ---- */

struct account_session {
    int64_t id;
    int64_t created_at, seen_at;
    const char *ip, *agent;
};
#define ACCOUNT_SESSIONS_MAX 50 /* shown; the newest */
int account_sessions(struct db *db, struct arena *a, int64_t id, struct account_session **ret,
                     size_t *ret_n);
/* «Firefox, Windows» out of what a browser says of itself. */
const char *account_browser(struct arena *a, const char *agent);

/* ---- demo ---- */

struct account_demo {
    int64_t id;
    const char *name, *unit;
    enum role role;
    bool organisation; /* the unit is one: schools and districts have coordinators */
};
/* One line an account and role, in the order of the roles; at most 30. */
int account_demos(struct db *db, struct arena *a, struct account_demo **ret, size_t *ret_n);
