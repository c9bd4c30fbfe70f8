/* The promises of db.h about transactions and walks, on the engine that NASTAVNIK_TEST_DB names. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "db/driver.h"
#include "db/good_testing.h"

/* ---- transactions ---- */

static void a_transaction_is_all_or_nothing(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(db_begin(f->db), 0);
    assert_true(f->db->in_tx);
    assert_int_equal(add(f->db, 1, "one"), 1);
    db_rollback(f->db);
    assert_int_equal(count(f->db), 0);
    assert_int_equal(db_begin(f->db), 0);
    assert_int_equal(db_begin(f->db), ERR_INVALID);
    assert_int_equal(add(f->db, 1, "one"), 1);
    assert_int_equal(db_commit(f->db), 0);
    assert_false(f->db->in_tx);
    assert_int_equal(db_commit(f->db), ERR_INVALID);
    assert_int_equal(count(f->db), 1);
}

static void a_failed_query_dooms_its_transaction(void **state)
{
    struct fixture *f = *state;
    int64_t nobody = 77;
    struct unit_one row;
    assert_int_equal(db_begin(f->db), 0);
    assert_int_equal(add(f->db, 1, "one"), 1);
    assert_int_equal(unit_add(f->db, 2, &nobody, "x", NULL, NULL, NULL, (struct db_blob){0}),
                     ERR_CONFLICT);
    assert_int_equal(unit_one(f->db, f->a, 1, &row), ERR_CONFLICT);
    assert_int_equal(add(f->db, 3, "three"), ERR_CONFLICT);
    assert_int_equal(db_commit(f->db), ERR_CONFLICT);
    assert_non_null(
        strcasestr(db_error(f->db), "foreign key")); /* the first failure, not the rollback */
    assert_int_equal(count(f->db), 0);
}

static void a_reader_sees_one_state(void **state)
{
    struct fixture *f = *state;
    struct db *reader = db_testing_open(f->t, DB_READ);
    assert_int_equal(add(f->db, 1, "one"), 1);
    assert_int_equal(db_begin(reader), 0);
    assert_int_equal(count(reader), 1);
    assert_int_equal(add(f->db, 2, "two"), 1);
    assert_int_equal(count(reader), 1);
    assert_int_equal(db_commit(reader), 0);
    assert_int_equal(count(reader), 2);
    db_close(reader);
}

/* Somebody else's change, made after the row was read, is not written over: of the two that meet
 * one is told to try again. */
static void what_was_read_is_not_written_over(void **state)
{
    struct fixture *f = *state;
    struct db *other = db_testing_open(f->t, DB_WRITE);
    struct unit_one row;
    struct unit_rename renamed;
    if (db_engine(other) == DB_SQLITE)
        db_testing_sql(other, "PRAGMA busy_timeout = 0"); /* its one writer is waited for */
    assert_int_equal(add(f->db, 1, "one"), 1);
    assert_int_equal(db_begin(f->db), 0);
    assert_int_equal(unit_one(f->db, f->a, 1, &row), 1);
    int theirs = unit_rename(other, f->a, 1, "theirs", &renamed);
    int ours = unit_rename(f->db, f->a, 1, "ours", &renamed);
    assert_int_equal(theirs < 0 ? theirs : ours, ERR_BUSY);
    assert_int_equal(theirs < 0 ? ours : theirs, 1);
    db_rollback(f->db);
    assert_int_equal(db_begin(f->db), 0); /* again, from what stands there now */
    assert_int_equal(unit_rename(f->db, f->a, 1, "ours", &renamed), 1);
    assert_int_equal(db_commit(f->db), 0);
    db_close(other);
}

/* ---- walks ---- */

struct walk {
    struct fixture *f;
    struct arena *rows;
    int n, stop_at, answer;
    size_t used;
};

static int step(void *ctx, const struct unit_walk *row)
{
    struct walk *w = ctx;
    struct unit_one same;
    assert_int_equal(row->id, ++w->n);
    assert_string_equal(row->name, "unit");
    if (w->n % 100 == 0) { /* other queries run meanwhile */
        assert_int_equal(unit_one(w->f->db, w->f->a, row->id, &same), 1);
        assert_int_equal(same.id, row->id);
    }
    if (arena_used(w->rows) > w->used)
        w->used = arena_used(w->rows);
    return w->n == w->stop_at ? w->answer : 0;
}

static int inner(void *ctx, const struct unit_walk *row)
{
    (void)row;
    ++*(int *)ctx;
    return 0;
}

static int outer(void *ctx, const struct unit_walk *row)
{
    struct walk *w = ctx;
    struct arena *a = arena_new();
    int n = 0;
    assert_int_equal(unit_walk(w->f->db, a, inner, &n), 0);
    assert_int_equal(n, 3);
    arena_free(a);
    w->n++;
    return row->id == 2 ? db_commit(w->f->db) : 0;
}

static void fill(struct fixture *f, int n)
{
    assert_int_equal(db_begin(f->db), 0);
    for (int i = 1; i <= n; i++)
        assert_int_equal(add(f->db, i, "unit"), 1);
    assert_int_equal(db_commit(f->db), 0);
}

static void a_walk_needs_little_memory(void **state)
{
    struct fixture *f = *state;
    struct walk w = {.f = f, .rows = arena_new()};
    fill(f, 1234);
    assert_int_equal(unit_walk(f->db, w.rows, step, &w), 0);
    assert_int_equal(w.n, 1234);
    assert_true(w.used < 200);
    w = (struct walk){.f = f, .rows = w.rows, .stop_at = 700, .answer = 5};
    assert_int_equal(unit_walk(f->db, w.rows, step, &w), 5);
    assert_int_equal(w.n, 700);
    assert_int_equal(db_begin(f->db), 0); /* the same inside a transaction */
    w = (struct walk){.f = f, .rows = w.rows, .stop_at = 2, .answer = ERR_LIMIT};
    assert_int_equal(unit_walk(f->db, w.rows, step, &w), ERR_LIMIT);
    assert_int_equal(add(f->db, 5000, "x"), 1);
    assert_int_equal(db_commit(f->db), 0);
    arena_free(w.rows);
}

static void a_walk_may_hold_walks_but_no_commit(void **state)
{
    struct fixture *f = *state;
    struct walk w = {.f = f, .rows = arena_new()};
    fill(f, 3);
    assert_int_equal(unit_walk(f->db, w.rows, outer, &w), ERR_INVALID);
    assert_int_equal(w.n, 2);
    assert_false(f->db->in_tx);
    assert_int_equal(add(f->db, 4, "x"), 1);
    arena_free(w.rows);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_transaction_is_all_or_nothing), TEST(a_failed_query_dooms_its_transaction),
        TEST(a_reader_sees_one_state),         TEST(what_was_read_is_not_written_over),
        TEST(a_walk_needs_little_memory),      TEST(a_walk_may_hold_walks_but_no_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
