/*
 * Inside of office/docx_pdf: how paragraphs and letters of a document look, by its styles and by
 * what stands at them.
 */
#pragma once

#include <expat.h>
#include <stdbool.h>

#include "office/docx_fill.h"
#include "office/pdf.h"

/* What a bit of `set` does not name comes from the style. */
struct look {
    unsigned set;
    enum pdf_align align;
    double left, right, first, before, after, line, size;
    bool new_page, keep_next, bold, italic, underline;
};

struct style;
struct looks {
    struct look defaults;
    struct style *styles;
    size_t n;
};

/* The styles of the template; none, when it has no part of them. ERR_INVALID: not well-formed. */
int looks_read(struct arena *a, const struct docx_template *t, struct err *err, struct looks *ret);

/* The defaults, then the styles that a style stands on, then itself. id NULL: the default one. */
struct look look_of(const struct looks *all, const char *id);

/* What `over` says goes over what `l` has. */
void look_cover(struct look *l, const struct look *over);

/* A child of w:pPr, of w:rPr; others are passed over. */
void look_paragraph(struct look *l, const char *tag, const XML_Char **atts);
void look_run(struct look *l, const char *tag, const XML_Char **atts);

/* What makes a tag that cannot be printed, «рисунки»; NULL: nothing. And the refusal in words. */
const char *docx_unprintable(const char *tag, const XML_Char **atts);
int docx_cannot(struct err *err, const char *what);

/* ---- names and numbers of the file ---- */

const char *docx_local(const char *name);                      /* without its space of names */
const char *docx_att(const XML_Char **atts, const char *name); /* NULL: none */
bool docx_on(const XML_Char **atts);                           /* w:val of a switch */
double docx_measure(const char *s); /* a number within what a page can have, else 0 */
#define TWIP(s) (docx_measure(s) / 20.0)
