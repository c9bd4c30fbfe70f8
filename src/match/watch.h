/* A callback that cancels when told to. Included by the tests only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct watch {
    uint64_t done, total;
    int calls, stop_at;
};

static bool on_cancel(void *ctx)
{
    struct watch *w = ctx;
    return ++w->calls == w->stop_at;
}
