#include "match/crew.h"

#include <stdbool.h>

#include <sched.h>

#define SPINS 1500u /* looks at a flag before a thread sleeps or gives its processor away */

static void pause_a_little(void)
{
#if defined __x86_64__
    __builtin_ia32_pause();
#endif
}

/* Take parts of the piece under way until none is left. A part is taken only while its piece is:
 * the next piece begins when all parts of this one are done. How many parts there are stands in
 * the same word as the next of them, so that nobody takes one of a piece not yet announced. */
static void take_parts(struct crew *c)
{
    uint64_t next = atomic_load(&c->next);
    for (;;) {
        crew_work *work = atomic_load(&c->work);
        void *ctx = atomic_load(&c->ctx);
        unsigned part = (unsigned)(next & UINT16_MAX),
                 n_parts = (unsigned)(next >> 16 & UINT16_MAX);
        if (part >= n_parts)
            return;
        if (!atomic_compare_exchange_weak(&c->next, &next, next + 1))
            continue;
        work(ctx, part, n_parts);
        atomic_fetch_sub(&c->undone, 1);
        next = atomic_load(&c->next);
    }
}

static bool idle(struct crew *c, uint32_t piece)
{
    return atomic_load(&c->next) >> 32 == piece && !atomic_load(&c->closing);
}

/* Wait for a piece after this one, or for the end. */
static void await_piece(struct crew *c, uint32_t piece)
{
    for (unsigned t = 0; t < SPINS; t++) {
        if (!idle(c, piece))
            return;
        pause_a_little();
    }
    pthread_mutex_lock(&c->lock);
    while (idle(c, piece))
        pthread_cond_wait(&c->wake, &c->lock);
    pthread_mutex_unlock(&c->lock);
}

static void *help(void *arg)
{
    struct crew *c = arg;
    for (uint32_t piece = 0; await_piece(c, piece), !atomic_load(&c->closing);) {
        piece = (uint32_t)(atomic_load(&c->next) >> 32);
        take_parts(c);
    }
    return NULL;
}

static void announce(struct crew *c, uint64_t next, bool closing)
{
    pthread_mutex_lock(&c->lock);
    atomic_store(&c->next, next);
    atomic_store(&c->closing, closing);
    pthread_cond_broadcast(&c->wake);
    pthread_mutex_unlock(&c->lock);
}

void crew_open(struct crew *c, unsigned n)
{
    c->n_threads = 0;
    atomic_init(&c->next, 0);
    atomic_init(&c->work, NULL);
    atomic_init(&c->ctx, NULL);
    atomic_init(&c->undone, 0);
    atomic_init(&c->closing, false);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->wake, NULL);
    for (n = n < CREW_MAX ? n : CREW_MAX; c->n_threads + 1 < n; c->n_threads++)
        if (pthread_create(&c->threads[c->n_threads], NULL, help, c))
            break;
}

void crew_close(struct crew *c)
{
    announce(c, atomic_load(&c->next), true);
    for (unsigned t = 0; t < c->n_threads; t++)
        pthread_join(c->threads[t], NULL);
    pthread_cond_destroy(&c->wake);
    pthread_mutex_destroy(&c->lock);
}

void crew_run(struct crew *c, crew_work *work, void *ctx, unsigned n_parts)
{
    if (!c->n_threads || n_parts < 2) {
        for (unsigned part = 0; part < n_parts; part++)
            work(ctx, part, n_parts);
        return;
    }
    atomic_store(&c->work, work);
    atomic_store(&c->ctx, ctx);
    atomic_store(&c->undone, n_parts);
    announce(c, ((atomic_load(&c->next) >> 32) + 1) << 32 | (uint64_t)n_parts << 16, false);
    take_parts(c);
    for (unsigned t = 0; atomic_load(&c->undone); t++) {
        pause_a_little();
        if (t % SPINS == SPINS - 1)
            sched_yield();
    }
}
