#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nastavnik/match_levels.h>

#include "match/brute.h"
#include "match/stingy.h"
#include "match/watch.h"

static uint8_t level[EDGES_MAX];
static uint32_t n_levels;

static void make_levels(struct small *s, uint32_t levels)
{
    n_levels = levels;
    for (uint64_t e = 0; e < EDGES_MAX; e++)
        level[e] = (uint8_t)below(levels);
    (void)s;
}

struct order_best {
    enum match_order order;
    uint64_t key[2 + MATCH_MAX_LEVELS]; /* the larger first difference wins */
};

static void keep_best(struct brute *b)
{
    struct order_best *best = b->ctx;
    uint64_t key[2 + MATCH_MAX_LEVELS] = {0};
    for (uint32_t i = 0; i < b->in->n_mentees; i++)
        if (b->edge[i] != MATCH_NO_EDGE) {
            key[0] += best->order == MATCH_COUNT_FIRST;
            key[1 + level[b->edge[i]]]++;
            key[1 + MATCH_MAX_LEVELS] += b->in->score[b->edge[i]];
        }
    for (uint32_t k = 0; k < 2 + MATCH_MAX_LEVELS; k++) {
        if (key[k] < best->key[k])
            return;
        if (key[k] > best->key[k])
            break;
    }
    memcpy(best->key, key, sizeof key);
}

static void expect_best(const struct small *s, enum match_order order)
{
    struct order_best best = {.order = order};
    struct match_levels got;
    brute_all(&s->in, keep_best, &best);
    assert_int_equal(match_levels_solve(&s->in, level, n_levels, order, NULL, &got), MATCH_OK);
    for (uint32_t l = 0; l < MATCH_MAX_LEVELS; l++)
        assert_int_equal(got.count[l], best.key[1 + l]);
    assert_int_equal(got.answer.score, best.key[1 + MATCH_MAX_LEVELS]);
    if (order == MATCH_COUNT_FIRST)
        assert_int_equal(got.answer.matched, best.key[0]);
    assert_int_equal(match_levels_verify(&s->in, level, n_levels, &got, NULL, NULL), MATCH_OK);
    match_levels_free(&got);
}

static void test_brute_force(void **state)
{
    (void)state;
    static const uint32_t tops[] = {0, 1, 9, 1000, 65535, 20000};
    static struct small s;
    random_state = 21;
    for (int round = 0; round < 3000; round++) {
        make(&s, below(7), 1 + below(5), 20 + below(80), tops[below(6)], below(4));
        make_levels(&s, 1 + below(round % 5 ? 4 : MATCH_MAX_LEVELS));
        if (round % 7 == 0 && s.offset[s.in.n_mentees]) /* the same pair twice */
            s.mentor[0] = s.mentor[s.offset[1] ? s.offset[1] - 1 : 0];
        if (round % 3 == 0)
            lock_some(&s);
        if (round % 4 == 0)
            s.in.floor = (uint16_t)below(6);
        expect_best(&s, MATCH_COUNT_FIRST);
        expect_best(&s, MATCH_LEVELS_FIRST);
    }
}

/* Everybody has to move to the pair that all love least: musts outweigh any sum of scores. */
static void test_long_chain(void **state)
{
    (void)state;
    static struct small s;
    struct match_levels got;
    random_state = 22;
    make(&s, 0, 60, 0, 0, 0);
    point(&s);
    for (uint32_t i = 0; i < 60; i++) {
        s.in.n_mentees = i + 1;
        s.offset[i + 1] = s.offset[i];
        s.capacity[i] = 1;
        add_edge(&s, i, 0);
        if (i + 1 < 60)
            add_edge(&s, i + 1, 65535);
    }
    memset(level, 1, sizeof level);
    for (int first = 0; first < 2; first++) {
        level[118] = 0;
        level[0] = first ? 0 : 1;
        assert_int_equal(match_levels_solve(&s.in, level, 2, MATCH_LEVELS_FIRST, NULL, &got), 0);
        assert_int_equal(got.count[0], 1 + first);
        assert_int_equal(got.answer.matched, 60);
        assert_int_equal(got.answer.score, 0);
        match_levels_free(&got);
    }
}

static bool same(const struct match_levels *a, const struct match_levels *b)
{
    for (uint32_t l = 0; l < MATCH_MAX_LEVELS; l++)
        if (a->count[l] != b->count[l])
            return false;
    return a->answer.matched == b->answer.matched && a->answer.score == b->answer.score;
}

/* Larger instances: the proof holds, seeds do not change the worth, the same seed the same pairs.
 */
