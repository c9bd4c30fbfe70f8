/* What an upload keeps of people does not outlive its use. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/import_test.h"

static int64_t kept(struct school *s, int64_t id)
{
    return school_number(s,
                         "SELECT (SELECT count(*) FROM import_row WHERE import_id = %1$lld) + "
                         "(SELECT count(*) FROM import_block WHERE import_id = %1$lld) + "
                         "(SELECT count(*) FROM import_column WHERE import_id = %1$lld) + "
                         "(SELECT count(*) FROM import_problem WHERE import_id = %1$lld)",
                         (long long)id);
}

static int hours(struct school *s, int64_t ms)
{
    testing_later(s->t, ms);
    assert_int_equal(db_begin(s->db), 0);
    int r = import_hourly(&s->t->app, s->db, s->a);
    assert_int_equal(db_commit(s->db), 0);
    return r;
}

static void a_file_that_is_not_loaded_goes(void **state)
{
    struct school *s = *state;
    int64_t id = school_check(s, "mentee", pupils(s));
    const char *undo = school_path(s, "/imports/#/undo", id);
    assert_true(kept(s, id) > 0);
    assert_non_null(strstr(test_get(s->t, s->curator, school_path(s, "/imports/#", id)).body,
                           "В файле 4\u00a0строк")); /* below the head */
    assert_non_null(strstr(test_get(s->t, s->curator, undo).body, "Не загружать этот файл?"));
    assert_int_equal(test_post(s->t, s->curator, undo, NULL).status, 303);
    assert_string_equal(school_state(s, id), "undone");
    assert_int_equal(kept(s, id), 0);
    struct reply r = test_get(s->t, s->curator, school_path(s, "/imports/#", id));
    assert_non_null(strstr(r.body, "Файл не загрузили"));
    assert_int_equal(test_get(s->t, s->curator, undo).status, 303);
    assert_int_equal(test_post(s->t, s->curator, undo, NULL).status, 404);
}

static void nothing_of_a_file_stays_for_a_month(void **state)
{
    struct school *s = *state;
    const int64_t day = INT64_C(24) * 3600 * 1000;
    int64_t loaded = school_import(s, "mentee", pupils(s));
    int64_t people = school_number(s, PEOPLE);
    int64_t waiting = school_check(s, "mentee", pupils(s));
    assert_int_equal(hours(s, (IMPORT_KEPT_DAYS - 1) * day), 0);
    assert_true(kept(s, waiting) > 0);
    assert_int_equal(hours(s, 2 * day), 0);
    assert_int_equal(kept(s, waiting) + kept(s, loaded), 0);
    assert_string_equal(school_state(s, waiting), "undone");
    assert_string_equal(school_state(s, loaded), "applied");
    assert_int_equal(school_number(s, PEOPLE), people);
    assert_non_null(
        strstr(test_get(s->t, s->curator, school_path(s, "/imports/#", loaded)).body, "Загружен"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_that_is_not_loaded_goes, school_setup,
                                        school_teardown),
        cmocka_unit_test_setup_teardown(nothing_of_a_file_stays_for_a_month, school_setup,
                                        school_teardown),
    };
    return cmocka_run_group_tests_name("import_forget", tests, NULL, NULL);
}
