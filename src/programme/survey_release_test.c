/* A region: everything that monitoring reads of it in one walk, and the numbers against those that
 * plain statements give. SURVEY_PEOPLE=200000 lays out as many as the bound is for. */
/* cmocka wants this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "programme/survey_testing.h"

#define UNITS 40
#define PEOPLE_DEFAULT 20000
#define WALK_S 5 /* a snapshot of all indicators may take so long */

#define NUMBERS "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "

static int people = PEOPLE_DEFAULT;

/* Rows as survey_release.c leaves them, spread over the schools. */
static void lay_out(struct school *s, int64_t before, int64_t after)
{
    int64_t first = testing_unit(s->t, s->region, "organisation", "Школа 0");
    for (int i = 1; i < UNITS; i++)
        (void)testing_unit(s->t, s->region, "organisation", arena_printf(s->a, "Школа %d", i));
    school_sql(s, "CREATE TEMPORARY TABLE place (k BIGINT, id BIGINT)");
    school_sql(s,
               "INSERT INTO place SELECT (SELECT count(*) FROM unit v WHERE v.kind = "
               "'organisation' AND v.id < u.id AND v.id >= %lld), u.id FROM unit u WHERE u.kind = "
               "'organisation' AND u.id >= %lld",
               (long long)first, (long long)first);
    school_sql(s,
               "INSERT INTO person (id, unit_id, surname, given, name_key, created_at) " NUMBERS
               "SELECT i, p.id, 'А', 'Б', 'а', 0 FROM n JOIN place p ON p.k = i %% %d",
               people, UNITS);
    school_sql(s,
               "INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, "
               "state, created_at) " NUMBERS
               "SELECT i, p.id, %lld, i, 'mentee', 'а', 'paired', 0 FROM n JOIN place p ON p.k = i "
               "%% %d",
               people, (long long)s->programme, UNITS);
    /* Before: comfort is 3 + i % 4. After: comfort is 5 + i % 5, satisfaction (9th) 4 + i % 6. */
    school_sql(s,
               "INSERT INTO survey_result (unit_id, role, form_code, participation_id, survey_id, "
               "programme_id, person_id, before_sheet, before_marks, before_at, after_sheet, "
               "after_marks, after_at) " NUMBERS
               "SELECT p.id, 'mentee', 'student_student', i, 0, %lld, i, %lld, '1-' || CAST(3 + i "
               "%% 4 AS TEXT) || '5555555', 1, %lld, CAST(5 + i %% 5 AS TEXT) || '5555555' || "
               "CAST(4 + i %% 6 AS TEXT), 1 FROM n JOIN place p ON p.k = i %% %d",
               people, (long long)s->programme, (long long)before, (long long)after, UNITS);
    school_sql(s, "%s", "ANALYZE");
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void a_region_is_one_walk(void **state)
{
    struct school *s = *state;
    int64_t mentee = survey_testing_people(s, "mentee", "student_student", 1);
    int64_t mentor = survey_testing_people(s, "mentor", "student_student", 1);
    survey_testing_send(s, "before", 0, 0);
    survey_testing_pair(s, mentee, mentor);
    survey_testing_send(s, "after", 0, 0);
#define SHEET(phase)                                                                               \
    school_number(s, "SELECT id FROM survey_sheet WHERE role = 'mentee' AND phase = '%s'", phase)
    lay_out(s, SHEET("before"), SHEET("after"));
    const struct survey_change *all, *comfort = NULL;
    size_t n;
    struct survey_scope region = {.unit_id = s->region, .role = "mentee"};
    double began = seconds();
    assert_int_equal(survey_changes(s->db, s->a, &region, &all, &n), 0);
    double whole = seconds() - began;
    printf("# %d participations: all metrics %.2f s\n", people, whole);
    assert_true(whole < WALK_S);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(all[i].metric, "comfort"))
            comfort = &all[i];
    assert_non_null(comfort);
    assert_int_equal(comfort->n_both, people);
    for (int b = 3; b < 7; b++)
        for (int a = 5; a < 10; a++) /* each pair of remainders is met as often */
            assert_int_equal(comfort->cell[b + 1][a + 1], people / 20);
}

int main(void)
{
    const char *more = getenv("SURVEY_PEOPLE");
    people = more ? (int)strtol(more, NULL, 10) : people;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_region_is_one_walk, school_setup, school_teardown),
    };
    return cmocka_run_group_tests_name("survey_release", tests, NULL, NULL);
}
