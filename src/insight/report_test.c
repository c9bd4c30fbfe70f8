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
#include "insight/report_blocks.h"
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
    assert_non_null(strstr(r.body, "Довести до цели показатель «Доля детей и подростков 10–19"));

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
    assert_non_null(strstr(r.body, "сдано 1 из 2"));
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
    assert_non_null(strstr(r.body, "Сдано отчётов организаций: 1 из 2"));
    assert_non_null(strstr(r.body, "Получить отчёты остальных организаций: 1"));
    r = test_get(s->t, above, school_path(s, "/units/#/report?period=2026-10", s->unit));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Наши итоги"));
    assert_null(strstr(r.body, "<textarea name=\"summary\""));
    r = test_post(s->t, s->curator, school_path(s, "/units/#/report/back", s->unit), "period",
                  "2026-10", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, above, list);
    assert_non_null(strstr(r.body, "сдано 0 из 2"));
}

static void the_draft_says_what_is_true(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    const struct indicator share = {.code = "x",
                                    .name = "Доля «педагогов»",
                                    .unit = "%",
                                    .counts = COUNT_MENTEES,
                                    .of = COUNT_SAID,
                                    .denominator = "все педагоги"};
    const struct indicator asked = {.code = "y",
                                    .name = "Доля довольных",
                                    .unit = "%",
                                    .counts = COUNT_SATISFIED_MENTEES,
                                    .of = COUNT_MENTEES};
    const struct frozen_value over = {.has_numerator = true,
                                      .has_denominator = true,
                                      .numerator = 6,
                                      .denominator = 4,
                                      .target = -1};
    const struct frozen_value few = {.has_numerator = true,
                                     .has_denominator = true,
                                     .numerator = 1,
                                     .denominator = 9,
                                     .answers = 3,
                                     .target = 50};
    const struct frozen_value none = {.target = -1};
    const struct report_line lines[] = {
        {&share, &over, false}, {&asked, &few, true}, {&share, &none, false}};
    const struct impact impacts[] = {
        {.role = "mentee",
         .form = "f",
         .form_name = "Ученик – ученик",
         .name = "Уверенность",
         .top = 10,
         .places = 1,
         .n = 8,
         .s = {.n = 8,
               .n_up = 8,
               .before = 6.25,
               .after = 7.5,
               .mean = 1.25,
               .p = .004,
               .test = STAT_WILCOXON,
               .effect = 1}},
        {.role = "mentor",
         .form = "f",
         .form_name = "Ученик – ученик",
         .name = "План",
         .places = 1,
         .n = 8,
         .s = {.n = 8, .p = .4, .test = STAT_WILCOXON}},
        {.role = "parent", .form = "f", .form_name = "Ученик – ученик", .hidden = true},
    };
    const struct report_programme programmes[] = {
        {.title = "Рядом",
         .starts_on = "2026-09-01",
         .ends_on = "2027-05-31",
         .swot.text = {"Дружно\nВовремя", "", "\n", ""}},
        {.title = "Первый год",
         .starts_on = "2025-09-01",
         .ends_on = "2026-05-31",
         .ended = true,
         .impacts = impacts,
         .n_impacts = 3,
         .swot.text = {"", "Мало времени", "", ""}},
    };
    const struct frozen_value nobody = {.has_numerator = true, .has_denominator = true};
    assert_null(value_words(a, &share, &nobody, false).parts); /* no «0, нет данных» */
    struct report r = {.period = {2026, 9},
                       .frozen = {.final = true},
                       .lines = lines,
                       .n_lines = 3,
                       .programmes = programmes,
                       .n_programmes = 2};
    const char *words[REPORT_PARTS];
    report_draft(a, &r, words);
    assert_string_equal(words[REPORT_SUMMARY],
                        "С начала года по 30 сентября 2026 г. включительно.\n"
                        "Доля «педагогов» — 150,0 % (6 из 4: больше, чем всего, проверьте "
                        "знаменатель).\n"
                        "Не показываем, чтобы никого нельзя было узнать: «Доля довольных».\n"
                        "Нет данных: «Доля „педагогов“».\n");
    assert_string_equal(
        words[REPORT_ANALYSIS],
        "Программа «Рядом» (1 сентября 2026 г. — 31 мая 2027 г.).\n"
        "Качество процесса ещё не оценивали.\n"
        "Сравнивать до и после пока нечего.\n"
        "Сильные стороны: Дружно; Вовремя.\n"
        "\n"
        "Программа «Первый год» (1 сентября 2025 г. — 31 мая 2026 г.) "
        "завершена.\n"
        "Качество процесса ещё не оценивали.\n"
        "«Ученик – ученик», наставляемые. Заметнее всего изменилось:\n"
        "Уверенность: было 6,3, стало 7,5, изменение +1,3 (большое), почти наверняка не "
        "случайно.\n"
        "«Ученик – ученик», наставники. Изменений, о которых можно сказать уверенно, нет.\n"
        "«Ученик – ученик», родители. До и после ответили меньше пяти человек, итоги не "
        "показываем.\n"
        "Слабые стороны: Мало времени.\n");
    assert_string_equal(words[REPORT_PLANS], "Устранить слабые стороны программы «Первый год».\n");
    /* A draft is never longer than the field it is edited in. */
    struct report_programme *many = arena_array(a, struct report_programme, REPORT_PROGRAMMES);
    char weak[4000];
    memset(weak, 'a', sizeof weak - 1);
    weak[sizeof weak - 1] = '\0';
    for (size_t i = 0; i < REPORT_PROGRAMMES; i++) {
        many[i] = programmes[1];
        many[i].swot.text[SWOT_WEAKNESSES] = weak;
    }
    r.programmes = many;
    r.n_programmes = REPORT_PROGRAMMES;
    report_draft(a, &r, words);
    assert_true(strlen(words[REPORT_ANALYSIS]) < REPORT_TEXT_MAX);
    assert_non_null(
        strstr(words[REPORT_ANALYSIS], "О других программах — в таблицах отчёта: их 19."));
    r = (struct report){.period = {2026, 9}, .above = true, .n_units = 21, .n_handed_in = 1};
    report_draft(a, &r, words);
    assert_non_null(strstr(words[REPORT_SUMMARY], "Сдано отчётов организаций: 1 из 21.\n"));
    assert_non_null(strstr(words[REPORT_SUMMARY], "Месяц ещё идёт"));
    arena_free(a);
}

