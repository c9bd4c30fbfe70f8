#include "cmd/names.h"

#include <stdbool.h>
#include <string.h>

#define FIRST_NAMES 1024u
#define FIRST_TEXT 16384u

static uint32_t hash(const char *text, size_t n)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001B3u;
    return (uint32_t)(h ^ h >> 29);
}

static void *at_least(struct area *area, size_t bytes)
{
    return area->p ? area_resize(area, bytes) : area_take(area, bytes);
}

const char *names_text(const struct names *names, uint32_t number, size_t *ret_n)
{
    const uint64_t *end = names->end.p;
    uint64_t from = number ? end[number - 1] : 0;
    *ret_n = end[number] - from;
    return (const char *)names->text.p + from;
}

/* Where the number + 1 of the text stands or should stand. */
static uint32_t *find(const struct names *names, const char *text, size_t n)
{
    uint32_t *slot = names->slot.p;
    size_t at = hash(text, n) & (names->slots - 1), m;
    for (; slot[at]; at = (at + 1) & (names->slots - 1)) {
        const char *there = names_text(names, slot[at] - 1, &m);
        if (m == n && !memcmp(there, text, n))
            break;
    }
    return &slot[at];
}

/* Twice the room for numbers, and all of them in their new places. */
static bool widen(struct names *names)
{
    size_t room = names->room ? names->room * 2 : FIRST_NAMES, n;
    struct area slot;
    if (!at_least(&names->end, room * sizeof(uint64_t)) ||
        !area_take(&slot, room * 2 * sizeof(uint32_t)))
        return false;
    area_give(&names->slot);
    names->slot = slot;
    names->room = room;
    names->slots = room * 2;
    for (uint32_t k = 0; k < names->n; k++) {
        const char *text = names_text(names, k, &n);
        *find(names, text, n) = k + 1;
    }
    return true;
}

static bool widen_text(struct names *names, size_t n)
{
    size_t room = names->text_room ? names->text_room : FIRST_TEXT;
    while (room - names->text_n < n)
        room *= 2;
    if (room != names->text_room && !at_least(&names->text, room))
        return false;
    names->text_room = room;
    return true;
}

uint32_t names_put(struct names *names, const char *text, size_t n)
{
    if (names->n == names->room && !widen(names))
        return NAMES_FULL;
    uint32_t *slot = find(names, text, n);
    if (*slot)
        return *slot - 1;
    if (names->n == NAMES_FULL - 1 || !widen_text(names, n))
        return NAMES_FULL;
    memcpy((char *)names->text.p + names->text_n, text, n);
    names->text_n += n;
    ((uint64_t *)names->end.p)[names->n] = names->text_n;
    *slot = ++names->n;
    return names->n - 1;
}

void names_free(struct names *names)
{
    area_give(&names->text);
    area_give(&names->end);
    area_give(&names->slot);
    *names = (struct names){.n = 0};
}
