/* What each side of the pairs gave up against the best of its own list. */
#include "match/instance.h"
#include "match/why.h"

#define SCORES 65536u

struct losses {
    const struct why *w;
    uint32_t *last;   /* of each mentor: the mentee that looked at it last, + 1 */
    uint64_t *best;   /* of each mentor: the best edge of that mentee to it */
    uint64_t *end;    /* of each score, + 1: where its edges end in order */
    uint32_t *order;  /* mentors of the edges, by score */
    uint16_t *places; /* of each mentor, not yet filled with its best */
    uint64_t n_edges;
};

/* Of a pair that stands twice the better edge is the one that counts. */
static void best_twins(struct losses *s, uint32_t i)
{
    const struct match_instance *in = s->w->in;
    for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
        uint32_t j = in->mentor[e];
        if (!why_usable(s->w, i, e))
            continue;
        if (s->last[j] != i + 1 || in->score[e] > in->score[s->best[j]])
            s->best[j] = e;
        s->last[j] = i + 1;
    }
}

/* Pass 0 counts the edges of each score, pass 1 puts their mentors in order. */
static void pass(struct losses *s, int number)
{
    const struct match_instance *in = s->w->in;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        s->last[j] = 0;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        best_twins(s, i);
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
            uint32_t j = in->mentor[e];
            if (s->last[j] != i + 1 || s->best[j] != e)
                continue;
            if (number)
                s->order[s->end[in->score[e]]++] = j;
            else
                s->end[in->score[e] + 1]++;
        }
    }
}

static void mentors(struct losses *s, uint64_t *loss)
{
    const struct match_instance *in = s->w->in;
    pass(s, 0);
    for (uint32_t v = 0; v < SCORES; v++)
        s->end[v + 1] += s->end[v];
    pass(s, 1);
    for (uint32_t j = 0; j < in->n_mentors; j++)
        s->places[j] = in->capacity[j];
    uint64_t t = s->end[SCORES];
    for (uint32_t score = SCORES; score-- > 0;)
        for (uint64_t begin = score ? s->end[score - 1] : 0; t > begin; t--) {
            uint32_t j = s->order[t - 1];
            if (s->places[j]) {
                s->places[j]--;
                loss[j] += score;
            }
        }
}

static void mentees(const struct why *w, struct match_whys *out)
{
    const struct match_instance *in = w->in;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        if (w->r->mate[i] == MATCH_NONE)
            continue;
        uint16_t own = in->score[w->r->edge[i]], best = own;
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
            if (why_usable(w, i, e) && in->score[e] > best)
                best = in->score[e];
        out->mentee_loss[i] = (uint16_t)(best - own);
        out->mentor_loss[w->r->mate[i]] -= own;
    }
}

int why_losses(const struct why *w, struct match_whys *out)
{
    uint32_t m = w->in->n_mentors;
    struct losses s = {.w = w, .n_edges = match_n_edges(w->in)};
    s.last = match_take(w->mem, m, sizeof *s.last);
    s.best = match_take(w->mem, m, sizeof *s.best);
    s.places = match_take(w->mem, m, sizeof *s.places);
    s.end = match_take(w->mem, SCORES + 1, sizeof *s.end);
    s.order = match_take(w->mem, s.n_edges, sizeof *s.order);
    int r = MATCH_ENOMEM;
    if (s.last && s.best && s.places && s.end && s.order) {
        mentors(&s, out->mentor_loss);
        mentees(w, out);
        r = MATCH_OK;
    }
    match_give(w->mem, s.last, m, sizeof *s.last);
    match_give(w->mem, s.best, m, sizeof *s.best);
    match_give(w->mem, s.places, m, sizeof *s.places);
    match_give(w->mem, s.end, SCORES + 1, sizeof *s.end);
    match_give(w->mem, s.order, s.n_edges, sizeof *s.order);
    return r;
}
