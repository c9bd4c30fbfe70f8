/* Inside of the pack loader: reading one table with checks and places in messages. */
#pragma once

#include "programme/pack.h"

#define PACK_MAX_ROWS 2000 /* rows of a typed table */
#define PACK_MAX_KEY 4

struct pack_loader {
    struct arena *a;       /* what stays */
    struct arena *scratch; /* until the pack is loaded */
    struct err *err;
    struct pack *pack;
    /* the table and row being read */
    const char *file;
    struct tsv t;
    size_t row;
};

/* What a table must look like; arrays end with NULL. */
struct pack_table {
    const char *file;
    bool required;                     /* the file must be there */
    const char *const *columns;        /* names that must be in the head */
    const char *key[PACK_MAX_KEY + 1]; /* columns that together differ in every row */
    size_t row_size;
    int (*read)(struct pack_loader *l, void *row); /* fill one zeroed row, 0 or ERR_INVALID */
};

/* Parse a table of the pack and read its rows; nothing in *ret when an optional file is absent. */
int pack_table_read(struct pack_loader *l, const struct pack_table *table, const void **ret_rows,
                    size_t *ret_n);

#define PACK_COLUMNS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Read a table, given as the members of struct pack_table, into a PACK_TABLE of the pack; an
 * error ends the function with it. */
#define PACK_READ(target, ...)                                                                     \
    do {                                                                                           \
        const struct pack_table table_ = {__VA_ARGS__};                                            \
        const void *rows_ = NULL;                                                                  \
        int r_ = pack_table_read(l, &table_, &rows_, &(target).n);                                 \
        if (r_ < 0)                                                                                \
            return r_;                                                                             \
        (target).row = rows_;                                                                      \
    } while (0)

/* «forms.tsv, строка 5, столбец «code»: » + the text; returns ERR_INVALID. */
int pack_bad(struct pack_loader *l, const char *column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

const char *pack_text(const struct pack_loader *l, const char *column);

/* The cell split at ';', items trimmed, empty ones dropped. */
struct pack_list pack_items(struct pack_loader *l, const char *column);

/* Not empty; ASCII letters, digits, '_' and '-' only; at most 64 characters. */
int pack_read_code(struct pack_loader *l, const char *column, const char **ret);
int pack_read_filled(struct pack_loader *l, const char *column, const char **ret);

/* A whole number in [min, max]; an empty cell gives `empty` if that is >= min, else an error. */
int pack_read_int(struct pack_loader *l, const char *column, int min, int max, int empty, int *ret);

/* The cell is one of the NULL-terminated words: its index. */
int pack_read_word(struct pack_loader *l, const char *column, const char *const *words, int *ret);

/* The code of a form of the pack; `any` also allows "any". */
int pack_read_form(struct pack_loader *l, const char *column, bool any, const char **ret);

/* The code of a row of document-kinds.tsv. */
int pack_check_document(struct pack_loader *l, const char *column, const char *code);

/* roadmap.tsv, stage-terms.tsv and roadmap-columns.tsv, after the stages (pack_roadmap.c); what a
 * pack leaves out follows from stages.tsv. */
int pack_read_roadmap(struct pack_loader *l);

/* What a pack says about the work of teachers (pack_teachers.c), after the criteria. */
int pack_read_teachers(struct pack_loader *l);
/* request-categories.tsv (pack_enrolment.c), and behind it sensitive-words.tsv (pack_sensitive.c);
 * both may be left out. */
int pack_read_enrolment(struct pack_loader *l);
int pack_read_sensitive(struct pack_loader *l);

/* mentor-*.tsv and training-*.tsv, after the forms (pack_mentors.c). */
int pack_read_mentors(struct pack_loader *l);

/* impact-metrics.tsv, after the forms (pack_monitoring.c). */
int pack_read_monitoring(struct pack_loader *l);

/* The typed tables (pack_rows.c), in the order of their references. */
int pack_read_all(struct pack_loader *l);
