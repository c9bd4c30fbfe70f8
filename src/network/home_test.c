#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "frame/frame_testing.h"
#include "network/home.h"
#include "network/unit.h"

struct world {
    struct testing *t;
    struct arena *a;
    int64_t root, region, town, school;
    int64_t admin, municipal, curator, mentor;
};

static const struct module *const list[] = {&unit_module, &home_module};

/* Through the rules, so that the search knows the words. */
static int64_t add(struct testing *t, int64_t parent, enum unit_kind kind, const char *name)
{
    const struct unit_new n = {.parent_id = parent, .kind = kind, .name = name, .utc_offset = 180};
    struct err err = {0};
    int64_t id = 0;
    assert_int_equal(unit_create(t->db->db, t->a, &t->clock, &n, &err, &id), 0);
    return id;
}

static int setup(void **state)
{
    struct testing *t = testing_new(list, 2);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->a = t->a;
    w->root = add(t, 0, UNIT_FEDERATION, "Россия");
    w->region = add(t, w->root, UNIT_REGION, "Пермский край");
    w->town = add(t, w->region, UNIT_MUNICIPALITY, "Кунгурский округ");
    w->school = add(t, w->town, UNIT_ORGANISATION, "Школа № 5");
    w->admin = testing_account(t, "admin", ROLE_ADMIN, w->root);
    w->municipal = testing_account(t, "municipal", ROLE_MUNICIPAL, w->town);
    w->curator = testing_account(t, "curator", ROLE_COORDINATOR, w->school);
    w->mentor = testing_account(t, "mentor", ROLE_MENTOR, w->school);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    testing_free(((struct world *)*state)->t);
    return 0;
}

static const char *unit_path(struct world *w, int64_t id)
{
    return arena_printf(w->a, "/units/%lld", (long long)id);
}

static void everybody_begins_at_their_work(void **state)
{
    struct world *w = *state;
    int64_t nobody = testing_account(w->t, "nobody", ROLE_NONE, w->school);
    int64_t mother = testing_account(w->t, "mother", ROLE_REPRESENTATIVE, w->school);
    assert_string_equal(test_get(w->t, w->admin, "/").location, unit_path(w, w->root));
    assert_string_equal(test_get(w->t, w->municipal, "/").location, unit_path(w, w->town));
    assert_string_equal(test_get(w->t, w->curator, "/").location,
                        arena_printf(w->a, "%s/programmes", unit_path(w, w->school)));
    assert_string_equal(test_get(w->t, w->mentor, "/").location, "/my/pairs");
    assert_string_equal(test_get(w->t, mother, "/").location, "/my/pairs");
    assert_string_equal(test_get(w->t, nobody, "/").location, "/places");
    assert_string_equal(test_get(w->t, 0, "/").location, "/login");
    assert_non_null(strstr(test_get(w->t, nobody, "/places").body, "Ролей пока нет"));
}

static void crumbs_show_what_the_person_may_see(void **state)
{
    struct world *w = *state;
    struct reply r = test_get(w->t, w->admin, unit_path(w, w->school));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Пермский край</a>"));
    r = test_get(w->t, w->municipal, unit_path(w, w->school));
    assert_non_null(strstr(r.body, "Кунгурский округ</a>"));
    assert_null(strstr(r.body, "Пермский край"));
    assert_int_equal(test_get(w->t, w->municipal, unit_path(w, w->region)).status, 404);
    assert_non_null(strstr(r.body, "<small>куратор</small>")); /* who is responsible */
    assert_null(strstr(r.body, "<small>наставник</small>"));
}

static void a_level_adds_below_itself(void **state)
{
    struct world *w = *state;
    const char *path = arena_printf(w->a, "%s/new", unit_path(w, w->town));
    struct reply r = test_post(w->t, w->municipal, path, "kind", "region", "name", "Область", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(w->t, w->municipal, path, "kind", "organisation", "name", "школа №  5", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "уже есть"));
    r = test_post(w->t, w->municipal, path, "kind", "organisation", "name", "Гимназия № 1",
                  "short_name", "", "phone", "8 342 712 00 00", NULL);
    assert_int_equal(r.status, 303);
    const char *made = r.location;
    r = test_get(w->t, w->municipal, made);
    assert_non_null(strstr(r.body, "tel:+73427120000"));
    r = test_post(w->t, w->municipal, arena_printf(w->a, "%s/edit", made), "name", "Гимназия № 2",
                  "short_name", "", "phone", "", NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(test_get(w->t, w->municipal, made).body, "Гимназия № 2"));
    assert_int_equal(
        test_get(w->t, w->curator, arena_printf(w->a, "%s/edit", unit_path(w, w->school))).status,
        403);
    assert_int_equal(db_testing_number(w->t->db->db, "SELECT count(*) FROM audit WHERE action IN "
                                                     "('unit_create', 'unit_rename')"),
                     2);
}

static void search_stays_below_ones_own_places(void **state)
{
    struct world *w = *state;
    int64_t other = add(w->t, w->region, UNIT_ORGANISATION, "Школа № 7");
    struct reply r = test_get(w->t, w->admin, "/places?q=%D1%88%D0%BA%D0%BE%D0%BB%D0%B0");
    assert_non_null(strstr(r.body, unit_path(w, w->school)));
    assert_non_null(strstr(r.body, unit_path(w, other)));
    r = test_get(w->t, w->municipal, "/places?q=%D1%88%D0%BA%D0%BE%D0%BB%D0%B0");
    assert_non_null(strstr(r.body, unit_path(w, w->school)));
    assert_null(strstr(r.body, unit_path(w, other)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everybody_begins_at_their_work, setup, teardown),
        cmocka_unit_test_setup_teardown(crumbs_show_what_the_person_may_see, setup, teardown),
        cmocka_unit_test_setup_teardown(a_level_adds_below_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(search_stays_below_ones_own_places, setup, teardown),
    };
    return cmocka_run_group_tests_name("home", tests, NULL, NULL);
}
