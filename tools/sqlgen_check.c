/* What SQLite itself says about every query: columns, types, nullability, the plan. */
#include <sqlite3.h>
#include <string.h>

#include "base/fs.h"
#include "db/dialect.h"
#include "db/sql_lex.h"
#include "sqlgen.h"

static int count_lines(const char *s, long n)
{
    int lines = 0;
    for (long i = 0; i < n && s[i]; i++)
        lines += s[i] == '\n';
    return lines;
}

/* What they had to say has been told. */
static void finalize(struct sg *g)
{
    (void)sqlite3_finalize(g->plan);
    (void)sqlite3_finalize(g->stmt);
    g->stmt = g->plan = NULL;
}

/* ---- the schema ---- */

static void apply(struct sg *g)
{
    char *text;
    size_t n;
    if (fs_read(g->a, g->path, SG_FILE_MAX, g->err, &text, &n) < 0)
        longjmp(g->failed, 1);
    const char *all = db_dialect(g->a, DB_SQLITE, text), *sql = all;
    for (sql += strspn(sql, " \t\r\n;"); *sql; sql += strspn(sql, " \t\r\n;")) {
        const char *at = sql;
        bool bad = sqlite3_prepare_v2(g->h, sql, -1, &g->stmt, &sql) != SQLITE_OK;
        if (bad && sqlite3_error_offset(g->h) > 0)
            at += sqlite3_error_offset(g->h);
        bad = bad || (g->stmt && sqlite3_step(g->stmt) != SQLITE_DONE);
        need(g, !bad, 1 + count_lines(all, at - all), "%s", sqlite3_errmsg(g->h));
        finalize(g);
    }
}

/* Neither a table that is not STRICT nor a view lets us know what a column holds. */
static void check_schema(struct sg *g)
{
    static const char sql[] =
        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND "
        "name NOT LIKE 'sqlite_%' AND (type = 'view' OR (type = 'table' AND NOT strict))";
    need(g, sqlite3_prepare_v2(g->h, sql, -1, &g->stmt, NULL) == SQLITE_OK, 1, "%s",
         sqlite3_errmsg(g->h));
    need(g, sqlite3_step(g->stmt) != SQLITE_ROW, 1,
         *sqlite3_column_text(g->stmt, 1) == 'v'
             ? "%s is a view: nullability cannot be known through it; write the query in full"
             : "the table %s is not STRICT; close it with ) STRICT;",
         (const char *)sqlite3_column_text(g->stmt, 0));
    finalize(g);
}

