#include "pairing/pairing.h"

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

static int read_people(struct pairing_build *b, struct err *err)
{
    struct criterion_input in = b->in->people;
    if (in.n_mentees > MATCH_MAX_PEOPLE || in.n_mentors > MATCH_MAX_PEOPLE)
        return err_set(err, ERR_LIMIT, _("Больше %u человек на одной стороне"), MATCH_MAX_PEOPLE);
    in.progress = on_reading;
    in.cancel = pairing_stops;
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

/* The best candidate of each mentor, as an edge; MATCH_NO_EDGE where there is none. */
static uint64_t *best_of_mentors(const struct pairing_build *b, uint32_t **ret_mentee)
{
    uint64_t *best = arena_array(b->a, uint64_t, b->run->in.n_mentors);
    uint32_t *whose = arena_array(b->a, uint32_t, b->run->in.n_mentors);
    for (uint32_t j = 0; j < b->run->in.n_mentors; j++)
        best[j] = MATCH_NO_EDGE;
    for (uint32_t i = 0; i < b->run->in.n_mentees; i++)
        for (uint64_t e = b->offset[i]; e < b->offset[i + 1]; e++) {
            uint32_t j = b->mentor[e];
            if (best[j] == MATCH_NO_EDGE || b->score[e] > b->score[best[j]]) {
                best[j] = e;
                whose[j] = i;
            }
        }
    *ret_mentee = whose;
    return best;
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
    uint32_t *whose;
    const uint64_t *best = best_of_mentors(b, &whose);
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
        bool rather = b->score[best[p->mentor]] > p->score.total;
        p->rather = rather ? whose[p->mentor] : i;
        p->rather_score = rather ? b->score[best[p->mentor]] : p->score.total;
    }
    b->out->pair = pairs;
    b->out->n_pairs = k;
    b->out->score = r->score;
    b->out->n_mentees_alone = n - k;
}

static int solve(struct pairing_build *b, struct err *err)
{
    int r = pairing_ask(b, err);
    while (r >= 0 && b->cut && pairing_widen(b, b->out->answer.mate))
        r = pairing_ask(b, err);
    if (r < 0)
        return r;
    if (b->cut && pairing_gap(b) < 0)
        return pairing_stopped(err);
    take_pairs(b, &b->out->answer);
    if (!b->in->pairs_only)
        pairing_reasons(b);
    return 0;
}

int pairing_make(struct arena *a, const struct pairing_input *in, struct err *err,
                 const struct pairing **ret_pairing)
{
    struct pairing_build b = {.a = a, .in = in, .out = arena_new_of(a, struct pairing)};
    if (in->settings.floor)
        b.floor = in->settings.floor * 10u - 5; /* as points are shown: rounded */
    int r;
    if ((r = pairing_settings_check(&in->settings, err, NULL)) < 0)
        return r;
    if ((r = read_people(&b, err)) < 0 || (r = enter_pins(&b, err)) < 0)
        return r;
    if (pairing_candidates(&b) < 0)
        return pairing_stopped(err);
    if ((r = solve(&b, err)) < 0)
        return r;
    b.out->run = b.run;
    b.out->cut = b.cut;
    b.out->n_candidates = b.n_edges;
    pairing_tell(&b, 1000);
    *ret_pairing = b.out;
    return 0;
}
