/* gzip of answers: compressors are kept, because making one costs more than using it. */
#pragma once

#include <stddef.h>

#include "base/arena.h"

struct gzip_pool;

struct gzip_pool *gzip_pool_new(void);
void gzip_pool_free(struct gzip_pool *p);

/* Compressed copy in the arena; NULL when it would not be smaller. */
char *gzip_bytes(struct gzip_pool *p, struct arena *a, const char *s, size_t n, size_t *ret_n);
