/* What the school measures: typed, uploaded, compared; nobody by themselves. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "insight/impact_pages.h"
#include "insight/measure_pages.h"
#include "programme/survey_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&monitoring_module, &impact_module, &measure_module};
    *state = school_new(more, 3);
    return 0;
}

static const struct measure_group *group(struct school *s)
{
    struct programme p;
    const struct measure_group *list;
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    size_t n = measure_groups(s->a, s->pack, &p, &list);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i].form, "student_student") && !strcmp(list[i].role, "mentee"))
            return &list[i];
    fail_msg("nothing is measured of mentees");
    return NULL;
}

static size_t metric(const struct measure_group *g, const char *code)
{
    for (size_t i = 0; i < g->n; i++)
        if (!strcmp(g->metric[i]->code, code))
            return i;
    fail_msg("no %s", code);
    return 0;
}

/* Marks in hundredths, one a mentee, in the order of their names. */
static void keep(struct school *s, size_t from, size_t n, const int64_t *before,
                 const int64_t *after)
{
    const struct measure_group *g = group(s);
    struct measure_person *x;
    size_t people;
    assert_int_equal(measure_people(s->db, s->a, g, "", 0, 100, &x, &people), 0);
    assert_true(people >= from + n);
    assert_int_equal(db_begin(s->db), 0);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(measure_put(s->db, &s->t->clock, g, &x[from + i], metric(g, "performance"),
                                     (struct measure_pair){before[i], after[i]}, s->curator),
                         0);
    assert_int_equal(measure_release(s->db, s->a, g), 0);
    assert_int_equal(db_commit(s->db), 0);
}

/* The marks as the page of a programme or of a region compares them; n 0: not at all. */
static struct impact compared(struct school *s, int64_t unit)
{
    struct impact *list;
    struct err err;
    struct survey_scope scope = {.programme_id = unit ? 0 : s->programme, .unit_id = unit};
    size_t n;
    assert_int_equal(impact_load(s->db, s->a, s->pack, &scope, &err, &list, &n), 0);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i].metric, "performance"))
            return list[i];
    return (struct impact){0};
}

