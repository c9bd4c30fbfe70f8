/*
 * Queries that must not grow with a programme: SQLite walks the index named here, in its order, and
 * sorts nothing. That no query reads a whole table is asked of all of them when they are built.
 * PostgreSQL has no order for its lists but that of the index: without it there it must sort.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/db_testing.h"
#include "query_modules.h"

#define MODULE(name) extern const struct db_query *const name##_queries[];
QUERY_MODULES
#undef MODULE

static const struct {
    const char *query, *walk; /* words of the plan */
} bounded[] = {
    {"remind_pairs", "pair_quiet (programme_id=? AND quiet_at<?)"},
    {"selection_candidates", "participation_candidate (programme_id=? AND sort_key>?)"},
    {"application_before", "application_queue (programme_id=? AND side=? AND state=? AND "},
    {"training_waiting", "participation_once (person_id=?)"},
};

static const struct {
    const char *query, *index;
} ordered[] = {
    {"programme_events", "programme_event_list"},
    {"addendum_rows", "addendum_list"},
    {"personal_rows", "personal_list"},
    {"audit_here", "audit_unit"},
    {"notices_page", "notice_of"},
    {"papers_page", "paper_list"},
};

static const struct db_query *among(const struct db_query *const *queries, const char *name)
{
    for (; *queries; queries++)
        if (!strcmp((*queries)->name, name))
            return *queries;
    return NULL;
}

static const struct db_query *query_of(const char *name)
{
    const struct db_query *found = NULL;
#define MODULE(module) found = found ? found : among(module##_queries, name);
    QUERY_MODULES
#undef MODULE
    return found;
}

static void looks(sqlite3 *h, const struct db_query *q, const char *walk)
{
    struct arena *a = arena_new();
    sqlite3_stmt *plan;
    const char *sql = arena_printf(a, "EXPLAIN QUERY PLAN %s", q->sqlite), *said = "";
    bool walks = false;
    assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(plan, 3);
        said = arena_printf(a, "%s\n  %s", said, line);
        walks |= strstr(line, walk) != NULL;
    }
    sqlite3_finalize(plan);
    if (!walks)
        fail_msg("%s: no «%s» in its plan:%s", q->name, walk, said);
    arena_free(a);
}

static void they_walk_their_index(void **state)
{
    (void)state;
    struct db_testing *t = db_testing_new();
    sqlite3 *h;
    assert_int_equal(sqlite3_open(strchr(t->url, ':') + 1, &h), SQLITE_OK);
    for (size_t i = 0; i < sizeof bounded / sizeof *bounded; i++) {
        const struct db_query *q = query_of(bounded[i].query);
        if (!q)
            fail_msg("no query %s", bounded[i].query);
        looks(h, q, bounded[i].walk);
    }
    sqlite3_close(h);
    db_testing_free(t);
}

static PGresult *must(PGconn *conn, const char *sql)
{
    PGresult *res = PQexec(conn, sql);
    ExecStatusType status = PQresultStatus(res);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    return res;
}

static bool sorts(PGconn *conn, const struct db_query *q)
{
    struct arena *a = arena_new();
    const char *values = "NULL";
    for (size_t i = 1; i < q->n_args; i++)
        values = arena_printf(a, "%s, NULL", values);
    PQclear(must(conn, arena_printf(a, "PREPARE looked AS %s", q->pgsql)));
    PGresult *plan = must(conn, arena_printf(a, "EXPLAIN EXECUTE looked (%s)", values));
    bool found = false;
    for (int i = 0; i < PQntuples(plan); i++)
        found |= strstr(PQgetvalue(plan, i, 0), "Sort") != NULL;
    PQclear(plan);
    PQclear(must(conn, "DEALLOCATE looked"));
    arena_free(a);
    return found;
}

static void they_have_no_other_order(void **state)
{
    (void)state;
    struct db_testing *t = db_testing_new();
    PGconn *conn = PQconnectdb(t->url);
    PQclear(must(conn, "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
                       "SET enable_bitmapscan = off; SET enable_sort = off;"
                       "SET enable_incremental_sort = off"));
    for (size_t i = 0; i < sizeof ordered / sizeof *ordered; i++) {
        const struct db_query *q = query_of(ordered[i].query);
        if (!q)
            fail_msg("no query %s", ordered[i].query);
        if (sorts(conn, q))
            fail_msg("%s sorts", q->name);
        PQclear(must(conn, arena_printf(t->a, "BEGIN; DROP INDEX %s", ordered[i].index)));
        if (!sorts(conn, q))
            fail_msg("%s can be walked without %s", q->name, ordered[i].index);
        PQclear(must(conn, "ROLLBACK"));
    }
    PQfinish(conn);
    db_testing_free(t);
}

int main(void)
{
    const struct CMUnitTest of_sqlite[] = {cmocka_unit_test(they_walk_their_index)};
    const struct CMUnitTest of_pgsql[] = {cmocka_unit_test(they_have_no_other_order)};
    return strcmp(getenv("NASTAVNIK_TEST_DB"), "pgsql")
               ? cmocka_run_group_tests(of_sqlite, NULL, NULL)
               : cmocka_run_group_tests(of_pgsql, NULL, NULL);
}
