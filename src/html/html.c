#include "html/html.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "html/format.h"

void html_init(struct html *h, struct arena *a)
{
    *h = (struct html){.form_token = "", .page_path = "/"};
    strbuf_init(&h->out, a);
}

/* Escaping is the same for text and quoted attributes: one function less to choose wrongly. */
static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&#34;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void escaped(struct strbuf *out, const char *s)
{
    const char *from = s;
    for (; *s; s++) {
        const char *e = entity(*s);
        if (!e)
            continue;
        strbuf_add(out, from, (size_t)(s - from));
        strbuf_puts(out, e);
        from = s + 1;
    }
    strbuf_add(out, from, (size_t)(s - from));
}

void html_text(struct html *h, const char *s)
{
    if (s)
        escaped(&h->out, s);
}

void html_attr(struct html *h, const char *s)
{
    html_text(h, s);
}

void html_text_int(struct html *h, long long n)
{
    format_int_to(&h->out, n);
}

void html_text_uint(struct html *h, unsigned long long n)
{
    format_uint_to(&h->out, n);
}

void html_safe(struct html *h, struct safe_html m)
{
    if (m.markup)
        strbuf_puts(&h->out, m.markup);
}

void html_int(struct html *h, long long n)
{
    strbuf_printf(&h->out, "%lld", n);
}

void html_uint(struct html *h, unsigned long long n)
{
    strbuf_printf(&h->out, "%llu", n);
}

static void percent(struct strbuf *out, char c)
{
    static const char hex[] = "0123456789ABCDEF";
    unsigned char b = (unsigned char)c;
    strbuf_add(out, (char[]){'%', hex[b >> 4], hex[b & 15]}, 3);
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void html_urlpart(struct html *h, const char *s)
{
    for (; s && *s; s++) {
        if (is_alnum(*s) || strchr("-._~", *s))
            strbuf_putc(&h->out, *s);
        else
            percent(&h->out, *s);
    }
}

/* A colon before any of "/?#" ends a scheme. */
static bool scheme_allowed(const char *url)
{
    static const char *const allowed[] = {"http", "https", "mailto", "tel"};
    size_t n = strcspn(url, ":/?#");
    if (url[n] != ':')
        return true;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strlen(allowed[i]) == n && !strncasecmp(url, allowed[i], n))
            return true;
    return false;
}

void html_url(struct html *h, const char *url)
{
    if (!url)
        return;
    if (!scheme_allowed(url)) {
        strbuf_puts(&h->out, "#blocked");
        return;
    }
    for (; *url; url++) {
        /* Browsers drop tabs and line ends and read '\' as '/': they go encoded. */
        if ((unsigned char)*url <= ' ' || *url == 0x7f || strchr("\\<>\"'`{}|^", *url))
            percent(&h->out, *url);
        else if (*url == '&')
            strbuf_puts(&h->out, "&amp;");
        else
            strbuf_putc(&h->out, *url);
    }
}

const char *html_printf(struct html *h, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *s = arena_vprintf(h->out.a, fmt, ap);
    va_end(ap);
    return s;
}

const char *html_count(struct html *h, const char *fmt, long long n)
{
    struct strbuf b;
    strbuf_init(&b, h->out.a);
    const char *at = strstr(fmt, "%d");
    if (!at)
        return fmt;
    strbuf_add(&b, fmt, (size_t)(at - fmt));
    format_int_to(&b, n);
    at += 2;
    if (*at == ' ') {
        strbuf_puts(&b, "\u00A0");
        at++;
    }
    strbuf_puts(&b, at);
    return b.s;
}

void html_stylesheet(struct html *h, const char *css)
{
    if (!strchr(css, '<'))
        strbuf_printf(&h->out, "<style>%s</style>", css);
}
