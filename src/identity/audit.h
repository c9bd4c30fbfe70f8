/* Reading the journal. Writing is req_audit (frame/req.h); nothing changes or deletes a row. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct db;
struct module;

/* /units/{unit}/audit */
extern const struct module audit_module;

#define AUDIT_PAGE 50

struct audit_entry {
    int64_t id;       /* carries the time: id_time() */
    const char *who;  /* «Е. П. Соколова»; "" when nobody was signed in */
    const char *unit; /* short name; "" for the installation */
    const char *action, *object_kind, *detail, *ip;
    bool staff; /* who holds a role other than mentor, mentee, representative */
};

struct audit_filter {
    int64_t unit_id;
    const char *object_kind; /* "" for all */
    int64_t before;          /* an id, 0: from the newest */
};

/* The journal of the unit and all below it, newest first, at most AUDIT_PAGE + 1 rows. At the root
 * also what belongs to no unit: sign-ins. */
int audit_list(struct db *db, struct arena *a, const struct audit_filter *f,
               struct audit_entry **ret, size_t *ret_n);

/* «Вход в систему» for "login", «Роль» for "role_grant": NULL when the code is not known here. */
const char *audit_action_name(const char *action);

struct audit_kind {
    const char *code, *name; /* name: N_() text */
};
/* Kinds of objects that a filter offers; ends with {NULL}. */
extern const struct audit_kind audit_kinds[];
