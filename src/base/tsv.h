/*
 * Tab-separated files of the methodology packs: UTF-8, first line = column names, no quoting.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define TSV_MAX_BYTES (16u << 20)
#define TSV_MAX_COLUMNS 64

struct tsv {
    size_t n_cols;
    size_t n_rows;            /* without the head */
    const char *const *head;  /* n_cols names */
    const char *const *cells; /* n_rows × n_cols, row by row; missing trailing cells are "" */
    const size_t *lines;      /* n_rows line numbers in the file, for messages; the head is 1 */
};

/* Parse a text of n bytes; name stands in the messages («forms.tsv, строка 5: …»).
 * Everything lives in the arena. ERR_INVALID: not UTF-8, no head, a row with more cells than
 * the head, the same column twice; ERR_LIMIT: too large. */
int tsv_parse(struct arena *a, const char *name, const char *text, size_t n, struct err *err,
              struct tsv *ret);

/* The same; the texts of the cells may outlive the table. */
int tsv_parse_in(struct arena *texts, struct arena *a, const char *name, const char *text, size_t n,
                 struct err *err, struct tsv *ret);

/* Index of a column, or -1. */
int tsv_col(const struct tsv *t, const char *name);

static inline const char *tsv_cell(const struct tsv *t, size_t row, size_t col)
{
    return t->cells[row * t->n_cols + col];
}

/* The cell of a named column, "" when the file has no such column. */
const char *tsv_get(const struct tsv *t, size_t row, const char *col);
