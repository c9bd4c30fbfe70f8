/*
 * Changing a methodology in the browser: a draft holds whole tables (TSV files) instead of those of
 * the current version, until it is published as a new version or thrown away. A draft may be wrong
 * in between, for tables point at each other; only a whole that is right can be published. Running
 * programmes keep their version.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/tsv.h"
#include "programme/methodology_edit.sql.h" /* pack_versions, pack_version_row: what pages list */
#include "programme/pack.h"

struct db;

/* Versions made here have numbers from this on, so that they never meet those of the program. */
#define METHODOLOGY_OWN_FIRST 1001
#define METHODOLOGY_WAS_LEN 32 /* letters that tell whether a table has changed meanwhile */

struct methodology_draft {
    struct db *db;
    struct arena *a;
    const struct clock *clock;
    int64_t pack_id, account_id;
    /* What else reads the pack and may refuse it; may be NULL. */
    int (*check)(struct arena *a, const struct pack *pack, struct err *err);
};

/* All files as they would be published, sorted by name. ERR_NOT_FOUND: no such pack. */
int methodology_files(const struct methodology_draft *d, struct pack_file **ret, size_t *ret_n);

struct methodology_table {
    const char *name;
    struct tsv t;
    bool changed;     /* the draft has its own */
    const char *was;  /* hand it back with a change */
    const char *data; /* the file itself */
    size_t n;
};
/* ERR_NOT_FOUND: no such table; ERR_INVALID: it cannot be read (err says where). */
int methodology_table(const struct methodology_draft *d, const char *name, struct err *err,
                      struct methodology_table *ret);

/* May the rows of this table be taken as they stand? "seed", "found", "known": yes. */
bool methodology_sure(const char *confidence);
/* The column of the marks, or -1. */
int methodology_mark_column(const struct tsv *t);

/* Put a whole table into the draft. was NULL: whatever is there. ERR_INVALID: not a table (err says
 * the line); ERR_CONFLICT: it has changed since `was`, or the pack is not the current version. */
int methodology_put(const struct methodology_draft *d, const char *name, const char *was,
                    const char *data, size_t n, struct err *err);

/* One row: its cells, in the order of the head; row == n_rows: a new one; cells NULL: remove it.
 * ERR_NOT_FOUND: no such row; otherwise as methodology_put. */
int methodology_set_row(const struct methodology_draft *d, const char *name, const char *was,
                        size_t row, const char *const *cells, struct err *err);

/* Names of the tables that the draft changes; 0 none. */
int methodology_changed(const struct methodology_draft *d, const char *const **ret, size_t *ret_n);

/* Would it be taken? ERR_INVALID: the first mistake with file, line, column. */
int methodology_check(const struct methodology_draft *d, struct err *err);

/* Publish: a new version, current from now on; the draft is gone. ERR_INVALID as above;
 * ERR_CONFLICT: nothing was changed, or another version is current by now. */
int methodology_publish(const struct methodology_draft *d, struct err *err, int64_t *ret_pack_id,
                        int *ret_version);

int methodology_drop(const struct methodology_draft *d);
