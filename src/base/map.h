/* A map from texts to numbers in an arena: open addressing, grows, never shrinks. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define MAP_NONE UINT32_MAX

struct map_slot {
    const char *key; /* NULL: empty; borrowed, lives as long as the map */
    uint32_t value;
};

struct map {
    struct arena *a;
    struct map_slot *slot;
    size_t n, cap; /* cap is a power of two */
};

void map_init(struct map *m, struct arena *a, size_t expected);

/* The value of a key, or MAP_NONE. */
uint32_t map_get(const struct map *m, const char *key);

/* The place of the key's value; a new key (whose text must outlive the map) starts with
 * MAP_NONE. Valid until the next map_at. */
uint32_t *map_at(struct map *m, const char *key);
