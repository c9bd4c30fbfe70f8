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

#include "db/db.h"
#include "identity/consent.h"
#include "programme/application.h"
#include "programme/application_class.h"
#include "programme/application_sign.h"
#include "programme/enrolment.h"
#include "programme/enrolment_join.h"
#include "programme/school_testing.h"

#define L(x) ((long long)(x))
#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define APPLICATIONS "SELECT count(*) FROM application"

struct hall {
    struct school *s;
    int64_t code;
};

static int setup(void **state)
{
    static const struct module *const more[] = {&enrolment_module, &enrolment_join_module,
                                                &application_module, &application_class_module,
                                                &application_sign_module};
    struct school *s = school_new(more, 5);
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(consent_seed(s->db, s->a, &s->t->clock, s->region), 0);
    assert_int_equal(db_commit(s->db), 0);
    struct hall *h = arena_new_of(s->a, struct hall);
    h->s = s;
    *state = h;
    return 0;
}

static int teardown(void **state)
{
    school_free(((struct hall *)*state)->s);
    return 0;
}

static void open_door(struct hall *h, const char *places)
{
    struct school *s = h->s;
    struct reply r = test_post(
        s->t, s->curator, school_path(s, "/programmes/#/enrolment/settings", s->programme), "from",
        "01.11.2026", "to", "30.11.2026", "sides", "mentee", "sides", "mentor", "forms",
        "student_student", "forms", "teacher_teacher", "mentee_places", places, "mentor_places",
        "0", "about", "Для 5–8 классов", "contact", "Куратор", NULL);
    if (r.status != 303)
        fail_msg("settings: %d\n%s", r.status, r.body);
    h->code = school_number(s, "SELECT code FROM enrolment");
}

static const char *join(struct hall *h, const char *tail)
{
    return arena_printf(h->s->a, "/join/%lld%s", L(h->code), tail);
}

/* A parent for a child of this name and year. */
static struct reply parent(struct hall *h, const char *surname, const char *year,
                           const char *request)
{
    return test_post(h->s->t, 0, join(h, "/child"), "surname", surname, "given", "Дарья",
                     "patronymic", "Сергеевна", "birth_year", year, "form", "student_student",
                     "category", "study", "request", request, "place", "школа № 5, 7 «Б»",
                     "representative", "Орлова Анна Петровна", "representative_phone",
                     "8 912 345-67-89", "representative_email", "mama@example.test", NULL);
}

static int64_t last(struct hall *h)
{
    return school_number(h->s, "SELECT max(id) FROM application");
}

static const char *state_of(struct hall *h, int64_t id)
{
    struct application x;
    return application_get(h->s->db, h->s->a, id, &x) == 1 ? x.state : "gone";
}

static const char *token(struct hall *h, enum enrolment_link kind, int64_t id)
{
    return enrolment_token(h->s->a, &h->s->t->app, kind, id);
}

static int64_t text_of(struct hall *h, const char *kind)
{
    return school_number(
        h->s, "SELECT id FROM consent_text WHERE kind = '%s' ORDER BY version DESC LIMIT 1", kind);
}

/* One signature by a link; the answer. */
static struct reply sign(struct hall *h, enum enrolment_link kind, int64_t id, const char *text,
                         const char *who)
{
    return test_post(h->s->t, 0, "/application/sign", "token", token(h, kind, id), "text",
                     arena_printf(h->s->a, "%lld", L(text_of(h, text))), "given_by", who, NULL);
}

static void sign_both(struct hall *h, enum enrolment_link kind, int64_t id)
{
    assert_int_equal(sign(h, kind, id, "processing", "Орлова Анна Петровна").status, 303);
    assert_int_equal(sign(h, kind, id, "participation", "Орлова Анна Петровна").status, 303);
}

/* A child's application with its signatures. */
static int64_t apply(struct hall *h, const char *surname)
{
    assert_int_equal(parent(h, surname, "2015", "дроби").status, 303);
    int64_t id = last(h);
    sign_both(h, ENROLMENT_REPRESENTATIVE, id);
    testing_later(h->s->t, 1000);
    return id;
}

static struct reply decide(struct hall *h, int64_t id, const char *what, const char *field,
                           const char *value)
{
    return test_post(h->s->t, h->s->curator,
                     arena_printf(h->s->a, "/applications/%lld/%s", L(id), what), field, value,
                     NULL);
}

