/* Letters, and texts that grow. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void error_text_is_cut_between_letters(void **state)
{
    (void)state;
    struct err e;
    char text[1024];
    memset(text, 0, sizeof text);
    for (int i = 0; i < 400; i++)
        memcpy(text + 2 * i, "ж", 2);
    assert_int_equal(err_set(&e, ERR_INVALID, "a%s", text), ERR_INVALID);
    assert_true(utf8_valid(e.text, strlen(e.text)));
    assert_true(strlen(e.text) > ERR_TEXT_MAX - 4);
}

static void utf8_rejects_what_is_not_text(void **state)
{
    (void)state;
    assert_true(utf8_valid("Ёлка Ә Ө Ү Ҥ Ӑ €", strlen("Ёлка Ә Ө Ү Ҥ Ӑ €")));
    assert_false(utf8_valid("\xC0\xAF", 2));         /* overlong */
    assert_false(utf8_valid("\xED\xA0\x80", 3));     /* surrogate */
    assert_false(utf8_valid("\xF4\x90\x80\x80", 4)); /* beyond the last plane */
    assert_false(utf8_valid("\xD0", 1));             /* cut */
    assert_false(utf8_valid("a\0b", 3));
}

static void case_of_every_cyrillic_letter_goes_both_ways(void **state)
{
    struct arena *a = *state;
    assert_string_equal(utf8_lowercase(a, "ЩУКА Ё ӘӨҮҤӐ Ӏ Ї"), "щука ё әөүҥӑ ӏ ї");
    for (uint32_t c = 0x400; c < 0x530; c++)
        if (utf8_lower(c) != c)
            assert_int_equal(utf8_upper(utf8_lower(c)), c);
}

static void names_meet_by_key(void **state)
{
    struct arena *a = *state;
    bool mixed;
    assert_string_equal(utf8_squeeze(a, " \u00A0Иванова\tАнна \n"), "Иванова Анна");
    assert_string_equal(utf8_unmix(a, "Cидоров Heinz PRO", &mixed), "Сидоров Heinz PRO");
    assert_true(mixed);
    assert_string_equal(utf8_key(a, "  Семёнова – Пётр "), utf8_key(a, "СЕМЕНОВА - Петр"));
    assert_string_equal(utf8_key(a, "И.О."), "ио");
    assert_string_equal(utf8_key(a, "А\xFF\xFE"), "а??"); /* no text, but no harm either */
}

static const char long_text[] =
    "Ученик 7 «Б» класса школы № 12 — Ёлкин-Ә, robotics & шахматы до €100, ждёт встречи";

/* Whatever stands where in a long text: bytes are looked at in blocks. */
static void long_texts_are_valid_or_not(void **state)
{
    static const char *const bad[] = {"\xC0\xAF", "\xD0",         "\x90",
                                      "\xE2\x80", "\xED\xA0\x80", "\xFF"};
    (void)state;
    size_t n = strlen(long_text), len;
    char text[sizeof long_text + 4];
    assert_true(utf8_valid(long_text, n));
    for (size_t at = 0; at <= n; at += len) {
        utf8_decode(long_text + at, n + 1 - at, &len);
        assert_true(utf8_valid(long_text + at, n - at));
        assert_false(at < n && utf8_valid(long_text, at + 1) != (len == 1));
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
            size_t more = strlen(bad[i]);
            memcpy(text, long_text, at);
            memcpy(text + at, bad[i], more);
            memcpy(text + at + more, long_text + at, n - at);
            assert_false(utf8_valid(text, n + more));
        }
        memcpy(text, long_text, at);
        text[at] = '\0';
        memcpy(text + at + 1, long_text + at, n - at);
        assert_false(utf8_valid(text, n + 1));
    }
}

