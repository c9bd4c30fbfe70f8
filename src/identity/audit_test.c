#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frame/frame_testing.h"
#include "identity/audit.h"

struct world {
    struct testing *t;
    int64_t root, region, school, other;
    int64_t admin, regional, curator;
};

static const struct module *const list[] = {&audit_module, &testing_units};

static void wrote(struct world *w, int64_t id, int64_t unit, const char *action, const char *kind)
{
    char *where = unit ? arena_printf(w->t->a, "%lld", (long long)unit) : "NULL";
    db_testing_sql(w->t->db->db,
                   arena_printf(w->t->a,
                                "INSERT INTO audit (id, unit_id, account_id, action, object_kind, "
                                "detail) VALUES (%lld, %s, %lld, '%s', '%s', 'подробность %lld')",
                                (long long)id, where, (long long)w->curator, action, kind,
                                (long long)id));
}

static int setup(void **state)
{
    struct testing *t = testing_new(list, 2);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->root = testing_unit(t, 0, "federation", "Россия");
    w->region = testing_unit(t, w->root, "region", "Пермский край");
    w->school = testing_unit(t, w->region, "organisation", "Школа № 5");
    w->other = testing_unit(t, w->root, "organisation", "Школа № 6");
    w->admin = testing_account(t, "admin", ROLE_ADMIN, w->root);
    w->regional = testing_account(t, "regional", ROLE_REGIONAL, w->region);
    w->curator = testing_account(t, "curator", ROLE_COORDINATOR, w->school);
    wrote(w, 11, w->school, "role_give", "role_grant");
    wrote(w, 12, w->region, "unit_create", "unit");
    wrote(w, 13, w->other, "role_give", "role_grant");
    wrote(w, 14, 0, "login", "account");
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    testing_free(((struct world *)*state)->t);
    return 0;
}

static size_t seen(struct world *w, int64_t unit, const char *kind, int64_t before)
{
    const struct audit_filter f = {unit, kind, before};
    struct audit_entry *rows;
    size_t n;
    assert_int_equal(audit_list(w->t->db->db, w->t->a, &f, &rows, &n), 0);
    return n;
}

static void each_level_reads_its_subtree(void **state)
{
    struct world *w = *state;
    assert_int_equal(seen(w, w->school, "", 0), 1);
    assert_int_equal(seen(w, w->region, "", 0), 2);
    assert_int_equal(seen(w, w->root, "", 0), 4); /* with what belongs to no unit */
    assert_int_equal(seen(w, w->root, "role_grant", 0), 2);
    assert_int_equal(seen(w, w->root, "", 13), 2); /* before a row */
    assert_int_equal(seen(w, w->school, "", 11), 0);
    assert_int_equal(seen(w, w->region, "unit", 0), 1);
    assert_int_equal(seen(w, w->region, "", 12), 1);
    assert_int_equal(seen(w, w->region, "role_grant", 11), 0);
}

/* More places than rows on a page, a few of them with many rows: the newest of all, in their order.
 */
static void the_newest_of_many_places_come_first(void **state)
{
    struct world *w = *state;
    const struct audit_filter all = {w->region, "", 0}, one = {w->region, "pair", 0};
    struct audit_entry *rows;
    size_t n;
    int64_t id = 100;
    for (int i = 0; i < AUDIT_PAGE + 5; i++) {
        char *name = arena_printf(w->t->a, "Школа %d", i);
        int64_t school = testing_unit(w->t, w->region, "organisation", name);
        for (int k = 0; k < (i % 7 == 0 ? 3 : 1); k++)
            wrote(w, id++, school, "pair.state", i % 2 ? "pair" : "meeting");
    }
    assert_int_equal(audit_list(w->t->db->db, w->t->a, &all, &rows, &n), 0);
    assert_int_equal(n, AUDIT_PAGE + 1);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rows[i].id, id - 1 - (int64_t)i);
    assert_int_equal(audit_list(w->t->db->db, w->t->a, &one, &rows, &n), 0);
    assert_true(n > AUDIT_PAGE / 2 && n <= AUDIT_PAGE + 1);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(rows[i].object_kind, "pair");
        assert_true(i == 0 || rows[i].id < rows[i - 1].id);
    }
}

static void page_tells_who_and_what(void **state)
{
    struct world *w = *state;
    const char *path = arena_printf(w->t->a, "/units/%lld/audit", (long long)w->school);
    struct reply r = test_get(w->t, w->curator, path);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Роль дана: подробность 11"));
    assert_null(strstr(r.body, "подробность 13"));
    assert_int_equal(test_get(w->t, w->regional, path).status, 200);
    r = test_get(w->t, w->curator, arena_printf(w->t->a, "%s?kind=pair", path));
    assert_non_null(strstr(r.body, "По этим условиям записей нет"));
    path = arena_printf(w->t->a, "/units/%lld/audit", (long long)w->root);
    assert_int_equal(test_get(w->t, w->curator, path).status, 404);
    assert_int_equal(test_get(w->t, w->admin, path).status, 200);
}

static void pages_go_on(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < AUDIT_PAGE + 3; i++)
        wrote(w, 100 + i, w->school, "consent_record", "consent");
    const char *path = arena_printf(w->t->a, "/units/%lld/audit", (long long)w->school);
    struct reply r = test_get(w->t, w->curator, path);
    const char *next = strstr(r.body, "before=");
    assert_non_null(next);
    r = test_get(w->t, w->curator,
                 arena_printf(w->t->a, "%s?before=%lld", path, (long long)(100 + 3)));
    assert_non_null(strstr(r.body, "подробность 102"));
    assert_non_null(strstr(r.body, "подробность 11"));
    assert_null(strstr(r.body, "подробность 103"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_level_reads_its_subtree, setup, teardown),
        cmocka_unit_test_setup_teardown(the_newest_of_many_places_come_first, setup, teardown),
        cmocka_unit_test_setup_teardown(page_tells_who_and_what, setup, teardown),
        cmocka_unit_test_setup_teardown(pages_go_on, setup, teardown),
    };
    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
