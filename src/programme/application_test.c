/* Applications from the public form to the registry, with everything that may go otherwise. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "programme/application_testing.h"

static void a_parent_applies_and_the_child_is_in_the_base(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    assert_non_null(strstr(test_get(s->t, 0, hall_join(h, "")).body, "Подать заявку за ребёнка"));
    struct reply r = hall_parent(h, "Орлова", "2015", "дроби и проценты");
    int64_t id = hall_last(h);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.location, "/application/sign?token="));
    assert_string_equal(hall_state_of(h, id), "unsigned");
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice"), 0);
    r = test_get(s->t, 0, r.location);
    assert_non_null(strstr(r.body, "Согласие 1\u00a0из\u00a02"));
    assert_non_null(strstr(r.body, "Школа № 5"));
    assert_null(strstr(r.body, "{организация}"));
    assert_int_equal(hall_decide(h, id, "approve", "known", "").status,
                     422); /* nothing counts yet */

    r = hall_sign(h, ENROLMENT_REPRESENTATIVE, id, "processing", "Орлова Анна Петровна");
    assert_non_null(strstr(r.location, "/application/sign?token="));
    assert_string_equal(hall_state_of(h, id), "unsigned");
    r = hall_sign(h, ENROLMENT_REPRESENTATIVE, id, "participation", "Орлова Анна Петровна");
    assert_non_null(strstr(r.location, "/application?token="));
    assert_string_equal(hall_state_of(h, id), "new");
    assert_non_null(strstr(test_get(s->t, 0, r.location).body, "Ждёт решения"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE text LIKE '%%заявки%%'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE text LIKE '%%Орлова%%'"),
                     0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM outbox WHERE address = "
                                      "'mama@example.test' AND body NOT LIKE '%%Дарья%%'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person WHERE surname = 'Орлова'"), 0);
    assert_non_null(strstr(
        test_get(s->t, s->curator, school_path(s, "/programmes/#/mentees", s->programme)).body,
        "заявка ждёт решения"));

    testing_later(s->t, 3 * DAY_MS);
    assert_int_equal(hall_decide(h, id, "approve", "known", "").status, 303);
    assert_string_equal(hall_state_of(h, id), "approved");
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM participation x JOIN person p ON p.id = x.person_id "
                         "WHERE x.state = 'in_base' AND x.side = 'mentee' AND p.birth_year = 2015 "
                         "AND x.request = 'Учёба: дроби и проценты' AND x.form_code = "
                         "'student_student' AND x.sort_key = 'орлова дарья сергеевна'"),
        1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation_event WHERE action = "
                                      "'admit' AND from_state = 'applied'"),
                     1);
    assert_int_equal(
        school_number(s,
                      "SELECT count(*) FROM consent WHERE recorded_by IS NULL AND method = "
                      "'site' AND relation = 'representative' AND given_by = 'Орлова Анна "
                      "Петровна' AND given_on = '2026-11-05' AND recorded_at = %lld",
                      L(TEST_NOW_MS)),
        2);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person_contact WHERE owner = "
                                      "'representative' AND note = 'Орлова Анна Петровна'"),
                     2);
    int64_t person = school_number(s, "SELECT person_id FROM participation");
    assert_non_null(
        strstr(test_get(s->t, s->curator, school_path(s, "/people/#/consents", person)).body,
               "по личной ссылке"));
    assert_int_equal(hall_decide(h, id, "approve", "known", "").status, 422);
    assert_int_equal(hall_decide(h, id, "refuse", "reason", "поздно").status, 422);
}

static struct reply teen(struct hall *h, const char *year, const char *representative)
{
    return test_post(h->s->t, 0, hall_join(h, "/mentee"), "surname", "Лис", "given", "Анна",
                     "birth_year", year, "form", "", "category", "study", "request", "физика",
                     "place", "школа № 5", "phone", "", "email", "lis@example.test",
                     "representative", representative, "representative_email", "papa@example.test",
                     NULL);
}

