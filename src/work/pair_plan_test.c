/* Goals and diary of a pair; plans of support for those without one. */
#include "work/couple_test.h"
#include "work/pair_model.h"
#include "work/pair_plan.h"
#include "work/support.h"

static int plan_setup(void **state)
{
    static const struct module *const list[] = {
        &draft_module,        &pair_module,      &pair_state_module, &meeting_module,
        &meeting_list_module, &pair_plan_module, &support_module,    &pair_model_module};
    return couple_setup_with(state, list, sizeof list / sizeof *list);
}

static void goals_and_their_marks(void **state)
{
    struct couple *w = *state;
    const char *goals = school_path(w->s, "/my/couples/#/plan/goals", w->pair);
    couple_says(couple_body(w, w->mentee, "/my/couples/#/plan", w->pair, 200), "Цели нет");
    struct reply r =
        test_post(w->t, w->mentee, goals, "text", "Сдать олимпиаду", "due", "01.08.2027", NULL);
    assert_int_equal(r.status, 422);
    couple_says(r.body, "вне срока программы");
    couple_says(r.body, "Сдать олимпиаду");
    r = test_post(w->t, w->mentee, goals, "text", "Сдать олимпиаду", "criterion", "Диплом", "due",
                  "01.03.2027", NULL);
    assert_int_equal(r.status, 303);
    const char *page = couple_body(w, w->mentor, "/my/couples/#/plan", w->pair, 200);
    couple_says(page, "2027");
    couple_says(page, "Как поймём: Диплом");
    const char *goal =
        arena_printf(w->s->a, "%lld", (long long)school_number(w->s, "SELECT id FROM pair_goal"));
    const char *reach = school_path(w->s, "/my/couples/#/plan/reach", w->pair);
    r = test_post(w->t, w->mentor, reach, "goal", goal, "outcome", "", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(w->t, w->mentor, reach, "goal", goal, "outcome", "Диплом второй степени", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(w->t, w->mentor, reach, "goal", goal, "outcome", "Ещё раз", NULL);
    assert_int_equal(r.status, 422);
    page = couple_body(w, w->curator, "/pairs/#/plan", w->pair, 200);
    couple_says(page, "Диплом второй степени");
    couple_says(page, "Достигнуто целей: 1 из 1");
    (void)couple_body(w, w->mother, "/my/couples/#/plan", w->pair, 403);
    (void)couple_body(w, w->stranger, "/my/couples/#/plan", w->pair, 403);
}

static void the_diary_is_the_mentors_and_the_coordinators(void **state)
{
    struct couple *w = *state;
    const char *notes = school_path(w->s, "/my/couples/#/plan/notes", w->pair);
    struct reply r = test_post(w->t, w->mentor, notes, "note", "СТРОКА ДНЕВНИКА", NULL);
    assert_int_equal(r.status, 303);
    couple_says(couple_body(w, w->mentor, "/my/couples/#/plan", w->pair, 200), "СТРОКА ДНЕВНИКА");
    couple_says(couple_body(w, w->curator, "/pairs/#/plan", w->pair, 200), "СТРОКА ДНЕВНИКА");
    couple_hides(couple_body(w, w->mentee, "/my/couples/#/plan", w->pair, 200), "СТРОКА");
    r = test_post(w->t, w->mentee, notes, "note", "Чужая строка", NULL);
    assert_int_equal(r.status, 403);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM pair_note"), 1);
}

static struct reply plan(struct couple *w, int64_t participation, const char *due)
{
    return test_post(
        w->t, w->curator, school_path(w->s, "/participations/#/support", participation), "helper",
        "Психолог школы", "psychologist", "1", "plan", "Беседы по средам", "due", due, NULL);
}

static void support_until_there_is_a_pair(void **state)
{
    struct couple *w = *state;
    couple_says(couple_body(w, w->curator, "/programmes/#/support", w->s->programme, 200),
                "Пара есть у каждого");
    assert_int_equal(plan(w, w->mentee_id, "20.11.2026").status, 422); /* in a pair */
    (void)school_import(w->s, "mentee",
                        SCHOOL_SHEET(w->s, "more.xlsx", "ФИО наставляемого|Основной запрос|Форма",
                                     "Новиков Илья|гитара|Ученик – ученик"));
    int64_t ilya =
        school_number(w->s, "SELECT id FROM participation WHERE request = '%s'", "гитара");
    couple_says(couple_body(w, w->curator, "/programmes/#/support", w->s->programme, 200),
                "Плана нет");
    struct reply r = plan(w, ilya, "01.11.2026");
    assert_int_equal(r.status, 422);
    couple_says(r.body, "уже прошёл");
    couple_says(r.body, "Беседы по средам");
    couple_says(plan(w, ilya, "20.11.2062").body, "вне срока программы");
    assert_int_equal(plan(w, ilya, "20.11.2026").status, 303);
    couple_says(couple_body(w, w->curator, "/programmes/#/support", w->s->programme, 200),
                "Психолог школы");
    (void)couple_body(w, w->mentor, "/participations/#/support", ilya, 403);

    testing_later(w->t, DAYS(20));
    couple_says(couple_body(w, w->curator, "/programmes/#/support", w->s->programme, 200),
                "Просрочен");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(db_begin(w->s->db), 0);
        assert_int_equal(support_hourly(&w->t->app, w->s->db, w->s->a), 0);
        assert_int_equal(db_commit(w->s->db), 0);
    }
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM notice WHERE text LIKE 'Срок "
                                         "плана%%'"),
                     1); /* once */
    school_sql(w->s, "UPDATE participation SET state = 'paired' WHERE id = %lld", (long long)ilya);
    assert_int_equal(db_begin(w->s->db), 0);
    assert_int_equal(support_hourly(&w->t->app, w->s->db, w->s->a), 0);
    assert_int_equal(db_commit(w->s->db), 0);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM support WHERE closed_at IS NOT NULL "
                                         "AND outcome = 'Пара найдена'"),
                     1);
}

static void one_form_and_one_role_model(void **state)
{
    struct couple *w = *state;
    const char *path = school_path(w->s, "/pairs/#/kind", w->pair);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM pair WHERE form_code = "
                                         "'student_student' AND role_model = "
                                         "'achiever_underachiever'"),
                     1);
    couple_says(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "успевающий – неуспевающий");
    couple_hides(couple_body(w, w->mentee, "/my/pairs/#", w->pair, 200), "неуспевающий");
    struct reply r =
        test_post(w->t, w->curator, path, "kind", "student_student:experienced_young", NULL);
    assert_int_equal(r.status, 422); /* of another form */
    r = test_post(w->t, w->curator, path, "kind", "employer_student:professional_consumer", NULL);
    assert_int_equal(r.status, 422); /* not of the programme */
    r = test_post(w->t, w->curator, path, "kind", "student_student:leader_passive", NULL);
    assert_int_equal(r.status, 303);
    couple_says(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "лидер – пассивный");
    school_sql(w->s, "UPDATE pair SET state = '%s', ended_at = 1", "finished");
    r = test_post(w->t, w->curator, path, "kind", "student_student:equal_equal", NULL);
    assert_int_equal(r.status, 422);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, plan_setup, couple_teardown)
    const struct CMUnitTest tests[] = {
        TEST(goals_and_their_marks),
        TEST(the_diary_is_the_mentors_and_the_coordinators),
        TEST(support_until_there_is_a_pair),
        TEST(one_form_and_one_role_model),
    };
    return cmocka_run_group_tests_name("pair_plan", tests, NULL, NULL);
}
