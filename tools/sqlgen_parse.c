/* From the text of a .sql file to struct sg_query: annotations, statement, numbered parameters. */
#include <stdarg.h>
#include <string.h>

#include "base/strbuf.h"
#include "db/sql_lex.h"
#include "sqlgen.h"

const struct sg_type sg_types[] = {
    [DB_NULL] = {"", "", "", "", ""},
    [DB_I64] = {"i64", "INTEGER", "int64_t ", "DB_I64", "db_i64"},
    [DB_F64] = {"f64", "REAL", "double ", "DB_F64", "db_f64"},
    [DB_TEXT] = {"text", "TEXT", "const char *", "DB_TEXT", "db_text"},
    [DB_BLOB] = {"blob", "BLOB", "struct db_blob ", "DB_BLOB", "db_blob"},
    [DB_BOOL] = {"bool", "", "bool ", "DB_BOOL", "db_bool"},
};

struct parser {
    struct arena *a;
    const char *path;
    const char *s; /* what is left */
    int line;      /* of the line taken last */
    struct err *err;
};

__attribute__((format(printf, 3, 4))) static int refuse(struct parser *p, int line, const char *fmt,
                                                        ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *words = arena_vprintf(p->a, fmt, ap);
    va_end(ap);
    return err_set(p->err, ERR_INVALID, "%s:%d: %s", p->path, line, words);
}

