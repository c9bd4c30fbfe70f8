/*
 * Run time of the views. The code that tools/viewgen makes from .html files calls the
 * html_put_* macros; which one is decided by the place of the expression in the HTML, never
 * by the author of a view (docs/views.md). Nothing here fails: memory is the arena's.
 */
#pragma once

#include <stddef.h>

#include "base/strbuf.h"

struct html {
    struct strbuf out;      /* the page so far */
    const char *form_token; /* for the hidden field of every form; "" when nobody is signed in */
    const char *page_path;  /* path of the page being shown: links that come back here */
};

/* Body of a page: what {{page name(const struct x *p)}} makes, so that the layout can call any
 * of them. data is the struct that the page names. */
typedef void html_body(struct html *h, const void *data);

/* Markup that is safe as it stands. Made only by the Markdown renderer and by html/qr.h. */
struct safe_html {
    const char *markup;
};

void html_init(struct html *h, struct arena *a);

/*
 * What a value becomes by its place. A NULL text is an empty one. Any other type (double, a
 * pointer, a struct) does not compile: format it first (html/format.h).
 *   text     escaped; integers as people read them: «12 345», «−3»
 *   attr     escaped, for quoted attributes; integers as plain digits
 *   url      a whole address: relative, http, https, mailto, tel; anything else is "#blocked"
 *   urlpart  a piece of an address: percent-encoded
 */
#define html_put_text(h, v)                                                                        \
    _Generic((v), char *: html_text, const char *: html_text, struct safe_html: html_safe,         \
             HTML_SIGNED_(html_text_int), HTML_UNSIGNED_(html_text_uint))((h), (v))
#define html_put_attr(h, v)                                                                        \
    _Generic((v), char *: html_attr, const char *: html_attr, HTML_SIGNED_(html_int),              \
             HTML_UNSIGNED_(html_uint))((h), (v))
#define html_put_url(h, v) _Generic((v), char * : html_url, const char * : html_url)((h), (v))
#define html_put_urlpart(h, v)                                                                     \
    _Generic((v), char *: html_urlpart, const char *: html_urlpart, HTML_SIGNED_(html_int),        \
             HTML_UNSIGNED_(html_uint))((h), (v))

#define HTML_SIGNED_(f) signed char : f, short : f, int : f, long : f, long long : f
#define HTML_UNSIGNED_(f)                                                                          \
    unsigned char : f, unsigned short : f, unsigned : f, unsigned long : f, unsigned long long : f

/* Literal markup of a view; for generated code only. */
#define html_lit(h, literal) strbuf_add(&(h)->out, "" literal, sizeof(literal) - 1)

/* {{_ "…%s…", args}}: printf into the arena; the result is then escaped by its place. */
const char *html_printf(struct html *h, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));

/* {{_n "%d пара" "%d пар" n}}: the number, grouped, in place of the first %d of fmt; a space
 * behind it becomes no-break. */
const char *html_count(struct html *h, const char *fmt, long long n)
    __attribute__((returns_nonnull));

void html_text(struct html *h, const char *s);
void html_text_int(struct html *h, long long n);
void html_text_uint(struct html *h, unsigned long long n);
void html_safe(struct html *h, struct safe_html m);
void html_attr(struct html *h, const char *s);
void html_int(struct html *h, long long n);
void html_uint(struct html *h, unsigned long long n);
void html_url(struct html *h, const char *url);
void html_urlpart(struct html *h, const char *s);

/* A stylesheet of ours inside the page, for a file that must stand alone: {{call
 * html_stylesheet(h, css)}} in <head>. css comes from the program, never from people; one that
 * holds '<' is left out. */
void html_stylesheet(struct html *h, const char *css);
enum { html_stylesheet_in_head }; /* where {{call}} may name it */