static void a_teen_waits_for_the_representative(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    struct reply r = teen(h, "2015", "Лис Пётр");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Продолжить как родитель"));
    assert_non_null(strstr(r.body, "lis@example.test"));
    r = teen(h, "2010", "");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "подтверждает родитель"));
    assert_int_equal(school_number(s, APPLICATIONS), 0);

    assert_int_equal(teen(h, "2010", "Лис Пётр Ильич").status, 303);
    int64_t id = hall_last(h);
    hall_sign_both(h, ENROLMENT_SELF, id);
    assert_string_equal(hall_state_of(h, id), "unsigned");
    const char *mine = enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, id);
    r = test_get(s->t, 0, mine);
    assert_non_null(strstr(r.body, "p***@example.test"));
    /* the teen must not sign in the parent's place */
    assert_null(strstr(r.body, hall_token(h, ENROLMENT_REPRESENTATIVE, id)));
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM outbox WHERE address = "
                                   "'papa@example.test' AND body LIKE '%%%s%%'",
                                   hall_token(h, ENROLMENT_REPRESENTATIVE, id)),
                     1);
    r = test_get(s->t, s->curator, school_path(s, "/applications/#", id));
    assert_non_null(strstr(r.body, hall_token(h, ENROLMENT_REPRESENTATIVE, id)));
    hall_sign_both(h, ENROLMENT_REPRESENTATIVE, id);
    assert_string_equal(hall_state_of(h, id), "new");
    assert_int_equal(hall_decide(h, id, "approve", "known", "").status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM consent WHERE relation = 'self'"), 2);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM consent WHERE relation = 'representative'"), 2);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person_contact WHERE owner = 'self' "
                                      "AND value = 'lis@example.test'"),
                     1);
}

/* A parent applies for somebody of fifteen: both hall_sign, each by a link of their own. */
static void a_participant_cannot_sign_for_the_parent(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    assert_int_equal(hall_parent(h, "Орлова", "2011", "дроби").status, 303);
    int64_t id = hall_last(h);
    struct reply r = test_get(s->t, 0, enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, id));
    assert_non_null(strstr(r.body, hall_token(h, ENROLMENT_SELF, id)));
    r = test_get(s->t, 0, enrolment_path(s->a, &s->t->app, ENROLMENT_SELF, id));
    assert_null(strstr(r.body, hall_token(h, ENROLMENT_STATUS, id)));
    assert_null(strstr(r.body, hall_token(h, ENROLMENT_REPRESENTATIVE, id)));
    (void)hall_sign(h, ENROLMENT_SELF, id, "processing", "Орлова Дарья");
    r = hall_sign(h, ENROLMENT_SELF, id, "participation", "Орлова Дарья");
    assert_string_equal(r.location, "/application/signed");
    assert_string_equal(hall_state_of(h, id), "unsigned");
    hall_sign_both(h, ENROLMENT_REPRESENTATIVE, id);
    assert_string_equal(hall_state_of(h, id), "new");
}

static void an_adult_becomes_a_candidate_alone(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    struct reply r = test_post(s->t, 0, hall_join(h, "/mentor"), "surname", "Гусев", "given",
                               "Николай", "birth_year", "1980", "form", "", "competencies",
                               "физика", "achievements", "", "interests", "шахматы", "age_wish",
                               "5–7 класс", "time", "4 часа в месяц", "place", "завод", "phone",
                               "+7 900 000-00-01", "email", "", "representative", "", NULL);
    assert_int_equal(r.status, 303);
    int64_t id = hall_last(h);
    hall_sign_both(h, ENROLMENT_SELF, id);
    assert_string_equal(hall_state_of(h, id), "new");
    assert_int_equal(hall_decide(h, id, "approve", "known", "").status, 303);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM participation WHERE side = 'mentor' AND state = "
                         "'in_base' AND competencies = 'физика' AND time_resource = '4 часа в "
                         "месяц' AND age_wish = '5–7 класс' AND interests = 'шахматы'"),
        1);
}

