/*
 * No query of any module reads a whole table, in SQLite's plan or in PostgreSQL's, but those named
 * in `whole`: a new query is asked by itself. Some must not grow with a programme either: SQLite
 * walks the index named here, in its order, and sorts nothing; PostgreSQL has no order for its
 * lists but that of the index, without it there it must sort.
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

/* Few rows wherever they are, or nobody waits for a page. */
static const char *const whole[] = {
    "pack_versions",      /* a few versions of a few packs */
    "throttle_purge",     /* once an hour, keys of a day */
    "support_over",       /* once an hour, open plans */
    "world_has_accounts", /* looks at one row */
    "account_sealed",     /* at the start, the first hundred of those with a code */
    /* from the console */
    "recount_totals",
    "recount_needs",
    "recount_needs_set",
    "recount_counts",
    "recount_round_totals",
    "recount_rounds",
    "recount_tallies",
    "recount_surveyed",
    "recount_pair_totals",
    "recount_reports",
};

static const struct {
    const char *query, *walk; /* words of the plan */
} bounded[] = {
    {"remind_pairs", "pair_quiet (programme_id=? AND quiet_at<?)"},
    {"selection_candidates", "participation_state (programme_id=? AND side=? AND state=? AND "},
    {"application_before", "application_queue (programme_id=? AND side=? AND state=? AND "},
    {"readiness_minors", "participation_waiting (programme_id=? AND form_code=?)"},
    {"training_learners",
     "participation_state (programme_id=? AND side=? AND state=? AND sort_key>?)"},
    {"training_waiting", "participation_once (person_id=?)"},
    {"audit_below", "audit_unit (unit_id=? AND id<?)"},
    {"audit_below", "audit_unit_kind (unit_id=? AND object_kind=? AND id<?)"},
    {"audit_all", "audit_kind (object_kind=? AND id<?)"},
    {"remind_feedback", "feedback_reminder_due ((due_at,meeting_id,side)>(?,?,?) AND due_at<?)"},
    {"survey_own_answered", "survey_response_begun (round_id=?)"},
    {"personal_without", "pair_impersonal (programme_id=?)"},
};

static const struct {
    const char *query, *index;
} ordered[] = {
    {"programme_events", "programme_event_list"},
    {"addendum_rows", "addendum_list"},
    {"personal_rows", "personal_list"},
    {"notices_page", "notice_of"},
    {"papers_page", "paper_list"},
};

/* Asked for an id, they take it and nothing else, also while statistics say that an index of a part
 * of the table is empty. */
static const char *const by_key[] = {"survey_response_begin", "survey_response_mark",
                                     "survey_response_done", "meeting_close"};

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

/* Calls fn for every query of every module. */
static void each_query(void (*fn)(void *ctx, const struct db_query *q), void *ctx)
{
#define MODULE(module)                                                                             \
    for (const struct db_query *const *q = module##_queries; *q; q++)                              \
        fn(ctx, *q);
    QUERY_MODULES
#undef MODULE
}

static bool may_read_all(const struct db_query *q)
{
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (!strcmp(whole[i], q->name))
            return true;
    return false;
}

static int judge(const struct db_query *q, bool reads_all, const char *plan)
{
    if (!reads_all || may_read_all(q))
        return 0;
    print_error("%s: %s reads a whole table; give it an index:%s\n", q->where, q->name, plan);
    return 1;
}

/* A line each, with two blanks before it. */
static const char *plan_of(sqlite3 *h, struct arena *a, const struct db_query *q)
{
    sqlite3_stmt *plan;
    const char *said = "";
    const char *sql = arena_printf(a, "EXPLAIN QUERY PLAN %s", q->sqlite);
    assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW)
        said = arena_printf(a, "%s\n  %s", said, (const char *)sqlite3_column_text(plan, 3));
    sqlite3_finalize(plan);
    return said;
}

/* «SCAN x», where x is neither rows written in the query nor the answer of another part of it. */
static bool scans(struct arena *a, const char *plan)
{
    static const char mark[] = "\n  SCAN ";
    for (const char *s = plan; (s = strstr(s, mark));) {
        s += strlen(mark);
        const char *line = arena_strndup(a, s, strcspn(s, "\n"));
        const char *name = arena_strndup(a, s, strcspn(s, " \n"));
        bool made = strstr(line, "CONSTANT ROW") || strstr(line, "VIRTUAL TABLE") || *name == '(' ||
                    strstr(plan, arena_printf(a, "CO-ROUTINE %s\n", name)) ||
                    strstr(plan, arena_printf(a, "MATERIALIZE %s\n", name));
        if (!made)
            return true;
    }
    return strstr(plan, "USING AUTOMATIC ") != NULL;
}

