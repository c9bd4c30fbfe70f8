#include "db/dialect.h"

#include <string.h>

#include "base/strbuf.h"
#include "db/sql_lex.h"

/* Uncomment the lines of one engine. */
static char *own_lines(struct arena *a, const char *prefix, const char *sql)
{
    struct strbuf b;
    strbuf_init(&b, a);
    size_t skip = strlen(prefix);
    while (*sql) {
        if (strncmp(sql, prefix, skip) == 0)
            sql += skip;
        size_t n = strcspn(sql, "\n");
        n += sql[n] == '\n';
        strbuf_add(&b, sql, n);
        sql += n;
    }
    return b.s;
}

/* Types are in capitals: a column may be called text. */
static const char *pg_word(struct sql_token t)
{
    static const char *const map[][2] = {
        {"INTEGER", "BIGINT"},
        {"REAL", "DOUBLE PRECISION"},
        {"BLOB", "BYTEA"},
        {"TEXT", "TEXT COLLATE \"C\""}, /* keys page in the byte order of SQLite */
    };
    for (size_t i = 0; i < sizeof map / sizeof map[0]; i++)
        if (t.kind == SQL_WORD && t.n == strlen(map[i][0]) && !memcmp(t.s, map[i][0], t.n))
            return map[i][1];
    return NULL;
}

char *db_dialect(struct arena *a, enum db_engine engine, const char *sql)
{
    if (engine == DB_SQLITE)
        return own_lines(a, "-- sqlite: ", sql);
    struct strbuf b;
    strbuf_init(&b, a);
    int depth = 0;
    bool dropped = false; /* the last word was a table option of SQLite */
    struct sql_token t;
    for (sql = own_lines(a, "-- pg: ", sql); (t = sql_next(sql)).kind != SQL_END; sql += t.n) {
        const char *word = pg_word(t);
        bool option =
            depth == 0 && (sql_is(t, "STRICT") || sql_is(t, "WITHOUT") || sql_is(t, "ROWID"));
        if (t.kind == SQL_PUNCT)
            depth += *t.s == '(' ? 1 : *t.s == ')' ? -1 : 0;
        if (option || (dropped && *t.s == ',')) {
            dropped = true;
            continue;
        }
        if (t.kind != SQL_SPACE && t.kind != SQL_COMMENT)
            dropped = false;
        if (word)
            strbuf_puts(&b, word);
        else
            strbuf_add(&b, t.s, t.n);
    }
    return b.s;
}
