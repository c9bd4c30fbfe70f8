/* The parts of match_why_all, over one view of the instance against its edges. */
#pragma once

#include <nastavnik/match_why.h>

#include "match/memory.h"

struct why {
    const struct match_instance *in;
    const struct match_result *r;
    struct match_memory *mem;
    uint8_t *locked; /* of each mentee */
    /* Usable edges by mentor: those of mentor j are back[first[j]] … back[first[j + 1] - 1]. */
    uint64_t *first;
    struct why_back {
        uint32_t mentee, at; /* edge offset[mentee] + at */
    } * back;
    uint64_t n_back;
};

static inline bool why_usable(const struct why *w, uint32_t mentee, uint64_t edge)
{
    return w->in->score[edge] >= w->in->floor || w->r->edge[mentee] == edge;
}

/* Has a mentor and may leave it. */
static inline bool why_moves(const struct why *w, uint32_t mentee)
{
    return w->r->mate[mentee] != MATCH_NONE && !w->locked[mentee];
}

static inline uint64_t why_edge(const struct why *w, uint64_t back)
{
    return w->in->offset[w->back[back].mentee] + w->back[back].at;
}

/* Fill move, and step and moves of all unpaired. */
int why_places(const struct why *w, const uint8_t *may_grow, struct match_whys *out);

/* Fill rise, rise_edge and reason of all unpaired. */
int why_rises(const struct why *w, struct match_whys *out);

/* Fill mentee_loss and mentor_loss. */
int why_losses(const struct why *w, struct match_whys *out);
