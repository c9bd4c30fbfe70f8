#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pairing/criterion_row.h"
#include "pairing/pairing_testing.h"

static void test_same_input_same_pairs(void **state)
{
    (void)state;
    struct pairing_input in = region(120, 50);
    const struct pairing *p = make(&in), *q = make(&in);
    assert_int_equal(p->n_pairs, q->n_pairs);
    assert_memory_equal(p->answer.mate, q->answer.mate, 120 * sizeof *p->answer.mate);
    in.settings.seed++;
    const struct pairing *r = make(&in);
    assert_int_equal(p->n_pairs, r->n_pairs);
    assert_int_equal(p->score, r->score);
    assert_int_equal(p->n_pairs + p->n_mentees_alone, 120);
    for (size_t k = 0; k < p->n_mentees_alone; k++)
        assert_true(*p->mentee_alone[k].code && *p->mentee_alone[k].text);
    for (size_t k = 0; k < p->n_mentors_alone; k++)
        assert_true(*p->mentor_alone[k].code && *p->mentor_alone[k].text);
}

/* A draft that keeps only the best candidates is nearly as good, and says so. */
static void test_cut(void **state)
{
    (void)state;
    struct pairing_input in = region(300, 120);
    const struct pairing *all = make(&in);
    in.all_pairs = 1000;
    in.keep = 24;
    const struct pairing *kept = make(&in);
    assert_false(all->cut);
    assert_true(kept->cut);
    assert_int_equal(kept->keep, 24);
    assert_true(kept->n_candidates <= 300 * 24 && kept->n_candidates > 300 * 20);
    assert_true(kept->n_pairs <= all->n_pairs);
    assert_true(kept->n_pairs * 100 >= all->n_pairs * 95);
    assert_true(kept->n_pairs < all->n_pairs || kept->score <= all->score);

    struct criterion_mark pin = {1000, 900000 + 119};
    in.pin = &pin;
    in.n_pins = 1;
    kept = make(&in);
    assert_int_equal(pair_of(kept, 0)->mentor, 119);
}

/* What a cut draft says it may lack is never less than what it lacks, and close to it. */
static void test_the_cut_tells_what_it_may_lack(void **state)
{
    (void)state;
    static const struct {
        uint32_t n, m, keep;
    } of[] = {{300, 120, 24}, {150, 120, 1}, {60, 120, 4}, {200, 60, 8}};
    for (size_t t = 0; t < sizeof of / sizeof *of; t++) {
        struct pairing_input in = region(of[t].n, of[t].m);
        for (unsigned mode = 0; mode < 2; mode++) {
            in.settings.mode = mode ? PAIRING_SCORE : PAIRING_COUNT;
            in.all_pairs = 0;
            const struct pairing *all = make(&in);
            assert_false(all->facts.gap_known);
            in.all_pairs = 10;
            in.keep = of[t].keep;
            const struct pairing *kept = make(&in);
            const struct pairing_facts *f = &kept->facts;
            assert_true(kept->cut && f->gap_known);
            if (!mode)
                assert_true(all->n_pairs - kept->n_pairs <= f->gap_pairs);
            if (mode || all->n_pairs == kept->n_pairs)
                assert_true(all->score <= kept->score + f->gap_score);
            assert_true(f->gap_pairs || of[t].keep < 8 || f->gap_score * 20 <= all->score);
        }
    }
}

/* The two next best are the best candidates but the mentor, in order. */
static void test_next_best_in_order(void **state)
{
    (void)state;
    struct pairing_input in = region(80, 40);
    const struct pairing *p = make(&in);
    for (size_t k = 0; k < p->n_pairs; k++) {
        const struct pairing_pair *pair = &p->pair[k];
        assert_int_equal(pair->n_next, 2);
        assert_true(pair->next[0].score >= pair->next[1].score);
        assert_true(pair->next[0].mentor != pair->next[1].mentor);
        for (uint64_t e = p->instance.offset[pair->mentee];
             e < p->instance.offset[pair->mentee + 1]; e++) {
            uint32_t j = p->instance.mentor[e];
            if (j != pair->mentor && j != pair->next[0].mentor && j != pair->next[1].mentor)
                assert_true(p->instance.score[e] <= pair->next[1].score);
        }
    }
}

/* A large draft finds the one mentor of a near topic among hundreds. */
static void test_a_cut_finds_near_topics(void **state)
{
    (void)state;
    struct mentor_profile t[300];
    for (uint32_t j = 0; j < 300; j++)
        t[j] = testing_mentor(5000 + j, "Наставник", "", "сварка металла", "", "");
    t[217].competencies = "геометрия";
    struct mentee_profile m = testing_mentee(1, "Ким Артём", 2011, "", "подтянуть алгебру");
    struct pairing_input in = input(&m, 1, t, 300);
    in.all_pairs = 10;
    in.keep = 1;
    const struct pairing *p = make(&in);
    assert_true(p->cut);
    assert_int_equal(p->pair[0].mentor, 217);
}