static void a_parent_applies_and_the_child_is_in_the_base(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    assert_non_null(strstr(test_get(s->t, 0, join(h, "")).body, "Подать заявку за ребёнка"));
    struct reply r = parent(h, "Орлова", "2015", "дроби и проценты");
    int64_t id = last(h);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.location, "/application/sign?token="));
    assert_string_equal(state_of(h, id), "unsigned");
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice"), 0);
    r = test_get(s->t, 0, r.location);
    assert_non_null(strstr(r.body, "Согласие 1 из 2"));
    assert_non_null(strstr(r.body, "Школа № 5"));
    assert_null(strstr(r.body, "{организация}"));
    assert_int_equal(decide(h, id, "approve", "known", "").status, 422); /* nothing counts yet */

    r = sign(h, ENROLMENT_REPRESENTATIVE, id, "processing", "Орлова Анна Петровна");
    assert_non_null(strstr(r.location, "/application/sign?token="));
    assert_string_equal(state_of(h, id), "unsigned");
    r = sign(h, ENROLMENT_REPRESENTATIVE, id, "participation", "Орлова Анна Петровна");
    assert_non_null(strstr(r.location, "/application?token="));
    assert_string_equal(state_of(h, id), "new");
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
    assert_int_equal(decide(h, id, "approve", "known", "").status, 303);
    assert_string_equal(state_of(h, id), "approved");
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
    assert_int_equal(decide(h, id, "approve", "known", "").status, 422);
    assert_int_equal(decide(h, id, "refuse", "reason", "поздно").status, 422);
}

static struct reply teen(struct hall *h, const char *year, const char *representative)
{
    return test_post(h->s->t, 0, join(h, "/mentee"), "surname", "Лис", "given", "Анна",
                     "birth_year", year, "form", "", "category", "study", "request", "физика",
                     "place", "школа № 5", "phone", "", "email", "lis@example.test",
                     "representative", representative, "representative_email", "papa@example.test",
                     NULL);
}

static void a_teen_waits_for_the_representative(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    struct reply r = teen(h, "2015", "Лис Пётр");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Продолжить как родитель"));
    assert_non_null(strstr(r.body, "lis@example.test"));
    r = teen(h, "2010", "");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "подтверждает родитель"));
    assert_int_equal(school_number(s, APPLICATIONS), 0);

    assert_int_equal(teen(h, "2010", "Лис Пётр Ильич").status, 303);
    int64_t id = last(h);
    sign_both(h, ENROLMENT_SELF, id);
    assert_string_equal(state_of(h, id), "unsigned");
    const char *mine = enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, id);
    r = test_get(s->t, 0, mine);
    assert_non_null(strstr(r.body, "p***@example.test"));
    /* the teen must not sign in the parent's place */
    assert_null(strstr(r.body, token(h, ENROLMENT_REPRESENTATIVE, id)));
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM outbox WHERE address = "
                                   "'papa@example.test' AND body LIKE '%%%s%%'",
                                   token(h, ENROLMENT_REPRESENTATIVE, id)),
                     1);
    r = test_get(s->t, s->curator, school_path(s, "/applications/#", id));
    assert_non_null(strstr(r.body, token(h, ENROLMENT_REPRESENTATIVE, id)));
    sign_both(h, ENROLMENT_REPRESENTATIVE, id);
    assert_string_equal(state_of(h, id), "new");
    assert_int_equal(decide(h, id, "approve", "known", "").status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM consent WHERE relation = 'self'"), 2);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM consent WHERE relation = 'representative'"), 2);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person_contact WHERE owner = 'self' "
                                      "AND value = 'lis@example.test'"),
                     1);
}

