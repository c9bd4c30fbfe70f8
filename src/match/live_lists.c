#include "match/live_lists.h"

#include <string.h>

uint32_t live_find(const struct live_lists *l, uint32_t who, uint32_t to)
{
    const struct live_arc *arc = live_arcs(l, who);
    for (uint32_t t = 0; t < l->span[who].n; t++)
        if (arc[t].to == to)
            return t;
    return LIVE_NOWHERE;
}

/* Everybody's list in new memory, with room for `more` arcs beyond and an eighth to grow. */
static int repack(struct live_lists *l, struct match_memory *mem, uint32_t n_people, uint32_t more)
{
    uint64_t used = 0;
    for (uint32_t p = 0; p < n_people; p++)
        used += l->span[p].room;
    uint64_t size = used + more + used / 8;
    struct live_arc *arc = match_take(mem, size, sizeof *arc);
    if (!arc)
        return MATCH_ENOMEM;
    uint64_t at = 0;
    for (uint32_t p = 0; p < n_people; p++) {
        struct live_span *span = &l->span[p];
        memcpy(arc + at, l->arc + span->at, span->n * sizeof *arc);
        span->at = at;
        at += span->room;
    }
    match_give(mem, l->arc, l->size, sizeof *arc);
    l->arc = arc;
    l->used = used;
    l->size = size;
    return MATCH_OK;
}

int live_reserve(struct live_lists *l, struct match_memory *mem, uint32_t n_people, uint32_t who)
{
    struct live_span *span = &l->span[who];
    if (span->n < span->room)
        return MATCH_OK;
    uint32_t room = span->room + span->room / 2 + 4;
    if (room > l->size - l->used) {
        int r = repack(l, mem, n_people, room);
        if (r < 0)
            return r;
    }
    memcpy(l->arc + l->used, l->arc + span->at, span->n * sizeof *l->arc);
    span->at = l->used;
    span->room = room;
    l->used += room;
    return MATCH_OK;
}

void live_insert(struct live_lists *l, uint32_t who, uint32_t place, struct live_arc arc)
{
    struct live_span *span = &l->span[who];
    struct live_arc *list = l->arc + span->at;
    list[span->n++] = list[place];
    list[place] = arc;
}

void live_remove(struct live_lists *l, uint32_t who, uint32_t place)
{
    struct live_span *span = &l->span[who];
    struct live_arc *list = l->arc + span->at;
    list[place] = list[--span->n];
}
