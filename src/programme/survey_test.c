/* What others read of questionnaires, and the one rule of what may be shown. */
/* cmocka wants this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "base/arena.h"
#include "programme/survey.h"

/* Groups → what is hidden, a letter each. */
static const char *hidden(const int64_t *n, size_t n_groups)
{
    static char text[16];
    bool hide[16] = {0};
    bool whole = survey_hide(n, n_groups, hide);
    for (size_t i = 0; i < n_groups; i++)
        text[i] = hide[i] ? 'h' : '.';
    text[n_groups] = whole ? '+' : '-';
    text[n_groups + 1] = '\0';
    return text;
}
#define HIDDEN(...)                                                                                \
    hidden((const int64_t[]){__VA_ARGS__}, sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

static void fewer_than_five_are_never_seen(void **state)
{
    (void)state;
    assert_string_equal(HIDDEN(4), "h-");
    assert_string_equal(HIDDEN(5), ".+");
    assert_string_equal(HIDDEN(0), ".-");
    assert_string_equal(HIDDEN(2, 2), "hh-");
    assert_string_equal(HIDDEN(10, 12), "..+");
}

static void the_rest_tells_nothing_either(void **state)
{
    (void)state;
    /* 23 − 20 would be the three: the smallest other goes too. */
    assert_string_equal(HIDDEN(20, 3), "hh+");
    assert_string_equal(HIDDEN(20, 3, 8), ".hh+");
    assert_string_equal(HIDDEN(20, 3, 8, 2), ".h.h+"); /* 3 + 2 = 5 */
    assert_string_equal(HIDDEN(20, 4, 0, 6), ".h.h+"); /* nobody is no cover */
    assert_string_equal(HIDDEN(4, 1, 9), "hh.+");
}

/* No sum of shown groups, taken from the whole, leaves fewer than five. */
static void no_difference_leaves_fewer_than_five(void **state)
{
    (void)state;
    for (int code = 0; code < 12 * 12 * 12 * 12; code++) {
        int64_t n[4] = {code % 12, code / 12 % 12, code / 144 % 12, code / 1728}, total = 0,
                rest = 0;
        bool hide[4];
        bool whole = survey_hide(n, 4, hide);
        for (int i = 0; i < 4; i++) {
            total += n[i];
            rest += hide[i] ? n[i] : 0;
            assert_true(hide[i] || n[i] == 0 || n[i] >= SURVEY_FEW);
        }
        assert_int_equal(whole, total >= SURVEY_FEW);
        if (whole)
            assert_true(rest == 0 || rest >= SURVEY_FEW);
    }
}

static void the_whole_stands_only_where_the_rest_is_five(void **state)
{
    (void)state;
#define WHOLE(...)                                                                                 \
    survey_whole((const int64_t[]){__VA_ARGS__},                                                   \
                 sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))
    assert_true(WHOLE(5));
    assert_true(WHOLE(5, 0, 9));
    assert_true(WHOLE(20, 2, 3)); /* five nobody sees one by one */
    assert_true(WHOLE(2, 3));
    assert_false(WHOLE(4));
    assert_false(WHOLE(20, 3));
    assert_false(WHOLE(13, 6, 2, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fewer_than_five_are_never_seen),
        cmocka_unit_test(the_rest_tells_nothing_either),
        cmocka_unit_test(no_difference_leaves_fewer_than_five),
        cmocka_unit_test(the_whole_stands_only_where_the_rest_is_five),
    };
    return cmocka_run_group_tests_name("survey", tests, NULL, NULL);
}
