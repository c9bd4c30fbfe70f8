/*
 * Every query of every module, described by a real PostgreSQL: sqlgen has asked SQLite, this
 * asks the stricter of the two. Each failing query is printed with what to change.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <libpq-fe.h>
#include <string.h>

#include "db/db_testing.h"
#include "query_modules.h"

#define MODULE(name) extern const struct db_query *const name##_queries[];
QUERY_MODULES
#undef MODULE

/* Object ids of types, fixed since the beginning of PostgreSQL. */
enum { BOOL = 16, BYTEA = 17, INT8 = 20, INT2 = 21, INT4 = 23, TEXT = 25, FLOAT8 = 701 };

static bool fits(enum db_type type, Oid oid)
{
    switch (type) {
    case DB_I64:
        return oid == INT8 || oid == INT4 || oid == INT2;
    case DB_BOOL:
        return oid == BOOL || oid == INT8 || oid == INT4;
    case DB_F64:
        return oid == FLOAT8;
    case DB_TEXT:
        return oid == TEXT;
    default:
        return oid == BYTEA;
    }
}

static Oid oid_of(enum db_type type)
{
    static const Oid oids[] = {0, INT8, FLOAT8, TEXT, BYTEA, INT8};
    return oids[type];
}

static int describe(PGconn *conn, const struct db_query *q)
{
    Oid types[DB_ROWS_AT_ONCE * DB_ARGS_MAX];
    for (size_t i = 0; i < q->n_args; i++)
        types[i] = oid_of(q->args[i].type);
    PGresult *res = PQprepare(conn, "", q->pgsql, (int)q->n_args, types);
    int bad = PQresultStatus(res) != PGRES_COMMAND_OK;
    if (bad)
        print_error("%s: %s: %s", q->where, q->name, PQresultErrorMessage(res));
    PQclear(res);
    if (bad)
        return 1;
    res = PQdescribePrepared(conn, "");
    if (PQnfields(res) != (int)q->n_cols) {
        print_error("%s: %s: %zu columns are declared, PostgreSQL has %d\n", q->where, q->name,
                    q->n_cols, PQnfields(res));
        bad = 1;
    }
    for (size_t i = 0; !bad && i < q->n_cols; i++)
        if (!fits(q->cols[i].type, PQftype(res, (int)i))) {
            print_error("%s: %s: column %s has type %u in PostgreSQL; write CAST(… AS BIGINT), "
                        "DOUBLE PRECISION or TEXT\n",
                        q->where, q->name, q->cols[i].name, PQftype(res, (int)i));
            bad = 1;
        }
    PQclear(res);
    return bad;
}

static int describe_all(PGconn *conn, const struct db_query *const *queries, int *n)
{
    int bad = 0;
    for (; *queries; queries++, ++*n)
        bad += describe(conn, *queries);
    return bad;
}

static void postgresql_agrees_with_every_query(void **state)
{
    (void)state;
    struct db_testing *t = db_testing_new();
    PGconn *conn = PQconnectdb(t->url);
    assert_int_equal(PQstatus(conn), CONNECTION_OK);
    int bad = 0, n = 0;
#define MODULE(name) bad += describe_all(conn, name##_queries, &n);
    QUERY_MODULES
#undef MODULE
    PQfinish(conn);
    db_testing_free(t);
    print_message("# %d queries\n", n);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(postgresql_agrees_with_every_query)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
