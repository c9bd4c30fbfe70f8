/* A sending: reminders to those who are silent, links of the sheets. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/survey.sql.h"
#include "programme/survey_sheet.h"
#include "programme/survey_testing.h"

#define DAY (INT64_C(24) * 3600 * 1000)

static void a_reminder_comes_once_in_so_many_days_and_never_after(void **state)
{
    struct school *s = *state;
    survey_testing_people(s, "mentee", "student_student", 3);
    school_sql(s,
               "INSERT INTO person_contact (person_id, unit_id, kind, value) SELECT person_id, "
               "unit_id, 'email', 'a' || CAST(id AS TEXT) || '@example.ru' FROM participation "
               "WHERE programme_id = %lld",
               (long long)s->programme);
    int64_t round = survey_testing_send(s, "before", 0, 5);
#define MAILS() school_number(s, "SELECT count(*) FROM outbox WHERE state = '%s'", "waiting")
#define HOUR()                                                                                     \
    do {                                                                                           \
        assert_int_equal(db_begin(s->db), 0);                                                      \
        assert_int_equal(survey_hourly(&s->t->app, s->db, s->a), 0);                               \
        struct survey_round x_;                                                                    \
        assert_int_equal(survey_round_get(s->db, s->a, round, &x_), 1);                            \
        assert_true(survey_remind(s->db, s->a, &s->t->app, &x_) >= 0);                             \
        assert_int_equal(db_commit(s->db), 0);                                                     \
    } while (0)
    assert_int_equal(MAILS(), 3);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM outbox WHERE body LIKE '%%%s%%'", "/sheet?key="), 3);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM outbox WHERE body LIKE '%%%s%%'", "Иванов"), 0);
    testing_later(s->t, 4 * DAY);
    HOUR();
    assert_int_equal(MAILS(), 3);
    survey_testing_fill(s, round, 1, 7);
    testing_later(s->t, DAY);
    HOUR();
    HOUR();
    assert_int_equal(MAILS(), 5); /* the two who have not answered */
    testing_later(s->t, 5 * DAY);
    HOUR();
    assert_int_equal(MAILS(), 7);
    testing_later(s->t, 10 * DAY); /* its day is over */
    HOUR();
    HOUR();
    assert_int_equal(MAILS(), 7);
    assert_int_equal(
        school_number(s,
                      "SELECT count(*) FROM survey_round WHERE closed_at IS NOT NULL AND id = %lld",
                      (long long)round),
        1);
    struct err err = {0};
    assert_int_equal(
        survey_testing_answer(s, survey_testing_sheet(s, round, "mentee", 2), 1, 1, &err),
        ERR_CONFLICT);
    assert_non_null(strstr(err.text, "закончен"));
}

static void a_link_opens_one_sheet_until_it_is_changed(void **state)
{
    struct school *s = *state;
    char secret[SURVEY_LINK_LEN + 1];
    int64_t found;
    survey_testing_people(s, "mentee", "student_student", 2);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    int64_t id = survey_testing_sheet(s, round, "mentee", 1);
    survey_link_secret(s->t->app.key, id, 0, secret);
    assert_int_equal(survey_link_find(s->db, s->a, secret, &found), 1);
    assert_int_equal(found, id);
    assert_int_equal(survey_link_change(s->db, &s->t->app, id, false), 0);
    assert_int_equal(survey_link_find(s->db, s->a, secret, &found), 0);
    survey_link_secret(s->t->app.key, id, 1, secret);
    assert_int_equal(survey_link_find(s->db, s->a, secret, &found), 1);
    assert_int_equal(survey_link_change(s->db, &s->t->app, id, true), 0);
    assert_int_equal(survey_link_find(s->db, s->a, secret, &found), 0);
    survey_link_secret(s->t->app.key, id, 2, secret);
    assert_int_equal(survey_link_find(s->db, s->a, secret, &found), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_reminder_comes_once_in_so_many_days_and_never_after),
        TEST(a_link_opens_one_sheet_until_it_is_changed),
    };
    return cmocka_run_group_tests_name("survey_round", tests, NULL, NULL);
}
