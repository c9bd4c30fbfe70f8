/* A row as the engine gave it into its struct. */
#include <string.h>

#include "db/driver.h"

#define EXACT_IN_DOUBLE (INT64_C(1) << 53)

static int wrong_type(struct db *db, const struct db_query *q, const struct db_col *col,
                      const struct db_value *v)
{
    static const char *const words[] = {"NULL", "i64", "f64", "text", "blob", "bool"};
    return db_query_fail(db, q, ERR_INVALID, "column %s is declared %s%s, the row holds %s",
                         col->name, words[col->type], col->nullable ? "?" : "", words[v->type]);
}

/* Text and blobs get a NUL behind them, so that text is a C string. */
static const void *copy_bytes(struct arena *a, const struct db_blob *b)
{
    return arena_strndup(a, b->n ? b->p : "", b->n);
}

static int store_cell(struct db *db, struct arena *a, const struct db_query *q,
                      const struct db_col *col, struct db_value v, char *row)
{
    bool has = v.type != DB_NULL;
    if (!has && !col->nullable)
        return wrong_type(db, q, col, &v);
    if (col->type == DB_BOOL && v.type == DB_I64 && (v.i == 0 || v.i == 1))
        v.type = DB_BOOL;
    if (col->type == DB_F64 && v.type == DB_I64 && v.i <= EXACT_IN_DOUBLE &&
        v.i >= -EXACT_IN_DOUBLE)
        v = db_f64((double)v.i);
    if (has && v.type != col->type)
        return wrong_type(db, q, col, &v);
    if (col->nullable && col->type != DB_TEXT && col->type != DB_BLOB)
        memcpy(row + col->has_at, &has, sizeof has);
    if (!has)
        return 0; /* the arena's zeros: NULL, 0 */
    switch (col->type) {
    case DB_I64:
    case DB_F64: /* of the same size, in one union */
        memcpy(row + col->at, &v.i, sizeof v.i);
        break;
    case DB_BOOL:
        memcpy(row + col->at, &(bool){v.i != 0}, sizeof(bool));
        break;
    case DB_TEXT:
        if (v.b.n > 0 && memchr(v.b.p, 0, v.b.n))
            return db_query_fail(db, q, ERR_INVALID, "column %s holds a NUL byte", col->name);
        memcpy(row + col->at, &(const void *){copy_bytes(a, &v.b)}, sizeof(void *));
        break;
    default:
        memcpy(row + col->at, &(struct db_blob){copy_bytes(a, &v.b), v.b.n},
               sizeof(struct db_blob));
    }
    return 0;
}

int db_store_row(struct db *db, struct arena *a, const struct db_query *q,
                 const struct db_cursor *c, char *row)
{
    if ((size_t)db->driver->n_cols(c) != q->n_cols)
        return db_query_fail(db, q, ERR_INVALID, "%zu columns are declared, the row has %d",
                             q->n_cols, db->driver->n_cols(c));
    for (size_t i = 0; i < q->n_cols; i++) {
        struct db_value v;
        int r = db->driver->cell(db, c, (int)i, &v);
        if (r == 0)
            r = store_cell(db, a, q, &q->cols[i], v, row);
        if (r < 0)
            return r;
    }
    return 0;
}
