/* Best answers of a face through match_solve, and the check of what proves them. */
#include "match/face.h"

#define WIDE 16383u /* worths above this leave the musts too few of the 16 bits */
#define COARSE 8191u
#define HEAVIEST (INT64_MAX / 4)
#define MODEST 16u /* times the largest worth: what a must weighs at first */

struct trial {
    enum match_mode mode;
    uint32_t must;  /* what a must weighs */
    unsigned shift; /* bits of the worth left out */
};

int face_proof_take(struct face *f, struct face_proof *proof)
{
    *proof = (struct face_proof){.price = match_take(f->mem, f->m, sizeof *proof->price),
                                 .reached = match_take(f->mem, f->m, 1)};
    if (proof->price && proof->reached)
        return MATCH_OK;
    face_proof_free(f, proof);
    return MATCH_ENOMEM;
}

void face_proof_free(struct face *f, struct face_proof *proof)
{
    match_give(f->mem, proof->price, f->m, sizeof *proof->price);
    match_give(f->mem, proof->reached, f->m, 1);
    *proof = (struct face_proof){0};
}

static bool is_matched(const struct face *f, uint32_t i)
{
    return f->edge[i] != MATCH_NO_EDGE;
}

static uint64_t demanded(const struct face *f)
{
    uint64_t ends = 0;
    for (uint32_t i = 0; i < f->n; i++)
        ends += f->must_mentee[i];
    for (uint32_t j = 0; j < f->m; j++)
        ends += f->must_mentor[j] ? f->room[j] : 0;
    return ends;
}

bool face_meets(const struct face *f)
{
    uint64_t ends = 0;
    for (uint32_t i = 0; i < f->n; i++)
        if (is_matched(f, i))
            ends += f->must_mentee[i] + f->must_mentor[f->mentor[f->edge[i]]];
    return ends == demanded(f);
}

static bool result_meets(const struct face *f, const struct match_result *r)
{
    uint64_t ends = 0;
    for (uint32_t i = 0; i < f->n; i++)
        if (r->mate[i] != MATCH_NONE)
            ends += f->must_mentee[i] + f->must_mentor[r->mate[i]];
    return ends == demanded(f);
}

static int solve(struct face *f, enum match_mode mode, uint16_t floor, struct match_result *ret)
{
    const struct match_options *o = f->options;
    struct match_options options = match_memory_left(f->mem);
    if (o) {
        options.seed = o->seed;
        options.threads = o->threads;
        options.cancel = o->cancel;
        options.ctx = o->ctx;
    }
    const struct match_instance in = {
        .n_mentees = f->n,
        .n_mentors = f->m,
        .offset = f->offset,
        .mentor = f->mentor,
        .score = f->weight,
        .capacity = f->room,
        .mode = mode,
        .floor = floor,
    };
    return match_solve(&in, &options, ret);
}

/* Every must is met by the result: then it is the answer. */
static int take(struct face *f, const struct match_result *result)
{
    if (!result_meets(f, result))
        return FACE_UNMET;
    for (uint32_t i = 0; i < f->n; i++)
        f->edge[i] = result->edge[i];
    return MATCH_OK;
}

static uint32_t musts(const struct face *f, uint32_t i, uint64_t e)
{
    return (uint32_t)f->must_mentee[i] + f->must_mentor[f->mentor[e]];
}

static int attempt(struct face *f, const struct trial *t, const struct face_worth *w,
                   struct face_proof *proof)
{
    for (uint32_t i = 0; i < f->n; i++)
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++) {
            uint32_t worth = w->of(w->ctx, f->origin[e]);
            f->weight[e] = (uint16_t)(t->must * musts(f, i, e) + (worth >> t->shift));
        }
    struct match_result result;
    int r = solve(f, t->mode, 0, &result);
    if (r < 0)
        return r;
    for (uint32_t j = 0; j < f->m; j++) {
        proof->price[j] = result.price[j];
        proof->reached[j] = t->mode == MATCH_COUNT && result.reached[j];
    }
    proof->k = result.k;
    proof->must = t->must;
    proof->cover = t->mode == MATCH_COUNT;
    r = take(f, &result);
    match_result_free(&result);
    return r;
}

