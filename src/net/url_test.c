#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "net/url.h"

static struct arena *a;

static int set_up(void **state)
{
    (void)state;
    a = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static const char *decoded(const char *s, int plus)
{
    char *out;
    return url_decode(a, s, strlen(s), plus, &out) == 0 ? out : NULL;
}

static void escapes_become_text(void **state)
{
    (void)state;
    assert_string_equal(decoded("a%20b+c", 1), "a b c");
    assert_string_equal(decoded("a+b", 0), "a+b");
    assert_string_equal(decoded("%D0%9F%d1%80", 0), "Пр");
    assert_string_equal(decoded("", 0), "");
    assert_string_equal(decoded("%41", 0), "A");
}

static void broken_escapes_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"%", "%4", "a%4", "%zz", "%00", "%ff", "%D0", "%C0%AF"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(decoded(bad[i], 0));
}

static void pairs_keep_their_order(void **state)
{
    (void)state;
    struct form_pair *p;
    size_t n;
    const char *s = "a=1&b=%26%3D&&c&a=2&=x&";
    assert_int_equal(url_parse_pairs(a, s, strlen(s), &p, &n), 0);
    assert_int_equal(n, 5);
    assert_string_equal(p[0].name, "a");
    assert_string_equal(p[1].value, "&=");
    assert_string_equal(p[2].name, "c");
    assert_string_equal(p[2].value, "");
    assert_string_equal(p[3].value, "2");
    assert_string_equal(p[4].name, "");
}

static void too_much_is_refused(void **state)
{
    (void)state;
    struct form_pair *p;
    size_t n, len = 2 * (URL_MAX_PAIRS + 1);
    char *s = arena_alloc(a, len);
    for (size_t i = 0; i < len; i += 2)
        memcpy(s + i, "a&", 2);
    assert_int_equal(url_parse_pairs(a, s, len, &p, &n), ERR_LIMIT);
    assert_int_equal(url_parse_pairs(a, s, len - 4, &p, &n), 0);
    assert_int_equal(n, URL_MAX_PAIRS - 1);
    char *name = arena_alloc(a, URL_MAX_NAME + 2);
    memset(name, 'n', URL_MAX_NAME + 1);
    assert_int_equal(url_parse_pairs(a, name, URL_MAX_NAME + 1, &p, &n), ERR_LIMIT);
    assert_int_equal(url_parse_pairs(a, name, URL_MAX_NAME, &p, &n), 0);
}

static void text_becomes_a_part_of_an_address(void **state)
{
    (void)state;
    assert_string_equal(url_encode(a, "a b/Я?&-._~"), "a%20b%2F%D0%AF%3F%26-._~");
}

static void only_paths_of_this_site_are_local(void **state)
{
    (void)state;
    static const char *const good[] = {"/", "/a?b=c", "/a//b"};
    static const char *const bad[] = {"",        "a",    "//evil",       "/\\evil", "http://evil",
                                      "/a\r\nX", "/a b", "javascript:1", "/a\\b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(url_is_local(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(url_is_local(bad[i]));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(escapes_become_text),
        CASE(broken_escapes_are_refused),
        CASE(pairs_keep_their_order),
        CASE(too_much_is_refused),
        CASE(text_becomes_a_part_of_an_address),
        CASE(only_paths_of_this_site_are_local),
    };
    return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
