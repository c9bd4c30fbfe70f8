/* Shared by the pages of a methodology: versions and tables (pack_edit_web.c), a row
 * (pack_row_web.c). */
#pragma once

#include "frame/req.h"
#include "pairing/pack_edit.h"

#define PACK_TARGETS 8

/* The change that is being made of the version that the request names. */
struct methodology_draft pack_edit_draft(struct req *req);

/* The table that the request names, in the query or in the form. */
const char *pack_edit_asked(struct req *req);

/* What people call a table; its file's name when this program does not know it. */
const char *pack_edit_title(const struct methodology_table *t);

/* The tables that columns of a table point at, read once each. */
struct pack_targets {
    const struct methodology_draft *d;
    const char *file;
    struct tsv t[PACK_TARGETS];
    const char *names[PACK_TARGETS];
    size_t n;
};
/* The table that a column points at, or NULL; one that cannot be read has no rows. */
const struct tsv *pack_edit_target(struct pack_targets *targets, const char *column);
/* What a cell means for people; the cell itself where it is no code. */
const char *pack_edit_words(struct pack_targets *targets, const char *column, const char *cell);

/* The crumb of all methodologies. */
struct link pack_edit_above(void);

extern const struct form_def pack_row_form;
int pack_row_get(struct req *req);
int pack_row_post(struct req *req);
