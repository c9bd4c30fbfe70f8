/* What SQLite itself says about every query: columns, types, nullability, the plan. */
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>

#include "base/fs.h"
#include "db/dialect.h"
#include "db/sql_lex.h"
#include "sqlgen.h"

struct check {
    struct arena *a;
    sqlite3 *h;
    const char *path;
    struct sg_query *q;
    sqlite3_stmt *stmt; /* q prepared */
    struct err *err;
};

/* line 0: the statement's first. */
__attribute__((format(printf, 3, 4))) static int refuse(const struct check *c, int line,
                                                        const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *words = arena_vprintf(c->a, fmt, ap);
    va_end(ap);
    return err_set(c->err, ERR_INVALID, "%s:%d: %s: %s", c->path, line ? line : c->q->sql_line,
                   c->q->name, words);
}

static int count_lines(const char *s, long n)
{
    int lines = 0;
    for (long i = 0; i < n && s[i]; i++)
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
    const char *all = db_dialect(a, DB_SQLITE, text), *sql = all;
    for (sql += strspn(sql, " \t\r\n;"); *sql && r == 0; sql += strspn(sql, " \t\r\n;")) {
        sqlite3_stmt *stmt = NULL;
        const char *at = sql;
        bool bad = sqlite3_prepare_v2(h, sql, -1, &stmt, &sql) != SQLITE_OK;
        if (bad && sqlite3_error_offset(h) > 0)
            at += sqlite3_error_offset(h);
        bad = bad || (stmt && sqlite3_step(stmt) != SQLITE_DONE);
        if (bad)
            r = err_set(err, ERR_INVALID, "%s:%d: %s", path, 1 + count_lines(all, at - all),
                        sqlite3_errmsg(h));
        (void)sqlite3_finalize(stmt); /* its failure has been told */
    }
    return r;
}

/* Neither a table that is not STRICT nor a view lets us know what a column holds. */
static int check_schema(sqlite3 *h, const char *path, struct err *err)
{
    static const char sql[] =
        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND "
        "name NOT LIKE 'sqlite_%' AND (type = 'view' OR (type = 'table' AND NOT strict))";
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(h, sql, -1, &stmt, NULL) != SQLITE_OK)
        return err_set(err, ERR_IO, "%s:1: %s", path, sqlite3_errmsg(h));
    int r = 0;
    if (sqlite3_step(stmt) == SQLITE_ROW)
        r = err_set(err, ERR_INVALID,
                    *sqlite3_column_text(stmt, 1) == 'v'
                        ? "%s:1: %s is a view: nullability cannot be known through it; write the "
                          "query in full"
                        : "%s:1: the table %s is not STRICT; close it with ) STRICT;",
                    path, (const char *)sqlite3_column_text(stmt, 0));
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
    *ret_h = h;
    return r;
}

/* ---- columns ---- */

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
    for (enum db_type t = DB_I64; decl && t <= DB_BLOB; t++)
        if (strcmp(decl, sg_types[t].schema) == 0)
            return t;
    return DB_NULL;
}

static int take_note(const struct check *c, struct sg_field *f, struct sg_field *note,
                     enum db_type type)
{
    if (type != DB_NULL && type != note->type && !(type == DB_I64 && note->type == DB_BOOL))
        return refuse(c, note->line, "%s is declared %s, the schema says %s", f->name,
                      sg_types[note->type].word, sg_types[type].word);
    note->used = true;
    f->type = note->type;
    f->nullable = note->nullable;
    return 0;
}

static int check_type(const struct check *c, int i)
{
    struct sg_field *f = &c->q->cols[i];
    enum db_type type = type_of(sqlite3_column_decltype(c->stmt, i));
    for (size_t n = 0; n < c->q->n_notes; n++)
        if (strcmp(c->q->notes[n].name, f->name) == 0)
            return take_note(c, f, &c->q->notes[n], type);
    const char *table = sqlite3_column_table_name(c->stmt, i);
    int not_null = 0, primary = 0;
    if (type == DB_NULL || !table ||
        sqlite3_table_column_metadata(c->h, NULL, table, sqlite3_column_origin_name(c->stmt, i),
                                      NULL, NULL, &not_null, &primary, NULL) != SQLITE_OK)
        return refuse(c, 0, "%s is an expression, its type cannot be known; add -- col: %s TYPE",
                      f->name, f->name);
    f->type = type;
    f->nullable = !not_null && !primary;
    const char *because = unsure_because(c->q->sqlite, i), *word = sg_types[type].word;
    if (because && !f->nullable)
        return refuse(c, 0,
                      "whether %s may be NULL cannot be known because of %s; add -- col: %s %s, or "
                      "%s? when it may",
                      f->name, because, f->name, word, word);
    return 0;
}

