/* What becomes of applications: places, decisions, how long anything is kept, links. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <string.h>

#include "programme/application_testing.h"

static void who_waits_moves_up_in_order(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "1");
    int64_t id[4];
    static const char *const names[] = {"Первая", "Вторая", "Третья", "Четвёртая"};
    for (size_t i = 0; i < 4; i++)
        id[i] = hall_apply(h, names[i]);
    assert_int_equal(hall_decide(h, id[0], "approve", "known", "").status, 303);
    struct reply r = test_get(s->t, s->curator, school_path(s, "/applications/#", id[1]));
    assert_non_null(strstr(r.body, "Свободных мест нет"));
    assert_int_equal(hall_decide(h, id[2], "approve", "known", "").status, 303);
    assert_int_equal(hall_decide(h, id[1], "approve", "known", "").status, 303);
    assert_int_equal(hall_decide(h, id[3], "approve", "known", "").status, 303);
    assert_string_equal(hall_state_of(h, id[1]), "waiting");
    r = test_get(s->t, 0, enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, id[3]));
    assert_non_null(strstr(r.body, "место в очереди: 3"));
    assert_int_equal(hall_decide(h, id[3], "approve", "known", "").status, 422);

    int64_t there = school_number(s, "SELECT id FROM participation");
    r = test_post(s->t, s->curator, school_path(s, "/participations/#/state", there), "action",
                  "leave", "reason", "переезд", NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(hall_state_of(h, id[1]), "approved"); /* came before the third */
    assert_string_equal(hall_state_of(h, id[2]), "waiting");
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM notice WHERE text LIKE 'Освободилось%%'"), 1);
    r = test_post(s->t, 0, "/application/withdraw", "token", hall_token(h, ENROLMENT_STATUS, id[2]),
                  NULL);
    assert_int_equal(r.status, 303);
    hall_open_door(h, "2");
    assert_string_equal(hall_state_of(h, id[3]), "approved");
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
    hall_open_door(h, "0");
    int64_t id = hall_apply(h, "Орлова"); /* neither the year nor the telephone is known there */
    struct reply r = test_get(s->t, s->curator, school_path(s, "/applications/#", id));
    assert_non_null(strstr(r.body, "В базе уже есть: Орлова Дарья Сергеевна"));
    r = hall_decide(h, id, "approve", "known", "");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "тот же ли это человек"));
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/applications", s->programme),
                  "side", "mentee", "state", "new", "id", arena_printf(s->a, "%lld", L(id)), NULL);
    assert_non_null(strstr(r.notice, "тот же ли это человек: 1"));
    assert_string_equal(hall_state_of(h, id), "new");
    assert_int_equal(hall_decide(h, id, "approve", "known", "same").status, 303);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM participation WHERE person_id = %lld", L(old)), 2);

    int64_t again =
        (assert_int_equal(hall_parent(h, "Орлова", "2015", "иное").status, 303), hall_last(h));
    hall_sign_both(h, ENROLMENT_REPRESENTATIVE, again);
    r = hall_decide(h, again, "approve", "known", "same");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "уже есть в программе"));
    assert_int_equal(hall_decide(h, again, "approve", "known", "new").status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person WHERE surname = 'Орлова'"), 2);
}

static void many_are_approved_at_once_of_this_programme_only(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    int64_t a = hall_apply(h, "Первая"), b = hall_apply(h, "Вторая");
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

static void an_approval_has_a_reason_for_the_staff(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "1");
    int64_t first = hall_apply(h, "Первая"), second = hall_apply(h, "Вторая");
    assert_int_equal(hall_decide(h, first, "approve", "why", "Просит класс").status, 303);
    struct reply r = test_get(s->t, s->curator, school_path(s, "/applications/#", first));
    assert_non_null(strstr(r.body, "Просит класс"));
    assert_non_null(strstr(r.body, "<dt>Решение"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation_event WHERE action = "
                                      "'admit' AND reason = 'Просит класс'"),
                     1);
    const char *status = enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, first);
    assert_null(strstr(test_get(s->t, 0, status).body, "Просит класс"));

    /* of one that waits the words stay until the place is free */
    assert_int_equal(hall_decide(h, second, "approve", "why", "Вторая в очереди").status, 303);
    assert_string_equal(hall_state_of(h, second), "waiting");
    assert_int_equal(test_post(s->t, 0, "/application/withdraw", "token",
                               hall_token(h, ENROLMENT_STATUS, first), "reason", "", NULL)
                         .status,
                     303);
    assert_string_equal(hall_state_of(h, second), "approved");
    r = test_get(s->t, s->curator, school_path(s, "/applications/#", second));
    assert_non_null(strstr(r.body, "Вторая в очереди"));
}

