#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/small.h"
#include "match/stingy.h"

static void test_bad_instances(void **state)
{
    (void)state;
    static struct small s;
    struct match_result r;
    random_state = 6;
    make(&s, 5, 4, 100, 10, 2);
    s.capacity[0] = s.capacity[1] = 1;
    s.mentor[3] = 4;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_EINVAL);
    s.mentor[3] = 3;
    s.capacity[2] = MATCH_MAX_CAPACITY + 1;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_EINVAL);
    s.capacity[2] = 2;
    s.offset[2] = s.offset[3] + 1;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_EINVAL);
    s.offset[2] = 8;
    s.in.n_locked = 2;
    s.locked[0] = 0, s.locked[1] = 1; /* the same mentee twice */
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_EINVAL);
    s.locked[1] = 4; /* the same mentor twice, room for one */
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_EINVAL);
    s.locked[1] = 5;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(r.mate[1], 1);
    match_result_free(&r);
    s.locked[1] = 20; /* no such edge */
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_EINVAL);
    s.in.n_mentees = MATCH_MAX_PEOPLE + 1;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_EINVAL);
}

static void refused(const struct match_instance *in)
{
    struct match_result r;
    assert_int_equal(match_solve(in, NULL, &r), MATCH_EINVAL);
}

static void test_missing_parts(void **state)
{
    (void)state;
    static struct small s;
    random_state = 6;
    make(&s, 5, 4, 100, 10, 2);
    s.in.offset = NULL, refused(&s.in), point(&s);
    s.in.mentor = NULL, refused(&s.in), point(&s);
    s.in.score = NULL, refused(&s.in), point(&s);
    s.in.capacity = NULL, refused(&s.in), point(&s);
    s.in.locked = NULL, s.in.n_locked = 1, refused(&s.in), s.in.n_locked = 0, point(&s);
    s.offset[0] = 1, refused(&s.in), s.offset[0] = 0;
    s.in.n_mentors = MATCH_MAX_PEOPLE + 1, refused(&s.in), s.in.n_mentors = 4;
    s.in.mode = (enum match_mode)2, refused(&s.in), s.in.mode = MATCH_COUNT;
    s.offset[5] += MATCH_MAX_LIST, refused(&s.in), s.offset[5] -= MATCH_MAX_LIST;
    struct match_result r;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    match_result_free(&r);
}

/* Whatever is changed in a good result, the checker sees it. */
static void test_checker_is_strict(void **state)
{
    (void)state;
    static struct small s;
    random_state = 7;
    make(&s, 30, 12, 40, 100, 2);
    s.capacity[0] = 1;
    lock_some(&s);
    struct match_result r;
    struct match_fault fault = {0};
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_true(r.matched > 0 && r.matched < 30);
    assert_int_equal(match_verify(&s.in, &r, NULL, NULL), MATCH_OK);

#define REFUSED_AFTER(change, undo, words)                                                         \
    do {                                                                                           \
        change;                                                                                    \
        assert_int_equal(match_verify(&s.in, &r, NULL, &fault), MATCH_EPROOF);                     \
        assert_string_equal(fault.what, words);                                                    \
        undo;                                                                                      \
    } while (0)
    uint32_t i = 0, j = 0;
    while (r.mate[i] == MATCH_NONE)
        i++;
    while (!r.reached[j] || !s.capacity[j])
        j++;
    uint64_t e = r.edge[i];
    REFUSED_AFTER(r.matched++, r.matched--, "the number of pairs is not the stated one");
    REFUSED_AFTER(r.score++, r.score--, "the total score is not the stated one");
    REFUSED_AFTER(r.mate[i] ^= 1u, r.mate[i] ^= 1u, "the edge leads to another mentor");
    REFUSED_AFTER(r.edge[i] = s.offset[i + 1], r.edge[i] = e, "the edge is not one of this mentee");
    REFUSED_AFTER(r.price[j] -= r.k, r.price[j] += r.k, "the prices leave room for a better score");
    REFUSED_AFTER(r.price[j] = -r.price[j] - 1, r.price[j] = -r.price[j] - 1,
                  "a price is negative");
    REFUSED_AFTER(r.price[j] += INT64_MAX / 2, r.price[j] -= INT64_MAX / 2,
                  "the prices leave room for a better score");
    REFUSED_AFTER(r.reached[j] = 0, r.reached[j] = 1, "the cover leaves room for more pairs");
    REFUSED_AFTER(s.capacity[r.mate[i]] = 0, s.capacity[r.mate[i]] = 2,
                  "the mentor has more mentees than places");
    REFUSED_AFTER(s.in.mode = MATCH_SCORE, s.in.mode = MATCH_COUNT,
                  "pairs have a worth of their own where only the score counts");
    size_t n_locked = s.in.n_locked;
    s.locked[n_locked] = s.offset[29] + (r.edge[29] == s.offset[29] ? 1 : 0);
    REFUSED_AFTER(s.in.n_locked++, s.in.n_locked--, "a locked pair is missing");
    s.locked[n_locked] = s.locked[0];
    REFUSED_AFTER(s.in.n_locked++, s.in.n_locked--, "a pair is locked twice");
    match_result_free(&r);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    static struct small s;
    random_state = 8;
    make(&s, 20, 8, 40, 100, 2);
    int r = MATCH_ENOMEM;
    long n = 0;
    for (; r == MATCH_ENOMEM; n++) {
        struct stingy stingy = {.left = n};
        struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
        struct match_options options = {.allocator = &allocator};
        struct match_result result;
        uint32_t why[64], n_why, i = 0;
        r = match_solve(&s.in, &options, &result);
        if (r == MATCH_OK) {
            assert_int_equal(stingy.alive, 4);
            while (result.mate[i] != MATCH_NONE)
                i++;
            for (long k = 0; k < 4; k++) {
                stingy.left = k;
                assert_int_equal(match_why(&s.in, &result, i, &options, why, &n_why), MATCH_ENOMEM);
            }
            stingy.left = 4;
            assert_int_equal(match_why(&s.in, &result, i, &options, why, &n_why), MATCH_OK);
            match_result_free(&result);
        }
        assert_int_equal(stingy.alive, 0);
    }
    assert_int_equal(r, MATCH_OK);
    assert_true(n > 15);
}

