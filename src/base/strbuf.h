/*
 * The one string builder. The bytes live in the arena; `s` is always NUL-terminated and
 * may move while the buffer grows, so keep the struct, not the pointer.
 */
#pragma once

#include <stddef.h>

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
void strbuf_add(struct strbuf *b, const char *s, size_t n);
void strbuf_puts(struct strbuf *b, const char *s);
void strbuf_putc(struct strbuf *b, char c);
void strbuf_put_uint(struct strbuf *b, unsigned long long n); /* plain digits */
void strbuf_printf(struct strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
