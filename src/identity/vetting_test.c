/* Record checks: whom they clear on which day, what closes without them, and who is told. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "db/db.h"
#include "frame/frame_testing.h"
#include "identity/consent.h"
#include "identity/vetting.h"

#define DAY_MS 86400000LL

struct world {
    struct testing *t;
    int64_t school, curator, child, pupil, adult, teacher;
};

static int64_t person(struct world *w, const char *surname, int year)
{
    int64_t id = testing_person(w->t, w->school, surname, "Имя");
    if (year)
        db_testing_sql(w->t->db->db,
                       arena_printf(w->t->a, "UPDATE person SET birth_year = %d WHERE id = %lld",
                                    year, (long long)id));
    return id;
}

static int setup(void **state)
{
    static const struct module *const list[] = {&testing_units, &consent_module, &vetting_module};
    struct testing *t = testing_new(list, 3);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->school = testing_unit(t, 0, "organisation", "Школа № 5");
    w->curator = testing_account(t, "anna", ROLE_COORDINATOR, w->school);
    w->child = person(w, "Ким", 2013);
    w->pupil = person(w, "Рябов", 2009);
    w->adult = person(w, "Орлов", 0);
    w->teacher = person(w, "Лис", 1990);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    testing_free(w->t);
    return 0;
}

static struct date day(int y, int m, int d)
{
    return (struct date){y, m, d};
}

static int record(struct world *w, int64_t who, const char *number, struct date issued,
                  struct date expires, struct err *err, int64_t *ret_id)
{
    const struct vetting_new n = {.person_id = who,
                                  .number = number,
                                  .issued = issued,
                                  .expires = expires,
                                  .recorded_by = w->curator,
                                  .today = day(2026, 11, 5)};
    return vetting_record(w->t->db->db, w->t->a, &w->t->clock, &n, err, ret_id);
}

static int cleared(struct world *w, int64_t who, struct date on)
{
    return vetting_cleared(w->t->db->db, w->t->a, who, on);
}

static enum vetting_state state_of(struct world *w, int64_t who, struct date on)
{
    struct vetting_now now;
    assert_int_equal(vetting_of(w->t->db->db, w->t->a, who, on, &now), 1);
    return now.state;
}

static void a_certificate_counts_up_to_the_day_it_expires(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    int64_t id;
    assert_int_equal(state_of(w, w->adult, day(2026, 11, 5)), VETTING_NONE);
    assert_int_equal(record(w, w->adult, "77/123", day(2026, 3, 10), day(2027, 3, 10), &err, &id),
                     0);
    assert_int_equal(cleared(w, w->adult, day(2026, 3, 9)), 0);
    assert_int_equal(cleared(w, w->adult, day(2026, 3, 10)), 1);
    assert_int_equal(cleared(w, w->adult, day(2027, 3, 9)), 1);
    assert_int_equal(cleared(w, w->adult, day(2027, 3, 10)), 0); /* that very day */
    assert_int_equal(state_of(w, w->adult, day(2027, 2, 7)), VETTING_VALID);
    assert_int_equal(state_of(w, w->adult, day(2027, 2, 8)), VETTING_SOON);
    assert_int_equal(state_of(w, w->adult, day(2027, 3, 10)), VETTING_OVER);
    assert_int_equal(state_of(w, w->pupil, day(2026, 11, 5)), VETTING_UNNEEDED);
    assert_int_equal(state_of(w, w->teacher, day(2026, 11, 5)), VETTING_NONE);
    assert_int_equal(cleared(w, w->pupil, day(2026, 11, 5)), 0); /* he has none; he needs none */
}

static void a_term_that_is_not_said_is_a_year(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    struct vetting *list;
    size_t n;
    int64_t id;
    assert_int_equal(record(w, w->adult, "1", day(2024, 2, 29), (struct date){0}, &err, &id), 0);
    assert_int_equal(vetting_list(w->t->db->db, w->t->a, w->adult, &list, &n), 0);
    assert_int_equal(n, 1);
    assert_int_equal(date_to_days(list[0].expires), date_to_days(day(2025, 2, 28)));
    assert_string_equal(list[0].number, "1");
}

