#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/candidates_small.h"

static int try(const struct match_profiles *p)
{
    struct match_candidates c;
    int r = match_candidates(p, 4, NULL, &c);
    if (r == MATCH_OK)
        match_candidates_free(&c);
    return r;
}

/* Profiles that break one rule are refused, and taken again when it is mended. */
static void test_bad_profiles(void **state)
{
    (void)state;
    uint64_t offset[] = {0, 2, 3}, bits[] = {1, 6};
    uint32_t term[] = {1, 2, 0};
    uint8_t strength[] = {1, 10, 5};
    uint16_t low[] = {1, 2}, high[] = {2, 3};
    struct match_criterion c = {.kind = MATCH_SET, .points = 600, .enough = 1, .n_terms = 3};
    struct match_column a = {.offset = offset, .term = term, .strength = strength}, b = a;
    struct match_profiles p = {2, 2, NULL, &c, 1, &a, &b};
    assert_int_equal(try(&p), MATCH_OK);
#define REFUSED(change, undo)                                                                      \
    do {                                                                                           \
        change;                                                                                    \
        assert_int_equal(try(&p), MATCH_EINVAL);                                                   \
        undo;                                                                                      \
        assert_int_equal(try(&p), MATCH_OK);                                                       \
    } while (0)
    REFUSED(term[1] = 3, term[1] = 2);
    REFUSED(term[1] = 1, term[1] = 2);
    REFUSED(strength[2] = 0, strength[2] = 5);
    REFUSED(strength[2] = 11, strength[2] = 5);
    REFUSED(offset[0] = 1, offset[0] = 0);
    REFUSED(offset[1] = 4, offset[1] = 2);
    REFUSED(offset[1] = 1u << 30, offset[1] = 2);
    REFUSED(a.term = NULL, a.term = term);
    REFUSED(c.points = 1001, c.points = 600);
    REFUSED(c.unknown = 1001, c.unknown = 0);
    REFUSED(c.measure = (enum match_measure)9, c.measure = MATCH_BY_SHARE);
    REFUSED(c.rule = (enum match_rule)9, c.rule = MATCH_RULE_NONE);
    REFUSED((c.measure = MATCH_BY_COUNT, c.enough = 0), c.enough = 1);
    REFUSED(c.n_terms = MATCH_TERMS_MAX + 1, c.n_terms = 3);
    REFUSED(c.kind = (enum match_kind)9, c.kind = MATCH_SET);
    REFUSED(p.n_criteria = MATCH_CRITERIA_MAX + 1, p.n_criteria = 1);
    REFUSED(p.n_mentees = MATCH_MAX_PEOPLE + 1, p.n_mentees = 2);
    a = b = (struct match_column){.bits = bits};
    REFUSED(bits[1] = 8, bits[1] = 4);

    c = (struct match_criterion){.kind = MATCH_RANGE, .slack = 3};
    a = b = (struct match_column){.low = low, .high = high};
    REFUSED(a.high = NULL, a.high = high);
    REFUSED(c.slack = MATCH_SLACK_MAX + 1, c.slack = 3);
    REFUSED(c.rule = MATCH_RULE_ALL, c.rule = MATCH_RULE_WITHIN);

    c = (struct match_criterion){.kind = MATCH_PATH, .level = {100, 200}, .n_terms = 3, .depth = 1};
    memset(c.level + 2, 0, sizeof c.level - 2 * sizeof *c.level);
    for (uint32_t d = 2; d < MATCH_LEVELS_MAX; d++)
        c.level[d] = 200;
    a = b = (struct match_column){.offset = offset, .term = term};
    REFUSED(c.level[1] = 50, c.level[1] = 200);
    REFUSED(c.level[7] = 1001, c.level[7] = 200);
    REFUSED(c.rule = MATCH_RULE_WITHIN, c.rule = MATCH_RULE_DIFFER);
    REFUSED(c.depth = 0, c.depth = 1);
    REFUSED(term[2] = 2, term[2] = 0); /* a node at the top and below another */
    struct match_candidates out;
    assert_int_equal(match_candidates(&p, 0, NULL, &out), MATCH_EINVAL);
    assert_int_equal(match_candidates(&p, MATCH_CANDIDATES_MAX + 1, NULL, &out), MATCH_EINVAL);
}

