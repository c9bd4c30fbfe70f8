#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/instance.h"
#include "match/live.h"
#include "match/small.h"
#include "match/stingy.h"

static struct small s;
static struct match_result solved;

static void solve_some(void)
{
    make(&s, 20, 8, 40, 100, 2);
    lock_some(&s);
    assert_int_equal(match_solve(&s.in, NULL, &solved), MATCH_OK);
}

/* Two of each kind that takes memory: people, edges, a longer batch than before. */
static const struct match_live_change growth[] = {
    {MATCH_LIVE_NEW_MENTEE, 20, 0, 0}, {MATCH_LIVE_NEW_MENTEE, 21, 0, 0},
    {MATCH_LIVE_NEW_MENTOR, 0, 8, 2},  {MATCH_LIVE_NEW_MENTOR, 0, 9, 1},
    {MATCH_LIVE_EDGE, 20, 8, 50},      {MATCH_LIVE_EDGE, 20, 9, 60},
    {MATCH_LIVE_EDGE, 21, 0, 70},      {MATCH_LIVE_EDGE, 3, 8, 99},
    {MATCH_LIVE_EDGE, 4, 8, 98},       {MATCH_LIVE_EDGE, 5, 8, 97},
    {MATCH_LIVE_CAPACITY, 0, 1, 0},    {MATCH_LIVE_EDGE, 6, 9, 99},
    {MATCH_LIVE_CAPACITY, 0, 1, 3},    {MATCH_LIVE_EDGE, 7, 9, 99},
};
enum { GROWTH = sizeof growth / sizeof *growth };

static void same_copies(struct match_live_copy *a, struct match_live_copy *b)
{
    uint32_t n = a->instance.n_mentees, m = a->instance.n_mentors;
    assert_int_equal(n, b->instance.n_mentees);
    assert_int_equal(m, b->instance.n_mentors);
    assert_memory_equal(a->instance.offset, b->instance.offset, (n + 1) * 8);
    assert_memory_equal(a->instance.mentor, b->instance.mentor, a->instance.offset[n] * 4);
    assert_memory_equal(a->result.edge, b->result.edge, n * 8);
    assert_memory_equal(a->result.price, b->result.price, m * 8);
    match_live_copy_free(a);
    match_live_copy_free(b);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    random_state = 21;
    solve_some();
    int r = MATCH_ENOMEM;
    long n = 0, in_new = 0, in_copy = 0;
    for (; r == MATCH_ENOMEM; n++) {
        struct stingy stingy = {.left = n};
        struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
        struct match_options options = {.allocator = &allocator};
        struct match_live *live = NULL;
        struct match_live_copy before, after;
        r = match_live_new(&s.in, &solved, &options, &live);
        if (r == MATCH_OK) {
            in_new = in_new ? in_new : n;
            assert_int_equal(match_live_copy(live, NULL, &before), MATCH_OK);
            r = match_live_apply(live, growth, GROWTH, NULL, NULL);
            if (r == MATCH_ENOMEM) {
                assert_int_equal(match_live_copy(live, NULL, &after), MATCH_OK);
                assert_int_equal(match_live_undo(live), MATCH_EINVAL);
                stingy.left = 1000;
                same_copies(&before, &after);
                assert_int_equal(match_live_apply(live, growth, GROWTH, NULL, NULL), MATCH_OK);
            } else {
                match_live_copy_free(&before);
            }
            for (long k = 0, copied = MATCH_ENOMEM; copied == MATCH_ENOMEM; k++, in_copy = k) {
                long alive = stingy.alive;
                stingy.left = k;
                copied = match_live_copy(live, &options, &after);
                if (copied == MATCH_OK)
                    match_live_copy_free(&after);
                assert_int_equal(stingy.alive, alive);
            }
        }
        match_live_free(live);
        assert_int_equal(stingy.alive, 0);
    }
    assert_true(in_new > 15 && n > in_new + 15 && in_copy > 5);
    match_result_free(&solved);
}

static void test_memory_limit(void **state)
{
    (void)state;
    random_state = 22;
    solve_some();
    struct match_live *live;
    struct match_live_copy copy;
    struct match_options options = {.memory_limit = 3000};
    assert_int_equal(match_live_new(&s.in, &solved, &options, &live), MATCH_ENOMEM);
    options.memory_limit = 30000;
    assert_int_equal(match_live_new(&s.in, &solved, &options, &live), MATCH_OK);
    options.memory_limit = 100;
    assert_int_equal(match_live_copy(live, &options, &copy), MATCH_ENOMEM);
    match_live_free(live);
    match_result_free(&solved);
}