static void bad_dates_and_numbers_are_refused(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    struct date none = {0};
    int64_t id;
    assert_int_equal(record(w, w->adult, "1", day(2026, 11, 6), none, &err, &id), ERR_LIMIT);
    assert_int_equal(record(w, w->adult, "1", day(1999, 1, 1), none, &err, &id), ERR_LIMIT);
    assert_int_equal(record(w, w->adult, "1", day(2026, 11, 5), day(2026, 11, 5), &err, &id),
                     ERR_INVALID);
    assert_int_equal(record(w, w->adult, "1", day(2026, 11, 5), day(2031, 11, 6), &err, &id),
                     ERR_INVALID);
    assert_int_equal(record(w, w->adult, "1", day(2026, 11, 5), day(2031, 11, 5), &err, &id), 0);
    assert_int_equal(record(w, w->adult, "1", day(2026, 1, 1), none, &err, &id), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "уже записана"));
    assert_int_equal(record(w, 12345, "1", day(2026, 1, 1), none, &err, &id), ERR_NOT_FOUND);
}

static void what_was_taken_back_does_not_count_and_stays(void **state)
{
    struct world *w = *state;
    struct db *db = w->t->db->db;
    struct err err = {0};
    struct vetting *list;
    size_t n;
    int64_t id, again;
    assert_int_equal(record(w, w->adult, "1", day(2026, 11, 1), (struct date){0}, &err, &id), 0);
    assert_int_equal(vetting_end(db, &w->t->clock, w->adult, id, w->curator, "", &err),
                     ERR_INVALID);
    assert_int_equal(
        vetting_end(db, &w->t->clock, w->child, id, w->curator, "Не тот человек", &err), 0);
    assert_int_equal(cleared(w, w->adult, day(2026, 11, 5)), 1);
    assert_int_equal(vetting_end(db, &w->t->clock, w->adult, id, w->curator, "Ошибка", &err), 1);
    assert_int_equal(vetting_end(db, &w->t->clock, w->adult, id, w->curator, "Ошибка", &err), 0);
    assert_int_equal(cleared(w, w->adult, day(2026, 11, 5)), 0);
    assert_int_equal(state_of(w, w->adult, day(2026, 11, 5)), VETTING_NONE);
    assert_int_equal(record(w, w->adult, "1", day(2026, 11, 1), (struct date){0}, &err, &again), 0);
    assert_int_equal(cleared(w, w->adult, day(2026, 11, 5)), 1);
    assert_int_equal(vetting_list(db, w->t->a, w->adult, &list, &n), 0);
    assert_int_equal(n, 2);
    assert_string_equal(list[1].end_reason, "Ошибка");
    assert_true(*list[1].ended_by != '\0');
}

/* Who meets whom. */
static void adults_and_minors_meet_with_a_certificate(void **state)
{
    struct world *w = *state;
    struct db *db = w->t->db->db;
    struct err err = {0};
    struct date on = day(2026, 11, 5);
    int64_t id;
    assert_int_equal(vetting_allows(db, w->t->a, w->child, w->pupil, on), 1);
    assert_int_equal(vetting_allows(db, w->t->a, w->child, w->adult, on), 0);
    assert_int_equal(vetting_allows(db, w->t->a, w->child, w->teacher, on), 0);
    assert_int_equal(vetting_allows(db, w->t->a, w->teacher, w->adult, on), 1); /* both adult */
    assert_int_equal(vetting_allows(db, w->t->a, w->adult, w->teacher, on),
                     0); /* the year unknown */
    assert_int_equal(record(w, w->adult, "1", day(2026, 11, 1), (struct date){0}, &err, &id), 0);
    assert_int_equal(vetting_allows(db, w->t->a, w->child, w->adult, on), 1);
    assert_int_equal(vetting_allows(db, w->t->a, w->child, w->adult, day(2027, 11, 1)), 0);
}

static void consent_to(struct world *w, int64_t who, bool other)
{
    const struct consent_new n = {.person_id = who,
                                  .kind = CONSENT_CONTACT,
                                  .by_representative = other,
                                  .given_by = "Имя",
                                  .on_paper = true,
                                  .given_on = day(2026, 11, 5),
                                  .recorded_by = w->curator,
                                  .today = day(2026, 11, 5)};
    struct err err = {0};
    int64_t id;
    assert_int_equal(consent_record(w->t->db->db, w->t->a, &w->t->clock, &n, &err, &id), 0);
}

