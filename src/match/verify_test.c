#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "match/small.h"
#include "match/stingy.h"

#define MENTEES 5u

/* Mentors 0 and 1 with one place, 2 with three, 3 with none; mentee 0 is locked under the floor. */
struct answered {
    struct small s;
    uint32_t mate[MENTEES];
    uint64_t edge[MENTEES];
    int64_t price[4];
    uint8_t reached[4];
    struct match_result r;
};

static void answer(struct answered *a)
{
    static const uint16_t capacity[] = {1, 1, 3, 0};
    static const uint32_t mentors[MENTEES][2] = {{2, 0}, {0, 1}, {0, 1}, {0, 1}, {2, 3}};
    static const uint16_t scores[MENTEES][2] = {{1, 9}, {50, 10}, {40, 30}, {8, 7}, {20, 99}};
    *a = (struct answered){.s.in = {.n_mentors = 4, .floor = 5}};
    for (uint32_t j = 0; j < 4; j++)
        a->s.capacity[j] = capacity[j];
    for (uint32_t i = 0; i < MENTEES; i++) {
        a->s.in.n_mentees = i + 1;
        a->s.offset[i + 1] = a->s.offset[i];
        for (uint32_t e = 0; e < 2; e++)
            add_edge(&a->s, mentors[i][e], scores[i][e]);
    }
    point(&a->s);
    a->s.in.n_locked = 1;
    struct match_result r;
    assert_int_equal(match_solve(&a->s.in, NULL, &r), MATCH_OK);
    for (uint32_t i = 0; i < MENTEES; i++) {
        a->mate[i] = r.mate[i];
        a->edge[i] = r.edge[i];
    }
    for (uint32_t j = 0; j < 4; j++) {
        a->price[j] = r.price[j];
        a->reached[j] = r.reached[j];
    }
    a->r = r;
    match_result_free(&r);
    a->r.mate = a->mate, a->r.edge = a->edge, a->r.price = a->price, a->r.reached = a->reached;
    assert_int_equal(a->r.matched, 4);
    assert_int_equal(a->r.score, 1 + 50 + 30 + 20);
    assert_int_equal(match_verify(&a->s.in, &a->r, NULL, NULL), MATCH_OK);
}

static void refused(struct answered *a, const char *what, uint64_t at)
{
    struct match_fault fault = {"", 77};
    assert_int_equal(match_verify(&a->s.in, &a->r, NULL, &fault), MATCH_EPROOF);
    assert_string_equal(fault.what, what);
    assert_int_equal(fault.at, at);
    assert_int_equal(match_verify(&a->s.in, &a->r, NULL, NULL), MATCH_EPROOF);
    answer(a);
}

static void test_pairs(void **state)
{
    (void)state;
    struct answered a;
    answer(&a);
    a.edge[3] = 6;
    refused(&a, "the edge leads to another mentor", 3);
    a.mate[3] = 0;
    refused(&a, "the edge is not one of this mentee", 3);
    a.edge[1] = 1;
    refused(&a, "the edge is not one of this mentee", 1);
    a.edge[1] = 4;
    refused(&a, "the edge is not one of this mentee", 1);
    a.mate[1] = 1;
    refused(&a, "the edge leads to another mentor", 1);
    a.mate[3] = 0, a.edge[3] = 6;
    refused(&a, "the mentor has more mentees than places", 0);
    a.r.matched++;
    refused(&a, "the number of pairs is not the stated one", 4);
    a.r.score--;
    refused(&a, "the total score is not the stated one", 101);
}

static void test_locks_and_floor(void **state)
{
    (void)state;
    struct answered a;
    answer(&a);
    a.s.locked[0] = 3;
    refused(&a, "a locked pair is missing", 0);
    a.s.locked[1] = 7, a.s.in.n_locked = 2;
    refused(&a, "a locked pair is missing", 1);
    a.s.in.n_locked = 2;
    refused(&a, "a pair is locked twice", 1);
    a.s.in.n_locked = 0;
    refused(&a, "a pair scores below the floor", 1);
    a.s.in.n_mentees = 0, a.r.matched = a.r.score = 0;
    refused(&a, "a locked pair is missing", 0);
}

static void test_prices(void **state)
{
    (void)state;
    struct answered a;
    answer(&a);
    a.s.in.mode = MATCH_SCORE;
    refused(&a, "pairs have a worth of their own where only the score counts", 0);
    a.price[3] = -1;
    refused(&a, "a price is negative", 3);
    a.price[2]++;
    refused(&a, "the prices leave room for a better score", 0);
    a.price[0] += 1000;
    refused(&a, "the prices leave room for a better score", 0);
    a.price[0] = a.price[1] = 0;
    refused(&a, "the prices leave room for a better score", 0);
    a.r.k += 1000;
    refused(&a, "the prices leave room for a better score", 0);
    a.mate[1] = 1, a.edge[1] = 3, a.mate[2] = 0, a.edge[2] = 4, a.r.score = 1 + 10 + 40 + 20;
    refused(&a, "the prices leave room for a better score", 0);
}

static void test_numbers_too_large(void **state)
{
    (void)state;
    struct answered a;
    answer(&a);
    a.price[2] = INT64_MAX;
    refused(&a, "the prices are too large to add", 2);
    a.price[0] = a.price[1] = INT64_MAX;
    refused(&a, "the prices are too large to add", 1);
    a.r.k = INT64_MAX;
    refused(&a, "the prices are too large to compare", 2);
    a.r.k = INT64_MIN, a.price[0] = 100, a.price[1] = 0;
    refused(&a, "the prices are too large to compare", 2);
    a.r.k = INT64_MAX / 2, a.price[0] = a.price[1] = a.price[2] = 0;
    refused(&a, "the sums are too large to add", 2);
    a.r.k = INT64_MIN / 2 - 100, a.price[0] = a.price[1] = a.price[2] = a.price[3] = 0;
    refused(&a, "the sums are too large to add", 2);
}

static void test_cover(void **state)
{
    (void)state;
    struct answered a;
    answer(&a);
    assert_true(a.reached[0] && a.reached[1] && !a.reached[2] && !a.reached[3]);
    a.reached[0] = 0;
    refused(&a, "the cover leaves room for more pairs", 6);
    a.reached[2] = 1, a.s.capacity[2] = 1000;
    refused(&a, "the cover leaves room for more pairs", 1003);
    a.r.reached = NULL;
    refused(&a, "there is no certificate", 0);
    a.r.price = NULL;
    refused(&a, "there is no certificate", 0);
}

static void test_memory(void **state)
{
    (void)state;
    struct answered a;
    answer(&a);
    struct stingy stingy = {.left = 0};
    struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
    struct match_options options = {.allocator = &allocator};
    assert_int_equal(match_verify(&a.s.in, &a.r, &options, NULL), MATCH_ENOMEM);
    stingy.left = 1;
    assert_int_equal(match_verify(&a.s.in, &a.r, &options, NULL), MATCH_OK);
    assert_int_equal(stingy.alive, 0);
    options.memory_limit = 10;
    stingy.left = 1;
    assert_int_equal(match_verify(&a.s.in, &a.r, &options, NULL), MATCH_ENOMEM);
    assert_int_equal(stingy.left, 1);
    options.memory_limit = 1000;
    assert_int_equal(match_verify(&a.s.in, &a.r, &options, NULL), MATCH_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),  cmocka_unit_test(test_locks_and_floor),
        cmocka_unit_test(test_prices), cmocka_unit_test(test_numbers_too_large),
        cmocka_unit_test(test_cover),  cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
