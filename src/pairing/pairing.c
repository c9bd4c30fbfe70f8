#include "pairing/pairing.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "pairing/pairing_build.h"

int pairing_tell(struct pairing_build *b, unsigned permille)
{
    b->told = permille > b->told ? permille : b->told; /* a second solving does not go back */
    const struct criterion_input *in = &b->in->people;
    if (in->progress)
        in->progress(in->ctx, b->told);
    return in->cancel && in->cancel(in->ctx) ? ERR_CANCELLED : 0;
}

static void on_reading(void *ctx, unsigned permille)
{
    pairing_tell(ctx, permille * PAIRING_READ_TO / 1000);
}

static void on_solving(void *ctx, uint64_t done, uint64_t total)
{
    uint64_t share = total ? done * (1000 - PAIRING_FIT_TO) / total : 0;
    pairing_tell(ctx, PAIRING_FIT_TO + (unsigned)share);
}

static bool wants_to_stop(void *ctx)
{
    const struct pairing_build *b = ctx;
    return b->in->people.cancel && b->in->people.cancel(b->in->people.ctx);
}

static int stopped(struct err *err)
{
    return err_set(err, ERR_CANCELLED, _("Подбор остановлен"));
}

static int read_people(struct pairing_build *b, struct err *err)
{
    struct criterion_input in = b->in->people;
    if (in.n_mentees > MATCH_MAX_PEOPLE || in.n_mentors > MATCH_MAX_PEOPLE)
        return err_set(err, ERR_LIMIT, _("Больше %u человек на одной стороне"), MATCH_MAX_PEOPLE);
    in.progress = on_reading;
    in.cancel = wants_to_stop;
    in.ctx = b;
    return criterion_prepare(b->a, &in, err, &b->run);
}

static bool is_vetoed(const struct pairing_build *b, const struct criterion_mark *pin)
{
    for (size_t v = 0; v < b->in->people.n_vetoes; v++)
        if (b->in->people.veto[v].mentee == pin->mentee &&
            b->in->people.veto[v].mentor == pin->mentor)
            return true;
    return false;
}

static int enter_pins(struct pairing_build *b, struct err *err)
{
    const struct criterion_input *in = &b->run->in;
    b->pin = arena_array(b->a, uint32_t, in->n_mentees);
    b->capacity = arena_array(b->a, uint16_t, in->n_mentors);
    uint32_t *pinned = arena_array(b->a, uint32_t, in->n_mentors);
    for (uint32_t i = 0; i < in->n_mentees; i++)
        b->pin[i] = MATCH_NONE;
    for (size_t p = 0; p < b->in->n_pins; p++) {
        const struct criterion_mark *pin = &b->in->pin[p];
        uint32_t i = criterion_mentee(b->run, pin->mentee);
        uint32_t j = criterion_mentor(b->run, pin->mentor);
        if (i == MAP_NONE || j == MAP_NONE || b->pin[i] == j)
            continue;
        if (b->pin[i] != MATCH_NONE)
            return err_set(err, ERR_INVALID,
                           _("%s: закреплены сразу два наставника, %s и %s; оставьте одного"),
                           in->mentee[i].p.name, in->mentor[b->pin[i]].p.name,
                           in->mentor[j].p.name);
        if (is_vetoed(b, pin))
            return err_set(err, ERR_INVALID,
                           _("%s и %s: пара и закреплена, и запрещена; снимите одну из отметок"),
                           in->mentee[i].p.name, in->mentor[j].p.name);
        b->pin[i] = j;
        if (++pinned[j] > MATCH_MAX_CAPACITY)
            return err_set(err, ERR_LIMIT, _("%s: закреплённых наставляемых больше %u"),
                           in->mentor[j].p.name, MATCH_MAX_CAPACITY);
    }
    for (uint32_t j = 0; j < in->n_mentors; j++) {
        unsigned room = criterion_capacity(b->run, j);
        room = room < MATCH_MAX_CAPACITY ? room : MATCH_MAX_CAPACITY;
        b->capacity[j] = (uint16_t)(pinned[j] > room ? pinned[j] : room);
        b->out->n_places += b->capacity[j];
    }
    b->locked = arena_array(b->a, uint64_t, b->in->n_pins);
    return 0;
}

/* The best mentors of a mentee but its own. */
static void find_next(const struct pairing_build *b, const uint16_t *room, struct pairing_pair *p)
{
    for (uint64_t e = b->offset[p->mentee]; e < b->offset[p->mentee + 1]; e++) {
        struct pairing_next one = {b->mentor[e], b->score[e], room[b->mentor[e]] > 0};
        if (one.mentor == p->mentor)
            continue;
        if (p->n_next < PAIRING_NEXT)
            p->n_next++;
        else if (p->next[PAIRING_NEXT - 1].score >= one.score)
            continue;
        uint32_t at = p->n_next - 1;
        for (; at && p->next[at - 1].score < one.score; at--)
            p->next[at] = p->next[at - 1];
        p->next[at] = one;
    }
}

static void take_pairs(struct pairing_build *b, const struct match_result *r)
{
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors;
    struct pairing_pair *pairs = arena_array(b->a, struct pairing_pair, r->matched);
    uint16_t *room = arena_array(b->a, uint16_t, m);
    if (m)
        memcpy(room, b->capacity, m * sizeof *room);
    for (uint32_t i = 0; i < n; i++)
        if (r->mate[i] != MATCH_NONE)
            room[r->mate[i]]--;
    size_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (r->mate[i] == MATCH_NONE)
            continue;
        struct pairing_pair *p = &pairs[k++];
        p->mentee = i;
        p->mentor = r->mate[i];
        p->pinned = b->pin[i] == p->mentor;
        p->breaks = p->pinned ? criterion_rule(b->run, i, p->mentor) : RULE_NONE;
        criterion_score(b->run, i, p->mentor, &p->score);
        find_next(b, room, p);
    }
    b->out->pair = pairs;
    b->out->n_pairs = k;
    b->out->score = r->score;
    b->out->n_mentees_alone = n - k;
}

