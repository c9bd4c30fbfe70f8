/* The check of an upload's rows; inside the module. */
#pragma once

#include "identity/vetting.h"
#include "programme/import_known.h"
#include "programme/import_rows.h"

struct import_row_get;

/* Look one read row over: find the person among those known, keep its problems, and its state
 * where that is not simply «ready». known may be NULL. Counts are brought up to date by
 * import_recount. */
int import_check_row(struct db *db, struct arena *a, const struct import_place *at,
                     const struct import_known *known, const struct import_stored *line,
                     const struct registry_row *row);

/* The record check of a mentor's row, without the person: 1 there is one, 0 none. ERR_INVALID,
 * ERR_LIMIT: its days are wrong or missing (err says what; the number is filled). */
int import_vetting(const struct import_place *at, const struct registry_row *row,
                   struct vetting_new *ret, struct err *err);

/*
 * The check of a whole file goes on while it is read, as long as the columns are what we take them
 * for: begin, text by text (for import_blocks.also, on whatever thread has the connection), end.
 * begin and end take the connection, too, and end belongs into a transaction: it keeps the counts
 * and from when on the check holds (import_checked).
 */
struct import_check;
int import_check_begin(struct job *job, const struct import_row_get *im, const struct pack *pack,
                       const struct registry_head *head, struct import_check **ret);
int import_check_text(void *check, char *text, size_t size);
int import_check_end(struct import_check *check);
void import_check_free(struct import_check *check); /* NULL is fine */

/* By the columns as they are kept: all rows below the head, in small transactions; the upload is
 * «ready» then. */
int import_check(struct job *job, const struct import_row_get *im, const struct pack *pack);
