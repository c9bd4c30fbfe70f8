/* What if: an answer of the engine that lives on and is asked about changes. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "pairing/pairing_build.h"

int pairing_live(const struct pairing *p, struct err *err, struct match_live **ret_live)
{
    if (!p->facts.plain)
        return err_set(err, ERR_INVALID, _("Этот черновик так не проверить: посчитайте заново"));
    int r = match_live_new(&p->instance, &p->answer, NULL, ret_live);
    return r < 0 ? pairing_engine_error(r, err) : 0;
}

static uint16_t score_of(const struct pairing *p, uint32_t mentee, uint32_t mentor)
{
    struct criterion_score score;
    if (mentor == MATCH_NONE)
        return 0;
    criterion_score(p->run, mentee, mentor, &score);
    return score.total;
}

static int by_mentee(const void *a, const void *b)
{
    const struct pairing_move *x = a, *y = b;
    return x->mentee < y->mentee ? -1 : x->mentee > y->mentee;
}

static struct pairing_move move_of(const struct pairing *p, uint32_t mentee, uint32_t from,
                                   uint32_t to)
{
    return (struct pairing_move){mentee, from, to, score_of(p, mentee, from),
                                 score_of(p, mentee, to)};
}

/* ---- from where the answer stands ---- */

/* Pinned mentees of a mentor, this one aside. */
static unsigned pinned_at(const struct pairing *p, uint32_t mentor, uint32_t but)
{
    unsigned n = 0;
    for (size_t k = 0; k < p->n_pairs; k++)
        n += p->pair[k].pinned && p->pair[k].mentor == mentor && p->pair[k].mentee != but;
    return n;
}

/* A mentor without a place has no candidates: those who fit but for that. */
static size_t add_candidates(const struct pairing *p, const struct pairing_input *in,
                             uint32_t mentor, struct match_live_change *ret)
{
    unsigned floor = in->settings.floor ? in->settings.floor * 10u - 5 : 0;
    size_t n = 0;
    for (uint32_t i = 0; i < p->run->in.n_mentees; i++) {
        uint16_t score;
        if (criterion_rule(p->run, i, mentor) != RULE_FULL)
            continue;
        score = score_of(p, i, mentor);
        if (score >= floor)
            ret[n++] = (struct match_live_change){MATCH_LIVE_EDGE, i, mentor, score};
    }
    return n;
}

/* The wish in the words of the engine; their number. */
static size_t changes_of(const struct pairing *p, const struct pairing_input *in,
                         const struct pairing_wish *w, struct arena *a,
                         struct match_live_change **ret)
{
    struct match_live_change *c =
        arena_array(a, struct match_live_change, (size_t)p->run->in.n_mentees + 4);
    size_t n = 0;
    *ret = c;
    if (w->kind == PAIRING_PLACES) {
        if (!p->instance.capacity[w->mentor])
            n = add_candidates(p, in, w->mentor, c);
        c[n++] = (struct match_live_change){MATCH_LIVE_CAPACITY, 0, w->mentor, w->places};
        return n;
    }
    c[n++] = (struct match_live_change){MATCH_LIVE_UNPIN, w->mentee, w->mentor, 0};
    if (w->kind == PAIRING_APART) {
        c[n++] = (struct match_live_change){MATCH_LIVE_VETO, w->mentee, w->mentor, 0};
        return n;
    }
    unsigned pinned = pinned_at(p, w->mentor, w->mentee);
    if (pinned == p->instance.capacity[w->mentor]) /* a pin may go over the limit */
        c[n++] =
            (struct match_live_change){MATCH_LIVE_CAPACITY, 0, w->mentor, (uint16_t)(pinned + 1)};
    c[n++] = (struct match_live_change){MATCH_LIVE_EDGE, w->mentee, w->mentor,
                                        score_of(p, w->mentee, w->mentor)};
    c[n++] = (struct match_live_change){MATCH_LIVE_PIN, w->mentee, w->mentor, 0};
    return n;
}

