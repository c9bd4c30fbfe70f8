#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "db/db_testing.h"
#include "identity/person.h"

static const struct person_name elena = {"Соколова", "Елена", "Петровна"};
static const struct person_name short_one = {"Ким", "Артём", ""};

static int64_t now_ms(void *ctx)
{
    (void)ctx;
    return INT64_C(1793880000000); /* 5 November 2026 */
}
static const struct clock clock_fixed = {now_ms, NULL};

static int setup(void **state)
{
    struct db_testing *t = db_testing_new();
    db_testing_sql(t->db, "INSERT INTO unit (id, kind, name, short_name, name_key, created_at) "
                          "VALUES (1, 'federation', 'Р', 'Р', 'р', 0)");
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    db_testing_free(*state);
    return 0;
}

static void names_as_written(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(person_name_full(a, &elena), "Соколова Елена Петровна");
    assert_string_equal(person_name_short(a, &elena), "Е.\u00a0П.\u00a0Соколова");
    assert_string_equal(person_name_listed(a, &elena), "Соколова\u00a0Е.\u00a0П.");
    assert_string_equal(person_name_address(a, &elena, false), "Елена\u00a0Петровна");
    assert_string_equal(person_name_address(a, &elena, true), "Елена");
    assert_string_equal(person_name_short(a, &short_one), "А.\u00a0Ким");
    assert_string_equal(person_name_listed(a, &short_one), "Ким\u00a0А.");
    assert_string_equal(person_name_address(a, &short_one, false), "Артём");
    arena_free(a);
}

static void names_as_typed(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct person_name n;
    struct err err = {0};
    assert_int_equal(
        person_name_parse(a, "  Абдурахмангаджиева  Патимат-Загра Шах бановна ", &err, &n), 0);
    assert_string_equal(n.surname, "Абдурахмангаджиева");
    assert_string_equal(n.given, "Патимат-Загра");
    assert_string_equal(n.patronymic, "Шах бановна");
    assert_int_equal(person_name_parse(a, "фон дер Лейен Урсула Эрнстовна", &err, &n), 0);
    assert_string_equal(n.surname, "фон дер Лейен");
    assert_string_equal(n.given, "Урсула");
    assert_int_equal(person_name_parse(a, "Ван Сяо Мин", &err, &n), 0);
    assert_string_equal(n.surname, "Ван");
    assert_int_equal(person_name_parse(a, "Соколова", &err, &n), ERR_INVALID);
    assert_non_null(strstr(err.text, "фамилию и имя"));
    arena_free(a);
}

static void doubt_counts_for_the_younger(void **state)
{
    (void)state;
    const struct date on = {2026, 11, 5};
    assert_int_equal(person_age(2013, true, on), PERSON_CHILD); /* 12 or 13 */
    assert_int_equal(person_age(2012, true, on), PERSON_TEEN);  /* 13 or 14 */
    assert_int_equal(person_age(2008, true, on), PERSON_TEEN);  /* 17 or 18 */
    assert_int_equal(person_age(2007, true, on), PERSON_ADULT);
    assert_true(person_is_minor(0, true, on));
    assert_false(person_is_minor(0, false, on));
    assert_true(person_is_minor(2010, false, on));
}

static void contacts_once(void **state)
{
    struct db_testing *t = *state;
    const struct person_new first = {.unit_id = 1, .name = elena, .birth_year = 1985};
    int64_t id;
    assert_int_equal(person_create(t->db, t->a, &clock_fixed, &first, &id), 0);
    const struct person_contact phone = {"phone", "+79120000000", "self", "", 0};
    assert_int_equal(person_contact_add(t->db, id, 1, &phone), 0);
    assert_int_equal(person_contact_add(t->db, id, 1, &phone), 0);

    struct person_contact *list;
    size_t n;
    assert_int_equal(person_contacts(t->db, t->a, id, &list, &n), 0);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].owner, "self");
}

static void new_name_everywhere(void **state)
{
    struct db_testing *t = *state;
    const struct person_new p = {.unit_id = 1, .name = elena};
    int64_t id;
    assert_int_equal(person_create(t->db, t->a, &clock_fixed, &p, &id), 0);
    char *sql = arena_printf(t->a,
                             "INSERT INTO account (id, login, person_id, display_name, created_at) "
                             "VALUES (7, 'e', %lld, 'x', 0)",
                             (long long)id);
    db_testing_sql(t->db, sql);
    db_testing_sql(t->db, "INSERT INTO role_grant (id, account_id, unit_id, role, sort_key, "
                          "granted_at) VALUES (8, 7, 1, 2, 'x', 0)");
    const struct person_name married = {"Ёлкина", "Елена", "Петровна"};
    assert_int_equal(person_rename(t->db, t->a, id, &married), 0);
    struct person got;
    assert_int_equal(person_get(t->db, t->a, id, &got), 1);
    assert_string_equal(got.name.surname, "Ёлкина");
    assert_int_equal(got.birth_year, 0);
    assert_int_equal(db_testing_number(t->db, "SELECT count(*) FROM role_grant WHERE sort_key = "
                                              "'елкина елена петровна'"),
                     1);
    assert_int_equal(db_testing_number(t->db, "SELECT count(*) FROM account WHERE display_name "
                                              "LIKE '%Ёлкина'"),
                     1);
    db_testing_sql(t->db, "UPDATE person SET erased_at = 1");
    assert_int_equal(person_get(t->db, t->a, id, &got), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_as_written),
        cmocka_unit_test(names_as_typed),
        cmocka_unit_test(doubt_counts_for_the_younger),
        cmocka_unit_test_setup_teardown(contacts_once, setup, teardown),
        cmocka_unit_test_setup_teardown(new_name_everywhere, setup, teardown),
    };
    return cmocka_run_group_tests_name("person", tests, NULL, NULL);
}
