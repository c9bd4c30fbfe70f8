/* Inside of the writers: what the two formats share. */
#pragma once

#include "base/strbuf.h"
#include "office/sheet_out.h"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

#define WRITER_MAX_SHEETS 64

struct sheet_writer {
    struct arena *a;
    enum sheet_format format;
    const char *path; /* NULL: nobody waits for a name */
    char *tmp;        /* where the file grows */
    struct strbuf text;

    FILE *csv;
    size_t n_sheets;

    struct lxw_workbook *book;
    struct lxw_worksheet *sheets[WRITER_MAX_SHEETS];
    size_t rows[WRITER_MAX_SHEETS]; /* written so far, title and head included */
    double *widths;                 /* of the columns of the last sheet, in letters */
    size_t n_widths;
    struct lxw_format *head, *title, *body, *bold, *date;
};

int writer_failed(struct err *err);

/* Valid UTF-8 without control characters, cut to what a cell holds; lives until the next call. */
const char *writer_text(struct sheet_writer *w, const char *text);

int xlsx_writer_open(struct sheet_writer *w, struct err *err);
int xlsx_writer_sheet(struct sheet_writer *w, const char *name, const char *title,
                      const struct sheet_col *cols, size_t n_cols, struct err *err);
int xlsx_writer_row(struct sheet_writer *w, const struct cell *cells, size_t n, struct err *err);
int xlsx_writer_finish(struct sheet_writer *w, struct err *err);
void xlsx_writer_drop(struct sheet_writer *w);

int csv_writer_open(struct sheet_writer *w, int fd, struct err *err);
int csv_writer_sheet(struct sheet_writer *w, const char *title, const struct sheet_col *cols,
                     size_t n_cols, struct err *err);
int csv_writer_row(struct sheet_writer *w, const struct cell *cells, size_t n, struct err *err);
int csv_writer_finish(struct sheet_writer *w, struct err *err);
void csv_writer_drop(struct sheet_writer *w);
