/* From the text of a .sql file to struct sg_query: annotations, statement, numbered parameters. */
#include <stdarg.h>
#include <string.h>

#include "db/sql_lex.h"
#include "sqlgen.h"

const struct sg_type sg_types[] = {
    [DB_NULL] = {"", "", "", "", ""},
    [DB_I64] = {"i64", "INTEGER", "int64_t ", "DB_I64", "db_i64"},
    [DB_F64] = {"f64", "REAL", "double ", "DB_F64", "db_f64"},
    [DB_TEXT] = {"text", "TEXT", "const char *", "DB_TEXT", "db_text"},
    [DB_BLOB] = {"blob", "BLOB", "struct db_blob ", "DB_BLOB", "db_blob"},
    [DB_BOOL] = {"bool", "", "bool ", "DB_BOOL", "db_i64"},
};

void sg_refuse(struct sg *g, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *words = arena_vprintf(g->a, fmt, ap), *query = g->q ? g->q->name : "";
    err_set(g->err, ERR_INVALID, "%s:%d: %s%s%s", g->path, line ? line : g->q->sql_line, query,
            g->q ? ": " : "", words);
    va_end(ap);
    longjmp(g->failed, 1);
}

/* The next line in the arena, without white space at its ends. */
static char *take_line(struct sg *g)
{
    size_t n = strcspn(g->s, "\n"), blank = strspn(g->s, " \t\r");
    const char *from = g->s + (blank < n ? blank : n), *to = g->s + n;
    g->s = to + (*to == '\n');
    g->line++;
    while (to > from && strchr(" \t\r", to[-1]))
        to--;
    return arena_strndup(g->a, from, (size_t)(to - from));
}

bool sg_is_name(const char *s)
{
    /* keywords of C, macros of gnu17, and what the generated functions call their own */
    static const char taken[] =
        " auto break case char const continue default do double else enum extern float for goto "
        "if inline int long register restrict return short signed sizeof static struct switch "
        "typedef union unsigned void volatile while bool true false asm typeof linux unix "
        "a db fn ctx args row rows call r ret_row ret_rows ret_n row_arena ";
    size_t n = strlen(s);
    for (const char *at = taken; (at = strstr(at, s)) && n > 0; at++)
        if (at[-1] == ' ' && at[n] == ' ')
            return false;
    return n > 0 && n <= 60 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n &&
           !strchr("0123456789_", s[0]);
}

/* Cut the first word off; returns what stands behind it. */
static char *cut_word(char *text)
{
    char *rest = text + strcspn(text, " \t");
    if (*rest)
        *rest++ = '\0';
    return rest + strspn(rest, " \t");
}

/* "NAME TYPE" or "NAME TYPE?" */
static void parse_field(struct sg *g, const char *what, char *text, struct sg_field *list,
                        size_t *n, size_t max)
{
    char *type = cut_word(text), *last = type + strlen(type) - (*type != '\0');
    struct sg_field f = {.name = text, .line = g->line, .nullable = *last == '?'};
    *last = f.nullable ? '\0' : *last;
    need(g, sg_is_name(text), g->line, "-- %s: \"%s\" cannot be a name in C; choose another", what,
         text);
    for (enum db_type t = DB_I64; t <= DB_BOOL; t++)
        if (strcmp(type, sg_types[t].word) == 0)
            f.type = t;
    need(
        g, f.type != DB_NULL, g->line,
        "-- %s: %s: the type \"%s\" is none of i64 f64 text blob bool (with ? when it may be NULL)",
        what, text, type);
    for (size_t i = 0; i < *n; i++)
        need(g, strcmp(list[i].name, text), g->line, "-- %s: %s is declared twice", what, text);
    need(g, *n < max, g->line, "-- %s: more than %zu in one query", what, max);
    list[(*n)++] = f;
}

static void parse_name(struct sg *g, char *text, struct sg_query *q)
{
    static const char *const kinds[] = {"one", "many", "each", "exec", "rows"};
    const char *kind = cut_word(text);
    int i = 0;
    while (i < 5 && strcmp(kind, kinds[i]))
        i++;
    need(g, sg_is_name(text), g->line, "-- name: \"%s\" cannot be a name in C; choose another",
         text);
    need(g, i < 5, g->line, "-- name: %s: say one, many, each, exec or rows, not \"%s\"", text,
         kind);
    *q = (struct sg_query){.name = text, .kind = (enum db_kind)i, .line = g->line};
}

static struct sg_field *find_arg(struct sg_query *q, struct sql_token t)
{
    for (size_t i = 0; t.kind == SQL_PARAM && i < q->n_args; i++)
        if (strlen(q->args[i].name) == t.n - 1 && memcmp(q->args[i].name, t.s + 1, t.n - 1) == 0)
            return &q->args[i];
    return NULL;
}

