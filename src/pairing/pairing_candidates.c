/*
 * Candidates. A small draft looks at every pair. A large one looks, for each mentee, at the
 * mentors who share a near topic or a word with the request, fills up with others by a fixed
 * stride, and keeps the best; whoever is left alone then also sees all mentors with room.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "pairing/pairing_build.h"

#define TELL_EVERY 32u /* mentees */
#define FILL_TRIES 8u  /* mentors tried for each place that stays empty */

/* Mentors by topic or by stem: those of key k are list[start[k]] … list[start[k + 1] - 1]. */
struct postings {
    uint32_t *start, *list;
};

struct candidate {
    uint32_t mentor, tie;
    uint16_t score;
};

struct search {
    struct pairing_build *b;
    struct postings topics, stems;
    uint32_t *seen;   /* of each mentor: mentee + 1 who looked last */
    uint32_t n_seen;  /* by this mentee */
    uint16_t dropped; /* the best score that is not kept */
    struct candidate *row;
    size_t n_row;
    uint32_t keep;
};

static uint32_t tie_of(uint64_t seed, uint32_t i, uint32_t j)
{
    uint64_t z = seed ^ ((uint64_t)i << 32 | j);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(z >> 32);
}

/* Look at a mentor unless it has been looked at; a pin is always a candidate. */
static bool look(struct search *s, uint32_t i, uint32_t j)
{
    struct pairing_build *b = s->b;
    if (s->seen[j] == i + 1)
        return false;
    s->seen[j] = i + 1;
    s->n_seen++;
    if (b->pin[i] != j && criterion_rule(b->run, i, j) != RULE_NONE)
        return false;
    struct criterion_score score;
    criterion_score(b->run, i, j, &score);
    if (score.total < b->floor && b->pin[i] != j)
        return false;
    s->row[s->n_row++] = (struct candidate){j, tie_of(b->in->settings.seed, i, j), score.total};
    return true;
}

static void look_at_list(struct search *s, uint32_t i, const struct postings *p, size_t key)
{
    for (uint32_t k = p->start[key]; k < p->start[key + 1]; k++)
        look(s, i, p->list[k]);
}

static void look_near(struct search *s, uint32_t i)
{
    const struct criterion_run *run = s->b->run;
    const struct ready_mentee *m = &run->mentee[i];
    const struct topics *topics = run->in.topics;
    for (size_t h = 0; h < m->request.n_hits; h++) {
        if (!m->request.hit[h].shown)
            continue;
        const uint8_t *similar = topics->similar + (size_t)m->request.hit[h].topic * topics->n;
        for (size_t t = 0; t < topics->n; t++)
            if (similar[t])
                look_at_list(s, i, &s->topics, t);
    }
    for (size_t k = 0; k < m->p.n_stems; k++)
        look_at_list(s, i, &s->stems, m->p.stem[k].id);
}

static void fill_up(struct search *s, uint32_t i)
{
    uint32_t m = s->b->run->in.n_mentors;
    uint32_t at = tie_of(s->b->in->settings.seed, i, MATCH_NONE) % m;
    uint32_t tries = m < s->keep * FILL_TRIES ? m : s->keep * FILL_TRIES;
    for (; tries-- && s->n_row < s->keep; at = at + 1 == m ? 0 : at + 1)
        look(s, i, at);
}

static int best_first(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->score != y->score)
        return (int)y->score - (int)x->score;
    if (x->tie != y->tie)
        return x->tie < y->tie ? -1 : 1;
    return x->mentor < y->mentor ? -1 : 1;
}

static int by_mentor(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->mentor < y->mentor ? -1 : x->mentor > y->mentor;
}

static void keep_best(struct search *s, uint32_t i)
{
    if (s->n_row > s->keep) {
        qsort(s->row, s->n_row, sizeof *s->row, best_first);
        s->dropped = s->row[s->keep].score;
        for (size_t k = s->keep; k < s->n_row; k++)
            if (s->row[k].mentor == s->b->pin[i])
                s->row[s->keep - 1] = s->row[k];
        s->n_row = s->keep;
    }
    if (s->n_row > 1)
        qsort(s->row, s->n_row, sizeof *s->row, by_mentor);
}

static void store(struct search *s, uint32_t i)
{
    struct pairing_build *b = s->b;
    for (size_t k = 0; k < s->n_row; k++) {
        if (s->row[k].mentor == b->pin[i])
            b->locked[b->n_locked++] = b->n_edges;
        b->mentor[b->n_edges] = s->row[k].mentor;
        b->score[b->n_edges++] = s->row[k].score;
    }
    b->offset[i + 1] = b->n_edges;
}

static size_t mentor_keys(const struct ready_mentor *t, bool stems)
{
    return stems ? t->p.n_stems : t->n_topics;
}

static size_t mentor_key(const struct ready_mentor *t, bool stems, size_t k)
{
    return stems ? t->p.stem[k].id : t->topic[k].topic;
}

