/*
 * Routes are data: method, path, handler, permission, form, limits. A module exports one
 * `const struct module x_module`; src/cmd/modules.c lists them all.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "frame/access.h"
#include "frame/form.h"
#include "frame/req.h"

enum http_method { HTTP_GET, HTTP_POST };

/* 0: an answer was set. < 0: the frame rolls back and shows the error page of the code, with
 * req->err.text when it is not empty. */
typedef int handler_fn(struct req *req);

enum {
    ROUTE_UPLOAD = 1,  /* takes one file, streamed to disk (limit: .body_limit) */
    ROUTE_NO_CSRF = 2, /* POST without a token: only for machines with their own secret */
    ROUTE_NO_TOTP = 4, /* open before the second factor: the pages that ask for it, sign-out */
    ROUTE_SLOW = 8,    /* hashes a password: waits for the threads of slow work, holds no worker */
};

struct route {
    enum http_method method;
    const char *path; /* "/programmes/{programme}/mentees": {x} is an id and names a scope */
    handler_fn *handler;
    enum perm perm;
    const struct form_def *form; /* POST: its fields; NULL: only the token */
    handler_fn *retry;           /* POST: the page that shows the form again, or why not */
    size_t body_limit;           /* bytes; 0: 256 KiB */
    unsigned flags;
    /* POST: slow work before the transaction, which holds the only write lock: reads only, after
     * the form was parsed; leaves what it found in req->prepared. < 0 ends the request. */
    handler_fn *prepare;
};

/* Rows: ROUTE_GET("/programmes/{programme}", show, PERM_UNIT_READ),
 * ROUTE_POST("/programmes/{programme}/settings", save, PERM_PROGRAMME_MANAGE, .form = &plan_form,
 * .retry = edit). */
#define ROUTE_GET(path_, handler_, perm_, ...)                                                     \
    {                                                                                              \
        .method = HTTP_GET, .path = (path_), .handler = (handler_), .perm = (perm_), __VA_ARGS__   \
    }
#define ROUTE_POST(path_, handler_, perm_, ...)                                                    \
    {                                                                                              \
        .method = HTTP_POST, .path = (path_), .handler = (handler_), .perm = (perm_), __VA_ARGS__  \
    }

/*
 * Access, checked in this order before the handler:
 *   PERM_PUBLIC      everybody, when every object of the path exists
 *   signed out       → sign-in page, and back afterwards
 *   no second factor → the page that asks for it, for roles that need it
 *                      (role_needs_totp) and for accounts that have one
 *   object of one's own (a person of .persons) → enough for PERM_OWN and PERM_SIGNED_IN
 *   no role at the unit of an object or above it → 404 and a row «denied» in the journal
 *   a role without the permission there → 403
 * A path without objects asks for the permission at any unit.
 */

/* What stands behind a {param}. */
struct object {
    int64_t unit_id;
    int64_t parent_id;  /* must equal the id of the {param} before it, when there is one; 0: any */
    int64_t persons[6]; /* for PERM_OWN: whose it is; 0 = unused */
    const void *found;  /* what was read of it, for req_found; may stay NULL */
};

/* 1 found, 0 none, < 0 error. Runs on the read-only connection, before the handler. */
typedef int scope_fn(struct req *req, int64_t id, struct object *ret);

struct scope {
    const char *param;
    scope_fn *find;
};

struct job_kind; /* frame/job.h */

/* A line of the default rail, for who has the permission anywhere. */
struct nav_row {
    const char *label; /* N_() text */
    const char *href;
    const char *icon; /* of the sprite, or NULL */
    enum perm perm;
    uint32_t roles; /* bits 1 << enum role of those it is meant for; 0: all */
};

struct module {
    const char *name;
    const struct route *routes;
    size_t n_routes;
    const struct scope *scopes;
    size_t n_scopes;
    const struct job_kind *jobs;
    size_t n_jobs;
    const struct nav_row *nav;
    size_t n_nav;
    /* When the server starts, after the migrations, in a transaction: NULL, or a line to print
     * for the person at the console (the link for the first administrator). May be NULL. */
    int (*start)(const struct app *app, struct db *db, struct arena *a, struct err *err,
                 const char **ret_line);
    /* Once an hour by the worker, in a transaction: what the calendar asks for (reminders, the end
     * of a month). It may be called twice in one hour: look what is there. May be NULL. */
    int (*hourly)(const struct app *app, struct db *db, struct arena *a);
};
