/* The rubric: filled by several, their mean, its level, its history; who may what. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "insight/monitoring_pages.h"
#include "programme/school_testing.h"

static const struct date today = {2026, 11, 5};

static int set_up(void **state)
{
    const struct module *const more[] = {&monitoring_module, &rubric_module};
    *state = school_new(more, 2);
    return 0;
}

static int fill(struct school *s, const char *filler, struct date day, const char *digits,
                struct err *err)
{
    struct programme p;
    struct rubric_criterion *criteria;
    size_t n;
    int scores[RUBRIC_CRITERIA_MAX];
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    assert_int_equal(rubric_criteria(s->a, s->pack, err, &criteria, &n), 0);
    assert_int_equal(n, 9);
    for (size_t i = 0; i < n; i++)
        scores[i] = digits[i] - '0';
    struct rubric_filling f = {filler, day, today, s->curator, scores};
    return rubric_fill(s->db, s->a, &s->t->clock, &p, criteria, n, &f, err);
}

static const char *level(struct school *s, double sum)
{
    struct rubric_level ret;
    struct err err;
    assert_int_equal(rubric_level(s->a, s->pack, sum, &err, &ret), 0);
    return arena_printf(s->a, "%s %d", ret.code, ret.rank);
}

static void levels_are_those_of_the_pack(void **state)
{
    struct school *s = *state;
    assert_string_equal(level(s, 0), "unacceptable 0");
    assert_string_equal(level(s, 8), "unacceptable 0");
    assert_string_equal(level(s, 8.9), "unacceptable 0"); /* never rounded up */
    assert_string_equal(level(s, 9), "acceptable 1");
    assert_string_equal(level(s, 14.5), "acceptable 1");
    assert_string_equal(level(s, 15), "optimal 2");
    assert_string_equal(level(s, 18), "optimal 2");
}

static void a_commission_has_its_mean(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    struct rubric_day *days;
    struct rubric_member *members;
    struct rubric_criterion *criteria;
    size_t n, n_members;
    double means[RUBRIC_CRITERIA_MAX];
    assert_int_equal(fill(s, "Е. П. Соколова", today, "222222222", &err), 0);
    assert_int_equal(fill(s, "И. А. Гусев", today, "211111111", &err), 0);
    assert_int_equal(fill(s, "И. А. Гусев", (struct date){2026, 10, 1}, "000000000", &err), 0);
    assert_int_equal(fill(s, "и. а. гусев", today, "222222222", &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "уже есть"));
    assert_int_equal(fill(s, "А", (struct date){2026, 11, 6}, "222222222", &err), ERR_INVALID);
    assert_int_equal(fill(s, "А", (struct date){2026, 8, 31}, "222222222", &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "не началась"));
    assert_int_equal(rubric_days(s->db, s->a, s->programme, "", &days, &n), 0);
    assert_int_equal(n, 2);
    assert_string_equal(days[0].day, "2026-11-05");
    assert_int_equal(days[0].n, 2);
    assert_true(days[0].mean == 14);
    assert_int_equal(rubric_criteria(s->a, s->pack, &err, &criteria, &n), 0);
    assert_int_equal(rubric_of_day(s->db, s->a, s->programme, "2026-11-05", criteria, n, &members,
                                   &n_members, means),
                     0);
    assert_int_equal(n_members, 2);
    assert_true(means[0] == 2 && means[8] == 1.5);
    assert_int_equal(rubric_remove(s->db, s->programme + 1, members[0].id), ERR_NOT_FOUND);
    assert_int_equal(rubric_remove(s->db, s->programme, members[0].id), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM rubric_score"), 18);
}

static void the_pages_fill_and_show_it(void **state)
{
    struct school *s = *state;
    const char *list = school_path(s, "/programmes/#/rubric", s->programme);
    const char *new = school_path(s, "/programmes/#/rubric/new", s->programme);
    struct reply r = test_get(s->t, s->curator, list);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Процесс ещё не оценивали"));
    r = test_get(s->t, s->curator, new);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "9. Наставляемые применяют"));
    assert_non_null(strstr(r.body, "проявляется в полной мере"));
    assert_null(strstr(r.body, "name=\"s10\""));
    r = test_post(s->t, s->curator, new, "day", "05.11.2026", "filler", "Гусев", "s1", "2", "s2",
                  "1", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Оцените критерий 3"));
    assert_non_null(strstr(r.body, "value=\"Гусев\""));
    r = test_post(s->t, s->curator, new, "day", "05.11.2026", "filler", "Гусев", "s1", "2", "s2",
                  "2", "s3", "2", "s4", "2", "s5", "2", "s6", "2", "s7", "1", "s8", "1", "s9", "1",
                  NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, s->curator, list);
    assert_non_null(strstr(r.body, "оптимальный"));
    assert_non_null(strstr(r.body, "15 из 18"));
    assert_non_null(strstr(r.body, "Гусев"));
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/monitoring", s->programme));
    assert_non_null(strstr(r.body, "15 из 18"));
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#", s->programme));
    assert_int_equal(school_number(s, "SELECT count(*) FROM stage_mark WHERE item = "
                                      "'process_rubric'"),
                     1); /* the step of the roadmap is done by that */
    assert_int_equal(school_number(s, "SELECT count(*) FROM audit WHERE action = 'rubric.fill'"),
                     1);

    int64_t above = testing_account(s->t, "above", ROLE_MUNICIPAL, s->region);
    r = test_get(s->t, above, list);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "15 из 18"));
    assert_null(strstr(r.body, "Гусев")); /* numbers, not people */
    assert_int_equal(test_get(s->t, above, new).status, 403);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(levels_are_those_of_the_pack),
        TEST(a_commission_has_its_mean),
        TEST(the_pages_fill_and_show_it),
    };
    return cmocka_run_group_tests_name("rubric", tests, NULL, NULL);
}
