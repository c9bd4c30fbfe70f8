/* What the tests of the rules share: the files of the target model, loaded as they are. */
#pragma once

#include <stdlib.h>

#include "base/fs.h"
#include "pairing/topics.h"
#include "pairing/wording.h"

static inline struct topics_file testing_file(struct arena *a, const char *path)
{
    char *data;
    size_t n;
    struct err err;
    const char *full = arena_printf(a, "%s/%s", getenv("SOURCE_DIR"), path);
    if (fs_read(a, full, 16u << 20, &err, &data, &n) < 0)
        abort();
    return (struct topics_file){data, n};
}

static inline struct topics_file testing_pack(struct arena *a, const char *name)
{
    return testing_file(a, arena_printf(a, "methodology/target-model/%s", name));
}

static inline const struct topics *testing_topics(struct arena *a)
{
    struct topics_source s = {
        testing_pack(a, "topics/topics.tsv"), testing_pack(a, "topics/terms.tsv"),
        testing_pack(a, "topics/relations.tsv"), testing_pack(a, "topics/stopwords.tsv")};
    const struct topics *t;
    struct err err;
    if (topics_load(a, &s, &err, &t) < 0)
        abort();
    return t;
}

static inline const struct wordings *testing_wordings(struct arena *a)
{
    struct wording_source s = {testing_pack(a, "topics/ages.tsv"),
                               testing_pack(a, "topics/time.tsv"),
                               testing_pack(a, "topics/forms.tsv")};
    const struct wordings *w;
    struct err err;
    if (wordings_load(a, &s, &err, &w) < 0)
        abort();
    return w;
}
