/*
 * A .docx that people made in their word processor, filled with data. It is read once, checked
 * against what there is to fill in, and given back with every field in its place; all the rest of
 * the file stays byte for byte.
 *
 *   {{наставник}}         a field; also when the word processor cut it into pieces
 *   {{пары.наставник}}    a field of a list: its table row, or outside of tables its paragraph, is
 *                         repeated for every item; neighbours with the same list are repeated
 * together
 *   {{?основание}}        its paragraph (in a table: the whole row) stays only with a text there
 *   {{!основание}}        … only without
 *
 * Case, ё, spaces and dashes of names do not matter.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define DOCX_FILE_MAX (5u << 20)      /* of a template */
#define DOCX_UNPACKED_MAX (64u << 20) /* all its parts */
#define DOCX_PART_MAX (16u << 20) /* of text with its marks; the filled document: twice as much */
#define DOCX_PARTS_MAX 1000
#define DOCX_DEPTH_MAX 200
#define DOCX_FIELD_MAX 200 /* bytes between the braces */

struct docx_value {
    const char *name, *text; /* text NULL or "": there is none */
    bool quiet;              /* without a text nothing is printed, otherwise a line to write on */
};

struct docx_list {
    const char *name;
    const char *const *columns;
    size_t n_columns;
    const char *const *cells; /* n_rows × n_columns; NULL is "" */
    size_t n_rows;            /* without rows a table keeps an empty one, paragraphs go */
};

struct docx_data {
    const struct docx_value *values;
    size_t n_values;
    const struct docx_list *lists;
    size_t n_lists;
};

struct docx_template; /* lives in the arena together with the bytes, which are borrowed */

/* ERR_INVALID: not a document, an old .doc, under a password, with macros, damaged, a field that is
 * not closed; ERR_LIMIT: too large. */
int docx_template(struct arena *a, const void *bytes, size_t n, struct err *err,
                  struct docx_template **ret);

/* Is every part as it was packed, pictures too? ERR_INVALID: damaged; ERR_LIMIT: too large. */
int docx_whole(const struct docx_template *t, struct err *err);

/* ERR_INVALID when a field is not among the data; err names it, its paragraph, and a name that is
 * near. ret_values and ret_lists (each may be NULL): which of the data the document uses, in the
 * arena. */
int docx_template_check(struct arena *a, const struct docx_template *t, const struct docx_data *d,
                        struct err *err, const bool **ret_values, const bool **ret_lists);

/* The parts that have text, filled. */
struct docx_part {
    const char *name; /* word/document.xml */
    const char *text;
    size_t n;
};
struct docx_filled {
    const struct docx_template *from;
    struct docx_part *parts; /* the document itself comes first */
    size_t n_parts;
};

/* Errors as of docx_template_check; ERR_LIMIT: it grows too long. */
int docx_fill(struct arena *a, const struct docx_template *t, const struct docx_data *d,
              struct err *err, struct docx_filled *ret);

/* The same data give the same bytes. The file appears under its name only when it is complete. */
int docx_filled_write(const struct docx_filled *f, const char *path, struct err *err);
