#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pairing/pairing_testing.h"

static const struct pairing_alone *alone(const struct pairing_alone *all, size_t n, uint32_t who)
{
    for (size_t k = 0; k < n; k++)
        if (all[k].who == who)
            return &all[k];
    return NULL;
}

static const char *mentee_code(const struct pairing *p, uint32_t who)
{
    const struct pairing_alone *a = alone(p->mentee_alone, p->n_mentees_alone, who);
    return a ? a->code : "";
}

/* A class and the people who offer to help it. */
static const struct mentee_profile pupils[] = {
    {{.id = 101,
      .name = "Ким Артём",
      .birth_year = 2011,
      .place = "",
      .time = "",
      .form = "ученик-ученик"},
     "не успевает по алгебре, боится контрольных"},
    {{.id = 102,
      .name = "Лис Анна",
      .birth_year = 2012,
      .place = "",
      .time = "",
      .form = "ученик-ученик"},
     "хочет научиться играть на гитаре"},
    {{.id = 103,
      .name = "Рябов Лев",
      .birth_year = 2011,
      .place = "",
      .time = "",
      .form = "ученик-ученик"},
     "геометрия, подготовка к ОГЭ"},
    {{.id = 104,
      .name = "Зимина Ольга",
      .birth_year = 2010,
      .place = "",
      .time = "",
      .form = "работодатель – ученик"},
     "интересуется профессией программиста, пишет на Python"},
    {{.id = 105,
      .name = "Хан Тимур",
      .birth_year = 2016,
      .place = "",
      .time = "",
      .form = "работодатель – ученик"},
     "собирать роботов"},
};

static const struct mentor_profile helpers[] = {
    {{.id = 201,
      .name = "Орлова Дарья",
      .place = "",
      .form = "ученик-ученик",
      .time = "1 час в неделю"},
     "математика, олимпиады",
     "",
     "чтение",
     "8-9 класс",
     0,
     0},
    {{.id = 202,
      .name = "Серов Глеб",
      .place = "",
      .form = "ученик – ученик",
      .time = "раз в неделю"},
     "игра на гитаре, вокал",
     "",
     "",
     "подростки",
     0,
     0},
    {{.id = 203,
      .name = "Белая Инна",
      .place = "",
      .form = "Работодатель – ученик",
      .time = "2 часа в неделю вечером"},
     "разработка на Python, Linux",
     "",
     "робототехника",
     "старшие классы",
     0,
     0},
};

static void test_a_small_draft(void **state)
{
    (void)state;
    struct pairing_input in = input(pupils, 5, helpers, 3);
    const struct pairing *p = make(&in);
    assert_int_equal(p->n_places, 4);
    assert_int_equal(p->n_pairs, 3);
    assert_int_equal(pair_of(p, 1)->mentor, 1);
    assert_int_equal(pair_of(p, 3)->mentor, 2);
    assert_non_null(pair_of(p, 0) ? pair_of(p, 0) : pair_of(p, 2));
    assert_int_equal(p->n_mentees_alone, 2);
    assert_int_equal(p->n_mentors_alone, 0);
    assert_false(p->cut);
    assert_string_equal(mentee_code(p, 4), "age");
    const struct pairing_alone *a = alone(p->mentee_alone, 2, 4);
    assert_string_equal(
        a->text, "Все наставники этой формы (1) просят другой возраст, наставляемому — 9–10");

    uint32_t loser = pair_of(p, 0) ? 2 : 0;
    a = alone(p->mentee_alone, 2, loser);
    assert_string_equal(a->code, "room");
    assert_non_null(strstr(a->detail, ": Орлова Дарья, Серов Глеб."));
    assert_true(a->n_helps == 2 && a->help[0].kind == PAIRING_ROOM && a->help[0].mentor == 0);
    assert_string_equal(a->help[0].text, "Ещё одно место: Орлова Дарья (нужно ещё 4 ч в месяц)");
    uint64_t sum = 0;
    for (size_t k = 0; k < p->n_pairs; k++)
        sum += p->pair[k].score.total;
    assert_int_equal(sum, p->score);
}

