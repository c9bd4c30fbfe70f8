/* sqlgen: queries in .sql files → typed C functions (docs/add-a-query.md). sqlgen_parse.c reads,
 * sqlgen_check.c asks SQLite, sqlgen_emit.c writes. It refuses; it never guesses. */
#pragma once

#include <setjmp.h>

#include "base/err.h"
#include "base/strbuf.h"
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
    struct sg_field notes[DB_COLS_MAX];   /* -- col: */
    struct sg_field cols[DB_COLS_MAX];    /* the result, filled by sg_check */
    const char *sqlite, *pgsql;           /* parameters numbered, comments dropped, lines kept */
    const char *sqlite_rows, *pgsql_rows; /* of rows: the same for DB_ROWS_AT_ONCE of them */
};

struct sg_file {
    const char *path;   /* as it stands in messages and #line */
    const char *module; /* "unit" of src/network/unit.sql */
    struct sg_query *queries;
    size_t n;
};

/* One pass over one file. */
struct sg {
    struct arena *a;
    struct err *err;
    const char *path;
    jmp_buf failed;
    const char *s; /* of the parser: what is left, and the line taken last */
    int line;
    struct sqlite3 *h; /* of the check, with the query that is looked at */
    struct sqlite3_stmt *stmt, *plan;
    struct sg_query *q;
};

/* Unless the condition holds: "path:line: what, and the mend" into err, and leave the pass. */
#define need(g, condition, line, ...) ((condition) ? (void)0 : sg_refuse((g), (line), __VA_ARGS__))
_Noreturn void sg_refuse(struct sg *g, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Parse a text that ends with NUL; ERR_INVALID. */
int sg_parse(struct arena *a, const char *path, const char *text, struct err *err,
             struct sg_file *ret_file);

/* Small letters, digits and _, and not a word that C or the generated code uses. */
bool sg_is_name(const char *s);

/* An empty database with every schema file applied in the given order. */
int sg_open(struct arena *a, char *const *schema, int n, struct err *err, struct sqlite3 **ret_h);

/* Prepare every query against it and fill cols. */
int sg_check(struct arena *a, struct sqlite3 *h, struct sg_file *file, struct err *err);

/* The statements of a query of kind rows for many rows. */
void sg_repeat(struct sg *g, struct sg_query *q);

void sg_emit(const struct sg_file *file, struct strbuf *header, struct strbuf *source);

/* A nullable number: the value and has_x in a row, a pointer as an argument. */
static inline bool sg_has_flag(const struct sg_field *f)
{
    return f->nullable && f->type != DB_TEXT && f->type != DB_BLOB;
}