static size_t contacts(struct world *w, bool of_mentor, struct date on)
{
    struct person_contact *list;
    size_t n;
    assert_int_equal(
        consent_contacts(w->t->db->db, w->t->a, w->child, w->adult, of_mentor, on, &list, &n), 0);
    return n;
}

static void contacts_close_that_day_and_open_again(void **state)
{
    struct world *w = *state;
    struct db *db = w->t->db->db;
    struct err err = {0};
    int64_t id;
    const struct person_contact mum = {"phone", "+79120000001", "representative", "мама", 0};
    const struct person_contact own = {"phone", "+79120000002", "self", "", 0};
    assert_int_equal(consent_seed(db, w->t->a, &w->t->clock, w->school), 0);
    assert_int_equal(person_contact_add(db, w->child, w->school, &mum), 0);
    assert_int_equal(person_contact_add(db, w->adult, w->school, &own), 0);
    consent_to(w, w->child, true);
    consent_to(w, w->child, false);
    consent_to(w, w->adult, false);
    assert_int_equal(consent_contact_open(db, w->t->a, w->child, w->adult, day(2026, 11, 5)), 0);
    assert_int_equal(record(w, w->adult, "1", day(2026, 1, 10), (struct date){0}, &err, &id), 0);
    assert_int_equal(consent_contact_open(db, w->t->a, w->child, w->adult, day(2027, 1, 9)), 1);
    assert_int_equal(contacts(w, false, day(2027, 1, 9)), 1);
    assert_int_equal(contacts(w, true, day(2027, 1, 9)), 1);
    assert_int_equal(consent_contact_open(db, w->t->a, w->child, w->adult, day(2027, 1, 10)), 0);
    assert_int_equal(contacts(w, false, day(2027, 1, 10)), 0);
    assert_int_equal(contacts(w, true, day(2027, 1, 10)), 0);
    assert_int_equal(record(w, w->adult, "2", day(2026, 11, 5), day(2027, 11, 5), &err, &id), 0);
    assert_int_equal(contacts(w, false, day(2027, 1, 10)), 1);
    assert_int_equal(consent_contact_open(db, w->t->a, w->child, w->pupil, day(2027, 1, 10)), 1);
}

static int64_t number(struct world *w, const char *sql)
{
    return db_testing_number(w->t->db->db, sql);
}

#define NOTICES "SELECT count(*) FROM notice"
#define LETTERS "SELECT count(*) FROM outbox"

static void tell(struct world *w)
{
    struct db *db = w->t->db->db;
    assert_int_equal(db_begin(db), 0);
    assert_int_equal(vetting_tell(&w->t->app, db, w->t->a), 0);
    assert_int_equal(db_commit(db), 0);
}

/* The clock stands at 5 November 2026; 30 days before, that day, and never twice. */
static void people_are_told_once_at_each_step(void **state)
{
    struct world *w = *state;
    struct db *db = w->t->db->db;
    struct err err = {0};
    int64_t id;
    const struct person_contact mail = {"email", "orlov@example.ru", "self", "", 0};
    assert_int_equal(person_contact_add(db, w->adult, w->school, &mail), 0);
    db_testing_sql(db, "UPDATE account SET email = 'anna@example.ru'");
    assert_int_equal(record(w, w->adult, "1", day(2026, 1, 1), day(2026, 12, 6), &err, &id), 0);
    tell(w); /* 31 days before */
    assert_int_equal(number(w, NOTICES), 0);
    testing_later(w->t, DAY_MS);
    tell(w);
    tell(w);
    assert_int_equal(number(w, NOTICES), 2); /* the mentor and the coordinator */
    assert_int_equal(number(w, LETTERS), 2);
    assert_int_equal(number(w, NOTICES " WHERE text LIKE '%истекает 6_декабря_2026%'"), 2);
    assert_int_equal(number(w, LETTERS " WHERE subject LIKE '%Орлов%' OR body LIKE '%Орлов%'"), 0);
    testing_later(w->t, 29 * DAY_MS);
    tell(w);
    assert_int_equal(number(w, NOTICES), 2);
    testing_later(w->t, DAY_MS);
    tell(w);
    tell(w);
    assert_int_equal(number(w, NOTICES), 4);
    assert_int_equal(number(w, NOTICES " WHERE text LIKE '%закрыты с 6_декабря%'"), 2);
}

