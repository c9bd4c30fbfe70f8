/* The HTML half of viewgen: elements, attributes, addresses, white space. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "html_words.h"
#include "viewgen.h"

#define SPACE " \n\t\r"

/* Is the word in this list? */
static bool is(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; n > 0 && p[1]; p += 1 + strcspn(p + 1, " "))
        if (!strncasecmp(p + 1, word, n) && p[1 + n] == ' ')
            return true;
    return false;
}

static const char *parent(struct gen *g)
{
    return innermost(g, VIEW | ELEMENT)->name;
}

/* The innermost element of the list around what is read, or NULL. */
static const struct open *around(struct gen *g, const char *list)
{
    for (const struct open *o = innermost(g, VIEW | ELEMENT); o >= g->open; o--)
        if (o->kind & (VIEW | ELEMENT) && is(list, o->name))
            return o;
    return NULL;
}

/* The elements that alone can stand here, or NULL. */
static const char *only(struct gen *g)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (is(families[i].parents, parent(g)))
            return families[i].children;
    return NULL;
}

static void check_element(struct gen *g, const char *name)
{
    bool known = is(flow, name) || is(inlines, name) || is(others, name);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        known = known || is(families[i].children, name);
    need(g, known, "element <%s> is not known or not allowed in views", name);
    need(g, !only(g) || is(only(g), name), "<%s> directly in <%s>: only%scan stand there", name,
         parent(g), only(g));
    need(g, only(g) || !is(relatives, name), "<%s> without its family: {{view … in tbody}}", name);
    const struct open *o = is(flow, name) ? around(g, paragraphs) : NULL;
    if (!o && is(not_nested, name))
        o = around(g, arena_printf(g->a, " %s ", name));
    need(g, !o, "<%s> cannot stand in the <%s> of line %d: close it first", name, o->name, o->line);
}

/* Is the next character one of these? */
static bool at(const struct gen *g, const char *set)
{
    return *g->s && strchr(set, *g->s);
}

void html_settle(struct gen *g)
{
    if (g->space && !g->at.edge)
        strbuf_putc(&g->lit, ' ');
    g->space = false;
}

static void begin_text(struct gen *g)
{
    need(g, !only(g), "text directly in <%s>: put it into a cell or an item", parent(g));
    html_settle(g);
    g->at.edge = false;
}

/* A literal '&' must begin an entity, a literal Russian text must be marked for translation. */
static void put_letter(struct gen *g)
{
    unsigned char c = (unsigned char)*g->s;
    size_t n = 1 + (g->s[1] == '#');
    while (isalnum((unsigned char)g->s[n]))
        n++;
    need(g, c < 0xd0 || c > 0xd3, "a Russian text outside {{_ \"…\"}}: mark it for translation");
    need(g, c != '&' || (n > 2 && g->s[n] == ';'), "a bare '&': write &amp;");
    strbuf_putc(&g->lit, c == '\n' ? ' ' : *g->s);
    g->s++;
}

static const char *read_name(struct gen *g)
{
    size_t n = name_length(g->s, "-:_");
    g->s += n;
    return arena_strndup(g->a, g->s - n, n);
}

static bool has_attr(const struct gen *g, const char *name)
{
    int i = 0;
    while (i < g->n_attrs && strcasecmp(g->attrs[i], name))
        i++;
    return i < g->n_attrs;
}

static void read_attr(struct gen *g)
{
    const char *name = read_name(g);
    bool value = *g->s == '=';
    need(g, *name, "'%c' in a tag: an attribute's name or '>' must stand here", *g->s);
    need(g, strncasecmp(name, "on", 2), "attribute %s: scripts live in assets/", name);
    need(g, !is(" style srcdoc srcset ", name), "attribute %s is not allowed: use a class", name);
    need(g, !has_attr(g, name), "attribute %s twice in one tag: one, branches inside", name);
    need(g, g->n_attrs < VIEW_MAX_ATTRS, "more than %d attributes in one tag", VIEW_MAX_ATTRS);
    need(g, value || at(g, SPACE "/>"), "'%c' behind attribute %s", *g->s, name);
    need(g, !value || g->s[1] == '"', "the value of %s is not in double quotes", name);
    g->attrs[g->n_attrs++] = name;
    g->s += value ? 2 : 0;
    if (value && starts(g, "{{?")) {
        put_boolean(g, name);
        return;
    }
    strbuf_printf(&g->lit, value ? " %s=\"" : " %s", name);
    g->at.url = value && is(urls, name) ? URL_START : URL_SAFE;
    if (value)
        push(g, VALUE, name);
}

/* Literal letters of an address: only schemes we know, and no ':' behind an expression. */
static void read_url(struct gen *g, const char *name)
{
    size_t n = strcspn(g->s, ":/?#&{\"");
    char *scheme = arena_strndup(g->a, g->s, g->at.url == URL_START ? n : 0), end = g->s[n];
    need(g, end != '&' && (end != ':' || is(" http https mailto tel ", scheme)),
         "address in %s: only http, https, mailto, tel and relative ones, literally", name);
    g->at.url = end == '{' || end == '"' ? URL_OPEN : URL_SAFE;
}

