#include "frame/req.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "frame/call.h"
#include "frame/form.h"

#define MAX_NOTICE 300 /* bytes: it travels in a cookie */

int64_t req_id(const struct req *req, const char *param)
{
    const struct route_match *m = &((const struct call *)req)->match;
    for (size_t i = 0; i < m->n_params; i++)
        if (strcmp(m->scopes[i]->param, param) == 0)
            return m->ids[i];
    assert(false && "the route has no such parameter");
    return 0;
}

const void *req_found(const struct req *req, const char *param)
{
    const struct call *c = (const struct call *)req;
    for (size_t i = 0; i < c->n_objects; i++)
        if (strcmp(c->match.scopes[i]->param, param) == 0)
            return c->objects[i].found;
    return NULL;
}

const char *req_query(const struct req *req, const char *name)
{
    const struct call *c = (const struct call *)req;
    for (size_t i = 0; i < c->n_query; i++)
        if (strcmp(c->query[i].name, name) == 0)
            return c->query[i].value;
    return "";
}

int64_t req_query_int(const struct req *req, const char *name, int64_t min, int64_t max,
                      int64_t fallback)
{
    const char *s = req_query(req, name);
    bool minus = *s == '-';
    int64_t v = 0;
    if (!*(s += minus))
        return fallback;
    for (; *s; s++)
        if (*s < '0' || *s > '9' || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, *s - '0', &v))
            return fallback;
    v = minus ? -v : v;
    return v < min || v > max ? fallback : v;
}

int req_redirect(struct req *req, const char *fmt, ...)
{
    struct call *c = call_of(req);
    va_list ap;
    va_start(ap, fmt);
    c->location = arena_vprintf(req->a, fmt, ap);
    va_end(ap);
    c->out->status = 303;
    c->out->body_n = 0;
    http_add(c->out, "Location", c->location);
    c->answered = true;
    return 0;
}

static int answer_bytes(struct req *req, int status, const char *type, const char *text)
{
    struct call *c = call_of(req);
    c->out->status = status;
    c->out->type = type;
    c->out->body = arena_strdup(req->a, text);
    c->out->body_n = strlen(text);
    security_headers(c);
    http_add(c->out, "Cache-Control", "no-store");
    c->answered = true;
    return 0;
}

int req_json(struct req *req, const char *json)
{
    return answer_bytes(req, 200, "application/json; charset=utf-8", json);
}

int req_text(struct req *req, int status, const char *text)
{
    return answer_bytes(req, status, "text/plain; charset=utf-8", text);
}

/* RFC 6266: an ASCII name for old clients, the real one percent-encoded. */
static const char *disposition(struct arena *a, const char *name)
{
    struct strbuf plain;
    strbuf_init(&plain, a);
    for (const char *s = name; *s; s++)
        if ((*s & 0x80) == 0)
            strbuf_putc(&plain, *s < ' ' || strchr("\"\\/", *s) ? '_' : *s);
    return arena_printf(a, "attachment; filename=\"%s\"; filename*=UTF-8''%s",
                        *plain.s ? plain.s : "file", url_encode(a, name));
}

int req_file(struct req *req, const char *path, const char *type, const char *name, bool remove)
{
    struct call *c = call_of(req);
    struct stat st;
    if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
        return ERR_NOT_FOUND;
    c->out->status = 200;
    c->out->type = type;
    c->out->file = arena_strdup(req->a, path);
    c->out->remove_file = remove;
    http_add(c->out, "Content-Disposition", disposition(req->a, name));
    security_headers(c);
    http_add(c->out, "Cache-Control", "no-store");
    c->answered = true;
    return 0;
}

void req_notice(struct req *req, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = arena_vprintf(req->a, fmt, ap);
    va_end(ap);
    if (strlen(text) > MAX_NOTICE)
        text[utf8_cut(text, MAX_NOTICE)] = '\0';
    call_of(req)->notice = text;
}

int req_retry(struct req *req)
{
    call_of(req)->wants_retry = true;
    return 0;
}

int req_not_found(struct req *req)
{
    (void)req;
    return ERR_NOT_FOUND;
}

int req_audit(struct req *req, const char *action, const char *object_kind, int64_t object_id,
              const char *detail)
{
    return audit_write(call_of(req), req->db, action, object_kind, object_id, detail);
}

struct form *req_form(struct req *req, const struct form_def *def, const void *initial)
{
    return req->form ? req->form : form_new(req->a, def, initial);
}

const void *req_input(const struct req *req)
{
    assert(req->form);
    return form_values(req->form);
}
