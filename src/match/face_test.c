#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match/brute.h"
#include "match/face.h"

static uint16_t worth[EDGES_MAX];

static uint16_t worth_of(const void *ctx, uint64_t edge)
{
    return ((const uint16_t *)ctx)[edge];
}

static const struct face_worth by_worth = {worth_of, worth, 65535};

struct best {
    uint64_t matched, score, worth;
};

/* Of the answers with most pairs and then the highest score the one that is worth most. */
static void keep_best(struct brute *b)
{
    struct best *best = b->ctx, now = {0};
    for (uint32_t i = 0; i < b->in->n_mentees; i++)
        if (b->edge[i] != MATCH_NO_EDGE) {
            now.matched++;
            now.score += b->in->score[b->edge[i]];
            now.worth += worth[b->edge[i]];
        }
    if (now.matched > best->matched ||
        (now.matched == best->matched &&
         (now.score > best->score || (now.score == best->score && now.worth > best->worth))))
        *best = now;
}

static uint64_t worth_of_answer(const struct face *f)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < f->n; i++)
        if (f->edge[i] != MATCH_NO_EDGE)
            sum += worth[f->origin[f->edge[i]]];
        else if (f->locked[i] != MATCH_NO_EDGE)
            sum += worth[f->locked[i]];
    return sum;
}

/* A face with the most pairs and the highest score, and an answer on it. */
static void begin(struct face *f, struct small *s, struct match_memory *mem)
{
    const struct face_worth by_score = {worth_of, s->score, 65535};
    struct face_proof proof;
    match_memory_init(mem, NULL);
    assert_int_equal(face_begin(f, &s->in, NULL, mem), MATCH_OK);
    assert_int_equal(face_best(f, MATCH_COUNT, &by_score, &proof), MATCH_OK);
    assert_true(face_proves(f, &by_score, &proof));
    face_narrow(f, &by_score, &proof);
    face_proof_free(f, &proof);
    assert_true(face_meets(f));
}

/* Cancelling alone, from an answer that knows nothing of the worth, ends at the best one. */
static void test_polish(void **state)
{
    (void)state;
    static struct small s;
    random_state = 41;
    for (int round = 0; round < 3000; round++) {
        make(&s, below(8), 1 + below(5), 30 + below(70), below(3), 1 + below(3));
        for (uint64_t e = 0; e < EDGES_MAX; e++)
            worth[e] = (uint16_t)below(round % 2 ? 65536 : 4);
        if (round % 5 == 0 && s.offset[s.in.n_mentees])
            s.mentor[0] = s.mentor[s.offset[1] ? s.offset[1] - 1 : 0];
        if (round % 3 == 0)
            lock_some(&s);
        struct best best = {0};
        struct match_memory mem;
        struct face f;
        struct face_proof proof;
        brute_all(&s.in, keep_best, &best);
        begin(&f, &s, &mem);
        assert_int_equal(face_proof_take(&f, &proof), MATCH_OK);
        assert_int_equal(face_polish(&f, &by_worth, &proof), MATCH_OK);
        assert_true(face_proves(&f, &by_worth, &proof));
        assert_int_equal(worth_of_answer(&f), best.worth);
        face_narrow(&f, &by_worth, &proof);
        assert_true(face_meets(&f));
        face_proof_free(&f, &proof);
        face_end(&f);
        assert_int_equal(mem.used, 0);
    }
}

/* One mentee too many loses its place to 59 who would all gain: a must is heavier than that. */
static void test_musts_that_do_not_fit(void **state)
{
    (void)state;
    static struct small s;
    random_state = 42;
    make(&s, 0, 60, 0, 0, 0);
    for (uint32_t i = 0; i < 60; i++) {
        s.in.n_mentees = i + 1;
        s.offset[i + 1] = s.offset[i];
        s.capacity[i] = 1;
        worth[s.offset[i + 1]] = 0;
        add_edge(&s, i, 0);
        worth[s.offset[i + 1]] = 16000;
        if (i + 1 < 60)
            add_edge(&s, i + 1, 0);
    }
    for (int wide = 0; wide < 2; wide++) {
        struct match_memory mem;
        struct face f;
        struct face_proof proof;
        const struct face_worth w = {worth_of, worth, wide ? 65535 : 16000};
        begin(&f, &s, &mem);
        assert_int_equal(face_best(&f, MATCH_COUNT, &w, &proof), MATCH_OK);
        assert_true(proof.k > 0 && proof.cover);
        face_proof_free(&f, &proof);
        assert_int_equal(face_best(&f, MATCH_SCORE, &w, &proof), MATCH_OK);
        assert_true(proof.must > 65535);
        assert_true(face_proves(&f, &w, &proof));
        assert_int_equal(worth_of_answer(&f), 0);
        proof.price[0] += 1;
        assert_false(face_proves(&f, &w, &proof));
        face_proof_free(&f, &proof);
        face_end(&f);
    }
}

