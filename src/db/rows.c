/* Many rows by few statements: cursors stay open, and PostgreSQL is asked once for many. */
#include "db/driver.h"

int db_rows(struct db *db, const struct db_query *q, const struct db_query *at_once,
            void (*args_of)(const void *row, struct db_value *args), const void *rows, size_t n)
{
    struct db_value args[DB_ROWS_AT_ONCE * DB_ARGS_MAX];
    const char *row = rows;
    int changed = 0;
    if (n > 1 && !db->in_tx)
        return db_fail(db, ERR_INVALID, "%s: %s: rows outside a transaction", q->where, q->name);
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
