#include <nastavnik/match_levels.h>

#include "match/face.h"
#include "match/instance.h"

struct levels {
    const struct match_instance *in;
    const uint8_t *level;
    uint32_t n_levels;
    enum match_order order;
    uint8_t wanted; /* the level that counts in this stage */
    uint16_t top;   /* the highest score */
};

static uint16_t is_wanted(const void *ctx, uint64_t edge)
{
    const struct levels *l = ctx;
    return l->level[edge] == l->wanted;
}

static uint16_t score_of(const void *ctx, uint64_t edge)
{
    return ((const struct levels *)ctx)->in->score[edge];
}

/* Once the number of pairs is settled, that of the last level follows from the others. */
static uint32_t n_stages(const struct levels *l)
{
    return l->order == MATCH_COUNT_FIRST ? l->n_levels : l->n_levels + 1;
}

static struct face_worth stage_worth(struct levels *l, uint32_t stage)
{
    l->wanted = (uint8_t)stage;
    if (stage + 1 == n_stages(l))
        return (struct face_worth){score_of, l, l->top};
    return (struct face_worth){is_wanted, l, 1};
}

static enum match_mode stage_mode(const struct levels *l, uint32_t stage)
{
    return l->order == MATCH_COUNT_FIRST && stage == 0 ? MATCH_COUNT : MATCH_SCORE;
}

static int init(struct levels *l)
{
    if (l->n_levels < 1 || l->n_levels > MATCH_MAX_LEVELS ||
        (l->order != MATCH_COUNT_FIRST && l->order != MATCH_LEVELS_FIRST))
        return MATCH_EINVAL;
    for (uint64_t e = 0; e < match_n_edges(l->in); e++) {
        if (l->level[e] >= l->n_levels)
            return MATCH_EINVAL;
        l->top = l->in->score[e] > l->top ? l->in->score[e] : l->top;
    }
    return MATCH_OK;
}

static void count(const struct levels *l, const struct match_result *answer, uint64_t *ret)
{
    for (uint32_t i = 0; i < l->in->n_mentees; i++)
        if (answer->edge[i] != MATCH_NO_EDGE)
            ret[l->level[answer->edge[i]]]++;
}

static int run(struct levels *l, struct face *f, struct match_levels *out)
{
    const struct match_options *o = f->options;
    out->n_stages = n_stages(l);
    for (uint32_t s = 0; s < out->n_stages; s++) {
        struct face_worth w = stage_worth(l, s);
        struct face_proof proof;
        if (o && o->progress)
            o->progress(o->ctx, s, out->n_stages);
        int r = face_best(f, stage_mode(l, s), &w, &proof);
        if (r < 0)
            return r;
        face_narrow(f, &w, &proof);
        out->stage[s] = (struct match_stage){proof.k, proof.must, proof.price};
        proof.price = NULL;
        if (stage_mode(l, s) == MATCH_COUNT) {
            out->answer.reached = proof.reached;
            proof.reached = NULL;
        }
        face_proof_free(f, &proof);
    }
    if (o && o->progress)
        o->progress(o->ctx, out->n_stages, out->n_stages);
    return MATCH_OK;
}

int match_levels_solve(const struct match_instance *instance, const uint8_t *level,
                       uint32_t n_levels, enum match_order order,
                       const struct match_options *options, struct match_levels *ret)
{
    struct levels l = {.in = instance, .level = level, .n_levels = n_levels, .order = order};
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct match_levels out = {.answer = {.allocator = mem.allocator}, .order = order};
    struct face f;
    int r = face_begin(&f, instance, options, &mem);
    if (r == MATCH_OK)
        r = init(&l);
    if (r == MATCH_OK)
        r = run(&l, &f, &out);
    if (r == MATCH_OK) {
        out.answer.mate = match_take(&mem, f.n, sizeof *out.answer.mate);
        out.answer.edge = match_take(&mem, f.n, sizeof *out.answer.edge);
        r = out.answer.mate && out.answer.edge ? MATCH_OK : MATCH_ENOMEM;
    }
    if (r == MATCH_OK) {
        face_answer(&f, instance, &out.answer);
        count(&l, &out.answer, out.count);
    }
    face_end(&f);
    if (r == MATCH_OK) {
        struct match_options left = match_memory_left(&mem);
        r = match_levels_verify(instance, level, n_levels, &out, &left, NULL);
    }
    if (r < 0)
        match_levels_free(&out);
    else
        *ret = out;
    return r;
}

