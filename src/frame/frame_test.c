/* A request from its address to its answer: access, sessions, files, what every page carries. */
#include "frame/frame_test.h"

static void rights_flow_down_the_tree_only(void **state)
{
    struct world *w = *state;
    assert_int_equal(get_status(w, w->anna, "/units/%lld", w->school), 200);
    assert_int_equal(get_status(w, w->anna, "/units/%lld", w->town), 404);
    assert_int_equal(get_status(w, w->anna, "/units/%lld", w->other), 404);
    assert_int_equal(get_status(w, w->boris, "/units/%lld", w->town), 200);
    assert_int_equal(get_status(w, w->boris, "/units/%lld", w->school), 200);
    assert_int_equal(get_status(w, w->boris, "/units/%lld", w->region), 404);
    assert_int_equal(get_status(w, w->boris, "/units/%lld/people", w->school), 403);
    assert_int_equal(get_status(w, w->anna, "/units/%lld/people", w->school), 200);
    assert_int_equal(get_status(w, w->gleb, "/units/%lld", w->school), 404);
    assert_int_equal(get_status(w, w->anna, "/system", 0), 403);
}

static void a_foreign_address_leaves_a_row_in_the_journal(void **state)
{
    struct world *w = *state;
    assert_int_equal(get_status(w, w->anna, "/units/%lld/people", w->other), 404);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'denied'"), 1);
    assert_int_equal(count(w, "SELECT object_id FROM audit WHERE action = 'denied'"), w->other);
    assert_int_equal(count(w, "SELECT account_id FROM audit WHERE action = 'denied'"), w->anna);
    assert_int_equal(get_status(w, w->anna, "/units/8", 0), 404);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'denied'"), 1);
}

static void ones_own_needs_no_role(void **state)
{
    struct world *w = *state;
    assert_int_equal(get_status(w, w->vera, "/own/%lld", w->other), 200);
    assert_int_equal(get_status(w, w->anna, "/own/%lld", w->school), 403);
    assert_int_equal(get_status(w, w->gleb, "/own/%lld", w->school), 404);
}

static void signed_out_goes_to_sign_in_and_back(void **state)
{
    struct world *w = *state;
    struct reply r = test_get(w->t, 0, "/home?a=1");
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/login?next=%2Fhome%3Fa%3D1");
    assert_int_equal(test_get(w->t, 0, "/").status, 200);
    assert_string_equal(test_get(w->t, 0, "/").body, "nobody");
}

static void staff_without_the_second_factor_is_sent_to_it(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->anna, false);
    struct reply r = test_request(w->t, "GET", "/home", cookies, NULL, 0);
    assert_string_equal(r.location, "/totp");
    assert_int_equal(test_request(w->t, "GET", "/totp", cookies, NULL, 0).status, 200);
    cookies = test_sign_in(w->t, w->vera, false);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 200);
}

static void a_session_ends_by_rest_and_by_age(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->vera, true);
    testing_later(w->t, SESSION_IDLE_MS - 1000);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 200);
    testing_later(w->t, SESSION_IDLE_MS - 1000);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 200);
    testing_later(w->t, SESSION_IDLE_MS + 1000);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 303);
    cookies = test_sign_in(w->t, w->vera, true);
    for (int i = 0; i < 14; i++) {
        testing_later(w->t, SESSION_IDLE_MS - 1000);
        (void)test_request(w->t, "GET", "/home", cookies, NULL, 0);
    }
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 200);
    testing_later(w->t, 60000);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 303);
}

static void guessing_becomes_slow_and_is_never_shut_out(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 6; i++)
        assert_int_equal(test_post(w->t, 0, "/login", "text", "x", NULL).status, 200);
    struct reply r = test_post(w->t, 0, "/login", "text", "x", NULL);
    assert_int_equal(r.status, 429);
    assert_non_null(strstr(r.body, "через 2"));
    testing_later(w->t, 2001);
    assert_int_equal(test_post(w->t, 0, "/login", "text", "x", NULL).status, 200);
    assert_int_equal(test_post(w->t, 0, "/login", "text", "x", NULL).status, 429);
    testing_later(w->t, 15 * 60000);
    assert_int_equal(test_post(w->t, 0, "/login", "text", "x", NULL).status, 200);
}

