/* How a sending stands and what came of it, for the coordinator. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "net/url.h"
#include "office/sheet.h"
#include "programme/survey_pages.h"
#include "programme/survey_testing.h"

static int set_up(void **state)
{
    static const struct module *const more[] = {&survey_module};
    *state = school_new(more, 1);
    return 0;
}

static void results_hide_fewer_than_five(void **state)
{
    struct school *s = *state;
    survey_testing_people(s, "mentee", "student_student", 6);
    survey_testing_people(s, "mentor", "student_student", 4);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    const char *path = school_path(s, "/rounds/#/results", round);
    survey_testing_fill(s, round, 10, 8);
    assert_non_null(strstr(test_get(s->t, s->curator, path).body, "Итогов ещё нет"));
    survey_testing_close(s, round);
    struct reply r = test_get(s->t, s->curator, path);
    assert_non_null(strstr(r.body, "В среднем 8,0 из 10"));
    assert_non_null(strstr(r.body, "<li>Слово</li>"));
    assert_non_null(strstr(r.body, "меньше 5"));
    /* The mean of all would tell that of the four. */
    assert_non_null(strstr(r.body, "не показываем"));
    assert_null(strstr(r.body, "не спрашивали"));
    school_sql(s,
               "UPDATE survey_item SET metric = 'other' WHERE metric = 'satisfaction' AND sheet_id "
               "IN (SELECT sheet_id FROM survey_response WHERE role = 'mentee')");
    assert_non_null(strstr(test_get(s->t, s->curator, path).body, "не спрашивали"));
    r = test_get(s->t, s->curator, arena_printf(s->a, "%s?group=2", path));
    assert_non_null(strstr(r.body, "Ответило меньше пяти человек"));
    assert_null(strstr(r.body, "В среднем 8,0"));
    assert_null(strstr(r.body, "<li>Слово</li>"));
}

static int count_words(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    int64_t *words = ctx;
    (void)row_no;
    for (size_t i = 0; i < n; i++)
        *words += cells[i].kind == CELL_TEXT && !strcmp(cells[i].text, "Слово");
    return 0;
}

static void the_table_has_every_answer_in_words(void **state)
{
    struct school *s = *state;
    const int64_t people = SURVEY_OPEN_PAGE + 10;
    struct err err = {0};
    int64_t found = 0;
    survey_testing_people(s, "mentee", "student_student", (int)people);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    survey_testing_fill(s, round, people, 8);
    survey_testing_close(s, round);
    struct reply r = test_get(s->t, s->curator, school_path(s, "/rounds/#/results.xlsx", round));
    assert_int_equal(sheet_read(r.file, NULL, count_words, &found, &err), 0);
    assert_true(found > 0);
    assert_int_equal(
        found, school_number(s, "SELECT count(*) FROM survey_text WHERE text = '%s'", "Слово"));
}

/* The schools of a round come by their names, a page at a time; the sums are of all of them. */
static void many_schools_have_pages(void **state)
{
    struct school *s = *state;
    survey_testing_people(s, "mentee", "student_student", 6);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    survey_testing_fill(s, round, 4, 5);
    for (int i = 0; i < 30; i++) {
        int64_t unit =
            testing_unit(s->t, s->region, "organisation", arena_printf(s->a, "Школа %02d", 30 - i));
        school_sql(s,
                   "INSERT INTO survey_count (round_id, unit_id, role, form_code, phase, sent, "
                   "done, sort_key) VALUES (%lld, %lld, 'mentee', 'student_student', 'before', 9, "
                   "0, 'школа %02d')",
                   (long long)round, (long long)unit, 30 - i);
    }
    const char *path = school_path(s, "/rounds/#", round);
    struct reply r = test_get(s->t, s->curator, path);
    assert_non_null(strstr(r.body, "Школа 01<"));
    assert_non_null(strstr(r.body, "Школа 24<"));
    assert_null(strstr(r.body, "Школа 30<"));
    int64_t last = school_number(s, "SELECT id FROM unit WHERE name = '%s'", "Школа 24");
    assert_non_null(strstr(r.body, arena_printf(s->a, "after=%lld", (long long)last)));
    r = test_get(s->t, s->curator,
                 arena_printf(s->a, "%s?key=%s&after=%lld", path, url_encode(s->a, "школа 24"),
                              (long long)last));
    assert_non_null(strstr(r.body, "Школа 30<"));
    assert_null(strstr(r.body, "Школа 01<"));
    assert_int_equal(
        school_number(s, "SELECT sent * 100 + done FROM survey_total WHERE round_id = %lld",
                      (long long)round),
        604);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(results_hide_fewer_than_five),
        TEST(the_table_has_every_answer_in_words),
        TEST(many_schools_have_pages),
    };
    return cmocka_run_group_tests_name("survey_show", tests, NULL, NULL);
}
