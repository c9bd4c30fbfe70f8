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

static void keep(struct finder *f, uint64_t key)
{
    if (f->n == f->room) {
        if (key > f->best[0])
            sift(f->best, f->n, key);
        return;
    }
    uint32_t at = f->n++;
    for (; at && f->best[(at - 1) / 2] > key; at = (at - 1) / 2)
        f->best[at] = f->best[(at - 1) / 2];
    f->best[at] = key;
}

/* Below this value nobody gets in. */
static uint16_t least_value(const struct finder *f)
{
    return f->n == f->room ? (uint16_t)(f->best[0] >> 48) : 1;
}

static void look_at_mentors(struct finder *f, uint32_t group, const uint16_t *value)
{
    const struct index *x = f->index;
    for (uint64_t left = f->simd->reaching(value, least_value(f)); left; left &= left - 1) {
        uint32_t lane = (uint32_t)__builtin_ctzll(left);
        if (value[lane] < least_value(f))
            continue;
        uint32_t mentor = x->order[group * LANES + lane];
        keep(f, candidate_key(value[lane], match_pair_tie(f->seed, f->mentee, mentor), mentor));
    }
}

/* Lanes that reach the least value, the best first; value << 8 | lane. */
static uint32_t promising(const struct finder *f, const uint16_t *value, uint32_t *ret)
{
    uint32_t n = 0;
    for (uint64_t left = f->simd->reaching(value, least_value(f)); left; left &= left - 1) {
        uint32_t lane = (uint32_t)__builtin_ctzll(left), item = (uint32_t)value[lane] << 8 | lane;
        uint32_t at = n++;
        for (; at && ret[at - 1] < item; at--)
            ret[at] = ret[at - 1];
        ret[at] = item;
    }
    return n;
}

static void look(struct finder *f, uint32_t depth, uint32_t group)
{
    const struct level *l = &f->index->level[depth];
    struct frame *frame = &f->frame[depth];
    uint16_t value[LANES];
    uint32_t order[LANES];
    if (!f->simd->values(&f->query, l, group, frame, depth == 0, least_value(f), value))
        return;
    if (depth == 0) {
        look_at_mentors(f, group, value);
        return;
    }
    uint32_t n = promising(f, value, order);
    for (uint32_t k = 0; k < n && order[k] >> 8 >= least_value(f); k++) {
        uint32_t lane = order[k] & 0xFF;
        f->simd->descend(&f->query, l, frame, lane, frame - 1);
        look(f, depth - 1, group * LANES + lane);
    }
}

void find_best(struct finder *f, uint32_t mentee)
{
    const struct index *x = f->index;
    f->mentee = mentee;
    f->n = 0;
    query_make(&f->query, x, mentee);
    if (f->query.fits_nobody || !x->n)
        return;
    query_root(&f->query, x, &f->frame[x->n_levels - 1]);
    look(f, x->n_levels - 1, 0);
}