static void values_are_read_as_people_write_them(void **state)
{
    struct school *s = *state;
    const struct pack_metric mark = {
        .type = PACK_METRIC_NUMBER, .least = 1, .most = 5, .decimals = 2};
    const struct pack_metric works = {.type = PACK_METRIC_NUMBER, .most = 100};
    const struct pack_metric stays = {.type = PACK_METRIC_YESNO, .most = 1};
    const struct {
        const struct pack_metric *m;
        const char *text;
        int64_t value; /* −1: refused */
    } cases[] = {
        {&mark, "4,35", 435},
        {&mark, " 4.3 ", 430},
        {&mark, "5", 500},
        {&mark, "4,346", 435},
        {&mark, "4,333333333", 433},
        {&mark, "", MEASURE_NONE},
        {&mark, "5,01", -1},
        {&mark, "0,99", -1},
        {&mark, "4,", -1},
        {&mark, ",5", -1},
        {&mark, "четыре", -1},
        {&mark, "-4", -1},
        {&mark, "4,3,5", -1},
        {&mark, "1e0", -1},
        {&mark, "99999999999999999999", -1},
        {&works, "7", 700},
        {&works, "7,0", 700},
        {&works, "7,5", -1},
        {&works, "100", 10000},
        {&works, "101", -1},
        {&works, "0", 0},
        {&stays, "Да", 100},
        {&stays, "нет", 0},
        {&stays, "2", -1},
        {&stays, "+", 100},
        {&stays, "−", 0},
        {&stays, " ", MEASURE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 0;
        const char *why = NULL;
        bool good = measure_parse(s->a, cases[i].m, cases[i].text, &value, &why);
        if (good != (cases[i].value != -1) || (good ? value != cases[i].value : !why))
            fail_msg("«%s»: %d %lld", cases[i].text, good, (long long)value);
    }
    assert_string_equal(measure_text(s->a, &mark, 435), "4,35");
    assert_string_equal(measure_text(s->a, &mark, 430), "4,3");
    assert_string_equal(measure_text(s->a, &mark, 405), "4,05");
    assert_string_equal(measure_text(s->a, &works, 0), "0");
    assert_string_equal(measure_text(s->a, &stays, 100), "да");
}

/* SciPy: wilcoxon(after, before, mode="exact"), ttest_rel. */
static void marks_are_compared_as_measures(void **state)
{
    struct school *s = *state;
    const int64_t before[] = {310, 345, 400, 290, 380, 425},
                  after[] = {340, 340, 450, 315, 395, 475};
    (void)survey_testing_people(s, "mentee", "student_student", 38);
    keep(s, 0, 6, before, after);
    struct impact i = compared(s, 0);
    assert_int_equal(i.n, 6);
    assert_int_equal(i.s.test, STAT_WILCOXON);
    assert_true(fabs(i.s.p - .0625) < 1e-9);
    assert_true(fabs(i.s.before - 3.5833333333) < 1e-9 && fabs(i.s.after - 3.8583333333) < 1e-9);
    assert_true(fabs(i.improved - 5 / 6.) < 1e-9);
    int64_t b[38], a[38];
    for (int64_t k = 0; k < 32; k++) {
        b[k] = 300 + k * 37 % 150;
        a[k] = b[k] + k * 13 % 60 - 20;
    }
    keep(s, 6, 32, b, a);
    school_sql(s, "UPDATE measure SET released = 0 WHERE participation_id IN (SELECT "
                  "participation_id FROM measure ORDER BY participation_id LIMIT 6)");
    i = compared(s, s->region);
    assert_int_equal(i.n, 32);
    assert_int_equal(i.s.test, STAT_T);
    assert_true(fabs(i.s.statistic - 2.894301438576806) < 1e-6 &&
                fabs(i.s.p - .006900131954201789) < 1e-8);
    assert_true(fabs(i.s.low - .026580133731358827) < 1e-8 &&
                fabs(i.s.high - .15341986626864096) < 1e-8);
    struct reply r =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/impact", s->programme));
    assert_non_null(strstr(r.body, "Успеваемость по предметам"));
    assert_non_null(strstr(r.body, "парный критерий Стьюдента"));
    assert_non_null(strstr(r.body, "+0,09")); /* two places, as marks have */
}

static void fewer_than_five_never_come_in(void **state)
{
    struct school *s = *state;
    const int64_t before[] = {300, 300, 300, 300, 300, 300},
                  after[] = {400, 400, 400, 400, 400, 500};
    (void)survey_testing_people(s, "mentee", "student_student", 12);
    keep(s, 0, 4, before, after);
    assert_int_equal(compared(s, 0).n, 0);
    keep(s, 4, 1, before, after);
    assert_int_equal(compared(s, 0).n, 5);
    keep(s, 5, 1, before + 5, after + 5); /* one more would be known by the difference */
    assert_int_equal(compared(s, 0).n, 5);
    assert_true(compared(s, 0).s.after == 4);
    keep(s, 6, 4, before, after);
    assert_int_equal(compared(s, 0).n, 10);
    const int64_t none = MEASURE_NONE;
    keep(s, 0, 1, before, &none); /* no second value: no comparison */
    assert_int_equal(compared(s, 0).n, 9);
    struct measure_progress p;
    const struct measure_group *g = group(s);
    assert_int_equal(measure_progress(s->db, s->a, g, metric(g, "performance"), &p), 0);
    assert_int_equal(p.both, 9);
    assert_int_equal(p.waiting, 0);
}

/* A form of one row: marks before and after; the other cells are empty. */
static struct reply type_row(struct school *s, const char *was, const char *before,
                             const char *after)
{
    const struct measure_group *g = group(s);
    struct measure_person *x;
    struct measure_col cols[MEASURE_COLS];
    size_t n, people, mark = metric(g, "performance");
    const char *cell[MEASURE_COLS];
    assert_int_equal(measure_people(s->db, s->a, g, "", 0, 1, &x, &people), 0);
    n = measure_cols(g, cols);
    assert_int_equal(n, 8);
    for (size_t i = 0; i < n; i++)
        cell[i] = cols[i].metric != mark ? "" : cols[i].after ? after : before;
    return test_post(s->t, s->curator, school_path(s, "/programmes/#/measures", s->programme),
                     "role", "mentee", "form", "student_student", "person",
                     arena_printf(s->a, "%lld", (long long)x->id), "was", was, "cell", cell[0],
                     "cell", cell[1], "cell", cell[2], "cell", cell[3], "cell", cell[4], "cell",
                     cell[5], "cell", cell[6], "cell", cell[7], NULL);
}

static int64_t kept(struct school *s, const char *column)
{
    return school_number(s, "SELECT coalesce(max(%s), 0) FROM measure WHERE metric = 'performance'",
                         column);
}

static void a_coordinator_types_them(void **state)
{
    struct school *s = *state;
    const char *path =
        school_path(s, "/programmes/#/measures?role=mentee&form=student_student", s->programme);
    (void)survey_testing_people(s, "mentee", "student_student", 3);
    struct reply r = test_get(s->t, s->curator, path);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Успеваемость по предметам (средний балл), до"));
    assert_non_null(strstr(r.body, "Иванов"));
    r = type_row(s, ";;;;;;;", "3,5", "4");
    assert_int_equal(r.status, 303);
    assert_int_equal(kept(s, "value_before"), 350);
    assert_int_equal(kept(s, "value_after"), 400);
    r = test_get(s->t, s->curator, path);
    assert_non_null(strstr(r.body, "value=\"3,5\""));
    r = type_row(s, "3,5;4;;;;;;", "3,5", "7");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "«7» — нужно число от 1 до 5"));
    assert_non_null(strstr(r.body, "aria-invalid=\"true\""));
    assert_int_equal(kept(s, "value_after"), 400);
    r = type_row(s, "3,5;4;;;;;;", "3,5", "4,5");
    assert_int_equal(r.status, 303);
    r = type_row(s, "3,5;4;;;;;;", "3,5", "4,25"); /* a page opened before that */
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "другой человек записал «4,5»"));
    r = type_row(s, "3,5;4,5;;;;;;", "", "");
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM measure"), 0);
}

