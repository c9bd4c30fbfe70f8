/*
 * Arena: memory that lives exactly as long as one request, bot event or job.
 * Everything is zeroed; nothing is freed one by one; running out of memory aborts
 * the program with a message (the service manager restarts it), so no result is NULL.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is fine */

/* Forget everything but keep the first block for the next request. */
void arena_reset(struct arena *a);

/* Bytes handed out since arena_new or arena_reset. */
size_t arena_used(const struct arena *a);

/* n bytes, zeroed, aligned for any type. n may be 0. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, returns_nonnull));

/* Like realloc; grows in place when p was the last thing allocated. New bytes are zeroed. */
void *arena_grow(struct arena *a, void *p, size_t old_n, size_t new_n)
    __attribute__((returns_nonnull));

/* The same without the zeros, for bytes that are written at once. */
void *arena_grow_raw(struct arena *a, void *p, size_t old_n, size_t new_n)
    __attribute__((returns_nonnull));

char *arena_strdup(struct arena *a, const char *s) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *a, const char *s, size_t n) __attribute__((returns_nonnull));
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0), returns_nonnull));

/* Decimal digits of n at the end of room; returns the first. Not terminated. */
#define DIGITS_MAX 20 /* of 2⁶⁴ − 1 */
const char *digits_of(unsigned long long n, char room[DIGITS_MAX]);

#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc_array((a), (n), sizeof(type)))

/* n × size bytes; aborts when the product overflows. */
void *arena_alloc_array(struct arena *a, size_t n, size_t size)
    __attribute__((malloc, returns_nonnull));
