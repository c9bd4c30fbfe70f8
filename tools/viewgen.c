/* The language half of viewgen: views, statements, expressions, and the C that they become. */
#include "viewgen.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "viewgen_int.h"

int fail(struct gen *g, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *what = arena_vprintf(g->a, fmt, ap);
    va_end(ap);
    return err_set(g->err, ERR_INVALID, "%s:%d: %s", g->path, line, what);
}

void eat(struct gen *g, size_t n)
{
    for (; n > 0 && g->s < g->end; n--)
        g->line += *g->s++ == '\n';
}

bool starts(const struct gen *g, const char *prefix)
{
    return !strncmp(g->s, prefix, strlen(prefix));
}

void indent(struct gen *g)
{
    strbuf_printf(g->c, "%*s", 4 * (g->n_flows + 1), "");
}

/* One call for a run of literal HTML, cut into lines a person can read. */
void flush(struct gen *g)
{
    if (g->lit.len == 0)
        return;
    indent(g);
    strbuf_puts(g->c, "html_lit(h, \"");
    size_t width = 0;
    for (const char *s = g->lit.s; *s; s++) {
        if (width++ > 80 && *s == '<') {
            strbuf_printf(g->c, "\"\n%*s\"", 4 * (g->n_flows + 1) + 12, "");
            width = 0;
        }
        if (*s == '\n')
            strbuf_puts(g->c, "\\n");
        else if (strchr("\"\\?", *s))
            strbuf_printf(g->c, "\\%c", *s);
        else
            strbuf_putc(g->c, *s);
    }
    strbuf_puts(g->c, "\");\n");
    strbuf_clear(&g->lit);
}

/* What stands between "{{" and "}}", trimmed; the reader goes behind it. NULL: said in err. */
static char *read_braces(struct gen *g)
{
    const char *from = g->s + 2, *s = from;
    bool comment = *from == '#';
    while (*s && strncmp(s, "}}", 2)) {
        if (!comment && !strncmp(s, "{{", 2))
            break;
        size_t n = !comment && (*s == '"' || *s == '\'') ? literal_length(s) : 1;
        if (n == 0) {
            fail(g, g->line, "a quote is not closed in {{…}}");
            return NULL;
        }
        s += n;
    }
    if (strncmp(s, "}}", 2)) {
        fail(g, g->line, "\"}}\" is missing");
        return NULL;
    }
    char *text = trimmed(g, from, s);
    eat(g, (size_t)(s + 2 - g->s));
    return text;
}

static void map_line(struct gen *g, int line)
{
    strbuf_printf(g->c, "#line %d \"%s\"\n", line, g->path);
}

/* --- texts and values ------------------------------------------------------------------------- */

/* {{_ "text"}} or {{_ "text %s", args}}. */
static int put_translated(struct gen *g, int line, const char *s)
{
    struct strbuf text;
    strbuf_init(&text, g->a);
    for (char *lit; (lit = take_literal(g, &s));)
        strbuf_printf(&text, "%s%s", text.len ? " " : "", lit);
    if (text.len == 0 || (*s && *s != ','))
        return fail(g, line, "write {{_ \"text\"}} or {{_ \"text %%s\", value}}");
    const char *macro = html_put_macro(g, true);
    if (!macro || check_c(g, line, s, 0) < 0)
        return ERR_INVALID;
    flush(g);
    map_line(g, line);
    indent(g);
    if (*s)
        strbuf_printf(g->c, "%s(h, html_printf(h, _(%s)%s));\n", macro, text.s, s);
    else
        strbuf_printf(g->c, "%s(h, _(%s));\n", macro, text.s);
    return 0;
}

static bool one_number(const char *lit)
{
    const char *at = strstr(lit, "%d");
    return at && strchr(lit, '%') == at && !strchr(at + 1, '%');
}

/* {{_n "%d пара" "%d пар" n}}. */
static int put_plural(struct gen *g, int line, const char *s)
{
    char *one = take_literal(g, &s), *many = one ? take_literal(g, &s) : NULL;
    if (!many || !*s || !one_number(one) || !one_number(many))
        return fail(g, line, "write {{_n \"%%d пара\" \"%%d пар\" number}}, one %%d in each");
    const char *macro = html_put_macro(g, true);
    if (!macro || check_c(g, line, s, 0) < 0)
        return ERR_INVALID;
    flush(g);
    map_line(g, line);
    indent(g);
    strbuf_printf(g->c, "%s(h, html_count(h, P_(%s, %s, (long)(%s)), (long long)(%s)));\n", macro,
                  one, many, s, s);
    return 0;
}

