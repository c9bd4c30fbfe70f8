/*
 * The database: one interface, two engines (SQLite and PostgreSQL). A struct db is one
 * connection and serves one thread at a time. Queries live in .sql files; sqlgen turns each
 * into a typed function, so application code calls those functions and, from this header,
 * only db_begin, db_commit, db_rollback and db_error.
 *
 * Both engines keep the stricter habit of the two: after a failed query inside a transaction
 * every further query of it is refused, until db_rollback. To try something that may
 * collide, write INSERT … ON CONFLICT DO NOTHING and look at the number of rows.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct db;

enum db_mode { DB_READ, DB_WRITE };
enum db_engine { DB_SQLITE, DB_PGSQL };

/*
 * url: "sqlite:PATH" or "postgresql://…" ("postgres://…"). DB_WRITE creates a missing SQLite
 * file, readable by its owner only; DB_READ refuses every write. ERR_INVALID: not such a URL;
 * ERR_IO: cannot be opened. err holds no password.
 */
int db_open(const char *url, enum db_mode mode, struct err *err, struct db **ret_db)
    __attribute__((warn_unused_result));
void db_close(struct db *db); /* NULL is fine; an open transaction is rolled back */

enum db_engine db_engine(const struct db *db);

/*
 * Transactions do not nest. A read transaction (DB_READ) sees one state from its first query
 * to its end; a write transaction holds the only write lock of SQLite, so nothing slow
 * belongs inside. It sees one state too: on PostgreSQL a row that somebody else changed
 * meanwhile is not written over, the query gives ERR_BUSY and the whole is to be done again.
 * db_commit of a transaction with a failed query rolls back and returns the code of that failure;
 * ERR_IO from db_commit means that nobody knows whether it was kept. db_rollback without a
 * transaction does nothing.
 */
int db_begin(struct db *db) __attribute__((warn_unused_result));
int db_commit(struct db *db) __attribute__((warn_unused_result));
void db_rollback(struct db *db);

/*
 * What many statements of a transaction add up to is written once, at its end: memory of this
 * transaction, zeroed when it is first asked for. db_commit calls write with it before it commits,
 * and so does db_settle, for whoever reads what was gathered; a rollback forgets it. write takes
 * out what it has written. NULL outside a transaction. One use a connection has room for:
 * programme/total.h.
 */
void *db_gather(struct db *db, size_t size, int (*write)(struct db *db, void *gathered));
int db_settle(struct db *db) __attribute__((warn_unused_result));

/*
 * Many thousand rows are written by the transactions that follow (or no more are): the connection
 * may keep as much of the file at hand as that needs, about 15 MiB, and SQLite does not look up
 * foreign keys row by row. Whoever writes so takes the keys from rows that were read or written in
 * the same transaction. Outside a transaction.
 */
void db_bulk(struct db *db, bool on);

/* Technical words about the last failure, for the log; lives until the next failure. */
const char *db_error(const struct db *db);

/* Queries begun on this connection, for the counters. */
uint64_t db_statements(const struct db *db);

/*
 * Codes of every query function: ERR_CONFLICT unique key, foreign key; ERR_INVALID a value
 * the schema refuses (CHECK, NOT NULL) or a row that is not of the declared type; ERR_IO
 * disk, read-only, lost connection (the next db_begin, or the next query outside a
 * transaction, connects again); ERR_BUSY lock or deadlock, the whole transaction may be
 * tried again; ERR_LIMIT more than DB_MANY_MAX rows, or the statement took too long.
 */

/* ---- below: what generated code uses ---- */

#define DB_ARGS_MAX 64
#define DB_COLS_MAX 128
#define DB_ROWS_AT_ONCE 32              /* of one statement of "rows" */
#define DB_MANY_MAX 100000              /* rows of one "many" */
#define DB_VALUE_MAX (32 * 1024 * 1024) /* bytes of one text or blob */

enum db_type { DB_NULL, DB_I64, DB_F64, DB_TEXT, DB_BLOB, DB_BOOL };

struct db_blob {
    const void *p; /* NULL: the value NULL, where the column or argument may be so */
    size_t n;
};

/* An argument, or a cell as the engine gave it. Text and blobs are borrowed. */
struct db_value {
    enum db_type type;
    union {
        int64_t i; /* also DB_BOOL: 0 or 1 */
        double f;
        struct db_blob b; /* DB_TEXT and DB_BLOB; text is not NUL-terminated by n */
    };
};

struct db_arg {
    const char *name;
    enum db_type type;
    bool nullable;
};

/* A column and its place in the row struct. */
struct db_col {
    const char *name;
    enum db_type type;
    bool nullable;
    size_t at;     /* offset of the value */
    size_t has_at; /* offset of has_x; nullable i64, f64 and bool only */
};

enum db_kind { DB_ONE, DB_MANY, DB_EACH, DB_EXEC, DB_ROWS };

/* One query of a .sql file. Its address is its name in the statement caches. */
struct db_query {
    const char *name;
    const char *where; /* "unit.sql:12" */
    const char *sqlite;
    const char *pgsql;
    const struct db_arg *args;
    const struct db_col *cols;
    size_t n_args, n_cols;
    size_t row_size;
    enum db_kind kind;
};

/* Returns 1 found (the first row), 0 none, or < 0; row is filled only for 1. */
int db_one(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args,
           void *ret_row);
/* Rows in the arena; *ret_rows is never NULL on success. */
int db_many(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args,
            void **ret_rows, size_t *ret_n);
/*
 * Calls fn for each row; the row and its texts live until fn returns, for row_arena is reset
 * then. fn may run other queries, but neither end the transaction nor change the rows that are
 * walked over; its non-zero answer stops the walk and is returned. Outside a transaction the walk
 * is one of its own, undone when fn answers < 0: walk long lists on a DB_READ connection, where
 * that holds no lock.
 */
int db_each(struct db *db, struct arena *row_arena, const struct db_query *q,
            const struct db_value *args, int (*fn)(void *ctx, const void *row), void *ctx);
/* Number of rows changed, or < 0. */
int db_exec(struct db *db, const struct db_query *q, const struct db_value *args);
/* The same for n rows, of q->row_size each, some of them by one statement; args_of takes the
 * arguments of one. Several are for a transaction only. */
int db_rows(struct db *db, const struct db_query *q, const struct db_query *at_once,
            void (*args_of)(const void *row, struct db_value *args), const void *rows, size_t n);

struct db_value db_i64(int64_t v); /* also a bool */
struct db_value db_f64(double v);
struct db_value db_text(const char *v); /* NULL: the value NULL, as for all below */
struct db_value db_blob(struct db_blob v);
