#include "frame/session.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "frame/call.h"
#include "frame/frame.sql.h"

#define TOUCH_MS (5LL * 60000) /* seen_at is written at most that often */
#define COOKIE_LIFE_S                                                                              \
    (30LL * 24 * 3600) /* longer than a session: a kept form needs the old cookie */
#define MAX_AGENT 200
#define MAX_SECRET 64

void set_cookie(struct call *c, const char *name, const char *value, int64_t max_age_s)
{
    const char *url = c->frame->app->config.public_url;
    bool https = url && strncmp(url, "https:", 6) == 0;
    struct arena *a = c->req.a;
    http_add(c->out, "Set-Cookie",
             arena_printf(a, "%s=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s", name, value,
                          (long long)max_age_s, https ? "; Secure" : ""));
}

/* Fills who from the cookie; a session that is over only leaves its account in expired_account. */
int session_load(struct call *c)
{
    struct req *req = &c->req;
    req->who = (struct who){.zone = ZONE_MOSCOW};
    c->session.cookie = http_cookie(c->http, COOKIE_SESSION);
    if (!c->session.cookie || strlen(c->session.cookie) > MAX_SECRET)
        return 0;
    struct session_by_token s;
    int rc = session_by_token(req->db, req->a, secret_hash(req->a, c->session.cookie), &s);
    if (rc <= 0)
        return rc;
    int64_t now = clock_now(req->clock);
    /* Entered by a button without a password: not a moment longer than the server shows them. */
    if (s.demo && !req->app->config.demo)
        return 0;
    if (s.disabled || now - s.seen_at > SESSION_IDLE_MS || now - s.created_at > SESSION_LIFE_MS) {
        c->session.expired_account = s.account_id;
        return 0;
    }
    c->session.created_at = s.created_at;
    c->session.seen_at = s.seen_at;
    c->session.second_factor = s.second_factor;
    c->session.has_totp = s.has_totp;
    req->who.account_id = s.account_id;
    req->who.person_id = s.has_person_id ? s.person_id : 0;
    req->who.session_id = s.id;
    req->who.name = s.display_name;
    return 0;
}

static int write_touch(struct call *c, struct db *db, void *now)
{
    return session_touch(db, c->req.who.session_id, *(const int64_t *)now, c->req.ip);
}

int session_seen(struct call *c)
{
    int64_t now = clock_now(c->req.clock);
    if (!c->req.who.session_id || now - c->session.seen_at < TOUCH_MS)
        return 0;
    return call_write(c, write_touch, &now);
}

int session_start(struct req *req, int64_t account_id, bool second_factor)
{
    struct call *c = call_of(req);
    if (req->who.session_id) {
        int rc = session_delete(req->db, req->who.session_id, req->who.account_id);
        if (rc < 0)
            return rc;
    }
    char *secret = secret_new(req->a);
    const char *agent = http_header(c->http, "User-Agent");
    agent = agent ? arena_strndup(req->a, agent, utf8_cut(agent, strnlen(agent, MAX_AGENT))) : "";
    int64_t id = id_new(req->clock);
    int rc = session_insert(req->db, id, secret_hash(req->a, secret), account_id, second_factor,
                            clock_now(req->clock), req->ip, agent);
    if (rc < 0)
        return rc;
    set_cookie(c, COOKIE_SESSION, secret, COOKIE_LIFE_S);
    return 0;
}

int session_second_factor(struct req *req)
{
    char *secret = secret_new(req->a);
    int rc = session_rotate(req->db, req->who.session_id, secret_hash(req->a, secret));
    if (rc < 0)
        return rc;
    set_cookie(call_of(req), COOKIE_SESSION, secret, COOKIE_LIFE_S);
    return 0;
}

int session_end(struct req *req)
{
    int rc = session_delete(req->db, req->who.session_id, req->who.account_id);
    if (rc < 0)
        return rc;
    set_cookie(call_of(req), COOKIE_SESSION, "", 0);
    return 0;
}

int session_end_others(struct req *req, int64_t account_id)
{
    int64_t keep = account_id == req->who.account_id ? req->who.session_id : 0;
    int rc = session_delete_others(req->db, account_id, keep);
    return rc < 0 ? rc : 0;
}

int session_end_one(struct req *req, int64_t session_id)
{
    int rc = session_delete(req->db, session_id, req->who.account_id);
    return rc < 0 ? rc : 0;
}

bool session_has_second_factor(const struct req *req)
{
    return ((const struct call *)req)->session.second_factor;
}

bool session_keeps_form(struct req *req)
{
    return http_cookie(call_of(req)->http, COOKIE_KEPT) != NULL;
}

const char *session_next(struct req *req, const char *next)
{
    if (session_keeps_form(req))
        return "/kept";
    return next && *next && strlen(next) <= URL_MAX_PATH && url_is_local(next) ? next : "/";
}
