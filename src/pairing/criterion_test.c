#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pairing/testing.h"

#define YEAR 2026

static struct arena *arena;
static struct criterion_input base;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    base = testing_input(arena, YEAR);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct criterion_run *prepare(struct criterion_input *in, struct mentee_profile *m,
                                           uint32_t n, struct mentor_profile *t, uint32_t k)
{
    in->mentee = m;
    in->n_mentees = n;
    in->mentor = t;
    in->n_mentors = k;
    const struct criterion_run *run;
    struct err err;
    if (criterion_prepare(arena, in, &err, &run) < 0)
        fail_msg("%s", err.text);
    return run;
}

/* The rule between one mentee and one mentor. */
static enum rule rule_of(struct criterion_input *in, struct mentee_profile m,
                         struct mentor_profile t)
{
    return criterion_rule(prepare(in, &m, 1, &t, 1), 0, 0);
}

static void test_form(void **state)
{
    (void)state;
    struct criterion_input in = base;
    struct mentee_profile m = testing_mentee(1, "Ким Артём", 2011, "Ученик – ученик", "алгебра");
    struct mentor_profile t =
        testing_mentor(2, "Орлова Дарья", "ученик-ученик", "математика", "", "");
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    t.p.form = "работодатель – ученик; ученик/ученик";
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    t.p.form = "employer_student";
    assert_int_equal(rule_of(&in, m, t), RULE_FORM);
    t.p.form = "";
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    t.p.person = m.p.person = 77;
    assert_int_equal(rule_of(&in, m, t), RULE_SELF);
}

static void test_age(void **state)
{
    (void)state;
    struct criterion_input in = base;
    struct mentee_profile m = testing_mentee(1, "Лис Анна", 2014, "", "пение");
    struct mentor_profile t = testing_mentor(2, "Рябов Лев", "", "вокал", "старшие классы", "");
    assert_int_equal(rule_of(&in, m, t), RULE_AGE);
    m.p.birth_year = 2011; /* 15 this year, perhaps not yet */
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    m.p.birth_year = 2007; /* 19, or still 18 */
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    m.p.birth_year = 2006;
    assert_int_equal(rule_of(&in, m, t), RULE_AGE);
    m.p.birth_year = 0;
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    t.age_wish = "только взрослые";
    m.p.birth_year = 2009;
    assert_int_equal(rule_of(&in, m, t), RULE_AGE);
    t.age_wish = "кто угодно, лишь бы учился";
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    const struct criterion_run *run = prepare(&in, &m, 1, &t, 1);
    assert_int_equal(criterion_unclear_mentor(run, 0), UNCLEAR_AGE);
    assert_int_equal(criterion_unclear_mentee(run, 0), 0);
}

static void test_scope(void **state)
{
    (void)state;
    struct criterion_input in = base;
    struct mentee_profile m = testing_mentee(1, "Ким Артём", 2011, "", "алгебра");
    struct mentor_profile t = testing_mentor(2, "Орлова Дарья", "", "математика", "", "");
    in.settings.scope = SCOPE_SAME_ORGANISATION;
    assert_int_equal(rule_of(&in, m, t), RULE_NONE); /* nothing is known */
    m.p.place = "МБОУ «СОШ № 5»";
    t.p.place = "мбоу  «сош № 5»";
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    in.settings.scope = SCOPE_OTHER_ORGANISATION;
    assert_int_equal(rule_of(&in, m, t), RULE_SCOPE);
    t.p.place = "ООО «Завод»";
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    m.p.organisation = 5, t.p.organisation = 5; /* ids count more than spellings */
    assert_int_equal(rule_of(&in, m, t), RULE_SCOPE);
    in.settings.scope = SCOPE_SAME_MUNICIPALITY;
    m.p.municipality = 3, t.p.municipality = 4;
    assert_int_equal(rule_of(&in, m, t), RULE_SCOPE);
    in.settings.scope = SCOPE_SAME_REGION;
    m.p.region = t.p.region = 76;
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    t.p.region = 44;
    assert_int_equal(rule_of(&in, m, t), RULE_SCOPE);
}

