#include "db/pgsql_value.h"

#include <endian.h>

/* Of pg_type, fixed since the beginning of PostgreSQL. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };
enum { OID_FLOAT8 = 701, OID_VARCHAR = 1043 };

/* bool as well as i64: the schema keeps 0 and 1. */
static const Oid oids[] = {[DB_I64] = OID_INT8,
                           [DB_F64] = OID_FLOAT8,
                           [DB_TEXT] = OID_TEXT,
                           [DB_BLOB] = OID_BYTEA,
                           [DB_BOOL] = OID_INT8};

void pgsql_types(const struct db_query *q, Oid *ret)
{
    for (size_t i = 0; i < q->n_args; i++)
        ret[i] = oids[q->args[i].type];
}

void pgsql_bind(const struct db_query *q, const struct db_value *args, struct pgsql_args *b)
{
    for (size_t i = 0; i < q->n_args; i++) {
        const struct db_value *v = &args[i];
        b->formats[i] = 1;
        b->values[i] = NULL;
        b->lengths[i] = 0;
        if (v->type == DB_TEXT || v->type == DB_BLOB) {
            b->values[i] = v->b.n > 0 ? v->b.p : "";
            b->lengths[i] = (int)v->b.n;
        } else if (v->type != DB_NULL) {
            b->numbers[i] = htobe64((uint64_t)v->i); /* or the bits of v->f, in one union */
            b->values[i] = (const char *)&b->numbers[i];
            b->lengths[i] = 8;
        }
    }
}

/* Big-endian, of n bytes. */
static int64_t number(const char *p, int n)
{
    uint64_t v = (signed char)*p < 0 ? UINT64_MAX : 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | (unsigned char)p[i];
    return (int64_t)v;
}

int pgsql_cell(struct db *db, const struct db_cursor *c, int col, struct db_value *ret_v)
{
    Oid type = PQftype(c->rows, col);
    const char *p = PQgetvalue(c->rows, c->row, col);
    int n = PQgetlength(c->rows, c->row, col);
    *ret_v = (struct db_value){.type = DB_NULL};
    if (PQgetisnull(c->rows, c->row, col))
        return 0;
    switch (type) {
    case OID_BOOL:
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_FLOAT8: /* the bits of f, in one union */
        ret_v->type = type == OID_BOOL ? DB_BOOL : type == OID_FLOAT8 ? DB_F64 : DB_I64;
        ret_v->i = number(p, n);
        return 0;
    case OID_TEXT:
    case OID_VARCHAR:
    case OID_BYTEA:
        ret_v->type = type == OID_BYTEA ? DB_BLOB : DB_TEXT;
        ret_v->b = (struct db_blob){p, (size_t)n};
        return 0;
    default:
        return db_fail(db, ERR_INVALID,
                       "%s: column %s: PostgreSQL type %u; write CAST(… AS BIGINT), "
                       "DOUBLE PRECISION or TEXT in the query",
                       c->q->where, PQfname(c->rows, col), type);
    }
}
