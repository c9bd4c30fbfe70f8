/* From the text of a .sql file to struct sg_query: annotations, statement, numbered parameters. */
#include <stdarg.h>
#include <string.h>

#include "base/strbuf.h"
#include "db/sql_lex.h"
#include "sqlgen.h"

struct parser {
    struct arena *a;
    const char *path;
    const char *s; /* what is left */
    int line;
    struct err *err;
};

int sg_refuse(struct err *err, const char *path, int line, const char *fmt, ...)
{
    char words[ERR_TEXT_MAX];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(words, sizeof words, fmt, ap); /* a cut message is still a refusal */
    va_end(ap);
    return err_set(err, ERR_INVALID, "%s:%d: %s", path, line, words);
}

#define REFUSE(p, line, ...) sg_refuse((p)->err, (p)->path, (line), __VA_ARGS__)

/* The line at p->s in the arena, without white space at its ends; p->s moves behind it. */
static char *take_line(struct parser *p)
{
    size_t n = strcspn(p->s, "\n");
    const char *from = p->s;
    p->s += n + (p->s[n] == '\n');
    p->line++;
    while (n > 0 && strchr(" \t\r", from[n - 1]))
        n--;
    size_t blank = strspn(from, " \t");
    return blank >= n ? arena_strdup(p->a, "") : arena_strndup(p->a, from + blank, n - blank);
}

bool sg_is_name(const char *s)
{
    /* keywords of C, macros of gnu17, and what the generated functions call their own */
    static const char *const taken[] = {
        "auto",   "break",    "case",    "char",     "const",    "continue", "default",  "do",
        "double", "else",     "enum",    "extern",   "float",    "for",      "goto",     "if",
        "inline", "int",      "long",    "register", "restrict", "return",   "short",    "signed",
        "sizeof", "static",   "struct",  "switch",   "typedef",  "union",    "unsigned", "void",
        "while",  "volatile", "bool",    "true",     "false",    "asm",      "typeof",   "linux",
        "unix",   "a",        "db",      "fn",       "ctx",      "args",     "row",      "rows",
        "call",   "r",        "ret_row", "ret_rows", "ret_n",    "row_arena"};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        if (strcmp(s, taken[i]) == 0)
            return false;
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return n > 0 && n <= 60 && s[n] == '\0' && !strchr("0123456789_", s[0]);
}

/* "NAME TYPE" or "NAME TYPE?" */
static int parse_field(struct parser *p, const char *what, char *text, struct sg_field *list,
                       size_t *n, size_t max)
{
    static const struct {
        const char *word;
        enum db_type type;
    } types[] = {
        {"i64", DB_I64}, {"f64", DB_F64}, {"text", DB_TEXT}, {"blob", DB_BLOB}, {"bool", DB_BOOL}};
    size_t cut = strcspn(text, " \t");
    char *type = text + cut;
    if (*type)
        *type++ = '\0';
    type += strspn(type, " \t");
    size_t len = strlen(type);
    bool nullable = len > 0 && type[len - 1] == '?';
    if (nullable)
        type[len - 1] = '\0';
    if (!sg_is_name(text))
        return REFUSE(p, p->line,
                      "-- %s: \"%s\" cannot be a name in C; choose another "
                      "(small letters, digits, _)",
                      what, text);
    struct sg_field f = {.name = text, .nullable = nullable, .line = p->line};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(type, types[i].word) == 0)
            f.type = types[i].type;
    if (f.type == DB_NULL)
        return REFUSE(p, p->line,
                      "-- %s: %s: the type \"%s\" is none of i64 f64 text blob bool "
                      "(with ? when it may be NULL)",
                      what, text, type);
    for (size_t i = 0; i < *n; i++)
        if (strcmp(list[i].name, text) == 0)
            return REFUSE(p, p->line, "-- %s: %s is declared twice", what, text);
    if (*n == max)
        return REFUSE(p, p->line, "-- %s: more than %zu in one query", what, max);
    list[(*n)++] = f;
    return 0;
}

