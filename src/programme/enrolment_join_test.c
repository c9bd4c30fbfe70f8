/* What the public page of a programme offers, and to whom. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/application_testing.h"
#include "programme/own_form.h"
#include "programme/pack.h"

static struct reply keep_forms(struct hall *h, const char *form)
{
    struct school *s = h->s;
    return test_post(s->t, s->curator, school_path(s, "/programmes/#/settings", s->programme),
                     "title", "Осень", "pack", arena_printf(s->a, "%lld", L(s->pack_id)), "forms",
                     form, "starts", "15.09.2026", "ends", "30.05.2027", NULL);
}

static void a_form_that_the_programme_gave_up_is_not_offered(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    int64_t id = hall_apply(h, "Первая");
    school_sql(s, "UPDATE application SET form_code = 'student_student'");
    struct reply r = keep_forms(h, "teacher_teacher");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "заявок без решения — 1"));
    assert_int_equal(hall_decide(h, id, "refuse", "reason", "Нет наставника").status, 303);
    assert_int_equal(keep_forms(h, "teacher_teacher").status, 303);
    r = test_get(s->t, 0, hall_join(h, ""));
    assert_null(strstr(r.body, "Ученик – ученик"));
    assert_non_null(strstr(r.body, "Учитель – учитель"));
    assert_int_equal(hall_parent(h, "Орлова", "2015", "дроби").status, 422);
}

static void its_dates_belong_to_the_programme(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    static const struct {
        const char *from, *to;
        int status;
    } cases[] = {{"01.11.2026", "01.06.2031", 422},
                 {"01.11.2016", "30.11.2026", 422},
                 {"01.07.2026", "30.11.2026", 303}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reply r = test_post(s->t, s->curator,
                                   school_path(s, "/programmes/#/enrolment/settings", s->programme),
                                   "from", cases[i].from, "to", cases[i].to, "sides", "mentee",
                                   "forms", "student_student", "about", "", "contact", "", NULL);
        assert_int_equal(r.status, cases[i].status);
        if (r.status == 422)
            assert_non_null(strstr(r.body, "Программа идёт с"));
    }
    /* the programme was moved away: the door can still be shut */
    school_sql(s, "UPDATE programme SET starts_on = '2028-09-01', ends_on = '2029-05-30'");
    assert_int_equal(test_post(s->t, s->curator,
                               school_path(s, "/programmes/#/enrolment/close", s->programme), NULL)
                         .status,
                     303);
}

static void outside_its_dates_there_is_no_form(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    const char *page = hall_join(h, ""), *form = hall_join(h, "/child");
    s->t->now_ms = TEST_NOW_MS - 10 * DAY_MS;
    assert_non_null(strstr(test_get(s->t, 0, page).body, "Приём заявок откроется"));
    assert_int_equal(test_get(s->t, 0, form).status, 303);
    s->t->now_ms = TEST_NOW_MS + 25 * DAY_MS; /* 30 November, noon: its last day */
    assert_int_equal(test_get(s->t, 0, form).status, 200);
    s->t->now_ms = TEST_NOW_MS + 26 * DAY_MS;
    assert_non_null(strstr(test_get(s->t, 0, page).body, "закончился"));
    struct reply r = hall_parent(h, "Орлова", "2015", "дроби");
    assert_int_equal(r.status, 422); /* it closed while somebody was typing: nothing is lost */
    assert_non_null(strstr(r.body, "дроби"));
    s->t->now_ms = TEST_NOW_MS;
    school_sql(s, "UPDATE programme SET state = 'suspended', resume_to = 'enrolment'");
    assert_non_null(strstr(test_get(s->t, 0, page).body, "Программа сейчас не идёт"));
    school_sql(s, "UPDATE programme SET state = 'enrolment', resume_to = ''");
    assert_int_equal(test_post(s->t, s->curator,
                               school_path(s, "/programmes/#/enrolment/close", s->programme), NULL)
                         .status,
                     303);
    assert_non_null(strstr(test_get(s->t, 0, page).body, "Приём заявок закрыт"));
    assert_null(strstr(test_get(s->t, 0, page).body, "Подать заявку"));
    assert_int_equal(school_number(s, APPLICATIONS), 0);
    assert_int_equal(test_get(s->t, 0, "/join/999999999").status, 404);
}

static void a_child_is_entered_only_where_pupils_stand(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    assert_null(strstr(test_get(s->t, 0, hall_join(h, "/child")).body, "Учитель – учитель"));
    assert_non_null(strstr(test_get(s->t, 0, hall_join(h, "/mentee")).body, "Учитель – учитель"));
    struct reply r =
        test_post(s->t, 0, hall_join(h, "/mentee"), "surname", "Лис", "given", "Анна", "birth_year",
                  "2010", "form", "teacher_teacher", "category", "study", "request", "физика",
                  "place", "школа № 5", "phone", "89123456789", "representative", "Лис Пётр", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Эта форма — для взрослых"));
    assert_int_equal(school_number(s, APPLICATIONS), 0);

    school_sql(s,
               "UPDATE enrolment SET forms = 'student_student;teacher_teacher;employer_student'");
    school_sql(
        s,
        "INSERT INTO programme_form (programme_id, form_code) SELECT %lld, "
        "'employer_student' WHERE NOT EXISTS (SELECT 1 FROM programme_form WHERE form_code = "
        "'employer_student')",
        L(s->programme));
    r = test_get(s->t, 0, hall_join(h, "/child"));
    assert_non_null(strstr(r.body, "Работодатель – ученик"));
    r = test_post(s->t, 0, hall_join(h, "/child"), "surname", "Лис", "given", "Анна", "birth_year",
                  "2015", "form", "teacher_teacher", "category", "study", "request", "физика",
                  "place", "школа № 5", "representative", "Лис Пётр", "representative_phone",
                  "89123456789", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(s->t, 0, hall_join(h, "/child"), "surname", "Лис", "given", "Анна", "birth_year",
                  "2015", "form", "", "category", "study", "request", "физика", "place",
                  "школа № 5", "representative", "Лис Пётр", "representative_phone", "89123456789",
                  NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM application WHERE form_code = "
                                      "'student_student;employer_student'"),
                     1);

    school_sql(s, "UPDATE enrolment SET forms = 'teacher_teacher'");
    assert_null(strstr(test_get(s->t, 0, hall_join(h, "")).body, "за ребёнка"));
    assert_int_equal(test_get(s->t, 0, hall_join(h, "/child")).status, 303);
}

static void an_own_form_asks_what_its_base_asks(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    const struct own_form_new n = {s->unit,  s->curator, "Клуб",           "педагог",
                                   "ученик", "",         "student_student"};
    struct err err = {0};
    hall_open_door(h, "0");
    assert_int_equal(own_form_add(s->db, s->a, &s->t->app, &n, &err), 0);
    school_sql(s, "UPDATE enrolment SET forms = (SELECT max(code) FROM unit_form)");
    school_sql(s,
               "INSERT INTO programme_form (programme_id, form_code) SELECT %lld, code FROM "
               "unit_form",
               L(s->programme));
    const char *page = test_get(s->t, 0, hall_join(h, "/child")).body;
    assert_non_null(strstr(page, "Учёба"));
    assert_null(strstr(page, "Классное руководство"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, hall_setup, hall_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_form_that_the_programme_gave_up_is_not_offered),
        TEST(its_dates_belong_to_the_programme),
        TEST(outside_its_dates_there_is_no_form),
        TEST(a_child_is_entered_only_where_pupils_stand),
        TEST(an_own_form_asks_what_its_base_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
