/* A document is written, read back as XML, and refused where it cannot be. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/i18n.h"
#include "office/docx.h"
#include "office/xlsx.h"

struct folder {
    struct arena *a;
    char path[32];
};

static int set_up(void **state)
{
    struct arena *a = arena_new();
    struct folder *f = arena_new_of(a, struct folder);
    f->a = a;
    strcpy(f->path, "/tmp/docx-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct folder *f = *state;
    (void)unlink(arena_printf(f->a, "%s/a.docx", f->path));
    (void)rmdir(f->path);
    arena_free(f->a);
    return 0;
}

static const char *part(struct folder *f, const char *path, const char *name)
{
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    zip_stat_t st;
    assert_non_null(zip);
    assert_int_equal(zip_stat(zip, name, 0, &st), 0);
    char *text = arena_alloc(f->a, st.size + 1);
    zip_file_t *file = zip_fopen(zip, name, 0);
    assert_int_equal(zip_fread(file, text, st.size), st.size);
    text[st.size] = '\0';
    zip_fclose(file);
    zip_discard(zip);
    return text;
}

static int count(void *ctx, const char *name, const char **atts, struct err *err)
{
    (void)atts, (void)err;
    size_t *rows = ctx;
    *rows += !strcmp(name, "tr");
    return 0;
}

static int ignore(void *ctx, const char *name, struct err *err)
{
    (void)ctx, (void)name, (void)err;
    return 0;
}

static void a_document_is_whole(void **state)
{
    struct folder *f = *state;
    const char *path = arena_printf(f->a, "%s/a.docx", f->path);
    const char *heads[] = {"№", "Что"}, *row[] = {"1.1", "<b>&amp;\nвторая\x01 строка"};
    int percent[] = {10, 90};
    struct docx *d = docx_new(f->a, true);
    docx_paragraph(d, DOCX_TITLE, "Карта «Осень»");
    docx_table(d, heads, percent, 2);
    docx_band(d, "1. Подготовка");
    docx_row(d, row);
    docx_table_end(d);
    struct err err = {0};
    assert_int_equal(docx_write(d, path, &err), 0);

    const char *xml = part(f, path, "word/document.xml");
    assert_non_null(strstr(xml, "&lt;b&gt;&amp;amp;</w:t><w:br/>"));
    assert_non_null(strstr(xml, "вторая строка"));
    assert_non_null(strstr(xml, "w:orient=\"landscape\""));
    assert_non_null(strstr(xml, "<w:gridSpan w:val=\"2\"/>"));
    assert_non_null(strstr(part(f, path, "[Content_Types].xml"), "/word/styles.xml"));

    static const struct xml_hooks hooks = {count, ignore, NULL};
    static const char *const parts[] = {"word/document.xml", "word/styles.xml", "_rels/.rels",
                                        "word/_rels/document.xml.rels"};
    struct sheet_limits limits = {.max_unpacked = SIZE_MAX};
    struct package p;
    size_t rows = 0;
    assert_int_equal(package_open(path, &limits, &err, &p), 0);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_int_equal(package_parse(&p, package_find(&p, parts[i]), &hooks, &rows, &err), 0);
    package_close(&p);
    assert_int_equal(rows, 3);
}

static void no_place_is_told(void **state)
{
    struct folder *f = *state;
    struct docx *d = docx_new(f->a, false);
    struct err err = {0};
    docx_paragraph(d, DOCX_TEXT, "Текст");
    assert_int_equal(docx_write(d, arena_printf(f->a, "%s/none/a.docx", f->path), &err), ERR_IO);
    assert_non_null(strstr(err.text, "не сохраняется"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_document_is_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_place_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("docx", tests, NULL, NULL);
}
