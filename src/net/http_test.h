/* For the tests of the server: one on real sockets of the loopback, and a client that says what it
 * likes. */
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "net/http.h"
#include "net/http_priv.h"

#define ANSWER_MAX (4u << 20)
#define WAIT_MS 10000
#define SLOW_AT_A_TIME 2
#define SLOW_WAITING 6

struct world {
    struct http_server *server;
    struct arena *a;
    char *dir;
    char *big; /* a body worth compressing */
    /* a request that waits for the test */
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool inside, go;
};

static inline void accept_any(void *ctx, struct http_request *req)
{
    (void)ctx;
    req->body_limit = strcmp(req->path, "/upload") == 0 ? 100000 : 1000;
    req->takes_file = strcmp(req->path, "/upload") == 0;
    req->slow = strcmp(req->path, "/slow") == 0;
}

static inline void wait_for_test(struct world *w)
{
    pthread_mutex_lock(&w->lock);
    w->inside = true;
    pthread_cond_broadcast(&w->cond);
    while (!w->go)
        pthread_cond_wait(&w->cond, &w->lock);
    pthread_mutex_unlock(&w->lock);
}

/* The size of the file as the handler finds it, its name, and the fields. */
static inline char *describe(const struct http_request *req)
{
    struct strbuf b;
    strbuf_init(&b, req->a);
    if (req->file.path) {
        struct stat st;
        assert_int_equal(stat(req->file.path, &st), 0);
        strbuf_printf(&b, "file=%s:%lld:%lld;", req->file.name, (long long)req->file.size,
                      (long long)st.st_size);
    }
    for (size_t i = 0; i < req->n_pairs; i++)
        strbuf_printf(&b, "%s=%s;", req->pairs[i].name, req->pairs[i].value);
    return b.s;
}

static inline void answer(void *ctx, struct http_request *req, struct http_response *out)
{
    struct world *w = ctx;
    out->status = req->fault ? req->fault : 200;
    out->type = "text/plain";
    out->body = req->fault ? "refused" : describe(req);
    if (strcmp(req->path, "/big") == 0) {
        out->body = w->big;
        out->etag = "\"one\"";
    } else if (!req->fault && (strcmp(req->path, "/wait") == 0 || req->slow)) {
        wait_for_test(w);
        out->body = "waited";
    }
    out->body_n = strlen(out->body);
}

static const char *const labels[] = {"all"};

static inline int set_up(void **state)
{
    struct arena *a = arena_new();
    struct world *w = arena_new_of(a, struct world);
    struct err err = {0};
    w->a = a;
    w->dir = arena_strdup(a, "/tmp/nastavnik-http-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    w->big = arena_alloc(a, 20001);
    memset(w->big, 'b', 20000);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->cond, NULL);
    struct http_options o = {.listen = "127.0.0.1:0",
                             .metrics = "127.0.0.1:0",
                             .upload_dir = w->dir,
                             .workers = 4,
                             .slow_workers = SLOW_AT_A_TIME,
                             .max_slow = SLOW_WAITING,
                             .max_connections = 64,
                             .head_ms = 300,
                             .body_ms = 300,
                             .drain_ms = 5000};
    struct http_app app = {
        .accept = accept_any, .handle = answer, .labels = labels, .n_labels = 1, .ctx = w};
    assert_int_equal(http_start(&o, &app, &err, &w->server), 0);
    *state = w;
    return 0;
}

static inline int tear_down(void **state)
{
    struct world *w = *state;
    http_stop(w->server);
    assert_int_equal(rmdir(w->dir), 0); /* no upload was left */
    arena_free(w->a);
    return 0;
}

static inline int dial(unsigned port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static inline void say(int fd, const char *s, size_t n)
{
    while (n) {
        ssize_t sent = send(fd, s, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the server hung up, as some tests want */
        s += sent;
        n -= (size_t)sent;
    }
}

/* Everything until the server closes. */
static inline char *hear(struct arena *a, int fd, size_t *ret_n)
{
    char *text = arena_alloc(a, ANSWER_MAX + 1);
    size_t n = 0;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (n < ANSWER_MAX && poll(&p, 1, WAIT_MS) > 0) {
        ssize_t got = recv(fd, text + n, ANSWER_MAX - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    close(fd);
    if (ret_n)
        *ret_n = n;
    return text;
}

static inline char *ask(struct world *w, const char *request)
{
    int fd = dial(http_port(w->server));
    say(fd, request, strlen(request));
    return hear(w->a, fd, NULL);
}

static inline int status(const char *answer_text)
{
    int code = 0;
    return sscanf(answer_text, "HTTP/1.1 %d", &code) == 1 ? code : 0;
}

#define END "Host: x\r\nConnection: close\r\n\r\n"

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
