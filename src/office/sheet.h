/*
 * Spreadsheets in: XLSX and CSV, one row at a time, in bounded memory. The kind of a file is
 * told by its content, never by its name. Read is the first visible sheet that holds anything, or
 * the one that is asked for.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum cell_kind {
    CELL_EMPTY, /* nothing, or white space only */
    CELL_TEXT,  /* every non-empty cell of a CSV is a text */
    CELL_NUMBER,
    CELL_DATE,
    CELL_BOOL,
    CELL_ERROR, /* «#N/A», «#DIV/0!»: text holds the sign */
};

struct cell {
    enum cell_kind kind;
    /* UTF-8 as a person sees it, never NULL: a number without trailing zeros and with a comma
     * («89161234567», «3,5»), a date as dd.mm.yyyy (with « hh:mm» when its format shows time),
     * ИСТИНА or ЛОЖЬ, "" for an empty cell. Line breaks are "\n". */
    const char *text;
    double number; /* of numbers, 0 or 1 of bools, the serial of dates: 1900 system, whatever
                      the file uses, so that date_from_serial() takes it */
    bool formula;  /* the value is the cached result of a formula */
    bool hidden;   /* its row is not shown: hidden by hand or by a filter */
    bool bold;     /* of what is written; never set by readers */
};

/*
 * One row. row_no is the number at the left edge in the spreadsheet program (1-based); rows
 * without a single non-empty cell are skipped. cells[0] is column A; n ends at the last
 * non-empty cell. Everything lives until the function returns. A negative result stops the
 * reading and becomes the result of sheet_read.
 */
typedef int sheet_row_fn(void *ctx, size_t row_no, const struct cell *cells, size_t n);

/* sheet is the name of the sheet being read ("" before it is known, and for CSV); done grows
 * from 0 to 1, about once a 64 KB of XML or CSV. A negative result stops the reading. */
typedef int sheet_progress_fn(void *ctx, const char *sheet, double done);

struct sheet_limits {
    size_t max_file;             /* bytes on disk; checked before anything is opened */
    size_t max_unpacked;         /* bytes of XML read out of one file, all parts together */
    size_t max_rows;             /* non-empty rows, head and titles included */
    size_t max_cols;             /* columns that hold anything */
    size_t max_cell;             /* characters of one cell */
    size_t sheet;                /* which visible sheet, from 1; 0: the first that holds anything */
    sheet_progress_fn *progress; /* NULL: nobody watches */
    void *progress_ctx;
};

/* 64 MB on disk, 1 GB unpacked, 100,000 rows, 256 columns, 32,767 characters. */
extern const struct sheet_limits sheet_limits_default;

/*
 * Read a file row by row. limits may be NULL (the defaults). Returns 0 when at least one row
 * came; ERR_NOT_FOUND: no such file; ERR_INVALID: not a spreadsheet, damaged, protected by a
 * password, another format, or nothing in it; ERR_LIMIT: larger than the limits, or a zip bomb;
 * ERR_IO: the disk; or what fn returned. Rows may have come before an error is found: keep them
 * aside until 0 is returned. Rows come in the order of the file, which is the one of the sheet in
 * every file an office program wrote. Memory: 10 to 20 MB for usual files, 40 MB for the worst;
 * shared texts beyond 14 MB wait in an unnamed temporary file.
 */
int sheet_read(const char *path, const struct sheet_limits *limits, sheet_row_fn *fn, void *ctx,
               struct err *err);

/* Visible sheets of the file: 1 of a CSV. What is wrong with a file is said by sheet_read. */
int sheet_count(const char *path, const struct sheet_limits *limits, struct err *err,
                size_t *ret_n);