/* Every stage of the chain, over the graph that the stages before have left. */
static const char *prove(struct levels *l, struct face *f, const struct match_levels *levels,
                         uint32_t *ret_stage)
{
    for (uint32_t s = 0; s < n_stages(l); s++) {
        struct face_worth w = stage_worth(l, s);
        const struct face_proof proof = {levels->stage[s].k, levels->stage[s].must,
                                         levels->stage[s].price, levels->answer.reached,
                                         stage_mode(l, s) == MATCH_COUNT};
        *ret_stage = s;
        if ((proof.k > 0) != proof.cover)
            return "the stage weighs pairs where it must not, or does not where it must";
        if (!face_proves(f, &w, &proof))
            return "the prices of the stage leave room for a better answer";
        face_narrow(f, &w, &proof);
    }
    return NULL;
}

/* A matching within the capacities, with the locks, and with the sums it states. */
static const char *check(const struct levels *l, const struct face *f,
                         const struct match_levels *levels, struct match_memory *mem, int *ret)
{
    const struct match_instance *in = l->in;
    const struct match_result *a = &levels->answer;
    uint64_t matched = 0, score = 0, counts[MATCH_MAX_LEVELS] = {0};
    uint32_t *load = match_take(mem, f->m, sizeof *load);
    const char *what = NULL;
    *ret = load ? MATCH_OK : MATCH_ENOMEM;
    for (uint32_t i = 0; i < f->n && load && !what; i++) {
        uint64_t e = a->edge[i];
        if (f->locked[i] != MATCH_NO_EDGE && e != f->locked[i])
            what = "a locked pair is missing";
        else if (a->mate[i] != (e == MATCH_NO_EDGE ? MATCH_NONE : in->mentor[e]))
            what = "the edge leads to another mentor";
        else if (e != MATCH_NO_EDGE && ++load[a->mate[i]] > in->capacity[a->mate[i]])
            what = "the mentor has more mentees than places";
        matched += e != MATCH_NO_EDGE;
        score += e == MATCH_NO_EDGE ? 0 : in->score[e];
    }
    match_give(mem, load, f->m, sizeof *load);
    if (what || !load)
        return what;
    count(l, a, counts);
    for (uint32_t v = 0; v < MATCH_MAX_LEVELS; v++)
        matched = counts[v] == levels->count[v] ? matched : UINT64_MAX;
    return matched != a->matched || score != a->score ? "a sum is not the stated one" : NULL;
}

int match_levels_verify(const struct match_instance *instance, const uint8_t *level,
                        uint32_t n_levels, const struct match_levels *levels,
                        const struct match_options *options, struct match_fault *ret_fault)
{
    struct levels l = {
        .in = instance, .level = level, .n_levels = n_levels, .order = levels->order};
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct face f;
    const char *what = NULL;
    uint32_t at = 0;
    int r = face_begin(&f, instance, options, &mem);
    if (r == MATCH_OK)
        r = init(&l);
    if (r == MATCH_OK && levels->n_stages != n_stages(&l))
        what = "the number of stages is not that of the order";
    else if (r == MATCH_OK && !face_set(&f, levels->answer.edge))
        what = "the edge is not one of this mentee, or is below the floor";
    else if (r == MATCH_OK)
        what = check(&l, &f, levels, &mem, &r);
    if (r == MATCH_OK && !what)
        what = prove(&l, &f, levels, &at);
    face_end(&f);
    if (what && ret_fault)
        *ret_fault = (struct match_fault){what, at};
    return what ? MATCH_EPROOF : r;
}

void match_levels_free(struct match_levels *levels)
{
    const struct match_allocator *a = &levels->answer.allocator;
    for (uint32_t s = 0; s < MATCH_MAX_STAGES; s++)
        if (levels->stage[s].price)
            a->release(a->ctx, levels->stage[s].price);
    match_result_free(&levels->answer);
    *levels = (struct match_levels){0};
}

uint64_t match_levels_points(const struct match_instance *instance, const uint8_t *level,
                             const uint16_t *points, uint16_t *ret_score)
{
    uint64_t n_edges = match_n_edges(instance), full = 0;
    for (uint64_t e = 0; e < n_edges; e++) {
        uint32_t score = instance->score[e];
        if (score >= instance->floor)
            score += points[level[e]];
        full += score > UINT16_MAX;
        ret_score[e] = (uint16_t)(score > UINT16_MAX ? UINT16_MAX : score);
    }
    return full;
}