/* The body of an upload is refused before it is read; the answer is that of the gate. */
static void a_file_is_read_only_behind_an_open_gate(void **state)
{
    struct world *w = *state;
    struct http_app app = frame_http(w->t->frame);
    struct {
        int64_t account;
        int fault, status;
    } table[] = {{w->anna, 0, 403}, {w->vera, 401, 403}, {w->gleb, 401, 404}, {0, 401, 303}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct http_header line = {"Cookie", test_sign_in(w->t, table[i].account, true)};
        struct http_request http = {
            .a = w->t->a,
            .method = "POST",
            .path = arena_printf(w->t->a, "/units/%lld/file", (long long)w->school),
            .query = "",
            .ip = "127.0.0.1",
            .headers = &line,
            .n_headers = 1};
        struct http_response out = {.status = 200};
        app.accept(app.ctx, &http);
        assert_int_equal(http.fault, table[i].fault);
        assert_true(http.takes_file);
        app.handle(app.ctx, &http, &out);
        assert_int_equal(out.status, table[i].status); /* 403 of anna: no token was sent */
    }
}

static const char *header(const struct http_response *out, const char *name)
{
    for (size_t i = 0; i < out->n_headers; i++)
        if (strcmp(out->headers[i].name, name) == 0)
            return out->headers[i].value;
    return "";
}

static void pages_carry_their_guards(void **state)
{
    struct world *w = *state;
    static const struct http_header lines[] = {{"Accept-Language", "de, en;q=0.5, ru;q=0.1"}};
    struct http_request http = {.a = w->t->a,
                                .method = "GET",
                                .path = "/nothing",
                                .query = "",
                                .ip = "127.0.0.1",
                                .headers = lines,
                                .n_headers = 1};
    struct http_response out;
    w->t->app.config.public_url = "https://example.ru";
    frame_answer(w->t->frame, &http, &out);
    assert_int_equal(out.status, 404);
    const char *csp = header(&out, "Content-Security-Policy");
    assert_non_null(strstr(csp, "default-src 'none'"));
    assert_non_null(strstr(csp, "frame-ancestors 'none'"));
    assert_null(strstr(csp, "unsafe"));
    assert_string_equal(header(&out, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(header(&out, "Referrer-Policy"), "same-origin");
    assert_string_equal(header(&out, "Cross-Origin-Opener-Policy"), "same-origin");
    assert_string_equal(header(&out, "Cache-Control"), "no-store");
    assert_string_equal(header(&out, "Strict-Transport-Security"), "max-age=31536000");
    assert_string_equal(header(&out, "Content-Language"), "en");
    assert_string_equal(header(&out, "Server"), "");
    assert_non_null(strstr(out.body, "<html lang=\"en\""));
    struct reply r = test_request(w->t, "GET", "/nothing", "lang=ru; view=40000", NULL, 0);
    assert_non_null(strstr(r.body, "<html lang=\"ru\""));
    assert_non_null(strstr(r.body, "data-scheme=\"white-on-black\""));
}

static void methods_and_missing_pages(void **state)
{
    struct world *w = *state;
    assert_int_equal(test_get(w->t, 0, "/nothing").status, 404);
    assert_int_equal(test_get(w->t, 0, "/units/007").status, 404);
    assert_int_equal(test_get(w->t, 0, "/units/99999999999999999999").status, 404);
    assert_int_equal(test_request(w->t, "HEAD", "/", "", NULL, 0).status, 200);
    assert_int_equal(test_request(w->t, "DELETE", "/", "", NULL, 0).status, 405);
    assert_int_equal(test_request(w->t, "POST", "/home", "", NULL, 0).status, 405);
    assert_int_equal(test_get(w->t, 0, "/healthz").status, 200);
    assert_int_equal(test_get(w->t, 0, "/readyz").status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(rights_flow_down_the_tree_only),
        CASE(a_foreign_address_leaves_a_row_in_the_journal),
        CASE(ones_own_needs_no_role),
        CASE(signed_out_goes_to_sign_in_and_back),
        CASE(staff_without_the_second_factor_is_sent_to_it),
        CASE(a_session_ends_by_rest_and_by_age),
        CASE(guessing_becomes_slow_and_is_never_shut_out),
        CASE(a_file_is_read_only_behind_an_open_gate),
        CASE(pages_carry_their_guards),
        CASE(methods_and_missing_pages),
    };
    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
