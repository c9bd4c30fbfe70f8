#include "match/stable.h"

#include "match/instance.h"

int match_stable_look(const struct stable *s, uint64_t done, uint64_t total)
{
    const struct match_options *base = &s->options->base;
    if (base->progress)
        base->progress(base->ctx, done, total);
    return base->cancel && base->cancel(base->ctx) ? MATCH_ECANCELLED : MATCH_OK;
}

static void draw(struct stable *s)
{
    uint64_t x = s->options->base.seed;
    for (int side = 0; side < 2; side++)
        for (int half = 0; half < 2; half++) {
            x = (x + 0x9E3779B97F4A7C15u) * 0xD1342543DE82EF95u;
            x ^= x >> 32;
            s->draw[side][half] = (uint32_t)x;
        }
}

/* Locked pairs are in, all others alone. */
static int begin(struct stable *s)
{
    const struct match_instance *in = s->in;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        s->room[j] = in->capacity[j];
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        s->out->mate[i] = MATCH_NONE;
        s->out->edge[i] = MATCH_NO_EDGE;
    }
    return match_lock(in, s->out->mate, s->out->edge, s->room);
}

/* With the score alone both ways lead to the same pairs, and the greedy one mostly sooner. */
static int pair(struct stable *s)
{
    int r = begin(s);
    if (r == MATCH_OK && !s->options->mentee_rank && !s->options->mentor_rank) {
        r = match_stable_greedy(s);
        if (r != STABLE_GAVE_UP)
            return r;
        r = begin(s);
    }
    return r == MATCH_OK ? match_stable_propose(s) : r;
}

static void add_up(const struct match_instance *in, struct match_result *out)
{
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (out->edge[i] != MATCH_NO_EDGE) {
            out->matched++;
            out->score += in->score[out->edge[i]];
        }
}

int match_stable(const struct match_instance *instance, const struct match_stable_options *options,
                 struct match_result *ret_result)
{
    static const struct match_stable_options plain;
    int r = match_check(instance);
    if (r < 0)
        return r;
    if (match_n_edges(instance) > MATCH_STABLE_MAX_EDGES)
        return MATCH_EINVAL;
    options = options ? options : &plain;
    struct match_memory mem;
    match_memory_init(&mem, &options->base);
    struct match_result out = {.allocator = mem.allocator};
    struct stable s = {.in = instance, .options = options, .mem = &mem, .out = &out};
    out.mate = match_take(&mem, instance->n_mentees, sizeof *out.mate);
    out.edge = match_take(&mem, instance->n_mentees, sizeof *out.edge);
    s.room = match_take(&mem, instance->n_mentors, sizeof *s.room);
    draw(&s);
    r = out.mate && out.edge && s.room ? pair(&s) : MATCH_ENOMEM;
    match_give(&mem, s.room, instance->n_mentors, sizeof *s.room);
    if (r < 0) {
        match_result_free(&out);
        return r;
    }
    add_up(instance, &out);
    *ret_result = out;
    return MATCH_OK;
}
