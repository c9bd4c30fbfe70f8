/* People of a file who are known already, or seem to be. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/import_test.h"

static void the_same_file_twice_changes_nothing(void **state)
{
    struct school *s = *state;
    (void)school_import(s, "mentee", pupils(s));
    assert_int_equal(school_number(s, PARTICIPATIONS), 2);
    int64_t again = school_check(s, "mentee", pupils(s));
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, again, &im), 1);
    assert_int_equal(im.n_ready, 0);
    assert_int_equal(im.n_bad, 1);
    (void)test_post(s->t, s->curator, school_path(s, "/imports/#/apply", again), NULL);
    assert_int_equal(school_run_jobs(s), 0);
    assert_int_equal(school_number(s, PARTICIPATIONS), 2);
    assert_int_equal(school_number(s, PEOPLE), 2);
}

/* Both were looked at before either was loaded. */
static void the_same_file_at_once_makes_nobody_twice(void **state)
{
    struct school *s = *state;
    int64_t first = school_check(s, "mentee", pupils(s));
    int64_t second = school_check(s, "mentee", pupils(s));
    (void)test_post(s->t, s->curator, school_path(s, "/imports/#/apply", first), NULL);
    (void)test_post(s->t, s->curator, school_path(s, "/imports/#/apply", second), NULL);
    assert_int_equal(school_run_jobs(s), 0);
    assert_string_equal(school_state(s, first), "applied");
    assert_string_equal(school_state(s, second), "applied");
    assert_int_equal(school_number(s, PARTICIPATIONS), 2);
    assert_int_equal(school_number(s, PEOPLE), 2);
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, second, &im), 1);
    assert_int_equal(im.n_ready, 0);
}

static void a_known_person_joins_another_programme(void **state)
{
    struct school *s = *state;
    int64_t first = s->programme;
    (void)school_import(s, "mentee", pupils(s));
    s->programme = school_programme(s, "Вторая");
    int64_t id = school_import(s, "mentee",
                               SCHOOL_SHEET(s, "more.xlsx", MENTEE_HEAD,
                                            "КИМ АРТЁМ ОЛЕГОВИЧ|2013|8-912-123-45-67|химия|",
                                            "Новикова Ирина|2011|89120000001|химия|"));
    assert_string_equal(school_state(s, id), "applied");
    assert_int_equal(school_number(s, PARTICIPATIONS), 4);
    assert_int_equal(school_number(s, PEOPLE), 3);
    struct err err = {0};
    assert_int_equal(import_undo(s->db, &s->t->clock, id, &err), 0);
    assert_int_equal(school_number(s, PEOPLE), 2);
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation WHERE programme_id=%lld",
                                   (long long)first),
                     2);
}

/* Mentors have no year of birth: a contact tells one from a namesake. */
static void a_known_contact_tells_namesakes_apart(void **state)
{
    struct school *s = *state;
    const char *one = "Белов Олег Ильич|89120000001|физика||";
    (void)school_import(s, "mentor", SCHOOL_SHEET(s, "first.xlsx", MENTOR_HEAD, one));
    s->programme = school_programme(s, "Вторая");
    int64_t id = school_import(
        s, "mentor",
        SCHOOL_SHEET(s, "more.xlsx", MENTOR_HEAD, "Белов Олег Ильич|89120000002|химия||", one));
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_int_equal(im.n_ready, 1);
    assert_int_equal(im.n_similar, 1);
    assert_int_equal(school_number(s, PEOPLE), 1);
    assert_int_equal(school_number(s, PARTICIPATIONS), 2);
}

/* Contacts that a file adds to somebody known go away with it. */
static void undo_takes_back_contacts_of_known_people(void **state)
{
    struct school *s = *state;
    (void)school_import(s, "mentee", pupils(s));
    int64_t before = school_number(s, "SELECT count(*) FROM person_contact");
    s->programme = school_programme(s, "Вторая");
    int64_t id = school_import(
        s, "mentee",
        SCHOOL_SHEET(s, "more.xlsx", MENTEE_HEAD,
                     "Ким Артём Олегович|2013|8-912-123-45-67, kim@example.test|химия|"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM person_contact"), before + 1);
    struct err err = {0};
    assert_int_equal(import_undo(s->db, &s->t->clock, id, &err), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person_contact"), before);
}

static void somebody_similar_waits_for_a_word(void **state)
{
    struct school *s = *state;
    (void)school_import(s, "mentee", pupils(s));
    s->programme = school_programme(s, "Вторая");
    const char *path = SCHOOL_SHEET(s, "like.xlsx", MENTEE_HEAD, "Орлова Дарья||89120000009|химия|",
                                    "Орлова Дарья||89120000010|биология|",
                                    "Ким Артём Олегович||89120000011|химия|");
    int64_t id = school_check(s, "mentee", path);
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_int_equal(im.n_similar, 3);
    /* Two rows said to be one person: the second cannot take part twice. */
    assert_int_equal(import_decide(s->db, id, 2, "same"), 0);
    assert_int_equal(import_decide(s->db, id, 3, "same"), 0);
    (void)test_post(s->t, s->curator, school_path(s, "/imports/#/apply", id), NULL);
    assert_int_equal(school_run_jobs(s), 0);
    assert_string_equal(school_state(s, id), "applied");
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation WHERE import_id = %lld",
                                   (long long)id),
                     1);
    assert_int_equal(school_number(s, PEOPLE), 2);
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_int_equal(im.n_ready, 1);
    assert_int_equal(im.n_similar, 1); /* nobody decided on Ким */
}

static void another_person_of_the_same_name(void **state)
{
    struct school *s = *state;
    (void)school_import(s, "mentee", pupils(s));
    int64_t id = school_check(
        s, "mentee",
        SCHOOL_SHEET(s, "like.xlsx", MENTEE_HEAD, "Орлова Дарья|2012|89120000009|химия|"));
    assert_int_equal(import_decide(s->db, id, 2, "new"), 0);
    (void)test_post(s->t, s->curator, school_path(s, "/imports/#/apply", id), NULL);
    assert_int_equal(school_run_jobs(s), 0);
    assert_int_equal(school_number(s, PEOPLE), 3);
    assert_int_equal(school_number(s, PARTICIPATIONS), 3);
}

/* A corrected name may become the name of a row above. */
static void a_correction_into_somebody_else_is_one_person(void **state)
{
    struct school *s = *state;
    int64_t id = school_check(s, "mentee", pupils(s));
    struct date today = {2026, 11, 5};
    assert_int_equal(import_correct(s->db, s->pack, id, 4, "birth_year", "2012", today), 0);
    assert_int_equal(import_correct(s->db, s->pack, id, 4, "mentee_name", "Орлова Дарья", today),
                     0);
    assert_int_equal(import_correct(s->db, s->pack, id, 4, "contacts", "89127654321", today), 0);
    (void)test_post(s->t, s->curator, school_path(s, "/imports/#/apply", id), NULL);
    assert_int_equal(school_run_jobs(s), 0);
    assert_string_equal(school_state(s, id), "applied");
    assert_int_equal(school_number(s, PEOPLE), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_same_file_twice_changes_nothing),
        TEST(the_same_file_at_once_makes_nobody_twice),
        TEST(a_known_person_joins_another_programme),
        TEST(a_known_contact_tells_namesakes_apart),
        TEST(undo_takes_back_contacts_of_known_people),
        TEST(somebody_similar_waits_for_a_word),
        TEST(another_person_of_the_same_name),
        TEST(a_correction_into_somebody_else_is_one_person),
    };
    return cmocka_run_group_tests_name("import_known", tests, NULL, NULL);
}
