#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nastavnik/match_groups.h>

#include "match/brute.h"
#include "match/stingy.h"
#include "match/watch.h"

static uint16_t minimum[64];

struct best {
    bool found;
    uint64_t matched, score;
};

static void keep_best(struct brute *b)
{
    struct best *best = b->ctx, now = {.found = true};
    for (uint32_t j = 0; j < b->in->n_mentors; j++)
        if (b->load[j] && b->load[j] < minimum[j])
            return;
    for (uint32_t i = 0; i < b->in->n_mentees; i++)
        if (b->edge[i] != MATCH_NO_EDGE) {
            now.matched += b->in->mode == MATCH_COUNT;
            now.score += b->in->score[b->edge[i]];
        }
    if (!best->found || now.matched > best->matched ||
        (now.matched == best->matched && now.score > best->score))
        *best = now;
}

/* A matching with full groups, its sums as stated. */
static void expect_groups(const struct small *s, const struct match_result *a)
{
    uint32_t load[64] = {0};
    uint64_t matched = 0, score = 0;
    for (uint32_t i = 0; i < s->in.n_mentees; i++) {
        if (a->mate[i] == MATCH_NONE) {
            assert_int_equal(a->edge[i], MATCH_NO_EDGE);
            continue;
        }
        assert_true(a->edge[i] >= s->offset[i] && a->edge[i] < s->offset[i + 1]);
        assert_int_equal(s->mentor[a->edge[i]], a->mate[i]);
        load[a->mate[i]]++;
        matched++;
        score += s->score[a->edge[i]];
    }
    for (uint32_t j = 0; j < s->in.n_mentors; j++)
        assert_true(load[j] <= s->capacity[j] && (!load[j] || load[j] >= minimum[j]));
    assert_true(matched == a->matched && score == a->score);
}

static bool above(const struct match_groups *got, const struct best *best)
{
    return got->bound_matched != best->matched ? got->bound_matched > best->matched
                                               : got->bound_score >= best->score;
}

static void expect_best(const struct small *s, uint32_t node_limit, int *n_exact)
{
    struct best best = {0};
    struct match_groups got;
    brute_all(&s->in, keep_best, &best);
    int r = match_groups_solve(&s->in, minimum, node_limit, NULL, &got);
    assert_int_equal(r, best.found ? MATCH_OK : MATCH_EINVAL);
    if (r < 0)
        return;
    expect_groups(s, &got.answer);
    assert_true(above(&got, &best) && got.nodes <= node_limit);
    if (got.exact) {
        assert_int_equal(got.bound_matched, best.matched);
        assert_int_equal(got.bound_score, best.score);
        assert_int_equal(got.answer.score, best.score);
        if (s->in.mode == MATCH_COUNT)
            assert_int_equal(got.answer.matched, best.matched);
    }
    *n_exact += got.exact;
    match_groups_free(&got);
}

static void make_groups(struct small *s, int round)
{
    static const uint32_t tops[] = {0, 1, 9, 1000, 65535};
    make(s, below(8), 1 + below(5), 30 + below(70), tops[below(5)], 4);
    for (uint32_t j = 0; j < 64; j++)
        minimum[j] = (uint16_t)below(5);
    if (round % 6 == 1) /* more pairs may score less */
        for (uint64_t e = 0; e < s->offset[s->in.n_mentees]; e++)
            s->score[e] = (uint16_t)(65535 * below(2));
    if (round % 3 == 0)
        lock_some(s);
    if (round % 4 == 0)
        s->in.floor = (uint16_t)below(4);
    if (round % 5 == 0)
        s->in.mode = MATCH_SCORE;
}

static void test_brute_force(void **state)
{
    (void)state;
    static struct small s;
    int n_exact = 0, n_soon = 0, n = 0;
    random_state = 71;
    for (int round = 0; round < 3000; round++) {
        make_groups(&s, round);
        expect_best(&s, 1000, &n_exact);
        expect_best(&s, 1 + below(2), &n_soon);
        n++;
    }
    assert_true(n_soon < n_exact); /* a limit was met now and then */
    assert_true(n_exact > n * 9 / 10);
}

/* With no demands it is the plain answer. */
static void test_no_minimum(void **state)
{
    (void)state;
    static struct small s;
    random_state = 72;
    for (int round = 0; round < 100; round++) {
        make(&s, 60, 20, 20, 100, 3);
        s.in.mode = round % 2 ? MATCH_SCORE : MATCH_COUNT;
        for (uint32_t j = 0; j < 64; j++)
            minimum[j] = (uint16_t)below(2);
        struct match_result r;
        struct match_groups got;
        assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
        assert_int_equal(match_groups_solve(&s.in, minimum, 0, NULL, &got), MATCH_OK);
        assert_true(got.exact && got.answer.score == r.score);
        assert_true(s.in.mode == MATCH_SCORE || got.answer.matched == r.matched);
        match_result_free(&r);
        match_groups_free(&got);
    }
}

/* Larger: full groups, a bound that is one, the same seed the same pairs. */
static void test_seeds(void **state)
{
    (void)state;
    static struct small s;
    random_state = 73;
    for (int round = 0; round < 12; round++) {
        make(&s, 100, 40, 15, round % 4 ? 1000 : 65535, 6);
        s.in.mode = round % 3 ? MATCH_COUNT : MATCH_SCORE;
        for (uint32_t j = 0; j < 64; j++)
            minimum[j] = (uint16_t)(2 + below(3));
        struct match_options seed = {.seed = 9};
        struct match_groups a, b, c;
        assert_int_equal(match_groups_solve(&s.in, minimum, 30, NULL, &a), MATCH_OK);
        assert_int_equal(match_groups_solve(&s.in, minimum, 30, &seed, &b), MATCH_OK);
        assert_int_equal(match_groups_solve(&s.in, minimum, 30, &seed, &c), MATCH_OK);
        expect_groups(&s, &a.answer);
        assert_true(a.answer.score * 100 >= a.bound_score * 97);
        struct best pairs = {true, s.in.mode == MATCH_COUNT ? b.answer.matched : 0, b.answer.score};
        assert_true(above(&a, &pairs));
        assert_memory_equal(b.answer.edge, c.answer.edge, s.in.n_mentees * sizeof *b.answer.edge);
        match_groups_free(&a);
        match_groups_free(&b);
        match_groups_free(&c);
    }
}

