#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/stable_naive.h"

static struct small s;
static struct ranks k;

/* Solve, and see that nothing blocks, by the checker and by the definition. */
static struct match_result stable(const struct match_stable_options *o)
{
    static const struct match_stable_options plain;
    struct match_result r;
    uint64_t n = 1, first = 0;
    assert_int_equal(match_stable(&s.in, o, &r), MATCH_OK);
    assert_true(!r.price && !r.reached && !r.k);
    assert_int_equal(match_blocking(&s.in, &r, o, &n, &first), MATCH_OK);
    assert_int_equal(n, 0);
    assert_true(first == MATCH_NO_EDGE);
    o = o ? o : &plain;
    assert_int_equal(naive_blocking(&s, o, r.edge, &first), 0);
    for (uint32_t i = 0; i < s.in.n_mentees; i++)
        if (r.mate[i] != MATCH_NONE && !naive_is_locked(&s, i))
            assert_true(r.edge[i] == naive_edge(&s, o, i, r.mate[i]));
    return r;
}

/* The best and the worst that each mentee, and each place of a mentor, has in any stable one. */
struct bounds {
    int32_t best[8], worst[8];
    int32_t mentor_best[8];
    uint64_t n;
};

#define ALONE 100000

static int32_t happiness(const uint64_t *edge, uint32_t i)
{
    return edge[i] == MATCH_NO_EDGE ? ALONE : wish(k.options.mentee_rank, &s, edge[i]);
}

/* What mentor j thinks of all its mentees together; it has as many in any stable matching. */
static int32_t contentment(const uint64_t *edge, uint32_t j)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < s.in.n_mentees; i++)
        if (edge[i] != MATCH_NO_EDGE && s.mentor[edge[i]] == j)
            sum += wish(k.options.mentor_rank, &s, edge[i]);
    return sum;
}

/* Every matching there is. */
static void enumerate(uint32_t i, uint16_t *room, uint64_t *edge, struct bounds *b)
{
    uint64_t first;
    if (i < s.in.n_mentees) {
        edge[i] = MATCH_NO_EDGE;
        enumerate(i + 1, room, edge, b);
        for (uint64_t e = s.offset[i]; e < s.offset[i + 1]; e++) {
            if (!room[s.mentor[e]])
                continue;
            room[s.mentor[e]]--;
            edge[i] = e;
            enumerate(i + 1, room, edge, b);
            room[s.mentor[e]]++;
        }
        return;
    }
    if (naive_blocking(&s, &k.options, edge, &first))
        return;
    for (uint32_t p = 0; p < s.in.n_mentees; p++) {
        int32_t h = happiness(edge, p);
        b->best[p] = b->n && b->best[p] < h ? b->best[p] : h;
        b->worst[p] = b->n && b->worst[p] > h ? b->worst[p] : h;
    }
    for (uint32_t j = 0; j < s.in.n_mentors; j++) {
        int32_t c = contentment(edge, j);
        b->mentor_best[j] = b->n && b->mentor_best[j] < c ? b->mentor_best[j] : c;
    }
    b->n++;
}

static void test_best_for_each_side(void **state)
{
    (void)state;
    random_state = 21;
    uint64_t n_several = 0;
    for (int round = 0; round < 1000; round++) {
        make(&s, 2 + below(4), 2 + below(3), 70 + below(31), 9, 2);
        for (uint32_t j = 0; j < s.in.n_mentors && round % 2; j++)
            s.capacity[j] = 1;
        make_ranks(&k, &s, 0);
        struct bounds b = {.n = 0};
        uint16_t room[64];
        uint64_t edge[8];
        memcpy(room, s.capacity, sizeof room);
        enumerate(0, room, edge, &b);
        n_several += b.n > 1;
        struct match_result mentees = stable(&k.options);
        k.options.best_for = MATCH_MENTORS;
        struct match_result mentors = stable(&k.options);
        for (uint32_t i = 0; i < s.in.n_mentees; i++) {
            assert_int_equal(happiness(mentees.edge, i), b.best[i]);
            assert_int_equal(happiness(mentors.edge, i), b.worst[i]);
        }
        for (uint32_t j = 0; j < s.in.n_mentors; j++)
            assert_int_equal(contentment(mentors.edge, j), b.mentor_best[j]);
        match_result_free(&mentees);
        match_result_free(&mentors);
    }
    assert_in_range(n_several, 50, 1500);
}

