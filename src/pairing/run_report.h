/* How a draft treats groups of people: kept with the run, shown on its page. */
#pragma once

#include "base/arena.h"
#include "pairing/pairing.h"

enum run_grouping { RUN_BY_ORGANISATION, RUN_BY_MUNICIPALITY, RUN_BY_FORM, RUN_GROUPINGS };

struct run_group {
    int64_t unit;     /* of an organisation or a municipality; 0: not known */
    const char *form; /* code of a form; "" for units, and where none is said */
    int64_t people, with_candidate, matched;
    int mean, least; /* points of 100, of the pairs; 0 without pairs */
};

/* The fewest pairs for their number first. */
struct run_report {
    struct run_group *group[RUN_GROUPINGS];
    size_t n[RUN_GROUPINGS];
};

/* As a text for storage: of each grouping the first two hundred. A grouping of one is left out. */
const char *run_report_write(struct arena *a, const struct pairing_input *in,
                             const struct pairing *p);
void run_report_read(struct arena *a, const char *text, struct run_report *ret);