static void signatures_name_the_text_that_was_read(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    int64_t id = hall_apply(h, "Первая");
    assert_non_null(strstr(test_get(s->t, s->curator, school_path(s, "/applications/#", id)).body,
                           ", текст 1"));
}

static void a_refusal_has_a_reason_that_the_author_reads(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    int64_t id = hall_apply(h, "Орлова");
    struct reply r = hall_decide(h, id, "refuse", "reason", " ");
    assert_int_equal(r.status, 422);
    assert_int_equal(hall_decide(h, id, "refuse", "reason", "Программа для 5–8 классов").status,
                     303);
    r = test_get(s->t, 0, enrolment_path(s->a, &s->t->app, ENROLMENT_STATUS, id));
    assert_non_null(strstr(r.body, "Причина: Программа для 5–8 классов"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM outbox WHERE subject LIKE 'Решение%%'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person WHERE surname = 'Орлова'"), 0);
    assert_int_equal(hall_parent(h, "Орлова", "2015", "дроби").status, 303); /* may try again */
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
    hall_open_door(h, "0");
    int64_t refused = hall_apply(h, "Первая"), withdrawn = hall_apply(h, "Вторая"),
            new = hall_apply(h, "Третья"), approved = hall_apply(h, "Пятая");
    assert_int_equal(hall_parent(h, "Четвёртая", "2015", "дроби").status, 303); /* never signed */
    assert_int_equal(hall_decide(h, refused, "refuse", "reason", "мест нет").status, 303);
    assert_int_equal(hall_decide(h, approved, "approve", "known", "").status, 303);
    const char *mine = hall_token(h, ENROLMENT_STATUS, withdrawn);
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
    assert_string_equal(hall_state_of(h, new), "new");
    assert_int_equal(test_get(s->t, s->curator, school_path(s, "/applications/#", refused)).status,
                     200);
    school_sql(s, "UPDATE programme SET state = 'finished'");
    tidy(h);
    assert_string_equal(hall_state_of(h, new), "refused");
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
    hall_open_door(h, "0");
    assert_int_equal(hall_parent(h, "Орлова", "2015", "дроби").status, 303);
    int64_t id = hall_last(h);
    const char *status = hall_token(h, ENROLMENT_STATUS, id);
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
    assert_int_equal(hall_sign(h, ENROLMENT_SELF, id, "processing", "Орлова Дарья").status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM application_consent"), 0);
}

static void a_new_text_is_read_before_it_is_signed(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "0");
    assert_int_equal(hall_parent(h, "Орлова", "2015", "дроби").status, 303);
    int64_t id = hall_last(h), old = hall_text_of(h, "processing"), fresh;
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(consent_text_publish(s->db, s->a, &s->t->clock, s->unit, CONSENT_PROCESSING,
                                          "Новый", "Новые слова", &fresh),
                     0);
    assert_int_equal(db_commit(s->db), 0);
    struct reply r = test_post(s->t, 0, "/application/sign", "token",
                               hall_token(h, ENROLMENT_REPRESENTATIVE, id), "text",
                               arena_printf(s->a, "%lld", L(old)), "given_by", "Орлова Анна", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Текст согласия обновился"));
    assert_non_null(strstr(r.body, "Новые слова"));
    r = test_post(s->t, 0, "/application/sign", "token",
                  hall_token(h, ENROLMENT_REPRESENTATIVE, id), "text",
                  arena_printf(s->a, "%lld", L(fresh)), "given_by", "Орлова Анна", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM application_consent WHERE text_id = %lld", L(fresh)),
        1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, hall_setup, hall_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_waits_moves_up_in_order),
        TEST(one_person_is_not_made_twice),
        TEST(many_are_approved_at_once_of_this_programme_only),
        TEST(an_approval_has_a_reason_for_the_staff),
        TEST(signatures_name_the_text_that_was_read),
        TEST(a_refusal_has_a_reason_that_the_author_reads),
        TEST(nothing_is_kept_longer_than_needed),
        TEST(a_link_opens_one_thing_only),
        TEST(a_new_text_is_read_before_it_is_signed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
