/*
 * Shortest augmenting paths. Every pair weighs k + score, every mentee may also stay alone for
 * nothing, so the heaviest matching is the wanted one. Prices v of mentors and profits u of
 * mentees keep u_i + v_j ≥ weight everywhere and = on pairs; v_j = 0 where there is room.
 * Mentees come one by one; each comes in along the path that costs least against the prices:
 * to a mentor with room, or to a mentee who then stays alone (perhaps the newcomer).
 */
#include <nastavnik/match.h>

#include "match/heap.h"
#include "match/instance.h"
#include "match/memory.h"
#include "match/reach.h"

#define CALLBACK_EVERY 64u /* mentees between two looks at the callbacks */

struct solver {
    const struct match_instance *in;
    struct match_result *out;
    int64_t *u;
    uint32_t *room;        /* free places of each mentor */
    uint32_t *first;       /* of each mentor: a mentee it has, not locked, or MATCH_NONE */
    uint32_t *next, *prev; /* of each mentee: the others with the same mentor */
    int64_t *dist;         /* of each mentor in this search */
    uint64_t *via;         /* the edge that gave the distance */
    uint32_t *seen;        /* mentors with a distance */
    uint32_t *order;       /* of mentees */
    struct heap heap;
    uint32_t n_seen;
    int64_t best;      /* cost of the best end found so far */
    uint32_t end_room; /* the mentor with room where it ends, or MATCH_NONE: */
    uint32_t end_drop; /* the mentee who stays alone */
};

struct block {
    void **p;
    size_t n, size;
};

static uint64_t mixed(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static void shuffle(uint32_t *order, uint32_t n, uint64_t seed)
{
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)((mixed(&seed) >> 32) * i >> 32), t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
}

static void attach(struct solver *s, uint32_t i, uint64_t e)
{
    uint32_t j = s->in->mentor[e], first = s->first[j];
    s->out->mate[i] = j;
    s->out->edge[i] = e;
    s->next[i] = first;
    s->prev[i] = MATCH_NONE;
    if (first != MATCH_NONE)
        s->prev[first] = i;
    s->first[j] = i;
}

static void detach(struct solver *s, uint32_t i)
{
    uint32_t next = s->next[i], prev = s->prev[i];
    if (next != MATCH_NONE)
        s->prev[next] = prev;
    if (prev != MATCH_NONE)
        s->next[prev] = next;
    else
        s->first[s->out->mate[i]] = next;
    s->out->mate[i] = MATCH_NONE;
    s->out->edge[i] = MATCH_NO_EDGE;
}

/* Mentee i stands at distance d: look at its candidates. */
static void relax(struct solver *s, uint32_t i, int64_t d)
{
    const struct match_instance *in = s->in;
    int64_t base = d + s->u[i] - s->out->k;
    for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
        uint32_t j = in->mentor[e];
        if (in->score[e] < in->floor)
            continue;
        int64_t to = base - in->score[e] + s->out->price[j];
        if (to >= s->best || to >= s->dist[j])
            continue;
        if (s->dist[j] == INT64_MAX)
            s->seen[s->n_seen++] = j;
        s->dist[j] = to;
        s->via[j] = e;
        if (s->room[j]) {
            s->best = to;
            s->end_room = j;
        } else if (s->first[j] != MATCH_NONE) {
            heap_lower(&s->heap, j);
        }
    }
}

/* Mentor j is full: any of its mentees may go on from here, or stay alone. */
static void scan(struct solver *s, uint32_t j)
{
    int64_t d = s->dist[j];
    for (uint32_t i = s->first[j]; i != MATCH_NONE; i = s->next[i]) {
        if (d + s->u[i] < s->best) {
            s->best = d + s->u[i];
            s->end_room = MATCH_NONE;
            s->end_drop = i;
        }
        relax(s, i, d);
    }
}

/* Prices rise where the search has been, so that the found path costs nothing. */
static void reprice(struct solver *s, uint32_t newcomer)
{
    s->u[newcomer] -= s->best;
    for (uint32_t t = 0; t < s->n_seen; t++) {
        uint32_t j = s->seen[t];
        int64_t rise = s->best - s->dist[j];
        s->dist[j] = INT64_MAX;
        if (rise <= 0)
            continue;
        s->out->price[j] += rise;
        for (uint32_t i = s->first[j]; i != MATCH_NONE; i = s->next[i])
            s->u[i] -= rise;
    }
}

/* Walk the path back from its end to the newcomer, everyone moving one mentor on. */
static void augment(struct solver *s, uint32_t newcomer)
{
    uint32_t j = s->end_room;
    if (j == MATCH_NONE) {
        if (s->end_drop == newcomer)
            return;
        j = s->out->mate[s->end_drop];
        detach(s, s->end_drop);
    } else {
        s->room[j]--;
    }
    for (;;) {
        uint64_t e = s->via[j];
        uint32_t i = match_edge_mentee(s->in, e);
        if (i == newcomer) {
            attach(s, i, e);
            return;
        }
        uint32_t left = s->out->mate[i];
        detach(s, i);
        attach(s, i, e);
        j = left;
    }
}

static void place(struct solver *s, uint32_t newcomer)
{
    const struct match_instance *in = s->in;
    int64_t u = 0;
    for (uint64_t e = in->offset[newcomer]; e < in->offset[newcomer + 1]; e++) {
        int64_t gain = s->out->k + in->score[e] - s->out->price[in->mentor[e]];
        if (in->score[e] >= in->floor && gain > u)
            u = gain;
    }
    s->u[newcomer] = u;
    s->best = u;
    s->end_room = MATCH_NONE;
    s->end_drop = newcomer;
    s->n_seen = 0;
    if (u > 0)
        relax(s, newcomer, 0);
    while (s->heap.n && s->dist[s->heap.item[0]] < s->best)
        scan(s, heap_pop(&s->heap));
    while (s->heap.n)
        s->heap.place[s->heap.item[--s->heap.n]] = HEAP_OUT;
    reprice(s, newcomer);
    augment(s, newcomer);
}

