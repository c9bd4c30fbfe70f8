/* Cards of the common meeting. */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "programme/programme_state.h"

struct db;

/* The two are not put together again: a veto, which the coordinator can lift in the draft. */
int preference_apart(struct db *db, int64_t programme_id, int64_t mentee_id, int64_t mentor_id,
                     const struct deed *deed);
