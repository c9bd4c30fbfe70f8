#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN 16u
#define FIRST_BLOCK (96u * 1024u) /* a page of the site fits; malloc gets more from mmap */
#define MAX_BLOCK (1024u * 1024u)

struct block {
    struct block *prev;
    size_t size; /* bytes after this header */
    size_t used;
    _Alignas(16) char data[];
};

struct arena {
    struct block *top;
    size_t used_before; /* bytes used in the blocks under top */
};

static void die_out_of_memory(size_t n)
{
    fprintf(stderr, "nastavnik: out of memory (%zu bytes asked)\n", n);
    abort();
}

static struct block *block_new(struct block *prev, size_t size)
{
    struct block *b = malloc(sizeof *b + size);
    if (!b)
        die_out_of_memory(size);
    b->prev = prev;
    b->size = size;
    b->used = 0;
    return b;
}

struct arena *arena_new(void)
{
    struct arena *a = malloc(sizeof *a);
    if (!a)
        die_out_of_memory(sizeof *a);
    a->top = block_new(NULL, FIRST_BLOCK);
    a->used_before = 0;
    return a;
}

static void drop_to_first(struct arena *a)
{
    while (a->top->prev) {
        struct block *prev = a->top->prev;
        free(a->top);
        a->top = prev;
    }
    a->used_before = 0;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    drop_to_first(a);
    free(a->top);
    free(a);
}

void arena_reset(struct arena *a)
{
    drop_to_first(a);
    a->top->used = 0;
}

size_t arena_used(const struct arena *a)
{
    return a->used_before + a->top->used;
}

static size_t rounded(size_t n)
{
    if (n > SIZE_MAX - 2 * ALIGN - sizeof(struct block))
        die_out_of_memory(n);
    return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void *take(struct arena *a, size_t n)
{
    size_t need = rounded(n);
    if (a->top->size - a->top->used < need) {
        size_t size = a->top->size * 2 < MAX_BLOCK ? a->top->size * 2 : MAX_BLOCK;
        a->used_before += a->top->used;
        a->top = block_new(a->top, need > size ? need : size);
    }
    void *p = a->top->data + a->top->used;
    a->top->used += need;
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    return memset(take(a, n), 0, n);
}

void *arena_alloc_array(struct arena *a, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        die_out_of_memory(SIZE_MAX);
    return arena_alloc(a, bytes);
}

void *arena_grow_raw(struct arena *a, void *p, size_t old_n, size_t new_n)
{
    if (p && new_n <= old_n)
        return p;
    size_t old_need = rounded(old_n);
    struct block *b = a->top;
    if (p && old_need <= b->used && (char *)p == b->data + (b->used - old_need)) {
        size_t extra = rounded(new_n) - old_need;
        if (b->size - b->used >= extra) {
            b->used += extra;
            return p;
        }
    }
    void *q = take(a, new_n);
    if (p && old_n)
        memcpy(q, p, old_n);
    return q;
}

void *arena_grow(struct arena *a, void *p, size_t old_n, size_t new_n)
{
    char *q = arena_grow_raw(a, p, old_n, new_n);
    if (new_n > old_n)
        memset(q + old_n, 0, new_n - old_n);
    return q;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *p = take(a, n + 1);
    memcpy(p, s, n);
    p[n] = '\0';
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

/* Two at a time: a division is slow, and an id has eighteen. */
const char *digits_of(unsigned long long n, char room[DIGITS_MAX])
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
        "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
        "8081828384858687888990919293949596979899";
    char *at = room + DIGITS_MAX;
    for (; n >= 10; n /= 100)
        memcpy(at -= 2, pairs + 2 * (n % 100), 2);
    if (n || at == room + DIGITS_MAX)
        *--at = (char)('0' + n);
    return at;
}

/* Formats of texts and ids alone, as those of addresses, without the engine of printf. False: this
 * one holds something else, or does not fit. */
static bool print_plain(char *out, size_t room, const char *fmt, va_list ap, size_t *ret_n)
{
    size_t at = 0;
    while (*fmt) {
        char digits[DIGITS_MAX];
        const char *s = fmt;
        size_t n = strcspn(fmt, "%");
        fmt += n;
        if (n == 0 && strncmp(fmt, "%lld", 4) == 0) {
            long long id = va_arg(ap, long long);
            if (id < 0)
                return false;
            s = digits_of((unsigned long long)id, digits);
            n = (size_t)(digits + DIGITS_MAX - s);
            fmt += 4;
        } else if (n == 0) {
            s = fmt[1] == 's' ? va_arg(ap, const char *) : NULL;
            if (!s)
                return false;
            n = strlen(s);
            fmt += 2;
        }
        if (room - at <= n)
            return false;
        memcpy(out + at, s, n);
        at += n;
    }
    out[at] = '\0';
    *ret_n = at;
    return true;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    /* Straight into what is left of the block; only a text that does not fit is printed twice. */
    size_t room = a->top->size - a->top->used;
    char *there = a->top->data + a->top->used;
    size_t plain = 0;
    va_list again;
    va_copy(again, ap);
    bool is_plain = room && print_plain(there, room, fmt, again, &plain);
    va_end(again);
    if (is_plain)
        return take(a, plain + 1);
    va_copy(again, ap);
    int n = vsnprintf(there, room, fmt, again);
    va_end(again);
    if (n < 0)
        die_out_of_memory(0);
    char *p = take(a, (size_t)n + 1);
    if (p != there || (size_t)n >= room)
        vsnprintf(p, (size_t)n + 1, fmt, ap);
    return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *p = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return p;
}
