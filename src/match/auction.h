/*
 * The auction: prices and pairs that are nearly the best, quickly.
 *
 * Mentees bid for places: each for the mentor that gains it most, raising the price by what it
 * gains over its second choice plus a least step. The steps shrink from phase to phase; after a
 * phase each pair is within one step of its mentee's best choice. (Bertsekas 1979; with several
 * places to a mentor: Bertsekas and Castañon 1989.) Staying alone is always a choice.
 *
 * A mentor may end a phase with room and a price above nothing: settle and repair deal with it.
 */
#pragma once

#include "match/market.h"

#define PROGRESS 1000u /* total of the progress callback */

struct auction_options {
    int32_t first_step; /* units, the steps start here; each phase divides them by four */
    bool warm;          /* the market has prices and perhaps pairs already */
    const struct match_options *callbacks;
    uint64_t done_from, done_to; /* progress at the beginning and at the end, of PROGRESS */
};

/* Run phases down to a quarter of a point, or until too many bids show that the instance is one
 * on which auctions are slow: then the market is left as it is, which is fine for what follows.
 * MATCH_ENOMEM, MATCH_ECANCELLED. */
int auction_run(struct market *m, const struct auction_options *options, struct match_memory *mem);
