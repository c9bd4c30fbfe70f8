/* /styleguide: every part in every state, on a development server only. */
#pragma once

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/route.h"

struct styleguide {
    const struct form *failed; /* as it comes back */
    struct paging paging;
    struct sort_head heads[3];
    struct filter_chip chips[2];
};

handler_fn styleguide_get;
