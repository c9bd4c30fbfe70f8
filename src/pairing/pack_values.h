/* What the codes in tables of a pack mean for people (docs/packs.md lists them). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/tsv.h"

struct pack_value {
    const char *code, *words; /* words: N_() */
};

/* What a cell of this column may hold, when it is one of a few; NULL: anything, or several. */
const struct pack_value *pack_values(const char *file, const char *column, size_t *ret_n);

/* The table whose rows a column points at by their codes: "forms.tsv" of "form_code"; NULL. */
const char *pack_column_target(const char *file, const char *column);

/* «наставляемый» of "mentee", «Ученик – ученик, Учитель – учитель» of two codes of forms; the cell
 * itself where it is no code. target: the table that the column points at, or NULL. */
const char *pack_cell_words(struct arena *a, const char *file, const char *column,
                            const struct tsv *target, const char *cell);
