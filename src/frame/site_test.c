/* Pages of the site itself: the choice of a view, and who may see the page of parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "frame/frame_testing.h"
#include "frame/prefs.h"
#include "frame/site.h"

static int set_up(void **state)
{
    static const struct module *const modules[] = {&site_module};
    *state = testing_new(modules, 1);
    return 0;
}

static int tear_down(void **state)
{
    testing_free(*state);
    return 0;
}

static struct reply choose(struct testing *t, const char *scheme, const char *back)
{
    return test_post(t, 0, "/accessibility", "size", "2", "scheme", scheme, "letter", "0", "line",
                     "1", "font", "1", "back", back, NULL);
}

static void the_choice_is_kept_and_leads_back(void **state)
{
    struct reply r = choose(*state, "4", "/help");
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/help");
    assert_non_null(strstr(r.cookies, PREFS_COOKIE "=42011"));
}

static void the_next_page_is_drawn_as_chosen(void **state)
{
    struct testing *t = *state;
    struct reply r = test_request(t, "GET", "/help", PREFS_COOKIE "=42011", NULL, 0);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "data-scheme=\"white-on-black\""));
    assert_non_null(strstr(r.body, "data-size=\"200\""));
    assert_non_null(strstr(r.body, "data-lv=\"two\""));
    r = test_request(t, "GET", "/help", PREFS_COOKIE "=\"><script>", NULL, 0);
    assert_int_equal(r.status, 200);
    assert_null(strstr(r.body, "data-scheme"));
}

static void the_helpline_is_the_one_of_the_installation(void **state)
{
    struct testing *t = *state;
    static const struct {
        const char *number, *link;
    } cases[] = {{"8 800 200-01-22", "href=\"tel:+78002000122\""},
                 {"116 111", "href=\"tel:116111\""},
                 {"+7 (342) 200-00-00", "href=\"tel:+73422000000\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        t->app.config.helpline = cases[i].number;
        struct reply r = test_get(t, 0, "/help");
        assert_non_null(strstr(r.body, cases[i].number));
        assert_non_null(strstr(r.body, cases[i].link));
    }
    t->app.config.helpline = "";
    assert_null(strstr(test_get(t, 0, "/help").body, "доверия"));
    t->app.config.helpline = NULL;
    assert_null(strstr(test_get(t, 0, "/help").body, "доверия"));
}

static void the_way_back_stays_on_this_site(void **state)
{
    static const char *const strange[] = {
        "",    "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
        "help"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        struct reply r = choose(*state, "0", strange[i]);
        assert_int_equal(r.status, 303);
        assert_string_equal(r.location, "/");
    }
}

static void a_choice_that_is_not_offered_comes_back(void **state)
{
    struct reply r = choose(*state, "9", "/help");
    assert_int_equal(r.status, 422);
    assert_null(strstr(r.cookies, PREFS_COOKIE "="));
}

static void the_usual_view_comes_back(void **state)
{
    struct reply r = test_post(*state, 0, "/accessibility", "size", "2", "scheme", "4", "letter",
                               "0", "line", "0", "font", "0", "reset", "1", "back", "/about", NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.cookies, PREFS_COOKIE "=00000"));
}

static void a_language_is_chosen_and_kept(void **state)
{
    struct reply r = test_post(*state, 0, "/language", "lang", "en", "back", "/about", NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/about");
    assert_non_null(strstr(r.cookies, "lang=en"));
    r = test_post(*state, 0, "/language", "lang", "tlh", "back", "/about", NULL);
    assert_int_equal(r.status, 422);
    assert_null(strstr(r.cookies, "lang="));
}

static void pages_of_the_footer_are_open_to_all(void **state)
{
    static const char *const paths[] = {
        "/accessibility", "/accessibility/statement", "/about", "/pairing", "/privacy", "/help",
        "/language"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_int_equal(test_get(*state, 0, paths[i]).status, 200);
}

static void parts_are_shown_in_development_only(void **state)
{
    struct testing *t = *state;
    t->app.config.development = false;
    assert_int_equal(test_get(t, 0, "/styleguide").status, 404);
    t->app.config.development = true;
    assert_int_equal(test_get(t, 0, "/styleguide").status, 200);
}

static void what_is_no_text_is_refused(void **state)
{
    assert_int_equal(test_get(*state, 0, "/help?a=%00").status, 400);
    assert_int_equal(test_get(*state, 0, "/help?a=%ff").status, 400);
    assert_int_equal(test_get(*state, 0, "/help?a=1").status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_choice_is_kept_and_leads_back),
        cmocka_unit_test(the_next_page_is_drawn_as_chosen),
        cmocka_unit_test(the_helpline_is_the_one_of_the_installation),
        cmocka_unit_test(the_way_back_stays_on_this_site),
        cmocka_unit_test(a_choice_that_is_not_offered_comes_back),
        cmocka_unit_test(the_usual_view_comes_back),
        cmocka_unit_test(a_language_is_chosen_and_kept),
        cmocka_unit_test(pages_of_the_footer_are_open_to_all),
        cmocka_unit_test(parts_are_shown_in_development_only),
        cmocka_unit_test(what_is_no_text_is_refused),
    };
    return cmocka_run_group_tests_name("site", tests, set_up, tear_down);
}
