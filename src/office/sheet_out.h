/*
 * Spreadsheets out: XLSX (a row is on disk as soon as it is written) and CSV. The file appears
 * under its name only when it is complete.
 */
#pragma once

#include <stdio.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "office/sheet.h"

enum sheet_format {
    SHEET_XLSX,
    SHEET_CSV, /* UTF-8 with BOM, «;», CRLF: what the Russian Excel opens by a double click */
};

struct sheet_col {
    const char *head;
    double width; /* in characters of the default font; 0: from the length of the head */
};

struct sheet_writer;

/* path NULL: into a temporary file, handed over by sheet_writer_finish. The writer lives in the
 * arena; end it with finish or abort. */
int sheet_writer_open(struct arena *a, enum sheet_format format, const char *path, struct err *err,
                      struct sheet_writer **ret);

/* Begin a sheet: optional title row (NULL: none), then the bold frozen head. What Excel forbids
 * in a name is replaced and the rest cut to 31 characters. A CSV holds one sheet: the second
 * gives ERR_INVALID. */
int sheet_writer_sheet(struct sheet_writer *w, const char *name, const char *title,
                       const struct sheet_col *cols, size_t n_cols, struct err *err);

/*
 * Append a row; `formula` is ignored. Texts stay texts: in XLSX nothing becomes a formula or a
 * link; in CSV a text that begins with = + - @ tab or CR gets an apostrophe in front, which
 * sheet_read takes away again. Control characters are left out, a text beyond 32,767 characters
 * is cut. Dates take their serial from `number`. ERR_LIMIT after 1,048,576 rows.
 */
int sheet_writer_row(struct sheet_writer *w, const struct cell *cells, size_t n, struct err *err);

/* Complete the file, check that every row is in it, sync and rename. With path NULL *ret_file is
 * the file, at its beginning, already without a name (the caller closes it); otherwise ret_file
 * may be NULL. On any error (ERR_IO: disk full) nothing is left and an older file of that name
 * stays as it was. */
int sheet_writer_finish(struct sheet_writer *w, struct err *err, FILE **ret_file);

/* Drop everything written; NULL is fine. */
void sheet_writer_abort(struct sheet_writer *w);

static inline struct cell cell_text(const char *text)
{
    return (struct cell){.kind = text && *text ? CELL_TEXT : CELL_EMPTY, .text = text ? text : ""};
}

/* A heading inside of a sheet; in CSV a text. */
static inline struct cell cell_bold(const char *text)
{
    struct cell c = cell_text(text);
    c.bold = true;
    return c;
}

static inline struct cell cell_number(double number)
{
    return (struct cell){.kind = CELL_NUMBER, .text = "", .number = number};
}

/* An invalid date gives an empty cell. */
static inline struct cell cell_date(struct date d)
{
    if (!date_valid(d))
        return (struct cell){.kind = CELL_EMPTY, .text = ""};
    int64_t days = date_to_days(d) + 25569;
    return (struct cell){.kind = CELL_DATE, .text = "", .number = (double)(days - (days <= 60))};
}
