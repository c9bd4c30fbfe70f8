#include "base/id.h"

#include <pthread.h>
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

/* Random numbers of a thread, fetched some at a time: an import makes a hundred thousand ids. */
static _Thread_local struct {
    uint32_t number[64];
    unsigned left;
} pool;

static void forget_pool(void)
{
    pool.left = 0; /* a child of fork would give out its parent's numbers again */
}

static void forget_in_children(void)
{
    (void)pthread_atfork(NULL, NULL, forget_pool); /* without memory nothing forks either */
}

static uint32_t random_number(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!pool.left) {
        (void)pthread_once(&once, forget_in_children);
        random_fill(pool.number, sizeof pool.number);
        pool.left = sizeof pool.number / sizeof *pool.number;
    }
    return pool.number[--pool.left];
}

int64_t id_new(const struct clock *clock)
{
    static _Atomic int64_t last;
    uint32_t low = random_number();
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
