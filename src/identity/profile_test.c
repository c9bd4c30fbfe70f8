#include "identity/account_test.h"

static void new_password_ends_other_sessions(void **state)
{
    struct world *w = *state;
    const char *other = log_in(w, "kim", PASSWORD).cookies;
    const char *here = log_in(w, "kim", PASSWORD).cookies;
    struct reply r = post_as(w, here, "/profile/password", "old", "не тот пароль", "password",
                             "новая фраза из слов");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Нынешний пароль не подошёл"));
    r = post_as(w, here, "/profile/password", "old", PASSWORD, "password", "коротко");
    assert_int_equal(r.status, 422);
    r = post_as(w, here, "/profile/password", "old", PASSWORD, "password", "новая фраза из слов");
    assert_int_equal(r.status, 303);
    assert_int_equal(test_request(w->t, "GET", "/profile", here, NULL, 0).status, 200);
    assert_int_equal(test_request(w->t, "GET", "/profile", other, NULL, 0).status, 303);
    assert_int_equal(log_in(w, "kim", PASSWORD).status, 422);
    assert_int_equal(log_in(w, "kim", "новая фраза из слов").status, 303);
}

static void sessions_are_ended_by_their_owner(void **state)
{
    struct world *w = *state;
    const char *here = log_in(w, "kim", PASSWORD).cookies;
    const char *other = log_in(w, "kim", PASSWORD).cookies;
    struct reply r = test_request(w->t, "GET", "/profile/sessions", here, NULL, 0);
    assert_non_null(strstr(r.body, "Вы здесь"));
    int64_t foreign = testing_account(w->t, "other", ROLE_MENTOR, w->school);
    const char *theirs = test_sign_in(w->t, foreign, true);
    char *sql = arena_printf(w->a, "SELECT max(id) FROM session WHERE account_id = %lld",
                             (long long)foreign);
    char *id = arena_printf(w->a, "%lld", (long long)db_testing_number(w->db, sql));
    (void)post_as(w, here, "/profile/sessions/end", "session", id, NULL, NULL);
    assert_int_equal(test_request(w->t, "GET", "/profile", theirs, NULL, 0).status, 200);
    r = post_as(w, here, "/profile/sessions/end-all", "x", "", NULL, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(test_request(w->t, "GET", "/profile", here, NULL, 0).status, 303);
    assert_int_equal(test_request(w->t, "GET", "/profile", other, NULL, 0).status, 303);
}

static void participants_do_not_rename_themselves(void **state)
{
    struct world *w = *state;
    const char *cookies = log_in(w, "kim", PASSWORD).cookies;
    struct reply r = test_request(w->t, "GET", "/profile", cookies, NULL, 0);
    assert_null(strstr(r.body, "name=\"surname\""));
    r = post_as(w, cookies, "/profile", "surname", "Другая", "given", "Анна");
    assert_int_equal(r.status, 403);
    r = post_as(w, cookies, "/profile/email", "email", "New@Example.org", NULL, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(
        db_testing_number(w->db, "SELECT count(*) FROM account WHERE email = 'new@example.org'"),
        1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(new_password_ends_other_sessions, setup, teardown),
        cmocka_unit_test_setup_teardown(sessions_are_ended_by_their_owner, setup, teardown),
        cmocka_unit_test_setup_teardown(participants_do_not_rename_themselves, setup, teardown),
    };
    return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