/* A parent applies for somebody of fifteen: both sign, each by a link of their own. */
static void a_participant_cannot_sign_for_the_parent(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    assert_int_equal(parent(h, "Орлова", "2011", "дроби").status, 303);
    int64_t id = last(h);
    struct reply r = test_get(s->t, 0, enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, id));
    assert_non_null(strstr(r.body, token(h, ENROLMENT_SELF, id)));
    r = test_get(s->t, 0, enrolment_path(s->a, &s->t->app, ENROLMENT_SELF, id));
    assert_null(strstr(r.body, token(h, ENROLMENT_STATUS, id)));
    assert_null(strstr(r.body, token(h, ENROLMENT_REPRESENTATIVE, id)));
    (void)sign(h, ENROLMENT_SELF, id, "processing", "Орлова Дарья");
    r = sign(h, ENROLMENT_SELF, id, "participation", "Орлова Дарья");
    assert_string_equal(r.location, "/application/signed");
    assert_string_equal(state_of(h, id), "unsigned");
    sign_both(h, ENROLMENT_REPRESENTATIVE, id);
    assert_string_equal(state_of(h, id), "new");
}

static void an_adult_becomes_a_candidate_alone(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    struct reply r =
        test_post(s->t, 0, join(h, "/mentor"), "surname", "Гусев", "given", "Николай", "birth_year",
                  "1980", "form", "", "competencies", "физика", "achievements", "", "interests",
                  "шахматы", "age_wish", "5–7 класс", "time", "4 часа в месяц", "place", "завод",
                  "phone", "+7 900 000-00-01", "email", "", "representative", "", NULL);
    assert_int_equal(r.status, 303);
    int64_t id = last(h);
    sign_both(h, ENROLMENT_SELF, id);
    assert_string_equal(state_of(h, id), "new");
    assert_int_equal(decide(h, id, "approve", "known", "").status, 303);
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
    open_door(h, "0");
    assert_int_equal(test_post(s->t, s->curator,
                               school_path(s, "/programmes/#/enrolment/teachers", s->programme),
                               "name", "Белова, 7 «Б»", NULL)
                         .status,
                     303);
    int64_t teacher = school_number(s, "SELECT id FROM enrolment_teacher");
    const char *link = token(h, ENROLMENT_TEACHER, teacher);
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
    assert_non_null(strstr(r.body, token(h, ENROLMENT_REPRESENTATIVE, id)));
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/enrolment/slips", s->programme));
    assert_non_null(strstr(r.body, token(h, ENROLMENT_REPRESENTATIVE, id)));

    /* no contact was written: the parent adds one with the first signature */
    r = sign(h, ENROLMENT_REPRESENTATIVE, id, "processing", "Орлова Анна");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите телефон или почту"));
    r = test_post(s->t, 0, "/application/sign", "token", token(h, ENROLMENT_REPRESENTATIVE, id),
                  "text", arena_printf(s->a, "%lld", L(text_of(h, "processing"))), "given_by",
                  "Орлова Анна", "phone", "89123456789", "email", "", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(sign(h, ENROLMENT_REPRESENTATIVE, id, "participation", "Орлова Анна").status,
                     303);
    assert_string_equal(state_of(h, id), "new");
    assert_int_equal(decide(h, id, "approve", "known", "").status, 303);
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

static void outside_its_dates_there_is_no_form(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    const char *page = join(h, ""), *form = join(h, "/child");
    s->t->now_ms = TEST_NOW_MS - 10 * DAY_MS;
    assert_non_null(strstr(test_get(s->t, 0, page).body, "Приём заявок откроется"));
    assert_int_equal(test_get(s->t, 0, form).status, 303);
    s->t->now_ms = TEST_NOW_MS + 25 * DAY_MS; /* 30 November, noon: its last day */
    assert_int_equal(test_get(s->t, 0, form).status, 200);
    s->t->now_ms = TEST_NOW_MS + 26 * DAY_MS;
    assert_non_null(strstr(test_get(s->t, 0, page).body, "закончился"));
    struct reply r = parent(h, "Орлова", "2015", "дроби");
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

static void bad_input_is_said_at_its_field_and_kept(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    struct reply r = parent(h, "Орлова", "2001", "дроби");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "взрослый подаёт заявку за себя"));
    r = parent(h, "Орлова", "2025", "дроби");
    assert_non_null(strstr(r.body, "Проверьте год рождения"));
    r = parent(h, "Орлова", "2015", "ребёнок-инвалид, дроби");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Похоже, здесь сведения о здоровье"));
    assert_non_null(strstr(r.body, "ребёнок-инвалид, дроби"));
    assert_null(strstr(r.body, "name=\"sure\""));
    r = parent(h, "Орлова", "2015", "изучение религии древнего мира");
    assert_non_null(strstr(r.body, "Возможно, здесь сведения"));
    assert_non_null(strstr(r.body, "name=\"sure\""));
    assert_int_equal(school_number(s, APPLICATIONS), 0);
    r = test_post(s->t, 0, join(h, "/child"), "surname", "Орлова", "given", "Дарья", "birth_year",
                  "2015", "category", "study", "request", "изучение религии древнего мира", "place",
                  "школа", "representative", "Орлова Анна", "representative_phone", "",
                  "representative_email", "", "sure", "1", NULL);
    assert_non_null(strstr(r.body, "Напишите телефон или почту"));
    r = test_post(s->t, 0, join(h, "/child"), "surname", "Орлова", "given", "Дарья", "birth_year",
                  "2015", "category", "health", "request", "дроби", "place", "школа",
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
    open_door(h, "0");
    struct reply first = parent(h, "Орлова", "2015", "дроби");
    struct reply second = parent(h, "Орлова", "2015", "дроби");
    assert_string_equal(first.location, second.location);
    assert_int_equal(school_number(h->s, APPLICATIONS), 1);
    assert_int_equal(parent(h, "Орлова", "2015", "проценты").status, 303);
    assert_int_equal(school_number(h->s, APPLICATIONS), 2);
    for (int i = 0; i < APPLICATION_HOUR_MAX - 2; i++)
        assert_int_equal(parent(h, "Орлова", "2015", arena_printf(h->s->a, "дроби %d", i)).status,
                         303);
    struct reply r = parent(h, "Орлова", "2015", "ещё одна");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "отправьте её через час"));
    testing_later(h->s->t, 3700 * 1000);
    assert_int_equal(parent(h, "Орлова", "2015", "ещё одна").status, 303);
}