/* All mentors of a mentee at once score as pair by pair, and the bound by texts alone holds. */
static void test_a_row_scores_as_pairs_do(void **state)
{
    (void)state;
    struct pairing_input in = region(120, 50);
    const struct criterion_run *run = make(&in)->run;
    struct criterion_row *r = criterion_row_new(arena, run);
    size_t with_texts = 0, left_out = 0;
    for (uint32_t i = 0; i < 120; i++) {
        criterion_row_read(r, i);
        with_texts += r->n_touched;
        for (uint32_t j = 0; j < 50; j++) {
            struct criterion_score score;
            criterion_score(run, i, j, &score);
            assert_int_equal(r->mentor[j].topics, score.part[CRITERION_TOPICS]);
            assert_int_equal(r->mentor[j].words, score.part[CRITERION_WORDS]);
            assert_int_equal(criterion_row_total(r, j), score.total);
            assert_true(r->mentor[j].weighed >= criterion_row_need(r, score.total));
            left_out += r->mentor[j].weighed < criterion_row_need(r, 900);
        }
    }
    assert_true(with_texts > 500 && with_texts < 4000);
    assert_true(left_out > 1000);
}

/* The lists of a cut draft hold the best of all mentors. */
static void test_a_cut_keeps_the_best(void **state)
{
    (void)state;
    struct pairing_input in = region(100, 80);
    in.all_pairs = 1000;
    in.keep = 8;
    const struct pairing *p = make(&in);
    assert_true(p->cut);
    for (uint32_t i = 0; i < 100; i++) {
        uint16_t worst = 1000, best_outside = 0;
        uint64_t e = p->instance.offset[i];
        assert_true(p->instance.offset[i + 1] - e >= 8);
        for (uint32_t j = 0; j < 80; j++) {
            struct criterion_score score;
            criterion_score(p->run, i, j, &score);
            if (e < p->instance.offset[i + 1] && p->instance.mentor[e] == j) {
                worst = score.total < worst ? score.total : worst;
                assert_int_equal(p->instance.score[e++], score.total);
            } else if (criterion_rule(p->run, i, j) == RULE_NONE) {
                best_outside = score.total > best_outside ? score.total : best_outside;
            }
        }
        assert_true(p->instance.offset[i + 1] - p->instance.offset[i] > 8 || worst >= best_outside);
    }
}

/* However few candidates are kept, nobody stays alone beside a mentor with room. */
static void test_a_cut_draft_leaves_no_room(void **state)
{
    (void)state;
    struct pairing_input in = region(150, 120);
    in.all_pairs = 10;
    in.keep = 1;
    const struct pairing *p = make(&in);
    assert_true(p->cut);
    uint32_t load[120] = {0};
    for (uint32_t i = 0; i < 150; i++)
        if (p->answer.mate[i] != MATCH_NONE)
            load[p->answer.mate[i]]++;
    for (size_t k = 0; k < p->n_mentees_alone; k++)
        for (uint32_t j = 0; j < 120; j++)
            assert_true(load[j] >= criterion_capacity(p->run, j) ||
                        criterion_rule(p->run, p->mentee_alone[k].who, j) != RULE_NONE);
    assert_true(p->n_pairs > 130);
}

struct watch {
    unsigned last, calls, stop_at;
};

static void on_progress(void *ctx, unsigned permille)
{
    struct watch *w = ctx;
    assert_true(permille >= w->last && permille <= 1000);
    w->last = permille;
    w->calls++;
}

static bool on_cancel(void *ctx)
{
    struct watch *w = ctx;
    return w->stop_at && w->last >= w->stop_at;
}

static void test_progress_and_cancel(void **state)
{
    (void)state;
    struct watch w = {0};
    struct pairing_input in = region(300, 100);
    in.people.progress = on_progress;
    in.people.cancel = on_cancel;
    in.people.ctx = &w;
    make(&in);
    assert_int_equal(w.last, 1000);
    assert_true(w.calls > 10);
    static const unsigned stops[] = {100, 400, 850};
    for (size_t s = 0; s < 3; s++) {
        const struct pairing *p;
        struct err err;
        w = (struct watch){.stop_at = stops[s]};
        assert_int_equal(pairing_make(arena, &in, &err, &p), ERR_CANCELLED);
        assert_in_range(w.last, stops[s], stops[s] + 200);
    }
}

/* A veto on a pair is seen when the two drafts are compared. */
static void test_a_veto_changes_the_draft(void **state)
{
    (void)state;
    struct pairing_comparison c;
    struct pairing_input in = region(60, 30);
    const struct pairing_line *x, *y;
    size_t n = pairing_lines(make(&in), arena, &x);
    struct criterion_mark veto = {x[0].mentee, x[0].mentor};
    in.people.veto = &veto;
    in.people.n_vetoes = 1;
    size_t m = pairing_lines(make(&in), arena, &y);
    pairing_compare(arena, x, n, y, m, &c);
    assert_true(c.n_changes >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_input_same_pairs),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_the_cut_tells_what_it_may_lack),
        cmocka_unit_test(test_a_cut_draft_leaves_no_room),
        cmocka_unit_test(test_next_best_in_order),
        cmocka_unit_test(test_a_cut_finds_near_topics),
        cmocka_unit_test(test_a_row_scores_as_pairs_do),
        cmocka_unit_test(test_a_cut_keeps_the_best),
        cmocka_unit_test(test_progress_and_cancel),
        cmocka_unit_test(test_a_veto_changes_the_draft),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
