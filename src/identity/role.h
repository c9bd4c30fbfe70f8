/*
 * Roles: who holds which role at which unit, and who may change that. What a role permits is
 * frame/access.h; rights flow down the tree, so a role is given only by somebody whose own role
 * stands at this unit or above it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "frame/access.h"

struct db;
struct module;

/* /units/{unit}/people */
extern const struct module role_module;

#define ROLE_PAGE 25 /* rows of a list */

/* Does a role belong to a kind of unit (unit.kind)? The federal operator to the federation,
 * the administrator to the root, a mentor to anything below the federation … */
bool role_fits(enum role role, const char *unit_kind);

struct role_holder {
    int64_t grant_id, account_id, person_id; /* person_id 0: none */
    enum role role;
    const char *name; /* «Е. П. Соколова» */
    const char *login;
    bool totp, disabled;
    const char *sort_key; /* with grant_id the key of the next page */
    int64_t granted_at;
};

struct role_filter {
    enum role role;        /* ROLE_NONE: every role */
    bool participants;     /* also mentors, mentees, representatives: only for PERM_PEOPLE_READ */
    const char *q;         /* a name's beginning; "" for all */
    const char *after_key; /* the last row of the page before; "" and 0 for the first */
    int64_t after_id;
};
/* Holders at exactly this unit, by name. At most ROLE_PAGE + 1 rows: the last says that there
 * is more. */
int role_holders(struct db *db, struct arena *a, int64_t unit_id, const struct role_filter *f,
                 struct role_holder **ret, size_t *ret_n);

/* How many hold each role at the unit; counts[ROLE_COUNT]. */
int role_counts(struct db *db, struct arena *a, int64_t unit_id, int64_t counts[ROLE_COUNT]);

/* One grant at this unit: 1, 0 or < 0. */
int role_grant_get(struct db *db, struct arena *a, int64_t unit_id, int64_t grant_id,
                   struct role_holder *ret);

struct role_change {
    int64_t by_account; /* 0: the console */
    enum role by_role;  /* the giver's strongest role at the unit; ROLE_NONE: the console */
    int64_t unit_id;
    enum role role;
    int64_t account_id;
};

/* May this change be made? 0, ERR_DENIED, ERR_INVALID, ERR_NOT_FOUND: see below. */
int role_change_allowed(struct db *db, struct arena *a, const struct role_change *c,
                        struct err *err);

/* Give: 0, also when the account has the role already. ERR_DENIED: the giver may not;
 * ERR_INVALID: the role does not belong to such a unit. */
int role_give(struct db *db, struct arena *a, const struct clock *clock,
              const struct role_change *c, struct err *err);

/* Take. ERR_DENIED: may not, or it is the last administrator; ERR_NOT_FOUND: not held. */
int role_take(struct db *db, struct arena *a, const struct role_change *c, struct err *err);

/* Any administrator at all? 1, 0 or < 0: a fresh installation has none. */
int role_admin_exists(struct db *db, struct arena *a);

/* May `by` give `role` at a unit of this kind? The list a form offers, and the rule of give. */
bool role_giveable(enum role by, enum role role, const char *unit_kind);

/* ---- for the pages of this district ---- */

struct req;
struct choice;

/* Roles of the request's unit as choices, ends with {NULL}: all that belong to such a unit, those
 * the person may give to anybody, or to somebody for a child, too. */
enum role_list { ROLES_HERE, ROLES_GIVEABLE, ROLES_GIVEABLE_FOR_CHILD };
int role_choices(struct req *req, enum role_list what, const struct choice **ret);

/* Crumbs of a page below «Люди и роли» of the request's unit. */
struct page;
int role_crumbs(struct req *req, struct page *page);
