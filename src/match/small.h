/* Test instances: random, small, with their own room. Included by the tests only. */
#pragma once

#include <nastavnik/match.h>

#define EDGES_MAX 4096

/* An instance with its own room. */
struct small {
    struct match_instance in;
    uint64_t offset[129];
    uint32_t mentor[EDGES_MAX];
    uint16_t score[EDGES_MAX];
    uint16_t capacity[64];
    uint64_t locked[8];
};

static uint64_t random_state;

static uint32_t below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 33) % n);
}

static void point(struct small *s)
{
    s->in.offset = s->offset;
    s->in.mentor = s->mentor;
    s->in.score = s->score;
    s->in.capacity = s->capacity;
    s->in.locked = s->locked;
}

static void add_edge(struct small *s, uint32_t mentor, uint16_t score)
{
    uint64_t e = s->offset[s->in.n_mentees]++;
    s->mentor[e] = mentor;
    s->score[e] = score;
}

static inline void make(struct small *s, uint32_t n, uint32_t m, uint32_t density, uint32_t top,
                        uint32_t cap)
{
    *s = (struct small){.in = {.n_mentors = m}};
    for (uint32_t j = 0; j < m; j++)
        s->capacity[j] = (uint16_t)below(cap + 1);
    for (uint32_t i = 0; i < n; i++) {
        s->in.n_mentees = i + 1;
        s->offset[i + 1] = s->offset[i];
        for (uint32_t j = 0; j < m; j++)
            if (below(100) < density)
                add_edge(s, j, (uint16_t)below(top + 1));
    }
    point(s);
}

/* Lock up to two pairs that fit. */
static inline void lock_some(struct small *s)
{
    uint32_t used[64] = {0};
    for (uint32_t i = 0; i < s->in.n_mentees && s->in.n_locked < 2; i++) {
        uint64_t degree = s->offset[i + 1] - s->offset[i];
        if (!degree || below(3))
            continue;
        uint64_t e = s->offset[i] + below((uint32_t)degree);
        if (used[s->mentor[e]] < s->capacity[s->mentor[e]]) {
            used[s->mentor[e]]++;
            s->locked[s->in.n_locked++] = e;
        }
    }
}
