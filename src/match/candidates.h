/* What the files of the candidates share: a person's terms by a criterion, and points of parts. */
#pragma once

#include <nastavnik/match_candidates.h>

#include "match/memory.h"

/* The terms of a person, as listed. */
struct term_list {
    uint32_t n;
    uint32_t term[MATCH_LIST_MAX];
    uint8_t strength[MATCH_LIST_MAX];
};

void term_list_read(const struct match_column *column, uint32_t person, struct term_list *ret);

struct range {
    uint16_t low, high; /* low > high: not known */
};

static inline struct range range_read(const struct match_column *column, uint32_t person)
{
    if (!column->low)
        return (struct range){1, 0};
    return (struct range){column->low[person], column->high[person]};
}

static inline bool range_known(struct range r)
{
    return r.low <= r.high;
}

/* The most a criterion gives, in 64ths of a point. */
static inline uint32_t part_most(const struct match_criterion *c)
{
    return (uint32_t)c->points * MATCH_POINT;
}

/* What it gives when nothing is known of either side. */
static inline uint32_t part_unknown(const struct match_criterion *c)
{
    return part_most(c) * c->unknown / 1000;
}

/* What the distance of one costs by a range. */
static inline uint32_t range_step(const struct match_criterion *c)
{
    return (part_most(c) + c->slack) / (c->slack + 1u);
}

/* What n common levels of a path give. */
static inline uint32_t path_part(const struct match_criterion *c, uint32_t n)
{
    return n ? part_most(c) * c->level[n - 1] / 1000 : 0;
}

/* What each term of a mentee gives for each unit of the mentor's strength (MATCH_BY_SHARE). */
void share_units(const struct match_criterion *c, const struct term_list *mentee, uint16_t *ret);

/* MATCH_EINVAL when a field breaks its rule; MATCH_ENOMEM. */
int candidates_check(const struct match_profiles *p, struct match_memory *memory);
