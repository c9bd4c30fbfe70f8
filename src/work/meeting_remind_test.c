/* Reminders of feedback and of the next meeting: whom, when, how often. */
#include "db/db.h"
#include "work/couple_test.h"

#define HOURS(n) ((n)*INT64_C(3600000))
#define ASKED "SELECT count(*) FROM notice WHERE text LIKE 'Требуется отзыв о встрече%%'"
#define OWED "SELECT count(*) FROM feedback_reminder"
#define CALLED "SELECT count(*) FROM notice WHERE text LIKE 'Пора встретиться%%'"

static void hour(struct couple *w)
{
    assert_int_equal(db_begin(w->s->db), 0);
    assert_int_equal(meeting_remind(&w->t->app, w->s->db, w->s->a), 0);
    assert_int_equal(db_commit(w->s->db), 0);
}

static int64_t count(struct couple *w, const char *sql)
{
    return school_number(w->s, "%s", sql);
}

/* The clock of the tests shows 15:00 at the school. */
static void who_owes_feedback_is_asked_by_day_three_times(void **state)
{
    struct couple *w = *state;
    school_sql(w->s, "UPDATE account SET email = 'kim@example.test' WHERE id = %lld",
               (long long)w->mentee);
    int64_t m = couple_meets(w, "working", "06.11.2026");
    testing_later(w->t, DAYS(2));
    assert_int_equal(couple_holds(w, w->mentor, m).status, 303);
    assert_int_equal(count(w, OWED), 2);
    hour(w);
    assert_int_equal(count(w, ASKED), 0); /* a day has not gone */
    testing_later(w->t, DAYS(1) + HOURS(8));
    hour(w);
    assert_int_equal(count(w, ASKED), 0); /* 23:00 */
    testing_later(w->t, HOURS(10));
    hour(w);
    hour(w);
    assert_int_equal(count(w, ASKED), 2); /* each side once */
    assert_int_equal(count(w, "SELECT count(*) FROM outbox WHERE address = 'kim@example.test' AND "
                              "subject = 'Наставничество: отзыв о встрече'"),
                     1);
    assert_int_equal(couple_marks(w, w->mentor, m, "8", "0").status, 303);
    assert_int_equal(count(w, OWED), 1);
    for (int i = 0; i < 5; i++) {
        testing_later(w->t, DAYS(2) + HOURS(1) / 2);
        hour(w);
    }
    assert_int_equal(count(w, ASKED), 4); /* the mentee alone, three times in all */
    assert_int_equal(count(w, OWED), 0);
}

static void nobody_is_asked_after_the_end_or_a_month(void **state)
{
    struct couple *w = *state;
    int64_t m = couple_meets(w, "working", "06.11.2026");
    testing_later(w->t, DAYS(2));
    assert_int_equal(couple_holds(w, w->mentor, m).status, 303);
    testing_later(w->t, DAYS(31));
    school_sql(w->s, "UPDATE feedback_reminder SET due_at = due_at + %lld WHERE side = 'mentor'",
               (long long)DAYS(100));
    hour(w);
    assert_int_equal(count(w, OWED), 1); /* the mentee's was looked at: too old */
    school_sql(w->s, "UPDATE feedback_reminder SET due_at = due_at - %lld", (long long)DAYS(100));
    school_sql(w->s, "UPDATE meeting SET closed_at = closed_at + %lld WHERE id = %lld",
               (long long)DAYS(10), (long long)m);
    school_sql(w->s, "UPDATE pair SET state = 'ended', ended_at = 1 WHERE id = %lld",
               (long long)w->pair);
    hour(w);
    assert_int_equal(count(w, OWED), 0);
    assert_int_equal(count(w, ASKED), 0);
}

static void a_consultation_asks_nobody(void **state)
{
    struct couple *w = *state;
    int64_t m = couple_meets(w, "planning", "06.11.2026");
    testing_later(w->t, DAYS(2));
    assert_int_equal(couple_holds(w, w->mentor, m).status, 303);
    testing_later(w->t, DAYS(2));
    assert_int_equal(count(w, OWED), 0);
    hour(w);
    assert_int_equal(count(w, ASKED), 0);
}

static void a_pair_meets_in_the_rhythm_of_its_programme(void **state)
{
    struct couple *w = *state;
    const char *mine = couple_body(w, w->curator, "/pairs/#", w->pair, 200);
    couple_says(mine, "не больше 14 дней между встречами; проведено 0, нужно не меньше 5");
    couple_hides(mine, "Пора встретиться");
    testing_later(w->t, DAYS(13));
    hour(w);
    assert_int_equal(count(w, CALLED), 0);
    assert_int_equal(test_post(w->t, w->curator,
                               school_path(w->s, "/programmes/#/limits", w->s->programme), "across",
                               "any", "hours", "4", "mentees", "5", "meeting_days", "10",
                               "meetings_least", "8", NULL)
                         .status,
                     303);
    hour(w);
    hour(w);
    assert_int_equal(count(w, CALLED), 2);
    mine = couple_body(w, w->curator, "/pairs/#", w->pair, 200);
    couple_says(mine, "не больше 10 дней между встречами; проведено 0, нужно не меньше 8");
    couple_says(mine, "Пора встретиться");
    for (int i = 0; i < 5; i++) {
        testing_later(w->t, DAYS(11));
        hour(w);
    }
    assert_int_equal(count(w, CALLED), 6); /* three times each */
    int64_t m = couple_meets(w, "working", "25.01.2027");
    couple_hides(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "Пора встретиться");
    hour(w);
    assert_int_equal(count(w, CALLED), 6); /* a day is agreed on */
    testing_later(w->t, DAYS(20));
    assert_int_equal(couple_holds(w, w->mentor, m).status, 303);
    hour(w);
    assert_int_equal(count(w, CALLED), 6); /* they have just met */
    testing_later(w->t, DAYS(11));
    hour(w);
    assert_int_equal(count(w, CALLED), 8); /* and are asked anew */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, couple_setup, couple_teardown)
    const struct CMUnitTest tests[] = {
        TEST(who_owes_feedback_is_asked_by_day_three_times),
        TEST(nobody_is_asked_after_the_end_or_a_month),
        TEST(a_consultation_asks_nobody),
        TEST(a_pair_meets_in_the_rhythm_of_its_programme),
    };
    return cmocka_run_group_tests_name("meeting_remind", tests, NULL, NULL);
}