static void test_time_and_marks(void **state)
{
    (void)state;
    struct criterion_input in = base;
    struct mentee_profile m = testing_mentee(1, "Ким Артём", 2011, "", "алгебра");
    struct mentor_profile t =
        testing_mentor(2, "Орлова Дарья", "", "математика", "", "по субботам");
    m.p.time = "после уроков";
    assert_int_equal(rule_of(&in, m, t), RULE_TIME);
    in.settings.time_is_hard = false;
    assert_int_equal(rule_of(&in, m, t), RULE_NONE);
    struct criterion_mark veto[] = {{9, 9}, {1, 2}};
    in.veto = veto;
    in.n_vetoes = 2;
    assert_int_equal(rule_of(&in, m, t), RULE_VETO);
    in.n_vetoes = 0;
    struct preference card = {.to = 1, .kind = PREFERENCE_EXCLUDE};
    t.p.card = &card;
    t.p.n_card = 1;
    assert_int_equal(rule_of(&in, m, t), RULE_CARD);
}

static void test_capacity(void **state)
{
    (void)state;
    static const struct {
        const char *time;
        unsigned places;
    } cases[] = {{"", 2},
                 {"1 час в неделю", 1},
                 {"2 часа в неделю", 2},
                 {"3 ч/нед", 3},
                 {"раз в месяц", 1},
                 {"20 часов в неделю", 5},
                 {"вечером", 2},
                 {"много", 4},
                 {"спросить у завуча", 2},
                 {"11 часов в месяц", 2},
                 {"0 часов в неделю", 0}};
    struct criterion_input in = base;
    struct mentee_profile m = testing_mentee(1, "Ким Артём", 2011, "", "");
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct mentor_profile t = testing_mentor(2, "Орлова Дарья", "", "", "", cases[c].time);
        assert_int_equal(criterion_capacity(prepare(&in, &m, 1, &t, 1), 0), cases[c].places);
    }
    struct mentor_profile t = testing_mentor(2, "Орлова Дарья", "", "", "", "2 часа в неделю");
    t.taken = 2;
    assert_int_equal(rule_of(&in, m, t), RULE_FULL);
    in.settings.hours_per_mentee = 2;
    assert_int_equal(criterion_capacity(prepare(&in, &m, 1, &t, 1), 0), 2);
}

static unsigned points_of(const struct criterion_run *run, uint32_t i, uint32_t j)
{
    struct criterion_score s;
    criterion_score(run, i, j, &s);
    return criterion_points(&s);
}

