/* Texts numbered in the order they come, in areas: millions of them may be refused, not abort. */
#pragma once

#include <stdint.h>

#include "cmd/area.h"

struct names {
    struct area text, end, slot;
    uint32_t n;
    size_t room, slots; /* of end; of slot, a power of two */
    size_t text_n, text_room;
};

#define NAMES_FULL UINT32_MAX

/* Nothing is held before the first name: {0} is empty. Number of the text; n - 1 when it is new.
 * NAMES_FULL: the system refuses memory, or there are 2³² - 1. */
uint32_t names_put(struct names *names, const char *text, size_t n);

/* The text of a number, not NUL-terminated. */
const char *names_text(const struct names *names, uint32_t number, size_t *ret_n);

void names_free(struct names *names);
