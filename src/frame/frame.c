#include "frame/frame.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/log.h"
#include "frame/call.h"
#include "frame/job_priv.h"

#define DEFAULT_BODY (256u << 10)
#define UNREAD 401 /* the gate is shut: it says why, the body was not read */

static void accept_request(void *ctx, struct http_request *http);
static void handle_request(void *ctx, struct http_request *http, struct http_response *out);

static void write_metrics(void *ctx, struct strbuf *out)
{
    struct frame *f = ctx;
    strbuf_printf(out, "# TYPE nastavnik_db_errors_total counter\nnastavnik_db_errors_total %llu\n",
                  atomic_load(&f->db_errors));
    strbuf_printf(
        out, "# TYPE nastavnik_db_statements_total counter\nnastavnik_db_statements_total %llu\n",
        atomic_load(&f->db_statements));
    if (f->app->jobs)
        jobs_metrics(f->app->jobs, out);
}

int frame_new(struct app *app, struct err *err, struct frame **ret)
{
    if (sodium_init() < 0)
        return err_set(err, ERR_IO, _("Не запускается libsodium"));
    struct arena *a = arena_new();
    struct frame *f = arena_new_of(a, struct frame);
    f->app = app;
    f->a = a;
    int rc = router_new(a, app->modules, app->n_modules, err, &f->router);
    if (rc < 0) {
        arena_free(a);
        return rc;
    }
    const char *const *labels;
    size_t n = router_labels(f->router, &labels);
    f->labels = arena_array(a, const char *, n + 2);
    memcpy(f->labels, labels, n * sizeof *labels);
    f->labels[n] = "assets";
    f->labels[n + 1] = "other";
    f->http = (struct http_app){accept_request, handle_request, write_metrics, f->labels, n + 2, f};
    if (pthread_key_create(&f->worker, worker_close) != 0)
        abort();
    *ret = f;
    return 0;
}

void frame_free(struct frame *f)
{
    if (!f)
        return;
    worker_close(pthread_getspecific(f->worker));
    pthread_key_delete(f->worker);
    arena_free(f->a);
}

struct http_app frame_http(struct frame *f)
{
    return f->http;
}

int frame_key(const char *data_dir, struct err *err, unsigned char ret_key[32])
{
    struct arena *a = arena_new();
    const char *path = arena_printf(a, "%s/secret.key", data_dir);
    char *data;
    size_t n;
    int rc = fs_read(a, path, 32, err, &data, &n);
    if (rc == 0 && n == 32) {
        memcpy(ret_key, data, 32);
    } else if (rc == ERR_NOT_FOUND) {
        random_fill(ret_key, 32);
        rc = fs_write(path, ret_key, 32, err);
    } else if (rc == 0) {
        rc = err_set(err, ERR_INVALID,
                     _("Файл %s повреждён. Верните его из копии: без него не подойдут коды с "
                       "телефонов и разосланные ссылки"),
                     path);
    }
    arena_free(a);
    return rc;
}

/* "ru-RU,ru;q=0.9,en;q=0.8": the first language of ours. */
static enum lang language(struct call *c)
{
    const char *chosen = http_cookie(c->http, COOKIE_LANG);
    if (chosen)
        return i18n_parse(chosen);
    const char *s = http_header(c->http, "Accept-Language");
    for (; s && *s; s += strcspn(s, ","), s += strspn(s, ", ")) {
        if (strncmp(s, "ru", 2) == 0)
            return LANG_RU;
        if (strncmp(s, "en", 2) == 0)
            return LANG_EN;
    }
    return LANG_RU;
}

/* Behind a proxy on this machine the last address of the last X-Forwarded-For is the one it saw:
 * what stands before it, in the line or in lines of its own, the client wrote. */
static const char *client_ip(const struct http_request *http)
{
    const char *sent = NULL;
    for (size_t i = 0; i < http->n_headers; i++)
        if (strcasecmp(http->headers[i].name, "X-Forwarded-For") == 0)
            sent = http->headers[i].value;
    bool local = strncmp(http->ip, "127.", 4) == 0 || strcmp(http->ip, "::1") == 0 || !*http->ip;
    if (!local || !sent)
        return http->ip;
    const char *comma = strrchr(sent, ',');
    const char *last = comma ? comma + 1 : sent;
    last += strspn(last, " ");
    size_t n = strspn(last, "0123456789abcdefABCDEF.:");
    return n && n < 46 ? arena_strndup(http->a, last, n) : http->ip;
}

