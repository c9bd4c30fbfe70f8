/* Inside of the registry: the reader that goes from row to row. */
#pragma once

#include <stdint.h>

#include "programme/registry_cells.h"

/* Where a column of the registry stands in the file. */
struct source {
    size_t part[3];    /* surname, given name, patronymic: SIZE_MAX where there is none */
    bool parts;        /* at least one of the three */
    size_t owner;      /* or SIZE_MAX */
    const size_t *col; /* whole cells */
    size_t n_cols;
    bool wanted; /* by the caller */
};

struct registry_reader {
    struct arena *a; /* who was seen takes more and more of it */
    const struct pack *p;
    const struct registry_head *head;
    struct date today;
    struct form_words *forms;
    struct source *source; /* of each column of the registry */
    int own, year;         /* indexes of columns, -1 = none */
    struct registry_seen *seen;
    bool guarded;            /* sensitive words are not taken */
    const char **title_keys; /* n_cols: to know the head again */
    const char **units;      /* n_cols: of figures alone, "" if none */
};

/* Who was seen in the file so far. */
struct registry_seen *registry_seen_new(struct arena *a);

/* Is the row, in the order of the file, an earlier one once more? */
void registry_find_again(const struct registry_reader *r, struct arena *row_arena,
                         struct registry_row *row);

/* One more remark on a column of a row that was read. */
void registry_remark(const struct registry_reader *r, struct arena *row_arena,
                     struct registry_row *row, size_t column, const char *value, const char *words);

/* Why a row is no person, or REGISTRY_PERSON. */
enum registry_skip registry_why_skip(const struct registry_reader *r, struct arena *a,
                                     const struct registry_line *line);
