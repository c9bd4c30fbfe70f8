#include "match/candidates_find.h"

#include <string.h>

/* The worst of the best goes down to its place. */
static void sift(uint64_t *best, uint32_t n, uint64_t key)
{
    uint32_t at = 0;
    for (uint32_t down; (down = 2 * at + 1) < n; at = down) {
        if (down + 1 < n)
            down += best[down + 1] < best[down]; /* not to be guessed */
        if (best[down] >= key)
            break;
        best[at] = best[down];
    }
    best[at] = key;
}

static void keep(struct finder *f, uint32_t seeker, uint64_t key)
{
    struct seeker *s = &f->seeker[seeker];
    if (s->n == f->room) {
        if (key > s->best[0])
            sift(s->best, s->n, key);
    } else {
        uint32_t at = s->n++;
        for (; at && s->best[(at - 1) / 2] > key; at = (at - 1) / 2)
            s->best[at] = s->best[(at - 1) / 2];
        s->best[at] = key;
    }
    if (s->n == f->room)
        f->least[seeker] = (uint16_t)(s->best[0] >> 48);
}

static void look_at_mentors(struct finder *f, const struct visit *v, uint32_t seeker,
                            uint64_t lanes)
{
    const struct index *x = f->index;
    uint32_t mentee = f->seeker[seeker].mentee;
    for (; lanes; lanes &= lanes - 1) {
        uint32_t lane = (uint32_t)__builtin_ctzll(lanes), at = v->group * LANES + lane;
        if (at >= x->n)
            return;
        uint16_t value = lane_value(v, lane);
        if (value >= f->least[seeker])
            keep(f, seeker,
                 candidate_key(value, match_pair_tie(f->seed, mentee, x->order[at]), x->order[at]));
    }
}

/* The groups below, as far as they let the seeker hope. */
struct below {
    struct lead (*lead)[BATCH];
    uint32_t n[FAN];
    uint64_t hope[FAN];
};

static void follow(struct below *b, uint32_t seeker, const uint16_t *most, uint64_t children)
{
    for (; children; children &= children - 1) {
        uint32_t child = (uint32_t)__builtin_ctzll(children);
        b->lead[child][b->n[child]++] = (struct lead){most[child], (uint16_t)seeker};
        b->hope[child] += most[child];
    }
}

#define SIEVE 1024u /* columns looked at together */

/* The columns from … to - 1 whose term the batch has; their number. Nothing to guess wrong here. */
static uint32_t sieve(const struct finder *f, const uint32_t *term, uint32_t from, uint32_t to,
                      uint32_t *ret)
{
    uint32_t n = 0;
    for (uint32_t k = from; k < to; k++) {
        ret[n] = k;
        n += f->has[term[k] / 64] >> term[k] % 64 & 1;
    }
    return n;
}

static void place_shelf(const struct finder *f, const struct shelf *s, uint32_t group,
                        const void *column, size_t bytes, uint32_t *place)
{
    uint32_t found[SIEVE];
    memset(place, 0, f->n_terms * sizeof *place);
    for (uint32_t from = s->first[group], end = s->first[group + 1], to; from < end; from = to) {
        to = end - from > SIEVE ? from + SIEVE : end;
        for (uint32_t n = sieve(f, s->term, from, to, found); n-- > 0;) {
            __builtin_prefetch((const uint8_t *)column + found[n] * bytes);
            place[f->number[s->term[found[n]]]] = found[n];
        }
    }
}

void finder_place(struct finder *f, const struct level *l, uint32_t group)
{
    place_shelf(f, &l->has, group, l->bits, sizeof *l->bits, f->place_has);
    place_shelf(f, &l->strong, group, l->strength, LANES, f->place_strong);
}

struct visit finder_visit(const struct finder *f, const struct level *l, uint32_t group)
{
    return (struct visit){.index = f->index,
                          .level = l,
                          .has = f->place_has,
                          .strong = f->place_strong,
                          .group = group};
}

#define AHEAD 2u /* seekers whose memory is asked for before it is needed */

static void ask_for(const void *from, size_t bytes)
{
    for (size_t at = 0; at < bytes; at += LANES)
        __builtin_prefetch((const uint8_t *)from + at);
}

static void ask_for_hopes(const struct finder *f, const struct lead *lead, uint32_t n)
{
    if (n > AHEAD)
        ask_for(f->hopes[lead[AHEAD].seeker].first, f->hopes[lead[AHEAD].seeker].bytes);
}

static void look_on_ground(struct finder *f, uint32_t group, const struct lead *lead, uint32_t n)
{
    _Alignas(LANES) uint8_t common[MATCH_CRITERIA_MAX][LANES];
    struct visit v = finder_visit(f, &f->index->level[0], group);
    v.common = common;
    for (uint32_t k = 0; k < n; k++) {
        uint16_t seeker = lead[k].seeker;
        ask_for_hopes(f, lead + k, n - k);
        if (lead[k].most < f->least[seeker])
            continue;
        v.query = &f->seeker[seeker].query;
        v.hopes = &f->hopes[seeker];
        look_at_mentors(f, &v, seeker, f->simd->lanes(&v, f->least[seeker]));
    }
}

