/* Many rows by few statements: cursors stay open, and PostgreSQL gets them without answering each.
 */
#include "db/driver.h"

static int put(struct db *db, const struct db_query *q, const struct db_query *at_once,
               void (*args_of)(const void *row, struct db_value *args), const char *row, size_t n)
{
    struct db_value args[DB_ROWS_AT_ONCE * DB_ARGS_MAX];
    int changed = 0;
    for (size_t k; n > 0; n -= k) {
        k = n < DB_ROWS_AT_ONCE ? 1 : DB_ROWS_AT_ONCE;
        for (size_t i = 0; i < k; i++, row += q->row_size)
            args_of(row, args + i * q->n_args);
        int r = db_exec(db, k == 1 ? q : at_once, args);
        if (r < 0)
            return r;
        changed += r;
    }
    return changed;
}

int db_rows(struct db *db, const struct db_query *q, const struct db_query *at_once,
            void (*args_of)(const void *row, struct db_value *args), const void *rows, size_t n)
{
    if (n > 1 && !db->in_tx)
        return db_fail(db, ERR_INVALID, "%s: %s: rows outside a transaction", q->where, q->name);
    if (n <= 1 || db->failed || !db->driver->together)
        return put(db, q, at_once, args_of, rows, n);
    int r = db->driver->together(db, q, n < DB_ROWS_AT_ONCE ? q : at_once);
    if (r < 0)
        return db_failed(db, r);
    r = put(db, q, at_once, args_of, rows, n);
    int changed = db_failed(db, db->driver->collect(db, q));
    return r < 0 ? r : changed;
}
