/* What was taken as a photograph is one when it comes again, and loses nothing more. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "office/photo.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *a = arena_new();
    struct photo once, twice;
    struct err err = {0};
    if (photo_clean(a, (const char *)bytes, size, &err, &once) == 0)
        if (photo_clean(a, once.data, once.n, &err, &twice) < 0 || twice.n != once.n ||
            memcmp(once.data, twice.data, once.n) != 0)
            abort();
    arena_free(a);
    return 0;
}
