/*
 * Text of our own templates (office/docx_plain.h), the body of a document, or a whole file that
 * begins with PK: filled and laid out. What is refused has a word of why; what is written begins
 * as a PDF does.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "office/docx_pdf.h"
#include "office/docx_plain.h"
#include "office/docx_testing.h"

static const char *const columns[] = {"n", "b"};
static const char *const cells[] = {"<1>", "&", NULL, "a\nb\tc"};
static const struct docx_value values[] = {{"a", "один", false}, {"v", "", false}, {"q", "", true}};
static const struct docx_list lists[] = {{"l", columns, 2, cells, 2}, {"e", columns, 2, NULL, 0}};
static const struct docx_data data = {values, 3, lists, 2};

/* The bytes as a template; fields that are not among the data are left as they stand. */
static const void *as_file(struct arena *a, const uint8_t *bytes, size_t *size, struct err *err)
{
    const void *file = bytes;
    const char *text = arena_strndup(a, (const char *)bytes, *size);
    if (*size >= 2 && !memcmp(bytes, "PK", 2))
        return file;
    if (*size && *bytes == '<')
        return docx_testing_body(a, text, size);
    for (char *s = strstr(text, "{{"); s; s = strstr(s, "{{"))
        s[0] = s[1] = '_';
    return docx_plain(a, text, err, &file, size) < 0 ? NULL : file;
}

static bool is_pdf(const char *path)
{
    char head[5] = "";
    FILE *f = fopen(path, "rb");
    bool is = f && fread(head, 1, sizeof head, f) == sizeof head && !memcmp(head, "%PDF-", 5);
    if (f)
        fclose(f);
    unlink(path);
    return is;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct date day = {2026, 11, 5};
    struct arena *a = arena_new();
    struct docx_template *t;
    struct docx_filled f;
    struct err err = {0};
    const void *file = as_file(a, bytes, &size, &err);
    if (file && docx_template(a, file, size, &err, &t) >= 0 &&
        docx_fill(a, t, &data, &err, &f) >= 0) {
        const char *path = arena_printf(a, "/tmp/docx_pdf_fuzz.%d", (int)getpid());
        int r = docx_pdf(a, &f, day, path, &err);
        if (r < 0 ? r == ERR_IO || !*err.text : !is_pdf(path))
            abort();
    }
    arena_free(a);
    return 0;
}