static struct postings post(const struct pairing_build *b, bool stems)
{
    const struct criterion_run *run = b->run;
    size_t n_keys = stems ? run->stems.n : run->in.topics->n, n = 0;
    struct postings p = {.start = arena_array(b->a, uint32_t, n_keys + 2)};
    for (uint32_t j = 0; j < run->in.n_mentors; j++)
        for (size_t k = 0; k < mentor_keys(&run->mentor[j], stems); k++, n++)
            p.start[mentor_key(&run->mentor[j], stems, k) + 2]++;
    for (size_t k = 0; k < n_keys; k++)
        p.start[k + 2] += p.start[k + 1];
    p.list = arena_array(b->a, uint32_t, n);
    for (uint32_t j = 0; j < run->in.n_mentors; j++)
        for (size_t k = 0; k < mentor_keys(&run->mentor[j], stems); k++)
            p.list[p.start[mentor_key(&run->mentor[j], stems, k) + 1]++] = j;
    return p;
}

/* The most a pair without a common topic or word scores. */
static uint16_t most_unseen(const struct criterion_run *run)
{
    unsigned rest = 0;
    for (enum criterion c = 0; c < CRITERIA; c++)
        if (c != CRITERION_TOPICS && c != CRITERION_WORDS)
            rest += run->in.criteria.of[c].weight;
    rest = rest < run->weights ? rest : run->weights;
    return run->weights ? (uint16_t)((rest * 1000 + run->weights / 2) / run->weights) : 0;
}

int pairing_candidates(struct pairing_build *b)
{
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors;
    size_t limit = b->in->all_pairs ? b->in->all_pairs : PAIRING_ALL_PAIRS;
    struct search s = {.b = b, .keep = b->in->keep ? b->in->keep : PAIRING_KEEP};
    b->cut = (size_t)n * m > limit && m > s.keep;
    if (!b->cut)
        s.keep = m;
    s.seen = arena_array(b->a, uint32_t, m);
    s.row = arena_array(b->a, struct candidate, m);
    b->offset = arena_array(b->a, uint64_t, (size_t)n + 1);
    b->mentor = arena_array(b->a, uint32_t, (size_t)n * s.keep);
    b->score = arena_array(b->a, uint16_t, (size_t)n * s.keep);
    if (b->cut) {
        b->outside = arena_array(b->a, uint16_t, n);
        b->unseen = most_unseen(b->run);
        s.topics = post(b, false);
        s.stems = post(b, true);
    }
    for (uint32_t i = 0; i < n; i++) {
        unsigned done = (unsigned)((uint64_t)i * (PAIRING_FIT_TO - PAIRING_READ_TO) / n);
        if (i % TELL_EVERY == 0 && pairing_tell(b, PAIRING_READ_TO + done) < 0)
            return ERR_CANCELLED;
        s.n_row = s.n_seen = s.dropped = 0;
        if (b->pin[i] != MATCH_NONE)
            look(&s, i, b->pin[i]);
        if (b->cut)
            look_near(&s, i);
        if (m)
            fill_up(&s, i);
        keep_best(&s, i);
        store(&s, i);
        if (b->cut)
            b->outside[i] = s.n_seen < m && b->unseen > s.dropped ? b->unseen : s.dropped;
    }
    b->out->keep = s.keep;
    return 0;
}

/* Mentors who still have room; their number. */
static uint32_t with_room(const struct pairing_build *b, const uint32_t *mate, uint32_t *ret)
{
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors, k = 0;
    uint32_t *load = arena_array(b->a, uint32_t, m);
    for (uint32_t i = 0; i < n; i++)
        if (mate[i] != MATCH_NONE)
            load[mate[i]]++;
    for (uint32_t j = 0; j < m; j++)
        if (load[j] < b->capacity[j])
            ret[k++] = j;
    return k;
}

bool pairing_widen(struct pairing_build *b, const uint32_t *mate)
{
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors;
    struct pairing_build old = *b;
    struct search s = {.b = b, .keep = b->out->keep};
    uint32_t *open = arena_array(b->a, uint32_t, m);
    uint32_t n_open = with_room(b, mate, open);
    size_t alone = 0, extra = n_open < s.keep ? n_open : s.keep;
    for (uint32_t i = 0; i < n; i++)
        alone += mate[i] == MATCH_NONE;
    if (!alone || !n_open)
        return false;
    s.seen = arena_array(b->a, uint32_t, m);
    s.row = arena_array(b->a, struct candidate, m);
    b->offset = arena_array(b->a, uint64_t, (size_t)n + 1);
    b->mentor = arena_array(b->a, uint32_t, old.n_edges + alone * extra);
    b->score = arena_array(b->a, uint16_t, old.n_edges + alone * extra);
    b->n_edges = b->n_locked = 0;
    for (uint32_t i = 0; i < n; i++) {
        s.n_row = 0;
        for (uint64_t e = old.offset[i]; e < old.offset[i + 1]; e++)
            s.seen[old.mentor[e]] = i + 1;
        for (uint32_t k = 0; mate[i] == MATCH_NONE && k < n_open; k++)
            look(&s, i, open[k]);
        keep_best(&s, i);
        for (uint64_t e = old.offset[i]; e < old.offset[i + 1]; e++)
            s.row[s.n_row++] = (struct candidate){.mentor = old.mentor[e], .score = old.score[e]};
        if (s.n_row > 1)
            qsort(s.row, s.n_row, sizeof *s.row, by_mentor);
        store(&s, i);
    }
    return b->n_edges > old.n_edges;
}
