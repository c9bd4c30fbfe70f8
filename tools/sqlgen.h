/*
 * sqlgen: queries in .sql files → typed C functions (docs/add-a-query.md). The passes share
 * these structs: sqlgen_parse.c reads, sqlgen_check.c asks SQLite, sqlgen_emit.c writes.
 * It refuses; it never guesses.
 */
#pragma once

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

#define SG_FILE_MAX (1u << 20) /* bytes of one .sql file */
#define SG_QUERIES_MAX 500     /* queries of one file */

/* One type: of annotations, of the schema, of C, of db.h. */
struct sg_type {
    const char *word, *schema, *c, *constant, *maker;
};
extern const struct sg_type sg_types[DB_BOOL + 1]; /* by enum db_type */

struct sg_field {
    const char *name;
    enum db_type type;
    bool nullable;
    int line; /* of its annotation */
    bool used;
};

struct sg_query {
    const char *name;
    enum db_kind kind;
    int line;         /* of -- name: */
    int sql_line;     /* where the statement begins */
    const char *scan; /* the reason of -- scan:, or NULL */
    int scan_line;
    size_t n_args, n_notes, n_cols;
    struct sg_field args[DB_ARGS_MAX];
    struct sg_field notes[DB_COLS_MAX]; /* -- col: */
    struct sg_field cols[DB_COLS_MAX];  /* the result, filled by sg_check */
    const char *sqlite, *pgsql;         /* parameters numbered, comments dropped, lines kept */
    bool twin;
};

struct sg_file {
    const char *path;   /* as it stands in messages and #line */
    const char *module; /* "unit" of src/network/unit.sql */
    struct sg_query *queries;
    size_t n;
};

/* Parse n bytes (NUL-terminated). ERR_INVALID: err says "path:line: what, and the mend". */
int sg_parse(struct arena *a, const char *path, const char *text, struct err *err,
             struct sg_file *ret_file);

/* Small letters, digits and _, and not a word that C or the generated code uses. */
bool sg_is_name(const char *s);

struct sqlite3;

/* An empty database with every schema file applied in the given order. */
int sg_open(struct arena *a, char *const *schema, int n, struct err *err, struct sqlite3 **ret_h);

/* Prepare every query against it and fill cols. */
int sg_check(struct arena *a, struct sqlite3 *h, struct sg_file *file, struct err *err);

void sg_emit_header(FILE *out, const struct sg_file *file);
void sg_emit_source(FILE *out, const struct sg_file *file);

/* A nullable number: the value and has_x in a row, a pointer as an argument. */
static inline bool sg_has_flag(const struct sg_field *f)
{
    return f->nullable && f->type != DB_TEXT && f->type != DB_BLOB;
}
