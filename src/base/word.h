/*
 * How Russian words end. A word is UTF-8 in small letters, each of two bytes; a list is words or
 * endings parted by single spaces.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define WORD_VOWELS "а е ё и о у ы э ю я"

bool word_ends(const char *s, const char *with);
bool word_ends_one(const char *s, const char *list); /* endings of at most 15 letters */
bool word_is_one(const char *s, const char *list);

/* Without its last letters, in the arena; "" when there are not so many. */
const char *word_stem(struct arena *a, const char *s, size_t letters);

unsigned word_syllables(const char *s);
