#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/strbuf.h"
#include "db/db_testing.h"
#include "network/region.h"
#include "network/unit.h"

static int setup(void **state)
{
    *state = db_testing_new();
    return 0;
}

static int teardown(void **state)
{
    db_testing_free(*state);
    return 0;
}

static int64_t add(struct db_testing *t, int64_t parent, enum unit_kind kind, const char *name)
{
    const struct unit_new n = {
        .parent_id = parent, .kind = kind, .name = name, .utc_offset = parent ? -1 : 180};
    struct err err = {0};
    int64_t id = 0;
    int r = unit_create(t->db, t->a, &clock_system, &n, &err, &id);
    if (r < 0)
        fail_msg("%s: %d %s", name, r, err.text);
    return id;
}

static int try_add(struct db_testing *t, int64_t parent, enum unit_kind kind, const char *name,
                   struct err *err)
{
    const struct unit_new n = {.parent_id = parent, .kind = kind, .name = name, .utc_offset = -1};
    int64_t id;
    return unit_create(t->db, t->a, &clock_system, &n, err, &id);
}

static void what_stands_under_what(void **state)
{
    (void)state;
    assert_true(unit_kind_under(UNIT_REGION, UNIT_FEDERATION));
    assert_true(unit_kind_under(UNIT_ORGANISATION, UNIT_REGION));
    assert_true(unit_kind_under(UNIT_ORGANISATION, UNIT_MUNICIPALITY));
    assert_false(unit_kind_under(UNIT_MUNICIPALITY, UNIT_FEDERATION));
    assert_false(unit_kind_under(UNIT_ORGANISATION, UNIT_ORGANISATION));
    assert_false(unit_kind_under(UNIT_REGION, UNIT_REGION));
    assert_false(unit_kind_under(UNIT_FEDERATION, UNIT_FEDERATION));
    assert_false(unit_kind_under(UNIT_KINDS, UNIT_FEDERATION));
}

static void tree_grows_with_its_index(void **state)
{
    struct db_testing *t = *state;
    struct err err = {0};
    int64_t root = add(t, 0, UNIT_FEDERATION, "Россия");
    int64_t region = add(t, root, UNIT_REGION, "Пермский край");
    db_testing_sql(t->db, "UPDATE unit SET utc_offset = 300 WHERE kind = 'region'");
    int64_t town = add(t, region, UNIT_MUNICIPALITY, "Кунгурский округ");
    int64_t school = add(t, town, UNIT_ORGANISATION, "МБОУ „Школа № 5 имени А. М. Иванова“");
    assert_int_equal(db_testing_number(t->db, "SELECT count(*) FROM unit_up"), 1 + 2 + 3 + 4);
    char *sql =
        arena_printf(t->a, "SELECT depth FROM unit_up WHERE unit_id=%lld AND ancestor_id=%lld",
                     (long long)school, (long long)root);
    assert_int_equal(db_testing_number(t->db, sql), 3);

    struct unit got;
    assert_int_equal(unit_get(t->db, t->a, school, &got), 1);
    assert_int_equal(got.utc_offset, 300);
    assert_int_equal(got.parent_id, town);
    assert_int_equal(try_add(t, school, UNIT_ORGANISATION, "Класс", &err), ERR_INVALID);
    assert_int_equal(
        try_add(t, town, UNIT_ORGANISATION, "мбоу  „школа № 5 имени а. м. иванова“", &err),
        ERR_CONFLICT);
    assert_int_equal(try_add(t, town, UNIT_ORGANISATION, "  ", &err), ERR_INVALID);
    assert_int_equal(try_add(t, 12345, UNIT_ORGANISATION, "Школа", &err), ERR_NOT_FOUND);

    struct unit_numbers n;
    assert_int_equal(unit_count(t->db, t->a, root, &n), 0);
    assert_int_equal(n.children, 1);
    assert_int_equal(n.regions, 1);
    assert_int_equal(n.organisations, 1);
    assert_int_equal(n.programmes, 0);
}

static void long_name_is_cut_between_letters(void **state)
{
    struct db_testing *t = *state;
    struct strbuf b;
    strbuf_init(&b, t->a);
    for (int i = 0; i < UNIT_NAME_MAX; i++)
        strbuf_puts(&b, "ж");
    int64_t id = add(t, 0, UNIT_FEDERATION, b.s);
    struct unit got;
    assert_int_equal(unit_get(t->db, t->a, id, &got), 1);
    assert_int_equal(strlen(got.short_name), 2 * UNIT_SHORT_MAX);
    strbuf_puts(&b, "ж");
    const struct unit_edit e = {b.s, "", ""};
    struct err err = {0};
    assert_int_equal(unit_change(t->db, t->a, id, &e, &err), ERR_INVALID);
}

