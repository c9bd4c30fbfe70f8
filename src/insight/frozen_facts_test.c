/* Numbers counted of facts: meetings, personal programmes, what schools measured. */
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
#include "programme/survey_testing.h"

static const struct period november = {2026, 11};

static int set_up(void **state)
{
    const struct module *const more[] = {&indicator_module};
    *state = school_new(more, 1);
    return 0;
}

static const char *counted(struct school *s, const char *code)
{
    return frozen_testing_value(s, frozen_testing_freeze(s, s->unit, november, ""), code);
}

static const char *page(struct school *s, const char *code)
{
    const char *path =
        arena_printf(s->a, "/units/%lld/indicators/one?code=%s", (long long)s->unit, code);
    struct reply r = test_get(s->t, s->curator, path);
    assert_int_equal(r.status, 200);
    return r.body;
}

static int64_t mentee(struct school *s, int n)
{
    return school_number(s,
                         "SELECT id FROM participation WHERE side = 'mentee' ORDER BY id LIMIT 1 "
                         "OFFSET %d",
                         n);
}

/* Pairs of the first n mentees and mentors; the id of the last pair. */
static int64_t pairs(struct school *s, int n)
{
    (void)survey_testing_people(s, "mentee", "student_student", n);
    (void)survey_testing_people(s, "mentor", "student_student", n);
    for (int i = 0; i < n; i++)
        survey_testing_pair(s, mentee(s, i),
                            school_number(s,
                                          "SELECT id FROM participation WHERE side = 'mentor' "
                                          "ORDER BY id LIMIT 1 OFFSET %d",
                                          i));
    return school_number(s, "SELECT max(id) FROM pair");
}

static void meeting(struct school *s, int64_t pair, const char *state, int64_t days)
{
    static int64_t id = 500;
    bool planned = !strcmp(state, "planned");
    school_sql(s,
               "INSERT INTO meeting (id, unit_id, programme_id, pair_id, kind, state, starts_at, "
               "minutes, place, made_at, closed_at) VALUES (%lld, %lld, %lld, %lld, 'usual', '%s', "
               "%lld, 60, '', 0, %s)",
               (long long)++id, (long long)s->unit, (long long)s->programme, (long long)pair, state,
               (long long)(s->t->now_ms + days * 86400000), planned ? "NULL" : "1");
}

static void plans_are_fulfilled_by_meetings(void **state)
{
    struct school *s = *state;
    assert_string_equal(counted(s, "plan_fulfilment"), "0/0");
    int64_t pair = pairs(s, 1);
    meeting(s, pair, "held", -20);
    meeting(s, pair, "held", -10);
    meeting(s, pair, "missed", -9);
    meeting(s, pair, "cancelled", -8);
    meeting(s, pair, "planned", -2); /* nobody said whether it was held */
    meeting(s, pair, "planned", 5);  /* ahead */
    meeting(s, pair, "held", -400);  /* of another year */
    assert_string_equal(counted(s, "plan_fulfilment"), "2/5");
    const char *body = page(s, "plan_fulfilment");
    assert_non_null(strstr(body, "2 из 5"));
    assert_non_null(strstr(body, "Иванов"));
}

static void personal(struct school *s, int64_t pair, int edition, const char *state,
                     const char *ends)
{
    static int64_t id = 700;
    school_sql(s,
               "INSERT INTO personal (id, unit_id, programme_id, pair_id, edition, state, "
               "starts_on, ends_on, order_on, protocol_on, created_at) VALUES (%lld, %lld, %lld, "
               "%lld, %d, '%s', '2026-01-15', '%s', '2026-01-15', '2026-01-10', 0)",
               (long long)++id, (long long)s->unit, (long long)s->programme, (long long)pair,
               edition, state, ends);
}

static void personal_programmes_are_done_by_their_term(void **state)
{
    struct school *s = *state;
    int64_t pair = pairs(s, 1);
    personal(s, pair, 1, "replaced", "2026-05-31");
    personal(s, pair, 2, "finished", "2026-06-30");
    personal(s, pair, 3, "ended", "2026-09-30");
    personal(s, pair, 4, "approved", "2026-10-31"); /* its term is over */
    personal(s, pair, 5, "approved", "2027-05-31");
    personal(s, pair, 6, "draft", "2026-10-31");
    assert_string_equal(counted(s, "personal_programmes_done"), "1/3");
    assert_non_null(strstr(page(s, "personal_programmes_done"), "1 из 3"));
}

