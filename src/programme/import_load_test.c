/* Rows are loaded by name, some thousand at a time. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/school_testing.h"

#define ROWS 600
#define LOADED "SELECT count(*) FROM participation"

static void apply(struct school *s, int64_t id)
{
    assert_int_equal(import_move(s->db, id, "ready", "applying"), 1);
    assert_int_equal(school_job(s, s->db, "import_apply", id, NULL), 0);
    assert_string_equal(school_state(s, id), "applied");
}

/* «Яковлев» stands before «яковлев» then, but the row that was decided on is still the later one.
 */
static void rows_are_loaded_by_name(void **state)
{
    struct school *s = *state;
    int64_t id =
        school_check(s, "mentee",
                     SCHOOL_SHEET(s, "pupils.xlsx", "ФИО наставляемого|Год рождения",
                                  "яковлев Пётр|2012", "Яковлев Пётр|2012", "Абрамов Лев|2012"));
    assert_int_equal(import_decide(s->db, id, 3, "new"), 0);
    apply(s, id);
    assert_int_equal(school_number(s, LOADED), 3);
    assert_int_equal(school_number(s, LOADED " x WHERE x.sort_key < 'б' AND x.id = "
                                             "(SELECT min(id) FROM participation)"),
                     1);
}

/* More text than is sorted at once. */
static void long_texts_are_loaded(void **state)
{
    struct school *s = *state;
    char request[15001];
    memset(request, 'x', sizeof request - 1);
    request[sizeof request - 1] = '\0';
    const char *rows[ROWS + 1] = {"ФИО наставляемого|Год рождения|Основной запрос"};
    for (int i = 1; i <= ROWS; i++)
        rows[i] = arena_printf(s->a, "Ученик%c%c Имя|2012|%s", 'a' + i % 26, 'a' + i / 26, request);
    int64_t id = school_check(s, "mentee", school_sheet(s, "long.xlsx", rows, ROWS + 1));
    apply(s, id);
    assert_int_equal(school_number(s, LOADED), ROWS);
    assert_int_equal(school_number(s, "SELECT count(*) FROM import_block"), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(rows_are_loaded_by_name),
        TEST(long_texts_are_loaded),
    };
    return cmocka_run_group_tests_name("import_load", tests, NULL, NULL);
}
