/* viewgen never crashes, and what it accepts becomes whole functions. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "viewgen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t count(const char *s, const char *what)
{
    size_t k = 0;
    for (; (s = strstr(s, what)); s += strlen(what))
        k++;
    return k;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new();
    struct err err = {{0}};
    struct strbuf h, c;
    strbuf_init(&h, a);
    strbuf_init(&c, a);
    char *text = arena_strndup(a, (const char *)data, n);
    int r = viewgen(a, "v.html", "v.html.h", text, strlen(text), &err, &h, &c);
    if (r < 0)
        assert(!strncmp(err.text, "v.html:", 7));
    else
        assert(count(c.s, "\n{\n") == count(c.s, "\n}\n"));
    arena_free(a);
    return 0;
}