static void test_seeds(void **state)
{
    (void)state;
    static struct small s;
    random_state = 23;
    for (int round = 0; round < 60; round++) {
        make(&s, 60 + below(60), 10 + below(30), 10 + below(15), round % 3 ? 1000 : 65535, 4);
        make_levels(&s, 4);
        struct match_levels a, b, c;
        enum match_order order = round % 2 ? MATCH_COUNT_FIRST : MATCH_LEVELS_FIRST;
        struct match_options seed = {.seed = 5};
        assert_int_equal(match_levels_solve(&s.in, level, 4, order, NULL, &a), MATCH_OK);
        assert_int_equal(match_levels_solve(&s.in, level, 4, order, &seed, &b), MATCH_OK);
        assert_int_equal(match_levels_solve(&s.in, level, 4, order, &seed, &c), MATCH_OK);
        assert_true(same(&a, &b));
        assert_memory_equal(b.answer.edge, c.answer.edge, s.in.n_mentees * sizeof *b.answer.edge);
        match_levels_free(&a);
        match_levels_free(&b);
        match_levels_free(&c);
    }
}

static void test_bad_input(void **state)
{
    (void)state;
    static struct small s;
    struct match_levels got;
    random_state = 24;
    make(&s, 5, 4, 100, 10, 2);
    make_levels(&s, 3);
    assert_int_equal(match_levels_solve(&s.in, level, 0, 0, NULL, &got), MATCH_EINVAL);
    assert_int_equal(match_levels_solve(&s.in, level, 9, 0, NULL, &got), MATCH_EINVAL);
    assert_int_equal(match_levels_solve(&s.in, level, 3, 2, NULL, &got), MATCH_EINVAL);
    level[7] = 3;
    assert_int_equal(match_levels_solve(&s.in, level, 3, 0, NULL, &got), MATCH_EINVAL);
    level[7] = 0;
    s.in.n_locked = 1;
    s.locked[0] = 99;
    assert_int_equal(match_levels_solve(&s.in, level, 3, 0, NULL, &got), MATCH_EINVAL);
    s.in.n_locked = 0;
    s.mentor[3] = 4;
    assert_int_equal(match_levels_solve(&s.in, level, 3, 0, NULL, &got), MATCH_EINVAL);
}

#define REFUSED_AFTER(in, got, change, undo, words)                                                \
    do {                                                                                           \
        struct match_fault fault = {0};                                                            \
        change;                                                                                    \
        assert_int_equal(match_levels_verify(in, level, 3, got, NULL, &fault), MATCH_EPROOF);      \
        assert_string_equal(fault.what, words);                                                    \
        undo;                                                                                      \
    } while (0)

/* A mentor j with a price in the last stage. */
static void expect_strict_chain(const struct match_instance *in, struct match_levels *got,
                                uint32_t j)
{
    const char *room = "the prices of the stage leave room for a better answer";
    for (uint32_t stage = 0; stage < 3; stage++) {
        struct match_stage *t = &got->stage[stage];
        REFUSED_AFTER(in, got, t->price[j] += 1000000, t->price[j] -= 1000000, room);
        REFUSED_AFTER(in, got, t->price[j] = -1 - t->price[j], t->price[j] = -1 - t->price[j],
                      room);
        REFUSED_AFTER(in, got, t->price[j] += INT64_MAX / 2, t->price[j] -= INT64_MAX / 2, room);
    }
    REFUSED_AFTER(in, got, got->stage[1].must ^= INT64_MIN, got->stage[1].must ^= INT64_MIN, room);
    REFUSED_AFTER(in, got, got->stage[1].must += INT64_MAX / 4, got->stage[1].must -= INT64_MAX / 4,
                  room);
    REFUSED_AFTER(in, got, got->stage[0].k += INT64_MAX / 4, got->stage[0].k -= INT64_MAX / 4,
                  room);
    REFUSED_AFTER(in, got, got->stage[0].k += INT64_MAX / 8, got->stage[0].k -= INT64_MAX / 8,
                  room);
    REFUSED_AFTER(in, got, got->stage[1].k = 1, got->stage[1].k = 0,
                  "the stage weighs pairs where it must not, or does not where it must");
    REFUSED_AFTER(in, got, got->answer.reached[j] ^= 1, got->answer.reached[j] ^= 1, room);
}

