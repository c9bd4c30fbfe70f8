/*
 * For tests only: a request through router, access and handler without sockets, on a fresh
 * database of the engine under test (db/db_testing.h). Time stands still until testing_later().
 *
 *     struct testing *t = testing_new(modules, n);
 *     int64_t unit = testing_unit(t, 0, "organisation", "Школа № 5");
 *     int64_t anna = testing_account(t, "anna", ROLE_COORDINATOR, unit);
 *     struct reply r = test_get(t, anna, "/programmes/1");
 *     r = test_post(t, anna, "/programmes/1/settings", "name", "Осень", "limit", "5", NULL);
 */
#pragma once

#include "db/db_testing.h"
#include "frame/access.h"
#include "frame/frame.h"

#define TEST_NOW_MS 1793880000000 /* 2026-11-05 12:00 UTC */

struct testing {
    struct db_testing *db; /* db->db for laying out rows */
    struct arena *a;
    struct app app;
    struct frame *frame;
    struct clock clock;
    int64_t now_ms;
    const char *ip; /* where requests come from */
};

struct reply {
    int status;
    const char *body;     /* NUL-terminated, not compressed */
    const char *location; /* of a redirect, or "" */
    const char *type;
    const char *file;    /* path of a download, or NULL */
    const char *cookies; /* "name=value; …" as a browser would send them back */
    const char *notice;  /* what the next page would say, or "" */
    const char *policy;  /* Content-Security-Policy, or "" */
};

/* {unit} for modules that stand below the network: any id is a unit. */
extern const struct module testing_units;

/* frame_module is added by itself; modules may be NULL with n 0. */
struct testing *testing_new(const struct module *const *modules, size_t n);
struct testing *testing_new_exactly(const struct module *const *modules, size_t n); /* no other */
void testing_free(struct testing *t);

/* The clock goes on. */
void testing_later(struct testing *t, int64_t ms);

/* A unit under parent (0: the root), with its unit_up rows. */
int64_t testing_unit(struct testing *t, int64_t parent, const char *kind, const char *name);

/* A person at a unit; an account with a person of its own, with a role there (ROLE_NONE: none). */
int64_t testing_person(struct testing *t, int64_t unit, const char *surname, const char *given);
int64_t testing_account(struct testing *t, const char *login, enum role role, int64_t unit);
int64_t testing_person_of(struct testing *t, int64_t account);
void testing_grant(struct testing *t, int64_t account, enum role role, int64_t unit);

/* As this account, signed in with the second factor; 0: nobody. path may have a query. */
struct reply test_get(struct testing *t, int64_t account, const char *path);

/* name, value, … NULL. The token is added. */
struct reply test_post(struct testing *t, int64_t account, const char *path, ...)
    __attribute__((sentinel));

/* With a file (copied first, as an upload would be). */
struct reply test_upload(struct testing *t, int64_t account, const char *path, const char *file,
                         const char *name, ...) __attribute__((sentinel));

/* Anything else: cookies as a browser would send them ("" none), pairs as they are. */
struct reply test_request(struct testing *t, const char *method, const char *path,
                          const char *cookies, const struct form_pair *pairs, size_t n);

/* The cookie of a new session of the account. */
const char *test_sign_in(struct testing *t, int64_t account, bool second_factor);

/* A good form token for these cookies. */
const char *test_token(struct testing *t, const char *cookies);
