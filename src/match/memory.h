/* Memory of one call: the caller's allocator, counted against the caller's limit. */
#pragma once

#include <nastavnik/match.h>

struct match_memory {
    struct match_allocator allocator;
    size_t limit; /* bytes */
    size_t used;  /* bytes taken so far and not given back */
};

/* options may be NULL. */
void match_memory_init(struct match_memory *m, const struct match_options *options);

/* n × size bytes, zeroed; NULL when there are none. At least one byte is taken, so NULL
 * always means failure. */
void *match_take(struct match_memory *m, size_t n, size_t size);

/* Give p (NULL is fine), taken with the same n and size, back. */
void match_give(struct match_memory *m, void *p, size_t n, size_t size);

/* Options for a call inside this one: its allocator, and what is left of its limit. */
struct match_options match_memory_left(const struct match_memory *m);
