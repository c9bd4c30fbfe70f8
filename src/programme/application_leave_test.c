/* Giving up a place that was approved: by the link of the application and with an account. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/application_testing.h"

#define LEFT "SELECT count(*) FROM participation WHERE state = 'left'"
#define IN_FORCE "SELECT count(*) FROM consent WHERE withdrawn_at IS NULL"

static int64_t approved(struct hall *h, const char *surname)
{
    int64_t id = hall_apply(h, surname);
    assert_int_equal(hall_decide(h, id, "approve", "known", "").status, 303);
    return id;
}

static struct reply withdraw(struct hall *h, int64_t application, const char *consents)
{
    return test_post(h->s->t, 0, "/application/withdraw", "token",
                     hall_token(h, ENROLMENT_STATUS, application), "reason", "Переезжаем",
                     "consents", consents, NULL);
}

static void a_parent_gives_up_an_approved_place(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "1");
    int64_t first = approved(h, "Первая"), second = hall_apply(h, "Вторая");
    assert_int_equal(hall_decide(h, second, "approve", "known", "").status, 303);
    assert_string_equal(hall_state_of(h, second), "waiting");
    const char *status = enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, first);
    assert_non_null(strstr(test_get(s->t, 0, status).body, "Прекратить участие"));
    const char *ask = arena_printf(s->a, "/application/withdraw?token=%s",
                                   hall_token(h, ENROLMENT_STATUS, first));
    assert_non_null(strstr(test_get(s->t, 0, ask).body, "Отозвать и согласия"));

    assert_int_equal(withdraw(h, first, "1").status, 303);
    assert_string_equal(hall_state_of(h, first), "withdrawn");
    assert_int_equal(school_number(s, LEFT), 1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation_event WHERE action = "
                                      "'withdraw' AND reason = 'Переезжаем'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE text LIKE "
                                      "'Участие прекращено%%согласия отозваны. Последний день: "
                                      "5%%ноября%%2026%%'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM application WHERE surname = 'Первая'"),
                     0);
    assert_string_equal(hall_state_of(h, second), "approved"); /* the place was free */
    assert_int_equal(school_number(s, IN_FORCE), 2);           /* of the second alone */
    assert_non_null(strstr(test_get(s->t, 0, status).body, "Участие прекращено"));
    assert_int_equal(test_get(s->t, 0, ask).status, 303);
    assert_int_equal(withdraw(h, first, "").status, 303);
    assert_int_equal(school_number(s, LEFT), 1);
}

static void consents_stay_when_they_are_not_withdrawn(void **state)
{
    struct hall *h = *state;
    hall_open_door(h, "0");
    int64_t id = approved(h, "Первая");
    assert_int_equal(withdraw(h, id, "").status, 303);
    assert_int_equal(school_number(h->s, LEFT), 1);
    assert_int_equal(school_number(h->s, IN_FORCE), 2);
}

static void one_that_waits_is_told_to_the_coordinator(void **state)
{
    struct hall *h = *state;
    hall_open_door(h, "0");
    int64_t id = hall_apply(h, "Первая");
    assert_int_equal(withdraw(h, id, "").status, 303);
    assert_string_equal(hall_state_of(h, id), "withdrawn");
    assert_int_equal(school_number(h->s,
                                   "SELECT count(*) FROM notice WHERE text LIKE 'Заявка отозвана%%'"
                                   " AND path = '/applications/%lld'",
                                   L(id)),
                     1);
    assert_non_null(
        strstr(test_get(h->s->t, h->s->curator, school_path(h->s, "/applications/#", id)).body,
               "Переезжаем"));
}

static int64_t account_of(struct hall *h, const char *login, enum role role, int64_t person)
{
    int64_t account = testing_account(h->s->t, login, role, h->s->unit);
    if (person)
        school_sql(h->s, "UPDATE account SET person_id = %lld WHERE id = %lld", L(person),
                   L(account));
    return account;
}

static void with_an_account_only_one_s_own(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    (void)approved(h, "Первая");
    int64_t person = school_number(s, "SELECT person_id FROM participation");
    int64_t id = school_number(s, "SELECT id FROM participation");
    int64_t mother = account_of(h, "mother", ROLE_REPRESENTATIVE, 0);
    int64_t stranger = account_of(h, "stranger", ROLE_MENTOR, 0);
    school_sql(s,
               "INSERT INTO representative (person_id, minor_id, unit_id, created_at) SELECT "
               "person_id, %lld, %lld, 0 FROM account WHERE id = %lld",
               L(person), L(s->unit), L(mother));
    const char *path = school_path(s, "/my/participations/#/leave", id);
    struct reply r = test_get(s->t, mother, "/my/participations");
    assert_non_null(strstr(r.body, "Ваш ребёнок: Дарья"));
    assert_non_null(strstr(r.body, path));
    assert_null(strstr(test_get(s->t, stranger, "/my/participations").body, path));
    assert_int_equal(test_get(s->t, stranger, path).status, 403);
    assert_int_equal(test_post(s->t, stranger, path, "reason", "", NULL).status, 403);

    school_sql(s, "UPDATE participation SET state = 'finished'");
    assert_null(strstr(test_get(s->t, mother, "/my/participations").body, path));
    assert_int_equal(test_post(s->t, mother, path, "reason", "", NULL).status, 409);
    school_sql(s, "UPDATE participation SET state = 'matching'");
    assert_non_null(strstr(test_get(s->t, mother, path).body, "Отозвать и согласия"));
    assert_int_equal(test_post(s->t, mother, path, "reason", "", "consents", "1", NULL).status,
                     303);
    assert_int_equal(school_number(s, LEFT), 1);
    assert_int_equal(school_number(s, IN_FORCE), 0);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM participation_event WHERE action = "
                                   "'withdraw' AND made_by = %lld",
                                   L(mother)),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM application WHERE state = 'withdrawn'"),
                     1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, hall_setup, hall_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_parent_gives_up_an_approved_place),
        TEST(consents_stay_when_they_are_not_withdrawn),
        TEST(one_that_waits_is_told_to_the_coordinator),
        TEST(with_an_account_only_one_s_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
