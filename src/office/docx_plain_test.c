/* Our own templates, written as plain text. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "office/docx_fill.h"
#include "office/docx_pdf.h"
#include "office/docx_plain.h"

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

/* A wrong line is named. */
static void plain_text_becomes_a_document(void **state)
{
    const void *bytes;
    struct docx_template *t;
    struct err err = {0};
    size_t n;
    assert_int_equal(
        docx_plain(*state, "# Приказ\n|% 30 70\n|= №|Имя\n| 1 | {{школа}}\n", &err, &bytes, &n), 0);
    assert_int_equal(docx_template(*state, bytes, n, &err, &t), 0);
    const char *const wrong[] = {"a\n| 1 | 2\n", "|% 30 70\n| 1 | 2 | 3\n", "|% x\n", "|% 0 5\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(docx_plain(*state, wrong[i], &err, &bytes, &n), ERR_INVALID);
        assert_non_null(strstr(err.text, "Строка"));
    }
}

/* What stands before a row of signatures keeps with it, and nothing else does. */
static void signatures_do_not_stand_alone(void **state)
{
    struct docx_template *d;
    struct err err = {0};
    const void *bytes;
    const char *xml;
    size_t n;
    static const char text[] = "Первый\nВторой\n.\n|% 50 50\n|_ Директор | Рябов\n";
    assert_int_equal(docx_plain(*state, text, &err, &bytes, &n), 0);
    assert_int_equal(docx_template(*state, bytes, n, &err, &d), 0);
    assert_int_equal(docx_template_part(*state, d, "word/document.xml", &err, &xml, &n), 1);
    const char *first = strstr(xml, "Первый"), *second = strstr(xml, "Второй");
    const char *keep = strstr(xml, "<w:keepNext/>");
    assert_true(first < keep && keep < second);
    assert_non_null(strstr(second, "<w:keepNext/>"));
    assert_true(strstr(second, "<w:keepNext/>") < strstr(second, "<w:tbl>"));
}

/* «УТВЕРЖДАЮ» of a wide page stands further to the right. */
static void a_wide_page_has_its_own_right(void **state)
{
    static const char *const text[] = {"> УТВЕРЖДАЮ\n", "@landscape\n> УТВЕРЖДАЮ\n"};
    static const char *const style[] = {"w:val=\"AtRight\"", "w:val=\"AtFarRight\""};
    for (size_t i = 0; i < 2; i++) {
        struct docx_template *d;
        struct err err = {0};
        const void *bytes;
        const char *xml;
        size_t n;
        assert_int_equal(docx_plain(*state, text[i], &err, &bytes, &n), 0);
        assert_int_equal(docx_template(*state, bytes, n, &err, &d), 0);
        assert_int_equal(docx_template_part(*state, d, "word/document.xml", &err, &xml, &n), 1);
        assert_non_null(strstr(xml, style[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_becomes_a_document),
        cmocka_unit_test(signatures_do_not_stand_alone),
        cmocka_unit_test(a_wide_page_has_its_own_right),
    };
    return cmocka_run_group_tests_name("docx_plain", tests, set_up, tear_down);
}
