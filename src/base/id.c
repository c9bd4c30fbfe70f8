#include "base/id.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#define EPOCH_MS INT64_C(1577836800000) /* 2020-01-01 UTC */
#define RANDOM_BITS 21

void random_fill(void *p, size_t n)
{
    char *at = p;
    while (n) {
        ssize_t got = getrandom(at, n, 0);
        if (got <= 0) {
            fprintf(stderr, "nastavnik: the kernel gives no random bytes\n");
            abort();
        }
        at += got;
        n -= (size_t)got;
    }
}

int64_t id_new(const struct clock *clock)
{
    static _Atomic int64_t last;
    uint32_t low;
    random_fill(&low, sizeof low);
    int64_t ms = clock_now(clock) - EPOCH_MS;
    int64_t id = (ms > 0 ? ms : 1) << RANDOM_BITS | (low & ((1u << RANDOM_BITS) - 1));
    /* Never go back inside one process: the next id of a busy millisecond is larger by a
     * random step. */
    int64_t before = atomic_load(&last);
    for (;;) {
        int64_t next = id > before ? id : before + 1 + (low & 0x3FF);
        if (atomic_compare_exchange_weak(&last, &before, next))
            return next;
    }
}

int64_t id_time(int64_t id)
{
    return (id >> RANDOM_BITS) + EPOCH_MS;
}
