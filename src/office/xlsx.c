#include "office/xlsx.h"

#include "base/i18n.h"

static int read_sheets(struct package *p, struct arena *a, struct strings *strings,
                       sheet_row_fn *fn, void *ctx, struct err *err)
{
    struct book book;
    struct styles styles = {0};
    int rc = book_read(p, a, err, &book);
    if (rc < 0)
        return rc;
    p->expected = p->unpacked + package_size(p, book.strings) + package_size(p, book.styles);
    size_t first = p->limits->sheet ? p->limits->sheet - 1 : 0;
    size_t end = p->limits->sheet ? p->limits->sheet : book.n_sheets;
    if (first < book.n_sheets)
        p->expected += package_size(p, book.sheets[first].part);
    if (book.styles >= 0 && (rc = styles_read(p, book.styles, a, err, &styles)) < 0)
        return rc;
    if (book.strings >= 0 && (rc = strings_read(p, book.strings, a, err, strings)) < 0)
        return rc;
    for (size_t i = first; i < end && i < book.n_sheets; i++) {
        size_t rows = 0;
        p->sheet = book.sheets[i].name;
        rc = xlsx_rows(p, book.sheets[i].part, &book, &styles, strings, fn, ctx, err, &rows);
        if (rc < 0 || rows > 0)
            return rc;
    }
    return err_set(err, ERR_INVALID,
                   _("Таблица пуста: на видимых листах нет ни одной заполненной ячейки"));
}

int xlsx_read(const char *path, const struct sheet_limits *limits, sheet_row_fn *fn, void *ctx,
              struct err *err)
{
    struct package p;
    int rc = package_open(path, limits, err, &p);
    if (rc < 0)
        return rc;
    struct arena *a = arena_new();
    struct strings strings = {0};
    rc = read_sheets(&p, a, &strings, fn, ctx, err);
    strings_close(&strings);
    arena_free(a);
    package_close(&p);
    return rc;
}

int xlsx_count(const char *path, const struct sheet_limits *limits, struct err *err, size_t *ret_n)
{
    struct package p;
    int rc = package_open(path, limits, err, &p);
    if (rc < 0)
        return rc;
    struct arena *a = arena_new();
    struct book book;
    rc = book_read(&p, a, err, &book);
    if (rc == 0)
        *ret_n = book.n_sheets;
    arena_free(a);
    package_close(&p);
    return rc;
}