/* Without ties the same people are paired whoever proposes and whatever the lottery, and a
 * mentor with places left has the very same mentees. */
static void test_rural_hospitals(void **state)
{
    (void)state;
    random_state = 22;
    for (int round = 0; round < 300; round++) {
        make(&s, 20 + below(100), 5 + below(40), 5 + below(30), 9, 4);
        make_ranks(&k, &s, 0);
        struct match_result a = stable(&k.options);
        k.options.best_for = MATCH_MENTORS;
        k.options.base.seed = 5;
        struct match_result b = stable(&k.options);
        uint32_t load_a[64] = {0}, load_b[64] = {0};
        for (uint32_t i = 0; i < s.in.n_mentees; i++) {
            assert_int_equal(a.mate[i] == MATCH_NONE, b.mate[i] == MATCH_NONE);
            if (a.mate[i] != MATCH_NONE) {
                load_a[a.mate[i]]++;
                load_b[b.mate[i]]++;
            }
        }
        assert_memory_equal(load_a, load_b, sizeof load_a);
        for (uint32_t i = 0; i < s.in.n_mentees; i++)
            if (a.mate[i] != MATCH_NONE && load_a[a.mate[i]] < s.capacity[a.mate[i]])
                assert_int_equal(a.mate[i], b.mate[i]);
        match_result_free(&a);
        match_result_free(&b);
    }
}

/* Ties, floors, locks, full mentors and pairs that stand twice, all at once. */
static void test_anything(void **state)
{
    (void)state;
    random_state = 23;
    for (int round = 0; round < 3000; round++) {
        make_twice(&s, below(14), below(8), below(12), below(3) ? 4 : 1000);
        s.in.floor = (uint16_t)(below(2) ? 0 : 1 + below(3));
        make_ranks(&k, &s, 1 + below(4));
        k.options.best_for = round % 2 ? MATCH_MENTORS : MATCH_MENTEES;
        k.options.base.seed = (uint64_t)round;
        if (below(3) == 0)
            lock_some(&s);
        if (below(3) == 0)
            k.options.mentee_rank = NULL;
        if (below(3) == 0)
            k.options.mentor_rank = NULL;
        struct match_result r = stable(&k.options);
        for (size_t l = 0; l < s.in.n_locked; l++) {
            uint32_t i = 0;
            while (s.offset[i + 1] <= s.locked[l])
                i++;
            assert_true(r.edge[i] == s.locked[l]);
        }
        uint64_t matched = 0, score = 0;
        for (uint32_t i = 0; i < s.in.n_mentees; i++)
            if (r.edge[i] != MATCH_NO_EDGE) {
                matched++;
                score += s.score[r.edge[i]];
                assert_true(s.score[r.edge[i]] >= s.in.floor || naive_is_locked(&s, i));
            }
        assert_true(matched == r.matched && score == r.score);
        match_result_free(&r);
    }
}

/* With one score for both sides there is one answer, however it is found. */
static void test_one_score_one_answer(void **state)
{
    (void)state;
    random_state = 24;
    for (int round = 0; round < 500; round++) {
        make_twice(&s, 20 + below(100), 1 + below(40), 1 + below(20), round % 2 ? 3 : 1000);
        make_ranks(&k, &s, 1);
        for (uint64_t e = 0; e < s.offset[s.in.n_mentees]; e++)
            k.mentee[e] = k.mentor[e] = (uint16_t)(2000 - s.score[e]);
        struct match_stable_options plain = {.base = {.seed = (uint64_t)round}};
        k.options.base = plain.base;
        struct match_result a = stable(&plain), b = stable(&k.options);
        k.options.best_for = MATCH_MENTORS;
        struct match_result c = stable(&k.options);
        assert_memory_equal(a.edge, b.edge, s.in.n_mentees * sizeof *a.edge);
        assert_memory_equal(a.edge, c.edge, s.in.n_mentees * sizeof *a.edge);
        match_result_free(&a);
        match_result_free(&b);
        match_result_free(&c);
    }
}

