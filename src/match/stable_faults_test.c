#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/ranked.h"
#include "match/stable_naive.h"

static struct small s;
static struct ranks k;

/* The count for matchings of other modes, and for such as nobody would make. */
static void test_count_is_the_naive_one(void **state)
{
    (void)state;
    random_state = 31;
    uint64_t total = 0;
    for (int round = 0; round < 3000; round++) {
        make_twice(&s, below(14), 1 + below(8), below(12), below(3) ? 4 : 1000);
        s.in.floor = (uint16_t)(below(2) ? 0 : 1 + below(3));
        s.in.mode = round % 2 ? MATCH_SCORE : MATCH_COUNT;
        if (below(3) == 0)
            lock_some(&s);
        make_ranks(&k, &s, 1 + below(5));
        if (below(3) == 0)
            k.options.mentee_rank = NULL;
        if (below(3) == 0)
            k.options.mentor_rank = NULL;
        struct match_result r;
        assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
        for (uint32_t i = 0; i < s.in.n_mentees; i++)
            if (below(4) == 0 && r.mate[i] != MATCH_NONE && !naive_is_locked(&s, i)) {
                r.matched--;
                r.score -= s.score[r.edge[i]];
                r.mate[i] = MATCH_NONE;
                r.edge[i] = MATCH_NO_EDGE;
            }
        uint64_t n = 0, first = 0, naive_first;
        assert_int_equal(match_blocking(&s.in, &r, &k.options, &n, &first), MATCH_OK);
        assert_int_equal(n, naive_blocking(&s, &k.options, r.edge, &naive_first));
        assert_true(first == naive_first);
        total += n;
        match_result_free(&r);
    }
    assert_true(total > 3000);
}

