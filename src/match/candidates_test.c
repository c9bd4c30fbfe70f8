#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/candidates_find.h"
#include "match/candidates_small.h"

struct row {
    uint32_t value, tie, mentor;
};

static int best_first(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    if (x->tie != y->tie)
        return x->tie < y->tie ? -1 : 1;
    return x->mentor < y->mentor ? -1 : 1;
}

static int by_mentor(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    return x->mentor < y->mentor ? -1 : x->mentor > y->mentor;
}

/* All pairs of a mentee, the best first. */
static uint32_t all_pairs(const struct match_profiles *p, uint64_t seed, uint32_t mentee,
                          struct row *ret)
{
    uint32_t n = 0;
    for (uint32_t j = 0; j < p->n_mentors; j++) {
        uint32_t value = match_pair_value(p, mentee, j);
        if (value != MATCH_UNFIT)
            ret[n++] = (struct row){value, match_pair_tie(seed, mentee, j), j};
    }
    qsort(ret, n, sizeof *ret, best_first);
    return n;
}

static unsigned score_of(struct row r)
{
    return (r.value + MATCH_POINT / 2) / MATCH_POINT;
}

static void check_list(const struct match_profiles *p, const struct match_candidates *c, uint32_t k,
                       uint64_t seed, uint32_t mentee)
{
    struct row row[PEOPLE_MAX];
    uint32_t n = all_pairs(p, seed, mentee, row), kept = n < k ? n : k;
    uint64_t from = c->offset[mentee];
    assert_int_equal(c->offset[mentee + 1] - from, kept);
    assert_int_equal(c->outside[mentee], n > kept ? score_of(row[kept]) : MATCH_COMPLETE);
    qsort(row, kept, sizeof *row, by_mentor);
    for (uint32_t e = 0; e < kept; e++) {
        assert_int_equal(c->mentor[from + e], row[e].mentor);
        assert_int_equal(c->score[from + e], score_of(row[e]));
    }
}

static void test_brute_force(void **state)
{
    (void)state;
    static struct small_profiles s;
    random_state = 21;
    uint64_t edges = 0, cut = 0;
    for (int round = 0; round < 3000; round++) {
        uint32_t m = round % 10 ? below(90) : below(PEOPLE_MAX + 1),
                 k = 1 + below(below(2) ? 6 : 40);
        make_profiles(&s, 1 + below(12), m, below(round % 3 ? 6 : MATCH_CRITERIA_MAX + 1));
        struct match_options o = {.seed = (uint64_t)round / 3};
        struct match_candidates c;
        assert_int_equal(match_candidates(&s.p, k, &o, &c), MATCH_OK);
        for (uint32_t i = 0; i < s.p.n_mentees; i++)
            check_list(&s.p, &c, k, o.seed, i);
        edges += c.offset[s.p.n_mentees];
        cut += c.n_cut;
        match_candidates_free(&c);
    }
    assert_true(edges > 50000 && cut > 2000); /* not all excluded, not all complete */
}

/* Each set of instructions finds the same. */
static void test_instructions(void **state)
{
    (void)state;
    static struct small_profiles s;
    static struct finder f[4];
    uint32_t mentee[20];
    random_state = 22;
    for (uint32_t i = 0; i < 20; i++)
        mentee[i] = i;
    for (int round = 0; round < 300; round++) {
        make_profiles(&s, 20, 60 + below(PEOPLE_MAX - 60), 1 + below(8));
        struct match_memory memory;
        struct index x;
        match_memory_init(&memory, NULL);
        assert_int_equal(index_make(&x, &s.p, &memory), MATCH_OK);
        for (uint32_t v = 0; simd_all()[v]; v++) {
            f[v].index = &x;
            f[v].simd = simd_all()[v];
            f[v].size = 20;
            f[v].room = 9;
            assert_int_equal(finder_make(&f[v], &memory), MATCH_OK);
            if (v == 0)
                candidates_measure(&x, &f[0]);
            find_best(&f[v], mentee, 20);
            for (uint32_t i = 0; i < 20; i++) {
                const struct seeker *a = &f[0].seeker[i], *b = &f[v].seeker[i];
                assert_int_equal(a->n, b->n);
                assert_memory_equal(a->best, b->best, a->n * sizeof *a->best);
            }
        }
        for (uint32_t v = 0; simd_all()[v]; v++)
            finder_free(&f[v], &memory);
        index_free(&x, &memory);
        assert_int_equal(memory.used, 0);
    }
}

