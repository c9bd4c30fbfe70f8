/* Between the files of the report: what stands on its paper, one block under the other. */
#pragma once

#include <stddef.h>

#include "base/arena.h"

#define REPORT_COLS_MAX 7

enum report_kind { REPORT_TITLE, REPORT_HEADING, REPORT_TEXT, REPORT_TABLE };

struct report_table {
    const char *const *heads;
    const int *percent;
    size_t n_cols, n_rows;
    const char *const *cells; /* row by row */
};

struct report_block {
    enum report_kind kind;
    const char *text;
    struct report_table table;
};

struct report_blocks {
    struct arena *a;
    struct report_block *row;
    size_t n, cap;
};

struct report_block *report_block(struct report_blocks *b, enum report_kind kind, const char *text);

/* Blocks as one text to be kept, and back, behind those that are there. What is no such text adds
 * nothing from where it breaks off. */
const char *report_blocks_text(const struct report_blocks *b);
void report_blocks_read(struct report_blocks *b, const char *text);
