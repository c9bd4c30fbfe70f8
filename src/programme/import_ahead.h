/*
 * The rows of an upload, a batch after the other; inside the module. While the caller is busy with
 * a batch, the next one is read aside, or a block of the next window is prepared there.
 */
#pragma once

#include "programme/import_rows.h"

struct aside;

struct import_batch {
    struct import_stored *lines;
    struct registry_row *rows; /* only of lines that were asked for */
    size_t n;                  /* 0: there is no more */
    struct arena *a;           /* of the rows */
};

/* The rows of b->lines; wanted_only: of those that «Загрузить» takes. */
void import_read_batch(struct registry_reader *reader, bool wanted_only, struct import_batch *b);

#define IMPORT_WINDOW 16 /* blocks: 4 MiB */

struct import_window {
    struct arena *a;
    struct import_raw raw; /* a block that was fetched and is not cut yet */
    struct {
        struct import_stored *lines;
        size_t n;
    } block[IMPORT_WINDOW];
    size_t n_blocks;
    bool whole;                  /* then these are its rows, */
    struct import_stored *lines; /* in their order */
    size_t n, at;
};

struct import_ahead {
    struct db *db;
    int64_t import_id, after; /* the last row that was taken from the database */
    struct registry_reader *reader;
    bool wanted_only;
    int by_cell;
    bool down, ended, begun;
    bool left; /* `next` is the window before, of which the caller has a batch yet */
    struct import_window window[2], *now, *next;
    struct aside *reading;
    struct import_batch batch[2], *coming; /* and the caller's */
};

/*
 * Rows below row `after`. The reader and its arena belong to another thread until the end. by_cell:
 * the place of a cell in a row. A window of some thousand rows comes in the order of their texts
 * there, for indexes by it take neighbours far quicker; each other window backwards, to begin where
 * the one before ended. Rows that something was said about come last, in the order of the file.
 * -1: all in that order.
 */
void import_ahead_begin(struct import_ahead *ah, struct db *db, int64_t import_id, int64_t after,
                        struct registry_reader *reader, bool wanted_only, int by_cell);

/* Good until the next call. */
int import_ahead_next(struct import_ahead *ah, const struct import_batch **ret);

void import_ahead_end(struct import_ahead *ah);