static void test_pins_and_vetoes(void **state)
{
    (void)state;
    struct pairing_input in = input(pupils, 5, helpers, 3);
    struct criterion_mark pins[] = {{102, 201}, {105, 203}, {999, 201}};
    struct criterion_mark veto[] = {{103, 202}};
    in.pin = pins;
    in.n_pins = 3;
    in.people.veto = veto;
    in.people.n_vetoes = 1;
    const struct pairing *p = make(&in);
    assert_int_equal(pair_of(p, 1)->mentor, 0);
    assert_true(pair_of(p, 1)->pinned);
    assert_int_equal(pair_of(p, 1)->breaks, RULE_NONE); /* 13 or 14 is a pupil of the 8th */
    assert_int_equal(pair_of(p, 4)->mentor, 2);
    assert_int_equal(pair_of(p, 4)->breaks, RULE_AGE);
    assert_false(pair_of(p, 3)->pinned);
    assert_int_equal(pair_of(p, 0)->mentor, 1);
    assert_string_equal(mentee_code(p, 2), "room"); /* only the pinned place was for them */

    struct err err;
    pins[1] = (struct criterion_mark){102, 203};
    assert_int_equal(pairing_make(arena, &in, &err, &p), ERR_INVALID);
    assert_string_equal(err.text, "Лис Анна: закреплены сразу два наставника, Орлова Дарья и "
                                  "Белая Инна; оставьте одного");
    pins[1] = (struct criterion_mark){103, 202};
    assert_int_equal(pairing_make(arena, &in, &err, &p), ERR_INVALID);
    assert_non_null(strstr(err.text, "и закреплена, и запрещена"));

    /* Pins beyond the limit make room. */
    struct criterion_mark many[] = {{101, 202}, {102, 202}, {103, 202}};
    in.people.n_vetoes = 0;
    in.pin = many;
    p = make(&in);
    assert_int_equal(p->n_places, 1 + 3 + 2);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(pair_of(p, i)->mentor, 1);
}

static void test_reasons(void **state)
{
    (void)state;
    struct mentor_profile t[3] = {helpers[0], helpers[1], helpers[2]};
    struct criterion_mark veto[] = {{104, 203}, {105, 203}};
    struct pairing_input in = input(pupils, 5, t, 2); /* no employer at all */
    const struct pairing *p = make(&in);
    assert_string_equal(mentee_code(p, 3), "form");
    assert_string_equal(alone(p->mentee_alone, p->n_mentees_alone, 3)->text,
                        "Нет ни одного наставника с формой «Работодатель – ученик»");

    in = input(pupils, 5, t, 3);
    in.people.veto = veto;
    in.people.n_vetoes = 2;
    p = make(&in);
    assert_string_equal(mentee_code(p, 3), "veto");
    assert_int_equal(p->n_mentors_alone, 1);
    assert_string_equal(p->mentor_alone[0].code, "mixed");
    assert_string_equal(p->mentor_alone[0].text,
                        "Той же формы: 2. Мешают: возраст — 1, запрет координатора — 1");

    t[2].taken = 2;
    in = input(pupils, 5, t, 3);
    p = make(&in);
    assert_string_equal(mentee_code(p, 3), "full");
    assert_string_equal(p->mentor_alone[0].code, "full");
    assert_string_equal(p->mentor_alone[0].text, "Все места уже заняты: наставляемых — 2");
    t[2].taken = 0;
    t[2].p.time = "0 часов";
    in = input(pupils, 5, t, 3);
    p = make(&in);
    assert_string_equal(mentee_code(p, 3), "full");
    assert_string_equal(p->mentor_alone[0].text, "Мест нет: в ресурсе времени 0 часов");
    assert_int_equal(criterion_unclear_mentor(p->run, 2), NO_HOURS);
    t[2].p.time = "";

    in = input(pupils, 1, t, 0);
    p = make(&in);
    assert_string_equal(mentee_code(p, 0), "none");
    in = input(pupils, 0, t, 2);
    p = make(&in);
    assert_string_equal(p->mentor_alone[1].code, "none");

    in = input(pupils + 2, 1, t, 2); /* one pupil, two helpers */
    p = make(&in);
    assert_int_equal(p->n_pairs, 1);
    assert_int_equal(p->n_mentors_alone, 1);
    assert_string_equal(p->mentor_alone[0].code, "chosen");
}

static struct match_live *live_of(const struct pairing *p)
{
    struct match_live *live = NULL;
    struct err err;
    assert_int_equal(pairing_live(p, &err, &live), 0);
    return live;
}

