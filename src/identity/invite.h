/*
 * Invitations: a link (and its QR code) that gives one role at one unit to whoever opens it
 * first, for a week. The link's secret is derived from the installation's key and the
 * invitation's id, so that the page can show the QR again while it is open, and the database
 * alone (which keeps a hash) opens nothing. The first administrator comes by the same door: an
 * invitation to the root, for an hour.
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

struct db;
struct module;

/* /units/{unit}/invites, /invite */
extern const struct module invite_module;

#define INVITE_DAYS 7
#define INVITE_TOKEN_LEN 24 /* letters of the link's secret */
#define INVITE_OPEN_MAX 500 /* open invitations of one unit */
#define INVITE_PAGE 25

struct invite {
    int64_t id, unit_id;
    int64_t person_id; /* 0: for whoever opens it; of a representative: whom they represent */
    enum role role;
    const char *name; /* for whom, as typed; may be "" */
    const char *unit_name;
    int64_t by_account; /* who invited; 0: the console */
    int64_t created_at, expires_at;
};

void invite_token(const unsigned char key[32], int64_t id, char ret[INVITE_TOKEN_LEN + 1]);

struct invite_new {
    int64_t by_account; /* 0: the console */
    enum role by_role;  /* the strongest role of the giver at the unit */
    int64_t unit_id;
    enum role role;
    int64_t person_id; /* 0: not for one known person; of a representative: the child */
    const char *name;
    int64_t lasts_ms;
};
/* ERR_DENIED, ERR_INVALID as role_give; ERR_INVALID: a representative of nobody, or of an adult;
 * ERR_LIMIT: too many open invitations. */
int invite_create(struct db *db, struct arena *a, const struct clock *clock,
                  const unsigned char key[32], const struct invite_new *n, struct err *err,
                  int64_t *ret_id);

/* Where the invitation is answered: the public address of the site, or the one it listens on. */
struct app;
const char *invite_url(struct arena *a, const struct app *app, int64_t id);

/* The link for the first administrator of a fresh installation. ERR_CONFLICT: there is one. */
int invite_first_admin(struct db *db, struct arena *a, const struct app *app, struct err *err,
                       const char **ret_url);

/* Open invitations only (not used, not expired). 1, 0 or < 0. */
int invite_get(struct db *db, struct arena *a, const struct clock *clock, int64_t id,
               struct invite *ret);
int invite_by_token(struct db *db, struct arena *a, const struct clock *clock, const char *token,
                    struct invite *ret);

/* Newest first, before an id (0: from the newest); at most INVITE_PAGE + 1. */
int invite_list(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                int64_t before, struct invite **ret, size_t *ret_n);

/* 1 withdrawn, 0 there was no such open invitation at the unit. */
int invite_withdraw(struct db *db, const struct clock *clock, int64_t unit_id, int64_t id);

/* It makes whoever opens it a representative of its person: somebody else, with a name of their
 * own. */
static inline bool invite_represents(const struct invite *invite)
{
    return invite->role == ROLE_REPRESENTATIVE;
}
/* The newcomer writes the name: nobody is known yet. */
static inline bool invite_asks_name(const struct invite *invite)
{
    return !invite->person_id || invite_represents(invite);
}

/* What a newcomer writes. Name empty when the invitation does not ask for it. */
struct invite_answer {
    const char *login; /* as typed */
    const char *password_hash;
    struct person_name name;
    const char *email;
};
/* Make the account (and the person), give the role, close the invitation. ERR_CONFLICT: the login
 * is taken, somebody was faster, who invited may not give this role any more, or
 * representative_add; ERR_INVALID: the login. */
int invite_accept_new(struct db *db, struct arena *a, const struct clock *clock,
                      const struct invite *invite, const struct invite_answer *answer,
                      struct err *err, int64_t *ret_account);

/* Give the role to an account that exists, close the invitation. ERR_CONFLICT: as above, or the
 * invitation is for another person, or it is one's own. */
int invite_accept_as(struct db *db, struct arena *a, const struct clock *clock,
                     const struct invite *invite, int64_t account_id, struct err *err);
