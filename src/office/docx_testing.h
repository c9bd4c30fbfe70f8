/* Small documents for tests, made part by part. */
#pragma once

#include <string.h>
#include <zip.h>

#include "base/arena.h"

#define DOCX_TESTING_PARTS 3

struct docx_testing_part {
    const char *name, *text;
};

static inline void docx_testing_parts(struct arena *a, const char *body,
                                      struct docx_testing_part parts[DOCX_TESTING_PARTS])
{
    parts[0] = (struct docx_testing_part){
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"};
    parts[1] = (struct docx_testing_part){
        "_rels/.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
        "relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"};
    parts[2] = (struct docx_testing_part){
        "word/document.xml",
        arena_printf(a,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
                     "<w:document xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/"
                     "wordml\" xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                     "main\"><w:body>%s</w:body></w:document>",
                     body)};
}

static inline const void *docx_testing_zip(struct arena *a, const struct docx_testing_part *parts,
                                           size_t n_parts, size_t *ret_n)
{
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(out);
    zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
    for (size_t i = 0; i < n_parts; i++)
        zip_file_add(zip, parts[i].name,
                     zip_source_buffer(zip, parts[i].text, strlen(parts[i].text), 0),
                     ZIP_FL_ENC_UTF_8);
    zip_close(zip);
    zip_stat_t st;
    zip_source_open(out);
    zip_source_stat(out, &st);
    char *bytes = arena_alloc(a, st.size + 1);
    zip_source_read(out, bytes, st.size);
    zip_source_close(out);
    zip_source_free(out);
    *ret_n = st.size;
    return bytes;
}

static inline const void *docx_testing_body(struct arena *a, const char *body, size_t *ret_n)
{
    struct docx_testing_part parts[DOCX_TESTING_PARTS];
    docx_testing_parts(a, body, parts);
    return docx_testing_zip(a, parts, DOCX_TESTING_PARTS, ret_n);
}

static inline size_t docx_testing_count(const char *text, const char *what)
{
    size_t n = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        n++;
    return n;
}
