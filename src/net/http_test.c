/* The server on real sockets of the loopback: what a rude client may try, and what a polite one
 * gets. */
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

static void accept_any(void *ctx, struct http_request *req)
{
    (void)ctx;
    req->body_limit = strcmp(req->path, "/upload") == 0 ? 100000 : 1000;
    req->takes_file = strcmp(req->path, "/upload") == 0;
}

static void wait_for_test(struct world *w)
{
    pthread_mutex_lock(&w->lock);
    w->inside = true;
    pthread_cond_broadcast(&w->cond);
    while (!w->go)
        pthread_cond_wait(&w->cond, &w->lock);
    pthread_mutex_unlock(&w->lock);
}

/* The size of the file as the handler finds it, its name, and the fields. */
static char *describe(const struct http_request *req)
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

static void answer(void *ctx, struct http_request *req, struct http_response *out)
{
    struct world *w = ctx;
    out->status = req->fault ? req->fault : 200;
    out->type = "text/plain";
    out->body = req->fault ? "refused" : describe(req);
    if (strcmp(req->path, "/big") == 0) {
        out->body = w->big;
        out->etag = "\"one\"";
    } else if (strcmp(req->path, "/wait") == 0) {
        wait_for_test(w);
        out->body = "waited";
    }
    out->body_n = strlen(out->body);
}

static const char *const labels[] = {"all"};

static int set_up(void **state)
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

static int tear_down(void **state)
{
    struct world *w = *state;
    http_stop(w->server);
    assert_int_equal(rmdir(w->dir), 0); /* no upload was left */
    arena_free(w->a);
    return 0;
}

