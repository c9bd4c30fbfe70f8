/*
 * The sums of before and after that pages read (survey_changes): they move with every sheet that
 * is released, so that a page of 200,000 participations reads as much as one of 200.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct db;

/* Of one programme, side and form: added up in memory, written once. */
struct survey_sums;
struct survey_sums *survey_sums_new(struct db *db, struct arena *a, int64_t programme_id,
                                    const char *role, const char *form);

/* Both sheets of a participant; 0: none. */
struct survey_pair {
    int64_t before_sheet, after_sheet;
    const char *before_marks, *after_marks;
};

/* times 1: the pair is there; −1: it is no more. A pair of no sheets is nothing. */
int survey_sums_add(struct survey_sums *s, const struct survey_pair *pair, int64_t times);

/* In a transaction, after all survey_result of it are written: whoever writes at the same time
 * waits for the same rows in the same order. */
int survey_sums_write(struct survey_sums *s);

/* How many rows do not hold what was added: added are all rows of survey_result of that programme,
 * side and form, and, with times 0, all pairs of sheets that are kept. mend: write them anew, in a
 * transaction. *ret_wrong grows. */
int survey_sums_check(struct survey_sums *s, bool mend, int64_t *ret_wrong);
