/* The language half of viewgen: views, statements, expressions, and the C that they become. */
#include "viewgen.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"

void refuse(struct gen *g, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_set(g->err, ERR_INVALID, "%s:%d: %s", g->path, g->line, arena_vprintf(g->a, fmt, ap));
    va_end(ap);
    longjmp(g->failed, 1);
}

bool starts(const struct gen *g, const char *prefix)
{
    return !strncmp(g->s, prefix, strlen(prefix));
}

void push(struct gen *g, enum kind kind, const char *name)
{
    need(g, g->n_open < VIEW_MAX_DEPTH, "nested deeper than %d", VIEW_MAX_DEPTH);
    g->open[g->n_open++] = (struct open){kind, g->line, name, .start = g->at};
}

struct open *innermost(struct gen *g, unsigned kinds)
{
    struct open *o = &g->open[g->n_open - 1];
    while (o > g->open && !(o->kind & kinds))
        o--;
    return o;
}

struct open *ended(struct gen *g, unsigned kinds, const char *name, const char *what)
{
    struct open *o = innermost(g, ~0u);
    const char *is = o->kind & BRANCHES ? "{{%s}}" : o->kind == VALUE ? "%s=\"\"" : "<%s>";
    const char *label = o->kind == VIEW ? "{{view}}" : arena_printf(g->a, is, o->name);
    need(g, o->kind & kinds && (!name || !strcmp(o->name, name)),
         "%s where the %s of line %d is open: close that first", what, label, o->line);
    return o;
}

/* One call for a run of literal HTML, cut into lines a person can read. */
static void flush(struct gen *g)
{
    if (g->lit.len == 0)
        return;
    strbuf_printf(g->c, "%*shtml_lit(h, \"", 4 * g->indent, "");
    size_t width = 0;
    for (const char *s = g->lit.s; *s; s++) {
        if (width++ > 80 && *s == '<') {
            strbuf_printf(g->c, "\"\n%*s\"", 4 * g->indent + 12, "");
            width = 0;
        }
        if (strchr("\"\\?\n", *s))
            strbuf_putc(g->c, '\\');
        strbuf_putc(g->c, *s == '\n' ? 'n' : *s);
    }
    strbuf_puts(g->c, "\");\n");
    strbuf_clear(&g->lit);
}

__attribute__((format(printf, 2, 3))) static void code(struct gen *g, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    flush(g);
    strbuf_printf(g->c, "#line %d \"%s\"\n%*s%s\n", g->line, g->path, 4 * g->indent, "",
                  arena_vprintf(g->a, fmt, ap));
    va_end(ap);
}

static const char *skip_space(const char *s)
{
    return s + strspn(s, " \t\r\n");
}

/* Length of the literal at s, 0 when it does not end; of anything else 1. */
static size_t token(const char *s)
{
    size_t n = 1;
    if (*s != '"' && *s != '\'')
        return *s != '\0';
    while (s[n] && s[n] != '\n' && s[n] != *s)
        n += s[n] == '\\' && s[n + 1] ? 2 : 1;
    return s[n] == *s ? n + 1 : 0;
}

size_t name_length(const char *s, const char *also)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || (s[n] && strchr(also, s[n])))
        n++;
    return isdigit((unsigned char)*s) ? 0 : n;
}

/* What follows the word w, or NULL when s does not begin with it. */
static const char *word(const char *s, const char *w)
{
    size_t n = strlen(w);
    return name_length(s, "_") == n && !strncmp(s, w, n) ? skip_space(s + n) : NULL;
}

/* The text at *s with its quotes, or "" when there is none; *s goes behind it. */
static char *take_text(struct gen *g, const char **s)
{
    char *text = arena_strndup(g->a, *s, **s == '"' ? token(*s) : 0);
    *s = skip_space(*s + strlen(text));
    return text;
}

/* What stands between "{{" and "}}", trimmed; the reader goes behind it. C in there cannot leave
 * its place: literals and brackets balanced, no comment, no brace, semicolons only in a for. So
 * it is no more than the expression it stands for, and nothing is written past the escaping. */
static char *read_braces(struct gen *g)
{
    const char *from = skip_space(g->s + 2), *s = from;
    char close[VIEW_MAX_DEPTH];
    int depth = 0, groups = 0, semicolons = word(from, "for") ? 2 : 0;
    for (; *s && strncmp(s, "}}", 2) && strncmp(s, "{{", 2); s += token(s)) {
        need(g, token(s), "a quote is not closed in {{…}}");
        bool comment = *s == '/' && (s[1] == '/' || s[1] == '*');
        need(g, !comment && !strchr("{}#\\", *s) && (*s != ';' || semicolons-- > 0),
             "'%c' in an expression: prepare the value in the handler", *s);
        if (*s == '(' || *s == '[') {
            need(g, depth < VIEW_MAX_DEPTH, "brackets nested deeper than %d", VIEW_MAX_DEPTH);
            groups += depth == 0 && *s == '(';
            close[depth++] = *s == '(' ? ')' : ']';
        } else if (*s == ')' || *s == ']') {
            need(g, depth > 0 && close[--depth] == *s, "'%c' closes nothing", *s);
        }
    }
    need(g, *s == '}', "\"}}\" is missing");
    need(g, depth == 0, "'%c' is missing", close[depth - 1]);
    g->s = s + 2;
    while (s > from && isspace((unsigned char)s[-1]))
        s--;
    g->group = groups == 1 && s[-1] == ')';
    char *text = arena_strndup(g->a, from, (size_t)(s - from));
    bool past = strstr(text, "strbuf_") || strstr(text, "html_lit");
    need(g, !past, "a view writes through {{…}} only, never past its escaping");
    return text;
}

