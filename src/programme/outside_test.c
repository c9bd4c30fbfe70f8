/* New dates of a programme show what falls outside of them, and lose nothing. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/school_testing.h"

/* The school's programme lasts from 1 September 2026 to 31 May 2027. */
static void plan_things(struct school *s)
{
    long long u = s->unit, p = s->programme;
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "mentees.csv", "ФИО наставляемого|Основной запрос",
                                     "Ким Артём Олегович|алгебра"));
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.csv", "ФИО наставника|Основные компетенции",
                                     "Орлова Дарья Ивановна|математика"));
    school_sql(s,
               "INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, mentee_name, "
               "mentor_name, sort_key, form_code, state, created_at) SELECT 1, %lld, %lld, e.id, "
               "r.id, '', '', '', '', 'active', 0 FROM participation e, participation r WHERE "
               "e.side = 'mentee' AND r.side = 'mentor'",
               u, p);
    /* 20 May 2027 09:00 UTC and the same hour of 15 April */
    school_sql(s,
               "INSERT INTO meeting (id, unit_id, programme_id, pair_id, kind, state, starts_at, "
               "minutes, place, made_at) VALUES (11, %lld, %lld, 1, 'working', 'planned', "
               "1810803600000, 45, '', 0), (12, %lld, %lld, 1, 'working', 'planned', "
               "1807779600000, 45, '', 0)",
               u, p, u, p);
    school_sql(s,
               "INSERT INTO training (id, unit_id, programme_id, held_on, topic, title, hours, "
               "trainer, made_at) VALUES (13, %lld, %lld, '2027-05-12', '', 'Как слушать', 2, "
               "'Белова', 0)",
               u, p);
    school_sql(s,
               "INSERT INTO survey_round (id, unit_id, programme_id, phase, closes_on, opened_at) "
               "VALUES (14, %lld, %lld, 'after', '2027-05-25', 0)",
               u, p);
    school_sql(s,
               "INSERT INTO lesson (id, unit_id, programme_id, pair_id, teacher_id, kind, state, "
               "held_on, class, subject, topic, created_at) SELECT 15, %lld, %lld, 1, e.person_id, "
               "'open', 'planned', '2027-05-03', '7', 'Физика', 'Сила', 0 FROM participation e "
               "WHERE e.side = 'mentee'",
               u, p);
}

static struct reply save(struct school *s, const char *starts, const char *ends, const char *name,
                         const char *value)
{
    return test_post(s->t, s->curator, school_path(s, "/programmes/#/settings", s->programme),
                     "title", "Осень", "pack", arena_printf(s->a, "%lld", (long long)s->pack_id),
                     "forms", "student_student", "forms", "teacher_teacher", "starts", starts,
                     "ends", ends, name, value, NULL);
}

static int64_t ends_on(struct school *s, const char *day)
{
    return school_number(s, "SELECT count(*) FROM programme WHERE id = %lld AND ends_on = '%s'",
                         (long long)s->programme, day);
}

static void what_falls_outside_is_shown_first(void **state)
{
    struct school *s = *state;
    plan_things(s);
    struct reply r = save(s, "01.09.2026", "30.04.2027", "code", "");
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "окажется 4 запис"));
    assert_non_null(strstr(r.body, "Встречи пар: 1"));
    assert_non_null(strstr(r.body, "/meetings/11"));
    assert_null(strstr(r.body, "/meetings/12")); /* still inside */
    assert_non_null(strstr(r.body, "/trainings/13"));
    assert_non_null(strstr(r.body, "Как слушать"));
    assert_non_null(strstr(r.body, "/rounds/14"));
    assert_non_null(strstr(r.body, "/lessons/15"));
    assert_int_equal(ends_on(s, "2027-05-31"), 1); /* nothing is saved yet */

    r = save(s, "01.09.2026", "30.04.2027", "change", "1");
    assert_non_null(strstr(r.body, "Сохранить программу"));
    assert_non_null(strstr(r.body, "30.04.2027")); /* what was typed is in the form */
    assert_int_equal(ends_on(s, "2027-05-31"), 1);

    assert_int_equal(save(s, "01.09.2026", "30.04.2027", "sure", "1").status, 303);
    assert_int_equal(ends_on(s, "2027-04-30"), 1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM meeting WHERE state = 'planned'"), 2);
    assert_int_equal(school_number(s, "SELECT count(*) FROM training"), 1);

    /* What is outside already does not ask again; longer dates ask nothing. */
    assert_int_equal(save(s, "01.09.2026", "20.04.2027", "code", "").status, 303);
    assert_int_equal(save(s, "01.09.2026", "31.05.2027", "code", "").status, 303);
    assert_int_equal(save(s, "01.09.2026", "14.04.2027", "code", "").status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_falls_outside_is_shown_first, school_setup,
                                        school_teardown),
    };
    return cmocka_run_group_tests_name("outside", tests, NULL, NULL);
}
