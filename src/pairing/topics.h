/*
 * The taxonomy of topics: what a request or a competence is about, whatever its words.
 * Made once from the files topics/ of a methodology pack, then never changed: any number of
 * threads may read it, each with its own reader.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "pairing/words.h"

#define TOPICS_MAX 2000u /* topics of a pack */
#define TOPICS_MAX_TERMS 65000u
#define TOPIC_DETECTED 0.5f /* from this score a topic counts as named; below it is a hint */
#define TOPIC_NONE UINT16_MAX

/* Bytes of one file. */
struct topics_file {
    const char *data;
    size_t n;
};

struct topics_source {
    struct topics_file topics, terms, relations, stopwords;
};

struct topic {
    const char *code, *name_ru, *name_en, *kind, *audience;
    uint16_t parent; /* or TOPIC_NONE */
    bool sensitive;  /* of a minor: for the curator's eyes only */
};

struct topics {
    const struct topic *topic;
    size_t n;
    const struct lexicon *lexicon; /* terms and stopwords, topics.c only */
    const uint8_t *similar;        /* n × n hundredths */
};

/* Everything lives in the arena; the bytes are copied. ERR_INVALID names file and line. */
int topics_load(struct arena *a, const struct topics_source *source, struct err *err,
                const struct topics **ret_topics);

/* TOPIC_NONE when there is none. */
uint16_t topics_find(const struct topics *t, const char *code);

/* 0 … 1: same topic 1, parent .8, grandparent .6, sibling .4, related ≤ .7, none 0. */
static inline float topics_similarity(const struct topics *t, uint16_t a, uint16_t b)
{
    return (float)t->similar[(size_t)a * t->n + b] / 100.0f;
}

/* A topic met in a cell. */
struct topic_hit {
    uint16_t topic;
    bool shown;       /* detected, and no narrower topic of it is */
    float score;      /* 0 … 1 */
    uint8_t weight;   /* of its strongest term, 1 … 10 */
    uint32_t at, len; /* where the strongest term stands, bytes in the text as written */
};

/* A word that carries meaning (no stopword). */
struct cell_word {
    const char *stem;
    uint32_t at, len;
    bool sensitive; /* part of a term of a sensitive topic */
};

/* What one cell of a registry says. */
struct topic_cell {
    const char *text; /* as written, borrowed */
    const struct topic_hit *hit;
    size_t n_hits; /* in the order of the taxonomy, hints too */
    const struct cell_word *word;
    size_t n_words; /* in the order of the text, each stem once */
};

/* For one worker. */
struct topics_reader {
    const struct topics *topics;
    struct stemmer *stemmer;
    struct topic_hit *scratch; /* room for every topic */
};

/* Free with stemmer_free(r.stemmer). */
struct topics_reader topics_reader(struct arena *a, const struct topics *t);

/* Read a cell of valid UTF-8 (at most WORDS_MAX_TEXT bytes of it); results in the arena. */
void topics_read(const struct topics_reader *r, struct arena *a, const char *text,
                 struct topic_cell *ret_cell);
