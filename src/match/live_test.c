#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/live_small.h"

static struct match_live *live_of(const struct model *d)
{
    static struct small s;
    struct match_result r;
    struct match_live *live;
    model_instance(d, &s);
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(match_live_new(&s.in, &r, NULL, &live), MATCH_OK);
    match_result_free(&r);
    return live;
}

/* The object says what match_solve says of the model, and proves it. */
static void same_worth(const struct match_live *live, const struct model *d)
{
    static struct small s;
    struct match_result r;
    struct match_live_copy copy;
    struct match_fault fault = {"", 0};
    model_instance(d, &s);
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    assert_int_equal(match_live_copy(live, NULL, &copy), MATCH_OK);
    if (d->mode == MATCH_COUNT)
        assert_int_equal(copy.result.matched, r.matched);
    assert_int_equal(copy.result.score, r.score);
    assert_int_equal(copy.instance.n_mentees, d->n);
    assert_int_equal(copy.instance.n_mentors, d->m);
    assert_int_equal(copy.instance.n_locked, s.in.n_locked);
    assert_int_equal(copy.instance.offset[d->n], s.offset[d->n]);
    assert_memory_equal(copy.instance.capacity, d->capacity, d->m * sizeof *d->capacity);
    match_verify(&copy.instance, &copy.result, NULL, &fault);
    assert_string_equal(fault.what, "");
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t j = match_live_mate(live, i);
        assert_int_equal(j, copy.result.mate[i]);
        assert_true(j == MATCH_NONE || (!d->away[i] && d->score[i][j] >= 0));
        assert_true(d->pin[i] == MATCH_NONE || d->pin[i] == j);
    }
    match_live_copy_free(&copy);
    match_result_free(&r);
}

/* The diff tells the way from the mates before to the mates now. */
static void same_moves(const struct match_live *live, uint32_t *mate, uint32_t n,
                       const struct match_live_diff *diff, struct match_live_diff *last)
{
    for (uint32_t t = 0; t < diff->n_moves; t++) {
        assert_int_equal(mate[diff->move[t].mentee], diff->move[t].from);
        assert_true(diff->move[t].from != diff->move[t].to);
        mate[diff->move[t].mentee] = diff->move[t].to;
    }
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(mate[i], match_live_mate(live, i));
    assert_true((int64_t)diff->matched - (int64_t)last->matched == diff->more_pairs);
    assert_true((int64_t)diff->score - (int64_t)last->score == diff->more_score);
    *last = *diff;
}

static void all_of(const struct match_live *live, struct match_live_copy *copy)
{
    assert_int_equal(match_live_copy(live, NULL, copy), MATCH_OK);
}

/* As before, to the last price and the order of the edges. */
static void is_as(const struct match_live *live, struct match_live_copy *before)
{
    struct match_live_copy now;
    all_of(live, &now);
    uint32_t n = before->instance.n_mentees, m = before->instance.n_mentors;
    assert_int_equal(now.instance.n_mentees, n);
    assert_int_equal(now.instance.n_mentors, m);
    uint64_t edges = before->instance.offset[n];
    assert_memory_equal(now.instance.offset, before->instance.offset, (n + 1) * 8);
    assert_memory_equal(now.instance.mentor, before->instance.mentor, edges * 4);
    assert_memory_equal(now.instance.score, before->instance.score, edges * 2);
    assert_memory_equal(now.instance.capacity, before->instance.capacity, m * 2);
    assert_int_equal(now.instance.n_locked, before->instance.n_locked);
    assert_memory_equal(now.instance.locked, before->instance.locked, now.instance.n_locked * 8);
    assert_memory_equal(now.result.edge, before->result.edge, n * 8);
    assert_memory_equal(now.result.price, before->result.price, m * 8);
    assert_int_equal(now.result.matched, before->result.matched);
    assert_int_equal(now.result.score, before->result.score);
    match_live_copy_free(&now);
    match_live_copy_free(before);
}