/* What was measured or assessed in May is no part of the report of April. */
static void later_findings_are_left_out(void **state)
{
    struct school *s = *state;
    count(s, s->curator, s->unit, "2026-09");
    count(s, s->curator, s->unit, "2026-10");
    school_sql(
        s,
        "INSERT INTO rubric (id, unit_id, programme_id, day, filler, filler_key, total, filled_at) "
        "SELECT 1, unit_id, id, '2026-10-20', 'А', 'а', 15, 0 FROM programme LIMIT 1");
    const char *page = school_path(s, "/units/#/report", s->unit);
    assert_non_null(
        strstr(test_get(s->t, s->curator, arena_printf(s->a, "%s?period=2026-10", page)).body,
               "15,0 из 18"));
    assert_non_null(
        strstr(test_get(s->t, s->curator, arena_printf(s->a, "%s?period=2026-09", page)).body,
               "Качество процесса ещё не оценивали"));
}

static const char *kept(struct school *s)
{
    const struct report_work w = {s->db, s->a, s->t->app.methodology, true};
    struct report_blocks b = {.a = s->a};
    struct report r;
    struct err err;
    assert_int_equal(report_load(&w, s->unit, (struct period){2026, 10}, &err, &r), 1);
    report_blocks_read(&b, r.tables);
    assert_true(b.n > 0);
    assert_string_equal(report_blocks_text(&b), r.tables); /* nothing is lost on the way */
    return r.tables;
}

static void tables_stay_as_they_were_handed_in(void **state)
{
    struct school *s = *state;
    const char *page = school_path(s, "/units/#/report", s->unit);
    count(s, s->curator, s->unit, "2026-10");
    school_sql(
        s,
        "INSERT INTO swot (programme_id, strengths, weaknesses, opportunities, threats, version, "
        "changed_at) SELECT id, 'Дружно\x1f\x1e', '', '', '', 1, 0 FROM programme");
    assert_int_equal(
        test_post(s->t, s->curator, page, "period", "2026-10", "version", "0", "hand_in", "1", NULL)
            .status,
        303);
    const char *was = kept(s);
    assert_non_null(strstr(was, "Программа «"));
    assert_non_null(strstr(was, "Дружно\x1f")); /* a cell, its own marks left out */
    school_sql(s, "UPDATE swot SET strengths = 'Совсем другое'");
    assert_string_equal(kept(s), was);
    struct report_blocks b = {.a = s->a};
    report_blocks_read(&b, "3\x1f"
                           "9\x1e");
    report_blocks_read(&b, "7\x1fx\x1e");
    report_blocks_read(&b, "2\x1fno end");
    assert_int_equal(b.n, 0);
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
        cmocka_unit_test(the_draft_says_what_is_true),
        TEST(later_findings_are_left_out),
        TEST(tables_stay_as_they_were_handed_in),
        TEST(it_goes_on_paper),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
