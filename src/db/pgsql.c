/* PostgreSQL through libpq: binary values, declared parameter types, reconnect between
 * transactions only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "db/pgsql_value.h"

#define WALK_ROWS "500" /* rows a walk fetches at once */

LIBRARY_DEFINE(pq, PQ_NAMES, "libpq.so.5");

struct pgsql_db {
    struct db base;
    PGconn *conn;
    unsigned walk, prepared; /* numbers of the last server-side cursor and statement */
};

static PGconn *conn_of(const struct db *db)
{
    return ((const struct pgsql_db *)db)->conn;
}

static int code_of(const char *state)
{
    static const struct {
        const char *prefix;
        int code;
    } map[] = {
        {"23505", ERR_CONFLICT}, {"23503", ERR_CONFLICT}, {"23001", ERR_CONFLICT},
        {"40001", ERR_BUSY},     {"40P01", ERR_BUSY},     {"55P03", ERR_BUSY},
        {"57014", ERR_LIMIT},    {"54", ERR_LIMIT},       {"22", ERR_INVALID},
        {"23", ERR_INVALID},     {"42", ERR_INVALID},     {"25P02", ERR_INVALID},
    };
    for (size_t i = 0; state && i < sizeof map / sizeof map[0]; i++)
        if (strncmp(state, map[i].prefix, strlen(map[i].prefix)) == 0)
            return map[i].code;
    return ERR_IO; /* 08 connection, 25006 read-only, 53 disk full, 57 shutdown, 58 disk … */
}

/* Keep what the server said, without its DETAIL, which quotes people's data into the log.
 * res may be NULL (no connection) and is freed. */
static int fail(struct db *db, const char *where, PGresult *res)
{
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    const char *words = res ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!words)
        words = PQerrorMessage(conn_of(db));
    int r = db_fail(db, code_of(state), "%s: PostgreSQL %s: %.*s", where, state ? state : "-",
                    (int)strcspn(words, "\n"), words);
    PQclear(res);
    return r;
}

static int command(struct db *db, const char *sql)
{
    PGresult *res = PQexec(conn_of(db), sql);
    ExecStatusType status = PQresultStatus(res);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        return fail(db, "command", res);
    /* COMMIT of a transaction that has failed answers ROLLBACK and no error. */
    bool undone = strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(res), "ROLLBACK") == 0;
    PQclear(res);
    return undone ? db_fail(db, ERR_CONFLICT, "COMMIT: the server rolled back") : 0;
}

/* Pages are read by the plans that tests/plans_test.c looks at: made once, without knowing whose
 * page it is, along indexes, by one process. */
static const char for_pages[] = "SET default_transaction_read_only = on;"
                                "SET plan_cache_mode = force_generic_plan;"
                                "SET enable_seqscan = off;"
                                "SET max_parallel_workers_per_gather = 0;";

/* A walk goes to its end, which the planner doubts. No query is worth two seconds of compiling. */
static int configure(struct db *db)
{
    char sql[600];
    (void)snprintf(sql, sizeof sql, /* fits: fixed words and numbers */
                   "SET client_encoding = 'UTF8'; SET timezone = 'UTC';"
                   "SET cursor_tuple_fraction = 1; SET jit = off;"
                   "SET standard_conforming_strings = on; SET statement_timeout = %d;"
                   "SET lock_timeout = %d; SET idle_in_transaction_session_timeout = %d;"
                   "%s",
                   db->statement_ms, DB_BUSY_MS, 2 * db->statement_ms,
                   db->mode == DB_READ ? for_pages : "SET default_transaction_read_only = off;");
    return command(db, sql);
}

static int ready(struct db *db)
{
    if (PQstatus(conn_of(db)) == CONNECTION_OK)
        return 0;
    db->n_slots = 0; /* prepared statements died with the session */
    PQreset(conn_of(db));
    if (PQstatus(conn_of(db)) != CONNECTION_OK)
        return fail(db, "connect", NULL);
    return configure(db);
}

/* ---- queries ---- */

/* Numbers are never used twice, so a statement that could not be dropped is in nobody's way. */
static void statement_name(char name[32], const void *stmt)
{
    (void)snprintf(name, 32, "q%zu", (size_t)stmt); /* a number fits */
}

