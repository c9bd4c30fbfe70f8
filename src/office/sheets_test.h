/* For the tests of this folder: files made byte by byte, and rows as one comparable text. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h> /* needs setjmp.h, stdarg.h, stddef.h and stdint.h before it */
#include <zip.h>

#include "base/strbuf.h"
#include "office/sheet.h"

#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

struct fixture {
    struct arena *a;
    char dir[64];
    char *path;         /* the file under test */
    struct strbuf rows; /* «2|Имя|=3|» …: see add_row */
    struct err err;
};

struct part {
    const char *name, *text;
    size_t n; /* 0: strlen(text) */
};

static inline int fixture_setup(void **state)
{
    struct arena *a = arena_new();
    struct fixture *f = arena_new_of(a, struct fixture);
    f->a = a;
    snprintf(f->dir, sizeof f->dir, "/tmp/office-test-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    f->path = arena_printf(a, "%s/file.xlsx", f->dir);
    strbuf_init(&f->rows, a);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    unlink(f->path);
    rmdir(f->dir);
    arena_free(f->a);
    return 0;
}

static inline void put_file(const struct fixture *f, const void *data, size_t n)
{
    FILE *out = fopen(f->path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(data, 1, n, out), n);
    assert_int_equal(fclose(out), 0);
}

static inline void put_zip(const struct fixture *f, const struct part *parts, size_t n)
{
    zip_t *z = zip_open(f->path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(z);
    for (size_t i = 0; i < n; i++) {
        size_t size = parts[i].n ? parts[i].n : strlen(parts[i].text);
        zip_source_t *s = zip_source_buffer(z, parts[i].text, size, 0);
        assert_non_null(s);
        assert_true(zip_file_add(z, parts[i].name, s, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
}

/* A row as «row_no|kind letter:text|…\n»; t n d b e, «f» before it for a formula, empty: nothing.
 */
static inline int add_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    struct strbuf *b = ctx;
    strbuf_printf(b, "%zu", row_no);
    for (size_t i = 0; i < n; i++) {
        static const char letters[] = "\0tndbe";
        assert_non_null(cells[i].text);
        if (cells[i].kind == CELL_EMPTY)
            strbuf_puts(b, "|");
        else
            strbuf_printf(b, "|%s%c:%s", cells[i].formula ? "f" : "", letters[cells[i].kind],
                          cells[i].text);
    }
    strbuf_putc(b, '\n');
    return 0;
}

static inline int read_rows(struct fixture *f, const struct sheet_limits *limits)
{
    strbuf_clear(&f->rows);
    f->err.text[0] = '\0';
    return sheet_read(f->path, limits, add_row, &f->rows, &f->err);
}

static inline void assert_rows(struct fixture *f, const char *rows)
{
    int rc = read_rows(f, NULL);
    if (rc != 0)
        print_error("%s\n", f->err.text);
    assert_int_equal(rc, 0);
    assert_string_equal(f->rows.s, rows);
}

static inline void assert_refused(struct fixture *f, const struct sheet_limits *limits, int code,
                                  const char *words)
{
    int rc = read_rows(f, limits);
    if (rc != code)
        print_error("%s\n", f->err.text);
    assert_int_equal(rc, code);
    if (!strstr(f->err.text, words))
        print_error("«%s» does not say «%s»\n", f->err.text, words);
    assert_non_null(strstr(f->err.text, words));
}
