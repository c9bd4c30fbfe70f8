#include "net/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/i18n.h"
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
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *con)
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

static enum MHD_Result on_request(void *cls, struct MHD_Connection *con, const char *url,
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

static void on_done(void *cls, struct MHD_Connection *con, void **ctx,
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
static size_t keep_escapes(void *cls, struct MHD_Connection *con, char *s)
{
    (void)cls, (void)con;
    return strlen(s);
}

static enum MHD_Result on_metrics(void *cls, struct MHD_Connection *con, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *n, void **ctx)
{
    (void)version, (void)data, (void)n, (void)ctx;
    struct http_server *s = cls;
    bool found = strcmp(url, "/metrics") == 0 && strcmp(method, "GET") == 0;
    struct arena *a = arena_new();
    struct strbuf out;
    strbuf_init(&out, a);
    if (found) {
        metrics_write(s->metrics, &out);
        if (s->app.metrics)
            s->app.metrics(s->app.ctx, &out);
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(out.len, out.s, MHD_RESPMEM_MUST_COPY);
    arena_free(a);
    MHD_add_response_header(r, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    enum MHD_Result ok = MHD_queue_response(con, found ? 200 : 404, r);
    MHD_destroy_response(r);
    return ok;
}

/* "host:port" or "[host]:port" → address. */
static int parse_address(const char *text, struct sockaddr_storage *ret, socklen_t *ret_n,
                         struct err *err)
{
    char host[128];
    const char *colon = strrchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : sizeof host;
    const char *from = text;
    if (n >= 2 && text[0] == '[' && text[n - 1] == ']')
        from++, n -= 2;
    char *end = NULL;
    unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
    if (!colon || n >= sizeof host || end == colon + 1 || *end || port > 65535)
        return err_set(err, ERR_INVALID, _("Адрес «%s»: нужен вид 127.0.0.1:8080"), text);
    memcpy(host, from, n);
    host[n] = '\0';
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    if (getaddrinfo(n ? host : NULL, colon + 1, &hints, &found) != 0)
        return err_set(err, ERR_INVALID, _("Адрес «%s»: нужен вид 127.0.0.1:8080"), text);
    memcpy(ret, found->ai_addr, found->ai_addrlen);
    *ret_n = found->ai_addrlen;
    freeaddrinfo(found);
    return 0;
}

static int listen_on(const char *text, struct err *err, int *ret_fd, unsigned *ret_port)
{
    struct sockaddr_storage addr;
    socklen_t n;
    int rc = parse_address(text, &addr, &n, err);
    if (rc < 0)
        return rc;
    int fd = socket(addr.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int one = 1;
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0 ||
        bind(fd, (struct sockaddr *)&addr, n) < 0 || listen(fd, 1024) < 0 ||
        getsockname(fd, (struct sockaddr *)&addr, &n) < 0) {
        rc = err_set(err, ERR_IO, _("Не получилось занять адрес %s: %s. Выберите другой порт"),
                     text, err_system(errno));
        if (fd >= 0)
            close(fd);
        return rc;
    }
    *ret_port = ntohs(addr.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&addr)->sin6_port
                                                 : ((struct sockaddr_in *)&addr)->sin_port);
    *ret_fd = fd;
    return 0;
}

static int start_main(struct http_server *s, struct err *err)
{
    int fd;
    int rc = listen_on(s->o.listen, err, &fd, &s->port);
    if (rc < 0)
        return rc;
    unsigned idle_s = s->o.head_ms / 1000 + 1;
    s->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, guard_accept,
        &s->guard, on_request, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE,
        s->o.workers, MHD_OPTION_CONNECTION_LIMIT, s->o.max_connections,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_s > 60 ? idle_s : 60,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_MAX_HEAD, MHD_OPTION_NOTIFY_COMPLETED,
        on_done, s, MHD_OPTION_NOTIFY_CONNECTION, guard_notify, &s->guard,
        MHD_OPTION_URI_LOG_CALLBACK, on_uri, s, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_END);
    if (s->daemon)
        return 0;
    close(fd);
    return err_set(err, ERR_IO, _("Сервер не запустился на %s"), s->o.listen);
}

static int start_metrics(struct http_server *s, struct err *err)
{
    if (!s->o.metrics)
        return 0;
    int fd;
    int rc = listen_on(s->o.metrics, err, &fd, &s->metrics_port);
    if (rc < 0)
        return rc;
    s->metrics_daemon =
        MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_USE_ITC, 0, NULL,
                         NULL, on_metrics, s, MHD_OPTION_LISTEN_SOCKET, fd,
                         MHD_OPTION_CONNECTION_LIMIT, 16u, MHD_OPTION_CONNECTION_TIMEOUT, 30u,
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)8192, MHD_OPTION_END);
    if (s->metrics_daemon)
        return 0;
    close(fd);
    return err_set(err, ERR_IO, _("Сервер не запустился на %s"), s->o.metrics);
}

int http_start(const struct http_options *options, const struct http_app *app, struct err *err,
               struct http_server **ret)
{
    struct http_server *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->o = *options;
    s->app = *app;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->idle, NULL);
    s->gzip = gzip_pool_new();
    s->metrics = metrics_new(app->labels, app->n_labels);
    if (guard_start(&s->guard, options) < 0)
        abort();
    slow_start(&s->slow, options->slow_workers, options->max_slow);
    int rc = start_main(s, err);
    if (rc == 0)
        rc = start_metrics(s, err);
    if (rc < 0) {
        http_stop(s);
        return rc;
    }
    *ret = s;
    return 0;
}

unsigned http_port(const struct http_server *s)
{
    return s->port;
}

unsigned http_metrics_port(const struct http_server *s)
{
    return s->metrics_port;
}

static void drain(struct http_server *s)
{
    atomic_store(&s->draining, true);
    MHD_socket fd = MHD_quiesce_daemon(s->daemon);
    if (fd != MHD_INVALID_SOCKET)
        close(fd);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += s->o.drain_ms / 1000;
    until.tv_nsec += (long)(s->o.drain_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000)
        until.tv_sec++, until.tv_nsec -= 1000000000;
    pthread_mutex_lock(&s->lock);
    while (s->running && pthread_cond_timedwait(&s->idle, &s->lock, &until) == 0)
        ;
    pthread_mutex_unlock(&s->lock);
}

void http_stop(struct http_server *s)
{
    if (!s)
        return;
    if (s->daemon) {
        drain(s);
        slow_stop(&s->slow); /* libmicrohttpd wants every connection resumed */
        MHD_stop_daemon(s->daemon);
    } else {
        slow_stop(&s->slow);
    }
    if (s->metrics_daemon)
        MHD_stop_daemon(s->metrics_daemon);
    guard_stop(&s->guard);
    while (s->n_spare)
        arena_free(s->spare[--s->n_spare]);
    gzip_pool_free(s->gzip);
    metrics_free(s->metrics);
    pthread_cond_destroy(&s->idle);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
