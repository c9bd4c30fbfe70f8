/* The rows of an upload one block after the other; inside the module. While the caller is busy with
 * a block, the next one is read aside. */
#pragma once

#include "programme/import_rows.h"

struct aside;

struct import_block_read {
    struct import_raw raw;
    struct import_stored *lines;
    struct registry_row *rows; /* only of lines that were asked for */
    size_t n;                  /* 0: there is no more */
    struct arena *a;           /* of the block */
};

/* The lines of b->raw and their rows; wanted_only: of those that «Загрузить» takes. */
void import_read_block(struct registry_reader *reader, bool wanted_only,
                       struct import_block_read *b);

struct import_ahead {
    struct db *db;
    int64_t import_id, after;
    struct registry_reader *reader;
    bool wanted_only;
    struct aside *reading;
    struct import_block_read block[2], *coming; /* and the caller's */
};

/* Rows below row `after`. The reader and its arena belong to another thread until the end. */
void import_ahead_begin(struct import_ahead *ah, struct db *db, int64_t import_id, int64_t after,
                        struct registry_reader *reader, bool wanted_only);

/* Good until the next call. */
int import_ahead_next(struct import_ahead *ah, const struct import_block_read **ret);

void import_ahead_end(struct import_ahead *ah);