static void test_bad_beginnings(void **state)
{
    (void)state;
    random_state = 23;
    solve_some();
    struct match_live *live;
    solved.score++;
    assert_int_equal(match_live_new(&s.in, &solved, NULL, &live), MATCH_EPROOF);
    solved.score--;
    int64_t k = solved.k;
    solved.k = MATCH_LIVE_K + 1;
    assert_int_equal(match_live_new(&s.in, &solved, NULL, &live), MATCH_EINVAL);
    solved.k = -1;
    assert_int_equal(match_live_new(&s.in, &solved, NULL, &live), MATCH_EINVAL);
    solved.k = k;
    s.capacity[0] = MATCH_MAX_CAPACITY + 1;
    assert_int_equal(match_live_new(&s.in, &solved, NULL, &live), MATCH_EINVAL);
    match_result_free(&solved);
}

struct watch {
    int calls, stop_at;
    uint64_t done, total;
};

static void on_progress(void *ctx, uint64_t done, uint64_t total)
{
    struct watch *w = ctx;
    assert_true(done <= total);
    w->done = done;
    w->total = total;
}

static bool on_cancel(void *ctx)
{
    struct watch *w = ctx;
    return ++w->calls == w->stop_at;
}

/* However early it is stopped, all is as before. */
static void test_cancel(void **state)
{
    (void)state;
    random_state = 24;
    solve_some();
    struct match_live *live;
    assert_int_equal(match_live_new(&s.in, &solved, NULL, &live), MATCH_OK);
    struct match_live_change leave[8];
    for (uint32_t j = 0; j < 8; j++)
        leave[j] = (struct match_live_change){MATCH_LIVE_CAPACITY, 0, j, (uint16_t)(j % 4)};
    leave[s.mentor[s.locked[0]]].value = 2;
    leave[s.mentor[s.locked[1]]].value = 2;
    struct watch w = {0};
    struct match_options options = {.progress = on_progress, .cancel = on_cancel, .ctx = &w};
    int r = MATCH_ECANCELLED, stops = 0;
    for (; r == MATCH_ECANCELLED; stops++) {
        struct match_live_copy before, after;
        assert_int_equal(match_live_copy(live, NULL, &before), MATCH_OK);
        w = (struct watch){.stop_at = stops + 1};
        r = match_live_apply(live, leave, 8, &options, NULL);
        assert_int_equal(match_live_copy(live, NULL, &after), MATCH_OK);
        if (r == MATCH_ECANCELLED) {
            same_copies(&before, &after);
        } else {
            match_live_copy_free(&before);
            match_live_copy_free(&after);
        }
    }
    assert_int_equal(r, MATCH_OK);
    assert_true(stops > 3 && w.done == w.total && w.total > 0);
    match_live_free(live);
    match_result_free(&solved);
}

/* A state that breaks a rule in one place does not pass, wherever it is. */
static void test_proof_is_strict(void **state)
{
    (void)state;
    random_state = 25;
    solve_some();
    struct match_live *l;
    assert_int_equal(match_live_new(&s.in, &solved, NULL, &l), MATCH_OK);
    uint32_t i = 0, alone = 0, j;
    while (l->mentee[i].pinned || l->mentee[i].mate == MATCH_NONE || !l->price[l->mentee[i].mate])
        i++;
    j = l->mentee[i].mate;
    while (l->mentee[alone].mate != MATCH_NONE)
        alone++;
    uint32_t pinned = match_edge_mentee(&s.in, s.locked[0]);

#define REFUSED_AFTER(change, undo)                                                                \
    do {                                                                                           \
        change;                                                                                    \
        assert_int_equal(live_prove(l, l->n_was_mentees), MATCH_EPROOF);                           \
        undo;                                                                                      \
        assert_int_equal(live_prove(l, l->n_was_mentees), MATCH_OK);                               \
    } while (0)
    for (uint32_t t = 0; t < l->now.n_mentees; t++)
        live_touch_mentee(l, t);
    for (uint32_t t = 0; t < l->now.n_mentors; t++)
        live_touch_mentor(l, t);
    REFUSED_AFTER(l->mentee[i].u++, l->mentee[i].u--);
    REFUSED_AFTER(l->mentee[alone].u++, l->mentee[alone].u--);
    REFUSED_AFTER(l->mentee[pinned].u--, l->mentee[pinned].u++);
    REFUSED_AFTER(l->price[j] = -l->price[j], l->price[j] = -l->price[j]);
    REFUSED_AFTER(l->mentor[j].room++, l->mentor[j].room--);
    REFUSED_AFTER(l->mentor[j].pins++, l->mentor[j].pins--);
    REFUSED_AFTER(l->mentor[j].capacity++, l->mentor[j].capacity--);
    REFUSED_AFTER((l->mentor[j].capacity++, l->mentor[j].room++),
                  (l->mentor[j].capacity--, l->mentor[j].room--));
    REFUSED_AFTER((l->mentor[j].capacity--, l->mentor[j].room--),
                  (l->mentor[j].capacity++, l->mentor[j].room++));
    REFUSED_AFTER(l->floor = 101, l->floor = 0);
    match_live_free(l);
    match_result_free(&solved);
}

