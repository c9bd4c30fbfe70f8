/*
 * The SWOT grid of a programme: four texts, a line each thing. Open answers of the questionnaires
 * stand beside it; one press puts one in, and then it is a line as any other.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

struct db;

#define SWOT_MAX 4000 /* characters of a part */

enum swot_part { SWOT_STRENGTHS, SWOT_WEAKNESSES, SWOT_OPPORTUNITIES, SWOT_THREATS, SWOT_PARTS };

const char *swot_part_name(enum swot_part part); /* «Сильные стороны» */
enum swot_part swot_part_from(const char *code); /* SWOT_PARTS: none */

struct swot {
    const char *text[SWOT_PARTS]; /* never NULL */
    int64_t version;              /* 0: nothing was saved yet */
};

int swot_get(struct db *db, struct arena *a, int64_t programme_id, struct swot *ret);

/* How many parts have words. */
size_t swot_filled(const struct swot *s);

/* s->version is the one that the person saw: ERR_CONFLICT when it is another now. */
int swot_save(struct db *db, const struct clock *clock, int64_t programme_id, int64_t account_id,
              const struct swot *s, struct err *err);

/* An answer behind the others of the part, in *s; not saved. ERR_LIMIT: no room. It is offered no
 * more once swot_use has been called with its key. */
int swot_put(struct arena *a, struct swot *s, enum swot_part part, const char *answer,
             struct err *err);
int swot_use(struct db *db, int64_t programme_id, const char *key);

/* The key of an answer: the same words of the same item are one. */
const char *swot_key(struct arena *a, int64_t round_id, int64_t sheet_id, int n,
                     const char *answer);

struct swot_candidate {
    const char *key, *text;
    const char *question;
};

/* Answers to open items of the programme that were not used yet, at most `max`. *ret_asked: how
 * many open items have enough answers to be read. */
int swot_candidates(struct db *db, struct arena *a, int64_t programme_id, size_t max,
                    struct swot_candidate **ret, size_t *ret_n, size_t *ret_asked);
