/* One request: from the first sight of its address to the end of its answer. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/utf8.h"
#include "net/http_priv.h"

#define ANSWER_MS 600000 /* for the client to take the answer */
#define FILE_TIMES 10    /* a body with a file may take that many times longer */

static struct arena *take_arena(struct http_server *s)
{
    struct arena *a = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->n_spare)
        a = s->spare[--s->n_spare];
    pthread_mutex_unlock(&s->lock);
    return a ? a : arena_new();
}

static void give_arena(struct http_server *s, struct arena *a)
{
    arena_reset(a);
    pthread_mutex_lock(&s->lock);
    if (s->n_spare < MAX_SPARE) {
        s->spare[s->n_spare++] = a;
        a = NULL;
    }
    pthread_mutex_unlock(&s->lock);
    arena_free(a);
}

static void count_running(struct http_server *s, struct exchange *x, bool up)
{
    if (x->counted == up)
        return;
    x->counted = up;
    pthread_mutex_lock(&s->lock);
    s->running += up ? 1u : (unsigned)-1;
    if (!s->running)
        pthread_cond_broadcast(&s->idle);
    pthread_mutex_unlock(&s->lock);
}

/* libmicrohttpd would now keep each argument of the query in the connection's pool, and a few
 * hundred of them fill it: 0.9.75 then hangs without an answer or dereferences the answer it did
 * not make. Its buffer is ours to write to (it writes zeros there itself); without '&' it sees one
 * argument, and we parse the query with bounds of our own. */
static void hide_arguments(const char *uri)
{
    for (char *s = (char *)(uintptr_t)uri; (s = strchr(s, '&')); s++)
        *s = '+';
}

/* First sight of a request: its address as sent. */
void *exchange_uri(void *cls, const char *uri, struct MHD_Connection *con)
{
    struct http_server *s = cls;
    struct arena *a = take_arena(s);
    struct exchange *x = arena_new_of(a, struct exchange);
    x->server = s;
    guard_hold(con, x);
    x->req = (struct http_request){.a = a, .path = "/", .query = "", .ip = guard_ip(con)};
    size_t n = strlen(uri);
    if (n > HTTP_MAX_URI) {
        x->req.fault = 414;
        hide_arguments(uri);
        return x;
    }
    const char *mark = memchr(uri, '?', n);
    size_t path_n = mark ? (size_t)(mark - uri) : n;
    char *path;
    if (path_n > URL_MAX_PATH)
        x->req.fault = 414;
    else if (uri[0] != '/' || url_decode(a, uri, path_n, 0, &path) < 0)
        x->req.fault = 400;
    else
        x->req.path = path;
    if (mark)
        x->req.query = arena_strdup(a, mark + 1);
    hide_arguments(uri);
    return x;
}

struct header_list {
    struct http_header *v;
    size_t n;
    bool bad;
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    (void)kind;
    struct header_list *l = cls;
    if (!value)
        return MHD_YES;
    if (l->n == HTTP_MAX_HEADERS || !utf8_valid(value, strlen(value))) {
        l->bad = true;
        return MHD_NO;
    }
    l->v[l->n++] = (struct http_header){name, value};
    return MHD_YES;
}

static bool starts(const char *s, const char *word)
{
    return s && strncasecmp(s, word, strlen(word)) == 0;
}