/* Copy one statement with :name → mark N and without comments; the place behind its ';'. */
static const char *take_statement(struct sg *g, struct sg_query *q, const char *s, int line,
                                  char mark, const char **ret_sql)
{
    struct strbuf b;
    strbuf_init(&b, g->a);
    for (int first_line = line;;) {
        struct sql_token t = sql_next(s);
        struct sg_field *arg = find_arg(q, t);
        need(g, t.kind != SQL_END, first_line, "the statement has no end; close it with ;");
        need(g, t.kind != SQL_COMMENT || strncmp(t.s, "-- name:", 8), line,
             "the next query begins before the ; of this one");
        need(g, t.kind != SQL_BAD, line,
             "at \"%.*s\": not closed, or not common to SQLite and PostgreSQL (parameters are "
             "written :name)",
             t.n > 1 ? (int)strcspn(t.s, "\n") : 1, t.s);
        need(g, t.kind != SQL_PARAM || arg, line, "%.*s is not declared; add -- arg: %.*s TYPE",
             (int)t.n, t.s, (int)t.n - 1, t.s + 1);
        s += t.n;
        if (t.kind == SQL_PUNCT && *t.s == ';')
            break;
        if (arg) {
            arg->used = true;
            strbuf_printf(&b, "%c%d", mark, (int)(arg - q->args) + 1);
        }
        for (size_t i = 0; i < t.n; i++) {
            line += t.s[i] == '\n';
            if (!arg && (t.kind != SQL_COMMENT || t.s[i] == '\n'))
                strbuf_putc(&b, t.s[i]);
        }
    }
    *ret_sql = b.s;
    return s;
}

static void parse_twin(struct sg *g, struct sg_query *q)
{
    struct strbuf b;
    strbuf_init(&b, g->a);
    int line = g->line + 1;
    while (strncmp(g->s, "-- pg:", 6) == 0)
        strbuf_printf(&b, "%s\n", take_line(g) + 6);
    const char *rest = take_statement(g, q, b.s, line, '$', &q->pgsql);
    need(g, rest[strspn(rest, " \t\r\n")] == '\0', line,
         "the -- pg: twin holds more than one statement");
}

static void parse_statement(struct sg *g, struct sg_query *q)
{
    const char *begin = g->s, *end;
    g->q = q;
    q->sql_line = g->line + 1;
    end = take_statement(g, q, begin, q->sql_line, '?', &q->sqlite);
    for (size_t i = 0; i < q->n_args; i++)
        need(g, q->args[i].used, q->args[i].line,
             "the argument %s is not used; remove it, or write :%s", q->args[i].name,
             q->args[i].name);
    for (; g->s < end; g->s++)
        g->line += *g->s == '\n';
    const char *rest = take_line(g);
    need(g, !*rest || strncmp(rest, "--", 2) == 0, g->line,
         "two statements in one query; give the second its own -- name:");
    if (strncmp(g->s, "-- pg:", 6) == 0)
        parse_twin(g, q);
    else
        take_statement(g, q, begin, q->sql_line, '$', &q->pgsql);
    if (q->kind == DB_ROWS)
        sg_repeat(g, q);
    g->q = NULL;
}

/* "-- key: value". *open: q has its name and waits for more. */
static void parse_note(struct sg *g, char *key, struct sg_query *q, bool *open)
{
    char *value = strchr(key, ':');
    *value++ = '\0';
    value += strspn(value, " \t");
    bool name = strcmp(key, "name") == 0;
    need(g, !name || !*open, g->line, "%s has no statement", q->name);
    need(g, name || *open, g->line,
         "-- %s: stands outside a query; begin with -- name: or end the query before with ;", key);
    *open = true;
    if (name) {
        parse_name(g, value, q);
    } else if (strcmp(key, "arg") == 0) {
        parse_field(g, key, value, q->args, &q->n_args, DB_ARGS_MAX);
    } else if (strcmp(key, "col") == 0) {
        parse_field(g, key, value, q->notes, &q->n_notes, DB_COLS_MAX);
    } else {
        need(g, strcmp(key, "scan") == 0, g->line,
             "-- %s: is not known; there are name, arg, col, scan, pg", key);
        need(g, strlen(value) >= 10 && !q->scan, g->line,
             "-- scan: say once, in a few words, why the table is small");
        q->scan = value;
        q->scan_line = g->line;
    }
}

/* "-- word:" in small letters is an annotation, every other comment is for people. */
static bool is_note(const char *line)
{
    size_t n = strncmp(line, "-- ", 3) == 0 ? strspn(line + 3, "abcdefghijklmnopqrstuvwxyz") : 0;
    return n > 0 && line[3 + n] == ':';
}

int sg_parse(struct arena *a, const char *path, const char *text, struct err *err,
             struct sg_file *ret_file)
{
    struct sg *g = arena_new_of(a, struct sg);
    *g = (struct sg){.a = a, .err = err, .path = path, .s = text};
    if (setjmp(g->failed))
        return ERR_INVALID;
    size_t n = 0, room = 1;
    for (const char *at = text; (at = strstr(at, "-- name:")); at++)
        room++;
    need(g, room <= SG_QUERIES_MAX, 1, "more than %d queries; split the module", SG_QUERIES_MAX);
    struct sg_query *queries = arena_alloc_array(a, room, sizeof *queries);
    for (bool open = false; *g->s || open;) {
        const char *begin = g->s;
        char *line = take_line(g);
        struct sg_query *q = &queries[n];
        if (is_note(line)) {
            parse_note(g, line + 3, q, &open);
        } else if (*line && strncmp(line, "--", 2) != 0) {
            need(g, open, g->line, "SQL without -- name: before it");
            g->s = begin;
            g->line--;
            parse_statement(g, q);
            open = false;
            for (size_t i = 0; i < n; i++)
                need(g, strcmp(queries[i].name, q->name), q->line,
                     "%s is there already, at line %d", q->name, queries[i].line);
            n++;
        } else {
            need(g, *g->s || !open, g->line, "%s has no statement", q->name);
        }
    }
    const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    *ret_file = (struct sg_file){path, arena_strndup(a, file, strcspn(file, ".")), queries, n};
    return 0;
}
