/* A pack out of any bytes: files stand one after the other, each under a line «=== name». */
#include <stdint.h>
#include <string.h>

#include "programme/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct pack_file file[PACK_MAX_FILES] = {0};
    size_t n = 0;
    const char *p = (const char *)data, *end = p + size;
    while (p < end && n < PACK_MAX_FILES) {
        const char *next = memmem(p, (size_t)(end - p), "=== ", 4);
        if (n)
            file[n - 1].n = (size_t)((next ? next : end) - file[n - 1].data);
        if (!next)
            break;
        const char *line = memchr(next, '\n', (size_t)(end - next));
        if (!line)
            break;
        file[n].name = arena_strndup(a, next + 4, (size_t)(line - next - 4));
        file[n].data = p = line + 1;
        file[n++].n = (size_t)(end - p);
    }
    struct err err = {0};
    const struct pack *pack = NULL;
    if (pack_load(a, file, n, &err, &pack) < 0 && !err.text[0])
        __builtin_trap(); /* every refusal has words */
    arena_free(a);
    return 0;
}