/* Headers are in: let the application say how much body it wants, and refuse early. */
static void begin(struct exchange *x, struct MHD_Connection *con, const char *method)
{
    struct http_request *req = &x->req;
    x->begun = true;
    x->started_ms = mono_ms();
    req->method = method;
    struct header_list list = {.v = arena_array(req->a, struct http_header, HTTP_MAX_HEADERS)};
    MHD_get_connection_values(con, MHD_HEADER_KIND, on_header, &list);
    req->headers = list.v;
    req->n_headers = list.n;
    if (list.bad && !req->fault)
        req->fault = 431;
    if (!req->fault)
        x->server->app.accept(x->server->app.ctx, req);
    if (req->fault)
        return;
    const char *length = http_header(req, "Content-Length");
    const char *type = http_header(req, "Content-Type");
    bool has_body = (length && strcmp(length, "0") != 0) || http_header(req, "Transfer-Encoding");
    if (!has_body)
        return;
    if (length && strtoull(length, NULL, 10) > req->body_limit)
        req->fault = 413;
    else if (starts(type, "multipart/form-data"))
        x->multipart = multipart_new(con, req, x->server->o.upload_dir, req->body_limit);
    if (!req->fault && !x->multipart && !starts(type, "application/x-www-form-urlencoded"))
        req->fault = 415;
    strbuf_init(&x->body, req->a);
    guard_deadline(con, x->server->o.body_ms * (req->takes_file ? FILE_TIMES : 1));
}

static enum MHD_Result take_body(struct exchange *x, const char *data, size_t n)
{
    struct http_request *req = &x->req;
    x->body_n += n;
    if (x->body_n > req->body_limit) {
        /* Only a chunked body gets here: swallow as much again, then hang up. */
        req->fault = 413;
        return x->body_n > 2 * req->body_limit + 65536 ? MHD_NO : MHD_YES;
    }
    if (req->fault)
        return MHD_YES;
    if (x->multipart)
        req->fault = multipart_feed(x->multipart, data, n);
    else
        strbuf_add(&x->body, data, n);
    return MHD_YES;
}

static void end_body(struct exchange *x)
{
    struct http_request *req = &x->req;
    if (req->fault)
        return;
    if (x->multipart) {
        req->fault = multipart_end(x->multipart);
    } else if (x->body.a) {
        struct form_pair *pairs;
        int rc = url_parse_pairs(req->a, x->body.s, x->body.len, &pairs, &req->n_pairs);
        if (rc < 0)
            req->fault = rc == ERR_LIMIT ? 413 : 400;
        else
            req->pairs = pairs;
    }
}

static enum MHD_Result respond(struct exchange *x, struct MHD_Connection *con)
{
    struct http_server *s = x->server;
    x->out.status = 200;
    guard_deadline(con, ANSWER_MS);
    if (x->req.slow && !x->req.fault && s->o.slow_workers) {
        x->con = con;
        if (slow_put(&s->slow, x))
            return MHD_YES;
        x->req.fault = 503;
    }
    s->app.handle(s->app.ctx, &x->req, &x->out);
    return answer_queue(x, con);
}

enum MHD_Result exchange_request(void *cls, struct MHD_Connection *con, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *n, void **ctx)
{
    (void)url, (void)version;
    struct exchange *x = *ctx;
    if (!x->begun) {
        count_running(cls, x, true);
        begin(x, con, method);
        return x->req.fault ? respond(x, con) : MHD_YES;
    }
    if (*n) {
        size_t got = *n;
        *n = 0;
        return take_body(x, data, got);
    }
    if (x->answering) /* resumed */
        return answer_queue(x, con);
    end_body(x);
    return respond(x, con);
}

void exchange_end(struct exchange *x)
{
    struct http_server *s = x->server;
    if (x->multipart)
        multipart_free(x->multipart);
    if (x->req.file.path)
        unlink(x->req.file.path);
    if (x->begun && x->out.status)
        metrics_count(s->metrics, x->out.label, x->out.status, mono_ms() - x->started_ms);
    count_running(s, x, false);
    give_arena(s, x->req.a);
}

void exchange_done(void *cls, struct MHD_Connection *con, void **ctx,
                   enum MHD_RequestTerminationCode why)
{
    (void)why;
    struct http_server *s = cls;
    if (!*ctx)
        return;
    *ctx = NULL;
    guard_deadline(con, s->o.head_ms);
    guard_hold(con, NULL);
}

/* Keep escapes: url_decode() refuses what MHD would let through. */
size_t exchange_escapes(void *cls, struct MHD_Connection *con, char *s)
{
    (void)cls, (void)con;
    return strlen(s);
}
