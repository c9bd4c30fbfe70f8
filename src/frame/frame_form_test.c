/* Forms: saved once, come back as typed, outlive a session, and are not sent by others. */
#include "frame/frame_test.h"

static const char *note_path(struct world *w)
{
    return arena_printf(w->t->a, "/units/%lld/note", (long long)w->school);
}

static void a_form_is_saved_once_however_often_it_is_sent(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->anna, true);
    struct form_pair pairs[] = {{"_token", test_token(w->t, cookies)}, {"text", "привет"}};
    struct reply r = test_request(w->t, "POST", note_path(w), cookies, pairs, 2);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "Сохранено");
    struct reply again = test_request(w->t, "POST", note_path(w), cookies, pairs, 2);
    assert_int_equal(again.status, 303);
    assert_string_equal(again.location, r.location);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 1);
}

static void two_forms_of_one_page_are_two_requests(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->anna, true);
    struct form_pair pairs[] = {{"_token", test_token(w->t, cookies)}, {"text", "первая"}};
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 303);
    pairs[1].value = "вторая";
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 303);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 2);
}

static void a_form_waits_for_a_busy_database(void **state)
{
    struct world *w = *state;
    busy = 3;
    assert_int_equal(test_post(w->t, w->anna, note_path(w), "text", "привет", NULL).status, 303);
    assert_int_equal(busy, 0);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 1);
}

static void a_form_without_its_token_changes_nothing(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->anna, true);
    const char *foreign = test_token(w->t, test_sign_in(w->t, w->vera, true));
    struct form_pair pairs[] = {{"text", "привет"}, {"_token", foreign}};
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 1).status, 403);
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 403);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 0);
}

static void a_bad_form_comes_back_as_typed_and_may_be_sent_again(void **state)
{
    struct world *w = *state;
    struct reply r = test_post(w->t, w->anna, note_path(w), "text", "  ", NULL);
    assert_int_equal(r.status, 422);
    assert_string_equal(r.body, "  |Заполните поле „Заметка“|");
    r = test_post(w->t, w->anna, note_path(w), "text", "плохо", NULL);
    assert_string_equal(r.body, "плохо|нельзя|");
    /* The refused token was rolled back with the rest, so the mended form passes with it. */
    const char *cookies = test_sign_in(w->t, w->anna, true);
    struct form_pair pairs[] = {{"_token", test_token(w->t, cookies)}, {"text", ""}};
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 422);
    pairs[1].value = "привет";
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 303);
}

static void a_failed_handler_leaves_nothing(void **state)
{
    struct world *w = *state;
    struct reply r = test_post(w->t, w->anna, note_path(w), "text", "сломать", NULL);
    assert_int_equal(r.status, 503);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM once_token"), 0);
}

static const char *join(struct world *w, const char *a, const char *b)
{
    return arena_printf(w->t->a, "%s; %s", a, b);
}

static void a_long_form_outlives_its_session(void **state)
{
    struct world *w = *state;
    const char *old = test_sign_in(w->t, w->anna, true);
    struct form_pair pairs[] = {
        {"_token", test_token(w->t, old)}, {"text", "длинный текст"}, {"secret", "тайна"}};
    testing_later(w->t, SESSION_IDLE_MS + 1);
    struct reply r = test_request(w->t, "POST", note_path(w), old, pairs, 3);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/login");
    assert_non_null(strstr(r.cookies, "kept="));
    assert_int_equal(count(w, "SELECT count(*) FROM kept_form"), 1);
    const char *again = join(w, test_sign_in(w->t, w->anna, true), r.cookies);
    struct reply page = test_request(w->t, "GET", "/kept", again, NULL, 0);
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "длинный текст"));
    assert_non_null(strstr(page.body, "сохранилось"));
    /* Looking does not lose it; the next thing sent does. */
    page = test_request(w->t, "GET", "/kept", again, NULL, 0);
    assert_non_null(strstr(page.body, "длинный текст"));
    struct form_pair sent[] = {{"_token", test_token(w->t, again)}, {"text", "длинный текст"}};
    assert_non_null(
        strstr(test_request(w->t, "POST", note_path(w), again, sent, 2).cookies, "kept="));
    /* Another account on the same computer does not see it. */
    testing_grant(w->t, w->vera, ROLE_COORDINATOR, w->school);
    again = join(w, test_sign_in(w->t, w->vera, true), r.cookies);
    assert_int_equal(test_request(w->t, "GET", "/kept", again, NULL, 0).status, 303);
    /* After an hour it is gone. */
    testing_later(w->t, 3601000);
    again = join(w, test_sign_in(w->t, w->anna, true), r.cookies);
    assert_int_equal(test_request(w->t, "GET", "/kept", again, NULL, 0).status, 303);
}

static void another_site_cannot_plant_a_form(void **state)
{
    struct world *w = *state;
    struct form_pair pairs[] = {{"_token", test_token(w->t, "visitor=stranger")},
                                {"text", "чужой текст"}};
    struct reply r = test_request(w->t, "POST", note_path(w), "", pairs, 2);
    assert_int_equal(r.status, 303);
    r = test_request(w->t, "POST", note_path(w), "session=expired", pairs, 2);
    assert_null(strstr(r.cookies, "kept="));
    assert_int_equal(count(w, "SELECT count(*) FROM kept_form"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_form_is_saved_once_however_often_it_is_sent),
        CASE(a_form_waits_for_a_busy_database),
        CASE(two_forms_of_one_page_are_two_requests),
        CASE(a_form_without_its_token_changes_nothing),
        CASE(a_bad_form_comes_back_as_typed_and_may_be_sent_again),
        CASE(a_failed_handler_leaves_nothing),
        CASE(a_long_form_outlives_its_session),
        CASE(another_site_cannot_plant_a_form),
    };
    return cmocka_run_group_tests_name("frame_form", tests, NULL, NULL);
}
