/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/programme.h"
#include "programme/school_testing.h"

static const char *const one_form[] = {"student_student"};

static int create(struct school *s, struct date starts, struct date ends, size_t n_forms,
                  struct err *err)
{
    struct programme_plan plan = {"Осень", starts, ends, {one_form, n_forms}, NULL};
    int64_t id;
    *err = (struct err){0};
    assert_int_equal(db_begin(s->db), 0);
    int r = programme_create(s->db, &s->t->clock, s->unit, s->pack_id, 0, &plan, err, &id);
    if (r >= 0)
        return db_commit(s->db);
    db_rollback(s->db);
    return r;
}

static void a_plan_has_bounds(void **state)
{
    struct school *s = *state;
    struct err err;
    struct date day = {2026, 9, 1}, next = {2026, 9, 2}, before = {2026, 8, 31};
    assert_int_equal(create(s, day, next, 1, &err), 0);
    assert_int_equal(create(s, day, day, 1, &err), 0);
    assert_int_equal(create(s, day, before, 1, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "раньше начала"));
    assert_int_equal(create(s, day, (struct date){2031, 9, 10}, 1, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "пяти лет"));
    assert_int_equal(create(s, day, next, 0, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "форму"));
}

static void limits_and_forms(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    struct programme p;
    struct programme_limits limits = {6, 3, "region", 0, 0};
    struct programme_plan plan = {"Весна", {2027, 1, 9}, {2027, 5, 30}, {one_form, 1}, NULL};
    assert_int_equal(programme_set_limits(s->db, s->programme, &limits, &err), 0);
    limits.across = "planet";
    assert_int_equal(programme_set_limits(s->db, s->programme, &limits, &err), ERR_INVALID);
    assert_int_equal(programme_change_plan(s->db, s->programme, &plan, &err), 0);
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    assert_int_equal(p.hours_per_mentee, 6);
    assert_int_equal(p.max_mentees, 3);
    assert_string_equal(p.across, "region");
    assert_string_equal(p.title, "Весна");
    assert_string_equal(p.ends_on, "2027-05-30");
    assert_int_equal(p.n_forms, 1);
}

static int recode(struct school *s, int64_t id, const char *code, struct err *err)
{
    struct programme_plan plan = {"Весна", {2027, 1, 9}, {2027, 5, 30}, {one_form, 1}, code};
    *err = (struct err){0};
    return programme_change_plan(s->db, id, &plan, err);
}

static void a_code_is_the_programmes_own(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    struct programme p;
    int64_t other = school_programme(s, "Осень");
    assert_int_equal(recode(s, s->programme, "spring-2027", &err), 0);
    assert_int_equal(recode(s, s->programme, "spring-2027", &err), 0);
    assert_int_equal(recode(s, other, "spring-2027", &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "spring-2027"));
    const char *bad[] = {"ab", "2027", "Весна", "Spring", "a b c", "-ab", "spring_27"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(recode(s, other, bad[i], &err), ERR_LIMIT);
    assert_int_equal(recode(s, other, "", &err), 0);
    assert_int_equal(programme_find(s->db, s->a, "spring-2027", &p), 1);
    assert_int_equal(p.id, s->programme);
    assert_string_equal(p.code, "spring-2027");
    assert_int_equal(programme_find(s->db, s->a, school_path(s, "#", other), &p), 1);
    assert_int_equal(p.id, other);
    assert_string_equal(p.code, "");
    assert_int_equal(programme_find(s->db, s->a, "autumn", &p), 0);
    assert_int_equal(programme_find(s->db, s->a, "", &p), 0);
}

/* Ten forms are too many to read: those of the second model wait under a fold. */
static void the_wizard_shows_the_first_model(void **state)
{
    struct school *s = *state;
    struct reply r = test_get(s->t, s->curator, school_path(s, "/units/#/programmes/new", s->unit));
    assert_int_equal(r.status, 200);
    const char *fold = strstr(r.body, "<details><summary>Другие формы");
    const char *first = strstr(r.body, "value=\"employer_undergrad\"");
    const char *second = strstr(r.body, "value=\"pedagogue_pedagogue\"");
    assert_true(first && fold && second && first < fold && fold < second);
    school_sql(s,
               "INSERT INTO programme_form (programme_id, form_code) VALUES (%lld, "
               "'pedagogue_pedagogue')",
               (long long)s->programme);
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/settings", s->programme));
    assert_non_null(strstr(r.body, "<details open><summary>Другие формы"));
}

static struct reply settle(struct school *s, const char *form)
{
    return test_post(s->t, s->curator, school_path(s, "/programmes/#/settings", s->programme),
                     "title", "Осень", "pack", arena_printf(s->a, "%lld", (long long)s->pack_id),
                     "forms", form, "starts", "15.09.2026", "ends", "30.05.2027", NULL);
}

static void a_form_that_people_have_stays(void **state)
{
    struct school *s = *state;
    struct reply r = settle(s, "student_student");
    assert_int_equal(r.status, 303);
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "mentees.csv", "ФИО наставляемого|Год рождения|Форма",
                                     "Ким Олег|2011|Ученик – ученик"));
    r = settle(s, "teacher_teacher");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Форму «Ученик – ученик» снять нельзя: по ней пар — 0, "
                                   "участников — 1"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM programme_form WHERE form_code = "
                                      "'student_student'"),
                     1);
    school_sql(s, "UPDATE participation SET state = 'left'");
    assert_int_equal(settle(s, "teacher_teacher").status, 303);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_plan_has_bounds),
        TEST(limits_and_forms),
        TEST(a_code_is_the_programmes_own),
        TEST(the_wizard_shows_the_first_model),
        TEST(a_form_that_people_have_stays),
    };
    return cmocka_run_group_tests_name("programme", tests, NULL, NULL);
}
