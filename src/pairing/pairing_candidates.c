/*
 * Candidates. A small draft keeps every pair that no rule excludes. A large one keeps for each
 * mentee the best mentors of all; whoever is left alone then also sees all mentors with room.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "pairing/criterion_row.h"
#include "pairing/pairing_build.h"

#define TELL_EVERY 32u /* mentees */

struct candidate {
    uint32_t mentor, tie;
    uint16_t score;
};

struct search {
    struct pairing_build *b;
    struct criterion_row *texts;
    struct candidate *row; /* once full: a heap, the worst first */
    size_t n_row, full;    /* full: one more than is kept, which tells what was dropped */
    uint32_t keep;
    unsigned need; /* weighed in texts, to be among them */
};

static uint32_t tie_of(uint64_t seed, uint32_t i, uint32_t j)
{
    uint64_t z = seed ^ ((uint64_t)i << 32 | j);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(z >> 32);
}

static bool worse(const struct candidate *x, const struct candidate *y)
{
    if (x->score != y->score)
        return x->score < y->score;
    return x->tie != y->tie ? x->tie > y->tie : x->mentor > y->mentor;
}

static void sink(struct search *s, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < s->n_row; at = child) {
        if (child + 1 < s->n_row && worse(&s->row[child + 1], &s->row[child]))
            child++;
        if (!worse(&s->row[child], &s->row[at]))
            return;
        struct candidate c = s->row[at];
        s->row[at] = s->row[child];
        s->row[child] = c;
    }
}

static void put(struct search *s, struct candidate c)
{
    if (s->n_row < s->full) {
        s->row[s->n_row++] = c;
        for (size_t k = s->n_row == s->full ? s->n_row / 2 : 0; k--;)
            sink(s, k);
    } else {
        s->row[0] = c;
        sink(s, 0);
    }
    if (s->n_row == s->full)
        s->need = criterion_row_need(s->texts, s->row[0].score);
}

static void begin(struct search *s, uint32_t i)
{
    s->n_row = 0;
    s->full = (size_t)s->keep + 1 - (s->b->pin[i] != MATCH_NONE);
    s->need = criterion_row_need(s->texts, s->b->floor);
    criterion_row_read(s->texts, i);
}

/* Look at a mentor, the pinned one aside. */
static void look(struct search *s, uint32_t i, uint32_t j)
{
    const struct pairing_build *b = s->b;
    if (s->texts->mentor[j].weighed < s->need || b->pin[i] == j)
        return;
    struct candidate c = {.mentor = j, .score = (uint16_t)criterion_row_total(s->texts, j)};
    if (c.score < b->floor || (s->n_row == s->full && c.score < s->row[0].score))
        return;
    c.tie = tie_of(b->in->settings.seed, i, j);
    if (s->n_row == s->full && !worse(&s->row[0], &c))
        return;
    if (criterion_rule(b->run, i, j) == RULE_NONE)
        put(s, c);
}

static int by_mentor(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->mentor < y->mentor ? -1 : x->mentor > y->mentor;
}

/* Drop the one too many, add the pinned mentor. The best score that is not kept. */
static uint16_t end(struct search *s, uint32_t i)
{
    uint32_t pin = s->b->pin[i];
    uint16_t dropped = 0;
    bool sorted = pin == MATCH_NONE && s->n_row < s->full;
    if (s->n_row == s->full) {
        dropped = s->row[0].score;
        s->row[0] = s->row[--s->n_row];
    }
    if (pin != MATCH_NONE) {
        unsigned total = criterion_row_total(s->texts, pin);
        s->row[s->n_row++] = (struct candidate){.mentor = pin, .score = (uint16_t)total};
    }
    if (!sorted)
        qsort(s->row, s->n_row, sizeof *s->row, by_mentor);
    return dropped;
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

int pairing_candidates(struct pairing_build *b)
{
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors;
    size_t limit = b->in->all_pairs ? b->in->all_pairs : PAIRING_ALL_PAIRS;
    struct search s = {.b = b, .keep = b->in->keep ? b->in->keep : PAIRING_KEEP};
    b->cut = (size_t)n * m > limit && m > s.keep;
    if (!b->cut)
        s.keep = m;
    s.texts = criterion_row_new(b->a, b->run);
    s.row = arena_array(b->a, struct candidate, (size_t)s.keep + 1);
    b->offset = arena_array(b->a, uint64_t, (size_t)n + 1);
    b->mentor = arena_array(b->a, uint32_t, (size_t)n * s.keep);
    b->score = arena_array(b->a, uint16_t, (size_t)n * s.keep);
    if (b->cut)
        b->outside = arena_array(b->a, uint16_t, n);
    for (uint32_t i = 0; i < n; i++) {
        unsigned done = (unsigned)((uint64_t)i * (PAIRING_FIT_TO - PAIRING_READ_TO) / n);
        if (i % TELL_EVERY == 0 && pairing_tell(b, PAIRING_READ_TO + done) < 0)
            return ERR_CANCELLED;
        begin(&s, i);
        for (uint32_t j = 0; j < m; j++)
            look(&s, i, j);
        uint16_t dropped = end(&s, i);
        store(&s, i);
        if (b->cut)
            b->outside[i] = dropped;
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

/* The best of those with room who are not in the list yet. */
static void look_open(struct search *s, uint32_t i, const struct pairing_build *old,
                      const uint32_t *open, uint32_t n_open)
{
    uint64_t e = old->offset[i];
    bool begun = false;
    for (uint32_t k = 0; k < n_open; k++) {
        while (e < old->offset[i + 1] && old->mentor[e] < open[k])
            e++;
        if ((e < old->offset[i + 1] && old->mentor[e] == open[k]) ||
            criterion_rule(s->b->run, i, open[k]) != RULE_NONE)
            continue;
        if (!begun)
            begin(s, i);
        begun = true;
        look(s, i, open[k]);
    }
    if (begun)
        end(s, i);
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
    s.texts = criterion_row_new(b->a, b->run);
    s.row = arena_array(b->a, struct candidate, (size_t)m + 1);
    b->offset = arena_array(b->a, uint64_t, (size_t)n + 1);
    b->mentor = arena_array(b->a, uint32_t, old.n_edges + alone * extra);
    b->score = arena_array(b->a, uint16_t, old.n_edges + alone * extra);
    b->n_edges = b->n_locked = 0;
    for (uint32_t i = 0; i < n; i++) {
        s.n_row = 0;
        if (mate[i] == MATCH_NONE)
            look_open(&s, i, &old, open, n_open);
        for (uint64_t e = old.offset[i]; e < old.offset[i + 1]; e++)
            s.row[s.n_row++] = (struct candidate){.mentor = old.mentor[e], .score = old.score[e]};
        if (s.n_row > 1)
            qsort(s.row, s.n_row, sizeof *s.row, by_mentor);
        store(&s, i);
    }
    return b->n_edges > old.n_edges;
}
