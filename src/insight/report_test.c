/* The report: drafted from the numbers, edited, handed in, taken back; who has not yet; papers. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <string.h>

#include "insight/indicator_pages.h"
#include "insight/report_pages.h"
#include "programme/school_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&indicator_module, &figure_module, &report_module};
    struct school *s = school_new(more, 3);
    school_import(s, "mentee",
                  SCHOOL_SHEET(s, "m.xlsx", "ФИО наставляемого|Год рождения", "Ким Ян|2012",
                               "Ли Ян|2012", "Пак Ян|2012", "Цой Ян|2012", "Хан Ян|2012",
                               "Тен Ян|2012"));
    *state = s;
    return 0;
}

static void count(struct school *s, int64_t account, int64_t unit, const char *period)
{
    struct reply r = test_post(s->t, account, school_path(s, "/units/#/indicators", unit), "period",
                               period, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_run_jobs(s), 0);
}

static void it_is_drafted_edited_and_handed_in(void **state)
{
    struct school *s = *state;
    const char *page = school_path(s, "/units/#/report", s->unit);
    struct reply r = test_get(s->t, s->curator, page);
    assert_int_equal(r.status, 303); /* no numbers yet */
    count(s, s->curator, s->unit, "2026-10");
    r = test_get(s->t, s->curator, page);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "включительно"));
    assert_non_null(strstr(r.body, "Нет данных: «Доля детей и подростков 10–19"));
    assert_int_equal(test_post(s->t, s->curator,
                               school_path(s, "/units/#/figures/edit?code=mentees_10_19", s->unit),
                               "code", "mentees_10_19", "year", "2026", "denominator", "48",
                               "denominator_source", "ОО-1", "denominator_day", "01.01.2026",
                               "target", "20", NULL)
                         .status,
                     303);
    r = test_get(s->t, s->curator, page);
    assert_null(strstr(r.body, "12,5")); /* frozen is frozen */
    r = test_post(s->t, s->curator, school_path(s, "/units/#/indicators", s->unit), "period",
                  "2026-10", "reason", "Указан знаменатель", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, s->curator, page);
    assert_non_null(
        strstr(r.body, "12,5\u00A0% (6 из 48); до цели года 20 % не хватает 7,5 п. п."));
    assert_non_null(strstr(r.body, "Довести до цели: Доля детей и подростков 10–19"));

    r = test_post(s->t, s->curator, page, "period", "2026-10", "version", "0", "summary",
                  "Год начался хорошо", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(s->t, s->curator, page, "period", "2026-10", "version", "0", "summary",
                  "Другие слова", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Другие слова"));
    r = test_post(s->t, s->curator, page, "period", "2026-10", "version", "1", "summary",
                  "Год начался хорошо", "hand_in", "1", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, s->curator, page);
    assert_non_null(strstr(r.body, "Сдан"));
    assert_null(strstr(r.body, "<textarea"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM stage_mark WHERE item = 'report'"), 1);
    r = test_post(s->t, s->curator, page, "period", "2026-10", "version", "2", "summary", "Поздно",
                  NULL);
    assert_int_equal(r.status, 422);
    /* Numbers counted anew do not change what was handed in. */
    r = test_post(s->t, s->curator, school_path(s, "/units/#/indicators", s->unit), "period",
                  "2026-10", "reason", "Ещё раз", NULL);
    int64_t of = school_number(s, "SELECT snapshot_id FROM monitoring_report");
    assert_int_equal(school_number(s, "SELECT n FROM snapshot WHERE id = %lld", (long long)of), 2);
    r = test_post(s->t, s->curator, school_path(s, "/units/#/report/back", s->unit), "period",
                  "2026-10", NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(test_get(s->t, s->curator, page).body, "<textarea"));
    r = test_post(s->t, s->curator, page, "period", "2026-11", "version", "0", "hand_in", "1",
                  NULL);
    assert_int_not_equal(r.status, 303); /* that month was not counted */
}

static void the_town_sums_up_and_sees_who_is_missing(void **state)
{
    struct school *s = *state;
    int64_t town =
        school_number(s, "SELECT parent_id FROM unit WHERE id = %lld", (long long)s->unit);
    (void)testing_unit(s->t, town, "organisation", "Школа № 6");
    int64_t above = testing_account(s->t, "above", ROLE_MUNICIPAL, town);
    count(s, above, town, "2026-10");
    struct reply r =
        test_post(s->t, s->curator, school_path(s, "/units/#/report", s->unit), "period", "2026-10",
                  "version", "0", "summary", "Наши итоги", "hand_in", "1", NULL);
    assert_int_equal(r.status, 303);
    const char *list = school_path(s, "/units/#/reports?period=2026-10", town);
    r = test_get(s->t, above, list);
    assert_non_null(strstr(r.body, "сдали 1 из 2"));
    r = test_get(s->t, above, arena_printf(s->a, "%s&missing=1", list));
    assert_non_null(strstr(r.body, "Школа № 6</span>"));
    assert_null(strstr(r.body, "Школа № 5</a>"));
    /* From further above a school is told by its town: there are many of one number. */
    int64_t region =
        school_number(s, "SELECT parent_id FROM unit WHERE id = %lld", (long long)town);
    int64_t wide = testing_account(s->t, "wide", ROLE_REGIONAL, region);
    count(s, wide, region, "2026-10");
    r = test_get(s->t, wide, school_path(s, "/units/#/reports?period=2026-10", region));
    assert_non_null(strstr(r.body, "Школа № 6<small>Кунгурский округ</small>"));
    r = test_get(s->t, above, school_path(s, "/units/#/report", town));
    assert_non_null(strstr(r.body, "Отчёты сдали 1 из 2 организаций"));
    assert_non_null(strstr(r.body, "Получить отчёты остальных организаций: 1"));
    r = test_get(s->t, above, school_path(s, "/units/#/report?period=2026-10", s->unit));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Наши итоги"));
    assert_null(strstr(r.body, "<textarea name=\"summary\""));
    r = test_post(s->t, s->curator, school_path(s, "/units/#/report/back", s->unit), "period",
                  "2026-10", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, above, list);
    assert_non_null(strstr(r.body, "сдали 0 из 2"));
}

static void it_goes_on_paper(void **state)
{
    struct school *s = *state;
    static const struct {
        const char *suffix, *begins;
    } papers[] = {{"docx", "PK"}, {"xlsx", "PK"}, {"pdf", "%P"}};
    count(s, s->curator, s->unit, "2026-10");
    for (size_t i = 0; i < 3; i++) {
        struct reply r = test_get(s->t, s->curator,
                                  arena_printf(s->a, "/units/%lld/report.%s?period=2026-10",
                                               (long long)s->unit, papers[i].suffix));
        char head[3] = "";
        assert_int_equal(r.status, 200);
        FILE *f = fopen(r.file, "rb");
        assert_non_null(f);
        assert_int_equal(fread(head, 1, 2, f), 2);
        (void)fclose(f);
        assert_string_equal(head, papers[i].begins);
    }
    assert_int_equal(
        test_get(s->t, s->curator, school_path(s, "/units/#/report.docx?period=2025-10", s->unit))
            .status,
        404);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(it_is_drafted_edited_and_handed_in),
        TEST(the_town_sums_up_and_sees_who_is_missing),
        TEST(it_goes_on_paper),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