/* Lists that would have to be looked through again and again. */
static void test_everybody_wants_the_same(void **state)
{
    (void)state;
    random_state = 28;
    for (int round = 0; round < 20; round++) {
        make_alike(&s, 100, 40);
        make_ranks(&k, &s, 1);
        if (round % 2)
            lock_some(&s);
        for (uint64_t e = 0; e < s.offset[100]; e++)
            k.mentee[e] = k.mentor[e] = (uint16_t)(2000 - s.score[e]);
        struct match_result a = stable(NULL), b = stable(&k.options);
        assert_int_equal(a.matched, 40);
        assert_memory_equal(a.edge, b.edge, 100 * sizeof *a.edge);
        match_result_free(&a);
        match_result_free(&b);
    }
}

/* Every pair stands many times: the best edge counts. */
static void test_pairs_that_stand_often(void **state)
{
    (void)state;
    static struct small shorter;
    random_state = 25;
    make(&s, 0, 30, 0, 0, 2);
    make(&shorter, 0, 30, 0, 0, 2);
    memcpy(shorter.capacity, s.capacity, sizeof s.capacity);
    for (uint32_t i = 0; i < 6; i++) {
        s.in.n_mentees = shorter.in.n_mentees = i + 1;
        s.offset[i + 1] = s.offset[i];
        shorter.offset[i + 1] = shorter.offset[i];
        for (uint32_t j = 0; j < 30; j++) {
            uint16_t score = (uint16_t)(100 + below(5));
            add_edge(&shorter, j, score);
            for (uint16_t t = 0; t < 20; t++)
                add_edge(&s, j, (uint16_t)(score - (t * 7 + 3) % 20));
        }
    }
    struct match_result a = stable(NULL), b;
    assert_int_equal(match_stable(&shorter.in, NULL, &b), MATCH_OK);
    assert_int_equal(a.score, b.score);
    assert_memory_equal(a.mate, b.mate, 6 * sizeof *a.mate);
    match_result_free(&a);
    match_result_free(&b);
}

/* The lottery: the same seed, the same pairs; over many seeds nobody is favoured. */
static void test_lottery_is_fair(void **state)
{
    (void)state;
    uint32_t wins[10] = {0}, taken[5] = {0};
    random_state = 26;
    make(&s, 10, 5, 100, 0, 0);
    for (uint32_t j = 0; j < 5; j++)
        s.capacity[j] = 1;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        struct match_stable_options o = {.base = {.seed = seed, .threads = 4}};
        struct match_result a = stable(&o), b;
        o.base.threads = 1;
        assert_int_equal(match_stable(&s.in, &o, &b), MATCH_OK);
        assert_memory_equal(a.edge, b.edge, 10 * sizeof *a.edge);
        assert_int_equal(a.matched, 5);
        for (uint32_t i = 0; i < 10; i++)
            wins[i] += a.mate[i] != MATCH_NONE;
        for (uint32_t j = 0; j < 5; j++)
            taken[j] += a.mate[0] == j;
        match_result_free(&a);
        match_result_free(&b);
    }
    for (uint32_t i = 0; i < 10; i++)
        assert_in_range(wins[i], 850, 1150);
    for (uint32_t j = 0; j < 5; j++)
        assert_in_range(taken[j], 140, 260);
}

static void test_shapes(void **state)
{
    (void)state;
    struct match_result r;
    s = (struct small){0};
    assert_int_equal(match_stable(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(r.matched, 0);
    match_result_free(&r);
    random_state = 27;
    for (int side = 0; side < 2; side++) {
        make(&s, side ? 7 : 0, side ? 0 : 7, 50, 9, 2);
        make_ranks(&k, &s, 3);
        k.options.best_for = side ? MATCH_MENTORS : MATCH_MENTEES;
        r = stable(&k.options);
        assert_int_equal(r.matched, 0);
        match_result_free(&r);
    }
    make(&s, 128, 3, 100, 9, 0);
    s.capacity[1] = MATCH_MAX_CAPACITY;
    r = stable(NULL);
    assert_int_equal(r.matched, 128);
    match_result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_best_for_each_side),
        cmocka_unit_test(test_rural_hospitals),
        cmocka_unit_test(test_anything),
        cmocka_unit_test(test_one_score_one_answer),
        cmocka_unit_test(test_everybody_wants_the_same),
        cmocka_unit_test(test_pairs_that_stand_often),
        cmocka_unit_test(test_lottery_is_fair),
        cmocka_unit_test(test_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
