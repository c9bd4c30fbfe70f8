/* What an engine gives to db.c. Private to src/db. */
#pragma once

#include "db/db.h"

/* Statements kept prepared per connection; the one unused for longest makes room. */
#define DB_CACHE_MAX 192

/* How long a writer waits for another one, and a statement of PostgreSQL may run. */
#define DB_BUSY_MS 5000
#define DB_STATEMENT_MS 30000

struct db_slot {
    const struct db_query *q;
    void *stmt;
    uint64_t used; /* tick of the last use */
    bool running;
};

struct db {
    const struct db_driver *driver;
    enum db_mode mode;
    int statement_ms; /* what one statement, or one step of a walk, may take */
    bool in_tx;
    void *gathered; /* of db_gather, while in_tx */
    int (*write_gathered)(struct db *db, void *gathered);
    int failed;     /* ERR_* of the first failure in this transaction, 0 = none */
    unsigned walks; /* db_each calls under way */
    uint64_t tick;
    uint64_t statements;       /* queries begun since the connection was opened */
    size_t n_slots, last_slot; /* the one found last */
    struct db_slot slots[DB_CACHE_MAX];
    char error[ERR_TEXT_MAX];
};

/* A query under way. */
struct db_cursor {
    const struct db_query *q;
    void *rows;           /* sqlite3_stmt * or PGresult * */
    struct db_slot *slot; /* NULL: rows belongs to this cursor alone */
    int row, n_rows;      /* PostgreSQL: position in rows */
    unsigned walk;        /* PostgreSQL: number of the server-side cursor, 0 = none */
    int64_t changed;
    bool failed; /* SQLite: next has told the failure already */
};

struct db_driver {
    enum db_engine engine;
    size_t size; /* of its struct, whose first member is struct db */
    int (*open)(struct db *db, const char *url, struct err *err);
    void (*close)(struct db *db); /* also what was opened only in part */
    /* Connect again if the connection was lost; only called outside transactions. */
    int (*ready)(struct db *db);
    /* One or more statements without arguments or rows. */
    int (*command)(struct db *db, const char *sql);
    const char *begin_read, *begin_write;
    void (*bulk)(struct db *db, bool on); /* NULL: nothing to do */
    /* Bind and start; the caller calls finish in any case when 0 was returned. */
    int (*start)(struct db *db, const struct db_query *q, const struct db_value *args, bool walk,
                 struct db_cursor *ret_c);
    /* Statements of these two queries between together and collect, without rows, are sent and not
     * waited for: start says 0, and collect how many rows they all changed, or the first failure.
     * NULL: start waits. */
    int (*together)(struct db *db, const struct db_query *q, const struct db_query *other);
    int (*collect)(struct db *db, const struct db_query *q);
    int (*next)(struct db *db, struct db_cursor *c); /* 1 row, 0 end, < 0 */
    int (*n_cols)(const struct db_cursor *c);
    int (*cell)(struct db *db, const struct db_cursor *c, int col, struct db_value *ret_v);
    int (*finish)(struct db *db, struct db_cursor *c);
    void (*drop)(struct db *db, struct db_slot *slot); /* forget a prepared statement */
};

extern const struct db_driver db_sqlite, db_pgsql;

/* Keep the technical words and return code. */
int db_fail(struct db *db, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* What is wrong with a query, or with a row of it. */
#define db_query_fail(db, q, code, fmt, ...)                                                       \
    db_fail((db), (code), "%s: %s: " fmt, (q)->where, (q)->name, __VA_ARGS__)

/* The row of the cursor into the struct of the query, texts into the arena (store.c). ERR_INVALID:
 * not of the declared columns. */
int db_store_row(struct db *db, struct arena *a, const struct db_query *q,
                 const struct db_cursor *c, char *row);

/* Remember the failure of a transaction's query; returns r. */
int db_failed(struct db *db, int r);

/* The slot of a query, prepared or (stmt == NULL) to be filled; NULL when its statement is
 * running already or every slot is. */
struct db_slot *db_slot_for(struct db *db, const struct db_query *q);
void db_drop_slots(struct db *db);
