#include "match/face.h"

#include "match/instance.h"

#define BLOCKS 9

struct block {
    void **p;
    size_t n, size;
};

static void blocks(struct face *f, struct block ret[BLOCKS])
{
    const struct block all[BLOCKS] = {
        {(void **)&f->offset, (size_t)f->n + 1, sizeof *f->offset},
        {(void **)&f->mentor, f->size, sizeof *f->mentor},
        {(void **)&f->origin, f->size, sizeof *f->origin},
        {(void **)&f->weight, f->size, sizeof *f->weight},
        {(void **)&f->room, f->m, sizeof *f->room},
        {(void **)&f->must_mentee, f->n, 1},
        {(void **)&f->must_mentor, f->m, 1},
        {(void **)&f->edge, f->n, sizeof *f->edge},
        {(void **)&f->locked, f->n, sizeof *f->locked},
    };
    for (int b = 0; b < BLOCKS; b++)
        ret[b] = all[b];
}

static int lock(struct face *f, const struct match_instance *in)
{
    uint32_t *mate = match_take(f->mem, f->n, sizeof *mate);
    uint32_t *room = match_take(f->mem, f->m, sizeof *room);
    int r = MATCH_ENOMEM;
    if (mate && room) {
        for (uint32_t i = 0; i < f->n; i++) {
            mate[i] = MATCH_NONE;
            f->locked[i] = f->edge[i] = MATCH_NO_EDGE;
        }
        for (uint32_t j = 0; j < f->m; j++)
            room[j] = in->capacity[j];
        r = match_lock(in, mate, f->locked, room);
        for (uint32_t j = 0; j < f->m; j++)
            f->room[j] = (uint16_t)room[j];
    }
    match_give(f->mem, mate, f->n, sizeof *mate);
    match_give(f->mem, room, f->m, sizeof *room);
    return r;
}

int face_begin(struct face *f, const struct match_instance *in, const struct match_options *options,
               struct match_memory *mem)
{
    *f = (struct face){.options = options, .mem = mem};
    int r = match_check(in);
    if (r < 0)
        return r;
    f->n = in->n_mentees, f->m = in->n_mentors, f->size = match_n_edges(in);
    struct block all[BLOCKS];
    blocks(f, all);
    for (int b = 0; b < BLOCKS; b++)
        if (!(*all[b].p = match_take(mem, all[b].n, all[b].size)))
            return MATCH_ENOMEM;
    r = lock(f, in);
    uint64_t n_edges = 0;
    for (uint32_t i = 0; i < f->n && r == MATCH_OK; i++) {
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
            if (f->locked[i] == MATCH_NO_EDGE && in->score[e] >= in->floor &&
                f->room[in->mentor[e]]) {
                f->mentor[n_edges] = in->mentor[e];
                f->origin[n_edges++] = e;
            }
        f->offset[i + 1] = n_edges;
    }
    return r;
}

void face_end(struct face *f)
{
    struct block all[BLOCKS];
    blocks(f, all);
    for (int b = 0; b < BLOCKS; b++)
        match_give(f->mem, *all[b].p, all[b].n, all[b].size);
}

bool face_set(struct face *f, const uint64_t *edge)
{
    for (uint32_t i = 0; i < f->n; i++) {
        f->edge[i] = MATCH_NO_EDGE;
        if (edge[i] == MATCH_NO_EDGE || f->locked[i] != MATCH_NO_EDGE)
            continue;
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++)
            if (f->origin[e] == edge[i])
                f->edge[i] = e;
        if (f->edge[i] == MATCH_NO_EDGE)
            return false;
    }
    return true;
}

/* Drop the edges of one mentee that are not to be kept, moving the others to *n_edges. */
static void keep(struct face *f, uint32_t i, uint64_t begin, uint64_t end, uint64_t *n_edges)
{
    uint64_t answer = f->edge[i];
    for (uint64_t e = begin; e < end; e++) {
        if (!f->weight[e])
            continue;
        if (answer == e)
            f->edge[i] = *n_edges;
        f->mentor[*n_edges] = f->mentor[e];
        f->origin[(*n_edges)++] = f->origin[e];
    }
}

static void keep_marked(struct face *f)
{
    uint64_t n_edges = 0, begin = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        uint64_t end = f->offset[i + 1];
        keep(f, i, begin, end, &n_edges);
        begin = end;
        f->offset[i + 1] = n_edges;
    }
}

/* The most pairs: an edge has one end in the cover, and all of the cover is matched. */
static void narrow_cover(struct face *f, const uint8_t *reached)
{
    for (uint32_t i = 0; i < f->n; i++) {
        uint8_t outside = 0;
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++)
            outside |= reached[f->mentor[e]] == 0;
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++)
            f->weight[e] = reached[f->mentor[e]] != outside;
        f->must_mentee[i] |= outside;
    }
    for (uint32_t j = 0; j < f->m; j++)
        f->must_mentor[j] |= reached[j] != 0;
    keep_marked(f);
}

void face_narrow(struct face *f, const struct face_worth *w, const struct face_proof *proof)
{
    for (uint32_t i = 0; i < f->n; i++) {
        int64_t u = 0;
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++) {
            int64_t gain = face_weight(f, w, proof, i, e) - proof->price[f->mentor[e]];
            u = gain > u ? gain : u;
        }
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++)
            f->weight[e] = face_weight(f, w, proof, i, e) - proof->price[f->mentor[e]] == u;
        f->must_mentee[i] |= u > 0;
    }
    for (uint32_t j = 0; j < f->m; j++)
        f->must_mentor[j] |= proof->price[j] > 0;
    keep_marked(f);
    if (proof->cover)
        narrow_cover(f, proof->reached);
}

void face_drop(struct face *f, const struct face_worth *w, uint16_t at_least)
{
    for (uint64_t e = 0; e < f->offset[f->n]; e++)
        f->weight[e] = w->of(w->ctx, f->origin[e]) >= at_least;
    keep_marked(f);
}
