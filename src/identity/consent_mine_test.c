/* Taking back one's own consent, or that for one's child, without asking anybody. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "frame/frame_testing.h"
#include "identity/consent.h"
#include "identity/consent_mine.h"

struct world {
    struct testing *t;
    struct db *db;
    int64_t school, curator, mother, teen_account, mentor_account;
    int64_t teen, mentor; /* persons */
};

static int setup(void **state)
{
    const struct module *const list[] = {&consent_mine_module, &testing_units};
    struct testing *t = testing_new(list, 2);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->db = t->db->db;
    int64_t root = testing_unit(t, 0, "federation", "Россия");
    w->school = testing_unit(t, root, "organisation", "Школа № 5");
    w->curator = testing_account(t, "curator", ROLE_COORDINATOR, w->school);
    w->mother = testing_account(t, "mother", ROLE_REPRESENTATIVE, w->school);
    w->teen_account = testing_account(t, "teen", ROLE_MENTEE, w->school);
    w->mentor_account = testing_account(t, "mentor", ROLE_MENTOR, w->school);
    w->teen = testing_person_of(t, w->teen_account);
    w->mentor = testing_person_of(t, w->mentor_account);
    db_testing_sql(w->db, arena_printf(t->a, "UPDATE person SET birth_year = 2010 WHERE id = %lld",
                                       (long long)w->teen));
    db_testing_sql(w->db, arena_printf(t->a, "UPDATE person SET birth_year = 1980 WHERE id = %lld",
                                       (long long)w->mentor));
    db_testing_sql(w->db, arena_printf(t->a,
                                       "INSERT INTO representative (person_id, minor_id, unit_id, "
                                       "created_at) VALUES (%lld, %lld, %lld, 0)",
                                       (long long)testing_person_of(t, w->mother),
                                       (long long)w->teen, (long long)w->school));
    assert_int_equal(consent_seed(w->db, t->a, &t->clock, root), 0);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    testing_free(((struct world *)*state)->t);
    return 0;
}

static int64_t give(struct world *w, int64_t person, enum consent_kind kind, bool by_parent)
{
    const struct consent_new n = {.person_id = person,
                                  .kind = kind,
                                  .by_representative = by_parent,
                                  .given_by = "Имя на бумаге",
                                  .on_paper = true,
                                  .given_on = {2026, 10, 1},
                                  .recorded_by = w->curator,
                                  .today = {2026, 11, 5},
                                  .fields = CONSENT_FIELDS};
    struct err err = {0};
    int64_t id = 0;
    assert_int_equal(consent_record(w->db, w->t->a, &w->t->clock, &n, &err, &id), 0);
    return id;
}

static const char *withdraw_path(struct world *w, int64_t id)
{
    return arena_printf(w->t->a, "/my/consents/%lld/withdraw", (long long)id);
}

static int64_t in_force(struct world *w, int64_t person)
{
    return db_testing_number(w->db, arena_printf(w->t->a,
                                                 "SELECT count(*) FROM consent WHERE person_id = "
                                                 "%lld AND withdrawn_at IS NULL",
                                                 (long long)person));
}

static void each_takes_back_what_they_gave(void **state)
{
    struct world *w = *state;
    int64_t own = give(w, w->teen, CONSENT_DISTRIBUTION, false);
    int64_t mothers = give(w, w->teen, CONSENT_DISTRIBUTION, true);
    const char *page = test_get(w->t, w->teen_account, "/my/consents").body;
    assert_non_null(strstr(page, withdraw_path(w, own)));
    assert_null(strstr(page, withdraw_path(w, mothers)));
    page = test_get(w->t, w->mother, "/my/consents").body;
    assert_null(strstr(page, withdraw_path(w, own)));
    assert_non_null(strstr(page, withdraw_path(w, mothers)));
    assert_non_null(strstr(page, "Ваш ребёнок"));
    assert_non_null(strstr(page, "Можно публиковать: Фамилия, имя, отчество"));

    assert_int_equal(test_get(w->t, w->mother, withdraw_path(w, own)).status, 403);
    assert_int_equal(test_post(w->t, w->teen_account, withdraw_path(w, mothers), NULL).status, 403);
    assert_int_equal(test_post(w->t, w->mentor_account, withdraw_path(w, own), NULL).status, 403);
    assert_int_equal(in_force(w, w->teen), 2);

    assert_non_null(strstr(test_get(w->t, w->mother, withdraw_path(w, mothers)).body,
                           "исчезнут с открытой страницы сразу"));
    assert_int_equal(test_post(w->t, w->mother, withdraw_path(w, mothers), NULL).status, 303);
    assert_int_equal(test_post(w->t, w->mother, withdraw_path(w, mothers), NULL).status, 409);
    assert_int_equal(in_force(w, w->teen), 1);
    unsigned shown = CONSENT_FIELDS;
    assert_int_equal(consent_published(w->db, w->t->a, w->teen, PERSON_TEEN, &shown), 0);
    assert_int_equal(shown, 0);
    assert_int_equal(
        db_testing_number(w->db, arena_printf(w->t->a,
                                              "SELECT count(*) FROM notice WHERE text LIKE "
                                              "'Отозвано согласие: Публикация%%' AND path = "
                                              "'/people/%lld/consents'",
                                              (long long)w->teen)),
        1);
}

static void of_age_one_s_own_master(void **state)
{
    struct world *w = *state;
    int64_t mothers = give(w, w->teen, CONSENT_PROCESSING, true);
    db_testing_sql(w->db,
                   arena_printf(w->t->a, "UPDATE person SET birth_year = 2005 WHERE id = %lld",
                                (long long)w->teen));
    assert_null(strstr(test_get(w->t, w->mother, "/my/consents").body, withdraw_path(w, mothers)));
    assert_int_equal(test_post(w->t, w->mother, withdraw_path(w, mothers), NULL).status, 403);
    assert_non_null(
        strstr(test_get(w->t, w->teen_account, "/my/consents").body, withdraw_path(w, mothers)));
    assert_int_equal(test_post(w->t, w->teen_account, withdraw_path(w, mothers), NULL).status, 303);
    assert_int_equal(in_force(w, w->teen), 0);
    assert_non_null(
        strstr(test_get(w->t, w->teen_account, "/my/consents").body, "Действующих согласий нет"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(each_takes_back_what_they_gave),
        TEST(of_age_one_s_own_master),
    };
    return cmocka_run_group_tests_name("consent_mine", tests, NULL, NULL);
}