/* Whatever makes a result no matching, the checker sees it. */
static void test_checker_is_strict(void **state)
{
    (void)state;
    struct match_result r;
    random_state = 32;
    make(&s, 30, 12, 40, 100, 2);
    s.capacity[0] = 1;
    lock_some(&s);
    assert_int_equal(s.in.n_locked, 2);
    assert_int_equal(match_stable(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(match_blocking(&s.in, &r, NULL, NULL, NULL), MATCH_OK);
    uint32_t i = 0;
    while (r.mate[i] == MATCH_NONE || naive_is_locked(&s, i))
        i++;
    uint64_t e = r.edge[i];
    uint16_t places = s.capacity[r.mate[i]];
#define REFUSED_AFTER(change, undo)                                                                \
    do {                                                                                           \
        change;                                                                                    \
        assert_int_equal(match_blocking(&s.in, &r, NULL, NULL, NULL), MATCH_EPROOF);               \
        undo;                                                                                      \
        assert_int_equal(match_blocking(&s.in, &r, NULL, NULL, NULL), MATCH_OK);                   \
    } while (0)
    REFUSED_AFTER(r.matched++, r.matched--);
    REFUSED_AFTER(r.score++, r.score--);
    REFUSED_AFTER(r.mate[i] ^= 1u, r.mate[i] ^= 1u);
    REFUSED_AFTER(r.edge[i] = s.offset[i + 1], r.edge[i] = e);
    REFUSED_AFTER(r.edge[i] = s.offset[i] - 1, r.edge[i] = e);
    REFUSED_AFTER(r.edge[i] = MATCH_NO_EDGE, r.edge[i] = e);
    REFUSED_AFTER(s.capacity[r.mate[i]] = 0, s.capacity[r.mate[i]] = places);
    REFUSED_AFTER(s.in.floor = (uint16_t)(s.score[e] + 1), s.in.floor = 0);
    uint64_t lock = s.locked[0];
    REFUSED_AFTER(s.locked[0]++, s.locked[0] = lock);
    REFUSED_AFTER(s.locked[0] = s.locked[1], s.locked[0] = lock);
    match_result_free(&r);
}

static void test_bad_instances(void **state)
{
    (void)state;
    struct match_result r;
    random_state = 33;
    make(&s, 5, 4, 100, 10, 2);
    s.mentor[3] = 4;
    assert_int_equal(match_stable(&s.in, NULL, &r), MATCH_EINVAL);
    s.mentor[3] = 3;
    s.in.n_locked = 1;
    s.locked[0] = 20;
    assert_int_equal(match_stable(&s.in, NULL, &r), MATCH_EINVAL);
}

struct stingy {
    long left; /* allocations until one fails */
    long alive;
};

static void *stingy_alloc(void *ctx, size_t bytes)
{
    struct stingy *y = ctx;
    if (y->left-- <= 0)
        return NULL;
    y->alive++;
    return malloc(bytes);
}

static void stingy_release(void *ctx, void *p)
{
    ((struct stingy *)ctx)->alive--;
    free(p);
}

/* Returns how many allocations it takes. */
static long starve(struct match_stable_options *o)
{
    int r = MATCH_ENOMEM;
    long n = 0;
    for (; r == MATCH_ENOMEM; n++) {
        struct stingy stingy = {.left = n};
        struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
        struct match_result result;
        o->base.allocator = &allocator;
        r = match_stable(&s.in, o, &result);
        if (r == MATCH_OK) {
            assert_int_equal(stingy.alive, 2);
            stingy.left = 0;
            assert_int_equal(match_blocking(&s.in, &result, o, NULL, NULL), MATCH_ENOMEM);
            stingy.left = 1;
            assert_int_equal(match_blocking(&s.in, &result, o, NULL, NULL), MATCH_OK);
            match_result_free(&result);
        }
        assert_int_equal(stingy.alive, 0);
    }
    assert_int_equal(r, MATCH_OK);
    return n - 1;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    random_state = 34;
    make(&s, 20, 8, 40, 100, 2);
    make_ranks(&k, &s, 5);
    struct match_stable_options plain = {.best_for = MATCH_MENTEES};
    assert_int_equal(starve(&plain), 6);
    assert_int_equal(starve(&k.options), 16);
    k.options.best_for = MATCH_MENTORS;
    assert_int_equal(starve(&k.options), 16);
    make_alike(&s, 100, 40);
    assert_int_equal(starve(&plain), 19);
}

static void test_memory_limit(void **state)
{
    (void)state;
    struct match_result r;
    random_state = 35;
    make(&s, 50, 20, 40, 100, 2);
    struct match_stable_options o = {.base = {.memory_limit = 1000}};
    assert_int_equal(match_stable(&s.in, &o, &r), MATCH_ENOMEM);
    o.base.memory_limit = 1000000;
    assert_int_equal(match_stable(&s.in, &o, &r), MATCH_OK);
    assert_int_equal(match_blocking(&s.in, &r, &o, NULL, NULL), MATCH_OK);
    o.base.memory_limit = 100;
    assert_int_equal(match_blocking(&s.in, &r, &o, NULL, NULL), MATCH_ENOMEM);
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
    random_state = 36;
    make(&s, 128, 30, 20, 100, 3);
    make_ranks(&k, &s, 5);
    struct match_stable_options plain = {.best_for = MATCH_MENTEES};
    struct match_stable_options *each[] = {&plain, &k.options};
    for (int t = 0; t < 2; t++) {
        struct watch w = {.calls = 0};
        struct match_result r;
        each[t]->base.progress = on_progress;
        each[t]->base.cancel = on_cancel;
        each[t]->base.ctx = &w;
        assert_int_equal(match_stable(&s.in, each[t], &r), MATCH_OK);
        assert_true(w.done == 128 && w.total == 128 && w.calls >= 2);
        match_result_free(&r);
        for (int last = w.calls; last > 0; last--) {
            w = (struct watch){.stop_at = last};
            assert_int_equal(match_stable(&s.in, each[t], &r), MATCH_ECANCELLED);
        }
    }
}

/* The worst for this very sort: of every part the middle of three is the lowest but one. */
static void make_worst(struct ranked *r, uint32_t n)
{
    static uint32_t who[3000];
    uint32_t key = 0, from = 0;
    for (uint32_t i = 0; i < n; i++)
        who[i] = i;
    for (; n - from > 2; from += 2) {
        uint32_t *w = who + from, last = n - from - 1, middle = w[(n - from) / 2];
        r[w[0]].key = key++;
        r[middle].key = key++;
        w[(n - from) / 2] = w[last];
        for (uint32_t i = 1; i < last; i++) {
            uint32_t t = w[i];
            w[i] = w[1];
            w[1] = t;
        }
        w[last] = w[1];
        w[1] = middle;
    }
    for (; from < n; from++)
        r[who[from]].key = key++;
}

static void test_sort(void **state)
{
    (void)state;
    static struct ranked r[3000], before[3000];
    random_state = 37;
    for (uint32_t shape = 0; shape < 104; shape++) {
        uint32_t n = shape < 100 ? shape : 3000;
        for (uint32_t i = 0; i < n; i++) {
            uint64_t mixed = (uint64_t)below(UINT32_MAX) << 32 | i;
            r[i].item = i;
            r[i].key = shape % 4 == 0 ? i : shape % 4 == 1 ? n - i : mixed;
        }
        if (shape % 4 == 3)
            make_worst(r, n);
        memcpy(before, r, sizeof r);
        ranked_sort(r, n);
        for (uint32_t i = 0; i < n; i++) {
            assert_true(r[i].key == before[r[i].item].key);
            assert_true(!i || r[i - 1].key < r[i].key);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count_is_the_naive_one),
        cmocka_unit_test(test_checker_is_strict),
        cmocka_unit_test(test_bad_instances),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_progress_and_cancel),
        cmocka_unit_test(test_sort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
