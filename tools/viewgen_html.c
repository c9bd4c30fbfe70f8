/* The HTML half of viewgen: tags, attributes, addresses, white space. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "viewgen_int.h"

static const char url_attrs[] = " href src action formaction cite poster ";
static const char value_attrs[] =
    " class id value name for title alt lang datetime type role width height x y x1 y1 x2 y2 cx cy "
    "r rx ry dx dy viewBox points d transform offset max min low high optimum step size maxlength "
    "minlength placeholder rows cols colspan rowspan span scope headers tabindex autocomplete "
    "inputmode enterkeyhint pattern rel download hreflang form list accept label start dir "
    "text-anchor ";

static bool space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool raw_text(const struct gen *g)
{
    return !strcmp(parent(g), "textarea") || !strcmp(parent(g), "title");
}

static bool keeps_space(const struct gen *g)
{
    return inside(g, "pre") || !strcmp(parent(g), "textarea");
}

void html_settle(struct gen *g)
{
    if (g->at.place == PLACE_TEXT && g->space && !g->edge)
        strbuf_putc(&g->lit, ' ');
    g->space = false;
}

/* Names are letters, digits, '-', ':' and '_'; 0 when none stands here. */
static int read_name(struct gen *g, char ret[VIEW_NAME_MAX])
{
    size_t n = 0;
    while (isalnum((unsigned char)g->s[n]) || (n > 0 && g->s[n] && strchr("-:_", g->s[n])))
        n++;
    if (n >= VIEW_NAME_MAX)
        return fail(g, g->line, "a name longer than %d letters", VIEW_NAME_MAX - 1);
    memcpy(ret, g->s, n);
    ret[n] = '\0';
    eat(g, n);
    return (int)n;
}

bool html_held(const struct gen *g, enum place place)
{
    return g->n_flows && g->flows[g->n_flows - 1].start.place == place;
}

/* A literal '&' must begin an entity, a literal Russian text must be marked for translation. */
static int check_literal(struct gen *g)
{
    unsigned char c = (unsigned char)*g->s;
    if (c >= 0xd0 && c <= 0xd3)
        return fail(g, g->line, "a Russian text outside {{_ \"…\"}}: mark it for translation");
    if (c != '&')
        return 0;
    size_t n = 1 + (g->s[1] == '#');
    while (isalnum((unsigned char)g->s[n]))
        n++;
    if (n < 3 || g->s[n] != ';')
        return fail(g, g->line, "a bare '&': write &amp;");
    return 0;
}

/* --- attributes ----------------------------------------------------------------------------- */

static enum value_kind kind_of(const char *name)
{
    if (in(url_attrs, name))
        return VALUE_URL;
    if (in(value_attrs, name) || !strncmp(name, "aria-", 5) || !strncmp(name, "data-", 5))
        return VALUE_ATTR;
    return VALUE_LITERAL;
}

static int add_attr(struct gen *g, const char *name)
{
    if (!strncasecmp(name, "on", 2))
        return fail(g, g->line, "attribute %s: scripts live in assets/, bound by data-*", name);
    if (!strcasecmp(name, "style") || !strcasecmp(name, "srcdoc") || !strcasecmp(name, "srcset"))
        return fail(g, g->line, "attribute %s is not allowed: use a class", name);
    for (int i = 0; i < g->n_attrs; i++)
        if (!g->attrs[i].other_branch && !strcasecmp(g->attrs[i].name, name))
            return fail(g, g->line, "attribute %s twice in one tag: keep one", name);
    if (g->n_attrs == VIEW_MAX_ATTRS)
        return fail(g, g->line, "more than %d attributes in one tag", VIEW_MAX_ATTRS);
    struct attr *a = &g->attrs[g->n_attrs++];
    *a = (struct attr){0};
    memcpy(a->name, name, strlen(name) + 1);
    return 0;
}

static int read_attr(struct gen *g)
{
    char name[VIEW_NAME_MAX];
    int r = read_name(g, name);
    if (r < 0)
        return r;
    if (r == 0)
        return fail(g, g->line, "'%c' in a tag: an attribute's name or '>' must stand here", *g->s);
    if ((r = add_attr(g, name)) < 0)
        return r;
    if (*g->s != '=') {
        if (!space(*g->s) && *g->s != '>' && *g->s != '/')
            return fail(g, g->line, "'%c' behind attribute %s: write %s=\"…\"", *g->s, name, name);
        strbuf_printf(&g->lit, " %s", name);
        return 0;
    }
    eat(g, 1);
    if (*g->s != '"')
        return fail(g, g->line, "the value of %s is not in double quotes: write %s=\"…\"", name,
                    name);
    eat(g, 1);
    memcpy(g->value_name, name, sizeof name);
    g->value_kind = kind_of(name);
    if (starts(g, "{{?"))
        return html_boolean(g);
    strbuf_printf(&g->lit, " %s=\"", name);
    g->at.place = PLACE_VALUE;
    g->at.url = URL_START;
    g->scheme[0] = '\0';
    return 0;
}

