#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "frame/prefs.h"

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void every_choice_survives_the_cookie(void **state)
{
    for (unsigned scheme = 0; scheme < SCHEME_COUNT; scheme++)
        for (unsigned step = 0; step < 3; step++)
            for (int serif = 0; serif < 2; serif++) {
                struct prefs p = {(enum scheme)scheme, step, 2 - step, step, serif};
                struct prefs back = prefs_parse(prefs_cookie(*state, &p));
                assert_int_equal(back.scheme, p.scheme);
                assert_int_equal(back.size, p.size);
                assert_int_equal(back.letter, p.letter);
                assert_int_equal(back.line, p.line);
                assert_int_equal(back.serif, p.serif);
            }
}

static void a_strange_cookie_is_the_usual_view(void **state)
{
    (void)state;
    static const char *const strange[] = {NULL,    "",      "3",     "3000",  "300000",   "60000",
                                          "03000", "00030", "00002", "3 000", "3000\xff", "-1000"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        struct prefs p = prefs_parse(strange[i]);
        assert_null(prefs_lv(&p));
        assert_null(prefs_scheme(&p));
        assert_null(prefs_size(&p));
    }
}

static void dark_is_a_theme_and_two_colours_are_not(void **state)
{
    (void)state;
    struct prefs p = prefs_parse("20000");
    assert_string_equal(prefs_scheme(&p), "dark");
    assert_null(prefs_lv(&p));
    p = prefs_parse("40000");
    assert_string_equal(prefs_lv(&p), "two");
    p = prefs_parse("02000");
    assert_string_equal(prefs_size(&p), "200");
    assert_string_equal(prefs_lv(&p), "plain");
    p = prefs_parse("00001");
    assert_string_equal(prefs_lv(&p), "plain");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_choice_survives_the_cookie, set_up, tear_down),
        cmocka_unit_test(a_strange_cookie_is_the_usual_view),
        cmocka_unit_test(dark_is_a_theme_and_two_colours_are_not),
    };
    return cmocka_run_group_tests_name("prefs", tests, NULL, NULL);
}