static int ask_live(const struct pairing *p, const struct pairing_input *in,
                    struct match_live *live, const struct pairing_wish *wish, struct arena *a,
                    struct err *err, struct pairing_outcome *ret)
{
    struct match_live_change *changes;
    struct match_live_diff diff;
    size_t n = changes_of(p, in, wish, a, &changes);
    int r = match_live_try(live, changes, n, NULL, &diff);
    if (r == MATCH_EINVAL)
        return err_set(err, ERR_INVALID,
                       _("Столько мест мало: закреплённых пар у наставника больше"));
    if (r < 0)
        return pairing_engine_error(r, err);
    struct pairing_move *moves = arena_array(a, struct pairing_move, diff.n_moves);
    for (uint32_t t = 0; t < diff.n_moves; t++)
        moves[t] = move_of(p, diff.move[t].mentee, diff.move[t].from, diff.move[t].to);
    if (diff.n_moves)
        qsort(moves, diff.n_moves, sizeof *moves, by_mentee);
    *ret = (struct pairing_outcome){moves, diff.n_moves, diff.matched, diff.score};
    return 0;
}

/* ---- by solving again ---- */

/* Marks without one pair, or without all of the mentee, and with room for one more. */
static struct criterion_mark *marks_but(struct arena *a, const struct criterion_mark *marks,
                                        size_t n, struct criterion_mark but, bool all_of_mentee,
                                        size_t *ret_n)
{
    struct criterion_mark *copy = arena_array(a, struct criterion_mark, n + 1);
    *ret_n = 0;
    for (size_t k = 0; k < n; k++)
        if (marks[k].mentee != but.mentee || (!all_of_mentee && marks[k].mentor != but.mentor))
            copy[(*ret_n)++] = marks[k];
    return copy;
}

static struct pairing_input input_with(const struct pairing *p, const struct pairing_input *in,
                                       const struct pairing_wish *w, struct arena *a)
{
    struct pairing_input out = *in;
    out.pairs_only = true;
    if (w->kind == PAIRING_PLACES) {
        struct mentor_profile *mentors =
            arena_array(a, struct mentor_profile, in->people.n_mentors);
        memcpy(mentors, in->people.mentor, in->people.n_mentors * sizeof *mentors);
        mentors[w->mentor].more += (int)w->places - criterion_room(p->run, w->mentor);
        out.people.mentor = mentors;
        return out;
    }
    struct criterion_mark two = {in->people.mentee[w->mentee].p.id,
                                 in->people.mentor[w->mentor].p.id};
    bool together = w->kind == PAIRING_TOGETHER;
    struct criterion_mark *pins = marks_but(a, in->pin, in->n_pins, two, together, &out.n_pins);
    struct criterion_mark *vetoes =
        marks_but(a, in->people.veto, in->people.n_vetoes, two, false, &out.people.n_vetoes);
    if (together)
        pins[out.n_pins++] = two;
    else
        vetoes[out.people.n_vetoes++] = two;
    out.pin = pins;
    out.people.veto = vetoes;
    return out;
}

static int ask_again(const struct pairing *p, const struct pairing_input *in,
                     const struct pairing_wish *wish, struct arena *a, struct err *err,
                     struct pairing_outcome *ret)
{
    struct pairing_input with = input_with(p, in, wish, a);
    const struct pairing *q;
    size_t n = 0;
    int r = pairing_make(a, &with, err, &q);
    if (r < 0)
        return r;
    struct pairing_move *moves = arena_array(a, struct pairing_move, p->run->in.n_mentees);
    for (uint32_t i = 0; i < p->run->in.n_mentees; i++)
        if (p->answer.mate[i] != q->answer.mate[i])
            moves[n++] = move_of(p, i, p->answer.mate[i], q->answer.mate[i]);
    *ret = (struct pairing_outcome){moves, n, q->answer.matched, q->answer.score};
    return 0;
}

int pairing_what_if(const struct pairing *p, const struct pairing_input *in,
                    struct match_live *live, const struct pairing_wish *wish, struct arena *a,
                    struct err *err, struct pairing_outcome *ret_outcome)
{
    return live ? ask_live(p, in, live, wish, a, err, ret_outcome)
                : ask_again(p, in, wish, a, err, ret_outcome);
}
