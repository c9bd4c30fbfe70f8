/*
 * The numbers that are kept so that no page counts (programme/total.h, the pairs that ask for
 * somebody, sums of questionnaires, pairs and reports), against the rows. They can only differ
 * after a fault of the program or a change of the database by hand.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "programme/recount.sql.h"

struct db;

#define RECOUNT_SUMS 7
struct recount_sum {
    const char *table;
    int64_t wrong; /* rows */
};

struct recount {
    const struct recount_totals *rows; /* what differs */
    size_t n;
    int64_t needs; /* pairs */
    struct recount_sum sum[RECOUNT_SUMS];
    bool same; /* nothing differs */
};

/* Each table as of one moment, also while others write (of survey_change two moments: what somebody
 * answers between them looks wrong). 0 or < 0. */
int recount_compare(struct db *db, struct arena *a, struct recount *ret);

/* Corrects by the difference, so that nothing is lost that others have kept since. In a
 * transaction of its own. */
int recount_repair(struct db *db, struct arena *a, const struct recount *differences);

/* What recount_compare and recount_repair do with the sums beside the table total. */
int recount_sums(struct db *db, struct arena *a, bool mend, struct recount_sum *ret);
