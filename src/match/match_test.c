#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/brute.h"

struct best {
    uint64_t matched, score;
};

static void keep_best(struct brute *b)
{
    struct best now = {0, 0}, *top = b->ctx;
    for (uint32_t i = 0; i < b->in->n_mentees; i++)
        if (b->edge[i] != MATCH_NO_EDGE) {
            now.matched++;
            now.score += b->in->score[b->edge[i]];
        }
    if (now.matched > top->matched && b->in->mode == MATCH_COUNT)
        *top = now;
    if (now.score > top->score && (now.matched == top->matched || b->in->mode == MATCH_SCORE))
        *top = now;
}

static struct best brute_force(const struct small *s)
{
    struct best top = {0, 0};
    brute_all(&s->in, keep_best, &top);
    return top;
}

/* The last mentee knows everybody twice, with other scores. */
static void make_twins(struct small *s)
{
    uint64_t last = s->offset[s->in.n_mentees], from = s->offset[s->in.n_mentees - 1];
    for (uint64_t e = from; e < last; e++)
        add_edge(s, s->mentor[e], (uint16_t)below(s->score[e] + 2u));
}

static void test_brute_force(void **state)
{
    (void)state;
    static const uint32_t tops[] = {0, 1, 3, 1000, 65535};
    static struct small s;
    random_state = 1;
    for (int round = 0; round < 4000; round++) {
        uint32_t highest = tops[below(5)];
        make(&s, below(7), 1 + below(5), 20 + below(80), highest, below(4));
        if (s.in.n_mentees && below(4) == 0)
            make_twins(&s);
        if (round % 3 == 0)
            lock_some(&s);
        s.in.mode = round % 2 ? MATCH_SCORE : MATCH_COUNT;
        s.in.floor = (uint16_t)(below(3) ? 0 : below(highest + 1));
        struct match_result r;
        assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
        struct best top = brute_force(&s);
        if (s.in.mode == MATCH_COUNT)
            assert_int_equal(r.matched, top.matched);
        assert_int_equal(r.score, top.score);
        match_result_free(&r);
    }
}

/* One more mentee may be placed exactly where match_why says so. */
static void test_why(void **state)
{
    (void)state;
    static struct small s;
    random_state = 2;
    for (int round = 0; round < 1500; round++) {
        make(&s, 2 + below(5), 1 + below(5), 30 + below(50), 10, 2);
        struct match_result r;
        assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
        for (uint32_t i = 0; i < s.in.n_mentees; i++) {
            uint32_t why[64], n = 0;
            int got = match_why(&s.in, &r, i, NULL, why, &n);
            assert_int_equal(got, r.mate[i] == MATCH_NONE ? MATCH_OK : MATCH_EINVAL);
            if (got == MATCH_OK)
                assert_int_equal(n == 0, s.offset[i] == s.offset[i + 1]);
            for (uint32_t t = 0; t < n; t++) {
                s.capacity[why[t]]++;
                assert_int_equal(brute_force(&s).matched, r.matched + 1);
                s.capacity[why[t]]--;
            }
        }
        match_result_free(&r);
    }
}

static void test_more_room_never_hurts(void **state)
{
    (void)state;
    static struct small s;
    random_state = 3;
    for (int round = 0; round < 200; round++) {
        make(&s, 40 + below(60), 5 + below(40), 5 + below(20), 1000, 3);
        uint64_t before = 0;
        /* Bring the mentors in one after another: a mentor not yet there has no room. */
        uint16_t full[64];
        memcpy(full, s.capacity, sizeof full);
        memset(s.capacity, 0, sizeof s.capacity);
        for (uint32_t m = 0; m < s.in.n_mentors; m++) {
            s.capacity[m] = full[m];
            struct match_result r;
            assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
            assert_true(r.matched >= before);
            before = r.matched;
            match_result_free(&r);
        }
    }
}

/* The same people in another order, mentors renumbered too. */
static void permute(const struct small *s, struct small *ret)
{
    uint32_t order[128], name[64];
    for (uint32_t i = 0; i < s->in.n_mentees; i++)
        order[i] = (i * 5 + 3) % s->in.n_mentees; /* 5 does not divide the size used below */
    for (uint32_t j = 0; j < s->in.n_mentors; j++)
        name[j] = s->in.n_mentors - 1 - j;
    *ret = (struct small){.in = {.n_mentors = s->in.n_mentors}};
    for (uint32_t j = 0; j < s->in.n_mentors; j++)
        ret->capacity[name[j]] = s->capacity[j];
    for (uint32_t i = 0; i < s->in.n_mentees; i++) {
        ret->in.n_mentees = i + 1;
        ret->offset[i + 1] = ret->offset[i];
        for (uint64_t e = s->offset[order[i]]; e < s->offset[order[i] + 1]; e++)
            add_edge(ret, name[s->mentor[e]], s->score[e]);
    }
    point(ret);
}

static void test_ids_and_seeds(void **state)
{
    (void)state;
    static struct small s, other;
    random_state = 4;
    for (int round = 0; round < 100; round++) {
        make(&s, 83, 31, 12, round % 2 ? 3 : 1000, 4);
        permute(&s, &other);
        struct match_result a, b, c, d;
        struct match_options seed = {.seed = 77};
        assert_int_equal(match_solve(&s.in, NULL, &a), MATCH_OK);
        assert_int_equal(match_solve(&other.in, NULL, &b), MATCH_OK);
        assert_int_equal(match_solve(&s.in, &seed, &c), MATCH_OK);
        assert_int_equal(match_solve(&s.in, &seed, &d), MATCH_OK);
        assert_true(a.matched == b.matched && a.matched == c.matched);
        assert_true(a.score == b.score && a.score == c.score);
        assert_memory_equal(c.edge, d.edge, s.in.n_mentees * sizeof *c.edge);
        match_result_free(&a);
        match_result_free(&b);
        match_result_free(&c);
        match_result_free(&d);
    }
}

/* Shapes that break solvers: no people, no room, all ties, twice the same pair, long chains. */
static void test_shapes(void **state)
{
    (void)state;
    static struct small s;
    struct match_result r;
    s = (struct small){0};
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(r.matched, 0);
    match_result_free(&r);

    random_state = 5;
    make(&s, 20, 10, 100, 0, 0);
    s.capacity[3] = 7;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(r.matched, 7);
    match_result_free(&r);

    make(&s, 1, 1, 0, 0, 0);
    s.capacity[0] = MATCH_MAX_CAPACITY;
    add_edge(&s, 0, 5);
    add_edge(&s, 0, 9);
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(r.score, 9);
    match_result_free(&r);

    /* Mentee i knows mentors i and i + 1 and loves i + 1; the last knows only its own, so
     * everybody has to move when it comes. */
    make(&s, 60, 60, 0, 0, 0);
    memset(s.offset, 0, sizeof s.offset);
    s.in.n_mentees = 0;
    for (uint32_t i = 0; i < 60; i++) {
        s.in.n_mentees = i + 1;
        s.offset[i + 1] = s.offset[i];
        s.capacity[i] = 1;
        add_edge(&s, i, 0);
        if (i + 1 < 60)
            add_edge(&s, i + 1, 65535);
    }
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(r.matched, 60);
    assert_int_equal(r.score, 0);
    match_result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_why),
        cmocka_unit_test(test_more_room_never_hurts),
        cmocka_unit_test(test_ids_and_seeds),
        cmocka_unit_test(test_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
