/* The promises of db.h, on the engine that NASTAVNIK_TEST_DB names. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <float.h>
#include <math.h>
#include <string.h>

#include "db/driver.h"
#include "db/good_testing.h"

/* ---- values ---- */

static void values_come_back_as_they_went(void **state)
{
    struct fixture *f = *state;
    static const char bytes[] = "\0\xff\n'";
    double score = -DBL_MAX;
    int64_t parent = INT64_MIN;
    bool active = false;
    struct unit_one row;
    assert_int_equal(add(f->db, INT64_MIN, ""), 1);
    assert_int_equal(unit_add(f->db, INT64_MAX, &parent, "Ёж 😀 '\";", "", &score, &active,
                              (struct db_blob){bytes, sizeof bytes}),
                     1);
    assert_int_equal(unit_one(f->db, f->a, INT64_MAX, &row), 1);
    assert_true(row.id == INT64_MAX && row.has_parent_id && row.parent_id == INT64_MIN);
    assert_string_equal(row.name, "Ёж 😀 '\";");
    assert_string_equal(row.note, "");
    assert_true(row.has_score && row.score == -DBL_MAX);
    assert_int_equal(row.photo.n, sizeof bytes);
    assert_memory_equal(row.photo.p, bytes, sizeof bytes);

    assert_int_equal(unit_one(f->db, f->a, INT64_MIN, &row), 1);
    assert_string_equal(row.name, "");
    assert_true(!row.note && !row.has_score && !row.has_parent_id && !row.photo.p);
    assert_int_equal(unit_one(f->db, f->a, 5, &row), 0);
    assert_true(row.id == INT64_MIN); /* untouched */

    int64_t empty_id = 6;
    assert_int_equal(
        unit_add(f->db, empty_id, NULL, "x", NULL, NULL, NULL, (struct db_blob){"", 0}), 1);
    assert_int_equal(unit_one(f->db, f->a, empty_id, &row), 1);
    assert_true(row.photo.p && row.photo.n == 0); /* empty is not NULL */
}

static void many_rows_and_optional_arguments(void **state)
{
    struct fixture *f = *state;
    struct unit_named *rows;
    size_t n;
    for (int i = 1; i <= 40; i++)
        assert_int_equal(add(f->db, i, i % 2 ? "odd" : "even"), 1);
    assert_int_equal(unit_named(f->db, f->a, NULL, true, &rows, &n), 0);
    assert_int_equal(n, 40);
    assert_true(rows[39].id == 40 && rows[39].active);
    assert_int_equal(unit_named(f->db, f->a, "odd", true, &rows, &n), 0);
    assert_int_equal(n, 20);
    assert_int_equal(unit_named(f->db, f->a, "odd", false, &rows, &n), 0);
    assert_true(n == 0 && rows);
    struct unit_rename renamed;
    assert_int_equal(unit_rename(f->db, f->a, 3, "три", &renamed), 1);
    assert_string_equal(renamed.name, "три");
    assert_int_equal(unit_rename(f->db, f->a, 300, "x", &renamed), 0);
    assert_int_equal(add(f->db, 3, "x"), 0); /* ON CONFLICT DO NOTHING */
}

static void twins_answer_the_same(void **state)
{
    struct fixture *f = *state;
    struct visit_days *rows;
    size_t n;
    db_testing_sql(f->db,
                   "INSERT INTO visit VALUES (1, '2026-11-05', 'a'), (1, '2026-11-06', 'a')");
    assert_int_equal(visit_days(f->db, f->a, 1, &rows, &n), 0);
    assert_int_equal(n, 1);
    assert_string_equal(rows[0].days, "2026-11-05;2026-11-06");
}

#define MANY 41 /* more than two statements of many rows, and single ones */