static void measured(struct school *s, int64_t participation, const char *metric, int64_t after)
{
    school_sql(s,
               "INSERT INTO measure (participation_id, metric, unit_id, programme_id, role, "
               "form_code, value_after, made_at) VALUES (%lld, '%s', %lld, %lld, 'mentee', "
               "(SELECT form_code FROM participation WHERE id = %lld), %lld, 0)",
               (long long)participation, metric, (long long)s->unit, (long long)s->programme,
               (long long)participation, (long long)after);
}

static void what_a_school_measured_is_counted(void **state)
{
    struct school *s = *state;
    (void)survey_testing_people(s, "mentee", "student_student", 4);
    assert_string_equal(counted(s, "attend_clubs"), "-/4"); /* nobody said */
    measured(s, mentee(s, 0), "clubs", 200);
    measured(s, mentee(s, 1), "clubs", 100);
    measured(s, mentee(s, 2), "clubs", 0);
    measured(s, mentee(s, 2), "tests", 300);
    assert_string_equal(counted(s, "attend_clubs"), "2/4");
    assert_string_equal(counted(s, "tests_passed"), "1/4");
    const char *body = page(s, "attend_clubs");
    assert_non_null(strstr(body, "порог — не меньше 1"));
    assert_non_null(strstr(body, "Иванов"));
    assert_non_null(strstr(page(s, "mentee_satisfaction"), "не меньше 7 из 10"));
    assert_non_null(strstr(body, "2 из 4, данные внесены о 3"));
}

static int64_t goal(struct school *s, int64_t pair, bool project, const char *due,
                    const char *reached)
{
    static int64_t id = 900;
    school_sql(s,
               "INSERT INTO pair_goal (id, pair_id, programme_id, project, text, due_on, "
               "reached_on, made_at) VALUES (%lld, %lld, %lld, %d, 'Снять фильм', '%s', '%s', 0)",
               (long long)++id, (long long)pair, (long long)s->programme, project, due, reached);
    return id;
}

static void projects_are_goals_that_were_marked(void **state)
{
    struct school *s = *state;
    assert_string_equal(counted(s, "projects_done"), "0/0");
    int64_t pair = pairs(s, 1);
    goal(s, pair, true, "2026-04-30", "2026-04-20");
    goal(s, pair, true, "2026-10-31", "");            /* its term is over */
    goal(s, pair, true, "2027-04-30", "2026-11-01");  /* earlier than planned */
    goal(s, pair, true, "2026-12-31", "");            /* ahead */
    goal(s, pair, true, "", "");                      /* to the end of the programme, next May */
    goal(s, pair, true, "2025-12-01", "2025-11-01");  /* of another year */
    goal(s, pair, false, "2026-04-30", "2026-04-20"); /* a goal, but no project */
    assert_string_equal(counted(s, "projects_done"), "2/3");
    const char *body = page(s, "projects_done");
    assert_non_null(strstr(body, "2 из 3"));
    assert_non_null(strstr(body, "Иванов"));
    school_sql(s, "UPDATE programme SET state = 'cancelled' WHERE id = %lld",
               (long long)s->programme);
    assert_string_equal(counted(s, "projects_done"), "0/0");
}

static void joined(struct school *s, int n, const char *from)
{
    school_sql(s,
               "UPDATE participation SET joined_on = '%s', finished_on = '2025-12-31' "
               "WHERE id = %lld",
               from, (long long)mentee(s, n));
}

