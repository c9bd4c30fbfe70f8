/* For tests only: the words of a document, its letters without its marks. */
#pragma once

#include "base/fs.h"
#include "office/docx_pdf.h"

static inline const char *paper_testing_words(struct arena *a, const char *path)
{
    struct docx_template *t;
    struct err err = {0};
    const char *xml;
    char *bytes, *words, *to;
    size_t n;
    if (fs_read(a, path, DOCX_FILE_MAX, &err, &bytes, &n) < 0 ||
        docx_template(a, bytes, n, &err, &t) < 0 ||
        docx_template_part(a, t, "word/document.xml", &err, &xml, &n) < 1)
        return err.text[0] ? arena_strdup(a, err.text) : "(no document)";
    words = to = arena_alloc(a, n + 1);
    for (bool tag = false; n; xml++, n--) {
        tag |= *xml == '<';
        if (!tag)
            *to++ = *xml;
        tag &= *xml != '>';
    }
    *to = '\0';
    return words;
}
