/* Templates of one's own: what is taken, what is asked about, what is refused. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "office/docx_plain.h"
#include "office/docx_testing.h"
#include "paper/paper_pages.h"
#include "paper/paper_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&paper_module};
    *state = school_new(more, 1);
    return 0;
}

static void a_template_of_ones_own(void **state)
{
    struct school *s = *state;
    struct paper_at at = paper_testing_at(s);
    struct err err = {0};
    struct paper_source_template t;
    const void *bytes;
    size_t n;
    const char *path = school_path(s, "/programmes/#/papers/template", s->programme);
    assert_int_equal(docx_plain(s->a, "Пишем про {{програма}}", &err, &bytes, &n), 0);
    const char *file = paper_testing_file(s, "a.docx", bytes, n);
    struct reply r =
        test_upload(s->t, s->curator, path, file, "a.docx", "kind", "order_coordinator", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Неизвестное поле «програма»"));
    assert_non_null(strstr(r.body, "имели в виду «программа»"));
    file = paper_testing_file(s, "b.docx", "%PDF-1.4", 8);
    r = test_upload(s->t, s->curator, path, file, "b.docx", "kind", "order_coordinator", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "не документ DOCX"));
    const struct paper_kind *k = paper_kind("order_coordinator");
    assert_int_equal(paper_template(&at, k, &err, &t), 0);
    assert_int_equal(t.id, 0);

    for (int64_t version = 1; version <= 2; version++) {
        assert_int_equal(docx_plain(s->a, "Пишем про {{программа}}", &err, &bytes, &n), 0);
        file = paper_testing_file(s, "c.docx", bytes, n);
        r = test_upload(s->t, s->curator, path, file, "c.docx", "kind", "order_coordinator", NULL);
        assert_int_equal(r.status, 303);
        assert_int_equal(paper_template(&at, k, &err, &t), 0);
        assert_int_equal(t.version, version);
        assert_string_equal(t.file_name, "c.docx");
    }
    r = test_post(s->t, s->curator,
                  school_path(s, "/programmes/#/papers/template/drop", s->programme), "kind",
                  "order_coordinator", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(paper_template(&at, k, &err, &t), 0);
    assert_int_equal(t.id, 0);
}

/* A paper of the same words for everybody is seldom what was meant. */
static void a_template_without_fields_is_asked_about(void **state)
{
    struct school *s = *state;
    struct paper_at at = paper_testing_at(s);
    struct err err = {0};
    struct paper_source_template t;
    const void *bytes;
    size_t n;
    const struct paper_kind *k = paper_kind("order_coordinator");
    const char *path = school_path(s, "/programmes/#/papers/template", s->programme);
    assert_int_equal(docx_plain(s->a, "Приказ без полей", &err, &bytes, &n), 0);
    const char *file = paper_testing_file(s, "plain.docx", bytes, n);
    struct reply r = test_upload(s->t, s->curator, path, file, "plain.docx", "kind", k->code, NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "нет ни одного поля"));
    assert_non_null(strstr(r.body, "name=\"plain\""));
    assert_int_equal(paper_template(&at, k, &err, &t), 0);
    assert_int_equal(t.id, 0);

    file = paper_testing_file(s, "plain.docx", bytes, n);
    r = test_upload(s->t, s->curator, path, file, "plain.docx", "kind", k->code, "plain", "1",
                    NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(paper_template(&at, k, &err, &t), 0);
    assert_string_equal(t.file_name, "plain.docx");
}

/* A coat of arms on a letterhead: the document is made, and that there is no PDF is said at once.
 */
static void a_template_that_gives_no_pdf_says_so(void **state)
{
    struct school *s = *state;
    const char *kind =
        school_path(s, "/programmes/#/papers/kind?kind=order_coordinator", s->programme);
    const char *path = school_path(s, "/programmes/#/papers/template", s->programme);
    size_t n;
    const void *bytes = docx_testing_body(
        s->a, "<w:p><w:r><w:drawing/></w:r><w:r><w:t>{{дата}}</w:t></w:r></w:p>", &n);
    assert_non_null(strstr(test_get(s->t, s->curator, kind).body, "format=pdf"));
    const char *file = paper_testing_file(s, "arms.docx", bytes, n);
    struct reply r =
        test_upload(s->t, s->curator, path, file, "arms.docx", "kind", "order_coordinator", NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.notice, "В документе есть рисунки: PDF из него не сделать"));
    r = test_get(s->t, s->curator, kind);
    assert_null(strstr(r.body, "format=pdf"));
    assert_non_null(strstr(r.body, "В документе есть рисунки"));
    assert_non_null(strstr(r.body, "format=docx"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_template_of_ones_own),
        TEST(a_template_without_fields_is_asked_about),
        TEST(a_template_that_gives_no_pdf_says_so),
    };
    return cmocka_run_group_tests_name("paper_template", tests, NULL, NULL);
}