/* Literal letters of an address: only schemes we know, and no ':' behind an expression. */
static int read_url_char(struct gen *g)
{
    char c = *g->s;
    size_t n = strlen(g->scheme);
    if (g->at.url == URL_SAFE)
        return 0;
    if (strchr("/?#", c)) {
        g->at.url = URL_SAFE;
    } else if (c == ':') {
        if (g->at.url == URL_SCHEME_EXPR || !in(" http https mailto tel ", g->scheme))
            return fail(g, g->line,
                        "address in %s: only http, https, mailto, tel and relative ones, the "
                        "scheme literal",
                        g->value_name);
        g->at.url = URL_SAFE;
    } else if (g->at.url == URL_START || g->at.url == URL_SCHEME) {
        g->at.url = URL_SCHEME;
        if (n + 1 < sizeof g->scheme) {
            g->scheme[n] = c;
            g->scheme[n + 1] = '\0';
        }
    }
    return 0;
}

static int step_value(struct gen *g)
{
    int r;
    if (*g->s == '"') {
        if (html_held(g, PLACE_VALUE))
            return fail(g, g->line, "the value of %s ends before {{end}}", g->value_name);
        strbuf_putc(&g->lit, '"');
        eat(g, 1);
        g->at.place = PLACE_TAG;
        g->at.url = URL_START;
        if (!space(*g->s) && *g->s != '>' && *g->s != '/' && !starts(g, "{{"))
            return fail(g, g->line, "a space is missing behind the value of %s", g->value_name);
        return 0;
    }
    if (*g->s == '<' || *g->s == '>')
        return fail(g, g->line, "'%c' in the value of %s: close the quote, or write &%ct;", *g->s,
                    g->value_name, *g->s == '<' ? 'l' : 'g');
    if ((r = check_literal(g)) < 0 || (g->value_kind == VALUE_URL && (r = read_url_char(g)) < 0))
        return r;
    strbuf_putc(&g->lit, *g->s == '\n' ? ' ' : *g->s);
    eat(g, 1);
    return 0;
}

/* --- tags ----------------------------------------------------------------------------------- */

static int open_tag(struct gen *g)
{
    struct element e = {.line = g->line};
    int r = read_name(g, e.name);
    if (r < 0)
        return r;
    if (!space(*g->s) && *g->s != '>' && *g->s != '/')
        return fail(g, e.line, "'%c' in the name of <%s>", *g->s, e.name);
    if ((r = check_element(g, e.name)) < 0)
        return r;
    if (!is_block(e.name))
        html_settle(g);
    g->space = false;
    g->tag = e;
    g->n_attrs = 0;
    g->at.place = PLACE_TAG;
    strbuf_printf(&g->lit, "<%s", e.name);
    return 0;
}

static bool has_attr(const struct gen *g, const char *name)
{
    for (int i = 0; i < g->n_attrs; i++)
        if (!strcmp(g->attrs[i].name, name))
            return true;
    return false;
}

/* <script> holds no text: a file of ours, and closed at once. */
static int script_ok(struct gen *g)
{
    while (space(*g->s))
        eat(g, 1);
    if (!has_attr(g, "src") || !starts(g, "</script>"))
        return fail(g, g->tag.line, "<script> only as <script type=\"module\" src=\"…\"></script>");
    return 0;
}

static int end_of_tag(struct gen *g)
{
    bool closed = *g->s == '/', empty = is_void(g->tag.name), svg = inside(g, "svg");
    if (closed && g->s[1] != '>')
        return fail(g, g->line, "'/' in a tag: \"/>\" ends one");
    if (html_held(g, PLACE_TAG))
        return fail(g, g->line, "the tag <%s> ends before {{end}}", g->tag.name);
    if (closed && !empty && !svg)
        return fail(g, g->line, "<%s/> does not close itself in HTML: write </%s>", g->tag.name,
                    g->tag.name);
    eat(g, closed ? 2 : 1);
    strbuf_puts(&g->lit, closed && svg ? "/>" : ">");
    g->at.place = PLACE_TEXT;
    g->edge = is_block(g->tag.name);
    if (closed || empty)
        return 0;
    if (g->at.depth == VIEW_MAX_DEPTH)
        return fail(g, g->line, "elements nested deeper than %d", VIEW_MAX_DEPTH);
    g->stack[g->at.depth++] = g->tag;
    if (!strcmp(g->tag.name, "script"))
        return script_ok(g);
    if (!strcmp(g->tag.name, "textarea"))
        strbuf_putc(&g->lit,
                    '\n'); /* browsers drop the first line end; so it is never the text's */
    return 0;
}

