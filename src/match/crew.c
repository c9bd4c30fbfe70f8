#include "match/crew.h"

#include <stdbool.h>
#include <time.h>

#include <sched.h>

#define SPINS 1500u      /* looks at a flag before a thread sleeps or gives its processor away */
#define TRIAL 24u        /* short pieces done each way to see which is better */
#define WARM 8u          /* the first of them do not count, for helpers have to wake */
#define KEEP 1000u       /* pieces then done the better way; each time that alone is better, … */
#define KEEP_MAX 100000u /* … twice as many, up to so many */

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
    c->trial = (struct crew_trial){.keep = KEEP};
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

static void run_alone(crew_work *work, void *ctx, unsigned n_parts)
{
    for (unsigned part = 0; part < n_parts; part++)
        work(ctx, part, n_parts);
}

void crew_run(struct crew *c, crew_work *work, void *ctx, unsigned n_parts)
{
    if (!c->n_threads || n_parts < 2) {
        run_alone(work, ctx, n_parts);
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

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool sharing_is_better(const struct crew_trial *t)
{
    return t->ns[1] * t->parts[0] < t->ns[0] * t->parts[1];
}

/* First alone, then shared, then the better way. */
static bool is_shared(const struct crew_trial *t)
{
    return t->turn < 2 * TRIAL ? t->turn >= TRIAL : sharing_is_better(t);
}

static void learn(struct crew_trial *t, bool shared, uint64_t ns, unsigned n_parts)
{
    if (t->turn < 2 * TRIAL && t->turn % TRIAL >= WARM) {
        t->ns[shared] += ns;
        t->parts[shared] += n_parts;
        if (t->ns[1] > 2 * t->ns[0])
            t->turn = 2 * TRIAL - 1; /* lost already */
    }
    t->turn++;
    if (t->turn == 2 * TRIAL) {
        t->keep = sharing_is_better(t) ? KEEP : 2 * t->keep;
        t->keep = t->keep < KEEP_MAX ? t->keep : KEEP_MAX;
    }
    if (t->turn >= 2 * TRIAL + t->keep)
        *t = (struct crew_trial){.keep = t->keep};
}

void crew_run_short(struct crew *c, crew_work *work, void *ctx, unsigned n_parts)
{
    if (!c->n_threads || n_parts < 2) {
        run_alone(work, ctx, n_parts);
        return;
    }
    bool shared = is_shared(&c->trial);
    uint64_t from = now_ns();
    if (shared)
        crew_run(c, work, ctx, n_parts);
    else
        run_alone(work, ctx, n_parts);
    learn(&c->trial, shared, now_ns() - from, n_parts);
}
