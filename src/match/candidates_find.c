#include "match/candidates_find.h"

/* The worst of the best goes down to its place. */
static void sift(uint64_t *best, uint32_t n, uint64_t key)
{
    uint32_t at = 0;
    for (uint32_t down; (down = 2 * at + 1) < n; at = down) {
        if (down + 1 < n && best[down + 1] < best[down])
            down++;
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

static void look_at_mentors(struct finder *f, uint32_t seeker, uint32_t group,
                            const uint16_t *value, uint64_t lanes)
{
    const struct index *x = f->index;
    uint32_t mentee = f->seeker[seeker].mentee;
    for (; lanes; lanes &= lanes - 1) {
        uint32_t lane = (uint32_t)__builtin_ctzll(lanes), at = group * LANES + lane;
        if (at < x->n && value[lane] >= f->least[seeker])
            keep(f, seeker,
                 candidate_key(value[lane], match_pair_tie(f->seed, mentee, x->order[at]),
                               x->order[at]));
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

/* In a group that has no column of a term nobody has it. */
static const _Alignas(LANES) uint8_t nobody[LANES];

void finder_place(struct finder *f, const struct level *l, uint32_t group)
{
    for (uint32_t t = 0; t < f->n_terms; t++)
        f->place[t] = nobody;
    for (uint32_t k = l->first[group]; k < l->first[group + 1]; k++) {
        uint32_t term = l->term[k];
        if (!(f->has[term / 64] >> term % 64 & 1))
            continue;
        const uint8_t *column = l->column + (size_t)k * LANES;
        __builtin_prefetch(column);
        f->place[f->number[term]] = column;
    }
}

static void look(struct finder *f, uint32_t depth, uint32_t group, const struct lead *lead,
                 uint32_t n)
{
    const struct level *l = &f->index->level[depth];
    struct below below = {.lead = f->lead[depth]};
    struct visit v = {.level = l, .place = f->place, .group = group, .index = f->index};
    _Alignas(LANES) uint16_t value[LANES];
    finder_place(f, l, group);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t seeker = lead[k].seeker;
        if (lead[k].most < f->least[seeker])
            continue;
        v.query = &f->seeker[seeker].query;
        if (depth == 0)
            look_at_mentors(f, seeker, group, value, f->simd->visit(&v, f->least[seeker], value));
        else
            follow(&below, seeker, value, f->simd->children(&v, f->least[seeker], value));
    }
    for (uint32_t rounds = 0; depth && rounds < FAN; rounds++) {
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
    for (uint32_t p = 0; p < q->n_parts; p++)
        q->hope[p].unknown_term = q->slice[q->part[p].slice].unknown;
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
    uint32_t n_leads = 0, n_terms = 0, n_tables = 0;
    f->n_terms = 0;
    for (uint32_t k = 0; k < n; k++) {
        struct seeker *s = &f->seeker[k];
        struct query_term *term = f->term + n_terms;
        s->mentee = mentee[k];
        s->n = 0;
        f->least[k] = 1;
        s->best = f->best + (size_t)k * f->room;
        uint32_t own_terms = query_make(&s->query, f->index, mentee[k], term, f->table + n_tables);
        number_terms(f, &s->query, term, own_terms);
        n_terms += own_terms;
        n_tables += s->query.n_tables;
        if (!s->query.fits_nobody)
            f->root[n_leads++] = (struct lead){UINT16_MAX, (uint16_t)k};
    }
    sort_by_shape(f, n_leads);
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
    size_t n = (size_t)f->size * (QUERY_TERMS_MAX + SLICES_MAX);
    return n < f->index->n_terms ? n : f->index->n_terms;
}

int finder_make(struct finder *f, struct match_memory *memory)
{
    f->best = match_take(memory, (size_t)f->size * f->room, sizeof *f->best);
    f->term = match_take(memory, (size_t)f->size * QUERY_TERMS_MAX, sizeof *f->term);
    f->table = match_take(memory, (size_t)f->size * QUERY_TERMS_MAX, sizeof *f->table);
    f->has = match_take(memory, f->index->n_terms / 64 + 1, sizeof *f->has);
    f->number = match_take(memory, f->index->n_terms, sizeof *f->number);
    f->batch_term = match_take(memory, batch_terms(f), sizeof *f->batch_term);
    f->place = match_take(memory, batch_terms(f), sizeof *f->place);
    return f->best && f->term && f->table && f->has && f->number && f->batch_term && f->place
               ? MATCH_OK
               : MATCH_ENOMEM;
}

void finder_free(struct finder *f, struct match_memory *memory)
{
    match_give(memory, f->best, (size_t)f->size * f->room, sizeof *f->best);
    match_give(memory, f->term, (size_t)f->size * QUERY_TERMS_MAX, sizeof *f->term);
    match_give(memory, f->table, (size_t)f->size * QUERY_TERMS_MAX, sizeof *f->table);
    match_give(memory, f->has, f->index->n_terms / 64 + 1, sizeof *f->has);
    match_give(memory, f->number, f->index->n_terms, sizeof *f->number);
    match_give(memory, f->batch_term, batch_terms(f), sizeof *f->batch_term);
    match_give(memory, f->place, batch_terms(f), sizeof *f->place);
}
