/* What SQLite itself says about every query: columns, types, nullability, the plan. */
#include <sqlite3.h>
#include <string.h>

#include "base/fs.h"
#include "db/dialect.h"
#include "db/sql_lex.h"
#include "sqlgen.h"

static int count_lines(const char *s, int n)
{
    int lines = 0;
    for (int i = 0; i < n && s[i]; i++)
        lines += s[i] == '\n';
    return lines;
}

/* ---- the schema ---- */

static int apply(struct arena *a, sqlite3 *h, const char *path, struct err *err)
{
    char *text;
    size_t n;
    int r = fs_read(a, path, SG_FILE_MAX, err, &text, &n);
    if (r < 0)
        return r;
    const char *sql = db_dialect(a, DB_SQLITE, text), *all = sql;
    while (sql[strspn(sql, " \t\r\n;")]) {
        sqlite3_stmt *stmt = NULL;
        const char *tail = NULL;
        int rc = sqlite3_prepare_v2(h, sql, -1, &stmt, &tail);
        int at = (int)(sql - all) + (rc != SQLITE_OK ? sqlite3_error_offset(h) : 0);
        if (rc == SQLITE_OK && stmt && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
            rc = SQLITE_DONE;
        if (rc != SQLITE_OK && rc != SQLITE_DONE)
            r = sg_refuse(err, path, 1 + count_lines(all, at), "%s", sqlite3_errmsg(h));
        (void)sqlite3_finalize(stmt); /* its failure has been told */
        if (r < 0)
            return r;
        sql = tail;
    }
    return 0;
}

/* Names of tables that are not STRICT, and of views: neither lets us know types. */
static int check_schema(sqlite3 *h, const char *path, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(h,
                           "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND "
                           "name NOT LIKE 'sqlite_%' AND ((type = 'table' AND NOT strict) OR "
                           "type = 'view')",
                           -1, &stmt, NULL) != SQLITE_OK)
        return sg_refuse(err, path, 1, "%s", sqlite3_errmsg(h));
    int r = 0;
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        bool view = strcmp((const char *)sqlite3_column_text(stmt, 1), "view") == 0;
        r = sg_refuse(err, path, 1,
                      view ? "%s is a view: nullability cannot be known through "
                             "it; write the query in full"
                           : "the table %s is not STRICT; close it with ) STRICT;",
                      sqlite3_column_text(stmt, 0));
    }
    (void)sqlite3_finalize(stmt); /* a read of the schema has nothing to fail at the end */
    return r;
}

int sg_open(struct arena *a, char *const *schema, int n, struct err *err, sqlite3 **ret_h)
{
    sqlite3 *h = NULL;
    if (sqlite3_open(":memory:", &h) != SQLITE_OK ||
        sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) != SQLITE_OK)
        return err_set(err, ERR_IO, "sqlgen: SQLite does not start");
    int r = 0;
    for (int i = 0; i < n && r == 0; i++) {
        r = apply(a, h, schema[i], err);
        if (r == 0)
            r = check_schema(h, schema[i], err);
    }
    if (r < 0)
        (void)sqlite3_close(h); /* nothing is prepared */
    else
        *ret_h = h;
    return r;
}

/* ---- nullability ---- */

/*
 * SQLite reports a column of an outer-joined table and of (SELECT …) as NOT NULL, and of a
 * UNION only the first branch. Where one of them can reach a column, its word is not taken:
 * it stands in the column's own item of the outermost list, or anywhere outside that list.
 */
static const char *unsure_because(const char *sql, int column)
{
    static const char *const words[] = {"LEFT", "RIGHT", "FULL", "UNION", "INTERSECT", "EXCEPT"};
    static const char *const harmless[] = {"IN", "EXISTS", "FROM", "JOIN", "AS", "MATERIALIZED"};
    struct sql_token t, last = {SQL_END, "", 0}, before = last;
    int depth = 0, item = -1; /* −1: outside the list */
    for (; (t = sql_next(sql)).kind != SQL_END; sql += t.n) {
        if (t.kind == SQL_SPACE)
            continue;
        if (depth == 0 && (sql_is(t, "SELECT") || sql_is(t, "RETURNING")))
            item = 0;
        else if (depth == 0 && sql_is(t, "FROM"))
            item = -1;
        else if (depth == 0 && item >= 0 && *t.s == ',')
            item++;
        if (t.kind == SQL_PUNCT)
            depth += *t.s == '(' ? 1 : *t.s == ')' ? -1 : 0;
        bool reaches = item < 0 || item == column;
        bool inner = *last.s == '(' && sql_is(t, "SELECT") && !strchr("=<>", *before.s);
        for (size_t i = 0; inner && i < sizeof harmless / sizeof harmless[0]; i++)
            inner = !sql_is(before, harmless[i]);
        for (size_t i = 0; reaches && i < sizeof words / sizeof words[0]; i++)
            if (sql_is(t, words[i]))
                return words[i];
        if (reaches && inner)
            return "(SELECT";
        before = last;
        last = t;
    }
    return NULL;
}