/* As on a phone: one metric, the others stay as they are. */
static void one_metric_can_be_typed_by_itself(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/measures", s->programme);
    const char *one = arena_printf(s->a, "%s?role=mentee&form=student_student&metric=clubs", path);
    (void)survey_testing_people(s, "mentee", "student_student", 1);
    const char *id =
        arena_printf(s->a, "%lld", (long long)school_number(s, "SELECT id FROM participation"));
    assert_int_equal(type_row(s, ";;;;;;;", "3,5", "4").status, 303);
    struct reply r = test_get(s->t, s->curator, one);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "до\">"));
    assert_null(strstr(r.body, "(средний балл), до\""));
    r = test_post(s->t, s->curator, path, "role", "mentee", "form", "student_student", "metric",
                  "clubs", "person", id, "was", ";", "cell", "1", "cell", "21", NULL);
    assert_int_equal(r.status, 422);
    assert_null(strstr(r.body, "(средний балл), до\""));
    r = test_post(s->t, s->curator, path, "role", "mentee", "form", "student_student", "metric",
                  "clubs", "person", id, "was", ";", "cell", "1", "cell", "2", NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.location, "metric=clubs"));
    assert_int_equal(
        school_number(s, "SELECT value_after FROM measure WHERE metric = 'performance'"), 400);
    assert_int_equal(school_number(s, "SELECT value_after FROM measure WHERE metric = 'clubs'"),
                     200);
}

static void who_may_not_see_people_has_no_page(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/measures", s->programme);
    int64_t above = testing_account(s->t, "above", ROLE_MUNICIPAL, s->region);
    int64_t mentor = testing_account(s->t, "mentor", ROLE_MENTOR, s->unit);
    assert_int_equal(test_get(s->t, above, path).status, 403);
    assert_int_equal(test_get(s->t, mentor, path).status, 403);
    assert_int_equal(
        test_get(s->t, above, school_path(s, "/programmes/#/measures.xlsx", s->programme)).status,
        403);
}

