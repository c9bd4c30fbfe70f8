/* Queries of kind rows: from INSERT … VALUES (…) to the same of many rows. */
#include <stdlib.h>
#include <string.h>

#include "db/sql_lex.h"
#include "sqlgen.h"

/* The values in brackets, which hold parameters and numbers only. */
static const char *find_values(struct sg *g, const char *sql, size_t *ret_n)
{
    struct sql_token t;
    const char *s = sql;
    while ((t = sql_next(s)).kind != SQL_END && !sql_is(t, "VALUES"))
        s += t.n;
    s += t.n;
    s += strspn(s, " \t\r\n");
    size_t n = strcspn(s, ")");
    need(g, *s == '(' && s[n] == ')' && !memchr(s + 1, '(', n), 0,
         "rows is for INSERT … VALUES (…) with nothing but parameters and numbers in the brackets");
    *ret_n = n + 1;
    return s;
}

static void add_row(struct strbuf *b, const char *values, size_t n, size_t first)
{
    for (const char *s = values; s < values + n;) {
        strbuf_putc(b, *s);
        if (*s == '?' || *s == '$')
            strbuf_put_uint(b, strtoul(s + 1, (char **)&s, 10) + first);
        else
            s++;
    }
}

static const char *repeat(struct sg *g, const struct sg_query *q, const char *sql)
{
    struct strbuf b;
    size_t n;
    const char *values = find_values(g, sql, &n);
    strbuf_init(&b, g->a);
    strbuf_add(&b, sql, (size_t)(values - sql));
    for (size_t i = 0; i < DB_ROWS_AT_ONCE; i++) {
        strbuf_puts(&b, i ? ",\n" : "");
        add_row(&b, values, n, i * q->n_args);
    }
    strbuf_puts(&b, values + n);
    return b.s;
}

void sg_repeat(struct sg *g, struct sg_query *q)
{
    static const char verb[] = "INSERT";
    const char *s = q->sqlite + strspn(q->sqlite, " \t\r\n");
    need(g, sql_is(sql_next(s), verb), 0, "rows is for INSERT");
    /* FAIL: what the statement has done is not taken back by itself, so that SQLite keeps no
     * journal of it. The whole transaction is undone then. */
    q->sqlite_rows = repeat(g, q, arena_printf(g->a, "INSERT OR FAIL%s", s + sizeof verb - 1));
    q->pgsql_rows = repeat(g, q, q->pgsql);
}