static int check_columns(const struct check *c)
{
    struct sg_query *q = c->q;
    int n = sqlite3_column_count(c->stmt);
    if (n > DB_COLS_MAX)
        return refuse(c, 0, "more than %d columns", DB_COLS_MAX);
    for (int i = 0; i < n; i++) {
        const char *name = arena_strdup(c->a, sqlite3_column_name(c->stmt, i));
        if (!sg_is_name(name))
            return refuse(c, 0, "\"%s\" cannot be a field in C; name the column with AS", name);
        q->cols[q->n_cols++].name = name;
        int r = check_type(c, i);
        if (r < 0)
            return r;
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            const struct sg_field *f = &q->cols[j];
            const char *has = arena_printf(c->a, sg_has_flag(f) ? "has_%s" : "%s", f->name);
            if (i != j && (!strcmp(q->cols[i].name, f->name) || !strcmp(q->cols[i].name, has)))
                return refuse(c, 0, "two columns are called %s; rename one with AS",
                              q->cols[i].name);
        }
    for (size_t i = 0; i < q->n_notes; i++)
        if (!q->notes[i].used)
            return refuse(c, q->notes[i].line, "the result has no column %s", q->notes[i].name);
    return 0;
}

/* ---- the shape of the statement, and its plan ---- */

static int check_shape(const struct check *c)
{
    static const char *const verbs[] = {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"};
    const char *s = c->q->sqlite + strspn(c->q->sqlite, " \t\r\n");
    struct sql_token t = sql_next(s), last = t;
    bool known = false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        known = known || sql_is(t, verbs[i]);
    if (!known)
        return refuse(c, 0, "a query is SELECT, WITH, INSERT, UPDATE or DELETE");
    bool rows = sqlite3_column_count(c->stmt) > 0;
    if (rows && c->q->kind == DB_EXEC)
        return refuse(c, 0, "it answers rows; say one, many or each instead of exec");
    if (!rows && c->q->kind != DB_EXEC)
        return refuse(c, 0, "it answers no rows; say exec");
    if (c->q->kind == DB_EACH && !sqlite3_stmt_readonly(c->stmt))
        return refuse(c, 0, "each is for reading only");
    for (; (t = sql_next(s)).kind != SQL_END; s += t.n) {
        if (*t.s == '*' && (sql_is(last, "SELECT") || sql_is(last, "DISTINCT") || *last.s == '.'))
            return refuse(c, 0, "name the columns instead of *");
        last = t.kind == SQL_SPACE ? last : t;
    }
    return 0;
}

/* Whether a name of the plan is a table, or the text holds "table [AS] name". */
static bool is_table(const struct check *c, const char *name)
{
    struct sql_token t, last = {SQL_WORD, name, strlen(name)};
    for (const char *s = c->q->sqlite;; s += t.n) {
        t = sql_next(s);
        struct sql_token word = t; /* without quotes */
        if (t.kind == SQL_QUOTED)
            word = (struct sql_token){SQL_WORD, t.s + 1, t.n - 2};
        bool here = s == c->q->sqlite || sql_is(word, name); /* first of all the name itself */
        if (here && last.kind == SQL_WORD &&
            sqlite3_table_column_metadata(c->h, NULL, arena_strndup(c->a, last.s, last.n), NULL,
                                          NULL, NULL, NULL, NULL, NULL) == SQLITE_OK)
            return true;
        if (t.kind == SQL_END)
            return false;
        last = t.kind == SQL_SPACE || sql_is(t, "AS") ? last : word;
    }
}

static int check_plan(const struct check *c)
{
    sqlite3_stmt *plan = NULL;
    if (sqlite3_prepare_v2(c->h, arena_printf(c->a, "EXPLAIN QUERY PLAN %s", c->q->sqlite), -1,
                           &plan, NULL) != SQLITE_OK)
        return refuse(c, 0, "%s", sqlite3_errmsg(c->h));
    const char *scanned = NULL;
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(plan, 3);
        bool scan = strncmp(detail, "SCAN ", 5) == 0 && !strstr(detail, "VIRTUAL TABLE");
        bool makes_index = strstr(detail, "USING AUTOMATIC ") != NULL; /* by reading it all */
        const char *name = strchr(detail, ' ');
        name = name ? arena_strndup(c->a, name + 1, strcspn(name + 1, " ")) : "";
        if ((scan || makes_index) && is_table(c, name))
            scanned = name;
    }
    (void)sqlite3_finalize(plan); /* a plan has nothing to fail at the end */
    if (scanned && !c->q->scan)
        return refuse(c, 0,
                      "all of %s is read; add an index to the schema, or -- scan: with the reason "
                      "why that stays small",
                      scanned);
    if (!scanned && c->q->scan)
        return refuse(c, c->q->scan_line, "nothing is scanned; remove -- scan:");
    return 0;
}

static int check_query(struct check *c)
{
    if (sqlite3_prepare_v2(c->h, c->q->sqlite, -1, &c->stmt, NULL) != SQLITE_OK) {
        int at = count_lines(c->q->sqlite, sqlite3_error_offset(c->h));
        return refuse(c, c->q->sql_line + at, "%s", sqlite3_errmsg(c->h));
    }
    int r = check_shape(c);
    if (r == 0)
        r = check_columns(c);
    if (r == 0)
        r = check_plan(c);
    (void)sqlite3_finalize(c->stmt); /* never run */
    return r;
}

int sg_check(struct arena *a, sqlite3 *h, struct sg_file *file, struct err *err)
{
    int r = 0;
    for (size_t i = 0; i < file->n && r == 0; i++)
        r = check_query(&(struct check){a, h, file->path, &file->queries[i], NULL, err});
    return r;
}
