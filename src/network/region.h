/* The first content of a fresh installation: the federation, the 89 subjects, and at the root the
 * texts of consents (identity/consent.h). */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/tsv.h"

struct db;

#define REGIONS_MAX 200

/*
 * Make the root and a region for each row of methodology/regions.tsv that is not there yet (by its
 * code); names that were changed since stay as they are. In the caller's transaction. Returns the
 * number of units made. ERR_INVALID: the table lacks a column or a zone is not one.
 */
int region_seed(struct db *db, struct arena *a, const struct clock *clock,
                const struct tsv *regions, struct err *err);

/* The unit of a region by the code of regions.tsv ("59"): 1, 0 or < 0. */
int region_find(struct db *db, struct arena *a, const char *code, int64_t *ret_unit);