/* Up to four changes, and whether they are valid together; *d moves on when they are. */
static size_t random_changes(struct model *d, uint32_t top, struct match_live_change *c, int *ret)
{
    size_t n = 1 + below(below(3) ? 1 : 4);
    struct model guess = *d;
    for (size_t t = 0; t < n; t++) {
        c[t] = model_random_change(&guess, top);
        model_change(&guess, &c[t]);
    }
    *ret = model_apply(d, c, n) ? MATCH_OK : MATCH_EINVAL;
    return n;
}

static void step(struct match_live *live, struct match_live *twin, struct model *d, uint32_t top,
                 struct match_live_diff *last)
{
    struct match_live_change c[4];
    struct match_live_diff diff;
    struct match_live_copy before;
    uint32_t mate[MODEL_MENTEES];
    int expected;
    struct model next = *d;
    size_t n = random_changes(&next, top, c, &expected);
    for (uint32_t i = 0; i < MODEL_MENTEES; i++)
        mate[i] = match_live_mate(live, i);
    all_of(live, &before);
    assert_int_equal(match_live_try(live, c, n, NULL, &diff), expected);
    is_as(live, &before);
    if (below(4) == 0)
        return;
    assert_int_equal(match_live_apply(live, c, n, NULL, &diff), expected);
    assert_int_equal(match_live_apply(twin, c, n, NULL, NULL), expected);
    if (expected == MATCH_OK)
        same_moves(live, mate, next.n, &diff, last);
    *d = next;
    same_worth(live, d);
    all_of(twin, &before); /* it never tried anything: a try leaves no trace */
    is_as(live, &before);
}

static void walk(uint32_t top, enum match_mode mode, uint16_t floor)
{
    struct model d;
    model_random(&d, 1 + below(8), 1 + below(6), top);
    d.mode = mode;
    d.floor = floor;
    struct match_live *live = live_of(&d), *twin = live_of(&d);
    struct match_live_diff last;
    assert_int_equal(match_live_undo(live), MATCH_EINVAL);
    assert_int_equal(match_live_apply(live, NULL, 0, NULL, &last), MATCH_OK);
    assert_int_equal(last.n_moves, 0);
    same_worth(live, &d);
    for (int t = 0; t < 40; t++)
        step(live, twin, &d, top, &last);
    match_live_free(live);
    match_live_free(twin);
}

static void test_walks(void **state)
{
    (void)state;
    static const uint32_t tops[] = {0, 1, 3, 1000, 65535};
    random_state = 11;
    for (int round = 0; round < 1500; round++) {
        uint32_t top = tops[below(5)];
        enum match_mode mode = below(4) ? MATCH_COUNT : MATCH_SCORE;
        walk(top, mode, below(3) ? 0 : (uint16_t)(top / 3));
    }
}

/* ---- beginnings ---- */

/* The same answer as a solver with a smaller k would prove it. */
static void lower_k(const struct match_instance *in, struct match_result *r, int64_t k)
{
    for (uint32_t j = 0; j < in->n_mentors; j++)
        r->price[j] -= r->reached[j] ? r->k - k : 0;
    r->k = k;
}

/* Whatever proof a result comes with, pairs that stand twice and pins included, the object holds
 * its pairs and proves them with its own k. */
static void test_beginnings(void **state)
{
    (void)state;
    static struct small s;
    int lowered = 0;
    random_state = 12;
    for (int round = 0; round < 600; round++) {
        make(&s, 1 + below(12), 1 + below(6), 20 + below(80), below(2) ? 3 : 1000, 3);
        if (below(2))
            lock_some(&s);
        for (uint64_t e = 1; e < s.offset[s.in.n_mentees]; e++)
            if (below(8) == 0)
                s.mentor[e] = s.mentor[e - 1];
        for (uint32_t j = 0; j < s.in.n_mentors; j++)
            s.capacity[j] = (uint16_t)(s.capacity[j] + (s.in.n_locked && !below(4)));
        struct match_result r;
        if (match_solve(&s.in, NULL, &r) != MATCH_OK)
            continue; /* the doubling has taken the place of a lock */
        lower_k(&s.in, &r, 2000);
        if (match_verify(&s.in, &r, NULL, NULL) == MATCH_OK)
            lowered++;
        else
            lower_k(&s.in, &r, MATCH_LIVE_K);
        struct match_live *live;
        struct match_live_copy copy;
        assert_int_equal(match_live_new(&s.in, &r, NULL, &live), MATCH_OK);
        all_of(live, &copy);
        assert_int_equal(match_verify(&copy.instance, &copy.result, NULL, NULL), MATCH_OK);
        assert_memory_equal(copy.result.mate, r.mate, s.in.n_mentees * sizeof *r.mate);
        assert_int_equal(copy.result.score, r.score);
        match_live_copy_free(&copy);
        match_live_free(live);
        match_result_free(&r);
    }
    assert_true(lowered > 100);
}

