/*
 * Threads that help with short pieces of work (some microseconds each). Parts of a piece are
 * taken one by one by whoever is free, so a helper without a processor holds nobody up. Helpers
 * spin a little between pieces and then sleep.
 */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include <pthread.h>

#define CREW_MAX 64u

typedef void crew_work(void *ctx, unsigned part, unsigned n_parts);

/* Which way of doing short pieces takes less time, by the clock: [0] alone, [1] shared. */
struct crew_trial {
    unsigned turn, keep; /* pieces since the trial began; pieces until the next one */
    uint64_t ns[2], parts[2];
};

struct crew {
    unsigned n_threads;    /* helpers */
    _Atomic uint64_t next; /* number of the piece << 32 | its parts << 16 | its next part */
    _Atomic(crew_work *) work;
    _Atomic(void *) ctx;
    atomic_uint undone; /* parts */
    atomic_bool closing;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t threads[CREW_MAX];
    struct crew_trial trial; /* the caller's alone */
};

/* At most n at work, the caller included; fewer where the machine gives no more threads. */
void crew_open(struct crew *c, unsigned n);
void crew_close(struct crew *c);

/* Call work(ctx, part, n_parts) for every part, some at the same time, and wait for all.
 * n_parts < 65536. */
void crew_run(struct crew *c, crew_work *work, void *ctx, unsigned n_parts);

/* The same for pieces of some ten microseconds, one after another and alike: whether it is worth
 * sharing them depends on who else wants the processors, so it is tried now and then. */
void crew_run_short(struct crew *c, crew_work *work, void *ctx, unsigned n_parts);
