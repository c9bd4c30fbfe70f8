/* Asks the caller within long work whether to go on. Work is counted in edges looked at. */
#pragma once

#include <nastavnik/match.h>

#define PULSE_EDGES (1u << 16) /* between two looks: well under a millisecond */

struct pulse {
    const struct match_options *options; /* with the callback, or NULL */
    uint64_t edges;                      /* looked at since the last look; raised by who does so */
};

/* true: stop, what is under way is thrown away. */
static inline bool pulse_stops(struct pulse *p)
{
    if (p->edges < PULSE_EDGES)
        return false;
    p->edges = 0;
    return p->options && p->options->cancel && p->options->cancel(p->options->ctx);
}