static void step_value(struct gen *g)
{
    const char *name = innermost(g, VALUE)->name;
    bool ends = *g->s == '"';
    need(g, !at(g, "<>"), "'%c' in the value of %s: close the quote, or write &lt;", *g->s, name);
    if (ends) {
        ended(g, VALUE, NULL, "'\"'");
        g->n_open--;
        g->at.url = URL_SAFE;
    } else if (g->at.url != URL_SAFE) {
        read_url(g, name);
    }
    put_letter(g);
    need(g, !ends || at(g, SPACE "/>{"), "a space is missing behind the value of %s", name);
}

/* White space that shows nothing beside this tag goes. */
static void put_tag(struct gen *g, const char *tag, const char *name)
{
    g->space = g->space && is(inlines, name);
    html_settle(g);
    g->at.edge = !is(inlines, name);
    strbuf_puts(&g->lit, tag);
}

static void open_tag(struct gen *g)
{
    g->s++;
    const char *name = read_name(g);
    need(g, at(g, SPACE "/>"), "'%c' in the name of <%s>", *g->s, name);
    check_element(g, name);
    put_tag(g, arena_printf(g->a, "<%s", name), name);
    g->n_attrs = 0;
    push(g, TAG, name);
}

static void end_tag(struct gen *g)
{
    struct open *tag = ended(g, TAG, NULL, "'>'");
    bool closed = *g->s == '/', empty = is(voids, tag->name), svg = around(g, " svg ");
    need(g, !closed || g->s[1] == '>', "'/' in a tag: \"/>\" ends one");
    need(g, !closed || empty || svg, "<%s/> does not close itself in HTML", tag->name);
    g->s += closed ? 2 : 1;
    strbuf_puts(&g->lit, closed && svg ? "/>" : ">");
    tag->kind = ELEMENT;
    if (closed || empty)
        g->n_open--;
    if (is(" script ", tag->name)) {
        g->s += strspn(g->s, SPACE);
        need(g, has_attr(g, "src") && starts(g, "</script>"),
             "<script> only as <script type=\"module\" src=\"…\"></script>");
    }
    if (is(" textarea ", tag->name))
        strbuf_putc(&g->lit, '\n'); /* browsers drop the first line end, so never the text's */
}

static void close_tag(struct gen *g)
{
    g->s += 2;
    const char *name = read_name(g), *tag = arena_printf(g->a, "</%s>", name);
    need(g, *g->s++ == '>', "'>' is missing in %s", tag);
    ended(g, ELEMENT, name, tag);
    g->n_open--;
    put_tag(g, tag, name);
}

void html_step(struct gen *g)
{
    static const char doctype[] = "<!doctype html>";
    enum kind place = innermost(g, PLACES)->kind;
    if (place == VALUE) {
        step_value(g);
    } else if (at(g, SPACE)) {
        if (place != TAG && around(g, " pre textarea "))
            strbuf_putc(&g->lit, *g->s);
        else
            g->space = place != TAG;
        g->s++;
    } else if (place == TAG) {
        (at(g, "/>") ? end_tag : read_attr)(g);
    } else if (starts(g, "</")) {
        close_tag(g);
    } else if (starts(g, doctype)) {
        strbuf_puts(&g->lit, doctype);
        g->s += strlen(doctype);
    } else if (at(g, "<")) {
        need(g, !is(raw, parent(g)), "a tag in <%s>: only text can stand there", parent(g));
        need(g, g->s[1] != '!', "an HTML comment: write {{# … }}, it is not sent to people");
        need(g, isalpha((unsigned char)g->s[1]), "a bare '<': write &lt;");
        open_tag(g);
    } else {
        begin_text(g);
        put_letter(g);
    }
}

const char *html_put_macro(struct gen *g, bool is_text)
{
    const struct open *o = innermost(g, PLACES), *tag = innermost(g, TAG);
    need(g, o->kind != TAG, "an expression between attributes: write name=\"{{…}}\" or {{if (…)}}");
    if (o->kind != VALUE) {
        begin_text(g);
        return "html_put_text";
    }
    if (is(values, o->name) || !strncmp(o->name, "aria-", 5) || !strncmp(o->name, "data-", 5) ||
        (is_text && !strcmp(o->name, "content") && !has_attr(g, "http-equiv")))
        return "html_put_attr";
    need(g, is(urls, o->name) && !is_text, "attribute %s takes no %s: write it literally", o->name,
         is_text ? "text for people" : "expression");
    if (g->at.url != URL_START)
        return "html_put_urlpart";
    need(g, !is(" script link ", tag->name), "%s of <%s> begins literally: %s=\"/assets/…\"",
         o->name, tag->name, o->name);
    g->at.url = URL_OPEN;
    return "html_put_url";
}

const char *html_where(struct gen *g)
{
    bool whole = !(innermost(g, PLACES)->kind & (TAG | VALUE)) && !is(raw, parent(g));
    need(g, whole, "{{call}} inside a tag, <title> or <textarea>: a view writes whole elements");
    return only(g) ? parent(g) : around(g, paragraphs) ? "p" : "flow";
}