static int close_tag(struct gen *g)
{
    char name[VIEW_NAME_MAX];
    int line = g->line;
    eat(g, 2);
    int r = read_name(g, name);
    if (r < 0)
        return r;
    if (*g->s != '>')
        return fail(g, line, "'>' is missing in </%s>", name);
    eat(g, 1);
    int floor = g->n_flows ? g->flows[g->n_flows - 1].start.depth : 0;
    if (g->at.depth == 0)
        return fail(g, line, "</%s> closes nothing", name);
    const struct element *e = &g->stack[g->at.depth - 1];
    if (g->at.depth <= floor)
        return fail(g, line, "</%s> closes an element opened outside the {{%s}} of line %d", name,
                    g->flows[g->n_flows - 1].loop ? "for" : "if", g->flows[g->n_flows - 1].line);
    if (strcmp(e->name, name))
        return fail(g, line, "</%s> where the <%s> of line %d is open: close it first", name,
                    e->name, e->line);
    bool block = is_block(name);
    if (!block)
        html_settle(g);
    g->space = false;
    g->at.depth--;
    g->edge = block;
    strbuf_printf(&g->lit, "</%s>", name);
    return 0;
}

static int step_tag(struct gen *g)
{
    if (space(*g->s)) {
        eat(g, 1);
        return 0;
    }
    return *g->s == '>' || *g->s == '/' ? end_of_tag(g) : read_attr(g);
}

static int step_text(struct gen *g)
{
    static const char doctype[] = "<!doctype html>";
    int r;
    if (space(*g->s)) {
        if (keeps_space(g))
            strbuf_putc(&g->lit, *g->s);
        else
            g->space = true;
        eat(g, 1);
        return 0;
    }
    if (starts(g, "</"))
        return close_tag(g);
    if (*g->s == '<' && raw_text(g))
        return fail(g, g->line, "a tag in <%s>: only text can stand there", parent(g));
    if (!strncasecmp(g->s, doctype, strlen(doctype)) && g->at.depth == 0 && !g->n_flows) {
        strbuf_puts(&g->lit, doctype);
        eat(g, strlen(doctype));
        return 0;
    }
    if (starts(g, "<!"))
        return fail(g, g->line, "an HTML comment: write {{# … }}, it is not sent to people");
    if (*g->s == '<' && isalpha((unsigned char)g->s[1])) {
        eat(g, 1);
        return open_tag(g);
    }
    if (*g->s == '<')
        return fail(g, g->line, "a bare '<': write &lt;");
    if ((r = check_literal(g)) < 0 || (r = check_text(g)) < 0)
        return r;
    html_settle(g);
    g->edge = false;
    strbuf_putc(&g->lit, *g->s);
    eat(g, 1);
    return 0;
}

int html_step(struct gen *g)
{
    switch (g->at.place) {
    case PLACE_TEXT:
        return step_text(g);
    case PLACE_TAG:
        return step_tag(g);
    case PLACE_VALUE:
        return step_value(g);
    }
    return fail(g, g->line, "no such place in HTML");
}

const char *html_put_macro(struct gen *g, bool is_text)
{
    if (g->at.place == PLACE_TAG) {
        fail(g, g->line, "an expression between attributes: write name=\"{{…}}\" or {{if (…)}}");
        return NULL;
    }
    if (g->at.place == PLACE_TEXT) {
        if (check_text(g) < 0)
            return NULL;
        html_settle(g);
        g->edge = false;
        return "html_put_text";
    }
    if (g->value_kind == VALUE_ATTR ||
        (is_text && !strcmp(g->value_name, "content") && !has_attr(g, "http-equiv")))
        return "html_put_attr";
    if (g->value_kind == VALUE_LITERAL || is_text) {
        fail(g, g->line, "attribute %s takes no %s: write it literally", g->value_name,
             is_text ? "text for people" : "expression");
        return NULL;
    }
    bool whole = g->at.url == URL_START;
    if (whole && in(" script link ", g->tag.name)) {
        fail(g, g->line, "%s of <%s> begins literally: %s=\"/assets/…\"", g->value_name,
             g->tag.name, g->value_name);
        return NULL;
    }
    if (g->at.url != URL_SAFE)
        g->at.url = URL_SCHEME_EXPR;
    return whole ? "html_put_url" : "html_put_urlpart";
}

int html_call_ok(struct gen *g)
{
    if (g->at.place != PLACE_TEXT || raw_text(g))
        return fail(g, g->line, "{{call}} inside a tag or <%s>: a view writes whole elements",
                    raw_text(g) ? parent(g) : g->tag.name);
    html_settle(g);
    g->edge = false;
    return 0;
}