static void who_waits_moves_up_in_order(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "1");
    int64_t id[4];
    static const char *const names[] = {"Первая", "Вторая", "Третья", "Четвёртая"};
    for (size_t i = 0; i < 4; i++)
        id[i] = apply(h, names[i]);
    assert_int_equal(decide(h, id[0], "approve", "known", "").status, 303);
    struct reply r = test_get(s->t, s->curator, school_path(s, "/applications/#", id[1]));
    assert_non_null(strstr(r.body, "Свободных мест нет"));
    assert_int_equal(decide(h, id[2], "approve", "known", "").status, 303);
    assert_int_equal(decide(h, id[1], "approve", "known", "").status, 303);
    assert_int_equal(decide(h, id[3], "approve", "known", "").status, 303);
    assert_string_equal(state_of(h, id[1]), "waiting");
    r = test_get(s->t, 0, enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, id[3]));
    assert_non_null(strstr(r.body, "место в очереди: 3"));
    assert_int_equal(decide(h, id[3], "approve", "known", "").status, 422);

    int64_t there = school_number(s, "SELECT id FROM participation");
    r = test_post(s->t, s->curator, school_path(s, "/participations/#/state", there), "action",
                  "leave", "reason", "переезд", NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(state_of(h, id[1]), "approved"); /* came before the third */
    assert_string_equal(state_of(h, id[2]), "waiting");
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM notice WHERE text LIKE 'Освободилось%%'"), 1);
    r = test_post(s->t, 0, "/application/withdraw", "token", token(h, ENROLMENT_STATUS, id[2]),
                  NULL);
    assert_int_equal(r.status, 303);
    open_door(h, "2");
    assert_string_equal(state_of(h, id[3]), "approved");
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation WHERE state = 'in_base'"),
                     2);
}

