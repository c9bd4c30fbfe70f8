#include "identity/account_test.h"

#include <stdio.h>

#include "identity/totp.h"

static void one_error_for_both(void **state)
{
    struct world *w = *state;
    struct reply unknown = log_in(w, "nobody", PASSWORD), wrong = log_in(w, "kim", "не тот пароль");
    assert_int_equal(unknown.status, 422);
    assert_int_equal(wrong.status, 422);
    assert_non_null(strstr(unknown.body, "Логин или пароль не подошли"));
    assert_non_null(strstr(wrong.body, "Логин или пароль не подошли"));
    assert_null(strstr(wrong.body, "не тот пароль"));
    db_testing_sql(w->db, "UPDATE account SET disabled_at = 1 WHERE login = 'kim'");
    assert_int_equal(log_in(w, "kim", PASSWORD).status, 422);
}

static void login_or_address_opens_the_site(void **state)
{
    struct world *w = *state;
    struct reply r = log_in(w, " KIM ", PASSWORD);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.cookies, "session="));
    assert_int_equal(test_request(w->t, "GET", "/profile", r.cookies, NULL, 0).status, 200);
    assert_int_equal(log_in(w, "kim@example.org", PASSWORD).status, 303);
    db_testing_sql(w->db, "UPDATE account SET email = 'kim@example.org'");
    assert_int_equal(log_in(w, "kim@example.org", PASSWORD).status, 422); /* whose? */
    assert_int_equal(test_request(w->t, "GET", "/profile", "", NULL, 0).status, 303);
}

static void guessing_slows_down(void **state)
{
    struct world *w = *state;
    int i = 0;
    while (i < 40 && log_in(w, "kim", "не тот пароль").status == 422)
        i++;
    assert_in_range(i, 3, 10);
    struct reply r = log_in(w, "kim", PASSWORD);
    assert_int_equal(r.status, 429);
    testing_later(w->t, 16 * 60000);
    assert_int_equal(log_in(w, "kim", PASSWORD).status, 303);
}

static void an_attacker_closes_the_door_only_at_home(void **state)
{
    struct world *w = *state;
    w->t->ip = "203.0.113.5";
    for (int i = 0; i < 12; i++)
        log_in(w, i % 2 ? "kim@example.org" : " KIM", "не тот пароль");
    assert_int_equal(log_in(w, "kim", PASSWORD).status, 429); /* by mail or in capitals: one name */
    w->t->ip = "203.0.113.77";
    assert_int_equal(log_in(w, "kim", PASSWORD).status, 303);
    for (int i = 0; i < 60; i++) { /* from everywhere: slow for all, never for good */
        w->t->ip = arena_printf(w->a, "198.51.100.%d", i);
        log_in(w, "kim", "не тот пароль");
    }
    w->t->ip = "203.0.113.77";
    assert_int_equal(log_in(w, "kim", PASSWORD).status, 429);
    testing_later(w->t, 15 * 60000 + 1);
    assert_int_equal(log_in(w, "kim", PASSWORD).status, 303);
}

/* What is typed as a login is no way to close the second step of another person. */
static void guesses_of_one_thing_do_not_close_another(void **state)
{
    struct world *w = *state;
    const char *code = arena_printf(w->a, "code %lld", (long long)w->curator);
    for (int i = 0; i < 8; i++)
        log_in(w, code, "не тот пароль");
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM throttle WHERE key LIKE "
                                              "'%: code %' OR key LIKE '%:code %' OR key LIKE "
                                              "'%127.0.0.1 code %'"),
                     0);
}

static void the_proxy_says_who_it_saw(void **state)
{
    struct world *w = *state;
    const struct http_header lines[] = {{"X-Forwarded-For", "192.0.2.1"},
                                        {"X-Forwarded-For", "192.0.2.2, 203.0.113.9"},
                                        {"Cookie", "visitor=visitor"}};
    const struct form_pair pairs[] = {{"_token", test_token(w->t, "visitor=visitor")},
                                      {"login", "kim"},
                                      {"password", "не тот пароль"}};
    struct http_request http = {.a = w->a,
                                .method = "POST",
                                .path = "/login",
                                .query = "",
                                .ip = "127.0.0.1",
                                .headers = lines,
                                .n_headers = 3,
                                .pairs = pairs,
                                .n_pairs = 3};
    struct http_response out;
    frame_answer(w->t->frame, &http, &out);
    assert_int_equal(out.status, 422);
    assert_int_equal(
        db_testing_number(w->db, "SELECT count(*) FROM audit WHERE ip = '203.0.113.9'"), 1);
}

static const char *code_now(struct world *w, const unsigned char *secret)
{
    return arena_printf(w->a, "%06u", totp_code(secret, totp_step(w->t->now_ms)));
}

