/* Figures and aims: said one by one, or by a file. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "insight/frozen_testing.h"
#include "insight/indicator_pages.h"
#include "programme/school_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&indicator_module, &figure_module};
    *state = school_new(more, 2);
    return 0;
}

static void figures_are_said_with_their_source(void **state)
{
    struct school *s = *state;
    const char *edit = school_path(s, "/units/#/figures/edit?code=mentees_10_19", s->unit);
    const char *list = school_path(s, "/units/#/figures?year=2026", s->unit);
    assert_int_equal(test_get(s->t, s->curator, edit).status, 200);
    struct reply r = test_post(s->t, s->curator, edit, "code", "mentees_10_19", "year", "2026",
                               "denominator", "1 200", "target", "40", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "откуда число"));
    r = test_post(s->t, s->curator, edit, "code", "mentees_10_19", "year", "2026", "denominator",
                  "много", "target", "140", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите целое число от 0 до 100"));
    r = test_post(s->t, s->curator, edit, "code", "mentees_10_19", "year", "2026", "target",
                  "десять", NULL);
    assert_non_null(strstr(r.body, "Напишите целое число от 0 до 100"));
    r = test_post(s->t, s->curator, edit, "code", "mentees_10_19", "year", "1800", "target", "40",
                  NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Нужен год от 2019 до 2100"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM target"), 0);
    r = test_post(s->t, s->curator, edit, "code", "mentees_10_19", "year", "2026", "denominator",
                  "1 200", "denominator_source", "ОО-1", "denominator_day", "01.01.2026", "target",
                  "40", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, s->curator, edit);
    assert_non_null(strstr(r.body, "по своему контингенту"));
    r = test_get(s->t, s->curator, list);
    assert_null(strstr(r.body, "code=future_mentors")); /* there is nothing to say of it */
    const struct indicator both = {.counts = COUNT_SAID, .of = COUNT_SAID};
    assert_true(figure_above_whole(&both, 5, 4));
    assert_false(figure_above_whole(&both, 4, 4));
    assert_non_null(strstr(r.body, "<b>1200</b>"));
    assert_non_null(strstr(r.body, "ОО-1, на 01.01.2026"));
    assert_non_null(strstr(r.body, "40\u00A0%"));
    (void)frozen_testing_freeze(s, s->unit, (struct period){2026, 10}, "");
    r = test_get(s->t, s->curator,
                 school_path(s, "/units/#/indicators/one?code=mentees_10_19", s->unit));
    assert_non_null(strstr(r.body, "ОО-1, на 01.01.2026"));
    /* The aim of a school is its own; another's is the region's, else the pack's. */
    struct indicators all;
    struct figures *f;
    struct err err;
    assert_int_equal(indicators_load(s->t->app.methodology, s->db, s->a, &err, &all), 0);
    int i = indicator_find(&all, "mentees_10_19");
    assert_int_equal(figures_of(s->db, s->a, &all, s->region, 2024, &f), 0);
    assert_int_equal(f[i].target, 70);
    assert_int_equal(figures_of(s->db, s->a, &all, s->region, 2026, &f), 0);
    assert_int_equal(f[i].target, -1);
    assert_int_equal(
        figure_aim(s->db, &s->t->clock, s->region, 2026, "mentees_10_19", 75, s->curator), 0);
    int64_t sister = testing_unit(s->t, s->region, "organisation", "Гимназия");
    assert_int_equal(figures_of(s->db, s->a, &all, sister, 2026, &f), 0);
    assert_int_equal(f[i].target, 75);
    assert_int_equal(figures_of(s->db, s->a, &all, s->unit, 2026, &f), 0);
    assert_int_equal(f[i].target, 40);
}

static struct reply upload(struct school *s, const char *const *rows, size_t n)
{
    const char *path = school_sheet(s, "figures.xlsx", rows, n);
    return test_upload(s->t, s->curator, school_path(s, "/units/#/figures", s->unit), path,
                       "figures.xlsx", "year", "2026", NULL);
}

static void a_file_says_many_or_nothing(void **state)
{
    struct school *s = *state;
    static const char by_name[] = "Доля детей и подростков 15–19 лет, вошедших в программы в роли "
                                  "наставника|300|ОО-1|01.01.2026|";
    const char *good[] = {"Показатель|Знаменатель|Источник|На дату|Цель, %",
                          "mentees_10_19|1 200|ОО-1|01.01.2026|40", by_name};
    assert_int_equal(upload(s, good, 3).status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM figure"), 2);
    assert_int_equal(school_number(s, "SELECT percent FROM target"), 40);
    const char *bad[] = {"Показатель|Знаменатель|Источник|На дату",
                         "mentees_10_19|1300|ОО-1|01.01.2026", "mentors_15_19|x|ОО-1|01.01.2026"};
    struct reply r = upload(s, bad, 3);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Строка 3, столбец «Знаменатель»"));
    assert_int_equal(school_number(s, "SELECT max(value) FROM figure"), 1200);
    static const char *const wrong[][2] = {
        {"mentees_10_19|20226|5|ОО-1|01.01.2026|", "«Год»: напишите год четырьмя цифрами, от 2019"},
        {"mentees_10_19|1999|5|ОО-1|01.01.2026|", "«Год»: напишите год"},
        {"mentees_10_19|этот|5|ОО-1|01.01.2026|", "«Год»: напишите год"},
        {"mentees_10_19|2026|много|ОО-1|01.01.2026|", "«Знаменатель»: напишите целое число"},
        {"mentees_10_19|2026|5,5|ОО-1|01.01.2026|", "«Знаменатель»: напишите целое число"},
        {"mentees_10_19|2026|5||01.01.2026|", "«Источник»: Напишите, откуда"},
        {"mentees_10_19|2026|5|ОО-1||", "«На дату»: Укажите, на какой день"},
        {"mentees_10_19|2026|5|ОО-1|31.02.2026|", "«На дату»: такой даты нет"},
        {"все дети|2026|5|ОО-1|01.01.2026|", "«Показатель»: такого показателя нет"},
        {"mentees_10_19|2026||||120", "«Цель, %»: напишите целое число от 0 до 100"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *one[] = {"Показатель|Год|Знаменатель|Источник|На дату|Цель, %", wrong[i][0]};
        r = upload(s, one, 2);
        assert_int_equal(r.status, 422);
        if (!strstr(r.body, wrong[i][1]))
            fail_msg("%s: no «%s»", wrong[i][0], wrong[i][1]);
    }
    assert_int_equal(school_number(s, "SELECT count(*) FROM figure"), 2);
    const char *nobody[] = {"Организация|Показатель|Знаменатель|Источник|На дату",
                            "Школа № 77|mentees_10_19|1300|ОО-1|01.01.2026"};
    assert_non_null(strstr(upload(s, nobody, 2).body, "такой организации здесь нет"));
    const char *headless[] = {"Имя|Число", "а|1"};
    assert_non_null(strstr(upload(s, headless, 2).body, "нужны столбцы"));
    r = test_get(s->t, s->curator, school_path(s, "/units/#/figures.xlsx?year=2026", s->unit));
    assert_int_equal(r.status, 200);
    r = test_upload(s->t, s->curator, school_path(s, "/units/#/figures", s->unit), r.file,
                    "back.xlsx", "year", "2026", NULL);
    assert_int_equal(r.status, 303); /* what we give can be given back */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(figures_are_said_with_their_source),
        TEST(a_file_says_many_or_nothing),
    };
    return cmocka_run_group_tests_name("figure", tests, NULL, NULL);
}
