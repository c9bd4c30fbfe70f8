/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <pthread.h>
#include <string.h>

#include "db/db_testing.h"
#include "db/dialect.h"

static const struct db_migration files[] = {
    {"0001_one.sql", "CREATE TABLE one (id INTEGER PRIMARY KEY, x REAL) STRICT;\n"
                     "-- pg: INSERT INTO one VALUES (1, 1.5);\n"
                     "-- sqlite: INSERT INTO one VALUES (1, 1.5);\n"},
    {"0002_two.sql", "CREATE TABLE two (id INTEGER PRIMARY KEY) STRICT;"},
    {"0003_bad.sql", "CREATE TABLE three (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nosuch "
                     "VALUES (1);"},
};

static int setup(void **state)
{
    *state = db_testing_new_empty();
    return 0;
}

static int teardown(void **state)
{
    db_testing_free(*state);
    return 0;
}

static void they_run_once_in_order(void **state)
{
    struct db_testing *t = *state;
    struct err err;
    assert_int_equal(db_migrate(t->db, files, 1, &clock_system, &err), 1);
    assert_int_equal(db_migrate(t->db, files, 2, &clock_system, &err), 1);
    assert_int_equal(db_migrate(t->db, files, 2, &clock_system, &err), 0);
    assert_int_equal(db_testing_number(t->db, "SELECT count(*) FROM one WHERE x = 1.5"), 1);
}

static void a_wrong_one_leaves_nothing(void **state)
{
    struct db_testing *t = *state;
    struct err err;
    assert_int_equal(db_migrate(t->db, files, 3, &clock_system, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "0003_bad.sql"));
    assert_non_null(strstr(err.text, "nosuch"));
    assert_int_equal(db_testing_number(t->db, "SELECT count(*) FROM schema_version"), 2);
    db_testing_sql(t->db, "CREATE TABLE three (id BIGINT)"); /* it was rolled back */
}

static void a_changed_one_is_refused(void **state)
{
    struct db_testing *t = *state;
    struct err err;
    struct db_migration changed[] = {files[0], {files[1].name, "CREATE TABLE other (id INTEGER);"}};
    assert_int_equal(db_migrate(t->db, files, 2, &clock_system, &err), 2);
    assert_int_equal(db_migrate(t->db, changed, 2, &clock_system, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "0002_two.sql"));
    changed[1] = (struct db_migration){"0002_renamed.sql", files[1].sql};
    assert_int_equal(db_migrate(t->db, changed, 2, &clock_system, &err), ERR_INVALID);
}

static void a_newer_database_is_refused(void **state)
{
    struct db_testing *t = *state;
    struct err err;
    assert_int_equal(db_migrate(t->db, files, 2, &clock_system, &err), 2);
    assert_int_equal(db_migrate(t->db, files, 1, &clock_system, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "0002_two.sql"));
}

static void a_gap_in_the_numbers_is_refused(void **state)
{
    struct db_testing *t = *state;
    struct err err;
    const struct db_migration gap[] = {files[0], files[2]};
    assert_int_equal(db_migrate(t->db, gap, 2, &clock_system, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "0003_bad.sql"));
}

static void *migrate_in_thread(void *ctx)
{
    struct db *db = db_testing_open(ctx, DB_WRITE);
    struct err err;
    intptr_t n = db_migrate(db, files, 2, &clock_system, &err);
    db_close(db);
    return (void *)n;
}

static void several_at_once_do_it_once(void **state)
{
    pthread_t threads[4];
    intptr_t sum = 0;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, migrate_in_thread, *state), 0);
    for (int i = 0; i < 4; i++) {
        void *n;
        assert_int_equal(pthread_join(threads[i], &n), 0);
        assert_true((intptr_t)n >= 0);
        sum += (intptr_t)n;
    }
    assert_int_equal(sum, 2);
}

static void the_schema_is_written_for_both(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    static const char sql[] =
        "CREATE TABLE t ( -- INTEGER\n  id INTEGER PRIMARY KEY, real REAL, b BLOB DEFAULT 'REAL',\n"
        "  strict TEXT) STRICT, WITHOUT ROWID;\n-- pg: A\n-- sqlite: B\nINSERT INTO t VALUES "
        "(1), (2);\n";
    assert_string_equal(
        db_dialect(a, DB_PGSQL, sql),
        "CREATE TABLE t ( -- INTEGER\n  id BIGINT PRIMARY KEY, real DOUBLE PRECISION, b BYTEA "
        "DEFAULT "
        "'REAL',\n  strict TEXT COLLATE \"C\")   ;\nA\n-- sqlite: B\nINSERT INTO t VALUES (1), "
        "(2);\n");
    assert_non_null(strstr(db_dialect(a, DB_SQLITE, sql), ";\n-- pg: A\nB\nINSERT"));
    arena_free(a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(they_run_once_in_order),
        TEST(a_wrong_one_leaves_nothing),
        TEST(a_changed_one_is_refused),
        TEST(a_newer_database_is_refused),
        TEST(a_gap_in_the_numbers_is_refused),
        TEST(several_at_once_do_it_once),
        cmocka_unit_test(the_schema_is_written_for_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
