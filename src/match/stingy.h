/* An allocator that fails when told to. Included by the tests only. */
#pragma once

#include <stdlib.h>

struct stingy {
    long left; /* allocations until one fails */
    long alive;
};

static void *stingy_alloc(void *ctx, size_t bytes)
{
    struct stingy *s = ctx;
    if (s->left-- <= 0)
        return NULL;
    s->alive++;
    return malloc(bytes);
}

static void stingy_release(void *ctx, void *p)
{
    ((struct stingy *)ctx)->alive--;
    free(p);
}
