/*
 * Rows of an upload inside the module: kept in blocks as they came, with a row of their own only
 * where something is known or said about them.
 */
#pragma once

#include "base/strbuf.h"
#include "programme/import.h"

/* A row as it stands now. state "ready" and no decision: nothing was said about it. */
struct import_stored {
    int64_t row_no;
    const char *const *cells;
    size_t n;
    const char *state, *decision;
    int64_t person_id; /* recognised or asked about; 0: nobody */
    bool own;          /* it has a row of its own already */
};

/* The block of rows behind row `after`, in order; *ret_n 0 at the end. */
int import_lines_after(struct db *db, struct arena *a, int64_t import_id, int64_t after,
                       struct import_stored **ret, size_t *ret_n);

/* One row: 1, or 0 when the file has none of this number. */
int import_line_at(struct db *db, struct arena *a, int64_t import_id, int64_t row_no,
                   struct import_stored *ret);

/* Writing: rows gather here and go into the database some blocks at a time. */
struct import_blocks {
    struct db *db;
    int64_t import_id, last_row;
    struct strbuf block;
};
void import_blocks_init(struct import_blocks *b, struct arena *a, struct db *db, int64_t import_id);
/* Each full block is a transaction of its own; import_blocks_end writes the rest likewise. */
int import_blocks_add(struct import_blocks *b, int64_t row_no, const char *const *cells, size_t n);
int import_blocks_end(struct import_blocks *b);

/* The row gets one of its own with this state; person_id 0: nobody. A decision stays. */
int import_line_store(struct db *db, struct arena *a, int64_t import_id,
                      const struct import_stored *line, const char *state, int64_t person_id);

/* The row is not loaded, and why. */
int import_set_aside(struct db *db, struct arena *a, int64_t import_id,
                     const struct import_stored *line, const char *remark);

/* Will «Загрузить» take a row of this state and decision? */
bool import_row_wanted(const char *state, const char *decision);