static int place_all(struct solver *s, const struct match_options *options)
{
    uint32_t n = s->in->n_mentees;
    shuffle(s->order, n, options ? options->seed : 0);
    for (uint32_t t = 0; t < n; t++) {
        if (options && t % CALLBACK_EVERY == 0) {
            if (options->progress)
                options->progress(options->ctx, t, n);
            if (options->cancel && options->cancel(options->ctx))
                return MATCH_ECANCELLED;
        }
        if (s->out->mate[s->order[t]] == MATCH_NONE)
            place(s, s->order[t]);
    }
    if (options && options->progress)
        options->progress(options->ctx, n, n);
    return MATCH_OK;
}

/* k: above what one more pair can cost in score when all others change. */
static int64_t weight_of_a_pair(const struct match_instance *in)
{
    int64_t top = 0, places = 0;
    if (in->mode == MATCH_SCORE)
        return 0;
    for (uint64_t e = 0; e < match_n_edges(in); e++)
        top = in->score[e] > top ? in->score[e] : top;
    for (uint32_t j = 0; j < in->n_mentors && places < in->n_mentees; j++)
        places += in->capacity[j];
    if (places > in->n_mentees)
        places = in->n_mentees;
    return top * (places + 1) + 1;
}

static int prepare(struct solver *s)
{
    const struct match_instance *in = s->in;
    s->out->k = weight_of_a_pair(in);
    s->heap = (struct heap){.item = s->heap.item, .place = s->heap.place, .dist = s->dist};
    for (uint32_t j = 0; j < in->n_mentors; j++) {
        s->room[j] = in->capacity[j];
        s->first[j] = MATCH_NONE;
        s->dist[j] = INT64_MAX;
        s->heap.place[j] = HEAP_OUT;
    }
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        s->out->mate[i] = MATCH_NONE;
        s->out->edge[i] = MATCH_NO_EDGE;
    }
    return match_lock(in, s->out->mate, s->out->edge, s->room);
}

static int finish(const struct match_instance *in, const struct match_options *options,
                  struct match_memory *mem, struct match_result *out)
{
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (out->mate[i] != MATCH_NONE) {
            out->matched++;
            out->score += in->score[out->edge[i]];
        }
    int r = match_reach_all(in, out, mem);
    if (r < 0)
        return r;
    struct match_options left = {.allocator = &mem->allocator, .memory_limit = 0};
    if (options && options->memory_limit)
        left.memory_limit = mem->limit > mem->used ? mem->limit - mem->used : 1;
    return match_verify(in, out, &left, NULL);
}

static int run(struct solver *s, const struct match_options *options, struct match_memory *mem)
{
    size_t n = s->in->n_mentees, m = s->in->n_mentors;
    const struct block blocks[] = {
        {(void **)&s->u, n, sizeof *s->u},
        {(void **)&s->room, m, sizeof *s->room},
        {(void **)&s->first, m, sizeof *s->first},
        {(void **)&s->next, n, sizeof *s->next},
        {(void **)&s->prev, n, sizeof *s->prev},
        {(void **)&s->dist, m, sizeof *s->dist},
        {(void **)&s->via, m, sizeof *s->via},
        {(void **)&s->seen, m, sizeof *s->seen},
        {(void **)&s->order, n, sizeof *s->order},
        {(void **)&s->heap.item, m, sizeof *s->heap.item},
        {(void **)&s->heap.place, m, sizeof *s->heap.place},
    };
    size_t n_blocks = sizeof blocks / sizeof *blocks;
    int r = MATCH_OK;
    for (size_t b = 0; b < n_blocks && r == MATCH_OK; b++)
        if (!(*blocks[b].p = match_take(mem, blocks[b].n, blocks[b].size)))
            r = MATCH_ENOMEM;
    if (r == MATCH_OK)
        r = prepare(s);
    if (r == MATCH_OK)
        r = place_all(s, options);
    for (size_t b = 0; b < n_blocks; b++)
        match_give(mem, *blocks[b].p, blocks[b].n, blocks[b].size);
    return r;
}

int match_solve(const struct match_instance *instance, const struct match_options *options,
                struct match_result *ret_result)
{
    int r = match_check(instance);
    if (r < 0)
        return r;
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct match_result out = {.allocator = mem.allocator};
    size_t n = instance->n_mentees, m = instance->n_mentors;
    out.mate = match_take(&mem, n, sizeof *out.mate);
    out.edge = match_take(&mem, n, sizeof *out.edge);
    out.price = match_take(&mem, m, sizeof *out.price);
    out.reached = match_take(&mem, m, sizeof *out.reached);
    r = MATCH_ENOMEM;
    if (out.mate && out.edge && out.price && out.reached) {
        struct solver s = {.in = instance, .out = &out};
        r = run(&s, options, &mem);
    }
    if (r == MATCH_OK)
        r = finish(instance, options, &mem, &out);
    if (r < 0)
        match_result_free(&out);
    else
        *ret_result = out;
    return r;
}

void match_result_free(struct match_result *result)
{
    void *parts[] = {result->mate, result->edge, result->price, result->reached};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i])
            result->allocator.release(result->allocator.ctx, parts[i]);
    *result = (struct match_result){0};
}