static enum db_type type_of(const char *decl)
{
    static const struct {
        const char *word;
        enum db_type type;
    } map[] = {{"INTEGER", DB_I64},
               {"INT", DB_I64},
               {"REAL", DB_F64},
               {"TEXT", DB_TEXT},
               {"BLOB", DB_BLOB}};
    for (size_t i = 0; decl && i < sizeof map / sizeof map[0]; i++)
        if (sqlite3_stricmp(decl, map[i].word) == 0)
            return map[i].type;
    return DB_NULL;
}

static const char *word_of(enum db_type type)
{
    static const char *const words[] = {"?", "i64", "f64", "text", "blob", "bool"};
    return words[type];
}

static struct sg_field *find_note(struct sg_query *q, const char *name)
{
    for (size_t i = 0; i < q->n_notes; i++)
        if (strcmp(q->notes[i].name, name) == 0)
            return &q->notes[i];
    return NULL;
}

static int check_column(sqlite3_stmt *stmt, int i, const struct sg_file *file, struct sg_query *q,
                        struct err *err)
{
    const char *name = sqlite3_column_name(stmt, i), *table = sqlite3_column_table_name(stmt, i);
    enum db_type type = type_of(sqlite3_column_decltype(stmt, i));
    struct sg_field *f = &q->cols[i], *note = find_note(q, f->name);
    if (note) {
        bool fits =
            type == DB_NULL || type == note->type || (type == DB_I64 && note->type == DB_BOOL);
        if (!fits)
            return sg_refuse(err, file->path, note->line,
                             "%s: %s is declared %s, the schema "
                             "says %s",
                             q->name, name, word_of(note->type), word_of(type));
        note->used = true;
        f->type = note->type;
        f->nullable = note->nullable;
        return 0;
    }
    if (type == DB_NULL || !table)
        return sg_refuse(err, file->path, q->sql_line,
                         "%s: %s is an expression, its type cannot "
                         "be known; add -- col: %s TYPE",
                         q->name, name, name);
    int not_null = 0, primary = 0;
    if (sqlite3_table_column_metadata(sqlite3_db_handle(stmt), NULL, table,
                                      sqlite3_column_origin_name(stmt, i), NULL, NULL, &not_null,
                                      &primary, NULL) != SQLITE_OK)
        return sg_refuse(err, file->path, q->sql_line, "%s: %s: add -- col: %s TYPE", q->name, name,
                         name);
    f->type = type;
    f->nullable = !not_null && !primary;
    const char *because = unsure_because(q->sqlite, i);
    if (because && !f->nullable)
        return sg_refuse(err, file->path, q->sql_line,
                         "%s: whether %s may be NULL cannot be "
                         "known because of %s; add -- col: %s %s, or %s? when it may",
                         q->name, name, because, name, word_of(type), word_of(type));
    return 0;
}

static int check_columns(struct arena *a, sqlite3_stmt *stmt, const struct sg_file *file,
                         struct sg_query *q, struct err *err)
{
    int n = sqlite3_column_count(stmt);
    if (n > DB_COLS_MAX)
        return sg_refuse(err, file->path, q->sql_line, "%s: more than %d columns", q->name,
                         DB_COLS_MAX);
    for (int i = 0; i < n; i++) {
        const char *name = sqlite3_column_name(stmt, i);
        if (!sg_is_name(name))
            return sg_refuse(err, file->path, q->sql_line,
                             "%s: \"%s\" cannot be a field in C; "
                             "name the column with AS",
                             q->name, name);
        for (int j = 0; j < i; j++)
            if (strcmp(q->cols[j].name, name) == 0)
                return sg_refuse(err, file->path, q->sql_line,
                                 "%s: two columns are called %s; "
                                 "rename one with AS",
                                 q->name, name);
        q->cols[i].name = arena_strdup(a, name);
        q->n_cols++;
        int r = check_column(stmt, i, file, q, err);
        if (r < 0)
            return r;
    }
    for (size_t i = 0; i < q->n_notes; i++)
        if (!q->notes[i].used)
            return sg_refuse(err, file->path, q->notes[i].line,
                             "%s: the result has no column "
                             "%s",
                             q->name, q->notes[i].name);
    return 0;
}

/* ---- the shape of the statement ---- */

