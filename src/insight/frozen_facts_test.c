/* Numbers counted of facts: meetings, personal programmes, what schools measured. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

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
    const struct frozen_work w = {
        .db = s->db, .a = s->a, .clock = &s->t->clock, .methodology = s->t->app.methodology};
    struct err err = {0};
    struct frozen_value *v;
    int64_t id;
    size_t n;
    testing_later(s->t, 1000);
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(frozen_begin(s->db, s->a, &s->t->clock, s->unit, november,
                                  (struct date){2026, 11, 5}, "", 0, &err, &id),
                     0);
    assert_int_equal(frozen_count_here(&w, id, &err), 0);
    assert_int_equal(db_commit(s->db), 0);
    assert_int_equal(frozen_values(s->db, s->a, id, &v, &n), 0);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(v[i].code, code))
            return arena_printf(
                s->a, "%s/%s",
                v[i].has_numerator ? arena_printf(s->a, "%lld", (long long)v[i].numerator) : "-",
                v[i].has_denominator ? arena_printf(s->a, "%lld", (long long)v[i].denominator)
                                     : "-");
    return "none";
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
               "'student_student', %lld, 0)",
               (long long)participation, metric, (long long)s->unit, (long long)s->programme,
               (long long)after);
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
    assert_non_null(strstr(page(s, "projects_done"), "указывает организация"));
}

static void who_stayed_is_asked_a_year_later(void **state)
{
    struct school *s = *state;
    (void)survey_testing_people(s, "mentee", "teacher_teacher", 4);
    const char *const from[] = {"2025-09-01", "2025-11-30", "2025-12-01", "2024-09-01"};
    for (int i = 0; i < 4; i++) {
        school_sql(s,
                   "UPDATE participation SET joined_on = '%s', finished_on = '2025-12-31' "
                   "WHERE id = %lld",
                   from[i], (long long)mentee(s, i));
        measured(s, mentee(s, i), "retained_1y", i == 1 ? 0 : 100);
    }
    assert_string_equal(counted(s, "retention_1y"), "1/2"); /* neither December's nor last year's */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(plans_are_fulfilled_by_meetings),
        TEST(personal_programmes_are_done_by_their_term),
        TEST(what_a_school_measured_is_counted),
        TEST(who_stayed_is_asked_a_year_later),
    };
    return cmocka_run_group_tests_name("frozen_facts", tests, NULL, NULL);
}
