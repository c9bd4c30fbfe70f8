/*
 * A .docx made of plain text, for our own templates: one line is one paragraph, its beginning says
 * how it looks. The result is an ordinary document that people go on editing in a word processor.
 *
 *   # title           ## heading          > at the right       ^ in the middle
 *   - from the edge   ~ small             * large, in the middle
 *   anything else: a paragraph with an indented first line; **bold** in any of them
 *   .                 an empty paragraph
 *   ---               a page of its own from here on
 *   |% 10 60 30       a table: shares of its columns; |= its head; | its rows, cells parted by |,
 *                     paragraphs of a cell by ¶; |_ a row of a table without lines
 *   @landscape @frame @numbers @small  at the beginning, each on its own line; small: the cells
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define DOCX_PLAIN_MAX (1u << 20) /* bytes of the text */

/* ERR_INVALID: a row before the shares of its columns, or with too many cells (err names the line).
 */
int docx_plain(struct arena *a, const char *text, struct err *err, const void **ret_bytes,
               size_t *ret_n);
