#include "programme/application_testing.h"

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "db/db.h"
#include "identity/consent.h"
#include "programme/application_class.h"
#include "programme/application_leave.h"
#include "programme/application_sign.h"
#include "programme/enrolment_join.h"

int hall_setup(void **state)
{
    static const struct module *const more[] = {
        &enrolment_module,         &enrolment_join_module,   &application_module,
        &application_class_module, &application_sign_module, &application_leave_module};
    struct school *s = school_new(more, 6);
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(consent_seed(s->db, s->a, &s->t->clock, s->region), 0);
    assert_int_equal(db_commit(s->db), 0);
    struct hall *h = arena_new_of(s->a, struct hall);
    h->s = s;
    *state = h;
    return 0;
}

int hall_teardown(void **state)
{
    school_free(((struct hall *)*state)->s);
    return 0;
}

void hall_open_door(struct hall *h, const char *places)
{
    struct school *s = h->s;
    struct reply r = test_post(
        s->t, s->curator, school_path(s, "/programmes/#/enrolment/settings", s->programme), "from",
        "01.11.2026", "to", "30.11.2026", "sides", "mentee", "sides", "mentor", "forms",
        "student_student", "forms", "teacher_teacher", "mentee_places", places, "mentor_places",
        "0", "about", "Для 5–8 классов", "contact", "Куратор", NULL);
    if (r.status != 303)
        fail_msg("settings: %d\n%s", r.status, r.body);
    h->code = school_number(s, ENROLMENT_CODE_SQL);
}

const char *hall_join(struct hall *h, const char *tail)
{
    return arena_printf(h->s->a, "/join/%lld%s", L(h->code), tail);
}

/* A parent for a child of this name and year. */
struct reply hall_parent(struct hall *h, const char *surname, const char *year, const char *request)
{
    return test_post(h->s->t, 0, hall_join(h, "/child"), "surname", surname, "given", "Дарья",
                     "patronymic", "Сергеевна", "birth_year", year, "form", "student_student",
                     "category", "study", "request", request, "place", "школа № 5, 7 «Б»",
                     "representative", "Орлова Анна Петровна", "representative_phone",
                     "8 912 345-67-89", "representative_email", "mama@example.test", NULL);
}

int64_t hall_last(struct hall *h)
{
    return school_number(h->s, APPLICATION_LAST_SQL);
}

const char *hall_state_of(struct hall *h, int64_t id)
{
    struct application x;
    return application_get(h->s->db, h->s->a, id, &x) == 1 ? x.state : "gone";
}

const char *hall_token(struct hall *h, enum enrolment_link kind, int64_t id)
{
    return enrolment_token(h->s->a, &h->s->t->app, kind, id);
}

int64_t hall_text_of(struct hall *h, const char *kind)
{
    return school_number(h->s, CONSENT_TEXT_SQL, kind);
}

/* One signature by a link; the answer. */
struct reply hall_sign(struct hall *h, enum enrolment_link kind, int64_t id, const char *text,
                       const char *who)
{
    return test_post(h->s->t, 0, "/application/sign", "token", hall_token(h, kind, id), "text",
                     arena_printf(h->s->a, "%lld", L(hall_text_of(h, text))), "given_by", who,
                     NULL);
}

void hall_sign_both(struct hall *h, enum enrolment_link kind, int64_t id)
{
    assert_int_equal(hall_sign(h, kind, id, "processing", "Орлова Анна Петровна").status, 303);
    assert_int_equal(hall_sign(h, kind, id, "participation", "Орлова Анна Петровна").status, 303);
}

/* A child's application with its signatures. */
int64_t hall_apply(struct hall *h, const char *surname)
{
    assert_int_equal(hall_parent(h, surname, "2015", "дроби").status, 303);
    int64_t id = hall_last(h);
    hall_sign_both(h, ENROLMENT_REPRESENTATIVE, id);
    testing_later(h->s->t, 1000);
    return id;
}

struct reply hall_decide(struct hall *h, int64_t id, const char *what, const char *field,
                         const char *value)
{
    return test_post(h->s->t, h->s->curator,
                     arena_printf(h->s->a, "/applications/%lld/%s", L(id), what), field, value,
                     NULL);
}