/* The price of a mentor without places may be anything; then a place comes. */
static void test_price_without_places(void **state)
{
    (void)state;
    struct model d;
    static struct small s;
    random_state = 13;
    model_random(&d, 3, 1, 9);
    d.score[0][0] = 5;
    d.score[1][0] = 7;
    d.capacity[0] = 0;
    model_instance(&d, &s);
    struct match_result r;
    struct match_live *live;
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    r.price[0] = INT64_MAX;
    assert_int_equal(match_live_new(&s.in, &r, NULL, &live), MATCH_OK);
    struct match_live_change place = {MATCH_LIVE_CAPACITY, 0, 0, 1};
    assert_true(model_apply(&d, &place, 1));
    assert_int_equal(match_live_apply(live, &place, 1, NULL, NULL), MATCH_OK);
    same_worth(live, &d);
    match_live_free(live);
    match_result_free(&r);
}

/* ---- hundreds of people ---- */

enum { MANY = 600, MANY_MENTORS = 250, MANY_EDGES = MANY * 12 };

static struct match_live *many(void)
{
    static uint64_t offset[MANY + 1];
    static uint32_t mentor[MANY_EDGES];
    static uint16_t score[MANY_EDGES], capacity[MANY_MENTORS];
    struct match_instance in = {.n_mentees = MANY,
                                .n_mentors = MANY_MENTORS,
                                .offset = offset,
                                .mentor = mentor,
                                .score = score,
                                .capacity = capacity};
    uint64_t e = 0;
    for (uint32_t i = 0; i < MANY; i++) {
        for (uint32_t t = below(13); t > 0; t--, e++) {
            mentor[e] = below(1 + below(MANY_MENTORS)); /* the first ones are popular */
            score[e] = (uint16_t)(400 + below(600));
        }
        offset[i + 1] = e;
    }
    for (uint32_t j = 0; j < MANY_MENTORS; j++)
        capacity[j] = (uint16_t)(1 + below(4));
    struct match_result r;
    struct match_live *live;
    assert_int_equal(match_solve(&in, NULL, &r), MATCH_OK);
    assert_int_equal(match_live_new(&in, &r, NULL, &live), MATCH_OK);
    match_result_free(&r);
    return live;
}

static void test_many(void **state)
{
    (void)state;
    random_state = 14;
    struct match_live *live = many();
    uint64_t moves = 0;
    for (int round = 0; round < 150; round++) {
        struct match_live_change c[3];
        struct match_live_diff diff;
        for (int t = 0; t < 3; t++)
            c[t] = (struct match_live_change){(enum match_live_kind)below(7), below(MANY),
                                              below(MANY_MENTORS), (uint16_t)below(5)};
        if (match_live_apply(live, c, 3, NULL, &diff) != MATCH_OK)
            continue; /* a pin without edge or place */
        struct match_live_copy copy;
        struct match_result r;
        all_of(live, &copy);
        assert_int_equal(match_verify(&copy.instance, &copy.result, NULL, NULL), MATCH_OK);
        assert_int_equal(match_solve(&copy.instance, NULL, &r), MATCH_OK);
        assert_true(diff.matched == r.matched && diff.score == r.score);
        moves += diff.n_moves;
        match_result_free(&r);
        match_live_copy_free(&copy);
    }
    assert_true(moves > 300);
    match_live_free(live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walks),
        cmocka_unit_test(test_beginnings),
        cmocka_unit_test(test_price_without_places),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
