/* Where a person begins: / and «Все места». */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "identity/place.h"
#include "network/unit.h"

extern const struct module home_module;

struct place_line {
    const struct place *place;
    const char *href;
};

struct places_page {
    const struct place_line *places; /* where the person has a role */
    size_t n;
    const char *q;
    bool searched, more; /* more: there are more than shown */
    const struct unit_line *found;
    size_t n_found;
    bool may_search; /* a role that reads the tree */
};
