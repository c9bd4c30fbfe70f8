/* Any bytes as a query: refused or pairs of valid text within the bounds, and writing the pairs
 * back gives the same pairs. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "net/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_again(struct arena *a, const struct form_pair *pairs, size_t n)
{
    struct strbuf b;
    struct form_pair *again;
    size_t m;
    strbuf_init(&b, a);
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&b, "%s%s=%s", i ? "&" : "", url_encode(a, pairs[i].name),
                      url_encode(a, pairs[i].value));
    int rc = url_parse_pairs(a, b.s, b.len, &again, &m);
    assert(rc == 0 && m == n);
    for (size_t i = 0; i < n; i++)
        assert(strcmp(again[i].name, pairs[i].name) == 0 &&
               strcmp(again[i].value, pairs[i].value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new();
    struct form_pair *pairs;
    size_t count;
    char *text;
    if (url_parse_pairs(a, (const char *)data, n, &pairs, &count) == 0) {
        assert(count <= URL_MAX_PAIRS);
        for (size_t i = 0; i < count; i++) {
            assert(strlen(pairs[i].name) <= URL_MAX_NAME);
            assert(utf8_valid(pairs[i].value, strlen(pairs[i].value)));
        }
        check_again(a, pairs, count);
    }
    if (url_decode(a, (const char *)data, n, 0, &text) == 0)
        (void)url_is_local(text);
    arena_free(a);
    return 0;
}