static struct pairing_outcome ask(const struct pairing *p, const struct pairing_input *in,
                                  struct match_live *live, struct pairing_wish wish)
{
    struct pairing_outcome o;
    struct err err = {0};
    if (pairing_what_if(p, in, live, &wish, arena, &err, &o) < 0)
        fail_msg("%s", err.text);
    return o;
}

static const struct pairing_move *moved(const struct pairing_outcome *o, uint32_t mentee)
{
    for (size_t k = 0; k < o->n_moves; k++)
        if (o->move[k].mentee == mentee)
            return &o->move[k];
    fail_msg("mentee %u stays", mentee);
    return NULL;
}

static void test_next_best(void **state)
{
    (void)state;
    struct pairing_input in = input(pupils, 3, helpers, 2);
    const struct pairing *p = make(&in);
    const struct pairing_pair *guitar = pair_of(p, 1);
    assert_int_equal(guitar->mentor, 1);
    assert_int_equal(guitar->n_next, 1);
    assert_int_equal(guitar->next[0].mentor, 0);
    assert_false(guitar->next[0].has_room);
    assert_true(guitar->next[0].score < guitar->score.total);

    /* The mathematician has one place: whoever of the two has it, the guitarist's own place
     * stays for the other, so nobody is left. */
    struct match_live *live = live_of(p);
    uint32_t loser = pair_of(p, 0) ? 2 : 0, winner = 2 - loser;
    struct pairing_outcome o = ask(p, &in, live, (struct pairing_wish){PAIRING_TOGETHER, 1, 0, 0});
    assert_true(o.n_moves >= 1 && o.pairs == 2);
    o = ask(p, &in, live, (struct pairing_wish){PAIRING_TOGETHER, loser, 0, 0});
    assert_int_equal(o.n_moves, 2);
    assert_true(moved(&o, winner)->to == MATCH_NONE && moved(&o, loser)->to == 0);
    assert_true(moved(&o, winner)->score_from > 0 && moved(&o, winner)->score_to == 0);

    /* Without the mathematician the winner is alone and the loser gets the place. */
    o = ask(p, &in, live, (struct pairing_wish){PAIRING_APART, winner, 0, 0});
    assert_int_equal(o.n_moves, 2);
    assert_true(moved(&o, winner)->to == MATCH_NONE);

    /* With one place more both have one; without any neither. */
    o = ask(p, &in, live, (struct pairing_wish){PAIRING_PLACES, 0, 0, 2});
    assert_true(o.n_moves == 1 && o.pairs == 3 && moved(&o, loser)->to == 0);
    o = ask(p, &in, live, (struct pairing_wish){PAIRING_PLACES, 0, 0, 0});
    assert_true(o.pairs == 1 && moved(&o, winner)->to == MATCH_NONE);

    /* A pin goes over the limit, and a rule does not stand against it. */
    struct criterion_mark pin = {101, 201};
    in.pin = &pin;
    in.n_pins = 1;
    p = make(&in);
    match_live_free(live);
    live = live_of(p);
    o = ask(p, &in, live, (struct pairing_wish){PAIRING_TOGETHER, 2, 0, 0});
    assert_int_equal(o.pairs, 3);
    o = ask(p, &in, live, (struct pairing_wish){PAIRING_APART, 0, 0, 0});
    assert_true(moved(&o, 0)->from == 0 && moved(&o, 0)->to != 0);
    struct err err;
    assert_int_equal(pairing_what_if(p, &in, live, &(struct pairing_wish){PAIRING_PLACES, 0, 0, 0},
                                     arena, &err, &o),
                     ERR_INVALID);
    match_live_free(live);
    in = input(pupils, 5, helpers, 3);
    p = make(&in);
    live = live_of(p);
    o = ask(p, &in, live, (struct pairing_wish){PAIRING_TOGETHER, 4, 0, 0});
    assert_int_equal(moved(&o, 4)->to, 0);
    match_live_free(live);
}

