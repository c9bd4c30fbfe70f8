/*
 * Who of the mentors can be put into a pair: those who are ready for work, and of the adults only
 * those whose record check counts where minors wait for a mentor. The rest is left out of a draft
 * and told about; nothing is published with them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "programme/programme.h"

struct db;

/* Somebody who keeps a pair from being made. */
struct readiness_gap {
    int64_t participation_id, person_id;
    const char *name, *why, *path; /* path: where to mend it */
};

/* Today in the zone of the programme. */
int readiness_today(struct db *db, struct arena *a, const struct clock *clock, int64_t programme_id,
                    struct date *ret);

/* Forms of mentees without a pair who count as minors; "" among them: any form. */
struct readiness_forms {
    const char *const *code;
    size_t n;
};
int readiness_minor_forms(struct db *db, struct arena *a, int64_t programme_id, struct date today,
                          struct readiness_forms *ret);
/* Could one of them get a mentor with these forms ("a;b", "" any)? */
bool readiness_minors_want(const struct readiness_forms *minors, const char *forms);

#define READINESS_LOOKED 1000 /* mentors whose certificates a page looks at */
struct readiness {
    int64_t candidates; /* not selected and trained yet */
    const struct readiness_gap
        *unchecked; /* ready, but for the record check: at most 20 are told */
    size_t n_unchecked;
    bool unlooked; /* there are more than READINESS_LOOKED: whoever makes a draft looks at them */
};
/* Who is left out of a draft made today. */
int readiness_of(struct db *db, struct arena *a, int64_t programme_id, struct date today,
                 struct readiness *ret);

/* Mentors of a draft with whom nothing can be published today, at most 20. */
int readiness_of_run(struct db *db, struct arena *a, int64_t run_id, struct date today,
                     const struct readiness_gap **ret, size_t *ret_n);

/* The same in one sentence: 0, or ERR_CONFLICT with who and what is missing. */
int readiness_check(struct db *db, struct arena *a, const struct clock *clock, int64_t programme_id,
                    int64_t run_id, struct err *err);
