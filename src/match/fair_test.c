#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nastavnik/match_fair.h>

#include "match/brute.h"
#include "match/stingy.h"
#include "match/watch.h"

struct best {
    uint64_t matched, score, at_worst;
    uint32_t worst;
    bool any;
};

static bool is_locked(const struct match_instance *in, uint64_t edge)
{
    for (size_t l = 0; l < in->n_locked; l++)
        if (in->locked[l] == edge)
            return true;
    return false;
}

static bool better(const struct match_instance *in, const struct best *a, const struct best *b)
{
    bool count = in->mode == MATCH_COUNT;
    uint64_t a1 = count ? a->matched : a->score, b1 = count ? b->matched : b->score;
    uint64_t a2 = count ? a->score : a->matched, b2 = count ? b->score : b->matched;
    if (a1 != b1)
        return a1 > b1;
    if (a2 != b2)
        return a2 > b2;
    return a->worst != b->worst ? a->worst > b->worst : a->at_worst < b->at_worst;
}

static void keep_best(struct brute *b)
{
    struct best *best = b->ctx, now = {.any = true};
    for (uint32_t i = 0; i < b->in->n_mentees; i++) {
        if (b->edge[i] == MATCH_NO_EDGE)
            continue;
        uint16_t score = b->in->score[b->edge[i]];
        now.matched++;
        now.score += score;
        if (is_locked(b->in, b->edge[i]))
            continue;
        if (!now.at_worst || score < now.worst) {
            now.worst = score;
            now.at_worst = 0;
        }
        now.at_worst += score == now.worst;
    }
    if (!best->any || better(b->in, &now, best))
        *best = now;
}

static void expect_fair(const struct small *s)
{
    struct best best = {0};
    struct match_result r;
    struct match_fair fair;
    brute_all(&s->in, keep_best, &best);
    assert_int_equal(match_solve(&s->in, NULL, &r), MATCH_OK);
    assert_int_equal(match_fair_solve(&s->in, &r, NULL, &fair), MATCH_OK);
    assert_int_equal(fair.answer.matched, best.matched);
    assert_int_equal(fair.answer.score, best.score);
    assert_int_equal(fair.worst, best.worst);
    assert_int_equal(fair.at_worst, best.at_worst);
    assert_int_equal(match_verify(&s->in, &fair.answer, NULL, NULL), MATCH_OK);
    match_fair_free(&fair);
    match_result_free(&r);
}

/* Few different scores, so that there are many answers to choose from. */
static void test_brute_force(void **state)
{
    (void)state;
    static const uint32_t tops[] = {0, 1, 2, 4, 4, 65535};
    static struct small s;
    random_state = 51;
    for (int round = 0; round < 4000; round++) {
        make(&s, below(8), 1 + below(5), 20 + below(80), tops[below(6)], 1 + below(3));
        if (round % 3 == 0)
            lock_some(&s);
        if (round % 4 == 0)
            s.in.floor = (uint16_t)below(3);
        if (round % 5 == 0)
            s.in.mode = MATCH_SCORE;
        if (round % 7 == 0) /* wide scores with many ties */
            for (uint64_t e = 0; e < s.offset[s.in.n_mentees]; e++)
                s.score[e] = (uint16_t)(21845 * below(4));
        expect_fair(&s);
    }
}

