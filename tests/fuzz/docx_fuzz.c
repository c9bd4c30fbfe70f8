/*
 * Bytes that begin with PK are a whole file, any others the body of a document. What was taken is
 * filled, and what comes out must be as well-formed as what went in.
 */
#include <stdint.h>
#include <stdlib.h>

#include "office/docx_testing.h"
#include "office/docx_tree.h"

static const char *const columns[] = {"n", "b"};
static const char *const cells[] = {"<1>", "&", NULL, "a\nb\tc"};
static const struct docx_value values[] = {{"a", "один", false}, {"v", "", false}, {"q", "", true}};
static const struct docx_list lists[] = {{"l", columns, 2, cells, 2}, {"e", columns, 2, NULL, 0}};
static const struct docx_data data = {values, 3, lists, 2};

static void check(struct arena *a, const struct docx_filled *f)
{
    struct docx_tree tree;
    struct err err = {0};
    for (size_t i = 0; i < f->n_parts; i++)
        if (docx_tree_read(a, "again", f->parts[i].text, f->parts[i].n, &err, &tree) < 0 &&
            !strstr(err.text, "{{"))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *a = arena_new();
    struct docx_template *t;
    struct docx_filled f;
    struct err err = {0};
    const void *file = bytes;
    if (size < 2 || memcmp(bytes, "PK", 2) != 0)
        file = docx_testing_body(a, arena_strndup(a, (const char *)bytes, size), &size);
    int r = docx_template(a, file, size, &err, &t);
    if (r >= 0) {
        r = docx_fill(a, t, &data, &err, &f);
        if (r >= 0)
            check(a, &f);
    }
    if (r < 0 && !*err.text)
        abort();
    arena_free(a);
    return 0;
}
