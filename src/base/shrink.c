#include "base/shrink.h"

#include <endian.h>
#include <isa-l/igzip_lib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define MOST (1u << 30)

/* Before the DEFLATE stands how many bytes it holds. */
typedef uint32_t size_of_text;

struct shrinker {
    struct isal_zstream stream;
};

struct shrinker *shrinker_new(struct arena *a)
{
    return arena_new_of(a, struct shrinker);
}

void shrink(struct shrinker *z, const char *s, size_t n, struct strbuf *ret)
{
    const size_of_text size = htole32((uint32_t)n);
    size_t room = 2 * n + 1024; /* no code of DEFLATE is longer than two bytes */
    struct isal_zstream *d = &z->stream;
    strbuf_clear(ret);
    strbuf_add(ret, (const char *)&size, sizeof size);
    strbuf_reserve(ret, room);
    isal_deflate_stateless_init(d);
    d->next_in = (uint8_t *)(uintptr_t)s;
    d->avail_in = (uint32_t)n;
    d->next_out = (uint8_t *)ret->s + ret->len;
    d->avail_out = (uint32_t)room;
    d->end_of_stream = 1;
    (void)isal_deflate_stateless(d); /* fails without room alone */
    ret->len += d->total_out;
    ret->s[ret->len] = '\0';
}

char *unshrink(struct arena *a, const void *p, size_t n, size_t *ret_n)
{
    size_of_text size;
    if (n < sizeof size || n > MOST)
        return NULL;
    memcpy(&size, p, sizeof size);
    size = le32toh(size);
    if (size >= MOST)
        return NULL;
    char *text = arena_grow_raw(a, NULL, 0, size + 1);
    struct arena *scratch = arena_new();
    struct inflate_state *s = arena_new_of(scratch, struct inflate_state);
    isal_inflate_init(s);
    s->next_in = (uint8_t *)(uintptr_t)p + sizeof size;
    s->avail_in = (uint32_t)(n - sizeof size);
    s->next_out = (uint8_t *)text;
    s->avail_out = size;
    int r = isal_inflate_stateless(s);
    bool whole = r == ISAL_DECOMP_OK && s->total_out == size;
    arena_free(scratch);
    text[size] = '\0';
    *ret_n = size;
    return whole ? text : NULL;
}