static void look(struct finder *f, uint32_t depth, uint32_t group, const struct lead *lead,
                 uint32_t n)
{
    const struct level *l = &f->index->level[depth];
    struct visit v = finder_visit(f, l, group);
    struct below below = {.lead = f->lead[depth]};
    uint16_t most[FAN];
    finder_place(f, l, group);
    if (depth == 0) {
        look_on_ground(f, group, lead, n);
        return;
    }
    for (uint32_t k = 0; k < n; k++) {
        uint32_t seeker = lead[k].seeker;
        ask_for_hopes(f, lead + k, n - k);
        if (lead[k].most < f->least[seeker])
            continue;
        v.query = &f->seeker[seeker].query;
        v.hopes = &f->hopes[seeker];
        follow(&below, seeker, most, f->simd->children(&v, f->least[seeker], most));
    }
    for (uint32_t rounds = 0; rounds < FAN; rounds++) {
        uint32_t child = 0;
        for (uint32_t c = 1; c < FAN; c++)
            child = below.hope[c] > below.hope[child] ? c : child;
        if (!below.hope[child])
            return;
        below.hope[child] = 0;
        if (group * FAN + child < l[-1].n_groups)
            look(f, depth - 1, group * FAN + child, below.lead[child], below.n[child]);
    }
}

static uint32_t number_of(struct finder *f, uint32_t term)
{
    uint64_t bit = (uint64_t)1 << term % 64;
    if (!(f->has[term / 64] & bit)) {
        f->has[term / 64] |= bit;
        f->batch_term[f->n_terms] = term;
        f->number[term] = f->n_terms++;
    }
    return f->number[term];
}

/* Terms are numbered anew in the batch, for most of the index is of no interest to it. */
static void number_terms(struct finder *f, struct query *q, struct query_term *term, uint32_t n)
{
    for (uint32_t t = 0; t < n; t++)
        term[t].term = number_of(f, term[t].term);
    for (uint32_t s = 0; s < q->n_slices; s++)
        q->slice[s].unknown = number_of(f, q->slice[s].unknown);
}

/* Those with the same steps after each other: a processor foresees what it has just seen. */
static void sort_by_shape(struct finder *f, uint32_t n)
{
    uint64_t shape[BATCH];
    for (uint32_t k = 0; k < n; k++)
        shape[k] = query_shape(&f->seeker[f->root[k].seeker].query);
    for (uint32_t gap = n / 2; gap; gap /= 2)
        for (uint32_t i = gap; i < n; i++) {
            uint64_t own = shape[i];
            struct lead lead = f->root[i];
            uint32_t at = i;
            for (; at >= gap && shape[at - gap] > own; at -= gap) {
                shape[at] = shape[at - gap];
                f->root[at] = f->root[at - gap];
            }
            shape[at] = own;
            f->root[at] = lead;
        }
}

uint32_t finder_prepare(struct finder *f, const uint32_t *mentee, uint32_t n)
{
    uint32_t n_leads = 0, n_terms = 0;
    uint8_t *at = f->hope;
    f->n_terms = 0;
    for (uint32_t k = 0; k < n; k++) {
        struct seeker *s = &f->seeker[k];
        struct query_term *term = f->term + n_terms;
        s->mentee = mentee[k];
        s->n = 0;
        f->least[k] = 1;
        s->best = f->best + (size_t)k * f->room;
        uint32_t own_terms = query_make(&s->query, f->index, mentee[k], term);
        number_terms(f, &s->query, term, own_terms);
        n_terms += own_terms;
        if (!s->query.fits_nobody)
            f->root[n_leads++] = (struct lead){UINT16_MAX, (uint16_t)k};
    }
    sort_by_shape(f, n_leads);
    for (uint32_t k = 0; k < n_leads; k++) {
        struct hopes *h = &f->hopes[f->root[k].seeker];
        hopes_make(h, &f->seeker[f->root[k].seeker].query, f->index, at);
        at += h->bytes;
    }
    return n_leads;
}

void finder_forget(struct finder *f)
{
    while (f->n_terms)
        f->has[f->batch_term[--f->n_terms] / 64] = 0;
}

void find_best(struct finder *f, const uint32_t *mentee, uint32_t n)
{
    const struct index *x = f->index;
    uint32_t n_leads = finder_prepare(f, mentee, n);
    if (x->n)
        look(f, x->n_levels - 1, 0, f->root, n_leads);
    finder_forget(f);
}

static size_t batch_terms(const struct finder *f)
{
    size_t n = f->size * (index_query_terms(f->index) + SLICES_MAX);
    return n < f->index->n_terms ? n : f->index->n_terms;
}

int finder_make(struct finder *f, struct match_memory *memory)
{
    f->best = match_take(memory, (size_t)f->size * f->room, sizeof *f->best);
    f->term = match_take(memory, f->size * index_query_terms(f->index), sizeof *f->term);
    f->hope = match_take(memory, f->size, hopes_room(f->index));
    f->has = match_take(memory, f->index->n_terms / 64 + 1, sizeof *f->has);
    f->number = match_take(memory, f->index->n_terms, sizeof *f->number);
    f->batch_term = match_take(memory, batch_terms(f), sizeof *f->batch_term);
    f->place_has = match_take(memory, batch_terms(f), sizeof *f->place_has);
    f->place_strong = match_take(memory, batch_terms(f), sizeof *f->place_strong);
    return f->best && f->term && f->hope && f->has && f->number && f->batch_term && f->place_has &&
                   f->place_strong
               ? MATCH_OK
               : MATCH_ENOMEM;
}

void finder_free(struct finder *f, struct match_memory *memory)
{
    match_give(memory, f->best, (size_t)f->size * f->room, sizeof *f->best);
    match_give(memory, f->term, f->size * index_query_terms(f->index), sizeof *f->term);
    match_give(memory, f->hope, f->size, hopes_room(f->index));
    match_give(memory, f->has, f->index->n_terms / 64 + 1, sizeof *f->has);
    match_give(memory, f->number, f->index->n_terms, sizeof *f->number);
    match_give(memory, f->batch_term, batch_terms(f), sizeof *f->batch_term);
    match_give(memory, f->place_has, batch_terms(f), sizeof *f->place_has);
    match_give(memory, f->place_strong, batch_terms(f), sizeof *f->place_strong);
}