static int put_value(struct gen *g, int line, const char *s)
{
    if (!*s)
        return fail(g, line, "an empty {{}}");
    const char *macro = html_put_macro(g, false);
    if (!macro || check_c(g, line, s, 0) < 0)
        return ERR_INVALID;
    flush(g);
    map_line(g, line);
    indent(g);
    strbuf_printf(g->c, "%s(h, (%s));\n", macro, s);
    return 0;
}

/* checked="{{? e}}": the whole attribute, or nothing. */
int html_boolean(struct gen *g)
{
    int line = g->line;
    char *s = read_braces(g);
    if (!s)
        return ERR_INVALID;
    if (*g->s != '"')
        return fail(g, line, "%s=\"{{? …}}\" holds nothing else", g->value_name);
    eat(g, 1);
    s = trimmed(g, s + 1, s + strlen(s));
    if (check_c(g, line, s, 0) < 0)
        return ERR_INVALID;
    flush(g);
    map_line(g, line);
    indent(g);
    strbuf_printf(g->c, "if (%s)\n", s);
    indent(g);
    strbuf_printf(g->c, "    html_lit(h, \" %s\");\n", g->value_name);
    return 0;
}

/* --- statements ------------------------------------------------------------------------------- */

/* Two ways through an address meet: what follows must be right after either. */
static int join_url(struct gen *g, int line, enum url_phase *url, enum url_phase other)
{
    if (*url == other)
        return 0;
    if (*url == URL_START || other == URL_START)
        return fail(g, line, "%s begins only in some of the branches: begin it in all",
                    g->value_name);
    *url = URL_SCHEME_EXPR;
    return 0;
}

/* A branch or loop body ends here: in the place where it began. */
static int end_branch(struct gen *g, int line)
{
    struct flow *f = &g->flows[g->n_flows - 1];
    const char *what = f->loop ? "for" : "if";
    html_settle(g);
    if (g->at.depth > f->start.depth) {
        const struct element *e = &g->stack[g->at.depth - 1];
        return fail(g, line,
                    "<%s> of line %d is open at the end of a branch of the {{%s}} of "
                    "line %d: close it",
                    e->name, e->line, what, f->line);
    }
    if (g->at.place != f->start.place)
        return fail(g, line, "<%s> is not finished at the end of a branch of the {{%s}} of line %d",
                    g->tag.name, what, f->line);
    if (!f->has_end) {
        f->end_url = g->at.url;
        f->end_edge = g->edge;
    }
    if (join_url(g, line, &f->end_url, g->at.url) < 0)
        return ERR_INVALID;
    f->has_end = true;
    f->end_edge = f->end_edge && g->edge;
    flush(g);
    return 0;
}

static int begin_flow(struct gen *g, int line, bool loop, const char *rest)
{
    if (!in_parentheses(rest))
        return fail(g, line, "write {{%s}}", loop ? "for (…; …; …)" : "if (…)");
    if (loop && g->at.place == PLACE_TAG)
        return fail(g, line, "{{for}} between attributes would repeat them: loop inside a value");
    if (check_c(g, line, rest, loop ? 2 : 0) < 0)
        return ERR_INVALID;
    if (g->n_flows == VIEW_MAX_DEPTH)
        return fail(g, line, "{{if}} and {{for}} nested deeper than %d", VIEW_MAX_DEPTH);
    html_settle(g);
    flush(g);
    map_line(g, line);
    indent(g);
    strbuf_printf(g->c, "%s %s {\n", loop ? "for" : "if", rest);
    g->flows[g->n_flows++] = (struct flow){
        .loop = loop, .line = line, .n_attrs = g->n_attrs, .start = g->at, .start_edge = g->edge};
    g->edge = g->edge && !loop;
    return 0;
}

