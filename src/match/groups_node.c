#include "match/groups.h"

static uint16_t score_of(const void *ctx, uint64_t edge)
{
    return ((const struct groups *)ctx)->score[edge];
}

static uint16_t is_pair(const void *ctx, uint64_t edge)
{
    (void)ctx;
    (void)edge;
    return 1;
}

/* Returns the number of halves. */
static uint32_t split(struct groups *g)
{
    uint32_t m = g->base.m, n_halves = 0;
    for (uint32_t j = 0; j < m; j++) {
        g->half[j] = MATCH_NONE;
        g->room[j] = g->status[j] == GROUPS_CLOSED ? 0 : g->base.room[j];
        if (g->status[j] == GROUPS_HELD) {
            g->half[j] = m + n_halves;
            g->whole[n_halves] = j;
            g->room[j] = (uint16_t)(g->base.room[j] - g->need[j]);
            g->room[m + n_halves++] = g->need[j];
        }
    }
    return n_halves;
}

static void enter(struct groups *g, uint64_t *n_edges, uint32_t mentor, uint64_t e)
{
    g->mentor[*n_edges] = mentor;
    g->score[*n_edges] = g->in->score[g->base.origin[e]];
    g->origin[(*n_edges)++] = e;
}

static void edges(struct groups *g)
{
    const struct face *base = &g->base;
    uint64_t n_edges = 0;
    for (uint32_t i = 0; i < base->n; i++) {
        g->offset[i] = n_edges;
        for (uint64_t e = base->offset[i]; e < base->offset[i + 1]; e++) {
            uint32_t j = base->mentor[e];
            if (g->half[j] != MATCH_NONE)
                enter(g, &n_edges, g->half[j], e);
            if (g->room[j])
                enter(g, &n_edges, j, e);
        }
    }
    g->offset[base->n] = n_edges;
}

/* The most pairs first and the score then, each a proof of its own: always exact. */
static int in_stages(struct face *f, const struct face_worth *score, enum match_mode mode)
{
    const struct face_worth pairs = {is_pair, NULL, 1};
    struct face_proof proof;
    int r = MATCH_OK;
    if (mode == MATCH_COUNT) {
        r = face_best(f, MATCH_SCORE, &pairs, &proof);
        if (r == MATCH_OK) {
            face_narrow(f, &pairs, &proof);
            face_proof_free(f, &proof);
        }
    }
    if (r == MATCH_OK)
        r = face_best(f, MATCH_SCORE, score, &proof);
    if (r == MATCH_OK)
        face_proof_free(f, &proof);
    return r;
}

static int solve(struct groups *g, struct face *f, bool held)
{
    const struct face_worth score = {score_of, g, g->top};
    struct face_proof proof;
    int r = FACE_UNMET;
    /* Mentees that fill the halves can always be part of the most pairs (Mendelsohn and Dulmage
     * 1958), so one call is enough when 16 bits are. */
    if (g->in->mode == MATCH_COUNT || !held) {
        r = face_best(f, g->in->mode, &score, &proof);
        if (r == MATCH_OK)
            face_proof_free(f, &proof);
    }
    if (r != FACE_UNMET)
        return r;
    r = face_feasible(f, NULL, 0);
    return r == MATCH_OK ? in_stages(f, &score, g->in->mode) : r;
}

static void read(struct groups *g, const struct face *f)
{
    g->value = (struct groups_value){0};
    for (uint32_t j = 0; j < g->base.m; j++)
        g->load[j] = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        g->edge[i] = MATCH_NO_EDGE;
        if (f->edge[i] == MATCH_NO_EDGE)
            continue;
        uint64_t e = f->origin[f->edge[i]];
        g->edge[i] = g->origin[e];
        g->load[g->base.mentor[g->edge[i]]]++;
        g->value.matched += g->in->mode == MATCH_COUNT;
        g->value.score += g->score[e];
    }
}

int groups_node(struct groups *g)
{
    uint32_t n_halves = split(g);
    edges(g);
    const struct match_instance in = {
        .n_mentees = g->base.n,
        .n_mentors = g->base.m + n_halves,
        .offset = g->offset,
        .mentor = g->mentor,
        .score = g->score,
        .capacity = g->room,
    };
    struct face f;
    int r = face_begin(&f, &in, g->base.options, g->base.mem);
    for (uint32_t t = 0; t < n_halves && r == MATCH_OK; t++)
        f.must_mentor[g->base.m + t] = 1;
    if (r == MATCH_OK)
        r = solve(g, &f, n_halves > 0);
    if (r == MATCH_OK)
        read(g, &f);
    face_end(&f);
    return r;
}
