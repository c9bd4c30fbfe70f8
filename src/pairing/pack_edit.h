/*
 * Pages of the administrator: methodologies with their versions and tables, and a change of them
 * that becomes a new version (programme/methodology_edit.h). They stand here because a pack is
 * right only when the rules of pairing can read it too.
 */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "pairing/pack_values.h"
#include "programme/methodology_edit.h"

struct module;

/* /methodology */
extern const struct module pack_edit_module;

#define PACK_EDIT_COLS 24   /* of a table whose rows are changed in the browser */
#define PACK_EDIT_CELL 4000 /* characters */
#define PACK_EDIT_ROWS 50   /* of a page */

struct pack_version_line {
    int64_t id, version, programmes;
    const char *title, *since;
    bool current, own; /* own: made by an administrator */
};

struct pack_list_page {
    const struct pack_version_line *rows;
    size_t n;
};

struct pack_table_line {
    const char *name;
    size_t rows, unsure;
    bool marks, changed;
};

struct pack_version_page {
    int64_t id;
    const struct pack_version_line *v;
    const struct pack_table_line *tables;
    size_t n_tables, n_changed;
    const char *mistake; /* of the draft, or NULL */
};

struct pack_row_line {
    size_t row;                               /* 0-based */
    const char *name, *about, *source, *mark; /* in words */
    bool sure;
};

struct pack_table_page {
    int64_t id;
    const struct methodology_table *table;
    const char *name_title; /* of the column of names */
    const struct pack_row_line *rows;
    size_t n;
    bool marks, editable;
    const char *next; /* of the list, or NULL */
    const struct form *form;
    const char *file_error;
};

/* How one cell is changed: chosen from `values`, or typed. */
struct pack_cell {
    const char *name; /* of the field */
    const struct pack_value *values;
    size_t n_values;
    bool stray;        /* what it holds is none of them */
    const char *words; /* what its codes mean, or NULL */
};

struct pack_row_page {
    int64_t id;
    const struct methodology_table *table;
    size_t row;
    bool fresh;
    const struct form *form;
    struct pack_cell cells[PACK_EDIT_COLS];
};

/* Does a cell fit into one line of a form? */
bool pack_cell_short(const char *text);
