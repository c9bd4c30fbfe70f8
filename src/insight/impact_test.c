/* Stage 2: released answers before and after, hidden groups, words; answers for the SWOT grid. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "insight/frozen.h"
#include "insight/impact_pages.h"
#include "insight/indicator_pages.h"
#include "insight/monitoring_pages.h"
#include "programme/survey_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&monitoring_module, &impact_module, &swot_module,
                                         &indicator_module};
    *state = school_new(more, 4);
    return 0;
}

/* n mentees say `before` and then `after` to everything. */
static void ask(struct school *s, int n, int before, int after)
{
    static const char sql[] = "SELECT id FROM participation WHERE side = '%s' "
                              "ORDER BY id LIMIT 1 OFFSET %d";
    (void)survey_testing_people(s, "mentee", "student_student", n);
    (void)survey_testing_people(s, "mentor", "student_student", n);
    for (int i = 0; i < n; i++)
        survey_testing_pair(s, school_number(s, sql, "mentee", i),
                            school_number(s, sql, "mentor", i));
    int64_t first = survey_testing_send(s, "before", 0, 0);
    survey_testing_fill(s, first, 2 * n, before);
    survey_testing_close(s, first);
    int64_t last = survey_testing_send(s, "after", 0, 0);
    survey_testing_fill(s, last, 2 * n, after);
    survey_testing_close(s, last);
}

static struct impact of(struct school *s, const char *role, const char *metric)
{
    struct impact *list;
    struct err err;
    struct survey_scope scope = {.programme_id = s->programme};
    size_t n;
    assert_int_equal(impact_load(s->db, s->a, s->pack, &scope, &err, &list, &n), 0);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i].role, role) && !strcmp(list[i].metric, metric))
            return list[i];
    fail_msg("no %s of %s", metric, role);
    return (struct impact){0};
}

static void a_change_is_told_in_words(void **state)
{
    struct school *s = *state;
    ask(s, 6, 5, 8);
    struct impact i = of(s, "mentee", "comfort");
    assert_false(i.hidden);
    assert_int_equal(i.n, 6);
    assert_true(i.s.before == 5 && i.s.after == 8 && i.s.mean == 3 && i.improved == 1);
    assert_int_equal(i.s.test, STAT_WILCOXON);
    assert_true(i.s.p > .03124 && i.s.p < .03126); /* two signings of 64 */
    assert_non_null(strstr(impact_sentence(s->a, &i), "скорее всего, не случайно"));
    struct reply r =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/impact", s->programme));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "+3,0"));
    assert_non_null(strstr(r.body, "Ученик – ученик: наставляемые"));
    assert_non_null(strstr(r.body, "<svg class=\"pair\""));
    int64_t above = testing_account(s->t, "above", ROLE_MUNICIPAL, s->region);
    assert_int_equal(
        test_get(s->t, above, school_path(s, "/programmes/#/impact", s->programme)).status, 200);
}

/* n parents say `before` and then `after` about the children. */
static void ask_parents(struct school *s, int n, int before, int after)
{
    static const char sql[] = "SELECT id FROM participation WHERE side = '%s' "
                              "ORDER BY id LIMIT 1 OFFSET %d";
    (void)survey_testing_people(s, "mentee", "student_student", n);
    (void)survey_testing_people(s, "mentor", "student_student", 1);
    school_sql(s, "UPDATE person SET birth_year = %d", 2012);
    for (int i = 0; i < n; i++)
        survey_testing_pair(s, school_number(s, sql, "mentee", i),
                            school_number(s, sql, "mentor", 0));
    for (int k = 0; k < 2; k++) {
        int64_t round = survey_testing_send(s, k ? "after" : "before", 0, 0);
        survey_testing_fill(s, round, 2 * n + 1, k ? after : before);
        survey_testing_close(s, round);
    }
}

static void parents_are_compared_like_others(void **state)
{
    struct school *s = *state;
    ask_parents(s, 6, 4, 7);
    struct impact i = of(s, "parent", "emotional_state_parents");
    assert_false(i.hidden);
    assert_int_equal(i.n, 6);
    assert_true(i.s.before == 4 && i.s.after == 7 && i.bottom == 1 && i.top == 10);
    assert_int_equal(i.s.test, STAT_WILCOXON);
    struct reply r =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/impact", s->programme));
    assert_non_null(strstr(r.body, "Ученик – ученик: родители"));
    assert_non_null(strstr(r.body, "Эмоциональное состояние ребёнка"));
}

static void four_parents_are_hidden(void **state)
{
    struct school *s = *state;
    ask_parents(s, 4, 4, 7);
    assert_true(of(s, "parent", "emotional_state_parents").hidden);
}

static void few_people_are_hidden(void **state)
{
    struct school *s = *state;
    ask(s, 4, 5, 8);
    assert_true(of(s, "mentee", "comfort").hidden);
    struct reply r =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/impact", s->programme));
    assert_non_null(strstr(r.body, "ответили меньше пяти человек"));
    assert_null(strstr(r.body, "+3,0"));
}

static void an_open_answer_is_put_by_one_press(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/swot", s->programme);
    ask(s, 6, 5, 8);
    struct reply r = test_get(s->t, s->curator, path);
    assert_non_null(strstr(r.body, "Слово"));
    const char *key = strstr(r.body, "value=\"weaknesses ");
    assert_non_null(key);
    key += strlen("value=\"");
    key = arena_strndup(s->a, key, strcspn(key, "\""));
    r = test_post(s->t, s->curator, path, "version", "0", "threats", "Ремонт", "put", key, NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "Ответ внесён в таблицу");
    struct swot grid;
    assert_int_equal(swot_get(s->db, s->a, s->programme, &grid), 0);
    assert_string_equal(grid.text[SWOT_WEAKNESSES], "Слово");
    assert_string_equal(grid.text[SWOT_THREATS], "Ремонт");
    r = test_get(s->t, s->curator, path);
    assert_null(strstr(r.body, key)); /* not offered twice */
}

static void satisfaction_is_an_indicator(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    struct frozen_value *v;
    int64_t id;
    size_t n;
    ask(s, 6, 5, 8);
    const struct frozen_work w = {
        .db = s->db, .a = s->a, .clock = &s->t->clock, .methodology = s->t->app.methodology};
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(frozen_begin(s->db, s->a, &s->t->clock, s->unit, (struct period){2026, 11},
                                  (struct date){2026, 11, 5}, "", 0, &err, &id),
                     0);
    assert_int_equal(frozen_count_here(&w, id, &err), 0);
    assert_int_equal(db_commit(s->db), 0);
    assert_int_equal(frozen_values(s->db, s->a, id, &v, &n), 0);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(v[i].code, "mentee_satisfaction") != 0)
            continue;
        assert_int_equal(v[i].numerator, 6);
        assert_int_equal(v[i].denominator, 6);
        assert_int_equal(v[i].answers, 6);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_change_is_told_in_words),
        TEST(parents_are_compared_like_others),
        TEST(four_parents_are_hidden),
        TEST(few_people_are_hidden),
        TEST(an_open_answer_is_put_by_one_press),
        TEST(satisfaction_is_an_indicator),
    };
    return cmocka_run_group_tests_name("impact", tests, NULL, NULL);
}
