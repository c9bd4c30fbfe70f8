/* What the pages of an upload show. */
#pragma once

#include "frame/form.h"
#include "frame/parts.h"
#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/programme.h"

struct module;
extern const struct module import_module;

struct import_new_page {
    int64_t programme_id;
    const struct form *form;
};

struct import_column_view {
    int64_t n;
    const char *title, *sample, *code;
    int64_t sure;
};

struct import_columns_page {
    const struct import_row_get *im;
    const struct import_column_view *columns;
    size_t n_columns;
    const struct choice *targets; /* what a column can be */
};

struct import_problem_view {
    int64_t row_no;
    const char *code, *title, *value, *message;
    bool note, first; /* first of its row: the row's own buttons stand here */
};

struct import_similar_view {
    int64_t row_no;
    const char *name, *details, *decision;
};

struct import_ready_view {
    int64_t row_no;
    const char *name, *details, *decision;
};

struct import_preview_page {
    const struct import_row_get *im;
    const char *show; /* bad, similar, notes, ready, skipped */
    bool notes;       /* rows with nothing but remarks are there */
    const struct import_problem_view *problems;
    size_t n_problems;
    const struct import_similar_view *similar;
    size_t n_similar;
    const struct import_ready_view *ready;
    size_t n_ready;
    int64_t next; /* row to go on after, 0 at the end */
};

struct import_done_page {
    const struct import_row_get *im;
    int64_t programme_id;
    bool may_undo;
};

struct import_wait_page {
    const char *what;
    int64_t job_id;
};

struct import_line {
    int64_t id;
    const char *file, *side, *when, *state;
    enum pill pill;
};

struct import_list_page {
    int64_t programme_id;
    const struct import_line *rows;
    size_t n_rows;
};