const char *call_number(struct call *c)
{
    unsigned char raw[3];
    if (!c->number) {
        random_fill(raw, sizeof raw);
        c->number = arena_printf(c->req.a, "%02X%02X%02X", raw[0], raw[1], raw[2]);
    }
    return c->number;
}

static void begin_call(struct frame *f, struct call *c, struct http_response *out)
{
    struct http_request *http = c->http;
    c->frame = f;
    c->out = out;
    c->worker = worker_get(f);
    c->req = (struct req){.a = http->a,
                          .app = f->app,
                          .clock = f->app->clock,
                          .who = {.zone = ZONE_MOSCOW}, /* for what the gate never sees */
                          .ip = client_ip(http),
                          .path = http->path,
                          .file = {http->file.path, http->file.name, http->file.size}};
    c->prefs = prefs_parse(http_cookie(http, PREFS_COOKIE));
    c->visitor = http_cookie(http, COOKIE_VISITOR);
    i18n_set(language(c));
    struct form_pair *query;
    size_t n = strlen(http->query);
    int rc = n ? url_parse_pairs(http->a, http->query, n, &query, &c->n_query) : 0;
    c->bad_query = rc == ERR_LIMIT ? 414 : rc < 0 ? 400 : 0;
    if (n && rc == 0)
        c->query = query;
}

static void accept_request(void *ctx, struct http_request *http)
{
    struct frame *f = ctx;
    struct call *c = arena_new_of(http->a, struct call);
    http->user = c;
    c->frame = f;
    c->http = http;
    bool post = strcmp(http->method, "POST") == 0;
    router_find(f->router, post ? HTTP_POST : HTTP_GET, http->path, &c->match);
    const struct route *route = c->match.route;
    if (!post || !route)
        return;
    http->slow = route->flags & ROUTE_SLOW;
    http->body_limit = route->body_limit ? route->body_limit : DEFAULT_BODY;
    http->takes_file = route->flags & ROUTE_UPLOAD;
    /* Nobody fills the disk from outside: a file is read only when its form may be sent. */
    if (!http->takes_file)
        return;
    begin_call(f, c, NULL);
    if (call_gate(c) != GATE_OPEN)
        http->fault = UNREAD;
}

static void refuse_method(struct call *c)
{
    if (!c->match.allows_get && !c->match.allows_post) {
        answer_error(c, 404, "");
        return;
    }
    http_add(c->out, "Allow",
             !c->match.allows_post ? "GET, HEAD"
             : c->match.allows_get ? "GET, HEAD, POST"
                                   : "POST");
    answer_error(c, 405, "");
}

static uint64_t statements_of(const struct worker *w)
{
    return (w->read ? db_statements(w->read) : 0) + (w->write ? db_statements(w->write) : 0);
}

static void call_counted(struct call *c, bool is_get)
{
    uint64_t before = statements_of(c->worker);
    if (is_get)
        call_get(c);
    else
        call_post(c);
    atomic_fetch_add_explicit(&c->frame->db_statements, statements_of(c->worker) - before,
                              memory_order_relaxed);
}

static void handle_request(void *ctx, struct http_request *http, struct http_response *out)
{
    struct frame *f = ctx;
    struct call *c = http->user;
    if (!c) {
        c = arena_new_of(http->a, struct call);
        c->http = http;
    }
    begin_call(f, c, out);
    bool is_get = strcmp(http->method, "GET") == 0 || strcmp(http->method, "HEAD") == 0;
    out->label = f->http.n_labels - 1;
    if (c->match.route)
        out->label = c->match.index;
    if (http->fault && http->fault != UNREAD)
        answer_error(c, http->fault, "");
    else if (c->bad_query)
        answer_error(c, c->bad_query, "");
    else if (is_get && strcmp(http->path, "/healthz") == 0)
        (void)req_text(&c->req, 200, "ok\n");
    else if (is_get && asset_answer(c))
        out->label = f->http.n_labels - 2;
    else if (!c->match.route || (!is_get && strcmp(http->method, "POST") != 0))
        refuse_method(c);
    else
        call_counted(c, is_get);
}

void frame_answer(struct frame *f, struct http_request *http, struct http_response *out)
{
    *out = (struct http_response){.status = 200};
    accept_request(f, http);
    handle_request(f, http, out);
}