/* The next line in the arena, without white space at its ends. */
static char *take_line(struct parser *p)
{
    size_t n = strcspn(p->s, "\n"), blank = strspn(p->s, " \t\r");
    const char *from = p->s + (blank < n ? blank : n), *to = p->s + n;
    p->s = to + (*to == '\n');
    p->line++;
    while (to > from && strchr(" \t\r", to[-1]))
        to--;
    return arena_strndup(p->a, from, (size_t)(to - from));
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
static int parse_field(struct parser *p, const char *what, char *text, struct sg_field *list,
                       size_t *n, size_t max)
{
    char *type = cut_word(text);
    size_t len = strlen(type);
    struct sg_field f = {.name = text, .line = p->line};
    f.nullable = len > 0 && type[len - 1] == '?';
    if (f.nullable)
        type[len - 1] = '\0';
    if (!sg_is_name(text))
        return refuse(p, p->line, "-- %s: \"%s\" cannot be a name in C; choose another", what,
                      text);
    for (enum db_type t = DB_I64; t <= DB_BOOL; t++)
        if (strcmp(type, sg_types[t].word) == 0)
            f.type = t;
    if (f.type == DB_NULL)
        return refuse(p, p->line,
                      "-- %s: %s: the type \"%s\" is none of i64 f64 text blob bool (with ? when "
                      "it may be NULL)",
                      what, text, type);
    for (size_t i = 0; i < *n; i++)
        if (strcmp(list[i].name, text) == 0)
            return refuse(p, p->line, "-- %s: %s is declared twice", what, text);
    if (*n == max)
        return refuse(p, p->line, "-- %s: more than %zu in one query", what, max);
    list[(*n)++] = f;
    return 0;
}

static int parse_name(struct parser *p, char *text, struct sg_query *q)
{
    static const char *const kinds[] = {"one", "many", "each", "exec"};
    const char *kind = cut_word(text);
    if (!sg_is_name(text))
        return refuse(p, p->line, "-- name: \"%s\" cannot be a name in C; choose another", text);
    for (int i = 0; i < 4; i++)
        if (strcmp(kind, kinds[i]) == 0) {
            *q = (struct sg_query){.name = text, .kind = (enum db_kind)i, .line = p->line};
            return 0;
        }
    return refuse(p, p->line, "-- name: %s: say one, many, each or exec, not \"%s\"", text, kind);
}

static struct sg_field *find_arg(struct sg_query *q, struct sql_token t)
{
    for (size_t i = 0; t.kind == SQL_PARAM && i < q->n_args; i++)
        if (strlen(q->args[i].name) == t.n - 1 && memcmp(q->args[i].name, t.s + 1, t.n - 1) == 0)
            return &q->args[i];
    return NULL;
}

/* What may not stand in a statement. */
static int check_token(struct parser *p, const struct sg_query *q, struct sql_token t,
                       const struct sg_field *arg, int line, int first_line)
{
    if (t.kind == SQL_END)
        return refuse(p, first_line, "%s: the statement has no end; close it with ;", q->name);
    if (t.kind == SQL_COMMENT && strncmp(t.s, "-- name:", 8) == 0)
        return refuse(p, line, "%s: the next query begins before the ; of this one", q->name);
    if (t.kind == SQL_BAD)
        return refuse(p, line,
                      "%s: at \"%.*s\": not closed, or not common to SQLite and PostgreSQL "
                      "(parameters are written :name)",
                      q->name, t.n > 1 ? (int)strcspn(t.s, "\n") : 1, t.s);
    if (t.kind == SQL_PARAM && !arg)
        return refuse(p, line, "%s: %.*s is not declared; add -- arg: %.*s TYPE", q->name, (int)t.n,
                      t.s, (int)t.n - 1, t.s + 1);
    return 0;
}

/* Copy one statement with :name → mark N and without comments. *s moves behind its ';'. */
static int take_statement(struct parser *p, struct sg_query *q, const char **s, int line, char mark,
                          const char **ret_sql)
{
    struct strbuf b;
    strbuf_init(&b, p->a);
    for (int first_line = line;;) {
        struct sql_token t = sql_next(*s);
        struct sg_field *arg = find_arg(q, t);
        int r = check_token(p, q, t, arg, line, first_line);
        if (r < 0)
            return r;
        *s += t.n;
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
    return 0;
}

static int parse_twin(struct parser *p, struct sg_query *q)
{
    struct strbuf b;
    strbuf_init(&b, p->a);
    int line = p->line + 1;
    while (strncmp(p->s, "-- pg:", 6) == 0)
        strbuf_printf(&b, "%s\n", take_line(p) + 6);
    const char *s = b.s;
    int r = take_statement(p, q, &s, line, '$', &q->pgsql);
    if (r == 0 && s[strspn(s, " \t\r\n")] != '\0')
        r = refuse(p, line, "%s: the -- pg: twin holds more than one statement", q->name);
    q->twin = true;
    return r;
}

static int parse_statement(struct parser *p, struct sg_query *q)
{
    const char *begin = p->s, *s = begin;
    q->sql_line = p->line + 1;
    int r = take_statement(p, q, &s, q->sql_line, '?', &q->sqlite);
    if (r < 0)
        return r;
    for (size_t i = 0; i < q->n_args; i++)
        if (!q->args[i].used)
            return refuse(p, q->args[i].line,
                          "%s: the argument %s is not used; remove it, or write :%s", q->name,
                          q->args[i].name, q->args[i].name);
    for (p->s = begin; p->s < s; p->s++)
        p->line += *p->s == '\n';
    const char *rest = take_line(p);
    if (*rest && strncmp(rest, "--", 2) != 0)
        return refuse(p, p->line,
                      "%s: two statements in one query; give the second its own -- name:", q->name);
    if (strncmp(p->s, "-- pg:", 6) == 0)
        return parse_twin(p, q);
    return take_statement(p, q, &begin, q->sql_line, '$', &q->pgsql);
}

/* "-- key: value". *open: q has its name and waits for more. */
static int parse_note(struct parser *p, char *key, struct sg_query *q, bool *open)
{
    char *value = strchr(key, ':');
    *value++ = '\0';
    value += strspn(value, " \t");
    if (strcmp(key, "name") == 0) {
        if (*open)
            return refuse(p, p->line, "%s has no statement", q->name);
        *open = true;
        return parse_name(p, value, q);
    }
    if (!*open)
        return refuse(p, p->line,
                      "-- %s: stands outside a query; begin with -- name: or end the query before "
                      "with ;",
                      key);
    if (strcmp(key, "arg") == 0)
        return parse_field(p, key, value, q->args, &q->n_args, DB_ARGS_MAX);
    if (strcmp(key, "col") == 0)
        return parse_field(p, key, value, q->notes, &q->n_notes, DB_COLS_MAX);
    if (strcmp(key, "scan") != 0)
        return refuse(p, p->line, "-- %s: is not known; there are name, arg, col, scan, pg", key);
    if (strlen(value) < 10 || q->scan)
        return refuse(p, p->line, "-- scan: say once, in a few words, why the table is small");
    q->scan = value;
    q->scan_line = p->line;
    return 0;
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
    struct parser p = {.a = a, .path = path, .s = text, .err = err};
    size_t n = 0, room = 4;
    struct sg_query *queries = arena_alloc_array(a, room, sizeof *queries);
    int r = 0;
    for (bool open = false; r == 0 && (*p.s || open);) {
        const char *begin = p.s;
        char *line = take_line(&p);
        if (is_note(line)) {
            r = parse_note(&p, line + 3, &queries[n], &open);
        } else if (*line && strncmp(line, "--", 2) != 0) {
            if (!open)
                return refuse(&p, p.line, "SQL without -- name: before it");
            p.s = begin;
            p.line--;
            r = parse_statement(&p, &queries[n++]);
            open = false;
        } else if (!*p.s && open) {
            return refuse(&p, p.line, "%s has no statement", queries[n].name);
        }
        if (n == room)
            queries = arena_grow(a, queries, room * sizeof *queries, 2 * room * sizeof *queries);
        room *= n == room ? 2 : 1;
        if (n > SG_QUERIES_MAX)
            return refuse(&p, p.line, "more than %d queries; split the module", SG_QUERIES_MAX);
    }
    for (size_t i = 0; r == 0 && i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(queries[i].name, queries[j].name) == 0)
                return refuse(&p, queries[i].line, "%s is there already, at line %d",
                              queries[i].name, queries[j].line);
    const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    *ret_file = (struct sg_file){path, arena_strndup(a, file, strcspn(file, ".")), queries, n};
    return r;
}
