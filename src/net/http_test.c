/* What a rude client may send, and what a polite one gets. */
#include "net/http_test.h"

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

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        CASE(fields_of_a_form_arrive),        CASE(broken_requests_are_refused),
        CASE(a_head_without_end_is_refused),  CASE(bodies_have_a_bound),
        CASE(a_file_goes_to_disk_and_away),   CASE(a_field_with_a_nul_is_refused),
        CASE(many_small_things_are_answered),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
