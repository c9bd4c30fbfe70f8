/* The lists of all mentees: threads take chunks of them, each writes to its own place. */
#include "match/candidates_find.h"

#include <pthread.h>
#include <stdatomic.h>

#define CHUNK 256u /* mentees that a thread takes at a time */
#define THREADS_MAX 256u

struct work {
    const struct match_profiles *profiles;
    const struct match_options *options;
    struct index index;
    uint32_t k;      /* of a list, at most the number of mentors */
    uint32_t *order; /* of the mentees */
    struct match_candidates *out;
    uint32_t n_finders;
    struct finder *finder;
    atomic_uint next, done;
    atomic_bool stop;
};

static void sort_by_mentor(uint64_t *best, uint32_t n)
{
    for (uint32_t gap = n / 2; gap; gap /= 2)
        for (uint32_t i = gap; i < n; i++) {
            uint64_t item = best[i];
            uint32_t at = i;
            for (; at >= gap && candidate_mentor(best[at - gap]) > candidate_mentor(item);
                 at -= gap)
                best[at] = best[at - gap];
            best[at] = item;
        }
}

/* offset[i + 1] is the length of the list until close_lists. */
static void write_list(struct work *w, struct finder *f, uint32_t mentee)
{
    uint64_t *best = f->best;
    uint32_t n = f->n;
    w->out->outside[mentee] = MATCH_COMPLETE;
    if (n > w->k) {
        w->out->outside[mentee] = candidate_score(best[0]);
        best++;
        n--;
    }
    sort_by_mentor(best, n);
    size_t at = (size_t)mentee * w->k;
    for (uint32_t c = 0; c < n; c++) {
        w->out->mentor[at + c] = candidate_mentor(best[c]);
        w->out->score[at + c] = candidate_score(best[c]);
    }
    w->out->offset[mentee + 1] = n;
}

static bool take_chunk(struct work *w, struct finder *f)
{
    uint32_t n = w->profiles->n_mentees;
    uint32_t from = atomic_fetch_add(&w->next, CHUNK);
    if (from >= n || atomic_load(&w->stop))
        return false;
    uint32_t to = n - from < CHUNK ? n : from + CHUNK;
    for (uint32_t i = from; i < to; i++) {
        find_best(f, w->order[i]);
        write_list(w, f, w->order[i]);
    }
    atomic_fetch_add(&w->done, to - from);
    return true;
}

struct helper {
    struct work *work;
    struct finder *finder;
};

static void *help(void *arg)
{
    const struct helper *h = arg;
    while (take_chunk(h->work, h->finder))
        ;
    return NULL;
}

/* The caller's own share of the work, and its callbacks. */
static void lead(struct work *w)
{
    const struct match_options *o = w->options;
    uint32_t n = w->profiles->n_mentees;
    bool more = true;
    while (more) {
        if (o && o->progress)
            o->progress(o->ctx, atomic_load(&w->done), n);
        if (o && o->cancel && o->cancel(o->ctx)) {
            atomic_store(&w->stop, true);
            return;
        }
        more = take_chunk(w, &w->finder[0]);
    }
}

static int search_all(struct work *w)
{
    pthread_t thread[THREADS_MAX];
    struct helper helper[THREADS_MAX];
    uint32_t n = 0;
    for (uint32_t t = 1; t < w->n_finders; t++) {
        helper[n] = (struct helper){w, &w->finder[t]};
        if (pthread_create(&thread[n], NULL, help, &helper[n]))
            break; /* fewer threads, the same lists */
        n++;
    }
    lead(w);
    while (n)
        pthread_join(thread[--n], NULL);
    if (atomic_load(&w->stop))
        return MATCH_ECANCELLED;
    if (w->options && w->options->progress)
        w->options->progress(w->options->ctx, w->profiles->n_mentees, w->profiles->n_mentees);
    return MATCH_OK;
}

/* Lists move together. */
static void close_lists(struct work *w)
{
    struct match_candidates *out = w->out;
    for (uint32_t i = 0; i < out->n_mentees; i++) {
        uint64_t from = (uint64_t)i * w->k, to = out->offset[i], n = out->offset[i + 1];
        for (uint64_t c = 0; c < n && from != to; c++) {
            out->mentor[to + c] = out->mentor[from + c];
            out->score[to + c] = out->score[from + c];
        }
        out->offset[i + 1] = to + n;
        out->n_cut += out->outside[i] != MATCH_COMPLETE;
    }
}