#define HEAD                                                                                                                                                   \
    "Номер записи|Участник|Успеваемость по предметам (средний балл), до|Успеваемость по " \
    "предметам "                                                                                                                                      \
    "(средний балл), после"

static struct reply upload(struct school *s, const char *file)
{
    return test_upload(s->t, s->curator,
                       school_path(s, "/programmes/#/measures/file", s->programme), file,
                       "file.xlsx", "role", "mentee", "form", "student_student", NULL);
}

static void a_spreadsheet_goes_out_and_comes_back(void **state)
{
    struct school *s = *state;
    (void)survey_testing_people(s, "mentee", "student_student", 6);
    struct measure_person *x;
    size_t n;
    assert_int_equal(measure_people(s->db, s->a, group(s), "", 0, 10, &x, &n), 0);
    struct reply r =
        test_get(s->t, s->curator,
                 school_path(s, "/programmes/#/measures.xlsx?role=mentee&form=student_student",
                             s->programme));
    assert_int_equal(r.status, 200);
    assert_non_null(r.file);
    r = upload(s, r.file); /* as it was downloaded: nothing new */
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "В таблице нет ничего нового");
    const char *rows[7] = {HEAD};
    for (size_t i = 0; i < 6; i++)
        rows[i + 1] = arena_printf(s->a, "%lld|%s|3,%zu|4,25", (long long)x[i].id, x[i].name, i);
    r = upload(s, school_sheet(s, "good.xlsx", rows, 7));
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "Загружены показатели: 6 участников");
    assert_int_equal(school_number(s, "SELECT count(*) FROM measure WHERE released = 1"), 6);
    rows[1] = arena_printf(s->a, "|%s||4,5", x[0].name); /* by the name; an empty cell stays */
    r = upload(s, school_sheet(s, "name.csv", rows, 2));
    assert_int_equal(r.status, 303);
    assert_int_equal(kept(s, "value_after"), 450);
    assert_int_equal(school_number(s, "SELECT count(*) FROM measure WHERE value_before = 300"), 1);
}

static void every_problem_stands_at_its_cell(void **state)
{
    struct school *s = *state;
    (void)survey_testing_people(s, "mentee", "student_student", 2);
    struct measure_person *x;
    size_t n;
    assert_int_equal(measure_people(s->db, s->a, group(s), "", 0, 10, &x, &n), 0);
    const char *first = arena_printf(s->a, "%lld|%s|3|", (long long)x[0].id, x[0].name);
    const char *rows[] = {HEAD, first,
                          arena_printf(s->a, "%lld|%s|9|много", (long long)x[1].id, x[1].name),
                          first, "17|Никто Никакой|4|4"};
    struct reply r = upload(s, school_sheet(s, "bad.xlsx", rows, 5));
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "В таблице 4 ошиб"));
    assert_non_null(strstr(r.body, ">C3<"));
    assert_non_null(strstr(r.body, ">D3<"));
    assert_non_null(strstr(r.body, ">B4<"));
    assert_non_null(strstr(r.body, "этот участник уже есть в строке 2"));
    assert_non_null(strstr(r.body, ">A5<"));
    assert_non_null(strstr(r.body, "нужно число от 1 до 5"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM measure"), 0);
    r = upload(s, SCHOOL_SHEET(s, "alien.xlsx", "Класс|Предмет", "7а|алгебра"));
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "В первой строке нужны названия столбцов"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(values_are_read_as_people_write_them),  TEST(marks_are_compared_as_measures),
        TEST(fewer_than_five_never_come_in),         TEST(a_coordinator_types_them),
        TEST(one_metric_can_be_typed_by_itself),     TEST(who_may_not_see_people_has_no_page),
        TEST(a_spreadsheet_goes_out_and_comes_back), TEST(every_problem_stands_at_its_cell),
    };
    return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}
