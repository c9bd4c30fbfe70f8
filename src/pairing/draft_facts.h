/* What a draft's page says of the whole (draft_facts.c fills, draft_facts.html prints). */
#pragma once

#include "pairing/draft.h"
#include "pairing/run_report.h"

struct req;

struct draft_group {
    const char *name;
    int64_t people, matched, with_candidate;
    int mean;
};

struct draft_grouping {
    const char *head; /* «Организация» */
    const struct draft_group *group;
    size_t n, n_more; /* shown; only in the spreadsheet */
};

struct draft_facts {
    const struct run_row *run;
    struct run_facts known;
    const char *rules; /* what is not as usual, or "" */
    const char *lost;  /* «0,3»: percent of the score that the cut may have cost, or NULL */
    struct draft_grouping by[RUN_GROUPINGS];
    size_t n_by;
};

/* shown: groups of each grouping, at most. */
int draft_facts_of(struct req *req, const struct run_row *run, const struct pack *pack,
                   size_t shown, struct draft_facts *ret);
