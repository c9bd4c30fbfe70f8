/* The two ways of a request: GET reads in one transaction, POST writes in one. */
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/log.h"
#include "frame/call.h"
#include "frame/form.h"
#include "frame/frame.sql.h"
#include "frame/job_priv.h"

#define TRIES 5 /* of one request, when the database is busy */
#define TRY_MS 20

static void log_failure(struct call *c, int rc, const struct db *db)
{
    if (rc == ERR_IO || rc == ERR_BUSY)
        atomic_fetch_add(&c->frame->db_errors, 1);
    log_event(LOG_ERROR, "request_failed", "id=%s route=\"%s\" code=%d db=\"%s\" text=\"%s\"",
              call_number(c), c->match.route ? c->match.route->path : "-", rc,
              db ? db_error(db) : "", c->req.err.text);
}

/* Forget what a handler has put into the answer, also its cookies. */
static void drop_answer(struct call *c)
{
    size_t label = c->out->label;
    *c->out = (struct http_response){.status = 200, .label = label};
    c->answered = false;
}

static void reset_answer(struct call *c)
{
    drop_answer(c);
    c->wants_retry = c->wake_jobs = c->throttled = false;
    c->location = c->notice = c->failed_as = NULL;
    c->req.err.text[0] = '\0';
}

/* The page of a code that a handler or the database returned. */
static void fail(struct call *c, int rc, const struct db *db)
{
    const char *text = c->req.err.text;
    drop_answer(c);
    switch (rc) {
    case ERR_NOT_FOUND:
        answer_error(c, 404, text);
        return;
    case ERR_DENIED:
        answer_error(c, 403, text);
        return;
    case ERR_CONFLICT:
        answer_error(c, 409, text);
        return;
    case ERR_LIMIT:
        answer_error(c, c->throttled ? 429 : 413, text);
        return;
    case ERR_BUSY:
        log_failure(c, rc, db);
        answer_error(c, 503, text);
        return;
    case ERR_IO:
        log_failure(c, rc, db);
        answer_error(c, *text ? 500 : 503, text);
        return;
    default:
        log_failure(c, rc, db);
        answer_error(c, *text && rc == ERR_INVALID ? 400 : 500, text);
    }
}

static void to_login(struct call *c)
{
    const char *back = "/";
    if (strcmp(c->http->method, "POST") != 0)
        back = *c->http->query ? arena_printf(c->req.a, "%s?%s", c->req.path, c->http->query)
                               : c->req.path;
    if (strcmp(back, "/") == 0)
        (void)req_redirect(&c->req, "/login");
    else
        (void)req_redirect(&c->req, "/login?next=%s", url_encode(c->req.a, back));
}

/* Answers a gate that is not open; true when the handler may run. */
static bool pass(struct call *c, int gate, const struct db *db)
{
    if (gate == GATE_OPEN)
        return true;
    if (gate < 0)
        fail(c, gate, db);
    else if (gate == GATE_LOGIN)
        to_login(c);
    else if (gate == GATE_TOTP)
        (void)req_redirect(&c->req, "/totp");
    else
        answer_error(c, gate == GATE_FORBIDDEN ? 403 : 404, "");
    return false;
}

static void pause_before_retry(int try)
{
    unsigned char r;
    random_fill(&r, 1);
    struct timespec t = {.tv_nsec = ((TRY_MS << try) + r % TRY_MS) * 1000000L};
    nanosleep(&t, NULL);
}

int call_write(struct call *c, call_write_fn *write, void *what)
{
    int rc = ERR_BUSY;
    for (int try = 0; rc == ERR_BUSY && try < TRIES; try++) {
        struct db *db;
        if (try > 0)
            pause_before_retry(try - 1);
        if ((rc = worker_write(c, &db)) < 0 || (rc = db_begin(db)) < 0)
            continue;
        rc = write(c, db, what);
        if (rc >= 0)
            rc = db_commit(db);
        if (rc < 0)
            db_rollback(db);
    }
    return rc;
}

/* Open the read connection and begin; a connection that was lost is tried once more. */
static int begin_read(struct call *c, struct db **ret)
{
    int rc = worker_read(c, ret);
    for (int i = 0; rc == 0 && i < 2; i++)
        if ((rc = db_begin(*ret)) != ERR_IO)
            break;
    c->req.db = rc == 0 ? *ret : NULL;
    return rc;
}

static int run_get(struct call *c, handler_fn *handler, bool *ret_denied)
{
    struct db *db = NULL;
    int rc = begin_read(c, &db);
    if (rc < 0)
        return rc;
    int gate = gate_check(c);
    *ret_denied = gate == GATE_DENIED;
    rc = gate < 0 ? gate : 0;
    if (rc == 0 && pass(c, gate, db)) {
        rc = handler(&c->req);
        if (rc == 0 && !c->answered)
            rc = ERR_INVALID;
    }
    db_rollback(db);
    return rc;
}

void call_get(struct call *c)
{
    bool denied = false;
    int rc = 0;
    for (int try = 0; try < TRIES; try++) {
        reset_answer(c);
        rc = run_get(c, c->match.route->handler, &denied);
        if (rc != ERR_BUSY && !(rc == ERR_IO && try == 0))
            break;
        pause_before_retry(try);
    }
    if (rc < 0)
        fail(c, rc, c->worker->read);
    if (denied)
        after_denied(c);
    else if (session_seen(c) < 0)
        log_event(LOG_WARN, "session_touch_failed", "id=%s", call_number(c));
}

