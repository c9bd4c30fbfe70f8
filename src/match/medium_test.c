/* Instances of some hundred people: too many for every answer to be tried, few enough to solve
 * them many times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/shape.h"

#define MENTEES 500u
#define MENTORS 200u
#define LENGTH 20u

static uint64_t locked[8];

/* Lock the first edges of some mentees, as far as there is room. */
static void lock_some(void)
{
    uint16_t used[MENTORS] = {0};
    shape.in.locked = locked;
    for (uint32_t i = 0; i < shape.in.n_mentees && shape.in.n_locked < 8; i += 37) {
        uint64_t e = shape.offset[i];
        if (used[shape.mentor[e]]++ < shape.capacity[shape.mentor[e]])
            locked[shape.in.n_locked++] = e;
    }
}

static void make(enum match_mode mode, uint32_t top)
{
    begin(MENTORS, 0);
    for (uint32_t j = 0; j < MENTORS; j++)
        shape.capacity[j] = (uint16_t)below(5);
    random_lists(MENTEES, LENGTH, 0, top);
    shape.in.mode = mode;
    shape.in.floor = (uint16_t)(below(2) ? top / 4 : 0);
    if (below(2))
        lock_some();
}

static struct match_result solved(const struct match_instance *in,
                                  const struct match_options *options)
{
    struct match_result r;
    assert_int_equal(match_solve(in, options, &r), MATCH_OK);
    return r;
}

static void test_any_number_of_threads(void **state)
{
    (void)state;
    static const unsigned threads[] = {2, 5, 64};
    random_state = 11;
    for (unsigned round = 0; round < 6; round++) {
        make(round % 2 ? MATCH_SCORE : MATCH_COUNT, round < 3 ? 1000 : 2);
        struct match_result one = solved(&shape.in, &(struct match_options){.threads = 1});
        for (unsigned t = 0; t < sizeof threads / sizeof *threads; t++) {
            struct match_options options = {.threads = threads[t]};
            struct match_result many = solved(&shape.in, &options);
            assert_memory_equal(one.edge, many.edge, MENTEES * sizeof *one.edge);
            assert_memory_equal(one.price, many.price, MENTORS * sizeof *one.price);
            match_result_free(&many);
        }
        match_result_free(&one);
    }
}

static void shuffled(uint32_t *ret, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t other = below(i + 1);
        ret[i] = ret[other];
        ret[other] = i;
    }
}

static struct permuted {
    struct match_instance in;
    uint64_t offset[MENTEES + 1], edge[MENTEES * LENGTH], locked[8];
    uint32_t mentor[MENTEES * LENGTH];
    uint16_t score[MENTEES * LENGTH], capacity[MENTORS];
} permuted;

/* The same people under other ids, and each list in another order. */
static void permute(void)
{
    struct permuted *p = &permuted;
    uint32_t who[MENTEES], name[MENTORS], turn[LENGTH];
    shuffled(who, MENTEES);
    shuffled(name, MENTORS);
    p->in = shape.in;
    p->in.offset = p->offset, p->in.mentor = p->mentor, p->in.score = p->score;
    p->in.capacity = p->capacity, p->in.locked = p->locked;
    for (uint32_t j = 0; j < MENTORS; j++)
        p->capacity[name[j]] = shape.capacity[j];
    for (uint32_t i = 0; i < MENTEES; i++) {
        shuffled(turn, LENGTH);
        p->offset[i + 1] = p->offset[i] + LENGTH;
        for (uint32_t x = 0; x < LENGTH; x++) {
            uint64_t from = who[i] * LENGTH + turn[x], to = i * LENGTH + x;
            p->mentor[to] = name[shape.mentor[from]];
            p->score[to] = shape.score[from];
            p->edge[from] = to;
        }
    }
    for (size_t l = 0; l < shape.in.n_locked; l++)
        p->locked[l] = p->edge[locked[l]];
}

static void test_permuted_people(void **state)
{
    (void)state;
    static const uint32_t tops[] = {0, 3, 1000, 65535};
    random_state = 12;
    for (unsigned round = 0; round < 40; round++) {
        make(round % 2 ? MATCH_SCORE : MATCH_COUNT, tops[round / 2 % 4]);
        permute();
        struct match_result a = solved(&shape.in, NULL), b = solved(&permuted.in, NULL);
        if (shape.in.mode == MATCH_COUNT)
            assert_int_equal(a.matched, b.matched);
        assert_int_equal(a.score, b.score);
        match_result_free(&a);
        match_result_free(&b);
    }
}

/* Mentors come in one after another; one who is not there yet has no room. */
static void test_a_mentor_more_never_hurts(void **state)
{
    (void)state;
    uint16_t full[MENTORS];
    random_state = 13;
    for (unsigned round = 0; round < 4; round++) {
        make(round % 2 ? MATCH_SCORE : MATCH_COUNT, round < 2 ? 1000 : 3);
        shape.in.n_locked = 0;
        memcpy(full, shape.capacity, sizeof full);
        memset(shape.capacity, 0, sizeof full);
        uint64_t matched = 0, score = 0;
        for (uint32_t j = 0; j < MENTORS; j++) {
            shape.capacity[j] = full[j];
            struct match_result r = solved(&shape.in, NULL);
            assert_true(shape.in.mode == MATCH_SCORE ? r.score >= score : r.matched >= matched);
            matched = r.matched;
            score = r.score;
            match_result_free(&r);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_number_of_threads),
        cmocka_unit_test(test_permuted_people),
        cmocka_unit_test(test_a_mentor_more_never_hurts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
