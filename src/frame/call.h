/* The inside of a request; for the files of frame only. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"
#include "frame/frame.h"
#include "frame/prefs.h"
#include "frame/token.h"

#define COOKIE_SESSION "session"
#define COOKIE_VISITOR "visitor" /* ties forms of people who are not signed in */
#define COOKIE_NOTICE "notice"
#define COOKIE_KEPT "kept"
#define COOKIE_LANG "lang"

#define TOKEN_FIELD "_token"

/* Connections of one thread, opened when first needed. */
struct worker {
    struct arena *a; /* holds this struct */
    struct db *read, *write;
};

struct frame {
    struct app *app;
    struct arena *a;
    struct router *router;
    struct http_app http;
    const char **labels; /* of the routes, then "assets" and "other" */
    pthread_key_t worker;
    atomic_ullong db_errors, db_statements;
};

struct session {
    const char *cookie; /* as sent; also of an expired one; NULL: none */
    int64_t created_at, seen_at;
    int64_t expired_account; /* the session is over: whose it was */
    bool second_factor;
    bool has_totp; /* the account asks for a code */
};

enum gate { GATE_OPEN, GATE_LOGIN, GATE_TOTP, GATE_MISSING, GATE_DENIED, GATE_FORBIDDEN };

struct call {
    struct req req; /* first: every req is inside a call */
    struct frame *frame;
    struct worker *worker;
    struct http_request *http;
    struct http_response *out;
    struct route_match match;
    struct object objects[ROUTER_MAX_PARAMS]; /* of the path, as the gate found them */
    size_t n_objects;
    struct session session;
    struct prefs prefs;
    const struct form_pair *query;
    size_t n_query;
    int bad_query;     /* the status that refuses it */
    const char *token; /* for the forms of this page */
    const char *visitor;
    bool new_visitor;
    bool fragment; /* other sites may show the answer in a frame */
    unsigned char nonce[NONCE_BYTES];
    bool answered;
    bool wants_retry;
    bool wake_jobs;
    bool throttled;          /* ERR_LIMIT means «wait», the page of status 429 */
    const char *retry_after; /* seconds, of a slow-down */
    const char *location;    /* of a redirect */
    const char *notice;      /* set for the next page */
    const char *failed_as;   /* login whose sign-in failed: counted after the rollback */
    const char *number;      /* call_number: made when it is asked for */
};

static inline struct call *call_of(struct req *req)
{
    return (struct call *)req;
}

/* frame.c: of the request, for the log and the 500 page. */
const char *call_number(struct call *c);

/* dispatch.c */
void call_get(struct call *c);
void call_post(struct call *c);
int call_gate(struct call *c); /* enum gate, or < 0 */

/* A short transaction beside the request's own, again while the database is busy. write gives < 0
 * to have nothing kept; so does this function when nothing was. */
typedef int call_write_fn(struct call *c, struct db *db, void *what);
int call_write(struct call *c, call_write_fn *write, void *what);

/* worker.c */
struct worker *worker_get(struct frame *f);
int worker_read(struct call *c, struct db **ret);
int worker_write(struct call *c, struct db **ret);
void worker_close(void *worker);

/* session.c */
int session_load(struct call *c);
int session_seen(struct call *c);
void set_cookie(struct call *c, const char *name, const char *value, int64_t max_age_s);

/* gate.c: resolves the objects of the path and fills req.who and req.unit_id. < 0: ERR_*. */
int gate_check(struct call *c);

/* kept.c */
int kept_save(struct call *c);
handler_fn kept_show;

/* page.c */
void answer_html(struct call *c, int status, const char *html, size_t n);
void answer_error(struct call *c, int status, const char *text);
void security_headers(struct call *c);

/* assets.c: true when the path is one of an asset and was answered. */
bool asset_answer(struct call *c);

/* Runs after a rollback, in a transaction of its own; failures are logged, never shown. */
void after_denied(struct call *c);
void after_sign_in_failed(struct call *c);

int audit_write(struct call *c, struct db *db, const char *action, const char *kind, int64_t id,
                const char *detail);