/* {{else}} (condition NULL) or {{elif (…)}}. */
static int next_branch(struct gen *g, int line, const char *condition)
{
    struct flow *f = g->n_flows ? &g->flows[g->n_flows - 1] : NULL;
    if (!f || f->loop || f->has_else)
        return fail(g, line, "{{%s}} without an {{if}} before it", condition ? "elif" : "else");
    if (condition && !in_parentheses(condition))
        return fail(g, line, "write {{elif (…)}}");
    if (end_branch(g, line) < 0 || (condition && check_c(g, line, condition, 0) < 0))
        return ERR_INVALID;
    for (int i = f->n_attrs; i < g->n_attrs; i++)
        g->attrs[i].other_branch = true;
    f->has_else = !condition;
    g->at = f->start;
    g->edge = f->start_edge;
    g->n_flows--;
    indent(g);
    strbuf_puts(g->c, condition ? "} else if\n" : "} else {\n");
    if (condition) {
        map_line(g, line);
        indent(g);
        strbuf_printf(g->c, "    %s {\n", condition);
    }
    g->n_flows++;
    return 0;
}

static int end_flow(struct gen *g, int line)
{
    struct flow *f = &g->flows[g->n_flows - 1];
    if (end_branch(g, line) < 0)
        return ERR_INVALID;
    /* Without an else the body may be passed by. */
    if (!f->has_else && join_url(g, line, &f->end_url, f->start.url) < 0)
        return ERR_INVALID;
    g->at.url = f->end_url;
    g->edge = f->end_edge && (f->has_else || f->start_edge);
    for (int i = f->n_attrs; i < g->n_attrs && g->at.place != PLACE_TEXT; i++)
        g->attrs[i].other_branch = false;
    g->n_flows--;
    indent(g);
    strbuf_puts(g->c, "}\n");
    return 0;
}

static int call(struct gen *g, int line, const char *rest)
{
    size_t n = strcspn(rest, "(");
    if (n == 0 || strncmp(rest + n, "(h", 2) || !strchr(",)", rest[n + 2]) || !rest[n + 2] ||
        !in_parentheses(rest + n))
        return fail(g, line, "write {{call view(h, …)}}");
    if (check_c(g, line, rest, 0) < 0 || html_call_ok(g) < 0)
        return ERR_INVALID;
    flush(g);
    map_line(g, line);
    indent(g);
    strbuf_printf(g->c, "%s;\n", rest);
    return 0;
}

/* One {{…}} inside a view. *ret_done: it was the {{end}} of the view itself. */
static int statement(struct gen *g, bool *ret_done)
{
    int line = g->line;
    const char *text = read_braces(g), *rest;
    if (!text)
        return ERR_INVALID;
    if (*text == '#')
        return 0;
    if (word(text, "if", &rest) || word(text, "for", &rest))
        return begin_flow(g, line, *text == 'f', rest);
    if (word(text, "elif", &rest))
        return next_branch(g, line, rest);
    if (!strcmp(text, "else"))
        return next_branch(g, line, NULL);
    if (word(text, "call", &rest))
        return call(g, line, rest);
    if (word(text, "_n", &rest))
        return put_plural(g, line, rest);
    if (word(text, "_", &rest))
        return put_translated(g, line, rest);
    if (*text == '?')
        return fail(g, line, "{{? …}} is for a whole value: checked=\"{{? …}}\"");
    if (word(text, "view", &rest) || word(text, "page", &rest))
        return fail(g, line, "a view inside a view: {{end}} is missing before");
    if (strcmp(text, "end"))
        return put_value(g, line, text);
    if (g->n_flows)
        return end_flow(g, line);
    *ret_done = true;
    return 0;
}

/* --- views ------------------------------------------------------------------------------------ */

