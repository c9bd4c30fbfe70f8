/*
 * The one string builder. The bytes live in the arena; `s` is always NUL-terminated and
 * may move while the buffer grows, so keep the struct, not the pointer.
 */
#pragma once

#include <stddef.h>
#include <string.h>

#include "base/arena.h"

struct strbuf {
    struct arena *a;
    char *s;    /* NUL-terminated; never NULL after strbuf_init */
    size_t len; /* without the NUL */
    size_t cap; /* bytes reserved, with the NUL */
};

void strbuf_init(struct strbuf *b, struct arena *a);
void strbuf_clear(struct strbuf *b); /* length 0, keeps the room */
void strbuf_reserve(struct strbuf *b, size_t extra);

/* In the header, because a page is hundreds of short texts. */
static inline void strbuf_add(struct strbuf *b, const char *s, size_t n)
{
    if (b->cap - b->len <= n)
        strbuf_reserve(b, n);
    memcpy(b->s + b->len, s, n);
    b->len += n;
    b->s[b->len] = '\0';
}

static inline void strbuf_putc(struct strbuf *b, char c)
{
    if (b->cap - b->len < 2)
        strbuf_reserve(b, 1);
    b->s[b->len++] = c;
    b->s[b->len] = '\0';
}

void strbuf_puts(struct strbuf *b, const char *s);
void strbuf_put_uint(struct strbuf *b, unsigned long long n); /* plain digits */
void strbuf_put_json(struct strbuf *b, const char *s); /* as a text of JSON, with its quotes */
void strbuf_printf(struct strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
