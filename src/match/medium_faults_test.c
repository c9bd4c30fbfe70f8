/* Whatever goes wrong in the middle of a solution, nothing is lost and nothing is left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "match/shape.h"

/* An allocator that counts bytes and fails when told to. */
struct purse {
    size_t taken, most; /* bytes at one time */
    long alive, calls, fail_at;
};

union head {
    size_t bytes;
    max_align_t align;
};

static void *purse_alloc(void *ctx, size_t bytes)
{
    struct purse *p = ctx;
    if (++p->calls == p->fail_at)
        return NULL;
    union head *h = malloc(sizeof *h + bytes);
    assert_non_null(h);
    h->bytes = bytes;
    p->alive++;
    p->taken += bytes;
    p->most = p->taken > p->most ? p->taken : p->most;
    return h + 1;
}

static void purse_release(void *ctx, void *memory)
{
    struct purse *p = ctx;
    union head *h = (union head *)memory - 1;
    p->alive--;
    p->taken -= h->bytes;
    free(h);
}

struct watch {
    uint64_t done;
    long calls, stop_at;
};

static void on_progress(void *ctx, uint64_t done, uint64_t total)
{
    struct watch *w = ctx;
    assert_true(done >= w->done && done <= total);
    w->done = done;
}

static bool on_cancel(void *ctx)
{
    struct watch *w = ctx;
    return ++w->calls == w->stop_at;
}

static struct match_result earlier;

static void forget(void)
{
    if (earlier.mate)
        match_result_free(&earlier);
}

/* Lists with locks, a floor and mentors without room. */
static void make_mixed(void)
{
    begin(80, 0);
    for (uint32_t j = 0; j < 80; j++)
        shape.capacity[j] = (uint16_t)below(5);
    random_lists(200, 12, 0, 1000);
    shape.in.floor = 200;
    static uint64_t locked[1];
    while (!shape.capacity[shape.mentor[locked[0]]])
        locked[0]++;
    shape.in.locked = locked;
    shape.in.n_locked = 1;
}

/* Nearly all wishes have changed and half of the people are gone: prices have to fall far. */
static void make_warm(void)
{
    begin(80, 2);
    random_lists(200, 12, 0, 60000);
    assert_int_equal(match_solve(&shape.in, NULL, &earlier), MATCH_OK);
    static const uint64_t locked[] = {0};
    shape.in.locked = locked;
    shape.in.n_locked = 1;
    for (uint32_t i = 0; i < 100; i++)
        for (uint64_t e = shape.offset[i]; e < shape.offset[i + 1]; e++)
            shape.score[e] = (uint16_t)below(100);
    shape.in.floor = 40;
    shape.in.mode = MATCH_SCORE;
}

static void make_chain(void)
{
    begin(300, 1);
    for (uint32_t i = 0; i < 300; i++, next_mentee()) {
        edge(i, 0);
        if (i + 1 < 300)
            edge(i + 1, 60000);
    }
}

/* On which the auction gives up. */
static void make_block(void)
{
    begin(120, 1);
    for (uint32_t i = 1; i <= 120; i++, next_mentee())
        for (uint32_t j = 1; j <= 120; j++)
            edge(j - 1, i * j * 4);
}

/* The same for the score alone, where somebody may have to stay alone for another. */
static void make_crowded_block(void)
{
    begin(100, 1);
    for (uint32_t i = 1; i <= 140; i++, next_mentee())
        for (uint32_t j = 1; j <= 100; j++)
            edge(j - 1, i * j * 4);
    shape.in.mode = MATCH_SCORE;
    shape.in.floor = 3000;
}

static void (*const makers[])(void) = {make_mixed, make_warm, make_chain, make_block,
                                       make_crowded_block};
#define N_MAKERS (sizeof makers / sizeof *makers)

static int solve(struct purse *p, struct watch *w, size_t limit)
{
    struct match_allocator allocator = {purse_alloc, purse_release, p};
    struct match_options options = {.allocator = &allocator,
                                    .memory_limit = limit,
                                    .progress = on_progress,
                                    .cancel = on_cancel,
                                    .ctx = w,
                                    .start = earlier.mate ? &earlier : NULL};
    struct match_result r;
    int got = match_solve(&shape.in, &options, &r);
    assert_true(limit == 0 || p->most <= limit);
    if (got == MATCH_OK) {
        assert_int_equal(p->alive, 4);
        match_result_free(&r);
    }
    assert_int_equal(p->alive, 0);
    assert_int_equal(p->taken, 0);
    return got;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    random_state = 21;
    for (size_t m = 0; m < N_MAKERS; m++) {
        makers[m]();
        int got = MATCH_ENOMEM;
        for (long n = 1; got == MATCH_ENOMEM; n++) {
            struct purse p = {.fail_at = n};
            got = solve(&p, &(struct watch){0}, 0);
            assert_int_equal(got, n <= p.calls ? MATCH_ENOMEM : MATCH_OK);
        }
        forget();
    }
}

static void test_any_limit_is_kept(void **state)
{
    (void)state;
    random_state = 22;
    for (size_t m = 0; m < N_MAKERS; m++) {
        makers[m]();
        struct purse all = {0};
        assert_int_equal(solve(&all, &(struct watch){0}, 0), MATCH_OK);
        assert_int_equal(solve(&(struct purse){0}, &(struct watch){0}, all.most), MATCH_OK);
        for (unsigned part = 1; part < 60; part++) {
            size_t limit = all.most * part / 60;
            assert_int_equal(solve(&(struct purse){0}, &(struct watch){0}, limit), MATCH_ENOMEM);
        }
        forget();
    }
}

static void test_every_call_may_cancel(void **state)
{
    (void)state;
    random_state = 23;
    for (size_t m = 0; m < N_MAKERS; m++) {
        makers[m]();
        int got = MATCH_ECANCELLED;
        for (long n = 1; got == MATCH_ECANCELLED; n++) {
            struct watch w = {.stop_at = n};
            got = solve(&(struct purse){0}, &w, 0);
            assert_int_equal(got, n <= w.calls ? MATCH_ECANCELLED : MATCH_OK);
        }
        forget();
    }
}

static void make_large_block(void)
{
    begin(280, 1);
    for (uint32_t i = 1; i <= 300; i++, next_mentee())
        for (uint32_t j = 1; j <= 280; j++)
            edge(j - 1, i * j / 2);
}

static void make_large_warm(void)
{
    begin(2000, 2);
    random_lists(5000, 30, 0, 60000);
    assert_int_equal(match_solve(&shape.in, NULL, &earlier), MATCH_OK);
    for (uint64_t e = 0; e < 70000; e++)
        shape.score[e] = (uint16_t)below(100);
    shape.in.mode = MATCH_SCORE;
}

/* Looks at the callback come often in long work, too, and each is obeyed at once. */
static void test_long_work_may_be_cancelled(void **state)
{
    (void)state;
    static void (*const large[])(void) = {make_large_block, make_large_warm};
    random_state = 24;
    for (size_t m = 0; m < 2; m++) {
        large[m]();
        struct watch all = {0};
        assert_int_equal(solve(&(struct purse){0}, &all, 0), MATCH_OK);
        assert_true(all.calls > 30);
        for (long t = 0; t < 30; t++) {
            struct watch w = {.stop_at = 1 + t * (all.calls - 1) / 29};
            assert_int_equal(solve(&(struct purse){0}, &w, 0), MATCH_ECANCELLED);
            assert_int_equal(w.calls, w.stop_at);
        }
        forget();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_any_limit_is_kept),
        cmocka_unit_test(test_every_call_may_cancel),
        cmocka_unit_test(test_long_work_may_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
