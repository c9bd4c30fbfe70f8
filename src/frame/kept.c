/*
 * A long form sent after the session had expired is kept for an hour and shown again, filled,
 * after sign-in. Only when its token was made for this browser: another site cannot plant one.
 * Passwords are never kept; a form of another account is not shown.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/call.h"
#include "frame/frame.sql.h"

#define KEPT_S 3600
#define KEPT_MAX (256u << 10)
#define ACCOUNT "_account"

static bool is_password(const struct form_def *def, const char *name)
{
    for (size_t i = 0; i < def->n_fields; i++)
        if (strcmp(def->fields[i].name, name) == 0)
            return def->fields[i].type == FIELD_PASSWORD;
    return false;
}

static void add_pair(struct strbuf *b, const char *name, const char *value)
{
    strbuf_printf(b, "%s%s=%s", b->len ? "&" : "", url_encode(b->a, name), url_encode(b->a, value));
}

static bool worth_keeping(struct call *c)
{
    const struct form_pair *pairs = c->http->pairs;
    for (size_t i = 0; i < c->http->n_pairs; i++)
        if (strcmp(pairs[i].name, TOKEN_FIELD) == 0)
            return c->session.cookie &&
                   token_check(c->frame->app->key, c->session.cookie, pairs[i].value,
                               clock_now(c->req.clock), NULL) != TOKEN_BAD;
    return false;
}

struct kept_form {
    const char *key;
    struct db_blob pairs;
};

static int write_kept(struct call *c, struct db *db, void *what)
{
    const struct kept_form *k = what;
    return kept_insert(db, secret_hash(c->req.a, k->key), c->req.path, k->pairs,
                       clock_now(c->req.clock));
}

int kept_save(struct call *c)
{
    const struct route *route = c->match.route;
    if (!route->form || !worth_keeping(c))
        return 0;
    struct strbuf b;
    strbuf_init(&b, c->req.a);
    add_pair(&b, ACCOUNT, arena_printf(c->req.a, "%lld", (long long)c->session.expired_account));
    for (size_t i = 0; i < c->http->n_pairs; i++) {
        const struct form_pair *p = &c->http->pairs[i];
        if (strcmp(p->name, TOKEN_FIELD) != 0 && strcmp(p->name, ACCOUNT) != 0 &&
            !is_password(route->form, p->name))
            add_pair(&b, p->name, p->value);
    }
    if (b.len > KEPT_MAX)
        return 0;
    struct kept_form kept = {secret_new(c->req.a), {b.s, b.len}};
    int rc = call_write(c, write_kept, &kept);
    if (rc < 0)
        return rc;
    set_cookie(c, COOKIE_KEPT, kept.key, KEPT_S);
    return 0;
}

/* The account it was typed by, or 0 when unknown. */
static int64_t account_of(const struct form_pair *pairs, size_t n)
{
    if (n == 0 || strcmp(pairs[0].name, ACCOUNT) != 0)
        return 0;
    int64_t id = 0;
    for (const char *s = pairs[0].value; *s >= '0' && *s <= '9'; s++)
        if (__builtin_mul_overflow(id, 10, &id) || __builtin_add_overflow(id, *s - '0', &id))
            return 0;
    return id;
}

/* GET /kept: the page of the form, as that page's own address would show it. */
int kept_show(struct req *req)
{
    struct call *c = call_of(req);
    const char *key = http_cookie(c->http, COOKIE_KEPT);
    struct kept_get kept;
    if (!key)
        return req_redirect(req, "/");
    int rc = kept_get(req->db, req->a, secret_hash(req->a, key),
                      clock_now(req->clock) - KEPT_S * 1000LL, &kept);
    if (rc == 0)
        set_cookie(c, COOKIE_KEPT, "", 0);
    if (rc <= 0)
        return rc < 0 ? rc : req_redirect(req, "/");
    struct form_pair *pairs;
    size_t n;
    rc = url_parse_pairs(req->a, kept.body.p, kept.body.n, &pairs, &n);
    if (rc < 0)
        return rc;
    int64_t account = account_of(pairs, n);
    router_find(c->frame->router, HTTP_POST, kept.path, &c->match);
    if (!c->match.route || !c->match.route->retry || (account && account != req->who.account_id)) {
        set_cookie(c, COOKIE_KEPT, "", 0);
        return req_redirect(req, "/");
    }
    rc = gate_check(c);
    if (rc != GATE_OPEN)
        return rc < 0 ? rc : ERR_NOT_FOUND;
    req->path = kept.path;
    req->form = form_parse(req->a, c->match.route->form, pairs, n);
    form_error(req->form, NULL, "%s",
               _("Вход выполнен заново, написанное сохранилось. Проверьте и отправьте ещё раз"));
    return c->match.route->retry(req);
}