static void test_score_prefers_the_right_one(void **state)
{
    (void)state;
    struct criterion_input in = base;
    struct mentee_profile m[] = {
        testing_mentee(1, "Ким Артём", 2011, "", "не успевает по алгебре, готовится к ОГЭ"),
        testing_mentee(2, "Лис Анна", 2010, "", "хочет научиться играть на гитаре"),
    };
    struct mentor_profile t[] = {
        testing_mentor(11, "Орлова Дарья", "", "математика, подготовка к ОГЭ", "8-9 класс", ""),
        testing_mentor(12, "Рябов Лев", "", "игра на гитаре, вокал", "подростки", ""),
        testing_mentor(13, "Дым Олег", "", "сварка, слесарное дело", "", ""),
    };
    const struct criterion_run *run = prepare(&in, m, 2, t, 3);
    assert_true(points_of(run, 0, 0) > points_of(run, 0, 1) + 20);
    assert_true(points_of(run, 0, 0) > points_of(run, 0, 2) + 20);
    assert_true(points_of(run, 1, 1) > points_of(run, 1, 0) + 20);
    assert_true(points_of(run, 1, 1) <= 100);
    assert_int_equal(criterion_mentee(run, 2), 1);
    assert_int_equal(criterion_mentor(run, 13), 2);
    assert_int_equal(criterion_mentor(run, 14), MAP_NONE);

    struct mentee_profile silent = testing_mentee(3, "Зимина Ольга", 2010, "", "");
    struct criterion_score nothing;
    criterion_score(prepare(&in, &silent, 1, t, 3), 0, 0, &nothing);
    assert_int_equal(nothing.part[CRITERION_TOPICS], 0);
    assert_int_equal(nothing.part[CRITERION_WORDS], 0);

    run = prepare(&in, m, 2, t, 3);
    /* A competence counts more than an interest. */
    struct mentor_profile u[] = {
        testing_mentor(11, "Орлова Дарья", "", "игра на гитаре", "", ""),
        testing_mentor(12, "Рябов Лев", "", "", "", ""),
    };
    u[1].interests = "игра на гитаре";
    run = prepare(&in, m, 2, u, 2);
    struct criterion_score skill, interest;
    criterion_score(run, 1, 0, &skill);
    criterion_score(run, 1, 1, &interest);
    assert_true(skill.part[CRITERION_TOPICS] > interest.part[CRITERION_TOPICS]);
    assert_true(interest.part[CRITERION_TOPICS] > 500);
    assert_int_equal(skill.part[CRITERION_WORDS], interest.part[CRITERION_WORDS]);
}

static void test_weights_and_cards(void **state)
{
    (void)state;
    struct criterion_input in = base;
    struct mentee_profile m = testing_mentee(1, "Ким Артём", 2011, "", "алгебра");
    struct mentor_profile t = testing_mentor(2, "Орлова Дарья", "", "алгебра", "", "");
    m.p.organisation = t.p.organisation = 8;
    for (size_t c = 0; c < CRITERIA; c++)
        in.criteria.of[c].weight = 0;
    assert_int_equal(points_of(prepare(&in, &m, 1, &t, 1), 0, 0), 0);
    in.criteria.of[CRITERION_PLACE].weight = 7;
    assert_int_equal(points_of(prepare(&in, &m, 1, &t, 1), 0, 0), 100);
    in.criteria.of[CRITERION_AGE].weight = 7; /* not known: half */
    assert_int_equal(points_of(prepare(&in, &m, 1, &t, 1), 0, 0), 75);
    in.criteria.of[CRITERION_PREFERENCE].weight = 14; /* nobody has a card */
    assert_int_equal(points_of(prepare(&in, &m, 1, &t, 1), 0, 0), 75);
    struct preference wish = {.to = 2, .kind = PREFERENCE_CHOICE, .place = 1};
    struct preference back = {.to = 1, .kind = PREFERENCE_CHOICE, .place = 2};
    m.p.card = &wish;
    m.p.n_card = 1;
    const struct criterion_run *run = prepare(&in, &m, 1, &t, 1);
    struct criterion_score s;
    criterion_score(run, 0, 0, &s);
    assert_int_equal(s.part[CRITERION_PREFERENCE], 500);
    t.p.card = &back;
    t.p.n_card = 1;
    run = prepare(&in, &m, 1, &t, 1);
    criterion_score(run, 0, 0, &s);
    assert_int_equal(s.part[CRITERION_PREFERENCE], 900);
    struct explanation e;
    criterion_explain(run, arena, 0, 0, &e);
    assert_string_equal(e.part[e.n_parts - 1].comment, "выбор взаимный");
}

