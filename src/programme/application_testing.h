/* For tests only: a school whose programme takes applications. */
#pragma once

#include "programme/application.h"
#include "programme/application_testing_test.h"
#include "programme/enrolment.h"
#include "programme/school_testing.h"

#define L(x) ((long long)(x))
#define DAY_MS (INT64_C(24) * 3600 * 1000)

struct hall {
    struct school *s;
    int64_t code;
};

int hall_setup(void **state);
int hall_teardown(void **state);
void hall_open_door(struct hall *h, const char *places);
const char *hall_join(struct hall *h, const char *tail);
/* A parent for a child of this name and year. */
struct reply hall_parent(struct hall *h, const char *surname, const char *year,
                         const char *request);
int64_t hall_last(struct hall *h);
const char *hall_state_of(struct hall *h, int64_t id);
const char *hall_token(struct hall *h, enum enrolment_link kind, int64_t id);
int64_t hall_text_of(struct hall *h, const char *kind);
/* One signature by a link; the answer. */
struct reply hall_sign(struct hall *h, enum enrolment_link kind, int64_t id, const char *text,
                       const char *who);
void hall_sign_both(struct hall *h, enum enrolment_link kind, int64_t id);
/* A child's application with its signatures. */
int64_t hall_apply(struct hall *h, const char *surname);
struct reply hall_decide(struct hall *h, int64_t id, const char *what, const char *field,
                         const char *value);
