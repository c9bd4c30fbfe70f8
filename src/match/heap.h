/* A binary heap of mentors keyed by their distance, with decrease-key. */
#pragma once

#include <stdint.h>

#define HEAP_OUT UINT32_MAX

struct heap {
    uint32_t n;
    uint32_t *item;      /* mentors, the nearest first */
    uint32_t *place;     /* of each mentor in item, or HEAP_OUT */
    const int64_t *dist; /* of each mentor; it falls only through heap_lower */
};

/* Enter j, or move it up after its distance fell. */
void heap_lower(struct heap *h, uint32_t j);

/* Take the nearest mentor out; the heap is not empty. */
uint32_t heap_pop(struct heap *h);
