/* All mentees, batch by batch, by several threads, each with a finder of its own. */
#pragma once

#include <stdatomic.h>

#include "match/candidates_find.h"

struct census {
    const struct match_profiles *profiles;
    const struct match_options *options; /* may be NULL */
    struct index index;
    uint32_t *order; /* of the mentees: alike ones together */
    uint32_t n_finders;
    struct finder *finder;
    atomic_flag *busy; /* of each finder */
};

/* Index, order and finders with room for that many candidates. Profiles are checked here.
 * MATCH_EINVAL, MATCH_ENOMEM; census_free in any case. */
int census_make(struct census *ret, const struct match_profiles *profiles, uint32_t room,
                const struct match_options *options, struct match_memory *memory);
void census_free(struct census *c, struct match_memory *memory);

typedef void census_work(void *ctx, struct finder *f, const uint32_t *mentee, uint32_t n);

/* Give every batch to work, some at the same time. Calls progress and cancel of the options
 * between them; MATCH_ECANCELLED. */
int census_run(struct census *c, census_work *work, void *ctx);