/* The more nodes the nearer: bounds never rise, and never fall below the best. */
static void test_bounds(void **state)
{
    (void)state;
    static struct small s;
    uint64_t first = 0, all = 0;
    random_state = 77;
    for (int round = 0; round < 60; round++) {
        bool hard = round >= 40;
        make(&s, 60, hard ? 30 : 24, 25, 100, hard ? 8 : 5);
        for (uint32_t j = 0; j < 64; j++)
            minimum[j] = (uint16_t)(2 + hard + below(2));
        struct match_groups best, got;
        assert_int_equal(match_groups_solve(&s.in, minimum, 1000, NULL, &best), MATCH_OK);
        assert_true(best.exact || hard);
        struct best answer = {true, best.answer.matched, best.answer.score}, last = answer;
        for (uint32_t limit = 1; limit <= 64; limit *= 2) {
            assert_int_equal(match_groups_solve(&s.in, minimum, limit, NULL, &got), MATCH_OK);
            expect_groups(&s, &got.answer);
            assert_true(above(&got, &answer));
            struct match_groups before = {.bound_matched = last.matched, .bound_score = last.score};
            last = (struct best){true, got.bound_matched, got.bound_score};
            assert_true(limit == 1 || above(&before, &last));
            first += limit == 1 && !hard ? got.answer.score : 0;
            match_groups_free(&got);
        }
        all += hard ? 0 : best.answer.score;
        match_groups_free(&best);
    }
    assert_true(first * 10000 >= all * 9995);
}

static void test_refused(void **state)
{
    (void)state;
    static struct small s;
    struct match_groups got;
    random_state = 74;
    make(&s, 4, 2, 100, 10, 1);
    s.capacity[0] = s.capacity[1] = 4;
    s.in.n_locked = 1;
    s.locked[0] = 0;
    minimum[0] = 5, minimum[1] = 0; /* more than the places, yet opened by a lock */
    assert_int_equal(match_groups_solve(&s.in, minimum, 0, NULL, &got), MATCH_EINVAL);
    minimum[0] = 4;
    assert_int_equal(match_groups_solve(&s.in, minimum, 0, NULL, &got), MATCH_OK);
    assert_true(got.exact && got.answer.matched == 4 && got.answer.mate[3] == 0);
    match_groups_free(&got);
    s.in.n_locked = 3; /* more than enough already */
    s.locked[1] = 2, s.locked[2] = 4;
    minimum[0] = 2;
    assert_int_equal(match_groups_solve(&s.in, minimum, 0, NULL, &got), MATCH_OK);
    assert_true(got.exact && got.answer.matched == 4);
    match_groups_free(&got);
    minimum[0] = 4;
    s.in.n_mentees = 3; /* too few to fill it */
    assert_int_equal(match_groups_solve(&s.in, minimum, 0, NULL, &got), MATCH_EINVAL);
    s.mentor[0] = 2;
    assert_int_equal(match_groups_solve(&s.in, minimum, 0, NULL, &got), MATCH_EINVAL);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    static struct small s;
    random_state = 75;
    for (int mode = 0; mode < 2; mode++) {
        make(&s, 20, 8, 50, 65535, 4);
        s.in.mode = mode ? MATCH_SCORE : MATCH_COUNT;
        for (uint32_t j = 0; j < 64; j++)
            minimum[j] = 3;
        int r = MATCH_ENOMEM;
        long n = 0;
        for (; r == MATCH_ENOMEM; n++) {
            struct stingy stingy = {.left = n};
            struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
            struct match_options options = {.allocator = &allocator};
            struct match_groups got;
            r = match_groups_solve(&s.in, minimum, 3, &options, &got);
            if (r == MATCH_OK) {
                assert_int_equal(stingy.alive, 2);
                match_groups_free(&got);
            }
            assert_int_equal(stingy.alive, 0);
        }
        assert_int_equal(r, MATCH_OK);
        assert_true(n > 60);
    }
}

static void on_progress(void *ctx, uint64_t done, uint64_t total)
{
    struct watch *w = ctx;
    assert_true(done >= w->done && done <= total);
    w->done = done;
    w->total = total;
}

static void test_progress_and_cancel(void **state)
{
    (void)state;
    static struct small s;
    struct match_groups got;
    random_state = 76;
    make(&s, 60, 20, 20, 1000, 4);
    for (uint32_t j = 0; j < 64; j++)
        minimum[j] = 3;
    struct watch w = {0};
    struct match_options options = {.progress = on_progress, .cancel = on_cancel, .ctx = &w};
    assert_int_equal(match_groups_solve(&s.in, minimum, 8, &options, &got), MATCH_OK);
    assert_true(w.done == 8 && w.total == 8);
    match_groups_free(&got);
    int calls = w.calls;
    for (int stop_at = 1; stop_at <= calls; stop_at++) {
        w = (struct watch){.stop_at = stop_at};
        assert_int_equal(match_groups_solve(&s.in, minimum, 8, &options, &got), MATCH_ECANCELLED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_no_minimum),
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_progress_and_cancel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
