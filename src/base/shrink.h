/*
 * A text in a sixth of its room, for one that waits in the database: DEFLATE by ISA-L at its
 * fastest, about a gigabyte in a second and a half, which is quicker than to write and read the
 * rest.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"

struct shrinker;

struct shrinker *shrinker_new(struct arena *a);

/* Fewer than 2³⁰ bytes go into ret, which is emptied first. */
void shrink(struct shrinker *z, const char *s, size_t n, struct strbuf *ret);

/* The text again, with a NUL behind it. NULL: these bytes are not from shrink. */
char *unshrink(struct arena *a, const void *p, size_t n, size_t *ret_n);
