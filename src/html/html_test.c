/* cmocka wants this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "html/format.h"
#include "html/html.h"
#include "html/qr.h"

static int setup(void **state)
{
    *state = arena_new();
    i18n_set(LANG_RU);
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    i18n_set(LANG_RU);
    return 0;
}

#define assert_put(put, value, want)                                                               \
    do {                                                                                           \
        struct html h_;                                                                            \
        html_init(&h_, *state);                                                                    \
        put(&h_, value);                                                                           \
        assert_string_equal(h_.out.s, want);                                                       \
    } while (0)

static void values_are_written_by_their_place(void **state)
{
    const char *none = NULL;
    assert_put(html_put_text, "a<b>&\"'", "a&lt;b&gt;&amp;&#34;&#39;");
    assert_put(html_put_text, none, "");
    assert_put(html_put_text, 12345, "12\u00A0345");
    assert_put(html_put_text, (size_t)2026, "2026");
    assert_put(html_put_text, INT64_MIN,
               "−9\u00A0223\u00A0372\u00A0036\u00A0854\u00A0775\u00A0808");
    assert_put(html_put_text, (struct safe_html){"<b>a</b>"}, "<b>a</b>");
    assert_put(html_put_attr, "\" x='", "&#34; x=&#39;");
    assert_put(html_put_attr, -12345L, "-12345");
    assert_put(html_put_attr, UINT64_MAX, "18446744073709551615");
    assert_put(html_put_urlpart, "Ё/? &", "%D0%81%2F%3F%20%26");
    assert_put(html_put_urlpart, "\n", "%0A");
    assert_put(html_put_urlpart, 12345, "12345");
}

static const char *written(unsigned char c)
{
    static char letter[2];
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&#34;";
    case '\'':
        return "&#39;";
    default:
        letter[0] = (char)c;
        return letter;
    }
}

/* Texts are looked at in blocks: every byte at every place of every length around a block's. */
static void no_place_in_a_text_is_overlooked(void **state)
{
    struct html h;
    html_init(&h, *state);
    for (size_t n = 1; n <= 40; n++)
        for (size_t at = 0; at < n; at++)
            for (int c = 1; c < 256; c++) {
                char want[64],
                    *text = malloc(n + 1); /* its own memory: not a byte beyond is read */
                memset(text, 'x', n);
                text[n] = '\0';
                text[at] = (char)c;
                snprintf(want, sizeof want, "%.*s%s%s", (int)at, text, written((unsigned char)c),
                         text + at + 1);
                strbuf_clear(&h.out);
                html_put_text(&h, text);
                if (strcmp(h.out.s, want) != 0)
                    fail_msg("%s instead of %s", h.out.s, want);
                free(text);
            }
}

static void addresses_have_schemes_we_know(void **state)
{
    static const char *const same[] = {"/a/b?c=d#e", "a",         "#top",       "http://x/",
                                       "https://x/", "tel:+7912", "mailto:a@b", "HTTPS://x/",
                                       "/a:b",       "?a:b",      "//x/",       ""};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_put(html_put_url, same[i], same[i]);
    static const char *const blocked[] = {"javascript:x",
                                          "JavaScript:x",
                                          " javascript:x",
                                          "java\tscript:x",
                                          "data:text/html,x",
                                          "\x01javascript:x",
                                          "file:///etc",
                                          "htt:x",
                                          ":x",
                                          "blob:x"};
    for (size_t i = 0; i < sizeof blocked / sizeof *blocked; i++)
        assert_put(html_put_url, blocked[i], "#blocked");
    assert_put(html_put_url, "/a b?c=1&d=\"'<\\", "/a%20b?c=1&amp;d=%22%27%3C%5C");
}

static void counts_stand_with_their_word(void **state)
{
    struct html h;
    html_init(&h, *state);
    assert_string_equal(html_count(&h, "%d пар", 25000), "25\u00A0000\u00A0пар");
    assert_string_equal(html_count(&h, "всего %d", 5), "всего 5");
    assert_string_equal(html_printf(&h, "%s и %d", "a", 3), "a и 3");
}

