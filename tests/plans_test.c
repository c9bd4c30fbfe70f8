/*
 * Queries that must not grow with a programme: SQLite walks the index named here, in its order, and
 * sorts nothing. That no query reads a whole table is asked of all of them when they are built.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <sqlite3.h>
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(they_walk_their_index)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
