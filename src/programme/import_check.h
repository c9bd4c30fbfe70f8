/* The check of an upload's rows; inside the module. */
#pragma once

#include "programme/import_known.h"
#include "programme/import_rows.h"

struct import_row_get;

/* Look one read row over: find the person among those known, keep its problems, and its state
 * where that is not simply «ready». known may be NULL. Counts are brought up to date by
 * import_recount. */
int import_check_row(struct db *db, struct arena *a, const struct import_place *at,
                     const struct import_known *known, const struct import_stored *line,
                     const struct registry_row *row);

/* All rows below the head, in small transactions; the upload is «ready» then. */
int import_check(struct job *job, const struct import_row_get *im, const struct pack *pack);
