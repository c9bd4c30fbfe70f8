/*
 * Instances that are hard for one method or another. The checker proves every answer the best,
 * so that it is enough to ask for one; where the count is known from the shape it is compared.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/shape.h"

/* Solve in one thread and in three: the same pairs, proved. Returns the count. */
static uint64_t solve(void)
{
    struct match_result one, three;
    assert_int_equal(match_solve(&shape.in, NULL, &one), MATCH_OK);
    struct match_options options = {.threads = 3};
    assert_int_equal(match_solve(&shape.in, &options, &three), MATCH_OK);
    assert_memory_equal(one.edge, three.edge, shape.in.n_mentees * sizeof *one.edge);
    assert_int_equal(match_verify(&shape.in, &one, NULL, NULL), MATCH_OK);
    uint64_t matched = one.matched;
    match_result_free(&one);
    match_result_free(&three);
    return matched;
}

static void test_ties(void **state)
{
    (void)state;
    random_state = 1;
    begin(1000, 3);
    random_lists(3000, 20, 500, 500);
    solve();
    begin(1000, 2);
    random_lists(3000, 20, 500, 500);
    assert_int_equal(solve(), 2000);
    begin(1000, 2);
    random_lists(3000, 6, 0, 1);
    solve();
    begin(300, 1);
    for (uint32_t i = 0; i < 301; i++, next_mentee())
        for (uint32_t j = 0; j < 300; j++)
            edge(j, 777);
    assert_int_equal(solve(), 300);
}

/* Each mentee's and mentor's worth multiplied: one best answer, far from everybody's wish. */
static void test_complete_blocks(void **state)
{
    (void)state;
    for (uint32_t top = 1000; top <= 60000; top += 59000) {
        begin(300, 1);
        for (uint32_t i = 1; i <= 300; i++, next_mentee())
            for (uint32_t j = 1; j <= 300; j++)
                edge(j - 1, (uint32_t)((uint64_t)i * j * top / 90000));
        assert_int_equal(solve(), 300);
    }
}

static void test_large_capacities(void **state)
{
    (void)state;
    random_state = 2;
    begin(40, 1000);
    random_lists(15000, 20, 0, 1000);
    solve();
    begin(50, 100);
    random_lists(5001, 25, 0, 1000);
    assert_int_equal(solve(), 5000);
}

/* The one more pair that a long chain gives costs more score than a small k is worth. */
static void test_long_chains(void **state)
{
    (void)state;
    const uint32_t n = 3000;
    begin(n, 1);
    for (uint32_t i = 0; i < n; i++, next_mentee()) {
        edge(i, 0);
        if (i + 1 < n)
            edge(i + 1, 1000);
    }
    assert_int_equal(solve(), n);
    begin(n, 1);
    for (uint32_t i = 0; i < n; i++, next_mentee()) {
        edge(i, 1);
        if (i)
            edge(i - 1, 60000);
    }
    edge(n - 1, 60000);
    next_mentee();
    assert_int_equal(solve(), n);
}

/* Mentors without places stay out of it, however much a pair comes to be worth. */
static void test_closed_mentors_in_long_chains(void **state)
{
    (void)state;
    const uint32_t n = 1500;
    for (uint32_t top = 60; top <= 60000; top *= 10) {
        begin(2 * n, 1);
        for (uint32_t i = 0; i < n; i++, next_mentee()) {
            edge(2 * i, 0);
            edge(2 * i + 1, top);
            if (i + 1 < n)
                edge(2 * i + 2, top);
            shape.capacity[2 * i + 1] = 0;
        }
        assert_int_equal(solve(), n);
    }
}

/* Many for few places, all nearly alike: prices must rise far in small steps. */
static void test_price_wars(void **state)
{
    (void)state;
    random_state = 3;
    begin(100, 1);
    random_lists(5000, 10, 990, 1000);
    assert_int_equal(solve(), 100);
    begin(100, 1);
    for (uint32_t i = 0; i < 101; i++, next_mentee())
        for (uint32_t j = 0; j < 100; j++)
            edge(j, i < 2 ? 1000 : 1000 - (j > 0));
    assert_int_equal(solve(), 100);
    begin(3, 1);
    for (uint32_t i = 0; i < 4000; i++, next_mentee())
        for (uint32_t j = 0; j < 3; j++)
            edge(j, 65535);
    assert_int_equal(solve(), 3);
}

static void test_empty_sides(void **state)
{
    (void)state;
    begin(0, 0);
    assert_int_equal(solve(), 0);
    next_mentee();
    assert_int_equal(solve(), 0);
    begin(5, 1000);
    assert_int_equal(solve(), 0);
    begin(5, 0);
    random_state = 4;
    random_lists(50, 3, 0, 1000);
    assert_int_equal(solve(), 0);
}

/* The answer to last week's lists leads to this week's: as good as from nothing. */
static void test_warm_start(void **state)
{
    (void)state;
    random_state = 5;
    begin(400, 2);
    random_lists(1000, 20, 0, 1000);
    struct match_result before, warm, cold;
    assert_int_equal(match_solve(&shape.in, NULL, &before), MATCH_OK);
    for (uint32_t e = 0; e < 20000; e += 7) {
        shape.score[e] = (uint16_t)below(1001);
        shape.mentor[e] = e % 5 ? shape.mentor[e] : below(400);
    }
    struct match_options options = {.start = &before, .threads = 2};
    assert_int_equal(match_solve(&shape.in, &options, &warm), MATCH_OK);
    assert_int_equal(match_solve(&shape.in, NULL, &cold), MATCH_OK);
    assert_int_equal(warm.matched, cold.matched);
    assert_int_equal(warm.score, cold.score);
    match_result_free(&before);
    match_result_free(&warm);
    match_result_free(&cold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ties),
        cmocka_unit_test(test_complete_blocks),
        cmocka_unit_test(test_large_capacities),
        cmocka_unit_test(test_long_chains),
        cmocka_unit_test(test_closed_mentors_in_long_chains),
        cmocka_unit_test(test_price_wars),
        cmocka_unit_test(test_empty_sides),
        cmocka_unit_test(test_warm_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
