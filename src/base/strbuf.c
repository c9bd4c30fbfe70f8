#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void strbuf_clear(struct strbuf *b)
{
    b->len = 0;
    b->s[0] = '\0';
}

void strbuf_init(struct strbuf *b, struct arena *a)
{
    b->a = a;
    b->cap = 64;
    b->s = arena_grow_raw(a, NULL, 0, b->cap);
    strbuf_clear(b);
}

void strbuf_reserve(struct strbuf *b, size_t extra)
{
    size_t need = b->len + extra + 1;
    if (need <= b->cap)
        return;
    size_t cap = b->cap * 2 > need ? b->cap * 2 : need;
    b->s = arena_grow_raw(b->a, b->s, b->cap, cap);
    b->cap = cap;
}

void strbuf_puts(struct strbuf *b, const char *s)
{
    strbuf_add(b, s, strlen(s));
}

void strbuf_put_uint(struct strbuf *b, unsigned long long n)
{
    char room[DIGITS_MAX];
    const char *digits = digits_of(n, room);
    strbuf_add(b, digits, (size_t)(room + DIGITS_MAX - digits));
}

void strbuf_put_json(struct strbuf *b, const char *s)
{
    strbuf_putc(b, '"');
    for (; *s; s++) {
        if ((unsigned char)*s < ' ')
            strbuf_printf(b, "\\u%04x", (unsigned)*s);
        else if (*s == '"' || *s == '\\')
            strbuf_printf(b, "\\%c", *s);
        else
            strbuf_putc(b, *s);
    }
    strbuf_putc(b, '"');
}

void strbuf_printf(struct strbuf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    size_t room = b->cap - b->len;
    int n = vsnprintf(b->s + b->len, room, fmt, ap);
    va_end(ap);
    if (n > 0 && (size_t)n >= room) {
        strbuf_reserve(b, (size_t)n);
        vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
    }
    b->len += n > 0 ? (size_t)n : 0;
    va_end(again);
}