static void test_explanation(void **state)
{
    (void)state;
    struct criterion_input in = base;
    struct mentee_profile m = testing_mentee(1, "Ким Артём", 2011, "Ученик – ученик",
                                             "Подтянуть Алгебру, боится контрольных; терменвокс");
    struct mentor_profile t = testing_mentor(2, "Орлова Дарья", "ученик-ученик",
                                             "Математика, помогу справиться с тревогой",
                                             "от 14 до 16 лет", "2 часа в неделю вечером");
    t.interests = "играю на терменвоксе";
    m.p.time = "по вечерам";
    m.p.region = t.p.region = 76;
    const struct criterion_run *run = prepare(&in, &m, 1, &t, 1);
    struct explanation e;
    criterion_explain(run, arena, 0, 0, &e);
    unsigned sum = 0, weight = 0;
    bool algebra = false, stress = false, word = false;
    for (size_t p = 0; p < e.n_parts; p++) {
        sum += e.part[p].points;
        weight += e.part[p].weight;
        for (size_t s = 0; s < e.part[p].n_shared; s++) {
            const struct shared_words *w = &e.part[p].shared[s];
            if (!strcmp(w->topic, "Алгебра")) {
                algebra = true;
                assert_string_equal(w->mentee, "Алгебру");
                assert_string_equal(w->mentor, "Математика");
                assert_false(w->curator_only);
            }
            if (!strcmp(w->topic, "Страх экзаменов и контрольных")) {
                stress = true;
                assert_true(w->curator_only); /* he is 15 */
            }
            if (!strcmp(w->mentee, "терменвокс")) {
                word = true;
                assert_string_equal(w->mentor, "терменвоксе");
                assert_false(w->curator_only);
            }
        }
    }
    assert_int_equal(sum, e.points);
    assert_in_range(weight, 98, 102);
    assert_true(algebra && stress && word);
    assert_string_equal(e.rules, "форма, желаемый возраст, общее время, свободные места");
    assert_non_null(strstr(e.why, "Запрос"));
    assert_non_null(strstr(e.for_both, "Алгебра"));
    assert_null(strstr(e.for_both, "Страх"));
    assert_string_equal(e.part[2].comment, "наставник просит от 14 до 16, наставляемому — 14–15");
    assert_string_equal(e.part[3].comment, "оба свободны вечером");
    assert_string_equal(e.part[4].comment, "один регион");

    m.p.birth_year = 1990; /* an adult's own matter */
    t.age_wish = "";
    run = prepare(&in, &m, 1, &t, 1);
    criterion_explain(run, arena, 0, 0, &e);
    for (size_t s = 0; s < e.part[0].n_shared; s++)
        assert_false(e.part[0].shared[s].curator_only);

    m.request = "алгебра"; /* its only word is shown as a topic already */
    t.competencies = "алгебра";
    run = prepare(&in, &m, 1, &t, 1);
    criterion_explain(run, arena, 0, 0, &e);
    assert_true(e.part[1].points > 0 && !e.part[1].n_shared);
    assert_string_equal(e.part[1].comment, "слова темы запроса");
}

static void test_bad_input(void **state)
{
    (void)state;
    struct criterion_input in = base;
    struct mentee_profile m[] = {testing_mentee(1, "Ким Артём", 2011, "", ""),
                                 testing_mentee(1, "Лис Анна", 2011, "", "")};
    in.mentee = m;
    in.n_mentees = 2;
    const struct criterion_run *run;
    struct err err;
    assert_int_equal(criterion_prepare(arena, &in, &err, &run), ERR_INVALID);
    struct criteria c;
    const char *unknown = "code\tname_ru\tweight\nzodiac\tЗнак\t5\n";
    assert_int_equal(criteria_load(arena, (struct topics_file){unknown, strlen(unknown)}, &err, &c),
                     ERR_INVALID);
    const char *heavy = "code\tname_ru\tweight\tmax\nage\tВозраст\t60\t50\n";
    assert_int_equal(criteria_load(arena, (struct topics_file){heavy, strlen(heavy)}, &err, &c),
                     ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_age),
        cmocka_unit_test(test_scope),
        cmocka_unit_test(test_time_and_marks),
        cmocka_unit_test(test_capacity),
        cmocka_unit_test(test_score_prefers_the_right_one),
        cmocka_unit_test(test_weights_and_cards),
        cmocka_unit_test(test_explanation),
        cmocka_unit_test(test_bad_input),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
