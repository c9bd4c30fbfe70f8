/*
 * From nearly to exactly: whole prices at which as many pairs as possible are each mentee's best
 * choice, without a difference. Prices are rounded down and raised where a mentee would rather
 * go (label correcting, Bellman and Ford); a pair that asks for more than a few points gives way.
 */
#pragma once

#include "match/market.h"

/*
 * Turns m->asks into points. Afterwards each paired mentee likes its own mentor best at these
 * prices (ties are fine) and gains 0 or more. Those without a pair may want one, and mentors
 * with room may ask for something: repair sees to both. MATCH_ENOMEM,
 * MATCH_ECANCELLED.
 */
int settle(struct market *m, struct match_memory *mem);