struct stingy {
    long left; /* allocations until one fails */
    long alive;
};

static void *stingy_alloc(void *ctx, size_t bytes)
{
    struct stingy *s = ctx;
    if (s->left-- <= 0)
        return NULL;
    s->alive++;
    return malloc(bytes);
}

static void stingy_release(void *ctx, void *p)
{
    ((struct stingy *)ctx)->alive--;
    free(p);
}

static struct small_profiles people;

static void make_people(void)
{
    random_state = 31;
    do
        make_profiles(&people, 50, 200, 8);
    while (try(&people.p) != MATCH_OK);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    make_people();
    int r = MATCH_ENOMEM;
    long n = 0;
    struct match_candidates c;
    for (; r == MATCH_ENOMEM; n++) {
        struct stingy stingy = {.left = n};
        struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
        struct match_options options = {.allocator = &allocator};
        r = match_candidates(&people.p, 5, &options, &c);
        if (r == MATCH_OK) {
            assert_int_equal(stingy.alive, 4);
            match_candidates_free(&c);
        }
        assert_int_equal(stingy.alive, 0);
    }
    assert_int_equal(r, MATCH_OK);
    assert_true(n > 30);
}

static void test_every_allocation_of_the_gap_may_fail(void **state)
{
    (void)state;
    make_people();
    people.p.capacity = people.capacity;
    struct match_candidates c;
    struct match_result result;
    struct match_gap gap;
    assert_int_equal(match_candidates(&people.p, 2, NULL, &c), MATCH_OK);
    struct match_instance in = {.n_mentees = 50,
                                .n_mentors = 200,
                                .offset = c.offset,
                                .mentor = c.mentor,
                                .score = c.score,
                                .capacity = people.capacity};
    assert_int_equal(match_solve(&in, NULL, &result), MATCH_OK);
    int r = MATCH_ENOMEM;
    for (long n = 0; r == MATCH_ENOMEM; n++) {
        struct stingy stingy = {.left = n};
        struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
        struct match_options options = {.allocator = &allocator};
        r = match_candidates_gap(&people.p, &in, &result, &options, &gap);
        assert_int_equal(stingy.alive, 0);
    }
    assert_int_equal(r, MATCH_OK);
    in.floor = 1;
    assert_int_equal(match_candidates_gap(&people.p, &in, &result, NULL, &gap), MATCH_EINVAL);
    match_result_free(&result);
    match_candidates_free(&c);
}

static void test_memory_limit(void **state)
{
    (void)state;
    make_people();
    struct match_candidates c;
    struct match_options options = {.memory_limit = 100000};
    assert_int_equal(match_candidates(&people.p, 5, &options, &c), MATCH_ENOMEM);
    options.memory_limit = 100000000;
    assert_int_equal(match_candidates(&people.p, 5, &options, &c), MATCH_OK);
    match_candidates_free(&c);
}

struct watch {
    uint64_t done;
    int calls, stop_at;
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

static void test_progress_and_cancel(void **state)
{
    (void)state;
    static const struct match_profiles p = {.n_mentees = 5000, .n_mentors = 70};
    struct watch w = {0};
    struct match_options options = {
        .progress = on_progress, .cancel = on_cancel, .ctx = &w, .threads = 2};
    struct match_candidates c;
    assert_int_equal(match_candidates(&p, 3, &options, &c), MATCH_OK);
    assert_int_equal(w.done, 5000);
    match_candidates_free(&c);
    w = (struct watch){.stop_at = 1};
    assert_int_equal(match_candidates(&p, 3, &options, &c), MATCH_ECANCELLED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_profiles),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_every_allocation_of_the_gap_may_fail),
        cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_progress_and_cancel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