static void found_by_the_beginning_of_words(void **state)
{
    struct db_testing *t = *state;
    int64_t root = add(t, 0, UNIT_FEDERATION, "Россия");
    int64_t perm = add(t, root, UNIT_REGION, "Пермский край");
    int64_t tula = add(t, root, UNIT_REGION, "Тульская область");
    int64_t s5 = add(t, perm, UNIT_ORGANISATION, "Школа № 5, г. Кунгур");
    add(t, perm, UNIT_ORGANISATION, "Школа № 15, г. Пермь");
    add(t, tula, UNIT_ORGANISATION, "Школа № 5, г. Тула");

    struct unit_line *list;
    size_t n;
    assert_int_equal(unit_search(t->db, t->a, root, "школа 5", &list, &n), 0);
    assert_int_equal(n, 2);
    assert_int_equal(unit_search(t->db, t->a, perm, "5 школ", &list, &n), 0);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].id, s5);
    assert_string_equal(list[0].above, "Пермский край");
    assert_int_equal(unit_search(t->db, t->a, root, "КУНГ", &list, &n), 0);
    assert_int_equal(n, 1);
    assert_int_equal(unit_search(t->db, t->a, root, "%", &list, &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(unit_search(t->db, t->a, root, "кола", &list, &n), 0);
    assert_int_equal(n, 0);

    const struct unit_edit e = {"Гимназия № 5", "Гимназия № 5", "+73427100000"};
    struct err err = {0};
    assert_int_equal(unit_change(t->db, t->a, s5, &e, &err), 0);
    assert_int_equal(unit_search(t->db, t->a, perm, "кунгур", &list, &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(unit_search(t->db, t->a, perm, "гимн", &list, &n), 0);
    assert_int_equal(n, 1);
    /* Under each unit above it stands by its new name. */
    assert_int_equal(db_testing_number(t->db,
                                       "SELECT count(*) FROM unit_up d JOIN unit u ON u.id = "
                                       "d.unit_id WHERE d.name_key <> u.name_key OR "
                                       "d.kind <> u.kind"),
                     0);
}

static void children_by_key(void **state)
{
    struct db_testing *t = *state;
    int64_t root = add(t, 0, UNIT_FEDERATION, "Россия");
    int64_t perm = add(t, root, UNIT_REGION, "Пермский край");
    for (int i = 0; i < UNIT_PAGE + 5; i++)
        add(t, perm, UNIT_ORGANISATION, arena_printf(t->a, "Школа %03d", i));
    struct unit_line *list;
    size_t n;
    assert_int_equal(unit_children(t->db, t->a, perm, "", 0, &list, &n), 0);
    assert_int_equal(n, UNIT_PAGE + 1);
    const struct unit_line *last = &list[UNIT_PAGE - 1];
    assert_int_equal(unit_children(t->db, t->a, perm, last->name_key, last->id, &list, &n), 0);
    assert_int_equal(n, 5);
    assert_string_equal(list[0].name, "Школа 025");
    assert_int_equal(unit_children(t->db, t->a, root, "", 0, &list, &n), 0);
    assert_int_equal(list[0].n_below, UNIT_PAGE + 5);
}

static void regions_once(void **state)
{
    struct db_testing *t = *state;
    struct err err = {0};
    struct tsv regions;
    const char *path = arena_printf(t->a, "%s/regions.tsv", getenv("METHODOLOGY"));
    char *text;
    size_t n;
    assert_int_equal(fs_read(t->a, path, 1u << 20, &err, &text, &n), 0);
    assert_int_equal(tsv_parse(t->a, "regions.tsv", text, n, &err, &regions), 0);
    assert_int_equal(region_seed(t->db, t->a, &clock_system, &regions, &err), 90);
    assert_int_equal(region_seed(t->db, t->a, &clock_system, &regions, &err), 0);
    assert_int_equal(db_testing_number(t->db, "SELECT count(*) FROM unit WHERE kind = 'region'"),
                     89);
    assert_int_equal(db_testing_number(t->db, "SELECT count(*) FROM consent_text"), 4);
    assert_int_equal(
        db_testing_number(t->db, "SELECT utc_offset FROM unit WHERE region_code = '59'"), 300);
    int64_t id;
    assert_int_equal(region_find(t->db, t->a, "59", &id), 1);
    assert_int_equal(region_find(t->db, t->a, "xx", &id), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_under_what),
        cmocka_unit_test_setup_teardown(tree_grows_with_its_index, setup, teardown),
        cmocka_unit_test_setup_teardown(long_name_is_cut_between_letters, setup, teardown),
        cmocka_unit_test_setup_teardown(found_by_the_beginning_of_words, setup, teardown),
        cmocka_unit_test_setup_teardown(children_by_key, setup, teardown),
        cmocka_unit_test_setup_teardown(regions_once, setup, teardown),
    };
    return cmocka_run_group_tests_name("unit", tests, NULL, NULL);
}