static int dial(unsigned port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void say(int fd, const char *s, size_t n)
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
static char *hear(struct arena *a, int fd, size_t *ret_n)
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

static char *ask(struct world *w, const char *request)
{
    int fd = dial(http_port(w->server));
    say(fd, request, strlen(request));
    return hear(w->a, fd, NULL);
}

static int status(const char *answer_text)
{
    int code = 0;
    return sscanf(answer_text, "HTTP/1.1 %d", &code) == 1 ? code : 0;
}

#define END "Host: x\r\nConnection: close\r\n\r\n"

static void fields_of_a_form_arrive(void **state)
{
    struct world *w = *state;
    char *r = ask(w, "POST /form HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                     "Content-Length: 24\r\n" END "a=1&b=%D0%9F%D1%80&c=x+y");
    assert_int_equal(status(r), 200);
    assert_non_null(strstr(r, "a=1;b=Пр;c=x y;"));
}

static void broken_requests_are_refused(void **state)
{
    struct world *w = *state;
    assert_int_equal(status(ask(w, "GET /%ff HTTP/1.1\r\n" END)), 400);
    assert_int_equal(status(ask(w, "GET /%00 HTTP/1.1\r\n" END)), 400);
    assert_int_equal(status(ask(w, "POST / HTTP/1.1\r\nContent-Type: application/json\r\n"
                                   "Content-Length: 2\r\n" END "{}")),
                     415);
    assert_int_equal(status(ask(w, "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Type: "
                                   "application/x-www-form-urlencoded\r\n" END "%")),
                     400);
    char *path = arena_alloc(w->a, 10000);
    memset(path, 'p', 9999);
    assert_int_equal(status(ask(w, arena_printf(w->a, "GET /%s HTTP/1.1\r\n" END, path))), 414);
    path[2000] = '\0';
    assert_int_equal(status(ask(w, arena_printf(w->a, "GET /%s HTTP/1.1\r\n" END, path))), 414);
}

static void a_head_without_end_is_refused(void **state)
{
    struct world *w = *state;
    char *line = arena_alloc(w->a, 60001);
    memset(line, 'h', 60000);
    int code = status(ask(w, arena_printf(w->a, "GET / HTTP/1.1\r\nX: %s\r\n" END, line)));
    assert_true(code == 431 || code == 0);
    struct strbuf b;
    strbuf_init(&b, w->a);
    for (int i = 0; i < 100; i++)
        strbuf_printf(&b, "X%d: y\r\n", i);
    assert_int_equal(status(ask(w, arena_printf(w->a, "GET / HTTP/1.1\r\n%s" END, b.s))), 431);
}

static void bodies_have_a_bound(void **state)
{
    struct world *w = *state;
    assert_int_equal(
        status(ask(w, "POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                      "Content-Length: 1001\r\n" END)),
        413);
    /* Of unknown length. */
    struct strbuf b;
    strbuf_init(&b, w->a);
    strbuf_puts(&b, "POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    "Transfer-Encoding: chunked\r\n" END);
    for (int i = 0; i < 20; i++)
        strbuf_printf(&b, "64\r\n%0100d\r\n", 7);
    strbuf_puts(&b, "0\r\n\r\n");
    assert_int_equal(status(ask(w, b.s)), 413);
}

/* A multipart body with one field and a file of n bytes. */
static char *upload(struct world *w, const char *path, size_t n, const char *second)
{
    struct strbuf b, head;
    strbuf_init(&b, w->a);
    strbuf_puts(&b, "--XY\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nregistry\r\n"
                    "--XY\r\nContent-Disposition: form-data; name=\"file\"; "
                    "filename=\"C:\\\\tmp\\\\база.xlsx\"\r\nContent-Type: text/plain\r\n\r\n");
    for (size_t i = 0; i < n; i++)
        strbuf_putc(&b, (char)('a' + i % 26));
    strbuf_printf(&b, "\r\n%s--XY--\r\n", second);
    strbuf_init(&head, w->a);
    strbuf_printf(&head,
                  "POST %s HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XY\r\n"
                  "Content-Length: %zu\r\n" END,
                  path, b.len);
    strbuf_add(&head, b.s, b.len);
    int fd = dial(http_port(w->server));
    say(fd, head.s, head.len);
    return hear(w->a, fd, NULL);
}

static void a_file_goes_to_disk_and_away(void **state)
{
    struct world *w = *state;
    char *r = upload(w, "/upload", 70000, "");
    assert_int_equal(status(r), 200);
    assert_non_null(strstr(r, "file=база.xlsx:70000:70000;kind=registry;"));
    assert_non_null(strstr(upload(w, "/upload", 0, ""), "file=база.xlsx:0:0;"));
    assert_int_equal(status(upload(w, "/form", 10, "")), 415);
    assert_int_equal(status(upload(w, "/upload", 200000, "")), 413);
    assert_int_equal(status(upload(w, "/upload", 10,
                                   "--XY\r\nContent-Disposition: form-data; name=\"f2\"; "
                                   "filename=\"b\"\r\n\r\nx\r\n")),
                     400);
}

static void a_field_with_a_nul_is_refused(void **state)
{
    static const char body[] = "--XY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
                               "b\0c\r\n--XY--\r\n";
    struct world *w = *state;
    struct strbuf b;
    strbuf_init(&b, w->a);
    strbuf_printf(&b,
                  "POST /upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XY\r\n"
                  "Content-Length: %zu\r\n" END,
                  sizeof body - 1);
    strbuf_add(&b, body, sizeof body - 1);
    int fd = dial(http_port(w->server));
    say(fd, b.s, b.len);
    assert_int_equal(status(hear(w->a, fd, NULL)), 400);
}

/* A query is ours to bound: libmicrohttpd's pool has no room for so many arguments. Cookies and
 * lines that do not fit are refused, and the next is served. */
static void many_small_things_are_answered(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *begin, *each, *end;
        int n, status;
    } table[] = {
        {"GET /?a?", "a&", " HTTP/1.1\r\n" END, 3000, 200},
        {"GET / HTTP/1.1\r\nCookie: ", "a=1;", "\r\n" END, 1000, 0},
        {"GET / HTTP/1.1\r\n", "a: b\r\n", END, 2000, 431},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct strbuf b;
        strbuf_init(&b, w->a);
        strbuf_puts(&b, table[i].begin);
        for (int k = 0; k < table[i].n; k++)
            strbuf_puts(&b, table[i].each);
        strbuf_puts(&b, table[i].end);
        int got = status(ask(w, b.s));
        if (table[i].status)
            assert_int_equal(got, table[i].status);
        assert_int_equal(status(ask(w, "GET / HTTP/1.1\r\n" END)), 200);
    }
}

/* Neither a head nor a body may come drop by drop. */
static void slow_clients_are_ended(void **state)
{
    struct world *w = *state;
    static const char head[] = "GET / HTTP/1.1\r\nHost: x\r\n";
    static const char body[] = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n"
                               "Content-Type: application/x-www-form-urlencoded\r\n\r\na=";
    const char *starts[] = {head, body};
    for (size_t i = 0; i < 2; i++) {
        int fd = dial(http_port(w->server));
        say(fd, starts[i], strlen(starts[i]));
        int64_t begun = mono_ms();
        struct pollfd p = {.fd = fd, .events = POLLIN};
        char c = 'x';
        /* A drop each 50 ms would keep an idle time-out asleep. */
        while (mono_ms() - begun < WAIT_MS && poll(&p, 1, 50) == 0)
            say(fd, &c, 1);
        assert_true(mono_ms() - begun < WAIT_MS);
        assert_true(recv(fd, &c, 1, 0) <= 0);
        close(fd);
    }
}

/* More connections than there are places, none of them speaks: their places become free. */
static void a_silent_crowd_does_not_shut_the_door(void **state)
{
    struct world *w = *state;
    int crowd[100];
    for (size_t i = 0; i < 100; i++)
        crowd[i] = dial(http_port(w->server));
    assert_int_equal(status(ask(w, "GET / HTTP/1.1\r\n" END)), 200);
    for (size_t i = 0; i < 100; i++)
        close(crowd[i]);
}

static void long_answers_are_compressed_when_wanted(void **state)
{
    struct world *w = *state;
    size_t n;
    char *r = ask(w, "GET /big HTTP/1.1\r\n" END);
    assert_null(strstr(r, "Content-Encoding"));
    assert_non_null(strstr(r, "Content-Length: 20000"));
    r = ask(w, "GET /big HTTP/1.1\r\nAccept-Encoding: gzip;q=0\r\n" END);
    assert_null(strstr(r, "Content-Encoding"));
    int fd = dial(http_port(w->server));
    static const char want[] = "GET /big HTTP/1.1\r\nAccept-Encoding: br, gzip\r\n" END;
    say(fd, want, strlen(want));
    r = hear(w->a, fd, &n);
    assert_non_null(strstr(r, "Content-Encoding: gzip"));
    assert_non_null(strstr(r, "Vary: Accept-Encoding"));
    char *body = strstr(r, "\r\n\r\n") + 4;
    char out[20001];
    z_stream z = {.next_in = (Bytef *)body, .avail_in = (uInt)(n - (size_t)(body - r))};
    z.next_out = (Bytef *)out;
    z.avail_out = sizeof out;
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, 20000);
    assert_memory_equal(out, w->big, 20000);
    inflateEnd(&z);
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    struct world *w = *state;
    char *r = ask(w, "GET /big HTTP/1.1\r\nIf-None-Match: \"zero\", \"one\"\r\n" END);
    assert_int_equal(status(r), 304);
    assert_null(strstr(r, "bbbb"));
    assert_non_null(strstr(r, "ETag: \"one\""));
    assert_int_equal(status(ask(w, "GET /big HTTP/1.1\r\nIf-None-Match: \"two\"\r\n" END)), 200);
}

static void one_connection_carries_many_requests(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server));
    static const char two[] = "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n" END;
    say(fd, two, strlen(two));
    char *r = hear(w->a, fd, NULL);
    assert_int_equal(status(r), 200);
    assert_non_null(strstr(r + 10, "HTTP/1.1 200"));
}

static void *stop_server(void *server)
{
    http_stop(server);
    return NULL;
}

/* Stop while a request runs: it is answered, and nothing new is taken. */
static void a_running_request_is_finished_before_the_end(void **state)
{
    struct world *w = *state;
    int fd = dial(http_port(w->server));
    unsigned port = http_port(w->server);
    say(fd, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n", 32);
    pthread_mutex_lock(&w->lock);
    while (!w->inside)
        pthread_cond_wait(&w->cond, &w->lock);
    pthread_mutex_unlock(&w->lock);
    pthread_t stopper;
    assert_int_equal(pthread_create(&stopper, NULL, stop_server, w->server), 0);
    /* The door is shut once nobody answers there any more. */
    for (int open = 1; open;) {
        int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        open = connect(other, (struct sockaddr *)&to, sizeof to) == 0;
        close(other);
    }
    pthread_mutex_lock(&w->lock);
    w->go = true;
    pthread_cond_broadcast(&w->cond);
    pthread_mutex_unlock(&w->lock);
    char *r = hear(w->a, fd, NULL);
    assert_int_equal(status(r), 200);
    assert_non_null(strstr(r, "Connection: close"));
    assert_non_null(strstr(r, "waited"));
    pthread_join(stopper, NULL);
    w->server = NULL;
}

static void requests_are_counted(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 3; i++)
        (void)ask(w, "GET / HTTP/1.1\r\n" END);
    (void)ask(w, "GET /%ff HTTP/1.1\r\n" END);
    int fd = dial(http_metrics_port(w->server));
    static const char want[] = "GET /metrics HTTP/1.1\r\n" END;
    say(fd, want, strlen(want));
    char *r = hear(w->a, fd, NULL);
    assert_non_null(strstr(r, "nastavnik_requests_total{route=\"all\",class=\"2xx\"} 3\n"));
    assert_non_null(strstr(r, "nastavnik_requests_total{route=\"all\",class=\"4xx\"} 1\n"));
    assert_non_null(strstr(r, "nastavnik_request_seconds_count{route=\"all\"} 4\n"));
    assert_non_null(strstr(r, "process_resident_memory_bytes "));
    assert_int_equal(status(ask(w, "GET /metrics HTTP/1.1\r\n" END)), 200); /* only a page here */
}

static void a_taken_port_is_named(void **state)
{
    struct world *w = *state;
    struct http_server *second;
    struct err err = {0};
    struct http_options o = {.workers = 4, .max_connections = 8, .head_ms = 1000};
    o.listen = arena_printf(w->a, "127.0.0.1:%u", http_port(w->server));
    struct http_app app = {.labels = labels, .n_labels = 1};
    assert_int_equal(http_start(&o, &app, &err, &second), ERR_IO);
    assert_non_null(strstr(err.text, o.listen));
    static const char *const wrong[] = {"localhost", "127.0.0.1:99999", "127.0.0.1:", "127.0.0.1:x",
                                        "nowhere:80"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        o.listen = wrong[i];
        assert_int_equal(http_start(&o, &app, &err, &second), ERR_INVALID);
    }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        CASE(fields_of_a_form_arrive),
        CASE(broken_requests_are_refused),
        CASE(a_head_without_end_is_refused),
        CASE(bodies_have_a_bound),
        CASE(a_file_goes_to_disk_and_away),
        CASE(a_field_with_a_nul_is_refused),
        CASE(many_small_things_are_answered),
        CASE(slow_clients_are_ended),
        CASE(a_silent_crowd_does_not_shut_the_door),
        CASE(long_answers_are_compressed_when_wanted),
        CASE(what_the_client_has_is_not_sent_again),
        CASE(one_connection_carries_many_requests),
        CASE(a_running_request_is_finished_before_the_end),
        CASE(requests_are_counted),
        CASE(a_taken_port_is_named),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