/* A pair against the prices of others: seen from whichever end fell. */
static void test_proof_sees_either_end(void **state)
{
    (void)state;
    uint64_t offset[] = {0, 2}, locked = 0;
    uint32_t mentor[] = {0, 1};
    uint16_t score[] = {9, 5}, capacity[] = {1, 1};
    struct match_instance in = {1, 2, offset, mentor, score, capacity, &locked, 0, MATCH_COUNT, 0};
    struct match_live *l;
    assert_int_equal(match_solve(&in, NULL, &solved), MATCH_OK);
    assert_int_equal(match_live_new(&in, &solved, NULL, &l), MATCH_OK);
    live_touch_mentor(l, 1);
    assert_int_equal(live_prove(l, 0), MATCH_OK);
    l->was_mentor[0].price = 1; /* as if its price had just come down to 0 … */
    l->mentee[0].u = l->k + 4;  /* … where the mentee has less than it could have there */
    assert_int_equal(live_prove(l, 0), MATCH_EPROOF);
    l->mentee[0].u = l->k + 9;
    assert_int_equal(live_prove(l, 0), MATCH_OK);
    l->mentee[0].u++; /* a pair that its mentor's price does not explain */
    l->mentor[0].logged = l->mentor[1].logged = false;
    l->n_was_mentors = 0;
    live_touch_mentor(l, 0);
    assert_int_equal(live_prove(l, 0), MATCH_EPROOF);
    l->mentee[0].u--;
    l->mentee[0].mate = 1; /* in another's chain */
    assert_int_equal(live_prove(l, 0), MATCH_EPROOF);
    l->mentee[0].mate = 0;
    assert_int_equal(live_prove(l, 0), MATCH_OK);
    live_touch_mentee(l, 0);
    l->was_mentee[0].was.u = l->k + 10; /* as if its profit had just come down */
    assert_int_equal(live_prove(l, 0), MATCH_OK);
    l->out.arc[1].score = 10;
    assert_int_equal(live_prove(l, 0), MATCH_EPROOF);
    match_live_free(l);
    match_result_free(&solved);
}

/* A defect is met with a refusal: the object is as before, which here is as the defect left it. */
static void test_defect(void **state)
{
    (void)state;
    random_state = 26;
    solve_some();
    struct match_live *l;
    assert_int_equal(match_live_new(&s.in, &solved, NULL, &l), MATCH_OK);
    uint32_t i = 0;
    while (l->mentee[i].mate == MATCH_NONE || l->mentee[i].pinned)
        i++;
    uint32_t j = l->mentee[i].mate;
    l->mentor[j].capacity++;
    struct match_live_change back = {MATCH_LIVE_RETURN, i, 0, 0};
    struct match_live_change same = {MATCH_LIVE_CAPACITY, 0, j, s.capacity[j]};
    same.value++;
    assert_int_equal(match_live_apply(l, &same, 1, NULL, NULL), MATCH_EPROOF);
    l->mentor[j].capacity--;
    assert_int_equal(match_live_apply(l, &back, 1, NULL, NULL), MATCH_OK);
    match_live_free(l);
    match_result_free(&solved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_bad_beginnings),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_proof_is_strict),
        cmocka_unit_test(test_proof_sees_either_end),
        cmocka_unit_test(test_defect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
