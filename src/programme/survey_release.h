/*
 * When finished sheets begin to count (survey.h has the promise). In an open round the sheets of
 * one side and form, answered by the same words, are released five at a time, the oldest first, and
 * five more always stay behind: so no two looks at the results differ by fewer than five people,
 * closing the round included.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"

struct db;

/* After such a sheet of this side and form was finished. */
int survey_release(struct db *db, struct arena *a, int64_t round_id, const char *role,
                   const char *form, int64_t sheet_id);

/* The round is closed: all that is left. */
int survey_release_all(struct db *db, struct arena *a, int64_t round_id);