static int check_shape(sqlite3_stmt *stmt, const struct sg_file *file, const struct sg_query *q,
                       struct err *err)
{
    int n = sqlite3_column_count(stmt);
    struct sql_token first, t, last = {.kind = SQL_END};
    const char *s = q->sqlite;
    while ((first = sql_next(s)).kind == SQL_SPACE)
        s += first.n;
    if (!sql_is(first, "SELECT") && !sql_is(first, "WITH") && !sql_is(first, "INSERT") &&
        !sql_is(first, "UPDATE") && !sql_is(first, "DELETE"))
        return sg_refuse(err, file->path, q->sql_line,
                         "%s: a query is SELECT, WITH, INSERT, "
                         "UPDATE or DELETE",
                         q->name);
    if (q->kind == DB_EXEC && n > 0)
        return sg_refuse(err, file->path, q->sql_line,
                         "%s: it answers rows; say one, many or "
                         "each instead of exec",
                         q->name);
    if (q->kind != DB_EXEC && n == 0)
        return sg_refuse(err, file->path, q->sql_line, "%s: it answers no rows; say exec", q->name);
    if (q->kind == DB_EACH && !sqlite3_stmt_readonly(stmt))
        return sg_refuse(err, file->path, q->sql_line, "%s: each is for reading only", q->name);
    for (s = q->sqlite; (t = sql_next(s)).kind != SQL_END; s += t.n) {
        if (t.kind == SQL_SPACE)
            continue;
        bool star = t.kind == SQL_PUNCT && *t.s == '*';
        if (star && (sql_is(last, "SELECT") || (last.kind == SQL_PUNCT && *last.s == '.')))
            return sg_refuse(err, file->path, q->sql_line, "%s: name the columns instead of *",
                             q->name);
        last = t;
    }
    return 0;
}

/* ---- the plan ---- */

static bool is_table(sqlite3 *h, const char *name)
{
    return sqlite3_table_column_metadata(h, NULL, name, NULL, NULL, NULL, NULL, NULL, NULL) ==
           SQLITE_OK;
}

/* The table that a name of the plan stands for: itself, or "table [AS] name" of the text. */
static bool stands_for_table(struct arena *a, sqlite3 *h, const char *sql, const char *name)
{
    struct sql_token t, last = {.kind = SQL_END};
    for (; (t = sql_next(sql)).kind != SQL_END; sql += t.n) {
        if (t.kind == SQL_SPACE || sql_is(t, "AS"))
            continue;
        if (sql_is(t, name) && last.kind == SQL_WORD &&
            is_table(h, arena_strndup(a, last.s, last.n)))
            return true;
        last = t;
    }
    return is_table(h, name);
}

static int check_plan(struct arena *a, sqlite3 *h, const struct sg_file *file,
                      const struct sg_query *q, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(h, arena_printf(a, "EXPLAIN QUERY PLAN %s", q->sqlite), -1, &stmt,
                           NULL) != SQLITE_OK)
        return sg_refuse(err, file->path, q->sql_line, "%s: %s", q->name, sqlite3_errmsg(h));
    const char *scanned = NULL;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(stmt, 3);
        if (strncmp(detail, "SCAN ", 5) != 0 || strstr(detail, "VIRTUAL TABLE"))
            continue;
        char *name = arena_strndup(a, detail + 5, strcspn(detail + 5, " "));
        if (stands_for_table(a, h, q->sqlite, name))
            scanned = name;
    }
    (void)sqlite3_finalize(stmt); /* a plan has nothing to fail at the end */
    if (scanned && !q->scan)
        return sg_refuse(err, file->path, q->sql_line,
                         "%s reads all of %s; add an index to the "
                         "schema, or -- scan: with the reason why that stays small",
                         q->name, scanned);
    if (!scanned && q->scan)
        return sg_refuse(err, file->path, q->scan_line,
                         "%s: nothing is scanned; remove -- scan:", q->name);
    return 0;
}

static int check_query(struct arena *a, sqlite3 *h, const struct sg_file *file, struct sg_query *q,
                       struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(h, q->sqlite, -1, &stmt, NULL) != SQLITE_OK)
        return sg_refuse(err, file->path,
                         q->sql_line + count_lines(q->sqlite, sqlite3_error_offset(h)), "%s: %s",
                         q->name, sqlite3_errmsg(h));
    int r = check_shape(stmt, file, q, err);
    if (r == 0)
        r = check_columns(a, stmt, file, q, err);
    if (r == 0)
        r = check_plan(a, h, file, q, err);
    (void)sqlite3_finalize(stmt); /* never run */
    return r;
}

int sg_check(struct arena *a, sqlite3 *h, struct sg_file *file, struct err *err)
{
    for (size_t i = 0; i < file->n; i++) {
        int r = check_query(a, h, file, &file->queries[i], err);
        if (r < 0)
            return r;
    }
    return 0;
}
