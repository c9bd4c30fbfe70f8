#include "pairing/criterion_row.h"

struct strong_mentor {
    uint32_t mentor, strength; /* 0 … 1000 */
};

/* Mentors by key: those of key k are from start[k] to start[k + 1] - 1. */
struct criterion_postings {
    uint32_t *topic_start, *stem_start;
    struct strong_mentor *by_topic;
    uint32_t *by_stem;
};

/* Counts stand two places ahead; made sums, they stand one ahead, and filling moves each to its
 * place. */
static void make_sums(uint32_t *start, size_t n_keys)
{
    for (size_t k = 0; k < n_keys; k++)
        start[k + 2] += start[k + 1];
}

static void post_topics(struct arena *a, const struct criterion_run *run,
                        struct criterion_postings *p)
{
    size_t n_topics = run->in.topics->n, n = 0;
    p->topic_start = arena_array(a, uint32_t, n_topics + 2);
    for (uint32_t j = 0; j < run->in.n_mentors; j++)
        for (size_t k = 0; k < run->mentor[j].n_topics; k++, n++)
            p->topic_start[run->mentor[j].topic[k].topic + 2]++;
    make_sums(p->topic_start, n_topics);
    p->by_topic = arena_array(a, struct strong_mentor, n);
    for (uint32_t j = 0; j < run->in.n_mentors; j++)
        for (size_t k = 0; k < run->mentor[j].n_topics; k++) {
            const struct strong_topic *t = &run->mentor[j].topic[k];
            p->by_topic[p->topic_start[t->topic + 1]++] = (struct strong_mentor){j, t->strength};
        }
}

static void post_stems(struct arena *a, const struct criterion_run *run,
                       struct criterion_postings *p)
{
    size_t n = 0;
    p->stem_start = arena_array(a, uint32_t, run->stems.n + 2);
    for (uint32_t j = 0; j < run->in.n_mentors; j++)
        for (size_t k = 0; k < run->mentor[j].p.n_stems; k++, n++)
            p->stem_start[run->mentor[j].p.stem[k].id + 2]++;
    make_sums(p->stem_start, run->stems.n);
    p->by_stem = arena_array(a, uint32_t, n);
    for (uint32_t j = 0; j < run->in.n_mentors; j++)
        for (size_t k = 0; k < run->mentor[j].p.n_stems; k++)
            p->by_stem[p->stem_start[run->mentor[j].p.stem[k].id + 1]++] = j;
}

static unsigned rest_at_most(const struct criterion_run *run)
{
    unsigned weights = 0;
    for (enum criterion c = 0; c < CRITERIA; c++)
        if (c != CRITERION_TOPICS && c != CRITERION_WORDS &&
            (c != CRITERION_PREFERENCE || run->cards))
            weights += run->in.criteria.of[c].weight;
    return weights * CRITERION_BEST;
}

struct criterion_row *criterion_row_new(struct arena *a, const struct criterion_run *run)
{
    uint32_t m = run->in.n_mentors;
    struct criterion_postings *by = arena_array(a, struct criterion_postings, 1);
    struct criterion_row *r = arena_array(a, struct criterion_row, 1);
    post_topics(a, run, by);
    post_stems(a, run, by);
    *r = (struct criterion_row){
        .run = run,
        .by = by,
        .mentor = arena_array(a, struct criterion_text, m),
        .touched = arena_array(a, uint32_t, m),
        .met = arena_array(a, uint32_t, m),
        .rest = rest_at_most(run),
    };
    return r;
}

static void touch(struct criterion_row *r, uint32_t mentor)
{
    if (!r->mentor[mentor].weighed && !r->mentor[mentor].common)
        r->touched[r->n_touched++] = mentor;
}

/* The best that each mentor's topics give for this one of the request. */
static size_t meet(struct criterion_row *r, const uint8_t *similar)
{
    const struct criterion_postings *by = r->by;
    size_t n_met = 0;
    for (size_t t = 0; t < r->run->in.topics->n; t++)
        for (uint32_t k = by->topic_start[t]; similar[t] && k < by->topic_start[t + 1]; k++) {
            uint32_t j = by->by_topic[k].mentor, near = similar[t] * by->by_topic[k].strength / 100;
            struct criterion_text *text = &r->mentor[j];
            if (near && !text->near)
                r->met[n_met++] = j;
            if (near > text->near)
                text->near = near;
        }
    return n_met;
}

/* Sums up what topics give; returns the weights of all together. */
static unsigned add_topics(struct criterion_row *r, const struct topic_cell *request)
{
    const struct topics *topics = r->run->in.topics;
    unsigned all = 0;
    for (size_t h = 0; h < request->n_hits; h++) {
        const struct topic_hit *hit = &request->hit[h];
        unsigned weight = hit->shown ? (unsigned)(hit->score * 1000) : 0;
        size_t n_met = weight ? meet(r, topics->similar + (size_t)hit->topic * topics->n) : 0;
        all += weight;
        for (size_t k = 0; k < n_met; k++) {
            struct criterion_text *text = &r->mentor[r->met[k]];
            unsigned more = weight * text->near / CRITERION_BEST;
            text->near = 0;
            if (more)
                touch(r, r->met[k]);
            text->weighed += more;
        }
    }
    return all;
}

static void add_words(struct criterion_row *r, const struct ready_mentee *m)
{
    for (size_t i = 0; i < m->p.n_stems; i++) {
        uint32_t id = m->p.stem[i].id, rarity = r->run->rarity[id];
        for (uint32_t k = r->by->stem_start[id]; rarity && k < r->by->stem_start[id + 1]; k++) {
            touch(r, r->by->by_stem[k]);
            r->mentor[r->by->by_stem[k]].common += rarity;
        }
    }
}

void criterion_row_read(struct criterion_row *r, uint32_t mentee)
{
    const struct ready_mentee *m = &r->run->mentee[mentee];
    const struct criteria *c = &r->run->in.criteria;
    for (size_t k = 0; k < r->n_touched; k++)
        r->mentor[r->touched[k]] = (struct criterion_text){0};
    r->n_touched = 0;
    r->mentee = mentee;
    unsigned all = add_topics(r, &m->request);
    add_words(r, m);
    for (size_t k = 0; k < r->n_touched; k++) {
        struct criterion_text *t = &r->mentor[r->touched[k]];
        if (t->weighed)
            t->topics = (uint16_t)(t->weighed * CRITERION_BEST / all);
        if (t->common)
            t->words = (uint16_t)((uint64_t)t->common * CRITERION_BEST / m->rarity);
        t->weighed = (uint32_t)(t->topics * c->of[CRITERION_TOPICS].weight +
                                t->words * c->of[CRITERION_WORDS].weight);
    }
}

unsigned criterion_row_total(const struct criterion_row *r, uint32_t mentor)
{
    struct criterion_score s = {.part = {[CRITERION_TOPICS] = r->mentor[mentor].topics,
                                         [CRITERION_WORDS] = r->mentor[mentor].words}};
    criterion_score_rest(r->run, r->mentee, mentor, &s);
    return s.total;
}

unsigned criterion_row_need(const struct criterion_row *r, unsigned score)
{
    unsigned least = score * r->run->weights, more = r->run->weights / 2 + r->rest;
    return least > more ? least - more : 0;
}