/* {{_ "text"}} or {{_ "text %s", args}}. */
static void put_translated(struct gen *g, const char *s)
{
    const char *text = take_text(g, &s);
    need(g, *text && (!*s || *s == ','), "write {{_ \"text\"}} or {{_ \"text %%s\", value}}");
    code(g, *s ? "%s(h, html_printf(h, _(%s)%s));" : "%s(h, _(%s)%s);", html_put_macro(g, true),
         text, s);
}

static bool one_number(const char *text)
{
    const char *at = strchr(text, '%');
    return at && at[1] == 'd' && !strchr(at + 1, '%');
}

/* {{_n "%d пара" "%d пар" n}}. */
static void put_plural(struct gen *g, const char *s)
{
    const char *one = take_text(g, &s), *many = take_text(g, &s);
    need(g, one_number(one) && one_number(many) && *s,
         "write {{_n \"%%d пара\" \"%%d пар\" number}}, one %%d in each");
    code(g, "%s(h, html_count(h, P_(%s, %s, (long)(%s)), (long long)(%s)));",
         html_put_macro(g, true), one, many, s, s);
}

void put_boolean(struct gen *g, const char *attr)
{
    const char *s = skip_space(read_braces(g) + 1);
    need(g, *g->s++ == '"', "%s=\"{{? …}}\" holds nothing else", attr);
    code(g, "if (%s)\n%*shtml_lit(h, \" %s\");", s, 4 * g->indent + 4, "", attr);
}

/* The constant lets the C compiler refuse a view in a place that it is not made for. */
static void call(struct gen *g, const char *s)
{
    size_t n = strcspn(s, "(");
    need(g, g->group && n > 0 && (!strncmp(s + n, "(h,", 3) || !strcmp(s + n, "(h)")),
         "write {{call view(h, …)}}");
    const char *where = html_where(g), *named = "";
    if (name_length(s, "_") == n)
        named = arena_printf(g->a, "(void)%.*s_in_%s, ", (int)n, s, where);
    need(g, *named || !strcmp(where, "flow"), "no call by pointer in <%s>", where);
    html_settle(g);
    g->at.edge = false;
    code(g, "%s%s;", named, s);
}

/* Two ways meet: what follows must be right after either. */
static struct point join(struct gen *g, struct point x, struct point y)
{
    if (!x.reached)
        return y;
    need(g, x.url == y.url || (x.url != URL_START && y.url != URL_START),
         "%s begins only in some of the branches: begin it in all", innermost(g, VALUE)->name);
    return (struct point){true, x.edge && y.edge, x.url == y.url ? x.url : URL_OPEN};
}

static struct open *end_arm(struct gen *g, unsigned kinds, const char *what)
{
    struct open *o = ended(g, kinds, NULL, what);
    if (o->kind != VIEW)
        html_settle(g);
    flush(g);
    g->indent--;
    o->end = join(g, o->end, g->at);
    return o;
}

static void begin_branch(struct gen *g, bool loop, const char *rest)
{
    const char *name = loop ? "for" : "if";
    need(g, g->group && *rest == '(', "write {{%s}}", loop ? "for (…; …; …)" : "if (…)");
    need(g, !loop || innermost(g, PLACES)->kind != TAG,
         "{{for}} between attributes would repeat them: loop inside a value");
    html_settle(g);
    code(g, "%s %s {", name, rest);
    g->indent++;
    push(g, loop ? FOR : IF, name);
    g->at.edge = g->at.edge && !loop;
}

/* {{else}} (rest "") or {{elif (…)}}. */
static void next_arm(struct gen *g, bool elif, const char *rest)
{
    need(g, elif ? g->group && *rest == '(' : !*rest, "write {{elif (…)}} or {{else}}");
    struct open *o = end_arm(g, IF, elif ? "{{elif}}" : "{{else}}");
    o->kind = elif ? IF : ELSE;
    o->name = elif ? "elif" : "else";
    g->at = o->start;
    code(g, elif ? "} else if %s {" : "} else%s {", rest);
    g->indent++;
}

