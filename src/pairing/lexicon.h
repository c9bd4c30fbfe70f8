/* The words behind the taxonomy: terms by their stems, stopwords, likely misspellings. */
#pragma once

#include "base/map.h"
#include "base/tsv.h"
#include "pairing/topics.h"

#define TERM_WORDS_MAX 4u

/* One term may mean several topics: its meanings stand together. */
struct meaning {
    uint16_t topic;
    uint8_t weight; /* 1 … 10 */
};

struct term {
    const char *stems; /* joined by single spaces */
    const struct meaning *meaning;
    uint16_t n_meanings;
    uint8_t n_words;
    uint8_t top_weight;
};

struct lexicon {
    struct map by_stems; /* → index into term */
    const struct term *term;
    size_t n_terms;
    struct map stopwords;               /* exact form → 1 for kind function, 0 for the rest */
    struct map stop_stems;              /* stems of all stopwords → 0 */
    const struct term *const *one_word; /* sure enough for a misspelling, sorted by stems */
    size_t n_one_word;
};

/* Read terms and stopwords; topics are named by their codes through by_code. */
int lexicon_load(struct arena *a, const struct tsv *terms, const struct tsv *stopwords,
                 const struct map *by_code, struct err *err, const struct lexicon **ret_lexicon);

/* Is the word a stopword of kind function, to be dropped before anything is looked up? */
bool lexicon_drops(const struct lexicon *x, const struct word *w);

/* The term of these n words, or NULL. */
const struct term *lexicon_find(const struct lexicon *x, struct arena *a, const struct word *words,
                                size_t n);

/* The only one-word term one edit away from the word's stem, or NULL. */
const struct term *lexicon_mend(const struct lexicon *x, const struct word *w);
