#include "base/map.h"

#include <string.h>

static uint64_t hash(const char *key)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * 0x100000001B3u;
    return h ^ h >> 29;
}

static struct map_slot *find(const struct map *m, const char *key)
{
    size_t at = hash(key) & (m->cap - 1);
    while (m->slot[at].key && strcmp(m->slot[at].key, key) != 0)
        at = (at + 1) & (m->cap - 1);
    return &m->slot[at];
}

void map_init(struct map *m, struct arena *a, size_t expected)
{
    size_t cap = 16;
    while (cap < expected * 2)
        cap *= 2;
    *m = (struct map){.a = a, .slot = arena_array(a, struct map_slot, cap), .cap = cap};
}

uint32_t map_get(const struct map *m, const char *key)
{
    const struct map_slot *s = find(m, key);
    return s->key ? s->value : MAP_NONE;
}

uint32_t *map_at(struct map *m, const char *key)
{
    if (m->n * 2 >= m->cap) {
        struct map bigger;
        map_init(&bigger, m->a, m->cap);
        for (size_t i = 0; i < m->cap; i++)
            if (m->slot[i].key)
                *find(&bigger, m->slot[i].key) = m->slot[i];
        bigger.n = m->n;
        *m = bigger;
    }
    struct map_slot *s = find(m, key);
    if (!s->key) {
        *s = (struct map_slot){key, MAP_NONE};
        m->n++;
    }
    return &s->value;
}
