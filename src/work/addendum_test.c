/* Addenda by ст. 351.8 ТК РФ: consent, signing, three working days, the day that is obeyed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "work/addendum.h"
#include "work/pair.h"
#include "work/teachers_test.h"
#include "work/workdays.h"

#define DAY_MS INT64_C(86400000)

static int setup(void **state)
{
    const struct module *const more[] = {&pair_module, &addendum_module};
    *state = teachers_new(more, 2);
    return 0;
}

static int teardown(void **state)
{
    teachers_free(*state);
    return 0;
}

static const struct date today = {2026, 11, 5}; /* Thursday */

static struct deed deed(struct teachers *t, const char *reason)
{
    return (struct deed){&t->s->t->clock, t->s->curator, reason};
}

static struct addendum_row row(struct teachers *t, int64_t id)
{
    struct addendum_row x;
    assert_int_equal(addendum_row(t->s->db, t->s->a, id, &x), 1);
    return x;
}

static int64_t offered(struct teachers *t)
{
    struct addendum_new n = {t->s->unit,   t->programme,     t->mentor_row,         t->mentor,
                             "помощь",     "индивидуальная", "5000 рублей в месяц", {2026, 11, 5},
                             {2027, 5, 31}};
    struct deed now = deed(t, NULL);
    struct err err = {0};
    int64_t id;
    if (addendum_offer(t->s->db, t->s->a, &n, &now, &err, &id) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(addendum_offer(t->s->db, t->s->a, &n, &now, &err, &(int64_t){0}),
                     ERR_CONFLICT);
    return id;
}

static int64_t in_force(struct teachers *t)
{
    int64_t id = offered(t);
    struct deed now = deed(t, NULL);
    struct err err = {0};
    struct addendum_row x = row(t, id);
    assert_int_equal(addendum_sign(t->s->db, t->s->a, &x, "7", today, today, &now, &err),
                     ERR_CONFLICT); /* no consent yet */
    assert_int_equal(
        addendum_consent(t->s->db, t->s->a, &x, (struct date){2026, 11, 3}, today, &now, &err), 0);
    x = row(t, id);
    assert_int_equal(
        addendum_sign(t->s->db, t->s->a, &x, "7", (struct date){2026, 11, 2}, today, &now, &err),
        ERR_INVALID);
    assert_int_equal(addendum_sign(t->s->db, t->s->a, &x, "7", today, today, &now, &err), 0);
    return id;
}

static void days_off_are_those_of_the_law(void **state)
{
    struct teachers *t = *state;
    static const struct {
        struct date notice, stop;
    } cases[] = {
        {{2026, 11, 5}, {2026, 11, 11}}, /* Thursday: Fri, Mon, Tue */
        {{2026, 10, 30}, {2026, 11, 6}}, /* Friday: Mon, Tue, Thu; 4 November is a holiday */
        {{2026, 3, 5}, {2026, 3, 12}},   /* 8 March is a Sunday: Monday the 9th is off */
        {{2026, 5, 7}, {2026, 5, 14}},   /* 9 May is a Saturday: Monday the 11th is off */
        {{2026, 12, 29},
         {2027, 1, 13}},               /* 31 December 2026 is off: the 30th, then 11, 12 January */
        {{2026, 6, 9}, {2026, 6, 16}}, /* 10, 11, then the 15th: 12 June is a Friday */
        {{2026, 11, 7}, {2026, 11, 12}}, /* on a Saturday: Mon, Tue, Wed */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date stop = addendum_stop(t->pack, cases[i].notice);
        if (date_to_days(stop) != date_to_days(cases[i].stop))
            fail_msg("case %zu: %s", i, date_iso(t->s->a, stop));
    }
    assert_false(workday(t->pack, (struct date){2026, 1, 9}));
    assert_true(workday(t->pack, (struct date){2027, 1, 11}));
    assert_false(workday(t->pack, (struct date){2026, 11, 4}));
}

static int calendar(struct teachers *t)
{
    return addendum_by_calendar(&t->s->t->app, t->s->db, t->s->a);
}

static void an_early_end_takes_effect_on_its_day(void **state)
{
    struct teachers *t = *state;
    struct school *s = t->s;
    struct err err = {0};
    struct deed now = deed(t, "");
    struct date stop = {0};
    int64_t id = in_force(t);
    struct addendum_row x = row(t, id);
    struct addendum_notice n = {true, today, {0}, today};
    assert_int_equal(addendum_notify(s->db, s->a, t->pack, &x, &n, &now, &err, &stop), ERR_INVALID);
    now.reason = "Большая нагрузка";
    n.wanted = (struct date){2026, 11, 10};
    assert_int_equal(addendum_notify(s->db, s->a, t->pack, &x, &n, &now, &err, &stop), ERR_INVALID);
    assert_non_null(strstr(err.text, "11"));
    n.wanted = (struct date){0};
    assert_int_equal(addendum_notify(s->db, s->a, t->pack, &x, &n, &now, &err, &stop), 0);
    assert_string_equal(date_iso(s->a, stop), "2026-11-11");
    x = row(t, id);
    assert_string_equal(x.state, "notice");

    testing_later(s->t, 5 * DAY_MS); /* the 10th */
    assert_int_equal(calendar(t), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair WHERE state = '%s'", "active"), 1);
    testing_later(s->t, DAY_MS); /* the 11th */
    assert_int_equal(calendar(t), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair WHERE state = '%s'", "ended"), 1);
    assert_string_equal(row(t, id).state, "ended");
    assert_int_equal(calendar(t), 0); /* twice in an hour */
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM addendum_event WHERE addendum_id = %lld",
                                   (long long)id),
                     5); /* offer, consent, sign, notice, stop */
}

static void the_end_of_the_term_is_told_in_time(void **state)
{
    struct teachers *t = *state;
    struct school *s = t->s;
    int64_t id = in_force(t);
    static const char notices[] = "SELECT count(*) FROM notice WHERE person_id = %lld AND path = "
                                  "'/my/addenda/%lld'";
    int64_t before = school_number(s, notices, (long long)t->mentor, (long long)id);
    testing_later(s->t, 176 * DAY_MS); /* 30 April: 31 days ahead */
    assert_int_equal(calendar(t), 0);
    assert_int_equal(school_number(s, notices, (long long)t->mentor, (long long)id), before);
    testing_later(s->t, DAY_MS);
    assert_int_equal(calendar(t), 0);
    assert_int_equal(calendar(t), 0);
    assert_int_equal(school_number(s, notices, (long long)t->mentor, (long long)id), before + 1);
    testing_later(s->t, 30 * DAY_MS); /* 31 May, the last day */
    assert_int_equal(calendar(t), 0);
    assert_string_equal(row(t, id).state, "signed");
    testing_later(s->t, DAY_MS);
    assert_int_equal(calendar(t), 0);
    assert_string_equal(row(t, id).state, "expired");
}

static void pay_is_seen_by_the_employer_and_the_mentor_alone(void **state)
{
    struct teachers *t = *state;
    struct school *s = t->s;
    int64_t id = offered(t);
    const char *mine = school_path(s, "/my/addenda/#", id),
               *theirs = school_path(s, "/addenda/#", id);
    struct reply r = test_get(s->t, t->mentor_account, mine);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "5000 рублей"));
    assert_non_null(strstr(r.body, "Даю согласие"));
    assert_non_null(strstr(test_get(s->t, s->curator, theirs).body, "5000 рублей"));
    assert_int_equal(test_get(s->t, t->mentee_account, mine).status, 403);
    assert_int_equal(test_get(s->t, t->mentee_account, theirs).status, 403);
    assert_int_equal(test_get(s->t, t->stranger_account, mine).status, 404);
    const char *list = school_path(s, "/programmes/#/addenda", t->programme);
    assert_null(strstr(test_get(s->t, s->curator, list).body, "5000"));
    assert_int_equal(test_get(s->t, t->mentor_account, list).status, 403);
    r = test_post(s->t, t->mentor_account, mine, "action", "sign", "number", "1", NULL);
    assert_int_equal(r.status, 403);
    r = test_post(s->t, t->mentor_account, mine, "action", "consent", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(s->t, s->curator, theirs, "action", "sign", "number", "", "on", "05.11.2026",
                  NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Укажите номер"));
    r = test_post(s->t, s->curator, theirs, "action", "sign", "number", "12", "on", "05.11.2026",
                  NULL);
    assert_int_equal(r.status, 303);
    r = test_post(s->t, t->mentor_account, mine, "action", "mentor", "reason", "", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(s->t, t->mentor_account, mine, "action", "mentor", "reason", "Переезд", NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.notice, "11"));
    r = test_get(s->t, s->curator, theirs);
    assert_non_null(strstr(r.body, "Первый день без наставничества"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(days_off_are_those_of_the_law),
        TEST(an_early_end_takes_effect_on_its_day),
        TEST(the_end_of_the_term_is_told_in_time),
        TEST(pay_is_seen_by_the_employer_and_the_mentor_alone),
    };
    return cmocka_run_group_tests_name("addendum", tests, NULL, NULL);
}
