/*
 * Results of the matching engine in files (docs/match.md), a line each:
 *     MENTEE MENTOR SCORE   a pair
 *     k K                   the worth of a pair itself; 0: only the score counted, no r lines
 *     floor SCORE           pairs with a lower score did not count
 *     v MENTOR PRICE        every other price is 0
 *     r MENTOR              reached: more room here would place one more mentee
 * With k, v and r it proves itself (nastavnik/match.h). A line `stable` instead of them says that
 * no pair blocks it.
 */
#pragma once

#include <stdio.h>

#include <nastavnik/match.h>

#include "base/err.h"
#include "cmd/area.h"

/* Pairs by mentee, then the certificate. Failures of stdio are the caller's to look for. */
void result_write(FILE *to, const struct match_instance *instance, const struct match_result *r,
                  bool stable);

struct result_file {
    struct match_result r; /* its arrays live in part: never match_result_free */
    bool stable;
    bool has_floor;
    enum match_mode mode; /* what it says it is the best of */
    uint16_t floor;
    uint32_t *pair_line;    /* of each mentee: where it is paired; 0: nowhere */
    uint32_t *price_line;   /* of each mentor */
    uint32_t *reached_line; /* of each mentor */
    uint32_t proof_line;    /* of k or stable */
    uint32_t *load;         /* of each mentor: mentees it has */
    struct area part[8];
};

/*
 * Read a result of the instance: its mode and floor are what the file says, those of the instance
 * are not looked at. Every line is held against the instance: ERR_INVALID names the first that is
 * wrong. ERR_IO: the file cannot be read; ERR_LIMIT: not enough memory. On failure nothing is held.
 */
int result_read(const char *path, const struct match_instance *instance, struct err *err,
                struct result_file *ret);

void result_free(struct result_file *f);

/* Does the certificate prove it? The instance has the mode and the floor of the file. ERR_INVALID
 * names the first line that breaks it. */
int result_prove(const char *path, const struct match_instance *instance,
                 const struct result_file *f, struct err *err);
