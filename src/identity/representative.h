/*
 * Who represents a minor: whoever has accepted the invitation that a coordinator made for the child
 * (identity/invite.h). It ends when the role is taken away, and by itself when the child is of age.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "identity/person.h"

struct db;

#define REPRESENTATIVES_MAX 2 /* of one minor */

struct representative {
    int64_t person_id;
    struct person_name name;
};

/* At most REPRESENTATIVES_MAX; of an adult none. */
int representatives_of(struct db *db, struct arena *a, int64_t minor_id, struct date today,
                       struct representative **ret, size_t *ret_n);

/* Who they are, alone: 0 behind the last. */
int representative_ids(struct db *db, struct arena *a, int64_t minor_id, struct date today,
                       int64_t ret[REPRESENTATIVES_MAX]);

/* Known already: 0. ERR_CONFLICT: the minor has REPRESENTATIVES_MAX others, or is of age. */
int representative_add(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                       int64_t person_id, int64_t minor_id, struct err *err);

/* The account has lost the role at the unit. */
int representative_drop(struct db *db, int64_t account_id, int64_t unit_id);
