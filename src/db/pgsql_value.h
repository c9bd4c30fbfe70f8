/* Values as PostgreSQL sends them: binary, of declared types. Private to src/db. */
#pragma once

#include "db/driver.h"
#include "db/pq.h"

/* The declared types of a query's arguments; room for q->n_args. */
void pgsql_types(const struct db_query *q, Oid *ret);

/* Arguments as libpq takes them. Texts and blobs are borrowed. */
#define PGSQL_ARGS_MAX (DB_ROWS_AT_ONCE * DB_ARGS_MAX)
struct pgsql_args {
    const char *values[PGSQL_ARGS_MAX];
    int lengths[PGSQL_ARGS_MAX], formats[PGSQL_ARGS_MAX];
    uint64_t numbers[PGSQL_ARGS_MAX]; /* what values of numbers point to */
};
void pgsql_bind(const struct db_query *q, const struct db_value *args, struct pgsql_args *b);

/* A cell of the current row, borrowed. ERR_INVALID: of a type that a query has to cast. */
int pgsql_cell(struct db *db, const struct db_cursor *c, int col, struct db_value *ret_v);