int sg_open(struct arena *a, char *const *schema, int n, struct err *err, sqlite3 **ret_h)
{
    struct sg *g = arena_new_of(a, struct sg);
    *g = (struct sg){.a = a, .err = err};
    if (sqlite3_open(":memory:", ret_h) != SQLITE_OK ||
        sqlite3_db_config(*ret_h, SQLITE_DBCONFIG_DQS_DML, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(*ret_h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) != SQLITE_OK)
        return err_set(err, ERR_IO, "sqlgen: SQLite does not start");
    g->h = *ret_h;
    if (setjmp(g->failed)) {
        finalize(g);
        return ERR_INVALID;
    }
    for (int i = 0; i < n; i++) {
        g->path = schema[i];
        apply(g);
        check_schema(g);
    }
    return 0;
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

/* What its -- col: says, if the schema does not say otherwise. */
static bool take_note(struct sg *g, struct sg_field *f, enum db_type type)
{
    struct sg_field *note = g->q->notes, *end = note + g->q->n_notes;
    while (note < end && strcmp(note->name, f->name))
        note++;
    if (note == end)
        return false;
    need(g, type == DB_NULL || type == note->type || (type == DB_I64 && note->type == DB_BOOL),
         note->line, "%s is declared %s, the schema says %s", f->name, sg_types[note->type].word,
         sg_types[type].word);
    note->used = true;
    f->type = note->type;
    f->nullable = note->nullable;
    return true;
}

static void check_type(struct sg *g, int i)
{
    struct sg_field *f = &g->q->cols[i];
    f->type = type_of(sqlite3_column_decltype(g->stmt, i));
    if (take_note(g, f, f->type))
        return;
    const char *table = sqlite3_column_table_name(g->stmt, i);
    int not_null = 0, primary = 0;
    need(g,
         f->type != DB_NULL && table &&
             sqlite3_table_column_metadata(g->h, NULL, table,
                                           sqlite3_column_origin_name(g->stmt, i), NULL, NULL,
                                           &not_null, &primary, NULL) == SQLITE_OK,
         0, "%s is an expression, its type cannot be known; add -- col: %s TYPE", f->name, f->name);
    f->nullable = !not_null && !primary;
    const char *because = unsure_because(g->q->sqlite, i), *word = sg_types[f->type].word;
    need(g, !because || f->nullable, 0,
         "whether %s may be NULL cannot be known because of %s; add -- col: %s %s, or %s? when it "
         "may",
         f->name, because, f->name, word, word);
}

static void check_columns(struct sg *g)
{
    struct sg_query *q = g->q;
    int n = sqlite3_column_count(g->stmt);
    need(g, n <= DB_COLS_MAX, 0, "more than %d columns", DB_COLS_MAX);
    for (int i = 0; i < n; i++) {
        const char *name = arena_strdup(g->a, sqlite3_column_name(g->stmt, i));
        need(g, sg_is_name(name), 0, "\"%s\" cannot be a field in C; name the column with AS",
             name);
        q->cols[q->n_cols++].name = name;
        check_type(g, i);
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            const struct sg_field *f = &q->cols[j];
            const char *name = q->cols[i].name;
            const char *has = arena_printf(g->a, sg_has_flag(f) ? "has_%s" : "%s", f->name);
            need(g, i == j || (strcmp(name, f->name) && strcmp(name, has)), 0,
                 "two columns are called %s; rename one with AS", name);
        }
    for (size_t i = 0; i < q->n_notes; i++)
        need(g, q->notes[i].used, q->notes[i].line, "the result has no column %s",
             q->notes[i].name);
}

/* ---- the shape of the statement, and its plan ---- */

static void check_shape(struct sg *g)
{
    static const char *const verbs[] = {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"};
    const char *s = g->q->sqlite + strspn(g->q->sqlite, " \t\r\n");
    struct sql_token t = sql_next(s), last = t;
    bool known = false, rows = sqlite3_column_count(g->stmt) > 0;
    enum db_kind kind = g->q->kind == DB_ROWS ? DB_EXEC : g->q->kind;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        known = known || sql_is(t, verbs[i]);
    need(g, known, 0, "a query is SELECT, WITH, INSERT, UPDATE or DELETE");
    need(g, !rows || kind != DB_EXEC, 0, "it answers rows; say one, many or each instead of exec");
    need(g, rows || kind == DB_EXEC, 0, "it answers no rows; say exec");
    need(g, kind != DB_EACH || sqlite3_stmt_readonly(g->stmt), 0, "each is for reading only");
    for (; (t = sql_next(s)).kind != SQL_END; s += t.n) {
        bool all = sql_is(last, "SELECT") || sql_is(last, "DISTINCT") || *last.s == '.';
        need(g, *t.s != '*' || !all, 0, "name the columns instead of *");
        last = t.kind == SQL_SPACE ? last : t;
    }
}

/* Whether a name of the plan is a table, or the text holds "table [AS] name". */
static bool is_table(struct sg *g, const char *name)
{
    struct sql_token t, last = {SQL_WORD, name, strlen(name)};
    for (const char *s = g->q->sqlite;; s += t.n) {
        t = sql_next(s);
        struct sql_token word = t; /* without quotes */
        if (t.kind == SQL_QUOTED)
            word = (struct sql_token){SQL_WORD, t.s + 1, t.n - 2};
        bool here = s == g->q->sqlite || sql_is(word, name); /* first of all the name itself */
        if (here && last.kind == SQL_WORD &&
            sqlite3_table_column_metadata(g->h, NULL, arena_strndup(g->a, last.s, last.n), NULL,
                                          NULL, NULL, NULL, NULL, NULL) == SQLITE_OK)
            return true;
        if (t.kind == SQL_END)
            return false;
        last = t.kind == SQL_SPACE || sql_is(t, "AS") ? last : word;
    }
}

static void check_plan(struct sg *g)
{
    const char *scanned = NULL, *sql = arena_printf(g->a, "EXPLAIN QUERY PLAN %s", g->q->sqlite);
    need(g, sqlite3_prepare_v2(g->h, sql, -1, &g->plan, NULL) == SQLITE_OK, 0, "%s",
         sqlite3_errmsg(g->h));
    while (sqlite3_step(g->plan) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(g->plan, 3);
        bool scan = strncmp(detail, "SCAN ", 5) == 0 && !strstr(detail, "VIRTUAL TABLE");
        bool makes_index = strstr(detail, "USING AUTOMATIC ") != NULL; /* by reading it all */
        const char *name = strchr(detail, ' ');
        name = name ? arena_strndup(g->a, name + 1, strcspn(name + 1, " ")) : "";
        if ((scan || makes_index) && is_table(g, name))
            scanned = name;
    }
    need(g, !scanned || g->q->scan, 0,
         "all of %s is read; add an index to the schema, or -- scan: with the reason why that "
         "stays small",
         scanned);
    need(g, scanned || !g->q->scan, g->q->scan_line, "nothing is scanned; remove -- scan:");
}

int sg_check(struct arena *a, sqlite3 *h, struct sg_file *file, struct err *err)
{
    struct sg *g = arena_new_of(a, struct sg);
    *g = (struct sg){.a = a, .err = err, .path = file->path, .h = h};
    if (setjmp(g->failed)) {
        finalize(g);
        return ERR_INVALID;
    }
    for (size_t i = 0; i < file->n; i++) {
        g->q = &file->queries[i];
        bool ok = sqlite3_prepare_v2(h, g->q->sqlite, -1, &g->stmt, NULL) == SQLITE_OK;
        need(g, ok, g->q->sql_line + count_lines(g->q->sqlite, sqlite3_error_offset(h)), "%s",
             sqlite3_errmsg(h));
        check_shape(g);
        check_columns(g);
        check_plan(g);
        finalize(g);
        if (g->q->sqlite_rows)
            need(g, sqlite3_prepare_v2(h, g->q->sqlite_rows, -1, &g->stmt, NULL) == SQLITE_OK, 0,
                 "of many rows: %s", sqlite3_errmsg(h));
        finalize(g);
    }
    return 0;
}