static void rows_go_in_together(void **state)
{
    struct fixture *f = *state;
    struct unit_put units[MANY];
    struct unit_named *rows;
    size_t n;
    int64_t parent = 1;
    for (int i = 0; i < MANY; i++)
        units[i] = (struct unit_put){
            .id = i + 1, .parent = i ? &parent : NULL, .name = arena_printf(f->a, "%d", i + 1)};
    assert_int_equal(unit_put(f->db, units, 0), 0);
    assert_int_equal(unit_put(f->db, units, MANY), ERR_INVALID); /* outside a transaction */
    assert_int_equal(db_begin(f->db), 0);
    assert_int_equal(unit_put(f->db, units, MANY), MANY);
    assert_int_equal(db_commit(f->db), 0);
    assert_int_equal(unit_named(f->db, f->a, NULL, true, &rows, &n), 0);
    assert_int_equal(n, MANY);
    struct unit_one last;
    assert_int_equal(unit_one(f->db, f->a, MANY, &last), 1);
    assert_string_equal(last.name, "41");
    assert_true(last.has_parent_id && last.parent_id == 1);
    /* One of many is there already: nobody of them, or all but that one. */
    units[0].id = 100;
    assert_int_equal(db_begin(f->db), 0);
    assert_int_equal(unit_put(f->db, units, MANY), ERR_CONFLICT);
    assert_int_equal(db_commit(f->db), ERR_CONFLICT);
    assert_int_equal(unit_one(f->db, f->a, 100, &last), 0);
    /* One among them cannot be sent at all. */
    units[MANY - 2].name = NULL;
    for (int i = 0; i < MANY; i++)
        units[i].id = 200 + i;
    assert_int_equal(db_begin(f->db), 0);
    assert_int_equal(unit_put(f->db, units, MANY), ERR_INVALID);
    assert_int_equal(unit_one(f->db, f->a, 1, &last), ERR_INVALID);
    db_rollback(f->db);
    assert_int_equal(unit_one(f->db, f->a, 200, &last), 0);
    struct visit_put visits[MANY];
    for (int i = 0; i < MANY; i++)
        visits[i] = (struct visit_put){1 + i / 2, "2026-11-05", "a"};
    assert_int_equal(db_begin(f->db), 0);
    assert_int_equal(visit_put(f->db, visits, MANY), MANY / 2 + 1);
    assert_int_equal(db_commit(f->db), 0);
}

/* ---- rows that are not as declared ---- */

/* In the arena: an address is the name of a query in the cache and may not come back. */
static struct db_query *by_hand(struct arena *a, const char *sql, const struct db_col *col)
{
    struct db_query *q = arena_new_of(a, struct db_query);
    *q = (struct db_query){.name = "by_hand",
                           .where = "test",
                           .sqlite = sql,
                           .pgsql = sql,
                           .kind = DB_ONE,
                           .row_size = 64,
                           .n_cols = 1,
                           .cols = col};
    return q;
}

static void refused(struct fixture *f, const char *sql, enum db_type type, const char *words)
{
    const struct db_col col = {"x", type, false, 0, 0};
    const struct db_query *q = by_hand(f->a, sql, &col);
    char row[64];
    assert_int_equal(db_one(f->db, f->a, q, NULL, row), ERR_INVALID);
    if (!strstr(db_error(f->db), words))
        fail_msg("%s: %s", sql, db_error(f->db));
}

static void a_row_of_another_type_is_refused(void **state)
{
    struct fixture *f = *state;
    refused(f, "SELECT CAST('1' AS TEXT) AS x", DB_I64,
            "column x is declared i64, the row holds text");
    refused(f, "SELECT CAST(1 AS BIGINT) AS x", DB_TEXT, "is declared text, the row holds i64");
    refused(f, "SELECT CAST(1.5 AS DOUBLE PRECISION) AS x", DB_I64, "the row holds f64");
    refused(f, "SELECT CAST(NULL AS BIGINT) AS x", DB_I64, "is declared i64, the row holds NULL");
    refused(f, "SELECT CAST(2 AS BIGINT) AS x", DB_BOOL, "is declared bool, the row holds i64");
}

static void more_columns_than_declared_are_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(add(f->db, 1, "x"), 1);
    refused(f, "SELECT name AS x, id FROM unit WHERE id = 1", DB_TEXT, "the row has 2");
}

static void arguments_no_engine_can_keep_are_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(add(f->db, 1, NULL), ERR_INVALID);
    assert_non_null(strstr(db_error(f->db), "argument name is NULL"));
    double infinite = HUGE_VAL;
    assert_int_equal(unit_add(f->db, 1, NULL, "x", NULL, &infinite, NULL, (struct db_blob){0}),
                     ERR_INVALID);
}

static void too_many_rows_are_refused(void **state)
{
    struct fixture *f = *state;
    const struct db_col col = {"n", DB_I64, false, 0, 0};
    struct db_query *q = by_hand(f->a,
                                 "WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c "
                                 "WHERE n < 100001) SELECT n FROM c",
                                 &col);
    q->row_size = 8;
    void *rows;
    size_t n;
    assert_int_equal(db_many(f->db, f->a, q, NULL, &rows, &n), ERR_LIMIT);
    assert_int_equal(count(f->db), 0); /* the connection is well */
}

