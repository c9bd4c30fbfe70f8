/*
 * The numbers that are kept so that no page counts (programme/total.h, the pairs that ask for
 * somebody), against the rows. They can only differ after a fault of the program or a change of the
 * database by hand.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "programme/recount.sql.h"

struct db;

struct recount {
    const struct recount_totals *rows; /* what differs */
    size_t n;
    int64_t needs; /* pairs */
};

/* All of them as of one moment, also while others write. 0 or < 0. */
int recount_compare(struct db *db, struct arena *a, struct recount *ret);

/* Corrects by the difference, so that nothing is lost that others have kept since. In a
 * transaction of its own. */
int recount_repair(struct db *db, const struct recount *differences);
