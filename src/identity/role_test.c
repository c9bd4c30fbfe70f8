#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frame/frame_testing.h"
#include "identity/audit.h"
#include "identity/role.h"

struct world {
    struct testing *t;
    int64_t root, region, town, school, other;
    int64_t admin, regional, curator;
};

static const struct module *const list[] = {&role_module, &audit_module, &testing_units};

static int setup(void **state)
{
    struct testing *t = testing_new(list, 3);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->root = testing_unit(t, 0, "federation", "Россия");
    w->region = testing_unit(t, w->root, "region", "Пермский край");
    w->town = testing_unit(t, w->region, "municipality", "Кунгур");
    w->school = testing_unit(t, w->town, "organisation", "Школа № 5");
    w->other = testing_unit(t, w->town, "organisation", "Школа № 6");
    w->admin = testing_account(t, "admin", ROLE_ADMIN, w->root);
    w->regional = testing_account(t, "regional", ROLE_REGIONAL, w->region);
    w->curator = testing_account(t, "curator", ROLE_COORDINATOR, w->school);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    testing_free(((struct world *)*state)->t);
    return 0;
}

static int give(struct world *w, int64_t by, enum role by_role, int64_t unit, enum role role,
                int64_t to, struct err *err)
{
    const struct role_change c = {by, by_role, unit, role, to};
    return role_give(w->t->db->db, w->t->a, &w->t->clock, &c, err);
}

static int64_t held(struct world *w, int64_t account, enum role role)
{
    return db_testing_number(w->t->db->db,
                             arena_printf(w->t->a,
                                          "SELECT count(*) FROM role_grant WHERE account_id = %lld "
                                          "AND role = %d",
                                          (long long)account, (int)role));
}

static void roles_belong_to_kinds(void **state)
{
    (void)state;
    assert_true(role_fits(ROLE_ADMIN, "federation"));
    assert_false(role_fits(ROLE_ADMIN, "organisation"));
    assert_true(role_fits(ROLE_REGIONAL, "region"));
    assert_false(role_fits(ROLE_REGIONAL, "municipality"));
    assert_true(role_fits(ROLE_MENTOR, "partner"));
    assert_true(role_fits(ROLE_MENTEE, "municipality")); /* of a programme that schools share */
    assert_false(role_fits(ROLE_MENTEE, "federation"));
    assert_true(role_fits(ROLE_OBSERVER, "municipality"));
    assert_false(role_fits(ROLE_NONE, "organisation"));
}

static void rights_flow_down_only(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    int64_t somebody = testing_account(w->t, "somebody", ROLE_NONE, w->school);
    assert_int_equal(
        give(w, w->regional, ROLE_REGIONAL, w->school, ROLE_COORDINATOR, somebody, &err), 0);
    assert_int_equal(held(w, somebody, ROLE_COORDINATOR), 1);
    assert_int_equal(give(w, w->regional, ROLE_REGIONAL, w->root, ROLE_FEDERAL, somebody, &err),
                     ERR_DENIED);
    assert_non_null(strstr(err.text, "федеральный оператор"));
    assert_int_equal(give(w, w->curator, ROLE_COORDINATOR, w->town, ROLE_MUNICIPAL, somebody, &err),
                     ERR_DENIED);
    assert_int_equal(give(w, w->curator, ROLE_COORDINATOR, w->school, ROLE_MENTOR, somebody, &err),
                     0);
    assert_int_equal(give(w, w->curator, ROLE_COORDINATOR, w->school, ROLE_MENTOR, somebody, &err),
                     0); /* again: nothing new */
    assert_int_equal(held(w, somebody, ROLE_MENTOR), 1);
    assert_int_equal(give(w, w->admin, ROLE_ADMIN, w->school, ROLE_REGIONAL, somebody, &err),
                     ERR_INVALID);
}

static void nobody_gives_oneself(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    assert_int_equal(
        give(w, w->regional, ROLE_REGIONAL, w->school, ROLE_COORDINATOR, w->regional, &err),
        ERR_DENIED);
    assert_int_equal(held(w, w->regional, ROLE_COORDINATOR), 0);
    assert_int_equal(give(w, w->admin, ROLE_ADMIN, w->school, ROLE_COORDINATOR, w->admin, &err), 0);
}

static void last_administrator_stays(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    const struct role_change own = {w->admin, ROLE_ADMIN, w->root, ROLE_ADMIN, w->admin};
    assert_int_equal(role_take(w->t->db->db, w->t->a, &own, &err), ERR_DENIED);
    db_rollback(w->t->db->db);
    testing_grant(w->t, w->admin, ROLE_ADMIN, w->root);
    int64_t second = testing_account(w->t, "second", ROLE_ADMIN, w->root);
    assert_int_equal(role_take(w->t->db->db, w->t->a, &own, &err), 0);
    assert_int_equal(role_admin_exists(w->t->db->db, w->t->a), 1);
    db_testing_sql(w->t->db->db, arena_printf(w->t->a,
                                              "UPDATE account SET disabled_at = 1 "
                                              "WHERE id = %lld",
                                              (long long)second));
    assert_int_equal(role_admin_exists(w->t->db->db, w->t->a), 0);
}

