#include "html/html.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/block.h"
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

/* Both ends of a text of 8 to 15 bytes. */
static block load_ends(const char *s, size_t n)
{
    uint64_t first, last;
    memcpy(&first, s, sizeof first);
    memcpy(&last, s + n - sizeof last, sizeof last);
    return (block)(block_halves){first, last};
}

static block entities(block b)
{
    /* Two codes that differ in one bit are one comparison: & and ', < and >. */
    return (block)((b | 1) == '\'') | (block)((b | 2) == '>') | (block)(b == '"');
}

/* Most texts have nothing to escape, and a page is made of texts: blocks instead of bytes. */
static bool has_entity(const char *s, size_t n)
{
    if (n < BLOCK / 2) {
        while (n && !*entity(s[n - 1]))
            n--;
        return n;
    }
    block found = entities(n < BLOCK ? load_ends(s, n) : block_load(s + n - BLOCK));
    for (size_t i = 0; i + BLOCK < n; i += BLOCK)
        found |= entities(block_load(s + i));
    return block_any(found);
}

static __attribute__((noinline)) void escape(struct strbuf *out, const char *s)
{
    for (; *s; s++)
        if (*entity(*s))
            strbuf_puts(out, entity(*s));
        else
            strbuf_putc(out, *s);
}

void html_text(struct html *h, const char *s)
{
    if (!s)
        return;
    size_t n = strlen(s);
    if (has_entity(s, n))
        escape(&h->out, s);
    else
        strbuf_add(&h->out, s, n);
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
    static const bool yes[256] = {['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true};
    return yes[(unsigned char)c];
}

void html_urlpart(struct html *h, const char *s)
{
    while (s && *s) {
        size_t n = 0;
        while (is_alnum(s[n]) || s[n] == '-' || s[n] == '.' || s[n] == '_' || s[n] == '~')
            n++;
        strbuf_add(&h->out, s, n);
        s += n;
        if (*s)
            percent(&h->out, *s++);
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
    for (;; url++) {
        size_t n = 0;
        while (is_alnum(url[n]) || url[n] == '/')
            n++;
        strbuf_add(&h->out, url, n);
        url += n;
        if (!*url)
            return;
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