static void check_same(const struct match_candidates *a, const struct match_candidates *b)
{
    uint64_t n = a->offset[a->n_mentees];
    assert_memory_equal(a->offset, b->offset, (a->n_mentees + 1ull) * sizeof *a->offset);
    assert_memory_equal(a->mentor, b->mentor, n * sizeof *a->mentor);
    assert_memory_equal(a->score, b->score, n * sizeof *a->score);
    assert_memory_equal(a->outside, b->outside, a->n_mentees * sizeof *a->outside);
    assert_int_equal(a->n_cut, b->n_cut);
}

/* The same people again and again, for there must be several batches. */
static void repeat_mentees(struct small_profiles *s, uint32_t times)
{
    static uint64_t offset[MATCH_CRITERIA_MAX][PEOPLE_MAX * 10 + 1];
    static uint32_t term[MATCH_CRITERIA_MAX][PEOPLE_MAX * 120];
    uint32_t n = s->p.n_mentees;
    for (uint32_t k = 0; k < s->p.n_criteria; k++) {
        struct match_column *c = &s->mentee.column[k];
        for (uint32_t i = 0; c->offset && i < n * times; i++) {
            uint64_t from = c->offset[i % n], length = c->offset[i % n + 1] - from;
            memcpy(&term[k][offset[k][i]], &c->term[from], length * sizeof **term);
            offset[k][i + 1] = offset[k][i] + length;
        }
        *c = (struct match_column){.offset = c->offset ? offset[k] : NULL, .term = term[k]};
    }
    s->p.n_mentees = n * times;
}

static void test_threads(void **state)
{
    (void)state;
    static struct small_profiles s;
    random_state = 23;
    make_profiles(&s, PEOPLE_MAX, PEOPLE_MAX, 6);
    repeat_mentees(&s, 10);
    struct match_candidates one, more;
    assert_int_equal(match_candidates(&s.p, 8, NULL, &one), MATCH_OK);
    for (unsigned threads = 2; threads <= 5; threads++) {
        struct match_options o = {.threads = threads};
        for (int again = 0; again < 5; again++) {
            assert_int_equal(match_candidates(&s.p, 8, &o, &more), MATCH_OK);
            check_same(&one, &more);
            match_candidates_free(&more);
        }
    }
    match_candidates_free(&one);
}

/* Nobody differs from anybody: the seed decides, and no mentor is favoured by its number. */
static void test_equals(void **state)
{
    (void)state;
    static struct match_profiles p = {.n_mentees = 2000, .n_mentors = 100};
    uint32_t lists[100] = {0};
    struct match_candidates c, other;
    struct match_options seed = {.seed = 1};
    assert_int_equal(match_candidates(&p, 10, NULL, &c), MATCH_OK);
    assert_int_equal(match_candidates(&p, 10, &seed, &other), MATCH_OK);
    assert_memory_not_equal(c.mentor, other.mentor, 20000 * sizeof *c.mentor);
    for (uint32_t e = 0; e < 20000; e++)
        lists[c.mentor[e]]++;
    for (uint32_t j = 0; j < 100; j++)
        assert_in_range(lists[j], 140, 260); /* 200 expected, deviation 13 */
    assert_int_equal(c.n_cut, 2000);
    assert_int_equal(c.outside[7], 0);
    match_candidates_free(&c);
    match_candidates_free(&other);
}

/* All pairs that fit as an instance: what a list of everybody would be. */
static struct match_gap plain_gap(const struct match_profiles *p, const struct match_instance *in,
                                  const struct match_result *r)
{
    struct match_gap gap = {0};
    for (uint32_t i = 0; i < p->n_mentees; i++) {
        int64_t own = 0, best;
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
            if (r->k + in->score[e] - r->price[in->mentor[e]] > own)
                own = r->k + in->score[e] - r->price[in->mentor[e]];
        best = own;
        for (uint32_t j = 0; j < p->n_mentors; j++) {
            uint32_t value = match_pair_value(p, i, j);
            int64_t here = r->k + (value + MATCH_POINT / 2) / MATCH_POINT - r->price[j];
            if (value != MATCH_UNFIT && here > best)
                best = here;
        }
        gap.most += (uint64_t)(best - own);
        gap.n_mentees += best > own;
    }
    return gap;
}