static void test_seeds(void **state)
{
    (void)state;
    static struct small s;
    random_state = 52;
    for (int round = 0; round < 60; round++) {
        make(&s, 40 + below(80), 10 + below(30), 10 + below(20), 12, 4);
        struct match_options seed = {.seed = 5};
        struct match_result r;
        struct match_fair a, b, c;
        assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
        assert_int_equal(match_fair_solve(&s.in, &r, NULL, &a), MATCH_OK);
        assert_int_equal(match_fair_solve(&s.in, &r, &seed, &b), MATCH_OK);
        assert_int_equal(match_fair_solve(&s.in, &b.answer, &seed, &c), MATCH_OK);
        assert_true(a.worst == b.worst && a.at_worst == b.at_worst);
        assert_true(a.worst == c.worst && a.at_worst == c.at_worst);
        match_fair_free(&c);
        assert_int_equal(match_fair_solve(&s.in, &r, &seed, &c), MATCH_OK);
        assert_memory_equal(b.answer.edge, c.answer.edge, s.in.n_mentees * sizeof *b.answer.edge);
        match_fair_free(&a);
        match_fair_free(&b);
        match_fair_free(&c);
        match_result_free(&r);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static struct small s;
    struct match_result r;
    struct match_fair fair;
    random_state = 53;
    make(&s, 12, 6, 60, 10, 2);
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    r.score++;
    assert_int_equal(match_fair_solve(&s.in, &r, NULL, &fair), MATCH_EPROOF);
    r.score--;
    s.mentor[0] = 6;
    assert_int_equal(match_fair_solve(&s.in, &r, NULL, &fair), MATCH_EINVAL);
    match_result_free(&r);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    static struct small s;
    struct match_result given;
    random_state = 54;
    for (int mode = 0; mode < 2; mode++) {
        make(&s, 20, 8, 40, 5, 3);
        s.in.mode = mode ? MATCH_SCORE : MATCH_COUNT;
        assert_int_equal(match_solve(&s.in, NULL, &given), MATCH_OK);
        int r = MATCH_ENOMEM;
        long n = 0;
        for (; r == MATCH_ENOMEM; n++) {
            struct stingy stingy = {.left = n};
            struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
            struct match_options options = {.allocator = &allocator};
            struct match_fair fair;
            r = match_fair_solve(&s.in, &given, &options, &fair);
            if (r == MATCH_OK) {
                assert_int_equal(stingy.alive, 4);
                match_fair_free(&fair);
            }
            assert_int_equal(stingy.alive, 0);
        }
        assert_int_equal(r, MATCH_OK);
        assert_true(n > 20);
        match_result_free(&given);
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
    struct match_result r;
    struct match_fair fair;
    random_state = 55;
    make(&s, 100, 30, 20, 20, 3);
    s.in.mode = MATCH_SCORE;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    struct watch w = {0};
    struct match_options options = {.progress = on_progress, .cancel = on_cancel, .ctx = &w};
    assert_int_equal(match_fair_solve(&s.in, &r, &options, &fair), MATCH_OK);
    assert_true(w.done == w.total && w.total == 20);
    match_fair_free(&fair);
    int calls = w.calls;
    assert_true(calls > 3);
    for (int stop_at = 1; stop_at <= calls; stop_at++) {
        w = (struct watch){.stop_at = stop_at};
        assert_int_equal(match_fair_solve(&s.in, &r, &options, &fair), MATCH_ECANCELLED);
    }
    match_result_free(&r);
}

static int by_value(const void *a, const void *b)
{
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

static struct match_group report_of(const struct small *s, const struct match_result *r,
                                    const uint32_t *group, uint32_t g)
{
    struct match_group want = {0};
    uint16_t got[128];
    for (uint32_t i = 0; i < s->in.n_mentees; i++) {
        uint32_t candidates = 0, higher = 0;
        if (group[i] != g)
            continue;
        for (uint64_t e = s->offset[i]; e < s->offset[i + 1]; e++) {
            bool usable = s->score[e] >= s->in.floor || e == r->edge[i];
            candidates += usable;
            higher += usable && r->edge[i] != MATCH_NO_EDGE && s->score[e] > s->score[r->edge[i]];
        }
        want.people++;
        want.with_candidate += candidates > 0;
        if (r->edge[i] == MATCH_NO_EDGE)
            continue;
        want.at_best += higher == 0;
        want.score += s->score[r->edge[i]];
        got[want.matched++] = s->score[r->edge[i]];
    }
    if (want.matched) {
        qsort(got, want.matched, sizeof *got, by_value);
        want.least = got[0];
        want.median = got[(want.matched - 1) / 2];
    }
    return want;
}

static void expect_same(const struct match_group *a, const struct match_group *b)
{
    assert_int_equal(a->people, b->people);
    assert_int_equal(a->with_candidate, b->with_candidate);
    assert_int_equal(a->matched, b->matched);
    assert_int_equal(a->at_best, b->at_best);
    assert_int_equal(a->score, b->score);
    assert_int_equal(a->least, b->least);
    assert_int_equal(a->median, b->median);
}

static void test_report(void **state)
{
    (void)state;
    static struct small s;
    uint32_t group[128];
    random_state = 56;
    for (int round = 0; round < 200; round++) {
        struct match_result r;
        struct match_group got[6], all;
        uint64_t matched = 0;
        make(&s, below(100), 1 + below(30), below(30), round % 2 ? 65535 : 5, 3);
        s.in.floor = round % 3 ? 0 : 2;
        if (round % 4 == 0)
            lock_some(&s);
        for (uint32_t i = 0; i < s.in.n_mentees; i++)
            group[i] = below(5);
        assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
        assert_int_equal(match_report(&s.in, &r, group, 6, NULL, got), MATCH_OK);
        for (uint32_t g = 0; g < 6; g++) {
            struct match_group want = report_of(&s, &r, group, g);
            expect_same(&got[g], &want);
            matched += got[g].matched;
        }
        assert_int_equal(match_report(&s.in, &r, NULL, 1, NULL, &all), MATCH_OK);
        assert_true(all.people == s.in.n_mentees && all.matched == matched);
        match_result_free(&r);
    }
}

static void test_report_refused(void **state)
{
    (void)state;
    static struct small s;
    struct match_result r;
    struct match_group got[2];
    random_state = 57;
    make(&s, 12, 6, 60, 10, 2);
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(match_report(&s.in, &r, NULL, 0, NULL, got), MATCH_EINVAL);
    uint32_t group[12] = {[11] = 2};
    assert_int_equal(match_report(&s.in, &r, group, 2, NULL, got), MATCH_EINVAL);
    for (long n = 0; n <= 3; n++) {
        struct stingy stingy = {.left = n};
        struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
        struct match_options options = {.allocator = &allocator};
        assert_int_equal(match_report(&s.in, &r, NULL, 1, &options, got),
                         n < 3 ? MATCH_ENOMEM : MATCH_OK);
        assert_int_equal(stingy.alive, 0);
    }
    match_result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_progress_and_cancel),
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_report_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