static void mentee_with(struct small *s, uint32_t a, uint16_t score_a, uint32_t b, uint16_t score_b)
{
    s->in.n_mentees++;
    s->offset[s->in.n_mentees] = s->offset[s->in.n_mentees - 1];
    add_edge(s, a, score_a);
    if (b != MATCH_NONE)
        add_edge(s, b, score_b);
}

/* Two pairs are wished for; with as many pairs as the proof has no more than some can be had. */
static void expect_refused(struct small *s, uint64_t wish, uint64_t other, uint64_t had,
                           const struct face_proof *proof, const uint64_t *answer)
{
    const struct face_worth by_score = {worth_of, s->score, 65535};
    struct match_memory mem;
    struct face f;
    struct face_proof own;
    match_memory_init(&mem, NULL);
    assert_int_equal(face_begin(&f, &s->in, NULL, &mem), MATCH_OK);
    assert_true(face_set(&f, answer));
    assert_true(face_proves(&f, &by_score, proof));
    face_narrow(&f, &by_score, proof);
    memset(worth, 0, sizeof worth);
    worth[wish] = worth[other] = 1;
    assert_int_equal(face_best(&f, MATCH_SCORE, &by_worth, &own), MATCH_OK);
    assert_int_equal(worth_of_answer(&f), had);
    face_proof_free(&f, &own);
    face_end(&f);
}

/* A proof with k = 1 holds where one pair less weighs the same: its cover keeps the pairs. */
static void test_cover(void **state)
{
    (void)state;
    static struct small s;
    const uint64_t none = MATCH_NO_EDGE;
    make(&s, 0, 2, 0, 0, 0); /* the first takes the place of the second, who has no other */
    s.capacity[0] = s.capacity[1] = 1;
    mentee_with(&s, 0, 11, 1, 0);
    mentee_with(&s, 0, 10, MATCH_NONE, 0);
    expect_refused(&s, 0, 0, 0,
                   &(struct face_proof){1, 0, (int64_t[]){11, 0}, (uint8_t[]){0, 0}, true},
                   (uint64_t[]){1, 2});
    make(&s, 0, 2, 0, 0, 0); /* the same with a third, who is alone then as now */
    s.capacity[0] = s.capacity[1] = 1;
    mentee_with(&s, 0, 1, 1, 0);
    mentee_with(&s, 0, 0, MATCH_NONE, 0);
    mentee_with(&s, 0, 0, MATCH_NONE, 0);
    expect_refused(&s, 0, 0, 0,
                   &(struct face_proof){1, 0, (int64_t[]){1, 0}, (uint8_t[]){1, 0}, true},
                   (uint64_t[]){1, 2, none});
    make(&s, 0, 2, 0, 0, 0); /* a reached mentor who would stay empty at no price */
    s.capacity[0] = 2, s.capacity[1] = 1;
    mentee_with(&s, 0, 1, 1, 0);
    mentee_with(&s, 0, 1, 1, 0);
    mentee_with(&s, 0, 0, MATCH_NONE, 0);
    mentee_with(&s, 0, 0, MATCH_NONE, 0);
    expect_refused(&s, 0, 2, 1,
                   &(struct face_proof){1, 0, (int64_t[]){1, 0}, (uint8_t[]){1, 1}, true},
                   (uint64_t[]){1, 2, 4, none});
}

/* A mentor who must be full where nobody wants to go, or not enough can. */
static void test_feasible(void **state)
{
    (void)state;
    static struct small s;
    struct match_memory mem;
    struct face f;
    random_state = 43;
    make(&s, 3, 2, 0, 0, 0);
    s.capacity[0] = 3, s.capacity[1] = 2;
    memset(s.offset, 0, sizeof s.offset);
    for (uint32_t i = 0; i < 3; i++) {
        s.in.n_mentees = i + 1;
        s.offset[i + 1] = s.offset[i];
        add_edge(&s, 0, 9);
        if (i < 2)
            add_edge(&s, 1, 0);
    }
    match_memory_init(&mem, NULL);
    assert_int_equal(face_begin(&f, &s.in, NULL, &mem), MATCH_OK);
    f.must_mentor[1] = 1;
    assert_int_equal(face_feasible(&f, NULL, 0), MATCH_OK);
    assert_true(f.edge[0] == 1 && f.edge[1] == 3);
    f.must_mentor[0] = 1;
    assert_int_equal(face_feasible(&f, NULL, 0), FACE_UNMET);
    assert_true(f.edge[0] == 1 && f.edge[1] == 3);
    face_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polish),
        cmocka_unit_test(test_musts_that_do_not_fit),
        cmocka_unit_test(test_cover),
        cmocka_unit_test(test_feasible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
