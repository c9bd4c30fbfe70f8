/*
 * The checker: decides from the definitions alone whether a result is a matching and whether
 * its certificate proves it the best. Shares no code with the solver, on purpose.
 */
#include <stdlib.h>

#include <nastavnik/match.h>

#define LOOK_EDGES (1u << 16) /* between two looks at the cancel callback */

struct check {
    const struct match_instance *in;
    const struct match_result *r;
    const struct match_options *options; /* may be NULL */
    uint64_t edges;                      /* walked since the last look */
    uint32_t *load;                      /* mentees of each mentor */
    uint32_t *locked;                    /* locked pairs of each mentor */
    uint8_t *fixed;                      /* of each mentee: 1 = its pair is locked */
    uint64_t below;                      /* pairs under the floor; only locked ones may be */
    struct match_fault fault;
};

static int fail(struct check *c, const char *what, uint64_t at)
{
    c->fault = (struct match_fault){what, at};
    return MATCH_EPROOF;
}

/* After the edges of each mentee. */
static bool stops(struct check *c, uint32_t i)
{
    const struct match_options *o = c->options;
    c->edges += c->in->offset[i + 1] - c->in->offset[i] + 1;
    if (!o || !o->cancel || c->edges < LOOK_EDGES)
        return false;
    c->edges = 0;
    return o->cancel(o->ctx);
}

static int check_pairs(struct check *c)
{
    const struct match_instance *in = c->in;
    uint64_t matched = 0, score = 0;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        uint64_t e = c->r->edge[i];
        uint32_t j = c->r->mate[i];
        if (j == MATCH_NONE && e == MATCH_NO_EDGE)
            continue;
        if (e < in->offset[i] || e >= in->offset[i + 1])
            return fail(c, "the edge is not one of this mentee", i);
        if (in->mentor[e] != j)
            return fail(c, "the edge leads to another mentor", i);
        if (++c->load[j] > in->capacity[j])
            return fail(c, "the mentor has more mentees than places", j);
        if (in->score[e] < in->floor)
            c->below++;
        matched++;
        score += in->score[e];
    }
    if (matched != c->r->matched)
        return fail(c, "the number of pairs is not the stated one", matched);
    if (score != c->r->score)
        return fail(c, "the total score is not the stated one", score);
    return MATCH_OK;
}

static int check_locks(struct check *c)
{
    const struct match_instance *in = c->in;
    for (size_t l = 0; l < in->n_locked; l++) {
        uint64_t e = in->locked[l];
        uint32_t low = 0, high = in->n_mentees;
        while (high - low > 1) {
            uint32_t mid = low + (high - low) / 2;
            if (in->offset[mid] <= e)
                low = mid;
            else
                high = mid;
        }
        if (!in->n_mentees || c->r->edge[low] != e)
            return fail(c, "a locked pair is missing", l);
        if (c->fixed[low]++)
            return fail(c, "a pair is locked twice", l);
        c->locked[in->mentor[e]]++;
        c->below -= in->score[e] < in->floor;
    }
    if (c->below)
        return fail(c, "a pair scores below the floor", c->below);
    return MATCH_OK;
}

/* Σ capacity · price + Σ u = k · count + score, without the locked pairs. */
static int check_prices(struct check *c)
{
    const struct match_instance *in = c->in;
    const int64_t *price = c->r->price;
    int64_t bound = 0, value = 0, term;
    if (in->mode == MATCH_SCORE && c->r->k)
        return fail(c, "pairs have a worth of their own where only the score counts", 0);
    for (uint32_t j = 0; j < in->n_mentors; j++) {
        if (price[j] < 0)
            return fail(c, "a price is negative", j);
        if (__builtin_mul_overflow((int64_t)(in->capacity[j] - c->locked[j]), price[j], &term) ||
            __builtin_add_overflow(bound, term, &bound))
            return fail(c, "the prices are too large to add", j);
    }
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        if (stops(c, i))
            return MATCH_ECANCELLED;
        if (c->fixed[i])
            continue;
        int64_t u = 0;
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
            int64_t gain;
            if (__builtin_add_overflow(c->r->k, (int64_t)in->score[e], &gain) ||
                __builtin_sub_overflow(gain, price[in->mentor[e]], &gain))
                return fail(c, "the prices are too large to compare", e);
            if (in->score[e] >= in->floor && gain > u)
                u = gain;
        }
        int64_t gain = c->r->mate[i] == MATCH_NONE ? 0 : c->r->k + in->score[c->r->edge[i]];
        if (__builtin_add_overflow(bound, u, &bound) || __builtin_add_overflow(value, gain, &value))
            return fail(c, "the sums are too large to add", i);
    }
    if (bound != value)
        return fail(c, "the prices leave room for a better score", 0);
    return MATCH_OK;
}

/* Count = places of the reached mentors + mentees with a candidate outside of them. */
static int check_cover(struct check *c)
{
    const struct match_instance *in = c->in;
    uint64_t cover = in->n_locked;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        if (c->r->reached[j])
            cover += in->capacity[j] - c->locked[j];
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        if (stops(c, i))
            return MATCH_ECANCELLED;
        uint64_t e = in->offset[i], end = in->offset[i + 1];
        while (e < end && (c->r->reached[in->mentor[e]] || in->score[e] < in->floor))
            e++;
        if (e < end && !c->fixed[i])
            cover++;
    }
    if (cover != c->r->matched)
        return fail(c, "the cover leaves room for more pairs", cover);
    return MATCH_OK;
}

static void *take(const struct match_options *o, size_t bytes)
{
    if (o && o->allocator)
        return o->allocator->alloc(o->allocator->ctx, bytes);
    return malloc(bytes);
}

static void give(const struct match_options *o, void *p)
{
    if (o && o->allocator)
        o->allocator->release(o->allocator->ctx, p);
    else
        free(p);
}

int match_verify(const struct match_instance *instance, const struct match_result *result,
                 const struct match_options *options, struct match_fault *ret_fault)
{
    size_t n = instance->n_mentees, m = instance->n_mentors;
    if (!result->price || !result->reached) {
        if (ret_fault)
            *ret_fault = (struct match_fault){"there is no certificate", 0};
        return MATCH_EPROOF;
    }
    size_t bytes = 2 * m * sizeof(uint32_t) + n + 1;
    if (options && options->memory_limit && bytes > options->memory_limit)
        return MATCH_ENOMEM;
    uint32_t *memory = take(options, bytes);
    if (!memory)
        return MATCH_ENOMEM;
    for (size_t i = 0; i < bytes; i++)
        ((uint8_t *)memory)[i] = 0;
    struct check c = {.in = instance,
                      .r = result,
                      .options = options,
                      .load = memory,
                      .locked = memory + m,
                      .fixed = (uint8_t *)(memory + 2 * m)};
    int r = check_pairs(&c);
    if (r == MATCH_OK)
        r = check_locks(&c);
    if (r == MATCH_OK)
        r = check_prices(&c);
    if (r == MATCH_OK && instance->mode == MATCH_COUNT)
        r = check_cover(&c);
    give(options, memory);
    if (r == MATCH_EPROOF && ret_fault)
        *ret_fault = c.fault;
    return r;
}