/* Show the form's page again on the read connection. */
static void show_again(struct call *c)
{
    struct db *db = NULL;
    drop_answer(c);
    int rc = begin_read(c, &db);
    if (rc == 0) {
        rc = c->match.route->retry(&c->req);
        db_rollback(db);
    }
    if (rc < 0)
        fail(c, rc, db);
}

static const char *sent_token(const struct http_request *http)
{
    for (size_t i = 0; i < http->n_pairs; i++)
        if (strcmp(http->pairs[i].name, TOKEN_FIELD) == 0)
            return http->pairs[i].value;
    return "";
}

/* The first answer of a form that was sent twice. */
static int answer_as_before(struct call *c, struct db *db)
{
    struct once_get once;
    int rc = once_get(db, c->req.a, (struct db_blob){c->nonce, NONCE_BYTES}, &once);
    if (rc < 0)
        return rc;
    if (rc == 1 && *once.location)
        return req_redirect(&c->req, "%s", once.location);
    return req_redirect(&c->req, "%s", c->match.allows_get ? c->req.path : "/");
}

/* The handler inside an open transaction. 1: commit, 0: roll back, < 0: error. */
static int run_post(struct call *c, struct db *db)
{
    const struct route *route = c->match.route;
    struct db_blob nonce = {c->nonce, NONCE_BYTES};
    bool once = !(route->flags & ROUTE_NO_CSRF);
    if (once) {
        int fresh = once_insert(db, nonce, clock_now(c->req.clock));
        if (fresh <= 0)
            return fresh < 0 ? fresh : answer_as_before(c, db);
    }
    int rc = route->handler(&c->req);
    if (rc < 0 || c->wants_retry)
        return rc < 0 ? rc : 0;
    if (!c->answered)
        return ERR_INVALID;
    if (once && c->location)
        rc = once_set(db, nonce, c->location);
    return rc < 0 ? rc : 1;
}

static int try_post(struct call *c)
{
    struct db *db = NULL;
    int rc = worker_write(c, &db);
    for (int i = 0; rc == 0 && i < 2; i++)
        if ((rc = db_begin(db)) != ERR_IO)
            break;
    if (rc < 0)
        return rc;
    c->req.db = db;
    rc = run_post(c, db);
    if (rc == 1)
        rc = db_commit(db);
    else
        db_rollback(db);
    return rc;
}

/* A kept form has done its duty once something was sent after the sign-in; signing in itself is
 * told by its route, for its handler has already named who came in. */
static void forget_kept(struct call *c)
{
    const struct route *route = c->match.route;
    bool signing_in = route->flags & ROUTE_NO_TOTP || route->perm == PERM_PUBLIC;
    if (!signing_in && http_cookie(c->http, COOKIE_KEPT))
        set_cookie(c, COOKIE_KEPT, "", 0);
}

static void finish_post(struct call *c, int rc)
{
    if (rc < 0) {
        fail(c, rc, c->worker->write);
    } else if (c->wants_retry) {
        if (c->match.route->retry)
            show_again(c);
        else
            answer_error(c, 400, c->req.err.text);
    } else if (c->wake_jobs && c->frame->app->jobs) {
        jobs_wake(c->frame->app->jobs);
    }
    if (rc >= 0 && !c->wants_retry) {
        forget_kept(c);
        if (c->notice)
            set_cookie(c, COOKIE_NOTICE, url_encode(c->req.a, c->notice), 60);
    }
    if (c->failed_as)
        after_sign_in_failed(c);
}

static bool token_passes(struct call *c)
{
    const struct req *req = &c->req;
    const char *bind = req->who.session_id ? c->session.cookie : c->visitor;
    if (c->match.route->flags & ROUTE_NO_CSRF)
        return true;
    enum token_state s = token_check(c->frame->app->key, bind ? bind : "", sent_token(c->http),
                                     clock_now(req->clock), c->nonce);
    if (s == TOKEN_GOOD) {
        token_of_request(c->nonce, c->http);
        return true;
    }
    answer_error(c, 403,
                 _("Страница с формой открыта слишком давно или в другом окне был новый вход. "
                   "Вернитесь, обновите её и отправьте ещё раз."));
    return false;
}

/* What comes before the transaction: the form, and the slow work of the row. A bad form wants its
 * page again. */
static int prepare_post(struct call *c)
{
    const struct route *route = c->match.route;
    struct db *db = NULL;
    if (route->form) {
        c->req.form = form_parse(c->req.a, route->form, c->http->pairs, c->http->n_pairs);
        c->wants_retry = !form_ok(c->req.form);
    }
    if (!route->prepare || c->wants_retry)
        return 0;
    int rc = begin_read(c, &db);
    if (rc == 0) {
        rc = route->prepare(&c->req);
        db_rollback(db);
    }
    return rc;
}

int call_gate(struct call *c)
{
    struct db *db = NULL;
    int rc = begin_read(c, &db);
    if (rc < 0)
        return rc;
    int gate = gate_check(c);
    c->n_objects = 0; /* the handler has a transaction of its own */
    db_rollback(db);
    return gate;
}

void call_post(struct call *c)
{
    int gate = call_gate(c), rc;
    if (gate == GATE_LOGIN && (rc = kept_save(c)) < 0)
        log_failure(c, rc, c->worker->write);
    if (!pass(c, gate, c->worker->read)) {
        if (gate == GATE_DENIED)
            after_denied(c);
        return;
    }
    if (!token_passes(c))
        return;
    rc = prepare_post(c);
    bool ready = rc == 0 && !c->wants_retry;
    for (int try = 0; ready && try < TRIES; try++) {
        reset_answer(c);
        rc = try_post(c);
        if (rc != ERR_BUSY)
            break;
        pause_before_retry(try);
    }
    finish_post(c, rc);
}
