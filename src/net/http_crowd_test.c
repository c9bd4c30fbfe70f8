/* Time and many clients: slow and silent ones, long answers, kept connections, the end. */
#include "net/http_test.h"

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

static void until_one_is_inside(struct world *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->inside)
        pthread_cond_wait(&w->cond, &w->lock);
    pthread_mutex_unlock(&w->lock);
}

static void let_them_go(struct world *w)
{
    pthread_mutex_lock(&w->lock);
    w->go = true;
    pthread_cond_broadcast(&w->cond);
    pthread_mutex_unlock(&w->lock);
}

/* More slow requests than there are workers: others are answered meanwhile, wherever their
 * connection fell, and those beyond the bound at once. */
static void slow_requests_hold_nobody_up(void **state)
{
    struct world *w = *state;
    enum { ALL = SLOW_AT_A_TIME + SLOW_WAITING + 4 };
    static const char want[] = "GET /slow HTTP/1.1\r\n" END;
    int fd[ALL], refused = 0, waited = 0;
    for (int i = 0; i < ALL; i++) {
        fd[i] = dial(http_port(w->server));
        say(fd[i], want, strlen(want));
    }
    until_one_is_inside(w);
    for (int i = 0; i < 40; i++)
        assert_int_equal(status(ask(w, "GET / HTTP/1.1\r\n" END)), 200);
    let_them_go(w);
    for (int i = 0; i < ALL; i++) {
        const char *r = hear(w->a, fd[i], NULL);
        refused += status(r) == 503;
        waited += status(r) == 200 && strstr(r, "waited");
    }
    assert_int_equal(refused + waited, ALL);
    assert_in_range(waited, SLOW_WAITING, SLOW_AT_A_TIME + SLOW_WAITING);
}

/* A client that goes away while its request waits leaves nothing behind. */
static void a_slow_client_may_leave(void **state)
{
    struct world *w = *state;
    static const char want[] = "GET /slow HTTP/1.1\r\n" END;
    int fd[5];
    for (size_t i = 0; i < 5; i++) {
        fd[i] = dial(http_port(w->server));
        say(fd[i], want, strlen(want));
    }
    until_one_is_inside(w);
    for (size_t i = 0; i < 5; i++)
        close(fd[i]);
    let_them_go(w);
    assert_int_equal(status(ask(w, want)), 200);
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
    until_one_is_inside(w);
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
    let_them_go(w);
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

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        CASE(slow_clients_are_ended),
        CASE(a_silent_crowd_does_not_shut_the_door),
        CASE(long_answers_are_compressed_when_wanted),
        CASE(what_the_client_has_is_not_sent_again),
        CASE(one_connection_carries_many_requests),
        CASE(slow_requests_hold_nobody_up),
        CASE(a_slow_client_may_leave),
        CASE(a_running_request_is_finished_before_the_end),
        CASE(requests_are_counted),
        CASE(a_taken_port_is_named),
    };
    return cmocka_run_group_tests_name("http_crowd", tests, NULL, NULL);
}