static void list_is_paged_by_name(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    for (int i = 0; i < ROLE_PAGE + 4; i++) {
        int64_t id =
            testing_account(w->t, arena_printf(w->t->a, "pupil%02d", i), ROLE_NONE, w->school);
        assert_int_equal(give(w, 0, ROLE_NONE, w->school, ROLE_MENTEE, id, &err), 0);
    }
    struct role_filter f = {.participants = true, .q = "PUPIL", .after_key = ""};
    struct role_holder *rows;
    size_t n;
    assert_int_equal(role_holders(w->t->db->db, w->t->a, w->school, &f, &rows, &n), 0);
    assert_int_equal(n, ROLE_PAGE + 1);
    f.after_key = rows[ROLE_PAGE - 1].sort_key;
    f.after_id = rows[ROLE_PAGE - 1].grant_id;
    assert_int_equal(role_holders(w->t->db->db, w->t->a, w->school, &f, &rows, &n), 0);
    assert_int_equal(n, 4);
    f = (struct role_filter){.q = "", .after_key = ""};
    assert_int_equal(role_holders(w->t->db->db, w->t->a, w->school, &f, &rows, &n), 0);
    assert_int_equal(n, 1); /* the coordinator alone: participants are not asked for */
    assert_int_equal(rows[0].role, ROLE_COORDINATOR);
    f = (struct role_filter){.participants = true, .q = "pupil07", .after_key = ""};
    assert_int_equal(role_holders(w->t->db->db, w->t->a, w->school, &f, &rows, &n), 0);
    assert_int_equal(n, 1);
}

static void pages_give_and_take(void **state)
{
    struct world *w = *state;
    int64_t mentor = testing_account(w->t, "kim", ROLE_NONE, w->school);
    const char *people = arena_printf(w->t->a, "/units/%lld/people", (long long)w->school);
    const char *path = arena_printf(w->t->a, "%s/give", people);
    struct reply r = test_post(w->t, w->curator, path, "login", "nobody", "role", "mentor", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Такого логина нет"));
    r = test_post(w->t, w->curator, path, "login", "KIM", "role", "admin", NULL);
    assert_int_equal(r.status, 422);
    db_testing_sql(w->t->db->db, "UPDATE account SET email = 'boss@example.org'");
    r = test_post(w->t, w->curator, path, "login", "boss@example.org", "role", "mentor", NULL);
    assert_int_equal(r.status, 422); /* anybody may call any mail their own */
    assert_null(strstr(test_get(w->t, w->curator, path).body, "value=\"representative\""));
    r = test_post(w->t, w->curator, path, "login", "KIM", "role", "representative", NULL);
    assert_int_equal(r.status, 422); /* of which child? */
    assert_non_null(strstr(r.body, "с карточки ребёнка"));
    assert_int_equal(held(w, mentor, ROLE_REPRESENTATIVE), 0);
    r = test_post(w->t, w->curator, path, "login", "KIM", "role", "mentor", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(held(w, mentor, ROLE_MENTOR), 1);
    assert_int_equal(db_testing_number(w->t->db->db, "SELECT count(*) FROM audit WHERE action = "
                                                     "'role_give'"),
                     1);

    r = test_get(w->t, w->curator, people);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "/take"));
    /* The municipal level sees the staff here, not the children's names. */
    int64_t municipal = testing_account(w->t, "municipal", ROLE_MUNICIPAL, w->town);
    r = test_get(w->t, municipal, people);
    assert_int_equal(r.status, 200);
    assert_null(strstr(r.body, "kim"));
    assert_non_null(strstr(r.body, "имена видит куратор"));

    char *grant = arena_printf(
        w->t->a, "%s/%lld/take", people,
        (long long)db_testing_number(w->t->db->db, "SELECT id FROM role_grant WHERE role = 6"));
    assert_int_equal(test_get(w->t, municipal, grant).status, 404);
    r = test_get(w->t, w->curator, grant);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Снять роль «наставник»?"));
    r = test_post(w->t, w->curator, grant, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(held(w, mentor, ROLE_MENTOR), 0);
    /* A coordinator of another school knows nothing of this one. */
    int64_t stranger = testing_account(w->t, "stranger", ROLE_COORDINATOR, w->other);
    assert_int_equal(test_get(w->t, stranger, people).status, 404);
}

static void journal_keeps_the_names_of_children(void **state)
{
    struct world *w = *state;
    int64_t pupil = testing_account(w->t, "pupil", ROLE_MENTEE, w->school);
    db_testing_sql(w->t->db->db,
                   arena_printf(w->t->a,
                                "UPDATE account SET display_name = 'Барсук' WHERE id = %lld",
                                (long long)pupil));
    db_testing_sql(w->t->db->db,
                   arena_printf(w->t->a,
                                "INSERT INTO audit (id, unit_id, account_id, action, object_kind, "
                                "detail, ip) VALUES (7, %lld, %lld, 'invite_accept', 'invite', '', "
                                "'192.0.2.9')",
                                (long long)w->school, (long long)pupil));
    const char *path = arena_printf(w->t->a, "/units/%lld/audit", (long long)w->school);
    assert_non_null(strstr(test_get(w->t, w->curator, path).body, "Барсук"));
    struct reply r = test_get(w->t, w->regional, path);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "участник"));
    assert_null(strstr(r.body, "Барсук"));
    assert_null(strstr(r.body, "192.0.2.9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_belong_to_kinds),
        cmocka_unit_test_setup_teardown(rights_flow_down_only, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_gives_oneself, setup, teardown),
        cmocka_unit_test_setup_teardown(last_administrator_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(list_is_paged_by_name, setup, teardown),
        cmocka_unit_test_setup_teardown(pages_give_and_take, setup, teardown),
        cmocka_unit_test_setup_teardown(journal_keeps_the_names_of_children, setup, teardown),
    };
    return cmocka_run_group_tests_name("role", tests, NULL, NULL);
}