static void long_texts_are_squeezed_or_not(void **state)
{
    static const char *const put[] = {" ",      "\t",     "\n",     "\u00A0", "\u2009", "\u200B",
                                      "\u2028", "\u205F", "\u3000", "\uFEFF", "—",      "№",
                                      "«",      "а",      "х",      "€",      "x"};
    struct arena *a = *state;
    size_t n = strlen(long_text), len;
    assert_true(utf8_is_squeezed(long_text));
    for (size_t at = 0; at <= n; at += len) {
        utf8_decode(long_text + at, n + 1 - at, &len);
        for (size_t i = 0; i < sizeof put / sizeof *put; i++) {
            const char *text =
                arena_printf(a, "%.*s%s%s", (int)at, long_text, put[i], long_text + at);
            struct strbuf squeezed; /* by letters, without a look at the whole */
            bool gap = false;
            strbuf_init(&squeezed, a);
            for (size_t k = 0, m = strlen(text), used; k < m; k += used) {
                bool space = utf8_is_space(utf8_decode(text + k, m - k, &used));
                if (!space && gap && squeezed.len)
                    strbuf_putc(&squeezed, ' ');
                gap = space;
                if (!space)
                    strbuf_add(&squeezed, text + k, used);
            }
            assert_int_equal(utf8_is_squeezed(text), !strcmp(squeezed.s, text));
            assert_string_equal(utf8_squeeze(a, text), squeezed.s);
        }
    }
}

static void squeezed_texts_are_known(void **state)
{
    struct arena *a = *state;
    static const char *const texts[] = {"",          "МБОУ «Школа № 5»", "7–12 лет", "а  б",
                                        "а\u00A0б",  "а\u2003б",         "а\tб",     "а ",
                                        "\u00A0«а",  "«а»\u00A0",        "\xC2",     "а\xE2",
                                        "«\xE2\x80", "\xC2\xAB а",       " а",       "«а» б "};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(utf8_is_squeezed(texts[i]), !strcmp(utf8_squeeze(a, texts[i]), texts[i]));
    assert_true(utf8_is_squeezed("МБОУ «Школа № 5», 7–12 лет"));
    assert_false(utf8_is_squeezed("«а»\u00A0б"));
}

static void strbuf_keeps_its_end(void **state)
{
    struct strbuf b;
    strbuf_init(&b, *state);
    for (int i = 0; i < 1000; i++)
        strbuf_printf(&b, "%d,", i);
    assert_int_equal(strlen(b.s), b.len);
    assert_string_equal(b.s + b.len - 4, "999,");
}

static void a_text_goes_into_json_as_it_is(void **state)
{
    struct strbuf b;
    strbuf_init(&b, *state);
    strbuf_put_json(&b, "ООО «Ёж» \"и\" \\ ко\n\x01");
    assert_string_equal(b.s, "\"ООО «Ёж» \\\"и\\\" \\\\ ко\\u000a\\u0001\"");
}

/* Whatever of it printf itself would do, and at every place of a block. */
static void texts_are_printed_as_printf_prints_them(void **state)
{
    struct arena *a = *state;
    static const long long ids[] = {0,         9,  10,       99, 100, 456046556974409728,
                                    LLONG_MAX, -1, LLONG_MIN};
    for (size_t i = 0; i < 9000; i++) {
        char want[200];
        long long id = ids[i % (sizeof ids / sizeof *ids)];
        snprintf(want, sizeof want, "/programmes/%lld/pairs?q=%s&%%%d", id, "ё", (int)i);
        assert_string_equal(arena_printf(a, "/programmes/%lld/pairs?q=%s&%%%d", id, "ё", (int)i),
                            want);
        snprintf(want, sizeof want, "%s/%lld%s", "/units", id, "");
        char *got = arena_printf(a, "%s/%lld%s", "/units", id, "");
        assert_string_equal(got, want);
        memset(got, 'x', strlen(want) + 1); /* the bytes are ours */
    }
    assert_string_equal(arena_printf(a, "%s", ""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_text_is_cut_between_letters),
        cmocka_unit_test(utf8_rejects_what_is_not_text),
        cmocka_unit_test(case_of_every_cyrillic_letter_goes_both_ways),
        cmocka_unit_test(names_meet_by_key),
        cmocka_unit_test(long_texts_are_valid_or_not),
        cmocka_unit_test(long_texts_are_squeezed_or_not),
        cmocka_unit_test(squeezed_texts_are_known),
        cmocka_unit_test(strbuf_keeps_its_end),
        cmocka_unit_test(a_text_goes_into_json_as_it_is),
        cmocka_unit_test(texts_are_printed_as_printf_prints_them),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