int face_feasible(struct face *f, const struct face_worth *w, uint16_t at_least)
{
    for (uint32_t i = 0; i < f->n; i++)
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++) {
            bool good = !w || w->of(w->ctx, f->origin[e]) >= at_least;
            f->weight[e] = (uint16_t)(good ? musts(f, i, e) : 0);
        }
    struct match_result result;
    int r = solve(f, MATCH_SCORE, 1, &result);
    if (r < 0)
        return r;
    r = take(f, &result);
    match_result_free(&result);
    return r;
}

static int polished(struct face *f, const struct face_worth *w, struct face_proof *proof)
{
    int r = face_polish(f, w, proof);
    return r == MATCH_OK && !face_proves(f, w, proof) ? MATCH_EPROOF : r;
}

int face_best(struct face *f, enum match_mode mode, const struct face_worth *w,
              struct face_proof *proof)
{
    int r = face_proof_take(f, proof);
    if (r < 0)
        return r;
    struct trial t = {.mode = mode};
    uint32_t most = w->most;
    while (demanded(f) && mode == MATCH_SCORE && most > (t.shift ? COARSE : WIDE))
        most = (uint32_t)w->most >> ++t.shift;
    uint32_t limit = demanded(f) ? (UINT16_MAX - most) / 2 : 0;
    t.must = MODEST * (most + 1) < limit ? MODEST * (most + 1) : limit;
    r = attempt(f, &t, w, proof);
    if (r == FACE_UNMET && t.must < limit) {
        t.must = limit;
        r = attempt(f, &t, w, proof);
    }
    if (mode == MATCH_SCORE && (r == FACE_UNMET || (r == MATCH_OK && t.shift)))
        r = polished(f, w, proof);
    if (r != MATCH_OK)
        face_proof_free(f, proof);
    return r;
}

bool face_proves(const struct face *f, const struct face_worth *w, const struct face_proof *proof)
{
    int64_t bound = 0, value = 0, term;
    if (proof->k < 0 || proof->k > HEAVIEST || proof->must < 0 || proof->must > HEAVIEST ||
        !face_meets(f))
        return false;
    for (uint32_t j = 0; j < f->m; j++)
        if (proof->price[j] < 0 || __builtin_mul_overflow(f->room[j], proof->price[j], &term) ||
            __builtin_add_overflow(bound, term, &bound))
            return false;
    for (uint32_t i = 0; i < f->n; i++) {
        int64_t u = 0;
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++) {
            int64_t gain = face_weight(f, w, proof, i, e) - proof->price[f->mentor[e]];
            u = gain > u ? gain : u;
        }
        term = is_matched(f, i) ? face_weight(f, w, proof, i, f->edge[i]) : 0;
        if (__builtin_add_overflow(value, term, &value) || __builtin_add_overflow(bound, u, &bound))
            return false;
    }
    uint64_t cover = 0, pairs = 0;
    for (uint32_t j = 0; j < f->m && proof->cover; j++)
        cover += proof->reached[j] ? f->room[j] : 0;
    for (uint32_t i = 0; i < f->n && proof->cover; i++) {
        bool outside = false;
        for (uint64_t e = f->offset[i]; e < f->offset[i + 1]; e++)
            outside = outside || !proof->reached[f->mentor[e]];
        cover += outside;
        pairs += is_matched(f, i);
    }
    return bound == value && cover == pairs;
}

void face_answer(const struct face *f, const struct match_instance *in, struct match_result *ret)
{
    ret->matched = ret->score = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        uint64_t e = is_matched(f, i) ? f->origin[f->edge[i]] : f->locked[i];
        ret->edge[i] = e;
        ret->mate[i] = e == MATCH_NO_EDGE ? MATCH_NONE : in->mentor[e];
        ret->matched += e != MATCH_NO_EDGE;
        ret->score += e == MATCH_NO_EDGE ? 0 : in->score[e];
    }
}