static void one_person_is_not_made_twice(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "m.xlsx", "ФИО наставника|Контакты|Основные компетенции",
                                     "Орлова Дарья Сергеевна|89120000000|алгебра"));
    int64_t old = school_number(s, "SELECT person_id FROM participation");
    open_door(h, "0");
    int64_t id = apply(h, "Орлова"); /* neither the year nor the telephone is known there */
    struct reply r = test_get(s->t, s->curator, school_path(s, "/applications/#", id));
    assert_non_null(strstr(r.body, "В базе уже есть: Орлова Дарья Сергеевна"));
    r = decide(h, id, "approve", "known", "");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "тот же ли это человек"));
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/applications", s->programme),
                  "side", "mentee", "state", "new", "id", arena_printf(s->a, "%lld", L(id)), NULL);
    assert_non_null(strstr(r.notice, "тот же ли это человек: 1"));
    assert_string_equal(state_of(h, id), "new");
    assert_int_equal(decide(h, id, "approve", "known", "same").status, 303);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM participation WHERE person_id = %lld", L(old)), 2);

    int64_t again = (assert_int_equal(parent(h, "Орлова", "2015", "иное").status, 303), last(h));
    sign_both(h, ENROLMENT_REPRESENTATIVE, again);
    r = decide(h, again, "approve", "known", "same");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "уже есть в программе"));
    assert_int_equal(decide(h, again, "approve", "known", "new").status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person WHERE surname = 'Орлова'"), 2);
}

static void many_are_approved_at_once_of_this_programme_only(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    int64_t a = apply(h, "Первая"), b = apply(h, "Вторая");
    int64_t other = school_programme(s, "Другая");
    const char *ids[] = {arena_printf(s->a, "%lld", L(a)), arena_printf(s->a, "%lld", L(b))};
    struct reply r =
        test_post(s->t, s->curator, school_path(s, "/programmes/#/applications", other), "side",
                  "mentee", "state", "new", "id", ids[0], "id", ids[1], NULL);
    assert_non_null(strstr(r.notice, "Одобрено заявок: 0"));
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/applications", s->programme),
                  "side", "mentee", "state", "new", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Выберите хотя бы одну заявку"));
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/applications", s->programme),
                  "side", "mentee", "state", "new", "id", ids[0], "id", ids[1], NULL);
    assert_non_null(strstr(r.notice, "Одобрено заявок: 2"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation"), 2);
}

static void a_refusal_has_a_reason_that_the_author_reads(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    int64_t id = apply(h, "Орлова");
    struct reply r = decide(h, id, "refuse", "reason", " ");
    assert_int_equal(r.status, 422);
    assert_int_equal(decide(h, id, "refuse", "reason", "Программа для 5–8 классов").status, 303);
    r = test_get(s->t, 0, enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, id));
    assert_non_null(strstr(r.body, "Причина: Программа для 5–8 классов"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM outbox WHERE subject LIKE 'Решение%%'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person WHERE surname = 'Орлова'"), 0);
    assert_int_equal(parent(h, "Орлова", "2015", "дроби").status, 303); /* may try again */
    assert_int_equal(school_number(s, APPLICATIONS), 2);
}

static void tidy(struct hall *h)
{
    assert_int_equal(db_begin(h->s->db), 0);
    assert_int_equal(application_hourly(&h->s->t->app, h->s->db, h->s->a), 0);
    assert_int_equal(db_commit(h->s->db), 0);
}

#define NAMED                                                                                      \
    "SELECT count(*) FROM application WHERE surname <> '' OR request <> '' OR ip <> '' OR "        \
    "representative <> '' OR representative_phone <> '' OR digest IS NOT NULL"

static void nothing_is_kept_longer_than_needed(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    int64_t refused = apply(h, "Первая"), withdrawn = apply(h, "Вторая"), new = apply(h, "Третья"),
            approved = apply(h, "Пятая");
    assert_int_equal(parent(h, "Четвёртая", "2015", "дроби").status, 303); /* never signed */
    assert_int_equal(decide(h, refused, "refuse", "reason", "мест нет").status, 303);
    assert_int_equal(decide(h, approved, "approve", "known", "").status, 303);
    const char *mine = token(h, ENROLMENT_STATUS, withdrawn);
    assert_non_null(
        strstr(test_get(s->t, 0, arena_printf(s->a, "/application/withdraw?token=%s", mine)).body,
               "Отозвать заявку?"));
    assert_int_equal(test_post(s->t, 0, "/application/withdraw", "token", mine, NULL).status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM application WHERE surname = 'Вторая'"),
                     0);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM application_consent WHERE application_id = %lld",
                      L(withdrawn)),
        0);
    assert_non_null(
        strstr(test_get(s->t, 0, arena_printf(s->a, "/application?token=%s", mine)).body,
               "Личные данные из заявки удалены"));
    tidy(h);
    assert_int_equal(school_number(s, NAMED), 4);
    testing_later(s->t, 15 * DAY_MS);
    tidy(h);
    assert_int_equal(school_number(s, NAMED), 3);
    assert_int_equal(school_number(s, "SELECT count(*) FROM application WHERE state = 'unsigned'"),
                     0);
    testing_later(s->t, 16 * DAY_MS);
    tidy(h);
    assert_int_equal(school_number(s, NAMED), 1);
    assert_string_equal(state_of(h, new), "new");
    assert_int_equal(test_get(s->t, s->curator, school_path(s, "/applications/#", refused)).status,
                     200);
    school_sql(s, "UPDATE programme SET state = 'finished'");
    tidy(h);
    assert_string_equal(state_of(h, new), "refused");
    testing_later(s->t, 31 * DAY_MS);
    tidy(h);
    assert_int_equal(school_number(s, NAMED), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM application_consent"), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM consent"), 2);
}

