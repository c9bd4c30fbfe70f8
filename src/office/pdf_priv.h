/* Inside of the PDF writer. */
#pragma once

#include "base/fs.h"
#include "base/strbuf.h"
#include "office/pango.h"
#include "office/pdf.h"

struct pdf {
    struct arena *a;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *context;
    struct pdf_options o;
    struct fs_out out;
    struct strbuf text; /* of the paragraph at hand */
    double y;           /* where the next thing goes */
    unsigned page;      /* 1.. */
    bool used;          /* something stands on this page */
    int failed;         /* the first error, 0 none */
};

/* The layout of a paragraph in so wide a column; the caller unrefs it. */
PangoLayout *pdf_layout(struct pdf *p, const struct pdf_paragraph *x, double width);

/* Lines [from, …) of a layout that fit into room, drawn with their column at x, y (draw false: only
 * measured). Returns the line behind them; *ret_height is what they take. */
int pdf_lines(struct pdf *p, PangoLayout *l, const struct pdf_paragraph *x, int from, double left,
              double y, double room, bool draw, double *ret_height);

double pdf_bottom(const struct pdf *p);
