/* Alternating paths: whose room would have to grow for the mentees without a mentor. */
#pragma once

#include "match/memory.h"

/* Fill out->reached from all mentees without a mentor; *ret_most: no answer has more pairs. Of
 * options (may be NULL) uses cancel. */
int match_reach_all(const struct match_instance *in, struct match_result *out,
                    const struct match_options *options, struct match_memory *mem, bool *ret_most);