/* Whatever is changed in a good answer or its chain of proofs, the checker sees it. */
static void test_checker_is_strict(void **state)
{
    (void)state;
    static struct small s;
    struct match_levels got;
    random_state = 25;
    make(&s, 30, 12, 40, 100, 2);
    make_levels(&s, 3);
    lock_some(&s);
    assert_true(s.in.n_locked > 0);
    assert_int_equal(match_levels_solve(&s.in, level, 3, MATCH_COUNT_FIRST, NULL, &got), 0);
    uint32_t i = 0, locked = 0, j = 0, load[12] = {0};
    for (uint32_t k = 0; k < 30; k++)
        if (got.answer.mate[k] != MATCH_NONE)
            load[got.answer.mate[k]]++;
    while (got.answer.mate[i] == MATCH_NONE || got.answer.edge[i] == s.locked[0] ||
           load[got.answer.mate[i]] < 2)
        i++;
    while (got.answer.edge[locked] != s.locked[0])
        locked++;
    while (!got.stage[2].price[j])
        j++;
    uint64_t e = got.answer.edge[i];
    uint32_t mate = got.answer.mate[i];

    const char *sum = "a sum is not the stated one";
    REFUSED_AFTER(&s.in, &got, got.answer.matched++, got.answer.matched--, sum);
    REFUSED_AFTER(&s.in, &got, got.answer.score++, got.answer.score--, sum);
    REFUSED_AFTER(&s.in, &got, got.count[1]++, got.count[1]--, sum);
    REFUSED_AFTER(&s.in, &got, got.n_stages--, got.n_stages++,
                  "the number of stages is not that of the order");
    REFUSED_AFTER(&s.in, &got, got.answer.mate[i] ^= 1u, got.answer.mate[i] ^= 1u,
                  "the edge leads to another mentor");
    REFUSED_AFTER(&s.in, &got, got.answer.edge[i] = s.offset[i + 1], got.answer.edge[i] = e,
                  "the edge is not one of this mentee, or is below the floor");
    REFUSED_AFTER(&s.in, &got, s.in.floor = 101, s.in.floor = 0,
                  "the edge is not one of this mentee, or is below the floor");
    REFUSED_AFTER(&s.in, &got, got.answer.edge[locked] = MATCH_NO_EDGE,
                  got.answer.edge[locked] = s.locked[0], "a locked pair is missing");
    REFUSED_AFTER(&s.in, &got, s.capacity[mate] = 1, s.capacity[mate] = 2,
                  "the mentor has more mentees than places");
    expect_strict_chain(&s.in, &got, j);
    assert_int_equal(match_levels_verify(&s.in, level, 3, &got, NULL, NULL), MATCH_OK);
    assert_int_equal(match_levels_verify(&s.in, level, 9, &got, NULL, NULL), MATCH_EINVAL);
    match_levels_free(&got);
}

/* Wide scores, so that the fallback is under the same strain. */
static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    static struct small s;
    random_state = 26;
    make(&s, 20, 8, 40, 65535, 2);
    make_levels(&s, 3);
    int r = MATCH_ENOMEM;
    long n = 0;
    for (; r == MATCH_ENOMEM; n++) {
        struct stingy stingy = {.left = n};
        struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
        struct match_options options = {.allocator = &allocator};
        struct match_levels got;
        r = match_levels_solve(&s.in, level, 3, MATCH_LEVELS_FIRST, &options, &got);
        if (r == MATCH_OK) {
            assert_int_equal(stingy.alive, 2 + 4);
            match_levels_free(&got);
        }
        assert_int_equal(stingy.alive, 0);
    }
    assert_int_equal(r, MATCH_OK);
    assert_true(n > 40);
    struct match_levels got;
    struct match_options little = {.memory_limit = 2000}, enough = {.memory_limit = 100000};
    assert_int_equal(match_levels_solve(&s.in, level, 3, 0, &little, &got), MATCH_ENOMEM);
    assert_int_equal(match_levels_solve(&s.in, level, 3, 0, &enough, &got), MATCH_OK);
    match_levels_free(&got);
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
    random_state = 27;
    make(&s, 100, 30, 20, 65535, 3);
    make_levels(&s, 3);
    struct watch w = {0};
    struct match_options options = {.progress = on_progress, .cancel = on_cancel, .ctx = &w};
    struct match_levels got;
    assert_int_equal(match_levels_solve(&s.in, level, 3, MATCH_LEVELS_FIRST, &options, &got), 0);
    assert_true(w.done == 4 && w.total == 4);
    match_levels_free(&got);
    int calls = w.calls;
    for (int stop_at = 1; stop_at <= calls; stop_at++) {
        w = (struct watch){.stop_at = stop_at};
        assert_int_equal(match_levels_solve(&s.in, level, 3, MATCH_LEVELS_FIRST, &options, &got),
                         MATCH_ECANCELLED);
    }
}

static void test_points(void **state)
{
    (void)state;
    static struct small s;
    uint16_t score[8];
    make(&s, 1, 4, 0, 0, 1);
    for (uint32_t j = 0; j < 4; j++)
        add_edge(&s, j, (uint16_t)(10 * j));
    s.in.floor = 10;
    memcpy(level, (uint8_t[]){0, 0, 1, 2}, 4);
    assert_int_equal(match_levels_points(&s.in, level, (uint16_t[]){7, 3, 65535}, score), 1);
    assert_memory_equal(score, ((uint16_t[]){0, 17, 23, 65535}), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_long_chain),
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_bad_input),
        cmocka_unit_test(test_checker_is_strict),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_progress_and_cancel),
        cmocka_unit_test(test_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
