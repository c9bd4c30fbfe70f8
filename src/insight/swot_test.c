/* The SWOT grid: edited freely, two editors, never lost. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "base/strbuf.h"
#include "insight/monitoring_pages.h"
#include "programme/school_testing.h"
#include "programme/survey_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&monitoring_module, &swot_module};
    *state = school_new(more, 2);
    return 0;
}

static void an_answer_becomes_a_line(void **state)
{
    struct school *s = *state;
    struct swot grid = {.text = {"Старшие помогают", "", "", ""}};
    struct err err = {0};
    assert_int_equal(swot_put(s->a, &grid, SWOT_STRENGTHS, " Весело\n и  полезно ", &err), 0);
    assert_string_equal(grid.text[SWOT_STRENGTHS], "Старшие помогают\nВесело и полезно");
    assert_int_equal(swot_put(s->a, &grid, SWOT_THREATS, "Мало времени", &err), 0);
    assert_string_equal(grid.text[SWOT_THREATS], "Мало времени");
    assert_int_equal(swot_filled(&grid), 2);
    struct strbuf b;
    strbuf_init(&b, s->a);
    for (int i = 0; i < SWOT_MAX; i++)
        strbuf_puts(&b, "я");
    assert_int_equal(swot_put(s->a, &grid, SWOT_THREATS, b.s, &err), ERR_LIMIT);
    assert_string_equal(grid.text[SWOT_THREATS], "Мало времени");
    assert_int_equal(swot_part_from("nothing"), SWOT_PARTS);
    assert_string_not_equal(swot_key(s->a, 1, 2, 3, "да"), swot_key(s->a, 1, 2, 3, "нет"));
}

static void two_editors_lose_nothing(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/swot", s->programme);
    struct reply r = test_get(s->t, s->curator, path);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "хотя бы пять человек"));
    r = test_post(s->t, s->curator, path, "version", "0", "strengths", "Дружная школа", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(s->t, s->curator, path, "version", "0", "strengths", "Другие слова", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "сохранил кто-то ещё"));
    assert_non_null(strstr(r.body, "Другие слова"));
    r = test_post(s->t, s->curator, path, "version", "1", "strengths", "Другие слова", "threats",
                  "Карантин", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(s->t, s->curator, path, "version", "2", "strengths", "Третьи слова", "put",
                  "threats 1-1-1-ff", NULL);
    assert_int_equal(r.status, 422); /* no such answer: what was typed stays */
    assert_non_null(strstr(r.body, "Третьи слова"));
    r = test_get(s->t, s->curator, path);
    assert_non_null(strstr(r.body, "Другие слова"));
    assert_non_null(strstr(r.body, "Карантин"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM stage_mark WHERE item = 'swot'"), 1);
    int64_t above = testing_account(s->t, "above", ROLE_MUNICIPAL, s->region);
    assert_int_equal(test_get(s->t, above, path).status, 403);
}

/* What was put into the table, or laid aside, is not offered again. */
static void an_answer_is_offered_once(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/swot", s->programme);
    static const char sql[] = "SELECT id FROM participation WHERE side = '%s' ORDER BY id LIMIT 1 "
                              "OFFSET %d";
    (void)survey_testing_people(s, "mentee", "student_student", 6);
    (void)survey_testing_people(s, "mentor", "student_student", 6);
    for (int i = 0; i < 6; i++)
        survey_testing_pair(s, school_number(s, sql, "mentee", i),
                            school_number(s, sql, "mentor", i));
    int64_t round = survey_testing_send(s, "after", 0, 0);
    (void)survey_testing_fill(s, round, 12, 7);
    survey_testing_close(s, round);
    const char *page = test_get(s->t, s->curator, path).body;
    const char *put = strstr(page, "value=\"threats ");
    assert_non_null(put);
    put = arena_strndup(s->a, put + strlen("value=\""), strcspn(put + strlen("value=\""), "\""));
    struct reply r = test_post(s->t, s->curator, path, "version", "0", "put", put, NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "Ответ внесён в таблицу");
    page = test_get(s->t, s->curator, path).body;
    assert_null(strstr(page, arena_printf(s->a, "value=\"%s\"", put)));
    assert_non_null(strstr(page, "Слово</textarea>"));
}

/* Where somebody took part before is neither a strength nor a threat of this programme. */
static void earlier_experience_is_not_offered(void **state)
{
    struct school *s = *state;
    (void)survey_testing_people(s, "mentee", "student_student", 6);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    (void)survey_testing_fill(s, round, 6, 7);
    survey_testing_close(s, round);
    const char *page =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/swot", s->programme)).body;
    assert_non_null(strstr(page, "Чего вы ждёте от программы"));
    assert_null(strstr(page, "Если да, то где именно"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_answer_becomes_a_line),
        TEST(two_editors_lose_nothing),
        TEST(an_answer_is_offered_once),
        TEST(earlier_experience_is_not_offered),
    };
    return cmocka_run_group_tests_name("swot", tests, NULL, NULL);
}
