/* Large instances made edge by edge. Included by the tests only. */
#pragma once

#include <nastavnik/match.h>

#define PEOPLE 20000u
#define EDGES 400000u

static struct shape {
    struct match_instance in;
    uint64_t offset[PEOPLE + 1];
    uint32_t mentor[EDGES];
    uint16_t score[EDGES], capacity[PEOPLE];
} shape;

static uint64_t random_state;

static inline uint32_t below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 33) % n);
}

static inline void begin(uint32_t n_mentors, uint16_t capacity)
{
    shape.in = (struct match_instance){.n_mentors = n_mentors,
                                       .offset = shape.offset,
                                       .mentor = shape.mentor,
                                       .score = shape.score,
                                       .capacity = shape.capacity};
    shape.offset[1] = 0;
    for (uint32_t j = 0; j < n_mentors; j++)
        shape.capacity[j] = capacity;
}

static inline void edge(uint32_t mentor, uint32_t score)
{
    uint64_t e = shape.offset[shape.in.n_mentees + 1]++;
    assert_true(e < EDGES);
    shape.mentor[e] = mentor;
    shape.score[e] = (uint16_t)score;
}

static inline void next_mentee(void)
{
    shape.in.n_mentees++;
    shape.offset[shape.in.n_mentees + 1] = shape.offset[shape.in.n_mentees];
}

static inline void random_lists(uint32_t n_mentees, uint32_t length, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < n_mentees; i++) {
        for (uint32_t d = 0; d < length; d++)
            edge(below(shape.in.n_mentors), from + below(to - from + 1));
        next_mentee();
    }
}