struct looking {
    sqlite3 *sqlite;
    PGconn *pgsql;
    int n, bad;
};

static void look_in_sqlite(void *ctx, const struct db_query *q)
{
    struct looking *l = ctx;
    struct arena *a = arena_new();
    const char *plan = plan_of(l->sqlite, a, q);
    l->n++;
    l->bad += judge(q, scans(a, plan), plan);
    if (may_read_all(q) && !scans(a, plan)) {
        print_error("%s: %s reads no whole table; take its name from the list\n", q->where,
                    q->name);
        l->bad++;
    }
    arena_free(a);
}

static void no_query_reads_a_whole_table(void **state)
{
    (void)state;
    struct db_testing *t = db_testing_new();
    struct looking l = {0};
    assert_int_equal(sqlite3_open(strchr(t->url, ':') + 1, &l.sqlite), SQLITE_OK);
    each_query(look_in_sqlite, &l);
    sqlite3_close(l.sqlite);
    db_testing_free(t);
    print_message("# %d queries\n", l.n);
    assert_int_equal(l.bad, 0);
}

static void looks(sqlite3 *h, const struct db_query *q, const char *walk)
{
    struct arena *a = arena_new();
    const char *said = plan_of(h, a, q);
    if (!strstr(said, walk))
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

static const char *pg_plan_of(PGconn *conn, struct arena *a, const struct db_query *q)
{
    static const char *const words[] = {"",     "BIGINT", "DOUBLE PRECISION",
                                        "TEXT", "BYTEA",  "BIGINT"};
    const char *types = "", *values = "", *said = "";
    for (size_t i = 0; i < q->n_args; i++) {
        types = arena_printf(a, "%s%s%s", types, i ? ", " : "(", words[q->args[i].type]);
        values = arena_printf(a, "%s%sNULL", values, i ? ", " : "(");
    }
    const char *end = q->n_args ? ")" : "";
    PQclear(must(conn, arena_printf(a, "PREPARE looked %s%s AS %s", types, end, q->pgsql)));
    PGresult *plan = must(conn, arena_printf(a, "EXPLAIN EXECUTE looked %s%s", values, end));
    for (int i = 0; i < PQntuples(plan); i++)
        said = arena_printf(a, "%s\n  %s", said, PQgetvalue(plan, i, 0));
    PQclear(plan);
    PQclear(must(conn, "DEALLOCATE looked"));
    return said;
}

static bool sorts(PGconn *conn, const struct db_query *q)
{
    struct arena *a = arena_new();
    bool found = strstr(pg_plan_of(conn, a, q), "Sort") != NULL;
    arena_free(a);
    return found;
}

/* The index that is walked from end to end, or NULL. */
static const char *whole_index(struct arena *a, const char *plan)
{
    static const char *const marks[] = {"Index Scan using ", "Index Only Scan using ",
                                        "Index Scan Backward using ",
                                        "Index Only Scan Backward using ", "Bitmap Index Scan on "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        for (const char *s = plan; (s = strstr(s, marks[i]));) {
            s += strlen(marks[i]);
            const char *next = strstr(s, "->"), *cond = strstr(s, "Index Cond:");
            if (!cond || (next && next < cond))
                return arena_strndup(a, s, strcspn(s, " "));
        }
    return NULL;
}

/* Tables are empty here, and a small index costs no more than the right one: whether there is a
 * right one shows when the small is gone, or when tables cannot be joined by reading both. */
static void look_in_pgsql(void *ctx, const struct db_query *q)
{
    struct looking *l = ctx;
    struct arena *a = arena_new();
    const char *plan = pg_plan_of(l->pgsql, a, q), *index;
    PQclear(must(l->pgsql, "BEGIN"));
    if (whole_index(a, plan)) {
        PQclear(must(l->pgsql,
                     "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
                     "SET LOCAL enable_material = off; SET LOCAL enable_bitmapscan = off"));
        plan = pg_plan_of(l->pgsql, a, q);
    }
    while ((index = whole_index(a, plan)) && !strstr(index, "_pkey")) {
        PQclear(must(l->pgsql, arena_printf(a, "DROP INDEX %s", index)));
        plan = pg_plan_of(l->pgsql, a, q);
    }
    PQclear(must(l->pgsql, "ROLLBACK"));
    l->bad += judge(q, index || strstr(plan, "Seq Scan on "), plan);
    arena_free(a);
}

/* Seq Scan is told to be the dearest: where it stays, there is no index to use. */
static void no_query_of_postgresql_reads_a_whole_table(void **state)
{
    (void)state;
    struct db_testing *t = db_testing_new();
    struct looking l = {.pgsql = PQconnectdb(t->url)};
    PQclear(must(l.pgsql, "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off"));
    /* An empty table with an index of a part of it is the first to be read. */
    PQclear(must(l.pgsql,
                 "SET session_replication_role = replica;"
                 "INSERT INTO pair_goal (id, pair_id, programme_id, project, text, made_at) "
                 "SELECT n, n, n, 1, '', 0 FROM generate_series(1, 1000) n; ANALYZE pair_goal"));
    each_query(look_in_pgsql, &l);
    PQfinish(l.pgsql);
    db_testing_free(t);
    assert_int_equal(l.bad, 0);
}

static const char *setting_of(struct db *db, struct arena *a, const char *name)
{
    static const struct db_arg args[] = {{"name", DB_TEXT, false}};
    static const struct db_col cols[] = {{"setting", DB_TEXT, false, 0, 0}};
    static const struct db_query q = {.name = "setting",
                                      .where = "plans_test.c",
                                      .pgsql = "SELECT setting FROM pg_settings WHERE name = $1",
                                      .args = args,
                                      .n_args = 1,
                                      .cols = cols,
                                      .n_cols = 1,
                                      .row_size = sizeof(const char *),
                                      .kind = DB_MANY};
    const struct db_value named = {.type = DB_TEXT, .b = {name, strlen(name)}};
    const char **rows;
    size_t n;
    assert_int_equal(db_many(db, a, &q, &named, (void **)&rows, &n), 0);
    assert_int_equal(n, 1);
    return *rows;
}

/* The plans looked at here are those of a page: its connection asks for them in the same way. */
static void pages_have_these_plans(void **state)
{
    (void)state;
    struct db_testing *t = db_testing_new();
    struct db *page = db_testing_open(t, DB_READ);
    assert_string_equal(setting_of(page, t->a, "plan_cache_mode"), "force_generic_plan");
    assert_string_equal(setting_of(page, t->a, "enable_seqscan"), "off");
    assert_string_equal(setting_of(page, t->a, "max_parallel_workers_per_gather"), "0");
    assert_string_equal(setting_of(t->db, t->a, "plan_cache_mode"), "auto");
    db_close(page);
    db_testing_free(t);
}

static void they_take_the_row_they_ask_for(void **state)
{
    (void)state;
    struct db_testing *t = db_testing_new();
    PGconn *conn = PQconnectdb(t->url);
    PQclear(must(conn, "SET plan_cache_mode = force_generic_plan;"
                       "SET session_replication_role = replica;"
                       "INSERT INTO survey_response (id, round_id, unit_id, participation_id, "
                       "person_id, role, form_code, sort_key, state, told_at) "
                       "SELECT n, n, n, n, n, 'mentee', '', '', 'done', 0 "
                       "FROM generate_series(1, 1000) n;"
                       "INSERT INTO meeting (id, unit_id, programme_id, pair_id, kind, state, "
                       "starts_at, minutes, place, made_at, closed_at) "
                       "SELECT n, n, n, n, '', 'held', 0, 1, '', 0, 0 "
                       "FROM generate_series(1, 1000) n;"
                       "ANALYZE survey_response; ANALYZE meeting"));
    for (size_t i = 0; i < sizeof by_key / sizeof *by_key; i++) {
        const char *plan = pg_plan_of(conn, t->a, query_of(by_key[i]));
        if (!strstr(plan, "_pkey") || !strstr(plan, "Index Cond: (id = "))
            fail_msg("%s looks elsewhere:%s", by_key[i], plan);
    }
    PQfinish(conn);
    db_testing_free(t);
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
    const struct CMUnitTest of_sqlite[] = {cmocka_unit_test(no_query_reads_a_whole_table),
                                           cmocka_unit_test(they_walk_their_index)};
    const struct CMUnitTest of_pgsql[] = {
        cmocka_unit_test(no_query_of_postgresql_reads_a_whole_table),
        cmocka_unit_test(pages_have_these_plans), cmocka_unit_test(they_take_the_row_they_ask_for),
        cmocka_unit_test(they_have_no_other_order)};
    return strcmp(getenv("NASTAVNIK_TEST_DB"), "pgsql")
               ? cmocka_run_group_tests(of_sqlite, NULL, NULL)
               : cmocka_run_group_tests(of_pgsql, NULL, NULL);
}
