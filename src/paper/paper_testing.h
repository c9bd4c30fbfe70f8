/* For tests only: papers of a school; the words of a document, its letters without its marks. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "office/docx_pdf.h"
#include "paper/paper.h"
#include "programme/school_testing.h"

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

static inline struct paper_at paper_testing_at(struct school *s)
{
    struct paper_at at;
    struct err err = {0};
    if (paper_open(s->db, s->a, &s->t->app, s->programme, &err, &at) < 0)
        abort();
    return at;
}

/* A file to upload. */
static inline const char *paper_testing_file(struct school *s, const char *name, const void *bytes,
                                             size_t n)
{
    struct err err = {0};
    const char *path = arena_printf(s->a, "%s/%s", s->t->app.config.data_dir, name);
    if (fs_write(path, bytes, n, &err) < 0)
        abort();
    return path;
}

/* The text of a field, «(none)». */
static inline const char *paper_testing_value(const struct paper_data *d, const char *name)
{
    for (size_t i = 0; i < d->d.n_values; i++)
        if (!strcmp(d->d.values[i].name, name))
            return d->d.values[i].text;
    return "(none)";
}
