/* What a change would do to a draft (draft_try_web.c fills, draft_try.html prints). */
#pragma once

#include "pairing/draft.h"

struct try_page {
    const struct run_row *run;
    enum pairing_wish_kind kind;
    int64_t mentee_id, mentor_id; /* participations */
    const char *mentee, *mentor;  /* mentee: "" when only places are asked about */
    int64_t places, places_now, places_max;
    const char *refused; /* why it cannot be, or NULL */
    bool too_large, together_now, editable;
    bool may_raise, may_lower; /* a place beyond the hours, and that one back */
    const struct draft_change *moves;
    size_t n_moves, n_shown;
    int64_t pairs;
    const char *mean, *mean_before; /* points of a pair, of 100 */
};