/* The gap is what looking at every pair gives; the answer over all pairs is never beyond it. */
static void test_gap(void **state)
{
    (void)state;
    static struct small_profiles s;
    random_state = 24;
    uint64_t open = 0, closed = 0;
    for (int round = 0; round < 400; round++) {
        make_profiles(&s, 1 + below(60), 1 + below(round % 5 ? 60 : PEOPLE_MAX), 1 + below(5));
        s.p.capacity = s.capacity;
        struct match_candidates c, all;
        struct match_result r, best;
        struct match_gap gap;
        assert_int_equal(match_candidates(&s.p, 1 + below(4), NULL, &c), MATCH_OK);
        assert_int_equal(match_candidates(&s.p, MATCH_CANDIDATES_MAX, NULL, &all), MATCH_OK);
        struct match_instance in = {.n_mentees = s.p.n_mentees,
                                    .n_mentors = s.p.n_mentors,
                                    .offset = c.offset,
                                    .mentor = c.mentor,
                                    .score = c.score,
                                    .capacity = s.capacity};
        struct match_instance whole = in;
        whole.offset = all.offset, whole.mentor = all.mentor, whole.score = all.score;
        assert_int_equal(match_solve(&in, NULL, &r), MATCH_OK);
        assert_int_equal(match_solve(&whole, NULL, &best), MATCH_OK);
        assert_int_equal(match_candidates_gap(&s.p, &in, &r, NULL, &gap), MATCH_OK);
        struct match_gap plain = plain_gap(&s.p, &in, &r);
        assert_true(gap.most == plain.most && gap.n_mentees == plain.n_mentees);
        int64_t more = r.k * ((int64_t)best.matched - (int64_t)r.matched) + (int64_t)best.score -
                       (int64_t)r.score;
        assert_true(more >= 0 && (uint64_t)more <= gap.most);
        open += gap.most > 0;
        closed += gap.most == 0;
        match_result_free(&r);
        match_result_free(&best);
        match_candidates_free(&c);
        match_candidates_free(&all);
    }
    assert_true(open > 50 && closed > 50);
}

/* The figures of the header, on one pair. */
static void test_values(void **state)
{
    (void)state;
    static const uint64_t three[] = {0, 3}, two[] = {0, 2};
    static const uint32_t a[] = {4, 7, 9}, b[] = {9, 4};
    static const uint8_t wants[] = {5, 3, 2}, has[] = {10, 4};
    static const uint16_t low[] = {14}, high[] = {15}, from[] = {18}, to[] = {30};
    struct match_criterion c = {.kind = MATCH_SET, .points = 300, .enough = 3, .n_terms = 10};
    struct match_column mentee = {.offset = three, .term = a, .strength = wants};
    struct match_column mentor = {.offset = two, .term = b, .strength = has};
    struct match_profiles p = {1, 1, NULL, &c, 1, &mentee, &mentor};
    /* 1920 for a unit of strength: 960 + 576 + 384 */
    assert_int_equal(match_pair_value(&p, 0, 0), 960 * 4 + 384 * 10);
    c.measure = MATCH_BY_COUNT;
    assert_int_equal(match_pair_value(&p, 0, 0), 2 * (19200 / 3));
    c.enough = 2;
    assert_int_equal(match_pair_value(&p, 0, 0), 19200);
    c.measure = MATCH_BY_JACCARD;
    assert_int_equal(match_pair_value(&p, 0, 0), 2 * (19200 / 3));
    c.rule = MATCH_RULE_ALL;
    assert_int_equal(match_pair_value(&p, 0, 0), MATCH_UNFIT);
    c.rule = MATCH_RULE_WITHIN;
    assert_int_equal(match_pair_value(&p, 0, 0), 2 * (19200 / 3));
    c.rule = MATCH_RULE_DIFFER;
    assert_int_equal(match_pair_value(&p, 0, 0), MATCH_UNFIT);

    c = (struct match_criterion){.kind = MATCH_RANGE, .points = 100, .slack = 5, .unknown = 500};
    mentee = (struct match_column){.low = low, .high = high};
    mentor = (struct match_column){.low = from, .high = to};
    assert_int_equal(match_pair_value(&p, 0, 0), 6400 - 3 * 1067);
    c.rule = MATCH_RULE_OVERLAP;
    assert_int_equal(match_pair_value(&p, 0, 0), MATCH_UNFIT);
    mentor = (struct match_column){0};
    assert_int_equal(match_pair_value(&p, 0, 0), 3200);

    c = (struct match_criterion){
        .kind = MATCH_PATH, .points = 100, .level = {400, 700, 1000}, .n_terms = 10};
    mentee = (struct match_column){.offset = three, .term = (const uint32_t[]){1, 2, 3}};
    mentor = (struct match_column){.offset = three, .term = (const uint32_t[]){1, 2, 4}};
    assert_int_equal(match_pair_value(&p, 0, 0), 4480);
    c.rule = MATCH_RULE_DIFFER;
    c.depth = 3;
    assert_int_equal(match_pair_value(&p, 0, 0), 4480);
    c.depth = 2;
    assert_int_equal(match_pair_value(&p, 0, 0), MATCH_UNFIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),       cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_instructions), cmocka_unit_test(test_threads),
        cmocka_unit_test(test_equals),       cmocka_unit_test(test_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