static void a_newer_certificate_makes_words_needless(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    int64_t id;
    assert_int_equal(record(w, w->adult, "1", day(2026, 1, 1), day(2026, 11, 20), &err, &id), 0);
    assert_int_equal(record(w, w->adult, "2", day(2026, 11, 1), day(2027, 11, 1), &err, &id), 0);
    assert_int_equal(record(w, w->teacher, "3", day(2026, 1, 1), day(2026, 11, 20), &err, &id), 0);
    assert_int_equal(
        vetting_end(w->t->db->db, &w->t->clock, w->teacher, id, w->curator, "Уволен", &err), 1);
    tell(w);
    assert_int_equal(number(w, NOTICES), 0);
}

static const char *path(struct world *w, const char *form, int64_t id)
{
    return arena_printf(w->t->a, "%s%lld%s", strcmp(form, "unit") == 0 ? "/units/" : "/people/",
                        (long long)id, "/vetting");
}

static void the_coordinator_records_and_takes_back(void **state)
{
    struct world *w = *state;
    const char *at = path(w, "person", w->adult);
    struct reply r = test_get(w->t, w->curator, at);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Справки нет: контакты с детьми закрыты"));
    assert_non_null(strstr(r.body, "Справок ещё нет"));
    r = test_post(w->t, w->curator, at, "number", "", "issued", "31.02.2026", "expires", "", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите номер справки"));
    assert_non_null(strstr(r.body, "Такой даты нет"));
    assert_non_null(strstr(r.body, "31.02.2026"));
    r = test_post(w->t, w->curator, at, "number", "77-1", "issued", "01.12.2026", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "не позже сегодняшнего дня"));
    r = test_post(w->t, w->curator, at, "number", "77-1", "issued", "20.11.2025", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(w->t, w->curator, at);
    assert_non_null(strstr(r.body, "в этот день контакты с детьми закроются"));
    assert_non_null(strstr(r.body, "20.11.2026"));
    r = test_get(w->t, w->curator, path(w, "unit", w->school));
    assert_non_null(strstr(r.body, "Орлов Имя"));
    assert_non_null(strstr(r.body, "Скоро истекает"));
    testing_later(w->t, 20 * DAY_MS);
    r = test_get(w->t, w->curator, path(w, "unit", w->school));
    assert_non_null(strstr(r.body, "Истекла"));
    int64_t id = number(w, "SELECT max(id) FROM vetting");
    const char *end = arena_printf(w->t->a, "%s/%lld/end", at, (long long)id);
    r = test_get(w->t, w->curator, end);
    assert_int_equal(r.status, 200);
    r = test_post(w->t, w->curator, end, "reason", "", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(w->t, w->curator, end, "reason", "Не та справка", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(w->t, w->curator, end, "reason", "Не та справка", NULL);
    assert_int_equal(r.status, 409);
    r = test_get(w->t, w->curator, at);
    assert_non_null(strstr(r.body, "Не та справка"));
    assert_non_null(strstr(r.body, "Снята с учёта"));
    r = test_get(w->t, w->curator, path(w, "unit", w->school));
    assert_non_null(strstr(r.body, "ни одна справка не истекает"));
    int64_t boris = testing_account(w->t, "boris", ROLE_MENTOR, w->school);
    assert_int_equal(test_get(w->t, boris, at).status, 403);
    assert_int_equal(number(w, "SELECT count(*) FROM audit WHERE object_kind = 'vetting'"), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_certificate_counts_up_to_the_day_it_expires),
        TEST(a_term_that_is_not_said_is_a_year),
        TEST(bad_dates_and_numbers_are_refused),
        TEST(what_was_taken_back_does_not_count_and_stays),
        TEST(adults_and_minors_meet_with_a_certificate),
        TEST(contacts_close_that_day_and_open_again),
        TEST(people_are_told_once_at_each_step),
        TEST(a_newer_certificate_makes_words_needless),
        TEST(the_coordinator_records_and_takes_back),
    };
    return cmocka_run_group_tests_name("vetting", tests, NULL, NULL);
}