static void a_class_teacher_writes_a_list(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    assert_int_equal(test_post(s->t, s->curator,
                               school_path(s, "/programmes/#/enrolment/teachers", s->programme),
                               "name", "Белова, 7 «Б»", NULL)
                         .status,
                     303);
    int64_t teacher = school_number(s, "SELECT id FROM enrolment_teacher");
    const char *link = hall_token(h, ENROLMENT_TEACHER, teacher);
    struct reply r =
        test_post(s->t, 0, "/class", "token", link, "place", "школа № 5, 7 «Б»", "form",
                  "student_student", "category", "study", "children",
                  "Ким Артём Олегович, 2015, дроби, mama@example.test\nОрлова Дарья", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Строка 2: нет года рождения"));
    assert_non_null(strstr(r.body, "Ким Артём Олегович, 2015, дроби, mama@example.test"));
    assert_int_equal(school_number(s, APPLICATIONS), 0);
    r = test_post(s->t, 0, "/class", "token", link, "place", "школа № 5, 7 «Б»", "form",
                  "student_student", "category", "study", "children",
                  "Ким Артём Олегович\t2015\tребёнок с ОВЗ", NULL);
    assert_non_null(strstr(r.body, "Строка 1: похоже, здесь сведения о здоровье"));
    r = test_post(s->t, 0, "/class", "token", link, "place", "школа № 5, 7 «Б»", "form",
                  "student_student", "category", "study", "children",
                  "Ким Артём Олегович, 2015, дроби, mama@example.test\n\nОрлова Дарья; 2014", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(s, APPLICATIONS), 2);
    assert_int_equal(school_number(s, "SELECT count(*) FROM outbox WHERE address = "
                                      "'mama@example.test'"),
                     1);
    r = test_get(s->t, 0, arena_printf(s->a, "/class?token=%s", link));
    assert_non_null(strstr(r.body, "Ждёт подписей"));
    int64_t id = school_number(s, "SELECT id FROM application WHERE surname = 'Орлова'");
    r = test_get(s->t, 0, arena_printf(s->a, "/class/slips?token=%s", link));
    assert_non_null(strstr(r.body, hall_token(h, ENROLMENT_REPRESENTATIVE, id)));
    assert_non_null(strstr(r.body, "до 21 ноября 2026 г. включительно")); /* the 14th day */
    assert_non_null(strstr(r.body, "Вопросы: Куратор"));
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/enrolment/slips", s->programme));
    assert_non_null(strstr(r.body, hall_token(h, ENROLMENT_REPRESENTATIVE, id)));

    /* no contact was written: the parent adds one with the first signature */
    r = hall_sign(h, ENROLMENT_REPRESENTATIVE, id, "processing", "Орлова Анна");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите телефон или почту"));
    r = test_post(s->t, 0, "/application/sign", "token",
                  hall_token(h, ENROLMENT_REPRESENTATIVE, id), "text",
                  arena_printf(s->a, "%lld", L(hall_text_of(h, "processing"))), "given_by",
                  "Орлова Анна", "phone", "89123456789", "email", "", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(
        hall_sign(h, ENROLMENT_REPRESENTATIVE, id, "participation", "Орлова Анна").status, 303);
    assert_string_equal(hall_state_of(h, id), "new");
    assert_int_equal(hall_decide(h, id, "approve", "known", "").status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person_contact WHERE value = "
                                      "'+79123456789' AND note = 'Орлова Анна'"),
                     1);

    assert_int_equal(
        test_post(s->t, s->curator,
                  school_path(s, "/programmes/#/enrolment/teachers/close", s->programme), "id",
                  arena_printf(s->a, "%lld", L(teacher)), NULL)
            .status,
        303);
    assert_int_equal(test_get(s->t, 0, arena_printf(s->a, "/class?token=%s", link)).status, 404);
}

#define SLIPS_OF_PAGE(body) (count_of((body), "class=\"card slip\""))

static int count_of(const char *body, const char *what)
{
    int n = 0;
    for (const char *at = body; (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

static void sheets_for_parents_go_on_behind_the_hundredth(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    const char *list = school_path(s, "/programmes/#/enrolment/list", s->programme);
    for (int half = 0; half < 4; half++) {
        struct strbuf b;
        strbuf_init(&b, s->a);
        for (int i = 0; i < 30; i++)
            strbuf_printf(&b, "Ким Артём, 2015, дроби %d\n", half * 30 + i);
        struct reply r = test_post(s->t, s->curator, list, "place", "школа № 5", "form",
                                   "student_student", "category", "study", "children", b.s, NULL);
        assert_int_equal(r.status, 303);
    }
    assert_int_equal(school_number(s, APPLICATIONS), 120);
    const char *slips = school_path(s, "/programmes/#/enrolment/slips", s->programme);
    struct reply r = test_get(s->t, s->curator, slips);
    assert_int_equal(SLIPS_OF_PAGE(r.body), 100);
    const char *next = strstr(r.body, "?after=");
    assert_non_null(next);
    const char *path = arena_printf(s->a, "%s%.*s", slips, (int)strcspn(next, "\""), next);
    r = test_get(s->t, s->curator, path);
    assert_int_equal(SLIPS_OF_PAGE(r.body), 20);
    assert_null(strstr(r.body, "?after="));
}

/* Who teaches «детей с ОВЗ» tells of their work: asked about, not refused. */
static void a_mentor_may_name_their_work(void **state)
{
    struct hall *h = *state;
    hall_open_door(h, "0");
#define MENTOR(...)                                                                                \
    test_post(h->s->t, 0, hall_join(h, "/mentor"), "surname", "Гусев", "given", "Николай",         \
              "birth_year", "1980", "form", "", "competencies", "уроки для детей с ОВЗ",           \
              "achievements", "", "interests", "", "age_wish", "", "time", "час", "place",         \
              "школа", "phone", "+7 900 000-00-01", "email", "", "representative", "",             \
              __VA_ARGS__)
    struct reply r = MENTOR(NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Если это о вашей работе, отметьте это под полями"));
    assert_non_null(strstr(r.body, "name=\"sure\""));
    assert_int_equal(MENTOR("sure", "1", NULL).status, 303);
#undef MENTOR
}

static void bad_input_is_said_at_its_field_and_kept(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    struct reply r = hall_parent(h, "Орлова", "2001", "дроби");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "взрослый подаёт заявку за себя"));
    r = hall_parent(h, "Орлова", "2025", "дроби");
    assert_non_null(strstr(r.body, "Проверьте год рождения"));
    r = hall_parent(h, "Орлова", "2015", "ребёнок-инвалид, дроби");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Похоже, здесь сведения о здоровье"));
    assert_non_null(strstr(r.body, "ребёнок-инвалид, дроби"));
    assert_null(strstr(r.body, "name=\"sure\""));
    r = hall_parent(h, "Орлова", "2015", "изучение религии древнего мира");
    assert_non_null(strstr(r.body, "Возможно, здесь сведения"));
    assert_non_null(strstr(r.body, "name=\"sure\""));
    assert_int_equal(school_number(s, APPLICATIONS), 0);
    r = test_post(s->t, 0, hall_join(h, "/child"), "surname", "Орлова", "given", "Дарья",
                  "birth_year", "2015", "category", "study", "request",
                  "изучение религии древнего мира", "place", "школа", "representative",
                  "Орлова Анна", "representative_phone", "", "representative_email", "", "sure",
                  "1", NULL);
    assert_non_null(strstr(r.body, "Напишите телефон или почту"));
    r = test_post(s->t, 0, hall_join(h, "/child"), "surname", "Орлова", "given", "Дарья",
                  "birth_year", "2015", "category", "health", "request", "дроби", "place", "школа",
                  "representative", "Орлова Анна", "representative_phone", "89123456789", NULL);
    assert_non_null(strstr(r.body, "Выберите, о чём просьба"));
    assert_int_equal(school_number(s, APPLICATIONS), 0);
    r = test_post(s->t, s->curator,
                  school_path(s, "/programmes/#/enrolment/settings", s->programme), "from",
                  "30.11.2026", "to", "01.11.2026", "sides", "mentee", "forms", "student_student",
                  "about", "", "contact", "", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "раньше, чем начался"));
}

static void the_same_twice_is_one_application(void **state)
{
    struct hall *h = *state;
    hall_open_door(h, "0");
    struct reply first = hall_parent(h, "Орлова", "2015", "дроби");
    struct reply second = hall_parent(h, "Орлова", "2015", "дроби");
    assert_string_equal(first.location, second.location);
    assert_int_equal(school_number(h->s, APPLICATIONS), 1);
    assert_int_equal(hall_parent(h, "Орлова", "2015", "проценты").status, 303);
    assert_int_equal(school_number(h->s, APPLICATIONS), 2);
    for (int i = 0; i < APPLICATION_HOUR_MAX - 2; i++)
        assert_int_equal(
            hall_parent(h, "Орлова", "2015", arena_printf(h->s->a, "дроби %d", i)).status, 303);
    struct reply r = hall_parent(h, "Орлова", "2015", "ещё одна");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "отправьте её через час"));
    testing_later(h->s->t, 3700 * 1000);
    assert_int_equal(hall_parent(h, "Орлова", "2015", "ещё одна").status, 303);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, hall_setup, hall_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_parent_applies_and_the_child_is_in_the_base),
        TEST(a_teen_waits_for_the_representative),
        TEST(a_participant_cannot_sign_for_the_parent),
        TEST(an_adult_becomes_a_candidate_alone),
        TEST(a_class_teacher_writes_a_list),
        TEST(sheets_for_parents_go_on_behind_the_hundredth),
        TEST(a_mentor_may_name_their_work),
        TEST(bad_input_is_said_at_its_field_and_kept),
        TEST(the_same_twice_is_one_application),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