static int parse_name(struct parser *p, char *text, struct sg_query *q)
{
    static const char *const kinds[] = {"one", "many", "each", "exec"};
    size_t cut = strcspn(text, " \t");
    char *kind = text + cut;
    if (*kind)
        *kind++ = '\0';
    kind += strspn(kind, " \t");
    if (!sg_is_name(text))
        return REFUSE(p, p->line,
                      "-- name: \"%s\" cannot be a name in C (small letters, "
                      "digits, _)",
                      text);
    for (int i = 0; i < 4; i++)
        if (strcmp(kind, kinds[i]) == 0) {
            *q = (struct sg_query){.name = text, .kind = (enum db_kind)i, .line = p->line};
            return 0;
        }
    return REFUSE(p, p->line, "-- name: %s: say one, many, each or exec, not \"%s\"", text, kind);
}

static struct sg_field *find_arg(struct sg_query *q, struct sql_token t)
{
    for (size_t i = 0; i < q->n_args; i++)
        if (strlen(q->args[i].name) == t.n - 1 && memcmp(q->args[i].name, t.s + 1, t.n - 1) == 0)
            return &q->args[i];
    return NULL;
}

static void add_newlines(struct strbuf *b, struct sql_token t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.s[i] == '\n')
            strbuf_putc(b, '\n');
}

/* Copy one statement up to its ';' with :name → mark N. *s moves behind the ';'. */
static int take_statement(struct parser *p, struct sg_query *q, const char **s, int line, char mark,
                          char **ret_sql)
{
    struct strbuf b;
    strbuf_init(&b, p->a);
    for (;;) {
        struct sql_token t = sql_next(*s);
        struct sg_field *arg = t.kind == SQL_PARAM ? find_arg(q, t) : NULL;
        if (t.kind == SQL_END)
            return REFUSE(p, q->sql_line, "%s: the statement has no end; close it with ;", q->name);
        if (t.kind == SQL_COMMENT && t.n > 8 && memcmp(t.s, "-- name:", 8) == 0)
            return REFUSE(p, line, "%s: the next query begins before the ; of this one", q->name);
        if (t.kind == SQL_BAD)
            return REFUSE(p, line,
                          "%s: at \"%.*s\": not closed, or not common to SQLite and "
                          "PostgreSQL (parameters are written :name)",
                          q->name,
                          (int)(t.n < 12 ? strcspn(t.s, "\n") < t.n ? strcspn(t.s, "\n") : t.n : 1),
                          t.s);
        if (t.kind == SQL_PARAM && !arg)
            return REFUSE(p, line, "%s: %.*s is not declared; add -- arg: %.*s TYPE", q->name,
                          (int)t.n, t.s, (int)t.n - 1, t.s + 1);
        *s += t.n;
        if (t.kind == SQL_PUNCT && *t.s == ';')
            break;
        if (arg) {
            arg->used = true;
            strbuf_printf(&b, "%c%d", mark, (int)(arg - q->args) + 1);
        } else if (t.kind == SQL_COMMENT) {
            add_newlines(&b, t);
        } else {
            strbuf_add(&b, t.s, t.n);
        }
        for (size_t i = 0; i < t.n; i++)
            line += t.s[i] == '\n';
    }
    *ret_sql = b.s;
    return 0;
}

static int parse_twin(struct parser *p, struct sg_query *q)
{
    struct strbuf b;
    strbuf_init(&b, p->a);
    int line = p->line + 1;
    while (strncmp(p->s, "-- pg:", 6) == 0) {
        strbuf_puts(&b, take_line(p) + 6);
        strbuf_putc(&b, '\n');
    }
    const char *s = b.s;
    char *sql = NULL;
    int r = take_statement(p, q, &s, line, '$', &sql);
    if (r < 0)
        return r;
    if (s[strspn(s, " \t\r\n")] != '\0')
        return REFUSE(p, line, "%s: the -- pg: twin holds more than one statement", q->name);
    q->pgsql = sql;
    q->twin = true;
    return 0;
}

