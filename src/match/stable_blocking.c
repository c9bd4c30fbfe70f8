/*
 * The checker of stable matchings: decides from the definitions alone how many pairs block.
 * Shares no code with the solver, on purpose.
 */
#include <stdlib.h>
#include <string.h>

#include <nastavnik/match_stable.h>

#define NOTHING UINT32_MAX /* worse than any edge */

struct scan {
    const struct match_instance *in;
    const struct match_result *r;
    const uint16_t *mentee_rank, *mentor_rank;
    uint64_t *counts; /* of each mentor: the edge that counts for the last mentee looked at */
    uint32_t *limit;  /* of each mentor: an edge ranked lower than this is welcome */
    uint16_t *load;   /* mentees of each mentor */
    uint8_t *fixed;   /* of each mentee, a bit: its pair is locked */
};

static bool is_fixed(const struct scan *s, uint32_t i)
{
    return s->fixed[i / 8] >> (i % 8) & 1;
}

static uint32_t for_mentee(const struct scan *s, uint64_t e)
{
    return s->mentee_rank ? s->mentee_rank[e] : 65535u - s->in->score[e];
}

static uint32_t for_mentor(const struct scan *s, uint64_t e)
{
    return s->mentor_rank ? s->mentor_rank[e] : 65535u - s->in->score[e];
}

/* Every locked pair is in the matching; its mentee wants nothing else. */
static bool take_locks(struct scan *s)
{
    const struct match_instance *in = s->in;
    for (size_t l = 0; l < in->n_locked; l++) {
        uint32_t low = 0, high = in->n_mentees;
        while (high - low > 1) {
            uint32_t middle = low + (high - low) / 2;
            if (in->offset[middle] <= in->locked[l])
                low = middle;
            else
                high = middle;
        }
        if (s->r->edge[low] != in->locked[l] || is_fixed(s, low))
            return false;
        s->fixed[low / 8] = (uint8_t)(s->fixed[low / 8] | 1u << low % 8);
    }
    return true;
}

/* The pairs obey capacities and floor and add up; every mentor's worst is known. */
static bool take_pairs(struct scan *s)
{
    const struct match_instance *in = s->in;
    uint64_t matched = 0, score = 0;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        uint64_t e = s->r->edge[i];
        uint32_t j = s->r->mate[i];
        if (e == MATCH_NO_EDGE && j == MATCH_NONE)
            continue;
        if (e < in->offset[i] || e >= in->offset[i + 1] || in->mentor[e] != j)
            return false;
        if (++s->load[j] > in->capacity[j] || (in->score[e] < in->floor && !is_fixed(s, i)))
            return false;
        matched++;
        score += in->score[e];
        if (!is_fixed(s, i) && for_mentor(s, e) > s->limit[j])
            s->limit[j] = for_mentor(s, e);
    }
    for (uint32_t j = 0; j < in->n_mentors; j++)
        if (s->load[j] < in->capacity[j])
            s->limit[j] = NOTHING;
    return matched == s->r->matched && score == s->r->score;
}

/* Of the edges to one mentor, that which the mentee prefers, then the mentor, then the first. */
static void choose_counting(const struct scan *s, uint32_t i)
{
    const struct match_instance *in = s->in;
    for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
        if (in->score[e] < in->floor)
            continue;
        uint64_t *counts = &s->counts[in->mentor[e]], old = *counts;
        if (old == MATCH_NO_EDGE || old < in->offset[i] || for_mentee(s, e) < for_mentee(s, old) ||
            (for_mentee(s, e) == for_mentee(s, old) && for_mentor(s, e) < for_mentor(s, old)))
            *counts = e;
    }
}

static void count(const struct scan *s, uint64_t *ret_count, uint64_t *ret_first)
{
    const struct match_instance *in = s->in;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        if (is_fixed(s, i))
            continue;
        uint32_t has = s->r->edge[i] == MATCH_NO_EDGE ? NOTHING : for_mentee(s, s->r->edge[i]);
        choose_counting(s, i);
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
            uint32_t j = in->mentor[e];
            if (s->counts[j] != e || j == s->r->mate[i] || for_mentee(s, e) >= has ||
                for_mentor(s, e) >= s->limit[j])
                continue;
            if (!(*ret_count)++)
                *ret_first = e;
        }
    }
}
static uint8_t *take(const struct match_options *o, size_t bytes)
{
    if (o && o->memory_limit && bytes > o->memory_limit)
        return NULL;
    return o && o->allocator ? o->allocator->alloc(o->allocator->ctx, bytes) : malloc(bytes);
}

static void give(const struct match_options *o, void *p)
{
    if (o && o->allocator)
        o->allocator->release(o->allocator->ctx, p);
    else
        free(p);
}

int match_blocking(const struct match_instance *instance, const struct match_result *result,
                   const struct match_stable_options *options, uint64_t *ret_count,
                   uint64_t *ret_first)
{
    size_t n = instance->n_mentees, m = instance->n_mentors;
    size_t cleared = m * (sizeof(uint32_t) + sizeof(uint16_t)) + n / 8 + 1;
    const struct match_options *base = options ? &options->base : NULL;
    uint8_t *memory = take(base, m * sizeof(uint64_t) + cleared);
    if (!memory)
        return MATCH_ENOMEM;
    struct scan s = {.in = instance, .r = result, .counts = (uint64_t *)memory};
    memset(s.counts, 0xFF, m * sizeof *s.counts);
    s.limit = (uint32_t *)(s.counts + m);
    memset(s.limit, 0, cleared);
    s.load = (uint16_t *)(s.limit + m);
    s.fixed = (uint8_t *)(s.load + m);
    if (options) {
        s.mentee_rank = options->mentee_rank;
        s.mentor_rank = options->mentor_rank;
    }
    uint64_t n_blocking = 0, first = MATCH_NO_EDGE;
    bool is_matching = take_locks(&s) && take_pairs(&s);
    if (is_matching)
        count(&s, &n_blocking, &first);
    give(base, memory);
    if (!is_matching)
        return MATCH_EPROOF;
    if (ret_count)
        *ret_count = n_blocking;
    if (ret_first)
        *ret_first = first;
    return MATCH_OK;
}