static int prepare(struct db *db, const struct db_query *q, struct db_slot *slot)
{
    Oid types[PGSQL_ARGS_MAX];
    pgsql_types(q, types);
    void *stmt = (void *)(size_t)++((struct pgsql_db *)db)->prepared;
    char name[32];
    statement_name(name, stmt);
    PGresult *res = PQprepare(conn_of(db), name, q->pgsql, (int)q->n_args, types);
    if (PQresultStatus(res) != PGRES_COMMAND_OK)
        return fail(db, q->where, res);
    PQclear(res);
    slot->stmt = stmt;
    return 0;
}

/* A walk reads through a cursor of the server, so that memory stays bounded and fn may query. */
static int fetch(struct db *db, struct db_cursor *c)
{
    char sql[64];
    (void)snprintf(sql, sizeof sql, "FETCH " WALK_ROWS " FROM walk%u", c->walk); /* fits */
    PQclear(c->rows);
    PGresult *res = PQexecParams(conn_of(db), sql, 0, NULL, NULL, NULL, NULL, 1);
    c->rows = NULL;
    if (PQresultStatus(res) != PGRES_TUPLES_OK)
        return fail(db, c->q->where, res);
    c->rows = res;
    c->row = -1;
    c->n_rows = PQntuples(res);
    return 0;
}

static int finish(struct db *db, struct db_cursor *c)
{
    PQclear(c->rows);
    if (!c->walk || PQtransactionStatus(conn_of(db)) != PQTRANS_INTRANS)
        return 0; /* a failed transaction takes its cursors along */
    char sql[32];
    (void)snprintf(sql, sizeof sql, "CLOSE walk%u", c->walk); /* fits */
    return command(db, sql);
}

static int start_walk(struct db *db, const struct db_query *q, const struct pgsql_args *b,
                      struct db_cursor *c)
{
    Oid types[DB_ARGS_MAX];
    char *sql;
    pgsql_types(q, types);
    c->walk = ++((struct pgsql_db *)db)->walk;
    if (asprintf(&sql, "DECLARE walk%u NO SCROLL CURSOR FOR %s", c->walk, q->pgsql) < 0)
        abort();
    PGresult *res =
        PQexecParams(conn_of(db), sql, (int)q->n_args, types, b->values, b->lengths, b->formats, 1);
    free(sql);
    if (PQresultStatus(res) == PGRES_COMMAND_OK) {
        PQclear(res);
        return fetch(db, c);
    }
    c->walk = 0;
    return fail(db, q->where, res);
}

static int prepared(struct db *db, const struct db_query *q, char name[32])
{
    struct db_slot *slot = db_slot_for(db, q); /* nothing stays running here: never NULL */
    int r = slot->stmt ? 0 : prepare(db, q, slot);
    if (r >= 0)
        statement_name(name, slot->stmt);
    return r;
}

static int send(struct db *db, const struct db_query *q, const char *name,
                const struct pgsql_args *b)
{
    int sent = PQsendQueryPrepared(conn_of(db), name, (int)q->n_args, b->values, b->lengths,
                                   b->formats, 1);
    return sent ? 0 : fail(db, q->where, NULL);
}

static int start(struct db *db, const struct db_query *q, const struct db_value *args, bool walk,
                 struct db_cursor *ret_c)
{
    struct pgsql_args b;
    char name[32];
    pgsql_bind(q, args, &b);
    *ret_c = (struct db_cursor){.q = q, .row = -1};
    if (walk)
        return start_walk(db, q, &b, ret_c);
    int r = prepared(db, q, name);
    if (r < 0)
        return r;
    if (PQpipelineStatus(conn_of(db)) == PQ_PIPELINE_ON)
        return send(db, q, name, &b);
    PGresult *res =
        PQexecPrepared(conn_of(db), name, (int)q->n_args, b.values, b.lengths, b.formats, 1);
    ExecStatusType status = PQresultStatus(res);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return fail(db, q->where, res);
    ret_c->rows = res;
    ret_c->n_rows = PQntuples(res);
    ret_c->changed = strtoll(PQcmdTuples(res), NULL, 10);
    return 0;
}

/* ---- statements that are not waited for ---- */

/* libpq prepares nothing in between without a look at the answer. */
static int together(struct db *db, const struct db_query *q, const struct db_query *other)
{
    char name[32];
    int r = prepared(db, q, name);
    if (r >= 0)
        r = prepared(db, other, name);
    return r < 0 || PQenterPipelineMode(conn_of(db)) ? r : fail(db, q->where, NULL);
}

