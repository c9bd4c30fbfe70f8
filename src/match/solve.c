/*
 * An auction for nearly the best pairs, then whole prices and shortest paths for exactly the best.
 *
 * A pair weighs k + score. A small k makes the auction quick; that the count is the greatest
 * possible is proven apart from k, by the cover, and k grows only where the proof fails.
 */
#include <nastavnik/match.h>

#include "match/auction.h"
#include "match/instance.h"
#include "match/reach.h"
#include "match/repair.h"
#include "match/settle.h"

#define K_MAX (INT32_MAX / 8 / MARKET_UNIT) /* the auction counts in 31 bits */
#define K_GROWS 8
#define WARM_STEP (4 * MARKET_UNIT)

struct solver {
    const struct match_instance *in;
    const struct match_options *options;
    struct match_memory *mem;
    struct market market;
    struct crew crew;
    struct match_result out;
    int64_t top; /* highest score */
};

static int64_t highest_score(const struct match_instance *in)
{
    uint16_t top = 0;
    for (uint64_t e = 0; e < match_n_edges(in); e++)
        top = in->score[e] > top ? in->score[e] : top;
    return top;
}

/* Above what one more pair can cost in score when all others change. */
static int64_t surely_enough(const struct solver *s)
{
    uint64_t pairs = 0;
    for (uint32_t j = 0; j < s->in->n_mentors && pairs < s->in->n_mentees; j++)
        pairs += s->in->capacity[j];
    if (pairs > s->in->n_mentees)
        pairs = s->in->n_mentees;
    return s->top * (int64_t)(pairs + 1) + 1;
}

/* Begin with the pairs of an earlier answer that are still possible, at its prices. */
static void begin_warm(struct solver *s, const struct match_result *start)
{
    struct market *m = &s->market;
    for (uint32_t i = 0; i < s->in->n_mentees; i++) {
        uint32_t mate = start->mate[i];
        if (m->locked[i] || mate >= s->in->n_mentors || !market_room(m, mate))
            continue;
        for (uint64_t e = s->in->offset[i]; e < s->in->offset[i + 1]; e++)
            if (s->in->mentor[e] == mate && s->in->score[e] >= s->in->floor) {
                market_seat(m, i, (uint32_t)(e - s->in->offset[i]));
                break;
            }
    }
    market_ask(m, start->price);
}

static void take_answer(struct solver *s)
{
    struct match_result *out = &s->out;
    out->matched = out->score = 0;
    for (uint32_t i = 0; i < s->in->n_mentees; i++) {
        bool paired = s->market.at[i] != MATCH_NONE;
        out->edge[i] = paired ? market_edge(&s->market, i) : MATCH_NO_EDGE;
        out->mate[i] = paired ? s->in->mentor[out->edge[i]] : MATCH_NONE;
        out->matched += paired;
        out->score += paired ? s->in->score[out->edge[i]] : 0;
    }
}

/* One round: the best answer for this k, and whether no other has more pairs. */
static int solve_for_k(struct solver *s, int64_t k, struct auction_options *o, bool *ret_most)
{
    struct market *m = &s->market;
    s->out.k = k;
    int r = MATCH_OK;
    if (k <= K_MAX) {
        m->k = (int32_t)k;
        r = auction_run(m, o, s->mem);
        if (r == MATCH_OK)
            r = settle(m, s->mem);
        for (uint32_t j = 0; r == MATCH_OK && j < s->in->n_mentors; j++)
            s->out.price[j] = m->asks[j];
    }
    for (uint32_t j = 0; r == MATCH_OK && j < s->in->n_mentors; j++)
        if (m->first[j] == m->first[j + 1])
            s->out.price[j] = k + s->top;
    if (r == MATCH_OK)
        r = repair(m, k, s->out.price, s->options, s->mem);
    if (r < 0)
        return r;
    take_answer(s);
    *ret_most = true;
    if (s->in->mode == MATCH_SCORE)
        return MATCH_OK;
    return match_reach_all(s->in, &s->out, s->options, s->mem, ret_most);
}

static int run(struct solver *s)
{
    s->top = highest_score(s->in);
    int64_t enough = s->in->mode == MATCH_SCORE ? 0 : surely_enough(s);
    int64_t k = s->in->mode == MATCH_SCORE ? 0 : s->top + 1;
    struct auction_options o = {.first_step = (int32_t)(s->top + 1) * MARKET_UNIT / 4,
                                .callbacks = s->options,
                                .done_to = PROGRESS * 9 / 10};
    bool most = false;
    if (s->options->start) {
        s->market.k = (int32_t)k;
        begin_warm(s, s->options->start);
        o.warm = true;
        o.first_step = WARM_STEP;
    }
    for (;; k *= K_GROWS) {
        k = k < enough && k <= K_MAX ? k : enough;
        int r = solve_for_k(s, k, &o, &most);
        if (r < 0 || most || k == enough)
            return r;
        market_ask(&s->market, s->out.price);
        o.warm = true;
        o.first_step = (int32_t)(k <= K_MAX / K_GROWS ? k * K_GROWS * MARKET_UNIT / 4 : WARM_STEP);
        o.done_from = o.done_to;
        o.done_to += (PROGRESS - o.done_to) / 2;
    }
}

static int check_answer(const struct solver *s)
{
    struct match_options left = {
        .allocator = &s->mem->allocator, .cancel = s->options->cancel, .ctx = s->options->ctx};
    if (s->options->memory_limit)
        left.memory_limit = s->mem->limit > s->mem->used ? s->mem->limit - s->mem->used : 1;
    return match_verify(s->in, &s->out, &left, NULL);
}

int match_solve(const struct match_instance *instance, const struct match_options *options,
                struct match_result *ret_result)
{
    static const struct match_options none;
    int r = match_check(instance);
    if (r < 0)
        return r;
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct solver s = {.in = instance, .options = options ? options : &none, .mem = &mem};
    size_t n = instance->n_mentees, m = instance->n_mentors;
    s.out = (struct match_result){.allocator = mem.allocator,
                                  .mate = match_take(&mem, n, sizeof *s.out.mate),
                                  .edge = match_take(&mem, n, sizeof *s.out.edge),
                                  .price = match_take(&mem, m, sizeof *s.out.price),
                                  .reached = match_take(&mem, m, sizeof *s.out.reached)};
    r = MATCH_ENOMEM;
    if (s.out.mate && s.out.edge && s.out.price && s.out.reached)
        r = market_open(&s.market, instance, &s.out, s.options->seed, &s.crew, &mem);
    if (r == MATCH_OK) {
        s.market.pulse.options = s.options;
        crew_open(&s.crew, s.options->threads);
        r = run(&s);
        crew_close(&s.crew);
    }
    market_close(&s.market, &mem);
    if (r == MATCH_OK)
        r = check_answer(&s);
    if (r == MATCH_OK && s.options->progress)
        s.options->progress(s.options->ctx, PROGRESS, PROGRESS);
    if (r < 0)
        match_result_free(&s.out);
    else
        *ret_result = s.out;
    return r;
}

void match_result_free(struct match_result *result)
{
    void *parts[] = {result->mate, result->edge, result->price, result->reached};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i])
            result->allocator.release(result->allocator.ctx, parts[i]);
    *result = (struct match_result){0};
}