/* The secret as the page shows it: base 32 in <b class="key">. */
static void secret_of(struct world *w, const char *body, unsigned char ret[TOTP_SECRET_BYTES])
{
    const char *p = strstr(body, "class=\"key\">");
    assert_non_null(p);
    p += strlen("class=\"key\">");
    uint32_t bits = 0;
    int have = 0;
    size_t n = 0;
    (void)w;
    for (; *p != '<' && n < TOTP_SECRET_BYTES; p++) {
        if (*p == ' ')
            continue;
        bits = bits << 5 | (uint32_t)(*p >= 'A' ? *p - 'A' : *p - '2' + 26);
        have += 5;
        if (have >= 8) {
            have -= 8;
            ret[n++] = (unsigned char)(bits >> have);
        }
    }
    assert_int_equal(n, TOTP_SECRET_BYTES);
}

static void staff_must_have_a_code(void **state)
{
    struct world *w = *state;
    unsigned char secret[TOTP_SECRET_BYTES];
    struct reply r = log_in(w, "curator", PASSWORD);
    const char *cookies = r.cookies;
    r = test_request(w->t, "GET", "/profile", cookies, NULL, 0);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/totp");
    r = test_request(w->t, "GET", "/totp", cookies, NULL, 0);
    secret_of(w, r.body, secret);
    r = post_as(w, cookies, "/totp/enrol", "code", "000000", NULL, NULL);
    assert_int_equal(r.status, 422);
    r = post_as(w, cookies, "/totp/enrol", "code", code_now(w, secret), NULL, NULL);
    assert_int_equal(r.status, 200);
    const char *first = strstr(r.body, "<code");
    assert_non_null(first);
    char recovery[20];
    memcpy(recovery, strchr(first, '>') + 1, 19);
    recovery[19] = 0;
    assert_int_equal(test_request(w->t, "GET", "/profile", r.cookies, NULL, 0).status, 200);

    /* The next sign-in asks; the code that was used does not work again. */
    r = log_in(w, "curator", PASSWORD);
    cookies = r.cookies;
    assert_int_equal(test_request(w->t, "GET", "/profile", cookies, NULL, 0).status, 303);
    r = post_as(w, cookies, "/totp", "code", code_now(w, secret), NULL, NULL);
    assert_int_equal(r.status, 422);
    testing_later(w->t, 31000);
    r = post_as(w, cookies, "/totp", "code", code_now(w, secret), NULL, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(test_request(w->t, "GET", "/profile", r.cookies, NULL, 0).status, 200);

    /* A recovery code, once. */
    cookies = log_in(w, "curator", PASSWORD).cookies;
    assert_int_equal(post_as(w, cookies, "/totp", "code", recovery, NULL, NULL).status, 303);
    cookies = log_in(w, "curator", PASSWORD).cookies;
    assert_int_equal(post_as(w, cookies, "/totp", "code", recovery, NULL, NULL).status, 422);
}

/* A code app of somebody of whom none is asked; the page with the spare codes. */
static struct reply enrolled(struct world *w, unsigned char secret[TOTP_SECRET_BYTES])
{
    const char *cookies = log_in(w, "kim", PASSWORD).cookies;
    secret_of(w, test_request(w->t, "GET", "/totp/enrol", cookies, NULL, 0).body, secret);
    struct reply r = post_as(w, cookies, "/totp/enrol", "code", code_now(w, secret), NULL, NULL);
    assert_int_equal(r.status, 200);
    return r;
}

/* The database alone gives no codes: the secret lies sealed with the installation's key. */
static void the_secret_of_codes_is_sealed(void **state)
{
    struct world *w = *state;
    unsigned char secret[TOTP_SECRET_BYTES];
    struct reply r = enrolled(w, secret);
    char recovery[20];
    memcpy(recovery, strchr(strstr(r.body, "<code"), '>') + 1, 19);
    recovery[19] = 0;
    assert_int_equal(db_testing_number(w->db, "SELECT length(totp_secret) FROM account "
                                              "WHERE login = 'kim'"),
                     TOTP_SEALED_BYTES);

    /* With another key its codes are not known, and the spare ones are. */
    w->t->app.key[0] ^= 1;
    testing_later(w->t, 31000);
    const char *cookies = log_in(w, "kim", PASSWORD).cookies;
    r = post_as(w, cookies, "/totp", "code", code_now(w, secret), NULL, NULL);
    assert_int_equal(r.status, 422);
    assert_int_equal(post_as(w, cookies, "/totp", "code", recovery, NULL, NULL).status, 303);
}

/* A base restored without its key: told at the start, until nobody's code is lost. */
static void another_key_is_told_at_the_start(void **state)
{
    struct world *w = *state;
    unsigned char secret[TOTP_SECRET_BYTES];
    const char *line = NULL;
    struct err err = {0};
    assert_int_equal(account_module.start(&w->t->app, w->db, w->a, &err, &line), 0);
    assert_null(line);
    const char *cookies = log_in(w, "kim", PASSWORD).cookies;
    secret_of(w, test_request(w->t, "GET", "/totp/enrol", cookies, NULL, 0).body, secret);
    (void)post_as(w, cookies, "/totp/enrol", "code", code_now(w, secret), NULL, NULL);
    assert_int_equal(account_module.start(&w->t->app, w->db, w->a, &err, &line), 0);
    assert_null(line);
    w->t->app.key[0] ^= 1;
    assert_int_equal(account_module.start(&w->t->app, w->db, w->a, &err, &line), 0);
    assert_non_null(line);
    assert_non_null(strstr(line, "secret.key"));
    assert_non_null(strstr(line, "с кодом входа: 1)"));
    assert_non_null(strstr(line, "из резервной копии"));
}

static void a_code_of_ones_own_will_is_asked_too(void **state)
{
    struct world *w = *state;
    unsigned char secret[TOTP_SECRET_BYTES];
    (void)enrolled(w, secret);
    const char *cookies = log_in(w, "kim", PASSWORD).cookies;
    struct reply r = test_request(w->t, "GET", "/profile", cookies, NULL, 0);
    assert_string_equal(r.location, "/totp");
}

static void demo_only_on_a_demo_server(void **state)
{
    struct world *w = *state;
    char *id = arena_printf(w->a, "%lld", (long long)w->curator);
    w->t->app.config.demo = false;
    db_testing_sql(w->db, "UPDATE account SET demo = 1 WHERE login = 'curator'");
    struct reply r = post_as(w, "visitor=visitor", "/login/demo", "account", id, NULL, NULL);
    assert_int_equal(r.status, 404);
    r = test_request(w->t, "GET", "/login", "", NULL, 0);
    assert_null(strstr(r.body, "/login/demo"));
    w->t->app.config.demo = true;
    r = test_request(w->t, "GET", "/login", "", NULL, 0);
    assert_non_null(strstr(r.body, "/login/demo"));
    r = post_as(w, "visitor=visitor", "/login/demo", "account", id, NULL, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(test_request(w->t, "GET", "/profile", r.cookies, NULL, 0).status, 200);
    w->t->app.config.demo = false; /* a session that began then does not live on */
    assert_int_equal(test_request(w->t, "GET", "/profile", r.cookies, NULL, 0).status, 303);
    w->t->app.config.demo = true;
    assert_int_equal(test_request(w->t, "GET", "/profile", r.cookies, NULL, 0).status, 200);
    id = arena_printf(w->a, "%lld", (long long)w->kim);
    r = post_as(w, "visitor=visitor", "/login/demo", "account", id, NULL, NULL);
    assert_int_equal(r.status, 404);
}

static void logins_as_typed(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err err = {0};
    const char *login;
    assert_int_equal(account_login_fit(a, " Соколова.ЕП ", &err, &login), 0);
    assert_string_equal(login, "соколова.еп");
    assert_int_equal(account_login_fit(a, "ab", &err, &login), ERR_INVALID);
    assert_int_equal(account_login_fit(a, "a b c", &err, &login), ERR_INVALID);
    assert_int_equal(account_login_fit(a, "<script>", &err, &login), ERR_INVALID);
    assert_non_null(strstr(err.text, "Уберите «<»"));
    assert_string_equal(account_browser(a, "Mozilla/5.0 (Windows NT 10.0) Chrome/120 YaBrowser/24"),
                        "Яндекс Браузер, Windows");
    assert_string_equal(account_browser(a, ""), "Неизвестный браузер");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_error_for_both, setup, teardown),
        cmocka_unit_test_setup_teardown(login_or_address_opens_the_site, setup, teardown),
        cmocka_unit_test_setup_teardown(guessing_slows_down, setup, teardown),
        cmocka_unit_test_setup_teardown(an_attacker_closes_the_door_only_at_home, setup, teardown),
        cmocka_unit_test_setup_teardown(guesses_of_one_thing_do_not_close_another, setup, teardown),
        cmocka_unit_test_setup_teardown(the_proxy_says_who_it_saw, setup, teardown),
        cmocka_unit_test_setup_teardown(staff_must_have_a_code, setup, teardown),
        cmocka_unit_test_setup_teardown(a_code_of_ones_own_will_is_asked_too, setup, teardown),
        cmocka_unit_test_setup_teardown(the_secret_of_codes_is_sealed, setup, teardown),
        cmocka_unit_test_setup_teardown(another_key_is_told_at_the_start, setup, teardown),
        cmocka_unit_test_setup_teardown(demo_only_on_a_demo_server, setup, teardown),
        cmocka_unit_test(logins_as_typed),
    };
    return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
