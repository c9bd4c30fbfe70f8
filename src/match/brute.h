/* Every answer of a small instance, one after another. Included by the tests only. */
#pragma once

#include <string.h>

#include "match/small.h"

struct brute {
    const struct match_instance *in;
    void (*visit)(struct brute *b); /* edge[] holds an answer */
    void *ctx;
    uint64_t edge[16];
    uint64_t forced[16];
    uint32_t load[64];
};

static void brute_from(struct brute *b, uint32_t i)
{
    const struct match_instance *in = b->in;
    if (i == in->n_mentees) {
        b->visit(b);
        return;
    }
    b->edge[i] = MATCH_NO_EDGE;
    if (b->forced[i] == MATCH_NO_EDGE)
        brute_from(b, i + 1);
    for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
        uint32_t j = in->mentor[e];
        bool allowed =
            b->forced[i] == MATCH_NO_EDGE ? in->score[e] >= in->floor : b->forced[i] == e;
        if (!allowed || b->load[j] >= in->capacity[j])
            continue;
        b->load[j]++;
        b->edge[i] = e;
        brute_from(b, i + 1);
        b->load[j]--;
    }
    b->edge[i] = MATCH_NO_EDGE;
}

static void brute_all(const struct match_instance *in, void (*visit)(struct brute *b), void *ctx)
{
    struct brute b = {.in = in, .visit = visit, .ctx = ctx};
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        b.forced[i] = MATCH_NO_EDGE;
        for (size_t l = 0; l < in->n_locked; l++)
            if (in->locked[l] >= in->offset[i] && in->locked[l] < in->offset[i + 1])
                b.forced[i] = in->locked[l];
    }
    brute_from(&b, 0);
}
