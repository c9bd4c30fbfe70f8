/* The generated header and source: plain C that a reviewer can read. */
#include <string.h>

#include "sqlgen.h"

static void emit_signature(struct strbuf *out, const struct sg_query *q)
{
    strbuf_printf(out, "int %s(struct db *db", q->name);
    if (q->kind == DB_ROWS) {
        strbuf_printf(out, ", const struct %s *rows, size_t n)", q->name);
        return;
    }
    if (q->kind == DB_ONE || q->kind == DB_MANY)
        strbuf_puts(out, ", struct arena *a");
    if (q->kind == DB_EACH)
        strbuf_puts(out, ", struct arena *row_arena");
    for (size_t i = 0; i < q->n_args; i++) {
        const struct sg_field *f = &q->args[i];
        strbuf_printf(out, sg_has_flag(f) ? ", const %s*%s" : ", %s%s", sg_types[f->type].c,
                      f->name);
    }
    if (q->kind == DB_ONE)
        strbuf_printf(out, ", struct %s *ret_row", q->name);
    if (q->kind == DB_MANY)
        strbuf_printf(out, ", struct %s **ret_rows, size_t *ret_n", q->name);
    if (q->kind == DB_EACH)
        strbuf_printf(out, ", int (*fn)(void *ctx, const struct %s *row), void *ctx", q->name);
    strbuf_puts(out, ")");
}

/* What one row of a query of kind rows is given. */
static void emit_given(struct strbuf *out, const struct sg_query *q)
{
    strbuf_printf(out, "struct %s {\n", q->name);
    for (size_t i = 0; i < q->n_args; i++) {
        const struct sg_field *f = &q->args[i];
        strbuf_printf(out, sg_has_flag(f) ? "    const %s*%s;\n" : "    %s%s;\n",
                      sg_types[f->type].c, f->name);
    }
    strbuf_puts(out, "};\n");
}

static void emit_header(struct strbuf *out, const struct sg_file *file)
{
    strbuf_printf(
        out,
        "/* Made by sqlgen from %s; edit that. */\n#pragma once\n\n#include \"db/db.h\"\n\n"
        "/* Every query of the file, NULL at the end; for tests. */\n"
        "extern const struct db_query *const %s_queries[];\n",
        file->path, file->module);
    for (size_t i = 0; i < file->n; i++) {
        const struct sg_query *q = &file->queries[i];
        strbuf_printf(out, "\n#line %d \"%s\"\n", q->line, file->path);
        if (q->kind == DB_ROWS)
            emit_given(out, q);
        if (q->n_cols > 0)
            strbuf_printf(out, "struct %s {\n", q->name);
        for (size_t c = 0; c < q->n_cols; c++) {
            const struct sg_field *f = &q->cols[c];
            bool flag = sg_has_flag(f);
            strbuf_printf(out, "    %s%s;%s\n", sg_types[f->type].c, f->name,
                          f->nullable && !flag ? " /* may be NULL */" : "");
            if (flag)
                strbuf_printf(out, "    bool has_%s;\n", f->name);
        }
        if (q->n_cols > 0)
            strbuf_puts(out, "};\n");
        emit_signature(out, q);
        strbuf_puts(out, "\n    __attribute__((warn_unused_result));\n");
    }
}

static void emit_text(struct strbuf *out, const char *field, const char *sql)
{
    strbuf_printf(out, "    .%s = \"", field);
    for (const char *s = sql; *s; s++) {
        if (*s == '\n')
            strbuf_puts(out, "\\n\"\n        \"");
        else if (*s == '"' || *s == '\\')
            strbuf_printf(out, "\\%c", *s);
        else
            strbuf_putc(out, *s);
    }
    strbuf_puts(out, "\",\n");
}

static void emit_texts(struct strbuf *out, const struct sg_file *file, const struct sg_query *q,
                       const char *suffix, const char *sqlite, const char *pgsql)
{
    static const char *const kinds[] = {"DB_ONE", "DB_MANY", "DB_EACH", "DB_EXEC", "DB_ROWS"};
    strbuf_printf(out,
                  "static const struct db_query query_%s%s = {\n    .name = \"%s\",\n"
                  "    .where = \"%s.sql:%d\",\n    .kind = %s,\n",
                  q->name, suffix, q->name, file->module, q->line, kinds[q->kind]);
    emit_text(out, "sqlite", sqlite);
    emit_text(out, "pgsql", pgsql);
}

static void emit_args(struct strbuf *out, const struct sg_query *q, size_t n_rows)
{
    if (q->n_args > 0)
        strbuf_printf(out, "    .n_args = %zu,\n    .args = (const struct db_arg[]){\n",
                      n_rows * q->n_args);
    for (size_t i = 0; i < n_rows * q->n_args; i++) {
        const struct sg_field *f = &q->args[i % q->n_args];
        strbuf_printf(out, "        {\"%s\", %s, %d},\n", f->name, sg_types[f->type].constant,
                      f->nullable);
    }
    if (q->n_args > 0)
        strbuf_puts(out, "    },\n");
}