static void a_statement_without_end_is_stopped(void **state)
{
    struct fixture *f = *state;
    const struct db_col col = {"x", DB_I64, false, 0, 0};
    const struct db_query *q =
        by_hand(f->a,
                "WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n FROM c) "
                "SELECT count(*) AS x FROM c",
                &col);
    char row[64];
    f->db->statement_ms = 50;
    if (db_engine(f->db) == DB_PGSQL)
        db_testing_sql(f->db, "SET statement_timeout = 50");
    assert_int_equal(db_one(f->db, f->a, q, NULL, row), ERR_LIMIT);
    f->db->statement_ms = DB_STATEMENT_MS;
    assert_int_equal(add(f->db, 1, "one"), 1);
}

/* ---- codes ---- */

static void failures_have_the_same_codes(void **state)
{
    struct fixture *f = *state;
    int64_t nobody = 77;
    assert_int_equal(add(f->db, 1, "one"), 1);
    assert_int_equal(unit_add(f->db, 2, &nobody, "x", NULL, NULL, NULL, (struct db_blob){0}),
                     ERR_CONFLICT);
    assert_int_equal(add(f->db, 2, "bad"), ERR_INVALID); /* CHECK */
    struct db_query *twice = by_hand(f->a, "INSERT INTO unit (id, name) VALUES (1, 'дубль')", NULL);
    twice->n_cols = 0;
    assert_int_equal(db_exec(f->db, twice, NULL), ERR_CONFLICT);
    assert_null(strstr(db_error(f->db), "дубль")); /* no data in the log */
    struct db_query *wrong = by_hand(f->a, "SELECT nosuch FROM unit", NULL);
    assert_int_equal(db_exec(f->db, wrong, NULL), ERR_INVALID);
}

static void a_read_connection_refuses_writes(void **state)
{
    struct fixture *f = *state;
    struct db *reader = db_testing_open(f->t, DB_READ);
    assert_int_equal(add(reader, 1, "one"), ERR_IO);
    assert_int_equal(db_begin(reader), 0);
    assert_int_equal(add(reader, 1, "one"), ERR_IO);
    db_rollback(reader);
    db_close(reader);
    assert_int_equal(count(f->db), 0);
}

/* ---- the statement cache ---- */

static void the_cache_has_a_bound(void **state)
{
    struct fixture *f = *state;
    enum { N = 300 };
    const struct db_col col = {"x", DB_I64, false, 0, 0};
    struct db_query *q[N];
    for (int i = 0; i < N; i++)
        q[i] = by_hand(f->a, arena_printf(f->a, "SELECT CAST(%d AS BIGINT) AS x", i), &col);
    for (int pass = 0; pass < 3; pass++)
        for (int i = 0; i < N; i++) {
            char row[64];
            int64_t x;
            assert_int_equal(db_one(f->db, f->a, q[i], NULL, row), 1);
            memcpy(&x, row, sizeof x);
            assert_int_equal(x, i);
        }
    if (db_engine(f->db) == DB_PGSQL)
        assert_true(db_testing_number(f->db, "SELECT count(*) FROM pg_prepared_statements") < 200);
}

static void wrong_addresses_are_refused(void **state)
{
    (void)state;
    struct db *db = NULL;
    struct err err;
    assert_int_equal(db_open("mysql://x", DB_READ, &err, &db), ERR_INVALID);
    assert_int_equal(db_open("sqlite:", DB_READ, &err, &db), ERR_INVALID);
    assert_int_equal(db_open("sqlite:/nonexistent/x.db", DB_WRITE, &err, &db), ERR_IO);
    assert_int_equal(db_open("sqlite:/nonexistent/x.db", DB_READ, &err, &db), ERR_IO);
    assert_int_equal(db_open("postgresql://u:secret@/x?host=/nonexistent", DB_READ, &err, &db),
                     ERR_IO);
    assert_null(strstr(err.text, "secret"));
    assert_int_equal(db_open("postgresql://u:sec%zzret@/x", DB_READ, &err, &db), ERR_INVALID);
    assert_null(strstr(err.text, "ret"));
    assert_null(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_come_back_as_they_went),
        TEST(many_rows_and_optional_arguments),
        TEST(twins_answer_the_same),
        TEST(rows_go_in_together),
        TEST(a_row_of_another_type_is_refused),
        TEST(more_columns_than_declared_are_refused),
        TEST(arguments_no_engine_can_keep_are_refused),
        TEST(too_many_rows_are_refused),
        TEST(a_statement_without_end_is_stopped),
        TEST(failures_have_the_same_codes),
        TEST(a_read_connection_refuses_writes),
        TEST(the_cache_has_a_bound),
        cmocka_unit_test(wrong_addresses_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