static void a_link_opens_one_thing_only(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    assert_int_equal(parent(h, "Орлова", "2015", "дроби").status, 303);
    int64_t id = last(h);
    const char *status = token(h, ENROLMENT_STATUS, id);
    assert_int_equal(enrolment_token_id(&s->t->app, ENROLMENT_STATUS, status), id);
    assert_int_equal(enrolment_token_id(&s->t->app, ENROLMENT_SELF, status), 0);
    assert_int_equal(enrolment_token_id(&s->t->app, ENROLMENT_STATUS, ""), 0);
    assert_int_equal(
        enrolment_token_id(&s->t->app, ENROLMENT_STATUS, "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"), 0);
    char forged[ENROLMENT_TOKEN_LEN + 1];
    snprintf(forged, sizeof forged, "%s", status);
    forged[20] = forged[20] == 'A' ? 'B' : 'A';
    assert_int_equal(test_get(s->t, 0, arena_printf(s->a, "/application?token=%s", forged)).status,
                     404);
    assert_int_equal(
        test_get(s->t, 0, arena_printf(s->a, "/application/sign?token=%s", status)).status, 404);
    assert_int_equal(test_post(s->t, 0, "/application/withdraw", "token", forged, NULL).status,
                     404);
    /* a parent's child of twelve has no signature of its own */
    assert_int_equal(sign(h, ENROLMENT_SELF, id, "processing", "Орлова Дарья").status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM application_consent"), 0);
}

static void a_new_text_is_read_before_it_is_signed(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    open_door(h, "0");
    assert_int_equal(parent(h, "Орлова", "2015", "дроби").status, 303);
    int64_t id = last(h), old = text_of(h, "processing"), fresh;
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(consent_text_publish(s->db, s->a, &s->t->clock, s->unit, CONSENT_PROCESSING,
                                          "Новый", "Новые слова", &fresh),
                     0);
    assert_int_equal(db_commit(s->db), 0);
    struct reply r =
        test_post(s->t, 0, "/application/sign", "token", token(h, ENROLMENT_REPRESENTATIVE, id),
                  "text", arena_printf(s->a, "%lld", L(old)), "given_by", "Орлова Анна", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Текст согласия обновился"));
    assert_non_null(strstr(r.body, "Новые слова"));
    r = test_post(s->t, 0, "/application/sign", "token", token(h, ENROLMENT_REPRESENTATIVE, id),
                  "text", arena_printf(s->a, "%lld", L(fresh)), "given_by", "Орлова Анна", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM application_consent WHERE text_id = %lld", L(fresh)),
        1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_parent_applies_and_the_child_is_in_the_base),
        TEST(a_teen_waits_for_the_representative),
        TEST(a_participant_cannot_sign_for_the_parent),
        TEST(an_adult_becomes_a_candidate_alone),
        TEST(a_class_teacher_writes_a_list),
        TEST(outside_its_dates_there_is_no_form),
        TEST(bad_input_is_said_at_its_field_and_kept),
        TEST(the_same_twice_is_one_application),
        TEST(who_waits_moves_up_in_order),
        TEST(one_person_is_not_made_twice),
        TEST(many_are_approved_at_once_of_this_programme_only),
        TEST(a_refusal_has_a_reason_that_the_author_reads),
        TEST(nothing_is_kept_longer_than_needed),
        TEST(a_link_opens_one_thing_only),
        TEST(a_new_text_is_read_before_it_is_signed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
