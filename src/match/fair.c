#include <nastavnik/match_fair.h>

#include "match/face.h"
#include "match/instance.h"

#define STEPS 20u /* a pass over the pairs, one over the top, 17 halvings, and the last */

static uint16_t score_of(const void *ctx, uint64_t edge)
{
    return ((const struct match_instance *)ctx)->score[edge];
}

static uint16_t is_pair(const void *ctx, uint64_t edge)
{
    (void)ctx;
    (void)edge;
    return 1;
}

struct above {
    const struct match_instance *in;
    uint16_t worst;
};

static uint16_t is_above(const void *ctx, uint64_t edge)
{
    const struct above *a = ctx;
    return a->in->score[edge] > a->worst;
}

static void step(const struct face *f, uint64_t done)
{
    if (f->options && f->options->progress)
        f->options->progress(f->options->ctx, done, STEPS);
}

/* Only what is as good as the result. */
static int narrow(struct face *f, const struct match_instance *in, const struct match_result *r)
{
    const struct face_worth score = {score_of, in, UINT16_MAX};
    const struct face_proof given = {r->k, 0, r->price, r->reached, in->mode == MATCH_COUNT};
    face_set(f, r->edge);
    face_narrow(f, &score, &given);
    if (in->mode == MATCH_COUNT)
        return MATCH_OK;
    const struct face_worth pairs = {is_pair, NULL, 1};
    struct face_proof proof;
    int ret = face_best(f, MATCH_SCORE, &pairs, &proof);
    if (ret == MATCH_OK) {
        face_narrow(f, &pairs, &proof);
        face_proof_free(f, &proof);
    }
    return ret;
}

/* No answer is better than this: somebody who must be matched has no edge above it. */
static uint16_t ceiling(const struct face *f, const struct match_instance *in)
{
    uint16_t top = UINT16_MAX;
    for (uint32_t i = 0; i < f->n; i++) {
        uint16_t best = 0;
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++)
            if (in->score[f->origin[e]] > best)
                best = in->score[f->origin[e]];
        if (f->must_mentee[i] && best < top)
            top = best;
    }
    return top;
}

static void worst_of(const struct face *f, const struct match_instance *in, struct match_fair *ret)
{
    ret->worst = 0;
    ret->at_worst = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        if (f->edge[i] == MATCH_NO_EDGE)
            continue;
        uint16_t score = in->score[f->origin[f->edge[i]]];
        if (!ret->at_worst || score < ret->worst) {
            ret->worst = score;
            ret->at_worst = 0;
        }
        ret->at_worst += score == ret->worst;
    }
}

/* Raise the worst pair as far as it goes: halving between what is had and the ceiling. */
static int raise(struct face *f, const struct match_instance *in, struct match_fair *out)
{
    const struct face_worth score = {score_of, in, UINT16_MAX};
    worst_of(f, in, out);
    uint32_t top = ceiling(f, in);
    uint32_t tried = top;
    for (uint64_t done = 1; out->at_worst && out->worst < top; done++) {
        step(f, done);
        int r = face_feasible(f, &score, (uint16_t)tried);
        if (r < 0)
            return r;
        if (r == FACE_UNMET)
            top = tried - 1;
        else
            worst_of(f, in, out);
        tried = top - (top - out->worst) / 2;
    }
    return MATCH_OK;
}

/* As few as can be at the worst score. */
static int thin(struct face *f, const struct match_instance *in, struct match_fair *out)
{
    const struct face_worth score = {score_of, in, UINT16_MAX};
    const struct above above = {in, out->worst};
    const struct face_worth better = {is_above, &above, 1};
    struct face_proof proof;
    face_drop(f, &score, out->worst);
    step(f, STEPS - 1);
    int r = face_best(f, MATCH_SCORE, &better, &proof);
    if (r == MATCH_OK) {
        face_proof_free(f, &proof);
        worst_of(f, in, out);
    }
    return r;
}

static int copy(const struct face *f, const struct match_instance *in, const struct match_result *r,
                struct match_result *out)
{
    out->mate = match_take(f->mem, f->n, sizeof *out->mate);
    out->edge = match_take(f->mem, f->n, sizeof *out->edge);
    out->price = match_take(f->mem, f->m, sizeof *out->price);
    out->reached = match_take(f->mem, f->m, sizeof *out->reached);
    if (!out->mate || !out->edge || !out->price || !out->reached)
        return MATCH_ENOMEM;
    out->k = r->k;
    for (uint32_t j = 0; j < f->m; j++) {
        out->price[j] = r->price[j];
        out->reached[j] = r->reached[j];
    }
    face_answer(f, in, out);
    return MATCH_OK;
}

int match_fair_solve(const struct match_instance *instance, const struct match_result *result,
                     const struct match_options *options, struct match_fair *ret)
{
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct match_fair out = {.answer = {.allocator = mem.allocator}};
    struct face f;
    int r = face_begin(&f, instance, options, &mem);
    struct match_options left = match_memory_left(&mem);
    if (r == MATCH_OK)
        r = match_verify(instance, result, &left, NULL);
    step(&f, 0);
    if (r == MATCH_OK)
        r = narrow(&f, instance, result);
    if (r == MATCH_OK)
        r = raise(&f, instance, &out);
    if (r == MATCH_OK)
        r = thin(&f, instance, &out);
    if (r == MATCH_OK)
        r = copy(&f, instance, result, &out.answer);
    face_end(&f);
    left = match_memory_left(&mem);
    if (r == MATCH_OK)
        r = match_verify(instance, &out.answer, &left, NULL);
    if (r < 0) {
        match_fair_free(&out);
        return r;
    }
    step(&f, STEPS);
    *ret = out;
    return MATCH_OK;
}

void match_fair_free(struct match_fair *fair)
{
    match_result_free(&fair->answer);
    *fair = (struct match_fair){0};
}
