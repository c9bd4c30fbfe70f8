/*
 * Data that must go: a consent to their processing was taken back. The operator stops and destroys
 * them within 30 days unless there is another ground (152-ФЗ, ст. 21 ч. 5). This is the journal of
 * it; what is destroyed and by whom is paper/erase.h.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "identity/erasure.sql.h" /* the lists that its page shows */

struct db;

#define ERASURE_DAYS 30 /* of the calendar, after the day of the withdrawal */

struct erasure {
    int64_t id, unit_id, person_id;
    struct date due; /* the last day */
    int zone;        /* minutes east of UTC, of the unit */
};

/* After a consent was recorded or withdrawn: the task begins when a signature under the processing
 * of data was taken back and none came in its place, and ends when one came. */
int erasure_follow(struct db *db, struct arena *a, const struct clock *clock, int64_t person_id);

/* What waits to be destroyed: 1, 0 or < 0. */
int erasure_of(struct db *db, struct arena *a, int64_t person_id, struct erasure *ret);

/* It is destroyed: by an account, or (0) by the program itself. */
int erasure_done(struct db *db, const struct clock *clock, const struct erasure *e,
                 int64_t account_id);
