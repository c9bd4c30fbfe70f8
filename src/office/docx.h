/*
 * Text documents out: DOCX (ECMA-376, WordprocessingML) with paragraphs and tables. Small: the
 * whole document is in memory until it is written. The file appears under its name only when it is
 * complete.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define DOCX_MAX_COLUMNS 20
#define DOCX_MAX_BYTES (16u << 20) /* of the text with its marks */

enum docx_style {
    DOCX_TEXT,
    DOCX_TITLE, /* centred, bold: the heading of the document */
    DOCX_RIGHT, /* at the right edge: the stamp of approval */
};

struct docx; /* lives in the arena */

struct docx *docx_new(struct arena *a, bool landscape);

/* Texts are UTF-8 of any length; '\n' is a line break, other control characters are left out. */
void docx_paragraph(struct docx *d, enum docx_style style, const char *text);

/* A table over the whole width; percents of the columns, n of them (at most DOCX_MAX_COLUMNS). The
 * head is repeated on every page. */
void docx_table(struct docx *d, const char *const *heads, const int *percent, size_t n);
void docx_row(struct docx *d, const char *const *cells); /* as many as columns */
void docx_band(struct docx *d, const char *text);        /* one bold cell over all columns */
void docx_table_end(struct docx *d);

/* ERR_IO: the disk; ERR_LIMIT: too long. On errors nothing is left under this name. */
int docx_write(const struct docx *d, const char *path, struct err *err);
