/* Whose consents are missing: by age, by side, a window at a time. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/consent_gap.h"
#include "programme/school_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&consent_gap_module};
    struct school *s = school_new(more, 1);
    *state = s;
    assert_int_equal(consent_seed(s->db, s->a, &s->t->clock, s->region), 0);
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "m.csv", "ФИО наставляемого|Год рождения", "Белова Ия|2015",
                                     "Ким Ян|2010", "Юрьева Ада|1990"));
    (void)school_import(s, "mentor", SCHOOL_SHEET(s, "o.csv", "№|ФИО наставника", "1|Зуев Олег"));
    return 0;
}

static int64_t person(struct school *s, const char *surname)
{
    return school_number(s, "SELECT id FROM person WHERE surname = '%s'", surname);
}

static void consent(struct school *s, const char *surname, enum consent_kind kind, bool by_parent)
{
    struct err err = {0};
    int64_t id;
    const struct consent_new n = {.person_id = person(s, surname),
                                  .kind = kind,
                                  .by_representative = by_parent,
                                  .given_by = "Имя на бумаге",
                                  .on_paper = true,
                                  .given_on = {2026, 10, 1},
                                  .recorded_by = s->curator,
                                  .today = {2026, 11, 5}};
    assert_int_equal(consent_record(s->db, s->a, &s->t->clock, &n, &err, &id), 0);
}

static const char *look(struct school *s, const char *query)
{
    const char *path = school_path(s, "/programmes/#/consents", s->programme);
    struct reply r = test_get(s->t, s->curator, arena_printf(s->a, "%s?%s", path, query));
    assert_int_equal(r.status, 200);
    return r.body;
}

static void each_age_needs_its_signatures(void **state)
{
    struct school *s = *state;
    const char *body = look(s, "");
    assert_non_null(strstr(body, "Согласий не хватает у 3"));
    for (int k = CONSENT_PROCESSING; k <= CONSENT_PARTICIPATION; k++) {
        consent(s, "Белова", (enum consent_kind)k, true);
        consent(s, "Юрьева", (enum consent_kind)k, false);
        consent(s, "Ким", (enum consent_kind)k, false);
    }
    body = look(s, "");
    assert_null(strstr(body, "Белова"));
    assert_null(strstr(body, "Юрьева"));
    assert_non_null(strstr(body, "нет подписи представителя"));
    assert_null(strstr(body, "нет подписи участника"));
    assert_non_null(strstr(
        body, school_path(s, "/people/#/consents/new?kind=participation", person(s, "Ким"))));
    consent(s, "Ким", CONSENT_PROCESSING, true);
    consent(s, "Ким", CONSENT_PARTICIPATION, true);
    assert_non_null(strstr(look(s, ""), "эти согласия есть"));
    /* An optional one is looked for only when asked. */
    assert_non_null(strstr(look(s, "kind=distribution"), "Согласий не хватает у 3"));
    school_sql(s, "UPDATE consent SET withdrawn_at = 1 WHERE person_id = %lld",
               (long long)person(s, "Юрьева"));
    assert_non_null(strstr(look(s, ""), "Юрьева"));
}

static void a_mentor_without_a_year_is_an_adult(void **state)
{
    struct school *s = *state;
    const char *body = look(s, "side=mentor");
    assert_non_null(strstr(body, "Зуев"));
    assert_null(strstr(body, "нет подписей участника и пр"));
    consent(s, "Зуев", CONSENT_PROCESSING, false);
    consent(s, "Зуев", CONSENT_PARTICIPATION, false);
    assert_null(strstr(look(s, "side=mentor"), "Зуев"));
}

/* Whoever is over needs none. */
static void who_left_is_not_asked(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/people/#/consents/new", person(s, "Ким"));
    assert_non_null(strstr(look(s, ""), path));
    school_sql(s, "UPDATE participation SET state = 'left' WHERE person_id = %lld",
               (long long)person(s, "Ким"));
    assert_null(strstr(look(s, ""), path));
}

/* A person's own page says it, too. */
static void the_card_of_a_person_tells(void **state)
{
    struct school *s = *state;
    const char *path =
        school_path(s, "/participations/#",
                    school_number(s, "SELECT id FROM participation WHERE person_id = %lld",
                                  (long long)person(s, "Юрьева")));
    assert_non_null(strstr(test_get(s->t, s->curator, path).body, "Не все даны"));
    consent(s, "Юрьева", CONSENT_PROCESSING, false);
    assert_non_null(strstr(test_get(s->t, s->curator, path).body, "Не все даны"));
    consent(s, "Юрьева", CONSENT_PARTICIPATION, false);
    assert_null(strstr(test_get(s->t, s->curator, path).body, "Не все даны"));
}

static void a_window_leads_to_the_next(void **state)
{
    struct school *s = *state;
    static const char *const letters[] = {"а", "б", "в", "г", "д", "е", "ж", "з", "и", "к", "л"};
    const char *rows[CONSENT_GAP_WINDOW + 3] = {"ФИО наставляемого|Год рождения"};
    for (int i = 1; i < CONSENT_GAP_WINDOW + 3; i++)
        rows[i] = arena_printf(s->a, "Яков%s%s Пётр|2010", letters[i / 10], letters[i % 10]);
    (void)school_import(s, "mentee", school_sheet(s, "n.csv", rows, CONSENT_GAP_WINDOW + 3));
    const char *body = look(s, "");
    assert_non_null(strstr(body, "Просмотрено 100\u00a0участников"));
    const char *next = strstr(body, "&amp;after=");
    assert_non_null(next);
    const char *rest =
        look(s, arena_printf(s->a, "after=%.*s", (int)strcspn(next + 11, "\""), next + 11));
    assert_non_null(strstr(rest, "Просмотрено 5\u00a0участников"));
    assert_null(strstr(rest, "rel=\"next\""));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(each_age_needs_its_signatures), TEST(a_mentor_without_a_year_is_an_adult),
        TEST(who_left_is_not_asked),         TEST(the_card_of_a_person_tells),
        TEST(a_window_leads_to_the_next),
    };
    return cmocka_run_group_tests_name("consent_gap", tests, NULL, NULL);
}
