#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pairing/pairing_testing.h"

/* 90 pupils of three municipalities, 24 mentors: places are scarce. */
static struct pairing_input scarce(void)
{
    return region(90, 24);
}

static unsigned weakest(const struct pairing *p)
{
    unsigned least = 1000;
    for (size_t k = 0; k < p->n_pairs; k++)
        if (p->pair[k].score.total < least)
            least = p->pair[k].score.total;
    return least;
}

static void test_fair_is_as_good_and_its_weakest_pair_not_weaker(void **state)
{
    (void)state;
    struct pairing_input in = region(90, 60);
    const struct pairing *usual = make(&in);
    in.settings.fair = true;
    const struct pairing *fair = make(&in);
    assert_int_equal(fair->n_pairs, usual->n_pairs);
    assert_int_equal(fair->score, usual->score);
    assert_true(weakest(fair) >= weakest(usual));
    assert_true(fair->facts.plain && fair->facts.proved);
    struct match_fault fault;
    assert_int_equal(match_verify(&fair->instance, &fair->answer, NULL, &fault), MATCH_OK);
}

static void test_no_pair_below_the_floor_but_pins(void **state)
{
    (void)state;
    struct pairing_input in = scarce();
    const struct pairing *usual = make(&in);
    in.settings.floor = 50;
    const struct pairing *p = make(&in);
    assert_true(weakest(usual) < 495 && p->n_pairs < usual->n_pairs && p->n_pairs > 0);
    for (size_t k = 0; k < p->n_pairs; k++)
        assert_true(criterion_points(&p->pair[k].score) >= 50);
    bool told = false;
    for (size_t k = 0; k < p->n_mentees_alone; k++)
        told = told || !strcmp(p->mentee_alone[k].code, "floor");
    assert_true(told);

    in.settings.floor = 100;
    struct criterion_mark pin = {1000, 900000};
    in.pin = &pin;
    in.n_pins = 1;
    p = make(&in);
    assert_int_equal(p->n_pairs, 1);
    assert_int_equal(pair_of(p, 0)->mentor, 0);
}

static void test_groups_open_full_enough_or_not_at_all(void **state)
{
    (void)state;
    struct pairing_input in = region(30, 20);
    in.people.settings.default_mentees = 5;
    const struct pairing *usual = make(&in);
    in.settings.group = 3;
    const struct pairing *p = make(&in);
    unsigned load[20] = {0}, small = 0, usual_load[20] = {0};
    for (size_t k = 0; k < p->n_pairs; k++)
        load[p->pair[k].mentor]++;
    for (size_t k = 0; k < usual->n_pairs; k++)
        usual_load[usual->pair[k].mentor]++;
    for (uint32_t j = 0; j < 20; j++) {
        assert_true(load[j] == 0 || load[j] >= 3);
        small += usual_load[j] && usual_load[j] < 3;
    }
    assert_true(small > 0 && p->n_pairs > 0);
    assert_false(p->facts.plain);
    assert_true(p->facts.bound_pairs >= p->n_pairs);
    assert_true(!p->facts.proved || (p->facts.bound_pairs == p->n_pairs));

    /* A pin opens a group of one, and one who has two mentees already needs but one more. */
    struct mentor_profile *t = arena_array(arena, struct mentor_profile, 20);
    memcpy(t, in.people.mentor, 20 * sizeof *t);
    t[1].taken = 2;
    in.people.mentor = t;
    struct criterion_mark pin = {1000, 900000};
    in.pin = &pin;
    in.n_pins = 1;
    in.people.n_mentees = 2;
    p = make(&in);
    assert_int_equal(pair_of(p, 0)->mentor, 0);
    assert_true(!pair_of(p, 1) || pair_of(p, 1)->mentor <= 1);
}

static void test_stable_pairs_have_nobody_to_swap_with(void **state)
{
    (void)state;
    struct pairing_input in = region(90, 60);
    const struct pairing *usual = make(&in);
    in.settings.mode = PAIRING_STABLE;
    const struct pairing *p = make(&in);
    assert_true(usual->facts.blocking > 0);
    assert_int_equal(p->facts.blocking, 0);
    assert_true(p->facts.proved && !p->facts.plain && p->n_pairs <= usual->n_pairs);
    struct match_live *live;
    struct err err;
    assert_int_equal(pairing_live(p, &err, &live), ERR_INVALID);
    for (size_t k = 0; k < p->n_mentees_alone; k++)
        assert_true(*p->mentee_alone[k].text);
}

