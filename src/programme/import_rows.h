/*
 * Rows of an upload inside the module: kept in blocks as they came, with a row of their own only
 * where something is known or said about them.
 */
#pragma once

#include "base/strbuf.h"
#include "db/db.h"
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

/* A block as it comes from the database, and what is known or said of its rows. */
struct import_raw {
    int64_t after, last_row;
    struct db_blob packed;
    char *text; /* once it is opened */
    size_t size;
    struct import_rows_between *own;
    size_t n_own;
};

/* The block of rows behind row `after`: 1, or 0 when there is no more. */
int import_raw_after(struct db *db, struct arena *a, int64_t import_id, int64_t after,
                     struct import_raw *ret);

/* Its text, and its rows in order: neither needs the database, and the second writes on the text.
 */
int import_raw_open(struct arena *a, struct import_raw *raw);
void import_raw_cut(struct arena *a, struct import_raw *raw, struct import_stored **ret,
                    size_t *ret_n);

/* All three; *ret_n 0 at the end. */
int import_lines_after(struct db *db, struct arena *a, int64_t import_id, int64_t after,
                       struct import_stored **ret, size_t *ret_n);

/* One row: 1, or 0 when the file has none of this number. */
int import_line_at(struct db *db, struct arena *a, int64_t import_id, int64_t row_no,
                   struct import_stored *ret);

/* Writing: rows gather here, and some full blocks at a time go into the database, in a transaction
 * of their own (a disk takes milliseconds to promise one), while the next ones gather: the
 * connection belongs to import_blocks until import_blocks_end. */
#define IMPORT_BUNDLE 4 /* blocks */

struct import_bundle {
    struct strbuf block[IMPORT_BUNDLE];
    int64_t last_row[IMPORT_BUNDLE];
    size_t n;
};
struct import_blocks {
    struct db *db;
    int64_t import_id;
    struct import_bundle bundle[2], *gathered, *written;
    struct aside *writing;
    struct shrinker *shrinker;
    struct strbuf packed; /* a block, shrunk */
    size_t n_bundles;     /* handed over so far */
    /* What else is done with a block, behind its writing and in the same transaction: to be set
     * before the first bundle is handed over. It may write on the text. NULL: nothing. */
    int (*also)(void *ctx, char *text, size_t size);
    void *ctx;
};
void import_blocks_begin(struct import_blocks *b, struct arena *a, struct db *db,
                         int64_t import_id);
/* Also what went wrong with an earlier block. */
int import_blocks_add(struct import_blocks *b, int64_t row_no, const char *const *cells, size_t n);
/* Writes the rest unless r < 0; always to be called. */
int import_blocks_end(struct import_blocks *b, int r);

/* The row gets one of its own with this state; person_id 0: nobody. A decision stays. */
int import_line_store(struct db *db, struct arena *a, int64_t import_id,
                      const struct import_stored *line, const char *state, int64_t person_id);

/* The row is not loaded, and why. */
int import_set_aside(struct db *db, struct arena *a, int64_t import_id,
                     const struct import_stored *line, const char *remark);

/* Will «Загрузить» take a row of this state and decision? */
bool import_row_wanted(const char *state, const char *decision);