/* Prototype into the header, head of the function into the .c. */
static int view_head(struct gen *g, int line, const char *sig, bool page)
{
    size_t n = strcspn(sig, "("), len = strlen(sig);
    if (!identifier(sig, n) || !in_parentheses(sig + n) || check_c(g, line, sig, 0) < 0)
        return fail(g, line,
                    "write {{view name(struct html *h, …)}} or {{page name(const struct "
                    "x *p)}}");
    const char *params = sig + n + 1;
    if (!page) {
        if (strncmp(params, "struct html *h", 14) || !strchr(",)", params[14]) || !params[14])
            return fail(g, line, "the first parameter of a view is struct html *h");
        strbuf_printf(g->h, "void %s;\n", sig);
        map_line(g, line);
        strbuf_printf(g->c, "void %s\n{\n", sig);
        return 0;
    }
    char *param = arena_strndup(g->a, params, len - n - 2);
    char *star = strrchr(param, '*');
    if (*param && (strncmp(param, "const struct ", 13) || !star ||
                   !identifier(star + 1, strlen(star + 1)) || strchr(param, ',')))
        return fail(g, line, "a page has one parameter: {{page name(const struct x *p)}}");
    strbuf_printf(g->h, "void %.*s(struct html *h, const void *data);\n", (int)n, sig);
    map_line(g, line);
    strbuf_printf(g->c, "void %.*s(struct html *h, const void *data)\n{\n", (int)n, sig);
    if (*param)
        strbuf_printf(g->c, "    %s = data;\n", param);
    else
        strbuf_puts(g->c, "    (void)data;\n");
    return 0;
}

static int view(struct gen *g, int line, const char *sig, bool page)
{
    if (view_head(g, line, sig, page) < 0)
        return ERR_INVALID;
    g->at = (struct context){0};
    g->space = false;
    g->edge = true;
    for (bool done = false; !done;) {
        if (g->s == g->end)
            return fail(g, line, "{{end}} of this view is missing");
        if ((starts(g, "{{") ? statement(g, &done) : html_step(g)) < 0)
            return ERR_INVALID;
    }
    if (g->at.place != PLACE_TEXT)
        return fail(g, g->line, "the view ends inside the tag <%s> of line %d", g->tag.name,
                    g->tag.line);
    if (g->at.depth) {
        const struct element *e = &g->stack[g->at.depth - 1];
        return fail(g, e->line, "<%s> is never closed", e->name);
    }
    flush(g);
    strbuf_puts(g->c, "}\n\n");
    return 0;
}

/* One "%% #include …" line. */
static int include_line(struct gen *g)
{
    size_t n = strcspn(g->s, "\n");
    char *text = trimmed(g, g->s + 2, g->s + n);
    const char *rest;
    if (!word(text, "#include", &rest) || (*rest != '"' && *rest != '<'))
        return fail(g, g->line, "behind %%%% only #include can stand");
    strbuf_printf(g->h, "#include %s\n", rest);
    eat(g, n);
    return 0;
}

static int top_level(struct gen *g)
{
    if (isspace((unsigned char)*g->s)) {
        eat(g, 1);
        return 0;
    }
    if (starts(g, "%%"))
        return include_line(g);
    if (starts(g, "{{")) {
        int line = g->line;
        const char *text = read_braces(g), *rest;
        if (!text)
            return ERR_INVALID;
        if (*text == '#')
            return 0;
        if (word(text, "view", &rest) || word(text, "page", &rest))
            return view(g, line, rest, *text == 'p');
    }
    return fail(g, g->line, "outside a view only %%%% #include, {{# …}}, {{view …}}, {{page …}}");
}

int viewgen(struct arena *a, const char *path, const char *include, const char *text, size_t n,
            struct err *err, struct strbuf *ret_h, struct strbuf *ret_c)
{
    struct gen *g = arena_new_of(a, struct gen);
    *g = (struct gen){.a = a, .path = path, .s = text, .end = text + n, .line = 1, .err = err};
    g->h = ret_h;
    g->c = ret_c;
    strbuf_init(&g->lit, a);
    if (n > VIEW_MAX_BYTES || !utf8_valid(text, n))
        return fail(g, 1, "not UTF-8, or larger than %u bytes", VIEW_MAX_BYTES);
    strbuf_printf(
        g->h, "/* Made by viewgen from %s. */\n#pragma once\n\n#include \"html/html.h\"\n", path);
    strbuf_printf(g->c,
                  "/* Made by viewgen from %s. */\n#include \"%s\"\n\n#include \"base/i18n.h\""
                  "\n\n",
                  path, include);
    while (g->s < g->end)
        if (top_level(g) < 0)
            return ERR_INVALID;
    return 0;
}