static void emit_query(struct strbuf *out, const struct sg_file *file, const struct sg_query *q)
{
    if (q->kind == DB_ROWS) {
        emit_texts(out, file, q, "_rows", q->sqlite_rows, q->pgsql_rows);
        emit_args(out, q, DB_ROWS_AT_ONCE);
        strbuf_puts(out, "};\n\n");
    }
    emit_texts(out, file, q, "", q->sqlite, q->pgsql);
    emit_args(out, q, 1);
    if (q->kind == DB_ROWS)
        strbuf_printf(out, "    .row_size = sizeof(struct %s),\n", q->name);
    if (q->n_cols > 0)
        strbuf_printf(out,
                      "    .row_size = sizeof(struct %s),\n    .n_cols = %zu,\n"
                      "    .cols = (const struct db_col[]){\n",
                      q->name, q->n_cols);
    for (size_t i = 0; i < q->n_cols; i++) {
        const struct sg_field *f = &q->cols[i];
        strbuf_printf(out, "        {\"%s\", %s, %d, offsetof(struct %s, %s), ", f->name,
                      sg_types[f->type].constant, f->nullable, q->name, f->name);
        if (sg_has_flag(f))
            strbuf_printf(out, "offsetof(struct %s, has_%s)},\n", q->name, f->name);
        else
            strbuf_puts(out, "0},\n");
    }
    if (q->n_cols > 0)
        strbuf_puts(out, "    },\n");
    strbuf_puts(out, "};\n\n");
}

static void emit_rows(struct strbuf *out, const struct sg_file *file, const struct sg_query *q)
{
    const char *name = q->name;
    strbuf_printf(out,
                  "static void args_of_%s(const void *row, struct db_value *args)\n{\n"
                  "    const struct %s *x = row;\n",
                  name, name);
    for (size_t i = 0; i < q->n_args; i++)
        strbuf_printf(
            out,
            sg_has_flag(&q->args[i])
                ? "    args[%3$zu] = x->%2$s ? %1$s(*x->%2$s) : (struct db_value){.type = "
                  "DB_NULL};\n"
                : "    args[%3$zu] = %1$s(x->%2$s);\n",
            sg_types[q->args[i].type].maker, q->args[i].name, i);
    strbuf_printf(out, "}\n\n#line %d \"%s\"\n", q->line, file->path);
    emit_signature(out, q);
    strbuf_printf(out,
                  "\n{\n    return db_rows(db, &query_%s, &query_%s_rows, args_of_%s, rows, n);\n"
                  "}\n\n",
                  name, name, name);
}

static void emit_function(struct strbuf *out, const struct sg_file *file, const struct sg_query *q)
{
    const char *args = q->n_args > 0 ? "args" : "NULL", *name = q->name;
    if (q->kind == DB_EACH)
        strbuf_printf(
            out,
            "struct call_%s {\n    int (*fn)(void *ctx, const struct %s *row);\n"
            "    void *ctx;\n};\n\nstatic int call_%s(void *ctx, const void *row)\n{\n"
            "    const struct call_%s *call = ctx;\n    return call->fn(call->ctx, row);\n}\n\n",
            name, name, name, name);
    strbuf_printf(out, "#line %d \"%s\"\n", q->line, file->path);
    emit_signature(out, q);
    strbuf_puts(out, "\n{\n");
    if (q->n_args > 0)
        strbuf_puts(out, "    const struct db_value args[] = {\n");
    for (size_t i = 0; i < q->n_args; i++)
        strbuf_printf(out,
                      sg_has_flag(&q->args[i])
                          ? "        %2$s ? %1$s(*%2$s) : (struct db_value){.type = DB_NULL},\n"
                          : "        %1$s(%2$s),\n",
                      sg_types[q->args[i].type].maker, q->args[i].name);
    if (q->n_args > 0)
        strbuf_puts(out, "    };\n");
    if (q->kind == DB_ONE)
        strbuf_printf(out, "    return db_one(db, a, &query_%s, %s, ret_row);\n", name, args);
    else if (q->kind == DB_MANY)
        strbuf_printf(out,
                      "    void *rows;\n    int r = db_many(db, a, &query_%s, %s, &rows, ret_n);\n"
                      "    if (r == 0)\n        *ret_rows = rows;\n    return r;\n",
                      name, args);
    else if (q->kind == DB_EACH)
        strbuf_printf(out,
                      "    struct call_%s call = {fn, ctx};\n"
                      "    return db_each(db, row_arena, &query_%s, %s, call_%s, &call);\n",
                      name, name, args, name);
    else
        strbuf_printf(out, "    return db_exec(db, &query_%s, %s);\n", name, args);
    strbuf_puts(out, "}\n\n");
}

void sg_emit(const struct sg_file *file, struct strbuf *header, struct strbuf *out)
{
    emit_header(header, file);
    strbuf_printf(out, "/* Made by sqlgen from %s; edit that. */\n#include \"%s.sql.h\"\n\n",
                  file->path, file->module);
    for (size_t i = 0; i < file->n; i++) {
        emit_query(out, file, &file->queries[i]);
        if (file->queries[i].kind == DB_ROWS)
            emit_rows(out, file, &file->queries[i]);
        else
            emit_function(out, file, &file->queries[i]);
    }
    strbuf_printf(out, "const struct db_query *const %s_queries[] = {\n", file->module);
    for (size_t i = 0; i < file->n; i++) {
        const struct sg_query *q = &file->queries[i];
        strbuf_printf(out, "    &query_%s,\n", q->name);
        if (q->kind == DB_ROWS)
            strbuf_printf(out, "    &query_%s_rows,\n", q->name);
    }
    strbuf_puts(out, "    NULL,\n};\n");
}
