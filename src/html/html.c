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
        return "";
    }
}

/* The end of a text and what is not written as it stands. */
static const bool stops[256] = {
    ['\0'] = true, ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};

static void escaped(struct strbuf *out, const char *s)
{
    for (;;) {
        size_t n = 0;
        while (!stops[(unsigned char)s[n]])
            n++;
        strbuf_add(out, s, n);
        if (!s[n])
            return;
        strbuf_puts(out, entity(s[n]));
        s += n + 1;
    }
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
    if (n < 0)
        strbuf_putc(&h->out, '-');
    strbuf_put_uint(&h->out, n < 0 ? 0ull - (unsigned long long)n : (unsigned long long)n);
}

void html_uint(struct html *h, unsigned long long n)
{
    strbuf_put_uint(&h->out, n);
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
        if (is_alnum(*s) || *s == '-' || *s == '.' || *s == '_' || *s == '~')
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
        if (is_alnum(*url) || *url == '/')
            strbuf_putc(&h->out, *url);
        /* Browsers drop tabs and line ends and read '\' as '/': they go encoded. */
        else if ((unsigned char)*url <= ' ' || *url == 0x7f || strchr("\\<>\"'`{}|^", *url))
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
