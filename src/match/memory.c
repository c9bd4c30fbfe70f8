#include "match/memory.h"

#include <stdlib.h>
#include <string.h>

static void *libc_alloc(void *ctx, size_t bytes)
{
    (void)ctx;
    return malloc(bytes);
}

static void libc_release(void *ctx, void *p)
{
    (void)ctx;
    free(p);
}

void match_memory_init(struct match_memory *m, const struct match_options *options)
{
    static const struct match_allocator libc = {libc_alloc, libc_release, NULL};
    m->allocator = options && options->allocator ? *options->allocator : libc;
    m->limit = options && options->memory_limit ? options->memory_limit : SIZE_MAX;
    m->used = 0;
}

static size_t bytes_of(size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        return SIZE_MAX;
    return bytes ? bytes : 1;
}

void *match_take(struct match_memory *m, size_t n, size_t size)
{
    size_t bytes = bytes_of(n, size);
    if (bytes == SIZE_MAX || bytes > m->limit - m->used)
        return NULL;
    void *p = m->allocator.alloc(m->allocator.ctx, bytes);
    if (!p)
        return NULL;
    m->used += bytes;
    return memset(p, 0, bytes);
}

void match_give(struct match_memory *m, void *p, size_t n, size_t size)
{
    if (!p)
        return;
    m->used -= bytes_of(n, size);
    m->allocator.release(m->allocator.ctx, p);
}

struct match_options match_memory_left(const struct match_memory *m)
{
    struct match_options left = {.allocator = &m->allocator};
    if (m->limit != SIZE_MAX)
        left.memory_limit = m->limit > m->used ? m->limit - m->used : 1;
    return left;
}