static void test_memory_limit(void **state)
{
    (void)state;
    static struct small s;
    random_state = 9;
    make(&s, 50, 20, 40, 100, 2);
    struct match_result r;
    struct match_options options = {.memory_limit = 1000};
    assert_int_equal(match_solve(&s.in, &options, &r), MATCH_ENOMEM);
    options.memory_limit = 100000;
    assert_int_equal(match_solve(&s.in, &options, &r), MATCH_OK);
    match_result_free(&r);
}

struct watch {
    uint64_t done, total;
    int calls, stop_at;
};

static void on_progress(void *ctx, uint64_t done, uint64_t total)
{
    struct watch *w = ctx;
    assert_true(done >= w->done && done <= total);
    w->done = done;
    w->total = total;
}

static bool on_cancel(void *ctx)
{
    struct watch *w = ctx;
    return ++w->calls == w->stop_at;
}

static void test_progress_and_cancel(void **state)
{
    (void)state;
    static struct small s;
    random_state = 10;
    make(&s, 128, 30, 20, 100, 3);
    struct watch w = {0};
    struct match_options options = {.progress = on_progress, .cancel = on_cancel, .ctx = &w};
    struct match_result r;
    assert_int_equal(match_solve(&s.in, &options, &r), MATCH_OK);
    assert_true(w.done == w.total && w.total > 0 && w.calls >= 2);
    match_result_free(&r);
    w = (struct watch){.stop_at = 2};
    assert_int_equal(match_solve(&s.in, &options, &r), MATCH_ECANCELLED);
}

/* The checker and the search for those who could make room ask the callback, too. */
static void test_check_and_why_may_be_cancelled(void **state)
{
    (void)state;
    static uint64_t offset[401];
    static uint32_t mentor[400 * 400];
    static uint16_t score[400 * 400], capacity[400];
    for (uint32_t i = 0; i < 400; i++) {
        offset[i + 1] = offset[i] + 400;
        capacity[i] = i < 399;
        for (uint32_t j = 0; j < 400; j++)
            mentor[offset[i] + j] = j;
    }
    const struct match_instance in = {.n_mentees = 400,
                                      .n_mentors = 400,
                                      .offset = offset,
                                      .mentor = mentor,
                                      .score = score,
                                      .capacity = capacity};
    struct match_result r;
    assert_int_equal(match_solve(&in, NULL, &r), MATCH_OK);
    uint32_t alone = 0, n, *whose = malloc(400 * sizeof *whose);
    while (r.mate[alone] != MATCH_NONE)
        alone++;
    for (unsigned check = 0; check < 2; check++) {
        struct watch w = {0};
        struct match_options options = {.cancel = on_cancel, .ctx = &w};
        int got = check ? match_verify(&in, &r, &options, NULL)
                        : match_why(&in, &r, alone, &options, whose, &n);
        assert_int_equal(got, MATCH_OK);
        assert_true(w.calls >= 2);
        for (int last = w.calls, at = 1; at <= last; at++) {
            w = (struct watch){.stop_at = at};
            got = check ? match_verify(&in, &r, &options, NULL)
                        : match_why(&in, &r, alone, &options, whose, &n);
            assert_int_equal(got, MATCH_ECANCELLED);
            assert_int_equal(w.calls, at);
        }
    }
    free(whose);
    match_result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_instances),
        cmocka_unit_test(test_missing_parts),
        cmocka_unit_test(test_checker_is_strict),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_progress_and_cancel),
        cmocka_unit_test(test_check_and_why_may_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
