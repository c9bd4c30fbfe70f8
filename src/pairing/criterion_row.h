/*
 * One mentee against all mentors. What the texts give is summed up along lists of the mentors by
 * topic and by word; asking criterion_score pair by pair takes about three times as long. The
 * figures are the same. Shared by criterion*.c and pairing*.c.
 */
#pragma once

#include "pairing/criterion_run.h"

struct criterion_postings;

/* What the texts of the mentee and of one mentor give. */
struct criterion_text {
    uint32_t weighed;       /* both parts times their weights */
    uint16_t topics, words; /* parts, 0 … 1000 */
    uint32_t common, near;  /* scratch */
};

struct criterion_row {
    const struct criterion_run *run;
    const struct criterion_postings *by;
    uint32_t mentee;
    struct criterion_text *mentor; /* each of the run's */
    uint32_t *touched, n_touched;  /* those who are not all 0 */
    uint32_t *met;                 /* scratch */
    unsigned rest;                 /* all other parts times their weights, at most */
};

/* In the arena; room for all mentors of the run. */
struct criterion_row *criterion_row_new(struct arena *a, const struct criterion_run *run);

/* Turn to this mentee. O(topics and words of the mentors it shares some with). */
void criterion_row_read(struct criterion_row *r, uint32_t mentee);

/* criterion_score's total of the pair. */
unsigned criterion_row_total(const struct criterion_row *r, uint32_t mentor);

/* A mentor with less than this weighed totals less than this score, 0 … 1000. */
unsigned criterion_row_need(const struct criterion_row *r, unsigned score);