/* What is behind a failure is answered as not done; every statement's answers end with NULL. */
static int collect(struct db *db, const struct db_query *q)
{
    PGconn *conn = conn_of(db);
    int64_t changed = 0;
    int r = PQpipelineSync(conn) ? 0 : fail(db, q->where, NULL);
    for (bool end = r < 0; !end;) {
        PGresult *res = PQgetResult(conn);
        ExecStatusType status = PQresultStatus(res);
        end = status == PGRES_PIPELINE_SYNC || PQstatus(conn) != CONNECTION_OK;
        if (res && status == PGRES_COMMAND_OK)
            changed += strtoll(PQcmdTuples(res), NULL, 10);
        if (r == 0 && (res ? status == PGRES_FATAL_ERROR : end)) {
            r = fail(db, q->where, res);
            continue;
        }
        PQclear(res);
    }
    (void)PQexitPipelineMode(conn); /* fails with the connection only, which is made anew then */
    return r < 0 ? r : changed > INT32_MAX ? INT32_MAX : (int)changed;
}

static int next(struct db *db, struct db_cursor *c)
{
    if (c->walk && c->row + 1 >= c->n_rows && c->n_rows > 0) {
        int r = fetch(db, c);
        if (r < 0)
            return r;
    }
    c->row++;
    return c->row < c->n_rows;
}

static int n_cols(const struct db_cursor *c)
{
    return PQnfields(c->rows);
}

static void drop(struct db *db, struct db_slot *slot)
{
    if (PQstatus(conn_of(db)) == CONNECTION_OK) {
        char sql[48];
        (void)snprintf(sql, sizeof sql, "DEALLOCATE q%zu", (size_t)slot->stmt); /* fits */
        (void)command(db, sql); /* fails only in a transaction that has failed already */
    }
    slot->stmt = NULL;
}

static void close_pgsql(struct db *db)
{
    if (conn_of(db)) /* else perhaps there is no library */
        PQfinish(conn_of(db));
}

static void no_notice(void *ctx, const PGresult *res)
{
    (void)ctx, (void)res; /* notices of the server would go to standard error */
}

static int open_pgsql(struct db *db, const char *url, struct err *err)
{
    int r = library_need(&pq_library, err);
    if (r < 0)
        return r;
    char *words = NULL; /* may quote the password, so nobody sees them */
    PQconninfoOption *parsed = PQconninfoParse(url, &words);
    PQfreemem(words);
    if (!parsed)
        return err_set(err, ERR_INVALID,
                       _("Адрес PostgreSQL записан неверно. Проверьте имена параметров и знаки %%: "
                         "в пароле они пишутся как %%25."));
    PQconninfoFree(parsed);
    struct pgsql_db *s = (struct pgsql_db *)db;
    /* The URL comes last: what it says itself rules. Keepalives find a server that is gone
     * without a word; a writer given several hosts looks for the one that takes writes. */
    const char *const keys[] = {"fallback_application_name", "connect_timeout",  "keepalives_idle",
                                "keepalives_interval",       "keepalives_count", "tcp_user_timeout",
                                "target_session_attrs",      "dbname",           NULL};
    const char *const values[] = {
        "nastavnik", "10", "30", "10", "3", "30000", db->mode == DB_WRITE ? "read-write" : "any",
        url,         NULL};
    s->conn = PQconnectdbParams(keys, values, 1);
    (void)PQsetNoticeReceiver(s->conn, no_notice, NULL);
    r = PQstatus(s->conn) == CONNECTION_OK ? configure(db) : fail(db, "connect", NULL);
    return r < 0 ? err_set(err, r, _("Нет связи с базой PostgreSQL: %s"), db->error) : 0;
}

const struct db_driver db_pgsql = {
    .engine = DB_PGSQL,
    .size = sizeof(struct pgsql_db),
    .open = open_pgsql,
    .close = close_pgsql,
    .ready = ready,
    .command = command,
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .begin_write = "BEGIN ISOLATION LEVEL REPEATABLE READ",
    .start = start,
    .together = together,
    .collect = collect,
    .next = next,
    .n_cols = n_cols,
    .cell = pgsql_cell,
    .finish = finish,
    .drop = drop,
};
