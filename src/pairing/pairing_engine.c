/* The engine is asked by the settings of the draft, and what it says is kept in the arena. */
#include <string.h>

#include <nastavnik/match_fair.h>
#include <nastavnik/match_groups.h>
#include <nastavnik/match_levels.h>
#include <nastavnik/match_stable.h>

#include "base/i18n.h"
#include "pairing/pairing_build.h"

static void on_solving(void *ctx, uint64_t done, uint64_t total)
{
    uint64_t share = total ? done * (1000 - PAIRING_FIT_TO) / total : 0;
    pairing_tell(ctx, PAIRING_FIT_TO + (unsigned)share);
}

bool pairing_stops(void *ctx)
{
    const struct pairing_build *b = ctx;
    return b->in->people.cancel && b->in->people.cancel(b->in->people.ctx);
}

int pairing_stopped(struct err *err)
{
    return err_set(err, ERR_CANCELLED, _("Подбор остановлен"));
}

int pairing_engine_error(int r, struct err *err)
{
    switch (r) {
    case MATCH_ECANCELLED:
        return pairing_stopped(err);
    case MATCH_ENOMEM:
        return err_set(err, ERR_LIMIT, _("Не хватает памяти, чтобы подобрать пары"));
    case MATCH_EPROOF:
        return err_set(err, ERR_INVALID,
                       _("Подбор не проходит собственную проверку; черновик не создан. Сообщите "
                         "разработчикам"));
    default:
        return err_set(err, ERR_INVALID, _("Подбор не принимает эти данные"));
    }
}

static void *copy(struct arena *a, const void *from, size_t n, size_t size)
{
    void *to = from ? arena_alloc(a, n * size) : NULL;
    return from && n ? memcpy(to, from, n * size) : to;
}

/* The engine's answer outlives its memory. */
static void keep_answer(struct pairing_build *b, const struct match_result *r)
{
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors;
    struct match_result *out = &b->out->answer;
    *out = *r;
    out->mate = copy(b->a, r->mate, n, sizeof *r->mate);
    out->edge = copy(b->a, r->edge, n, sizeof *r->edge);
    out->price = copy(b->a, r->price, m, sizeof *r->price);
    out->reached = copy(b->a, r->reached, m, sizeof *r->reached);
}

/* The best by count or score; of equally good ones the fair one. */
static int ask_plain(struct pairing_build *b, const struct match_options *o)
{
    struct match_result result;
    int r = match_solve(&b->out->instance, o, &result);
    if (r != MATCH_OK)
        return r;
    if (b->in->settings.fair) {
        struct match_fair fair;
        r = match_fair_solve(&b->out->instance, &result, o, &fair);
        match_result_free(&result);
        if (r != MATCH_OK)
            return r;
        result = fair.answer;
    }
    keep_answer(b, &result);
    match_result_free(&result);
    b->out->facts.proved = b->out->facts.plain = true;
    return MATCH_OK;
}

static int ask_stable(struct pairing_build *b, const struct match_options *o)
{
    struct match_result result;
    uint64_t blocking;
    struct match_stable_options stable = {.base = *o};
    int r = match_stable(&b->out->instance, &stable, &result);
    if (r != MATCH_OK)
        return r;
    keep_answer(b, &result);
    match_result_free(&result);
    r = match_blocking(&b->out->instance, &b->out->answer, NULL, &blocking, NULL);
    b->out->facts.proved = true;
    return r == MATCH_OK && blocking ? MATCH_EPROOF : r;
}

static int ask_nearest(struct pairing_build *b, const struct match_options *o)
{
    const struct match_instance *in = &b->out->instance;
    struct match_levels levels;
    uint8_t *level = arena_alloc(b->a, b->n_edges);
    for (uint32_t i = 0; i < in->n_mentees; i++)
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
            level[e] = (uint8_t)criterion_near(b->run, i, in->mentor[e]);
    enum match_order order =
        b->in->settings.near == PAIRING_NEAR_FIRST ? MATCH_LEVELS_FIRST : MATCH_COUNT_FIRST;
    int r = match_levels_solve(in, level, NEAR_LEVELS, order, o, &levels);
    if (r != MATCH_OK)
        return r;
    keep_answer(b, &levels.answer);
    match_levels_free(&levels);
    b->out->facts.proved = true;
    return MATCH_OK;
}

/* Mentees a mentor has already count towards the group; a pin opens it by itself. */
static uint16_t *group_minima(const struct pairing_build *b)
{
    const struct criterion_input *people = &b->run->in;
    uint16_t *minimum = arena_array(b->a, uint16_t, people->n_mentors);
    for (uint32_t j = 0; j < people->n_mentors; j++)
        if (people->mentor[j].taken < b->in->settings.group)
            minimum[j] = (uint16_t)(b->in->settings.group - people->mentor[j].taken);
    for (uint32_t i = 0; i < people->n_mentees; i++)
        if (b->pin[i] != MATCH_NONE)
            minimum[b->pin[i]] = 0;
    return minimum;
}

static int ask_groups(struct pairing_build *b, const struct match_options *o)
{
    struct match_groups groups;
    int r = match_groups_solve(&b->out->instance, group_minima(b), 0, o, &groups);
    if (r != MATCH_OK)
        return r;
    keep_answer(b, &groups.answer);
    b->out->facts.proved = groups.exact;
    b->out->facts.bound_pairs = groups.bound_matched;
    b->out->facts.bound_score = groups.bound_score;
    match_groups_free(&groups);
    return MATCH_OK;
}

static int ask_by_settings(struct pairing_build *b)
{
    const struct pairing_settings *s = &b->in->settings;
    struct match_options o = {
        .seed = s->seed, .progress = on_solving, .cancel = pairing_stops, .ctx = b};
    if (s->mode == PAIRING_STABLE)
        return ask_stable(b, &o);
    if (s->near != PAIRING_NEAR_ANY)
        return ask_nearest(b, &o);
    return s->group > 1 ? ask_groups(b, &o) : ask_plain(b, &o);
}

static void count_near(struct pairing_build *b)
{
    for (uint32_t i = 0; i < b->run->in.n_mentees; i++)
        if (b->out->answer.mate[i] != MATCH_NONE)
            b->out->facts.near[criterion_near(b->run, i, b->out->answer.mate[i])]++;
}

int pairing_ask(struct pairing_build *b, struct err *err)
{
    b->out->facts = (struct pairing_facts){0};
    b->out->instance = (struct match_instance){
        .n_mentees = b->run->in.n_mentees,
        .n_mentors = b->run->in.n_mentors,
        .offset = b->offset,
        .mentor = b->mentor,
        .score = b->score,
        .capacity = b->capacity,
        .locked = b->locked,
        .n_locked = b->n_locked,
        .mode = b->in->settings.mode == PAIRING_SCORE ? MATCH_SCORE : MATCH_COUNT};
    int r = ask_by_settings(b);
    if (r == MATCH_OK)
        r = match_blocking(&b->out->instance, &b->out->answer, NULL, &b->out->facts.blocking, NULL);
    if (r < 0)
        return pairing_engine_error(r, err);
    count_near(b);
    return 0;
}