static void test_score_alone_may_leave_people_alone(void **state)
{
    (void)state;
    struct pairing_input in = scarce();
    const struct pairing *usual = make(&in);
    in.settings.mode = PAIRING_SCORE;
    const struct pairing *p = make(&in);
    assert_true(p->score >= usual->score && p->n_pairs <= usual->n_pairs);
    assert_true(p->facts.plain);
}

/* Whether a comes before b, the first difference deciding. */
static bool nearer(const struct pairing *a, const struct pairing *b)
{
    for (size_t l = 0; l < NEAR_LEVELS; l++)
        if (a->facts.near[l] != b->facts.near[l])
            return a->facts.near[l] > b->facts.near[l];
    return true;
}

static void test_nearer_pairs_first(void **state)
{
    (void)state;
    struct pairing_input in = region(90, 30);
    in.people.criteria.of[CRITERION_PLACE].weight = 0;
    const struct pairing *usual = make(&in);
    in.settings.near = PAIRING_NEAR_EQUAL;
    const struct pairing *equal = make(&in);
    in.settings.near = PAIRING_NEAR_FIRST;
    const struct pairing *first = make(&in);
    assert_int_equal(equal->n_pairs, usual->n_pairs);
    assert_true(nearer(equal, usual) && nearer(first, equal));
    assert_true(equal->facts.near[NEAR_MUNICIPALITY] > usual->facts.near[NEAR_MUNICIPALITY]);
    assert_true(equal->facts.proved && first->n_pairs <= equal->n_pairs);
    uint64_t sum = 0;
    for (size_t l = 0; l < NEAR_LEVELS; l++)
        sum += first->facts.near[l];
    assert_int_equal(sum, first->n_pairs);
}

static void test_what_cannot_go_together(void **state)
{
    (void)state;
    static const struct {
        struct pairing_settings s;
        enum pairing_setting at;
    } wrong[] = {{{.mode = PAIRING_STABLE, .near = PAIRING_NEAR_EQUAL}, SETTING_NEAR},
                 {{.mode = PAIRING_STABLE, .fair = true}, SETTING_FAIR},
                 {{.near = PAIRING_NEAR_FIRST, .fair = true}, SETTING_FAIR},
                 {{.mode = PAIRING_STABLE, .group = 2}, SETTING_GROUP},
                 {{.fair = true, .group = 2}, SETTING_GROUP}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err err = {0};
        enum pairing_setting at = SETTINGS;
        assert_int_equal(pairing_settings_check(&wrong[i].s, &err, &at), ERR_INVALID);
        assert_int_equal(at, wrong[i].at);
        struct pairing_input in = scarce();
        const struct pairing *p;
        in.settings = wrong[i].s;
        assert_int_equal(pairing_make(arena, &in, &err, &p), ERR_INVALID);
    }
    struct pairing_settings fine = {.mode = PAIRING_STABLE, .floor = 40, .group = 1};
    assert_int_equal(pairing_settings_check(&fine, NULL, NULL), 0);
    assert_string_equal(pairing_settings_text(arena, &fine), "устойчивые пары; пары не слабее 40");
    assert_string_equal(pairing_settings_text(arena, &(struct pairing_settings){.seed = 5}), "");
}

static void test_settings_as_numbers(void **state)
{
    (void)state;
    struct pairing_settings s = {0};
    for (enum pairing_setting k = 0; k < SETTINGS; k++) {
        assert_int_equal(pairing_setting_find(pairing_setting_code(k)), k);
        pairing_setting_set(&s, k, INT64_MAX);
        assert_int_equal(pairing_setting_get(&s, k), pairing_setting_max(k));
        pairing_setting_set(&s, k, -5);
        assert_int_equal(pairing_setting_get(&s, k), 0);
    }
    assert_int_equal(pairing_setting_find("topics"), SETTINGS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fair_is_as_good_and_its_weakest_pair_not_weaker),
        cmocka_unit_test(test_no_pair_below_the_floor_but_pins),
        cmocka_unit_test(test_groups_open_full_enough_or_not_at_all),
        cmocka_unit_test(test_stable_pairs_have_nobody_to_swap_with),
        cmocka_unit_test(test_score_alone_may_leave_people_alone),
        cmocka_unit_test(test_nearer_pairs_first),
        cmocka_unit_test(test_what_cannot_go_together),
        cmocka_unit_test(test_settings_as_numbers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
