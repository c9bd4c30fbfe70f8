/* Things with keys that all differ: a heap with the highest key on top, and a sort by it. */
#pragma once

#include <stdint.h>

struct ranked {
    uint64_t key;
    uint32_t item, more; /* whatever goes with the key */
};

/* r[at] may be lower than what is below it: restore the heap of n there. */
void ranked_sink(struct ranked *r, uint32_t n, uint32_t at);

/* Make r a heap. O(n). */
void ranked_heap(struct ranked *r, uint32_t n);

/* Sort r by rising key. O(n log n), in place. */
void ranked_sort(struct ranked *r, uint32_t n);
