/* Inside of the registry: the reader that goes from row to row. */
#pragma once

#include <stdint.h>

#include "programme/registry_cells.h"

/* What is kept of a person already read: enough to ask again about the same one. */
struct seen {
    uint64_t name;       /* hash of the name's key; 0 = free place */
    uint32_t contact[3]; /* hashes of the first contacts, 0 = none */
    uint32_t row_no;
    int birth_year;
};

struct registry_reader {
    struct arena *a;
    const struct pack *p;
    const struct registry_head *head;
    struct date today;
    const struct form_words *forms;
    int own, year; /* indexes of columns, -1 = none */
    struct seen *seen;
    size_t n_seen, cap;      /* cap is a power of two */
    const char **title_keys; /* n_cols: to know the head again */
};

/* Why a row is no person, or REGISTRY_PERSON. */
enum registry_skip registry_why_skip(const struct registry_reader *r, struct arena *a,
                                     const struct registry_line *line);
