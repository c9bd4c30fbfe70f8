/*
 * PDF for what is printed and handed out: paragraphs and tables flow over pages of one size. Text
 * stays text (it can be searched and copied), set in PT Serif; the same input gives the same bytes.
 * Lengths are points, 1/72 of an inch.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"

#define PDF_CM 28.3465
#define PDF_PAGES_MAX 5000
#define PDF_COLUMNS_MAX 40

struct pdf_options {
    const char *title;
    struct date day;                 /* written into the file: the clock is the caller's */
    double width, height;            /* 0: A4 */
    bool landscape;                  /* only with A4 */
    double top, right, bottom, left; /* all 0: 2 cm, 3 cm on the left */
    bool numbers;                    /* of the pages from the second on, in the middle of the top */
    bool frame;                      /* a double line around every page */
};

enum pdf_align { PDF_LEFT, PDF_CENTER, PDF_RIGHT, PDF_JUSTIFY };

struct pdf_run {
    const char *text; /* UTF-8; '\n' is a line break, '\t' goes to the next stop */
    bool bold, italic, underline;
    double size; /* 0: 12 */
};

struct pdf_tab {
    double at;
    bool right; /* the text ends there */
};

struct pdf_paragraph {
    const struct pdf_run *runs;
    size_t n_runs;
    enum pdf_align align;
    double left, right, first; /* indents; first: of the first line, may be negative */
    double before, after;
    double line; /* times the usual distance of lines; 0: 1 */
    const struct pdf_tab *tabs;
    size_t n_tabs;
    bool new_page;  /* begins one */
    bool keep_next; /* not alone at the foot of a page */
};

struct pdf_cell {
    const struct pdf_paragraph *paragraphs;
    size_t n;
    size_t span; /* columns; 0 is 1 */
};

struct pdf_row {
    const struct pdf_cell *cells;
    size_t n;
    bool head; /* repeated on every page; only the first rows of a table */
};

struct pdf_table {
    const double *widths; /* shares of the whole width */
    size_t n_columns;     /* at most PDF_COLUMNS_MAX */
    bool borders;
    const struct pdf_row *rows;
    size_t n_rows;
};

struct pdf;

int pdf_open(struct arena *a, const char *path, const struct pdf_options *o, struct err *err,
             struct pdf **ret);

void pdf_put_paragraph(struct pdf *p, const struct pdf_paragraph *x);
void pdf_put_table(struct pdf *p, const struct pdf_table *t);

/* One style of text, the usual ones. */
enum pdf_style { PDF_TEXT, PDF_TITLE, PDF_HEADING, PDF_SMALL };
void pdf_put_text(struct pdf *p, enum pdf_style style, const char *text);

void pdf_space(struct pdf *p, double height);
void pdf_new_page(struct pdf *p); /* nothing at the beginning of one */

/* What there is between the margins, and how much of it a paragraph would take. */
double pdf_room(const struct pdf *p);
double pdf_height(struct pdf *p, const struct pdf_paragraph *x);

/* The file appears under its name only now. ERR_IO; ERR_LIMIT: too many pages. */
int pdf_close(struct pdf *p, struct err *err);
void pdf_abandon(struct pdf *p); /* instead of pdf_close, after an error elsewhere */
