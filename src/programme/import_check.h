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

/* All rows below the head, in small transactions; the upload is «ready» then. */
int import_check(struct job *job, const struct import_row_get *im, const struct pack *pack);