/* Of all who began a year ago: also those of whom the school said nothing. */
static void who_stayed_is_asked_a_year_later(void **state)
{
    struct school *s = *state;
    const char *const from[] = {"2025-09-01", "2025-11-30", "2025-12-01",
                                "2024-09-01", "2025-10-05", "2025-10-06"};
    (void)pairs(s, 6);
    school_sql(s, "UPDATE participation SET form_code = 'teacher_teacher'");
    school_sql(s, "UPDATE pair SET form_code = 'teacher_teacher', role_model = 'experienced_young' "
                  "WHERE id <> (SELECT max(id) FROM pair)");
    for (int i = 0; i < 6; i++)
        joined(s, i, from[i]);
    assert_string_equal(counted(s, "retention_1y"), "-/3"); /* nobody said */
    for (int i = 0; i < 4; i++)
        measured(s, mentee(s, i), "retained_1y", i == 1 ? 0 : 100);
    assert_string_equal(counted(s, "retention_1y"), "1/3"); /* neither December's nor last year's */
    const char *body = page(s, "retention_1y");
    assert_non_null(strstr(body, "1 из 3, данные внесены о 2"));
    assert_non_null(strstr(body, "участие началось 12 месяцев назад"));
    assert_non_null(strstr(body, "опытный педагог – молодой специалист"));
}

/* Six, three and three: the results of the round show the six, and nothing may tell what the three
 * said. */
static void a_few_answers_wait_for_others(void **state)
{
    struct school *s = *state;
    const char *few = "undergrad_student";
    (void)pairs(s, 12);
    (void)frozen_testing_freeze(s, s->unit, (struct period){2026, 10}, "");
    int64_t round = survey_testing_send(s, "after", 0, 0);
    (void)survey_testing_fill(s, round, 24, 8);
    survey_testing_close(s, round);
    int64_t town =
        school_number(s, "SELECT parent_id FROM unit WHERE id = %lld", (long long)s->unit);
    int64_t other = testing_unit(s->t, town, "organisation", "Школа № 6");
    for (int i = 0; i < 6; i++)
        school_sql(s, "UPDATE survey_result SET form_code = '%s' WHERE participation_id = %lld",
                   i < 3 ? few : "employer_student", (long long)mentee(s, i));
    /* Together they are six: enough. In October nobody had answered: that is no 0 %. */
    assert_string_equal(counted(s, "mentee_satisfaction"), "12/12");
    struct reply all = test_get(s->t, s->curator, school_path(s, "/units/#/indicators", s->unit));
    assert_non_null(strstr(all.body, "12 из 12, средняя оценка"));
    assert_null(strstr(all.body, "+100,0"));
    for (int i = 0; i < 3; i++) {
        school_sql(s, "UPDATE survey_result SET unit_id = %lld WHERE participation_id = %lld",
                   (long long)other, (long long)mentee(s, i));
        school_sql(s,
                   "UPDATE person SET unit_id = %lld WHERE id = (SELECT person_id FROM "
                   "participation WHERE id = %lld)",
                   (long long)other, (long long)mentee(s, i));
    }
    assert_string_equal(counted(s, "mentee_satisfaction"), "6/6");
    const char *body = page(s, "mentee_satisfaction");
    assert_non_null(strstr(body, "6 из 6, средняя оценка 8,0 из 10, без группы, в которой меньше "
                                 "пяти ответов"));
    int64_t above = frozen_testing_freeze(s, town, november, "");
    assert_string_equal(frozen_testing_value(s, above, "mentee_satisfaction"), "12/12");
    assert_int_equal(school_number(s,
                                   "SELECT few FROM snapshot_value WHERE snapshot_id = %lld AND "
                                   "code = 'mentee_satisfaction'",
                                   (long long)above),
                     0);
    int64_t viewer = testing_account(s->t, "above", ROLE_MUNICIPAL, town);
    const char *one = "/units/%lld/indicators/one?code=mentee_satisfaction";
    struct reply r = test_get(s->t, viewer, arena_printf(s->a, one, (long long)town));
    assert_non_null(strstr(r.body, "12 из 12"));
    r = test_get(s->t, viewer, arena_printf(s->a, one, (long long)other));
    assert_non_null(strstr(r.body, "меньше пяти ответов"));
    assert_null(strstr(r.body, " из 3"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_few_answers_wait_for_others),
        TEST(plans_are_fulfilled_by_meetings),
        TEST(personal_programmes_are_done_by_their_term),
        TEST(what_a_school_measured_is_counted),
        TEST(projects_are_goals_that_were_marked),
        TEST(who_stayed_is_asked_a_year_later),
    };
    return cmocka_run_group_tests_name("frozen_facts", tests, NULL, NULL);
}
