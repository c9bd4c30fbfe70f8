/* sqlgen and the dialect map on any bytes: no crash; what is accepted keeps its promises. */
#include <assert.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "db/dialect.h"
#include "sqlgen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t lines(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += *s == '\n';
    return n;
}

static sqlite3 *schema(void)
{
    static sqlite3 *h; /* queries are prepared only, so one serves every run */
    if (h)
        return h;
    if (sqlite3_open(":memory:", &h) != SQLITE_OK ||
        sqlite3_exec(h,
                     "CREATE TABLE unit (id INTEGER PRIMARY KEY, parent_id INTEGER, name TEXT NOT "
                     "NULL, note TEXT, score REAL, active INTEGER NOT NULL, photo BLOB) STRICT;"
                     "CREATE INDEX unit_parent ON unit (parent_id);",
                     NULL, NULL, NULL) != SQLITE_OK)
        abort();
    return h;
}

/* The emitted C goes nowhere; emitting must only not crash. */
static void emit(struct arena *a, const struct sg_file *file)
{
    struct strbuf header, source;
    strbuf_init(&header, a);
    strbuf_init(&source, a);
    sg_emit(file, &header, &source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n > 20000)
        return 0;
    struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, n);
    assert(lines(db_dialect(a, DB_SQLITE, text)) == lines(text));
    assert(lines(db_dialect(a, DB_PGSQL, text)) == lines(text));
    struct sg_file file;
    struct err err = {0};
    if (sg_parse(a, "x/unit.sql", text, &err, &file) == 0) {
        sqlite3 *h = schema();
        for (size_t i = 0; i < file.n; i++)
            assert(file.queries[i].sqlite && file.queries[i].pgsql && file.queries[i].line > 0);
        if (sg_check(a, h, &file, &err) == 0)
            emit(a, &file);
        else
            assert(strncmp(err.text, "x/unit.sql:", 11) == 0);
        assert(!sqlite3_next_stmt(h, NULL)); /* every statement was finalized */
    } else {
        assert(strncmp(err.text, "x/unit.sql:", 11) == 0);
    }
    arena_free(a);
    return 0;
}
