/* For tests only: numbers of a school's units counted and told. */
#pragma once

#include "insight/frozen.h"
#include "programme/school_testing.h"

#define FROZEN_TODAY ((struct date){2026, 11, 5})

struct frozen_work frozen_testing_work(struct school *s);

/* A new snapshot, counted; its id. */
int64_t frozen_testing_freeze(struct school *s, int64_t unit, struct period p, const char *reason);

/* «5/12», «-» for what is not there; «none»: there is no such indicator. */
const char *frozen_testing_value(struct school *s, int64_t snapshot, const char *code);