static void *copy(struct arena *a, const void *from, size_t n, size_t size)
{
    void *to = arena_alloc(a, n * size);
    return n ? memcpy(to, from, n * size) : to;
}

/* The engine's answer outlives its memory. */
static void take_answer(struct pairing_build *b, const struct match_result *r)
{
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors;
    struct match_result *out = &b->out->answer;
    *out = *r;
    out->mate = copy(b->a, r->mate, n, sizeof *r->mate);
    out->edge = copy(b->a, r->edge, n, sizeof *r->edge);
    out->price = copy(b->a, r->price, m, sizeof *r->price);
    out->reached = copy(b->a, r->reached, m, sizeof *r->reached);
}

static int engine_error(int r, struct err *err)
{
    switch (r) {
    case MATCH_ECANCELLED:
        return stopped(err);
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

static int ask_engine(struct pairing_build *b, struct err *err, struct match_result *ret_result)
{
    b->out->instance = (struct match_instance){.n_mentees = b->run->in.n_mentees,
                                               .n_mentors = b->run->in.n_mentors,
                                               .offset = b->offset,
                                               .mentor = b->mentor,
                                               .score = b->score,
                                               .capacity = b->capacity,
                                               .locked = b->locked,
                                               .n_locked = b->n_locked};
    struct match_options options = {
        .seed = b->in->seed, .progress = on_solving, .cancel = wants_to_stop, .ctx = b};
    int r = match_solve(&b->out->instance, &options, ret_result);
    return r < 0 ? engine_error(r, err) : 0;
}

static int solve(struct pairing_build *b, struct err *err)
{
    struct match_result result;
    int r = ask_engine(b, err, &result);
    if (r < 0)
        return r;
    while (b->cut && pairing_widen(b, result.mate)) {
        match_result_free(&result);
        if ((r = ask_engine(b, err, &result)) < 0)
            return r;
    }
    take_answer(b, &result);
    match_result_free(&result);
    take_pairs(b, &b->out->answer);
    if (!b->in->pairs_only)
        pairing_reasons(b, &b->out->answer);
    return 0;
}

int pairing_make(struct arena *a, const struct pairing_input *in, struct err *err,
                 const struct pairing **ret_pairing)
{
    struct pairing_build b = {.a = a, .in = in, .out = arena_new_of(a, struct pairing)};
    int r;
    if ((r = read_people(&b, err)) < 0 || (r = enter_pins(&b, err)) < 0)
        return r;
    if (pairing_candidates(&b) < 0)
        return stopped(err);
    if ((r = solve(&b, err)) < 0)
        return r;
    b.out->run = b.run;
    b.out->cut = b.cut;
    b.out->n_candidates = b.n_edges;
    pairing_tell(&b, 1000);
    *ret_pairing = b.out;
    return 0;
}

static void *from_arena(void *ctx, size_t bytes)
{
    return arena_alloc(ctx, bytes);
}

static void to_nobody(void *ctx, void *p)
{
    (void)ctx;
    (void)p;
}

int pairing_live(const struct pairing *p, struct arena *a, struct err *err,
                 struct match_live **ret_live)
{
    struct match_allocator allocator = {from_arena, to_nobody, a};
    struct match_options options = {.allocator = &allocator};
    int r = match_live_new(&p->instance, &p->answer, &options, ret_live);
    return r < 0 ? engine_error(r, err) : 0;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static int try_changes(struct match_live *live, struct arena *a,
                       const struct match_live_change *changes, size_t n, struct err *err,
                       struct pairing_effect *ret)
{
    struct match_live_diff diff;
    uint32_t mentee = changes[0].mentee;
    int r = match_live_try(live, changes, n, NULL, &diff);
    if (r == MATCH_EINVAL)
        return err_set(err, ERR_INVALID,
                       _("Эти двое не подходят друг другу по правилам, или все места этого "
                         "наставника отданы закреплённым парам"));
    if (r < 0)
        return engine_error(r, err);
    uint32_t *left = arena_array(a, uint32_t, diff.n_moves);
    *ret = (struct pairing_effect){match_live_mate(live, mentee), diff.n_moves, left, 0};
    for (uint32_t t = 0; t < diff.n_moves; t++) {
        if (diff.move[t].mentee == mentee)
            ret->mentor = diff.move[t].to;
        if (diff.move[t].to == MATCH_NONE)
            left[ret->n_left++] = diff.move[t].mentee;
    }
    if (ret->n_left)
        qsort(left, ret->n_left, sizeof *left, by_number);
    return 0;
}

int pairing_if_moved(struct match_live *live, struct arena *a, uint32_t mentee, uint32_t mentor,
                     struct err *err, struct pairing_effect *ret_effect)
{
    const struct match_live_change pin = {MATCH_LIVE_PIN, mentee, mentor, 0};
    return try_changes(live, a, &pin, 1, err, ret_effect);
}

int pairing_if_vetoed(struct match_live *live, struct arena *a, uint32_t mentee, uint32_t mentor,
                      struct err *err, struct pairing_effect *ret_effect)
{
    const struct match_live_change veto[] = {{MATCH_LIVE_UNPIN, mentee, mentor, 0},
                                             {MATCH_LIVE_VETO, mentee, mentor, 0}};
    return try_changes(live, a, veto, 2, err, ret_effect);
}
