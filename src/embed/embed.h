/*
 * Files that travel inside the program, put there by tools/embed: assets, migrations,
 * methodology packs, translations. Read-only, live as long as the program.
 */
#pragma once

#include <stddef.h>

struct embed_file {
    const char *name; /* "fonts/golos-400.woff2": the path below the set's folder */
    const char *type; /* content type, with charset for texts */
    const char *data; /* size bytes, then a NUL */
    size_t size;
    const char *gzip; /* the same, compressed; of assets; NULL when it saves less than a tenth */
    size_t gzip_size;
    const char *digest; /* 16 hexadecimal digits of the content, for ETag; not for security */
};

struct embed_set {
    const struct embed_file *files; /* sorted by name, byte by byte */
    size_t n;
    const char *digest; /* of all of them: /assets/DIGEST/app.css may be cached for ever */
};

extern const struct embed_set embed_assets; /* "app.css", "js/…", "fonts/…" */
extern const struct embed_set embed_schema; /* "0001_frame.sql", … in the order of migrations */
extern const struct embed_set embed_packs;  /* "regions.tsv", "target-model/forms.tsv" */
extern const struct embed_set embed_demo;   /* "names.tsv", "texts.tsv" of invented people */
extern const struct embed_set
    embed_papers; /* "order_pairs.txt": templates of documents, office/docx_plain.h */
extern const struct embed_set embed_texts; /* "en.mo", "ru.mo" */

/* NULL when the set has no such file. */
const struct embed_file *embed_find(const struct embed_set *set, const char *name);

/* Hand the catalogues to base/i18n. Call once, before threads start; aborts when the program
 * was built with a catalogue that is not one. */
void embed_load_texts(void);
