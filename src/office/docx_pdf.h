/*
 * A filled document on paper: its paragraphs, styles and tables in the layout of office/pdf.h, so
 * that one template gives both. What that layout cannot do (pictures, text boxes, automatic
 * numbers, notes) is refused, not left out.
 */
#pragma once

#include "base/date.h"
#include "office/docx_fill.h"

/* ERR_INVALID: the document has what cannot be printed here; err names it. Others as of pdf.h. */
int docx_pdf(struct arena *a, const struct docx_filled *f, struct date day, const char *path,
             struct err *err);

/* Is there anything in the template that cannot be printed? ERR_INVALID: err names it. */
int docx_pdf_try(const struct docx_template *t, struct err *err);

/* The bytes of a part of the template ("word/styles.xml"); 1, 0 there is none, < 0. */
int docx_template_part(struct arena *a, const struct docx_template *t, const char *name,
                       struct err *err, const char **ret, size_t *ret_n);
