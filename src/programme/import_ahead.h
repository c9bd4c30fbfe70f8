/* The rows of an upload one block after the other; inside the module. While the caller is busy with
 * a block, the next ones are read aside. */
#pragma once

#include "programme/import_rows.h"

struct aside;

#define IMPORT_READERS 2 /* blocks that are read at a time */

struct import_block_read {
    struct import_raw raw;
    struct import_stored *lines;
    struct registry_row *rows; /* only of lines that were asked for */
    size_t n;                  /* 0: there is no more */
    struct arena *a;           /* of the block */
    struct registry_reader *reader;
    struct aside *reading;
    bool wanted_only;
};

struct import_ahead {
    struct db *db;
    int64_t import_id, after;
    struct registry_reader *reader[IMPORT_READERS];
    struct registry_seen *seen;
    bool wanted_only;
    struct aside *reading[IMPORT_READERS];
    struct import_block_read block[IMPORT_READERS + 1]; /* and the caller's */
    size_t next;
};

/* Rows below row `after`; wanted_only: those that «Загрузить» takes. The readers, one for each
 * thread and all alike, belong to it until the end. */
void import_ahead_begin(struct import_ahead *ah, struct db *db, struct arena *a, int64_t import_id,
                        int64_t after, struct registry_reader *const readers[IMPORT_READERS],
                        bool wanted_only);

/* Good until the next call. */
int import_ahead_next(struct import_ahead *ah, const struct import_block_read **ret);

void import_ahead_end(struct import_ahead *ah);