static uint32_t threads_of(const struct match_options *options, uint32_t n_mentees)
{
    uint32_t n = options && options->threads ? options->threads : 1, useful = n_mentees / CHUNK + 1;
    n = n < useful ? n : useful;
    return n < THREADS_MAX ? n : THREADS_MAX;
}

static bool take_finders(struct work *w, struct match_memory *memory)
{
    w->finder = match_take(memory, w->n_finders, sizeof *w->finder);
    for (uint32_t t = 0; w->finder && t < w->n_finders; t++) {
        struct finder *f = &w->finder[t];
        f->index = &w->index;
        f->simd = simd_all()[0];
        f->seed = w->options ? w->options->seed : 0;
        f->room = w->k + 1;
        f->best = match_take(memory, f->room, sizeof *f->best);
        if (!f->best)
            return false;
    }
    return w->finder != NULL;
}

static void give_finders(struct work *w, struct match_memory *memory)
{
    for (uint32_t t = 0; w->finder && t < w->n_finders; t++)
        match_give(memory, w->finder[t].best, w->k + 1, sizeof *w->finder[t].best);
    match_give(memory, w->finder, w->n_finders, sizeof *w->finder);
}

static int order_mentees(struct work *w, struct match_memory *memory)
{
    uint32_t n = w->profiles->n_mentees;
    uint32_t *spare = match_take(memory, n, sizeof *spare);
    w->order = match_take(memory, n, sizeof *w->order);
    int r = MATCH_ENOMEM;
    if (spare && w->order) {
        for (uint32_t i = 0; i < n; i++)
            w->order[i] = i;
        r = candidates_order(w->profiles, w->profiles->mentee, w->order, spare, n, memory);
    }
    match_give(memory, spare, n, sizeof *spare);
    return r;
}

static int fill(struct work *w, struct match_memory *memory)
{
    int r = index_make(&w->index, w->profiles, memory);
    if (r == MATCH_OK)
        r = order_mentees(w, memory);
    if (r == MATCH_OK && !take_finders(w, memory))
        r = MATCH_ENOMEM;
    if (r == MATCH_OK)
        r = search_all(w);
    if (r == MATCH_OK)
        close_lists(w);
    give_finders(w, memory);
    match_give(memory, w->order, w->profiles->n_mentees, sizeof *w->order);
    index_free(&w->index, memory);
    return r;
}

int match_candidates(const struct match_profiles *profiles, uint32_t k,
                     const struct match_options *options, struct match_candidates *ret)
{
    struct match_memory memory;
    match_memory_init(&memory, options);
    int r = k && k <= MATCH_CANDIDATES_MAX ? candidates_check(profiles, &memory) : MATCH_EINVAL;
    if (r < 0)
        return r;
    size_t n = profiles->n_mentees;
    if (k > profiles->n_mentors)
        k = profiles->n_mentors;
    struct match_candidates out = {.n_mentees = profiles->n_mentees, .allocator = memory.allocator};
    out.offset = match_take(&memory, n + 1, sizeof *out.offset);
    out.mentor = match_take(&memory, n * k, sizeof *out.mentor);
    out.score = match_take(&memory, n * k, sizeof *out.score);
    out.outside = match_take(&memory, n, sizeof *out.outside);
    r = MATCH_ENOMEM;
    if (out.offset && out.mentor && out.score && out.outside) {
        struct work w = {.profiles = profiles, .options = options, .k = k, .out = &out};
        w.n_finders = threads_of(options, profiles->n_mentees);
        r = fill(&w, &memory);
    }
    if (r < 0)
        match_candidates_free(&out);
    else
        *ret = out;
    return r;
}

void match_candidates_free(struct match_candidates *candidates)
{
    void *parts[] = {candidates->offset, candidates->mentor, candidates->score,
                     candidates->outside};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i])
            candidates->allocator.release(candidates->allocator.ctx, parts[i]);
    *candidates = (struct match_candidates){0};
}
