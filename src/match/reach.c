#include "match/reach.h"

#include <string.h>

#include "match/instance.h"
#include "match/pulse.h"

struct reach {
    const struct match_instance *in;
    uint32_t
        *start; /* n_mentors + 2: those of mentor j are start[j + 1] … start[j + 2] - 1 of list */
    uint32_t *list;   /* mentees by mentor, without the locked ones */
    uint8_t *seen;    /* of each mentor */
    uint32_t *queue;  /* mentors in the order they were reached */
    uint32_t n_queue; /* length of it */
    struct pulse pulse;
};

static bool is_locked(const uint8_t *locked, uint32_t i)
{
    return locked[i / 8] >> i % 8 & 1;
}

/* Group mentees by mentor. */
static int group(struct reach *r, const uint32_t *mate, struct match_memory *mem)
{
    const struct match_instance *in = r->in;
    size_t n_bytes = in->n_mentees / 8 + 1;
    uint8_t *locked = match_take(mem, n_bytes, 1);
    if (!locked)
        return MATCH_ENOMEM;
    for (size_t l = 0; l < in->n_locked; l++) {
        uint32_t i = match_edge_mentee(in, in->locked[l]);
        locked[i / 8] = (uint8_t)(locked[i / 8] | 1u << i % 8);
    }
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (mate[i] != MATCH_NONE && !is_locked(locked, i))
            r->start[mate[i] + 1]++;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        r->start[j + 1] += r->start[j];
    r->start[in->n_mentors + 1] = r->start[in->n_mentors];
    for (uint32_t i = in->n_mentees; i-- > 0;)
        if (mate[i] != MATCH_NONE && !is_locked(locked, i))
            r->list[--r->start[mate[i] + 1]] = i;
    match_give(mem, locked, n_bytes, 1);
    return MATCH_OK;
}

static void look(struct reach *r, uint32_t mentee)
{
    r->pulse.edges += r->in->offset[mentee + 1] - r->in->offset[mentee] + 1;
    for (uint64_t e = r->in->offset[mentee]; e < r->in->offset[mentee + 1]; e++) {
        uint32_t j = r->in->mentor[e];
        if (!r->seen[j] && r->in->score[e] >= r->in->floor) {
            r->seen[j] = 1;
            r->queue[r->n_queue++] = j;
        }
    }
}

/* Everybody who is reached from there; the mentees of a mentor join their candidates. */
static int walk(struct reach *r, const uint32_t *mate, uint32_t from)
{
    for (uint32_t i = 0; i < r->in->n_mentees; i++) {
        if (from == MATCH_NONE ? mate[i] == MATCH_NONE : i == from)
            look(r, i);
        if (pulse_stops(&r->pulse))
            return MATCH_ECANCELLED;
    }
    for (uint32_t t = 0; t < r->n_queue; t++) {
        uint32_t j = r->queue[t];
        for (uint32_t k = r->start[j + 1]; k < r->start[j + 2]; k++)
            look(r, r->list[k]);
        if (pulse_stops(&r->pulse))
            return MATCH_ECANCELLED;
    }
    return MATCH_OK;
}

/* from: one mentee, or MATCH_NONE for all without a mentor. seen and queue are the caller's. */
static int reach(struct reach *r, const uint32_t *mate, uint32_t from, struct match_memory *mem)
{
    const struct match_instance *in = r->in;
    size_t m = (size_t)in->n_mentors + 2;
    r->start = match_take(mem, m, sizeof *r->start);
    r->list = match_take(mem, in->n_mentees, sizeof *r->list);
    int ret = MATCH_ENOMEM;
    if (r->start && r->list)
        ret = group(r, mate, mem);
    if (ret == MATCH_OK)
        ret = walk(r, mate, from);
    match_give(mem, r->start, m, sizeof *r->start);
    match_give(mem, r->list, in->n_mentees, sizeof *r->list);
    return ret;
}

/* No reached mentor has room: nobody more can be placed. */
static bool all_full(const struct match_instance *in, const struct match_result *out,
                     uint32_t *load)
{
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (out->mate[i] != MATCH_NONE)
            load[out->mate[i]]++;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        if (out->reached[j] && load[j] < in->capacity[j])
            return false;
    return true;
}

int match_reach_all(const struct match_instance *in, struct match_result *out,
                    const struct match_options *options, struct match_memory *mem, bool *ret_most)
{
    struct reach r = {.in = in, .seen = out->reached, .pulse = {.options = options}};
    r.queue = match_take(mem, in->n_mentors, sizeof *r.queue);
    if (!r.queue)
        return MATCH_ENOMEM;
    memset(out->reached, 0, in->n_mentors);
    int ret = reach(&r, out->mate, MATCH_NONE, mem);
    if (ret == MATCH_OK) {
        memset(r.queue, 0, in->n_mentors * sizeof *r.queue);
        *ret_most = all_full(in, out, r.queue);
    }
    match_give(mem, r.queue, in->n_mentors, sizeof *r.queue);
    return ret;
}

int match_why(const struct match_instance *instance, const struct match_result *result,
              uint32_t mentee, const struct match_options *options, uint32_t *ret_mentors,
              uint32_t *ret_n)
{
    if (mentee >= instance->n_mentees || result->mate[mentee] != MATCH_NONE)
        return MATCH_EINVAL;
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct reach r = {.in = instance, .queue = ret_mentors, .pulse = {.options = options}};
    r.seen = match_take(&mem, instance->n_mentors, 1);
    int ret = r.seen ? reach(&r, result->mate, mentee, &mem) : MATCH_ENOMEM;
    match_give(&mem, r.seen, instance->n_mentors, 1);
    if (ret == MATCH_OK)
        *ret_n = r.n_queue;
    return ret;
}
