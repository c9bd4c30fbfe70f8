/* What reading (survey_change.c) and keeping (survey_change_keep.c) the sums of before and after
 * share. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "programme/survey.h"

struct db;

#define SURVEY_CELLS (SURVEY_SIDE * SURVEY_SIDE)

struct tie { /* of one metric; item numbers, 0: not asked */
    enum survey_kind kind;
    const char *metric;
    int before, after;
};

struct ties {
    struct tie *row;
    size_t n;
};

/* The words of sheets, each read once. */
struct shelf {
    struct db *db;
    struct arena *a;
    struct survey_words *sheet[64]; /* more are read again */
    size_t n;
};

/* Of two sheets, 0: none. The same two always give the same. */
int survey_take_ties(struct shelf *s, int64_t before_sheet, int64_t after_sheet, struct ties *ret);

/* Where a pair of answers stands: below SURVEY_CELLS. */
size_t survey_cell_of(const struct tie *t, const char *before, const char *after);

/* «cell:times cell:times;…»: a tie each, cells that are not empty. fn may change nothing. */
void survey_read_cells(const char *s, void (*fn)(void *ctx, size_t tie, size_t cell, int64_t times),
                       void *ctx);