static void end(struct gen *g)
{
    struct open *o = end_arm(g, BRANCHES | VIEW, "{{end}}");
    /* Without an else the body may be passed by. */
    g->at = o->kind == ELSE ? o->end : join(g, o->end, o->start);
    g->n_open--;
    strbuf_printf(g->c, "%*s}\n%s", 4 * g->indent, "", o->kind == VIEW ? "\n" : "");
}

/* {{view name(struct html *h, …)}}, {{view … in tbody}}, {{page name(const struct x *p)}} or
 * {{page name()}}: prototype, and head of the function. */
static void begin_view(struct gen *g, bool page, const char *s)
{
    const char *close = strrchr(s, ')'), *in = close ? skip_space(close + 1) : "";
    size_t n = name_length(s, "_");
    need(g, close && n > 0 && s[n] == '(' && (!*in || (in = word(in, "in"))),
         "write {{view name(struct html *h, …)}}, {{view … in tbody}} or {{page name(…)}}");
    const char *name = arena_strndup(g->a, s, n);
    const char *own = arena_strndup(g->a, s + n + 1, (size_t)(close - s) - n - 1);
    need(g, page || (!strncmp(own, "struct html *h", 14) && strchr(",", own[14])),
         "the first parameter of a view is struct html *h");
    need(g, !page || !*own || (!strncmp(own, "const struct ", 13) && !strchr(own, ',')),
         "a page has one parameter: {{page name(const struct x *p)}}");
    const char *params = page ? "struct html *h, const void *data" : own;
    code(g, "void %s(%s)\n{", name, params);
    if (page)
        strbuf_printf(g->c, "    %s%sdata;\n", *own ? own : "(void)", *own ? " = " : "");
    g->at = (struct point){true, true, URL_SAFE};
    g->space = false;
    g->indent = 1;
    push(g, VIEW, in);
    const char *where = html_where(g);
    strbuf_printf(g->h, "void %s(%s);\nenum { %s_in_%s };\n", name, params, name, where);
    if (!strcmp(where, "p"))
        strbuf_printf(g->h, "enum { %s_in_flow };\n", name);
}

/* One {{…}}. */
static void statement(struct gen *g)
{
    const char *s = read_braces(g), *rest, *view = word(s, "view"), *page = word(s, "page");
    need(g, !g->n_open || (!view && !page), "a view inside a view: {{end}} is missing before");
    need(g, g->n_open || view || page, "outside a view only {{# …}}, {{view …}}, {{page …}}");
    need(g, *s, "an empty {{}}");
    need(g, *s != '?', "{{? …}} is for a whole value: checked=\"{{? …}}\"");
    if (view || page)
        begin_view(g, page, view ? view : page);
    else if ((rest = word(s, "if")) || (rest = word(s, "for")))
        begin_branch(g, *s == 'f', rest);
    else if ((rest = word(s, "elif")) || (rest = word(s, "else")))
        next_arm(g, s[2] == 'i', rest);
    else if (!strcmp(s, "end"))
        end(g);
    else if ((rest = word(s, "call")))
        call(g, rest);
    else if ((rest = word(s, "_n")))
        put_plural(g, rest);
    else if ((rest = word(s, "_")))
        put_translated(g, rest);
    else
        code(g, "%s(h, (%s));", html_put_macro(g, false), s);
}

static void between_views(struct gen *g)
{
    size_t n = starts(g, "%% #include ") ? strcspn(g->s, "\n") : 0;
    need(g, n || isspace((unsigned char)*g->s), "outside a view only %%%% #include and {{…}}");
    if (n)
        strbuf_printf(g->h, "%.*s\n", (int)n - 3, g->s + 3);
    g->s += n ? n : 1;
}

int viewgen(struct arena *a, const char *path, const char *header, const char *text, size_t n,
            struct err *err, struct strbuf *ret_h, struct strbuf *ret_c)
{
    struct gen *g = arena_new_of(a, struct gen);
    *g = (struct gen){a, path, text, text, .line = 1, .err = err, .h = ret_h, .c = ret_c};
    strbuf_init(&g->lit, a);
    if (setjmp(g->failed))
        return ERR_INVALID;
    need(g, n <= VIEW_MAX_BYTES && utf8_valid(text, n), "not UTF-8, or too large");
    strbuf_printf(g->h, "/* Made by viewgen from %s. */\n#pragma once\n\n", path);
    strbuf_puts(g->h, "#include \"html/html.h\"\n");
    strbuf_printf(g->c, "/* Made by viewgen from %s. */\n", path);
    strbuf_printf(g->c, "#include \"%s\"\n\n#include \"base/i18n.h\"\n\n", header);
    while (*g->s) {
        if (starts(g, "{{#")) {
            need(g, strstr(g->s, "}}"), "\"}}\" is missing");
            g->s = strstr(g->s, "}}") + 2;
        } else {
            (starts(g, "{{") ? statement : g->n_open ? html_step : between_views)(g);
        }
        for (; g->step < g->s; g->step++)
            g->line += *g->step == '\n';
    }
    need(g, g->n_open == 0, "{{end}} of the {{view}} of line %d is missing", g->open[0].line);
    return 0;
}
