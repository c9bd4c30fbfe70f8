/* Lists that grow: of each mentee the mentors it may have, of each mentor the same edges again. */
#pragma once

#include "match/memory.h"

struct live_arc {
    uint32_t to; /* the person at the other end */
    uint16_t score;
};

struct live_span {
    uint64_t at; /* first arc */
    uint32_t n, room;
};

/* Arcs of one person stand together; a list that outgrows its room moves to the end. */
struct live_lists {
    struct live_arc *arc;
    uint64_t used, size;    /* of arc */
    struct live_span *span; /* of each person; its memory is the caller's */
};

#define LIVE_NOWHERE UINT32_MAX

static inline const struct live_arc *live_arcs(const struct live_lists *l, uint32_t who)
{
    return l->arc + l->span[who].at;
}

/* Where `to` stands in the list of `who`, or LIVE_NOWHERE. */
uint32_t live_find(const struct live_lists *l, uint32_t who, uint32_t to);

/* Make room for one more; MATCH_ENOMEM leaves all as it is. n_people: those who have a list. */
int live_reserve(struct live_lists *l, struct match_memory *mem, uint32_t n_people, uint32_t who);

/* Enter arc at place `place` (≤ n), where one moves to the end for it; there is room. */
void live_insert(struct live_lists *l, uint32_t who, uint32_t place, struct live_arc arc);

/* Take it out again; the last one moves to its place: the exact opposite of live_insert. */
void live_remove(struct live_lists *l, uint32_t who, uint32_t place);
