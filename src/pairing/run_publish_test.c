/* A draft becomes pairs: once, whole, and everybody is told. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "pairing/run_test.h"

static void published_pairs_are_told(void **state)
{
    struct school *s = *state;
    int64_t run = make(s);
    struct err err = {0};
    long long mentee = school_number(s, "SELECT e.person_id FROM run_pair r JOIN participation e "
                                        "ON e.id = r.mentee_id ORDER BY r.mentee_id LIMIT 1");
    const struct person_contact mail = {.kind = "email", .value = "parent@example.test"};
    assert_int_equal(person_contact_add(s->db, mentee, s->unit, &mail), 0);
    s->t->app.config.public_url = "https://school.example";
    long long letters = school_number(s, "SELECT count(*) FROM outbox");
    assert_int_equal(publish(s, run, 1, &err), 0);
    assert_true(school_number(s, "SELECT count(*) FROM outbox") > letters);
    assert_int_equal(school_number(s, "SELECT count(*) FROM outbox WHERE address = "
                                      "'parent@example.test' AND body LIKE "
                                      "'%%https://school.example/my/pairs/%%'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM outbox WHERE body LIKE '%%Ким%%' OR "
                                      "subject LIKE '%%Ким%%'"),
                     0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair WHERE state = 'agreed'"), 3);
    assert_int_equal(school_number(s, "SELECT n FROM pair_total"), 3);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM pair WHERE form_code = 'student_student'"), 3);
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation WHERE state = 'paired'"),
                     5);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice"), 6);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE text LIKE '%%Ким%%'"), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM programme WHERE state = 'active'"), 1);
    assert_int_equal(publish(s, run, 2, &err), ERR_CONFLICT);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair"), 3);
    /* Who is left is Зимина, whom nobody fits. */
    int64_t next = make(s);
    assert_int_equal(school_number(s, "SELECT n_mentees FROM run WHERE id = %lld", (long long)next),
                     1);
}

static void somebody_paired_meanwhile(void **state)
{
    struct school *s = *state;
    int64_t run = make(s);
    struct err err = {0};
    school_sql(s, "UPDATE participation SET state = 'left' WHERE id = %lld",
               (long long)person(s, "Рябов"));
    assert_int_equal(publish(s, run, 1, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "1 человек"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair"), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice"), 0);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM run WHERE state = 'draft' AND version = 1"), 1);
}

static void a_job_publishes_what_was_claimed(void **state)
{
    struct school *s = *state;
    int64_t run = make(s);
    struct run_context c = open_run(s);
    struct err err = {0};
    assert_int_equal(school_job(s, s->db, "run_publish", run, &err), ERR_CONFLICT);
    assert_int_equal(run_claim(&c, run, 7, &err), ERR_CONFLICT);
    assert_int_equal(run_claim(&c, run, 1, &err), 0);
    int64_t kim = person(s, "Ким");
    struct run_word w = {.run_id = run, .seen = 2, .mark = RUN_VETO, .mentees = &kim, .n = 1};
    assert_int_equal(run_mark(s->db, s->a, &s->t->clock, &w, &err), ERR_CONFLICT);
    assert_int_equal(school_job(s, s->db, "run_publish", run, &err), 0);
    assert_int_equal(school_job(s, s->db, "run_publish", run, &err), 0); /* after a crash */
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair"), 3);
    assert_int_equal(school_job(s, s->db, "run_make", s->programme, &err), 0);
    assert_int_equal(school_number(s, "SELECT max(n) FROM run"), 2);
}

static void a_job_that_fails_hands_the_draft_back(void **state)
{
    struct school *s = *state;
    int64_t run = make(s);
    struct run_context c = open_run(s);
    struct err err = {0};
    assert_int_equal(run_claim(&c, run, 1, &err), 0);
    school_sql(s, "UPDATE participation SET state = 'left' WHERE id = %lld",
               (long long)person(s, "Рябов"));
    assert_int_equal(school_job(s, s->db, "run_publish", run, &err), ERR_CONFLICT);
    assert_int_equal(school_number(s, "SELECT count(*) FROM run WHERE state = 'draft'"), 1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair"), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(published_pairs_are_told),
        TEST(somebody_paired_meanwhile),
        TEST(a_job_publishes_what_was_claimed),
        TEST(a_job_that_fails_hands_the_draft_back),
    };
    return cmocka_run_group_tests_name("run_publish", tests, NULL, NULL);
}
