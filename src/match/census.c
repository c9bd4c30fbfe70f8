#include "match/census.h"

#include "match/crew.h"

#define BETWEEN_CALLBACKS 8u /* batches of each thread */

/* Batches from first on; each is a part for the crew. */
struct round {
    struct census *census;
    census_work *work;
    void *ctx;
    uint32_t first;
};

/* There are as many finders as threads. */
static uint32_t free_finder(struct census *c)
{
    uint32_t k = 0;
    while (atomic_flag_test_and_set(&c->busy[k]))
        k = k + 1 < c->n_finders ? k + 1 : 0;
    return k;
}

static void one_batch(void *ctx, unsigned part, unsigned n_parts)
{
    (void)n_parts;
    const struct round *r = ctx;
    struct census *c = r->census;
    uint32_t from = (r->first + part) * BATCH, left = c->profiles->n_mentees - from;
    uint32_t k = free_finder(c);
    r->work(r->ctx, &c->finder[k], c->order + from, left < BATCH ? left : BATCH);
    atomic_flag_clear(&c->busy[k]);
}

int census_run(struct census *c, census_work *work, void *ctx)
{
    const struct match_options *o = c->options;
    uint32_t n = c->profiles->n_mentees, n_batches = (n + BATCH - 1) / BATCH, step;
    struct round r = {c, work, ctx, 0};
    struct crew crew;
    bool stop = false;
    crew_open(&crew, c->n_finders);
    for (; r.first < n_batches && !stop; r.first += step) {
        step = n_batches - r.first;
        if (step > c->n_finders * BETWEEN_CALLBACKS)
            step = c->n_finders * BETWEEN_CALLBACKS;
        if (o && o->progress)
            o->progress(o->ctx, r.first * BATCH, n);
        stop = o && o->cancel && o->cancel(o->ctx);
        if (!stop)
            crew_run(&crew, one_batch, &r, step);
    }
    crew_close(&crew);
    if (!stop && o && o->progress)
        o->progress(o->ctx, n, n);
    return stop ? MATCH_ECANCELLED : MATCH_OK;
}

static bool take_finders(struct census *c, uint32_t room, struct match_memory *memory)
{
    uint32_t n = c->profiles->n_mentees;
    c->busy = match_take(memory, c->n_finders, sizeof *c->busy);
    c->finder = match_take(memory, c->n_finders, sizeof *c->finder);
    if (!c->busy || !c->finder)
        return false;
    for (uint32_t t = 0; t < c->n_finders; t++) {
        struct finder *f = &c->finder[t];
        atomic_flag_clear(&c->busy[t]);
        f->index = &c->index;
        f->simd = simd_all()[0];
        f->seed = c->options ? c->options->seed : 0;
        f->size = n < BATCH ? n : BATCH;
        f->room = room;
        if (finder_make(f, memory) < 0)
            return false;
    }
    return true;
}

static int order_mentees(struct census *c, struct match_memory *memory)
{
    uint32_t n = c->profiles->n_mentees;
    uint32_t *spare = match_take(memory, n, sizeof *spare);
    c->order = match_take(memory, n, sizeof *c->order);
    int r = MATCH_ENOMEM;
    if (spare && c->order) {
        for (uint32_t i = 0; i < n; i++)
            c->order[i] = i;
        r = candidates_order(c->profiles, c->profiles->mentee, c->order, spare, n, memory);
    }
    match_give(memory, spare, n, sizeof *spare);
    return r;
}

static uint32_t threads_of(const struct match_options *options, uint32_t n_mentees)
{
    uint32_t n = options && options->threads ? options->threads : 1;
    uint32_t useful = n_mentees / BATCH + 1;
    n = n < useful ? n : useful;
    return n < CREW_MAX ? n : CREW_MAX;
}

int census_make(struct census *ret, const struct match_profiles *profiles, uint32_t room,
                const struct match_options *options, struct match_memory *memory)
{
    *ret = (struct census){.profiles = profiles, .options = options, .index.profiles = profiles};
    int r = candidates_check(profiles, memory);
    if (r == MATCH_OK)
        r = index_make(&ret->index, profiles, memory);
    if (r == MATCH_OK)
        r = order_mentees(ret, memory);
    ret->n_finders = threads_of(options, profiles->n_mentees);
    if (r == MATCH_OK && !take_finders(ret, room, memory))
        r = MATCH_ENOMEM;
    if (r == MATCH_OK)
        candidates_measure(&ret->index, &ret->finder[0]);
    return r;
}

void census_free(struct census *c, struct match_memory *memory)
{
    for (uint32_t t = 0; c->finder && t < c->n_finders; t++)
        if (c->finder[t].index)
            finder_free(&c->finder[t], memory);
    match_give(memory, c->finder, c->n_finders, sizeof *c->finder);
    match_give(memory, c->busy, c->n_finders, sizeof *c->busy);
    match_give(memory, c->order, c->profiles->n_mentees, sizeof *c->order);
    index_free(&c->index, memory);
}
