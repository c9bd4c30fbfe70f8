/* Rows of an upload become people, contacts and participations; inside the module. */
#pragma once

#include "programme/import_rows.h"

struct app;

#define IMPORT_COLUMNS 15 /* of the registry that are written */

/* What all rows share. */
struct import_load {
    struct db *db;
    const struct app *app;
    int64_t account_id; /* who loads */
    const struct clock *clock;
    const struct import_place *at;
    const char *only_form; /* the programme's form when it has one: for files without the column */
    int column[IMPORT_COLUMNS]; /* place among the values of a row, or -1 */
};

/* Finds the columns that are written; the reader leaves the others out. */
void import_load_columns(struct import_load *load, const struct pack *pack, enum pack_registry side,
                         struct registry_reader *reader);

struct import_load_row {
    const struct import_stored *stored;
    const struct registry_row *row;
    int64_t person_id; /* 0: a new person, whose id it is afterwards */
};

/* In a transaction; nobody of them takes part yet. Table by table, for that is a third faster than
 * row by row. */
int import_load_rows(const struct import_load *load, struct arena *a, struct import_load_row *rows,
                     size_t n);
