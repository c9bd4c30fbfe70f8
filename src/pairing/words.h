/*
 * Russian text → tokens and stems, the one way for the taxonomy, its terms and the texts of
 * the registries: lower case, ё → е, segments, tokens, Snowball stems.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define WORDS_MAX_TEXT 8192u /* bytes of one cell that are read; the rest is left out */
#define WORDS_MAX 2048u      /* tokens of one cell, likewise */

struct word {
    const char *exact; /* lower case, ё → е */
    const char *stem;  /* the same where the word has no stem of its own */
    uint32_t at, len;  /* bytes in the text as written */
    uint16_t segment;  /* no term crosses from one to the next */
};

/* Holds a Snowball stemmer, which is not for two threads at once: one per worker. */
struct stemmer;

struct stemmer *stemmer_new(struct arena *a);
void stemmer_free(struct stemmer *s); /* before its arena goes; NULL is fine */

/* Split valid UTF-8 into words; the number, and the words in *ret (both in the arena).
 * Segments end at , ; : ! ? ( ), a line break, a dot before a space, a dash between spaces.
 * Tokens: «c++», «c#», letter/letter («к/р»), digits with letters («3d», «1с»), otherwise runs
 * of letters or of digits. Cyrillic words of more than three letters are stemmed. */
size_t words_read(struct stemmer *s, struct arena *a, const char *text, struct word **ret);
