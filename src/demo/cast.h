/* Invented people: names made of words of nature, texts as coordinators write them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "identity/person.h"

struct cast; /* lists of names and texts */

int cast_load(struct arena *a, struct err *err, const struct cast **ret_cast);

/* A row of numbers, the same for the same seed on every machine. */
struct dice {
    uint64_t state;
};
uint32_t dice_roll(struct dice *d, uint32_t sides); /* 0 … sides − 1 */

struct person_name cast_name(const struct cast *c, struct dice *d);

/* request, competence, interest, achievement, time, age. */
const char *cast_text(const struct cast *c, struct dice *d, const char *kind);