/* Whatever is asked: from the standing answer and by solving again the same worth. */
static void test_what_if_equals_a_fresh_solve(void **state)
{
    (void)state;
    struct pairing_input in = region(120, 40);
    struct criterion_mark pins[] = {{1000, 900003}, {1001, 900003}, {1017, 900011}};
    struct mentor_profile *t = arena_array(arena, struct mentor_profile, 40);
    memcpy(t, in.people.mentor, 40 * sizeof *t);
    t[7].taken = 9; /* no place left */
    in.people.mentor = t;
    in.pin = pins;
    in.n_pins = 3;
    for (unsigned mode = 0; mode < 3; mode++) {
        in.settings.mode = mode == 1 ? PAIRING_SCORE : PAIRING_COUNT;
        in.settings.floor = mode == 2 ? 30 : 0;
        const struct pairing *p = make(&in);
        struct match_live *live = live_of(p);
        for (uint32_t k = 0; k < 120; k++) {
            struct pairing_wish w = {(enum pairing_wish_kind)(k % 3), k * 7919u % 120,
                                     k * 104729u % 40, (uint16_t)(2 + k % 4)};
            if (w.kind == PAIRING_APART && p->answer.mate[w.mentee] != MATCH_NONE)
                w.mentor = p->answer.mate[w.mentee];
            struct pairing_outcome warm = ask(p, &in, live, w), cold = ask(p, &in, NULL, w);
            assert_int_equal(warm.pairs, cold.pairs);
            assert_int_equal(warm.score, cold.score);
            /* The moves lead from the one to the other. */
            int64_t pairs = (int64_t)p->answer.matched, score = (int64_t)p->answer.score;
            for (size_t m = 0; m < warm.n_moves; m++) {
                assert_true(warm.move[m].from == p->answer.mate[warm.move[m].mentee]);
                assert_true(!m || warm.move[m - 1].mentee < warm.move[m].mentee);
                pairs += (warm.move[m].to != MATCH_NONE) - (warm.move[m].from != MATCH_NONE);
                score += (int64_t)warm.move[m].score_to - warm.move[m].score_from;
            }
            assert_true(pairs == (int64_t)warm.pairs && score == (int64_t)warm.score);
        }
        assert_int_equal(match_live_mate(live, 5), p->answer.mate[5]); /* nothing was changed */
        match_live_free(live);
    }
}

/* A quick look has the same pairs and no words. */
static void test_pairs_only(void **state)
{
    (void)state;
    struct pairing_input in = input(pupils, 5, helpers, 3);
    const struct pairing *full = make(&in);
    in.pairs_only = true;
    const struct pairing *quick = make(&in);
    assert_int_equal(quick->n_pairs, full->n_pairs);
    assert_int_equal(quick->score, full->score);
    assert_int_equal(quick->n_mentees_alone, full->n_mentees_alone);
    assert_true(full->n_mentees_alone && full->mentee_alone && !quick->mentee_alone);
    assert_memory_equal(quick->answer.mate, full->answer.mate, 5 * sizeof *full->answer.mate);
}

static void test_compare(void **state)
{
    (void)state;
    struct pairing_line before[] = {{5, 1, 70}, {3, 2, 60}, {4, 2, 50}, {9, 3, 40}};
    struct pairing_line after[] = {{3, 2, 65}, {4, 1, 80}, {5, 4, 20}, {6, 3, 90}};
    struct pairing_comparison c;
    pairing_compare(arena, before, 4, after, 4, &c);
    assert_int_equal(c.n_changes, 4);
    assert_true(c.n_moved == 2 && c.n_added == 1 && c.n_removed == 1);
    assert_true(c.n_stronger == 1 && c.n_weaker == 1);
    assert_true(c.change[0].mentee == 4 && c.change[0].kind == PAIRING_MOVED);
    assert_true(c.change[0].from == 2 && c.change[0].to == 1 && c.change[0].points_to == 80);
    assert_true(c.change[1].mentee == 5 && c.change[1].points_to == 20);
    assert_true(c.change[2].mentee == 6 && c.change[2].kind == PAIRING_ADDED);
    assert_true(c.change[3].mentee == 9 && c.change[3].kind == PAIRING_REMOVED);
    pairing_compare(arena, before, 4, before, 4, &c);
    assert_int_equal(c.n_changes, 0);
    pairing_compare(arena, NULL, 0, after, 4, &c);
    assert_int_equal(c.n_added, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_small_draft),
        cmocka_unit_test(test_pins_and_vetoes),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_next_best),
        cmocka_unit_test(test_what_if_equals_a_fresh_solve),
        cmocka_unit_test(test_pairs_only),
        cmocka_unit_test(test_compare),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
