/* Whatever stands in a cell, topics and words point into it; a broken pack is refused. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "pairing/topics.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct topics_file file_of(struct arena *a, const char *name)
{
    char *data;
    size_t n;
    struct err err;
    int r = fs_read(a, arena_printf(a, "%s/topics/%s", getenv("PACK_DIR"), name), 1u << 20, &err,
                    &data, &n);
    assert(r == 0);
    return (struct topics_file){data, n};
}

static const struct topics *load(void)
{
    static const struct topics *t; /* read once for millions of inputs */
    if (t)
        return t;
    struct arena *a = arena_new();
    struct topics_source s = {file_of(a, "topics.tsv"), file_of(a, "terms.tsv"),
                              file_of(a, "relations.tsv"), file_of(a, "stopwords.tsv")};
    int r = topics_load(a, &s, NULL, &t);
    assert(r == 0);
    return t;
}

/* The input as a table of terms for two topics. */
static void load_terms(struct arena *a, const uint8_t *data, size_t n)
{
    static const char topics[] = "code\tparent_code\na\t\nb\ta\n", none[] = "word\n";
    struct topics_source s = {{topics, strlen(topics)},
                              {(const char *)data, n},
                              {none, strlen(none)},
                              {none, strlen(none)}};
    const struct topics *t;
    struct err err = {{0}};
    if (topics_load(a, &s, &err, &t) < 0)
        assert(*err.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const struct topics *t = load();
    struct arena *a = arena_new();
    load_terms(a, data, n);
    if (utf8_valid((const char *)data, n)) {
        const char *text = arena_strndup(a, (const char *)data, n);
        struct topics_reader reader = topics_reader(a, t);
        struct topic_cell c;
        topics_read(&reader, a, text, &c);
        for (size_t i = 0; i < c.n_hits; i++) {
            assert(c.hit[i].topic < t->n && c.hit[i].at + c.hit[i].len <= n && c.hit[i].len);
            assert(c.hit[i].score > 0 && c.hit[i].score <= 1);
        }
        for (size_t i = 0; i < c.n_words; i++)
            assert(c.word[i].at + c.word[i].len <= n && c.word[i].len);
        stemmer_free(reader.stemmer);
    }
    arena_free(a);
    return 0;
}
