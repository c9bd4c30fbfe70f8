/* Whatever stands in a cell, ages, hours and forms stay within their bounds. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "pairing/wording.h"

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

static const struct wordings *load(void)
{
    static const struct wordings *w; /* read once for millions of inputs */
    if (w)
        return w;
    struct arena *a = arena_new();
    struct wording_source s = {file_of(a, "ages.tsv"), file_of(a, "time.tsv"),
                               file_of(a, "forms.tsv")};
    int r = wordings_load(a, &s, NULL, &w);
    assert(r == 0);
    return w;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const struct wordings *w = load();
    if (!utf8_valid((const char *)data, n))
        return 0;
    struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, n);
    struct age_range age;
    if (wording_age(w, text, &age))
        assert(age.from <= 99 && age.to <= 99 && (!age.to || age.from <= age.to) && age.note);
    struct time_resource time;
    if (wording_time(w, text, &time) != WORDING_UNKNOWN)
        assert(time.hours >= 0 && time.hours <= 744 && time.slots < 8);
    const char *codes[WORDING_MAX_FORMS];
    bool unknown;
    size_t k = wording_forms(w, text, codes, &unknown);
    assert(k <= WORDING_MAX_FORMS);
    for (size_t i = 0; i < k; i++)
        assert(codes[i] && *codes[i]);
    arena_free(a);
    return 0;
}