static int parse_statement(struct parser *p, struct sg_query *q)
{
    q->sql_line = p->line + 1;
    const char *begin = p->s, *s = begin;
    char *sqlite = NULL, *pgsql = NULL;
    int r = take_statement(p, q, &s, q->sql_line, '?', &sqlite);
    if (r < 0)
        return r;
    for (size_t i = 0; i < q->n_args; i++)
        if (!q->args[i].used)
            return REFUSE(p, q->args[i].line,
                          "%s: the argument %s is not used; remove it, or "
                          "write :%s",
                          q->name, q->args[i].name, q->args[i].name);
    for (const char *c = begin; c < s; c++)
        p->line += *c == '\n';
    p->s = s;
    const char *rest = take_line(p);
    if (*rest && strncmp(rest, "--", 2) != 0)
        return REFUSE(p, p->line,
                      "%s: two statements in one query; give the second its own "
                      "-- name:",
                      q->name);
    q->sqlite = sqlite;
    if (strncmp(p->s, "-- pg:", 6) == 0)
        return parse_twin(p, q);
    s = begin;
    r = take_statement(p, q, &s, q->sql_line, '$', &pgsql);
    q->pgsql = pgsql;
    return r;
}

/* One annotation line; q is NULL before the first -- name: of a statement. */
static int parse_note(struct parser *p, char *text, struct sg_query *q, bool *open)
{
    char *value = text + 3 + strcspn(text + 3, ":");
    char *key = arena_strndup(p->a, text + 3, (size_t)(value - text - 3));
    value += 1 + strspn(value + 1, " \t");
    if (strcmp(key, "name") == 0) {
        if (*open)
            return REFUSE(p, p->line, "%s has no statement", q->name);
        *open = true;
        return parse_name(p, value, q);
    }
    if (!*open)
        return REFUSE(p, p->line,
                      "-- %s: stands outside a query; begin with -- name: or end "
                      "the query before with ;",
                      key);
    if (strcmp(key, "arg") == 0)
        return parse_field(p, "arg", value, q->args, &q->n_args, DB_ARGS_MAX);
    if (strcmp(key, "col") == 0)
        return parse_field(p, "col", value, q->notes, &q->n_notes, DB_COLS_MAX);
    if (strcmp(key, "scan") != 0)
        return REFUSE(p, p->line, "-- %s: is not known; there are name, arg, col, scan, pg", key);
    if (strlen(value) < 10 || q->scan)
        return REFUSE(p, p->line, "-- scan: say once, in a few words, why the table is small");
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
    struct sg_query *queries = arena_alloc_array(a, SG_QUERIES_MAX, sizeof *queries);
    size_t n = 0;
    bool open = false;
    while (*p.s) {
        const char *begin = p.s;
        char *line = take_line(&p);
        int r = 0;
        if (n == SG_QUERIES_MAX)
            return REFUSE(&p, p.line, "more than %d queries; split the module", SG_QUERIES_MAX);
        if (is_note(line)) {
            r = parse_note(&p, line, &queries[n], &open);
        } else if (*line && strncmp(line, "--", 2) != 0) {
            if (!open)
                return REFUSE(&p, p.line, "SQL without -- name: before it");
            p.s = begin;
            p.line--;
            r = parse_statement(&p, &queries[n++]);
            open = false;
        }
        if (r < 0)
            return r;
    }
    if (open)
        return REFUSE(&p, p.line, "%s has no statement", queries[n].name);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(queries[i].name, queries[j].name) == 0)
                return REFUSE(&p, queries[i].line, "%s is there already, at line %d",
                              queries[i].name, queries[j].line);
    const char *slash = strrchr(path, '/');
    const char *file = slash ? slash + 1 : path;
    *ret_file = (struct sg_file){path, arena_strndup(a, file, strcspn(file, ".")), queries, n};
    return 0;
}