static void numbers_as_russian_prints_them(void **state)
{
    struct arena *a = *state;
    assert_string_equal(format_int(a, 9999), "9999");
    assert_string_equal(format_int(a, 10000), "10\u00A0000");
    assert_string_equal(format_decimal(a, 7.94, 1), "7,9");
    assert_string_equal(format_decimal(a, -0.04, 1), "0,0");
    assert_string_equal(format_decimal(a, 6.25, 1), "6,3"); /* as in a spreadsheet */
    assert_string_equal(format_decimal(a, -2.675, 2), "−2,68");
    assert_string_equal(format_quoted(a, "Доля «педагогов»"), "«Доля „педагогов“»");
    assert_string_equal(format_decimal(a, -12345.25, 2), "−12\u00A0345,25");
    assert_string_equal(format_change(a, 1.8, 1), "+1,8");
    assert_string_equal(format_change(a, -1.8, 1), "−1,8");
    assert_string_equal(format_change(a, 0.01, 1), "0,0");
    assert_string_equal(format_int(a, -1234567), "−1\u00A0234\u00A0567");
    i18n_set(LANG_EN);
    assert_string_equal(format_int(a, 12345), "12,345");
}

static void people_and_phones(void **state)
{
    struct arena *a = *state;
    const char *shown = "+7\u00A0912\u00A0345\u201167\u201189";
    static const char *const typed[] = {"89123456789", "+7 (912) 345-67-89", "9123456789",
                                        "7 912 345 67 89"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        assert_string_equal(format_phone(a, typed[i]), shown);
        assert_string_equal(format_phone_uri(a, typed[i]), "+79123456789");
    }
    assert_null(format_phone_uri(a, "+8 912 345 67 89"));
    assert_string_equal(format_bytes(a, 0), "1\u00a0КБ");
    assert_string_equal(format_bytes(a, 84 * 1024 - 1), "84\u00a0КБ");
    assert_string_equal(format_bytes(a, 1258291), "1,2\u00a0МБ");
    assert_null(format_phone_uri(a, "891234567890"));
    assert_string_equal(format_phone(a, "доб. 12"), "доб. 12");
    assert_string_equal(format_phone(a, ""), "");
}

static void days_and_times(void **state)
{
    struct arena *a = *state;
    struct date today = {2026, 11, 6};
    assert_string_equal(format_day(a, today, today), "сегодня");
    assert_string_equal(format_day(a, (struct date){2026, 11, 5}, today), "вчера");
    assert_string_equal(format_day(a, (struct date){2026, 11, 7}, today), "завтра");
    assert_string_equal(format_day(a, (struct date){2026, 11, 8}, today), "8\u00A0ноября");
    assert_string_equal(format_day(a, (struct date){2027, 1, 8}, today),
                        "8\u00A0января 2027\u00A0г.");
    assert_string_equal(format_day(a, (struct date){0}, today), "—");
    assert_string_equal(format_time(a, 0, 180), "3:00");
    assert_string_equal(format_time(a, -1, 0), "23:59");
}

static void qr_is_a_drawing(void **state)
{
    struct arena *a = *state;
    struct safe_html qr;
    assert_int_equal(qr_svg(a, "https://example.ru/i/abc", "Приглашение <1>", &qr), 0);
    assert_non_null(strstr(qr.markup, "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 33 33\""));
    assert_non_null(strstr(qr.markup, "<title>Приглашение &lt;1&gt;</title>"));
    assert_null(strstr(qr.markup, "style"));
    /* The corner mark of 7 × 7 behind a quiet zone of 4. */
    assert_non_null(strstr(qr.markup, "<rect x=\"4\" y=\"4\" width=\"7\" height=\"1\"/>"));
    char *longest = arena_alloc(a, QR_MAX_BYTES + 2);
    memset(longest, 'a', QR_MAX_BYTES);
    assert_int_equal(qr_svg(a, longest, "", &qr), 0);
    longest[QR_MAX_BYTES] = 'a';
    assert_int_equal(qr_svg(a, longest, "", &qr), ERR_LIMIT);
}

static void a_stylesheet_cannot_leave_its_element(void **state)
{
    struct html h;
    html_init(&h, *state);
    html_stylesheet(&h, "a > b { color: red }");
    assert_string_equal(h.out.s, "<style>a > b { color: red }</style>");
    html_stylesheet(&h, "</style><b>");
    assert_string_equal(h.out.s, "<style>a > b { color: red }</style>");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(values_are_written_by_their_place),
        T(no_place_in_a_text_is_overlooked),
        T(addresses_have_schemes_we_know),
        T(counts_stand_with_their_word),
        T(numbers_as_russian_prints_them),
        T(people_and_phones),
        T(days_and_times),
        T(qr_is_a_drawing),
        T(a_stylesheet_cannot_leave_its_element),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
