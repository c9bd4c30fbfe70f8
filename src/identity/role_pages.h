/* What the views of roles show. */
#pragma once

#include "frame/form.h"
#include "frame/parts.h"
#include "identity/role.h"

struct people_row {
    const struct role_holder *holder;
    const char *since; /* «5 ноября 2026 г.» */
    const char *take;  /* address of the question; NULL: not for this person to take */
    const char *reset; /* a new link to come in; NULL likewise */
};

struct people_page {
    int64_t unit_id;
    const char *q, *role; /* of the filter, as sent */
    const struct choice *roles;
    const struct people_row *rows;
    size_t n;
    bool filtered, hidden; /* hidden: participants are there, but not for this person to see */
    int64_t n_hidden;
    struct paging paging;
};

struct give_page {
    int64_t unit_id;
    const struct form *form;
    const struct choice *roles;
};

struct take_page {
    const struct role_holder *holder;
    const char *action, *back;
};
