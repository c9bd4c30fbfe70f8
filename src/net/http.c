#include "net/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "net/http_priv.h"

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
        &s->guard, exchange_request, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE,
        s->o.workers, MHD_OPTION_CONNECTION_LIMIT, s->o.max_connections,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_s > 60 ? idle_s : 60,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_MAX_HEAD, MHD_OPTION_NOTIFY_COMPLETED,
        exchange_done, s, MHD_OPTION_NOTIFY_CONNECTION, guard_notify, &s->guard,
        MHD_OPTION_URI_LOG_CALLBACK, exchange_uri, s, MHD_OPTION_UNESCAPE_CALLBACK,
        exchange_escapes, NULL, MHD_OPTION_END);
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
