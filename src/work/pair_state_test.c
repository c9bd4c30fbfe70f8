/* The trial meeting's answers, and the ends of pairs. */
#include "base/id.h"
#include "programme/application_sign.h"
#include "programme/enrolment.h"
#include "work/couple_test.h"
#include "work/pair_ward.h"

static int64_t count(struct couple *w, const char *sql)
{
    return school_number(w->s, "%s", sql);
}

static int64_t trial_held(struct couple *w)
{
    int64_t m = couple_meets(w, "trial", "06.11.2026");
    testing_later(w->t, DAYS(2));
    assert_int_equal(couple_holds(w, w->mentor, m).status, 303);
    return m;
}

static void both_go_on(void **state)
{
    struct couple *w = *state;
    int64_t m = trial_held(w);
    couple_says(couple_body(w, w->mentee, "/my/meetings/#/feedback", m, 200),
                "Хотите ли вы продолжить с этим наставником?");
    assert_int_equal(couple_answers(w, w->mentee, m, "1", "").status, 303);
    assert_int_equal(couple_answers(w, w->mentor, m, "1", "").status, 303);
    assert_int_equal(count(w, "SELECT count(*) FROM pair WHERE state = 'active'"), 1);
}

/* Whoever says no first: nothing shows until the other has answered, and then both read the same.
 */
static void a_refusal(struct couple *w, int64_t first, int64_t second, const char *first_says,
                      const char *second_says)
{
    int64_t m = trial_held(w);
    assert_int_equal(couple_answers(w, first, m, first_says, "ТАЙНАЯ ПРИЧИНА").status, 303);
    couple_says(couple_body(w, second, "/my/pairs/#", w->pair, 200), "Работает");
    assert_int_equal(couple_answers(w, second, m, second_says, "ДРУГАЯ ПРИЧИНА").status, 303);
    const char *pages[] = {couple_body(w, first, "/my/pairs/#", w->pair, 200),
                           couple_body(w, second, "/my/pairs/#", w->pair, 200)};
    for (int i = 0; i < 2; i++) {
        couple_says(pages[i], "Завершена досрочно");
        couple_says(pages[i], "О том, что дальше, напишет куратор");
        couple_hides(pages[i], "Контакты откроются");
        couple_hides(pages[i], "Ритм программы");
        couple_hides(pages[i], "желани");
        couple_hides(pages[i], "ПРИЧИНА");
    }
    couple_says(couple_body(w, w->curator, "/meetings/#", m, 200), "ТАЙНАЯ ПРИЧИНА");
    couple_hides(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "Контакты внутри пары");
    couple_says(couple_body(w, w->curator, "/participations/#", w->mentee_id, 200),
                "План поддержки, пока нет пары");
    assert_int_equal(count(w, "SELECT count(DISTINCT text) FROM notice WHERE text LIKE 'Пара "
                              "завершена%'"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM participation WHERE state = 'matching' AND "
                              "request = 'алгебра'"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM participation WHERE state = 'resting'"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM pair_mark WHERE kind = 'veto'"), 1);
    assert_int_equal(couple_answers(w, first, m, "1", "").status, 422); /* it is at work */
}

static void the_mentee_would_have_another(void **state)
{
    struct couple *w = *state;
    a_refusal(w, w->mentee, w->mentor, "0", "1");
}

static void the_mentor_would_have_another(void **state)
{
    struct couple *w = *state;
    a_refusal(w, w->mentor, w->mentee, "1", "0");
}

static void the_coordinator_need_not_wait(void **state)
{
    struct couple *w = *state;
    int64_t m = trial_held(w);
    struct reply r =
        test_post(w->t, w->curator, school_path(w->s, "/pairs/#/return", w->pair), NULL);
    assert_int_equal(r.status, 409);
    couple_answers(w, w->mentee, m, "0", "Не сошлись");
    couple_says(couple_body(w, w->curator, "/programmes/#/help", w->s->programme, 200),
                "нужна другая пара");
    couple_says(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "не дожидаясь");
    r = test_post(w->t, w->curator, school_path(w->s, "/pairs/#/return", w->pair), NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(count(w, "SELECT count(*) FROM pair WHERE state = 'ended'"), 1);
}

static struct reply end(struct couple *w, const char *action, const char *reason)
{
    return test_post(w->t, w->curator, school_path(w->s, "/pairs/#/end", w->pair), "action", action,
                     "reason", reason, NULL);
}

static void goals_reached(void **state)
{
    struct couple *w = *state;
    struct reply r = end(w, "goals", "");
    assert_int_equal(r.status, 422); /* it has not begun */
    couple_says(r.body, "Сейчас статус пары «Согласована»");
    int64_t m = couple_meets(w, "intro", "06.11.2026");
    testing_later(w->t, DAYS(2));
    couple_holds(w, w->mentor, m);
    (void)couple_meets(w, "working", "20.11.2026");
    assert_int_equal(end(w, "goals", "").status, 303);
    assert_int_equal(count(w,
                           "SELECT count(*) FROM participation WHERE side = 'mentee' AND state = "
                           "'finished' AND completion_mark = 1 AND finished_on = '2026-11-07'"),
                     1);
    assert_int_equal(count(w,
                           "SELECT count(*) FROM participation WHERE side = 'mentor' AND state = "
                           "'resting' AND finished_on = '2026-11-07'"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM meeting WHERE state = 'planned'"), 0);
    couple_says(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "цели достигнуты");
    couple_says(couple_body(w, w->curator, "/pairs/#/end", w->pair, 200), "уже завершена");
    r = test_post(w->t, w->mentor, school_path(w->s, "/my/couples/#/meetings", w->pair), "kind",
                  "working", "day", "25.11.2026", "time", "15:00", "place", "Школа", NULL);
    assert_int_equal(r.status, 422);
    couple_says(r.body, "Пара завершена");
}

/* A school on paper marks no meetings. */
static void the_coordinator_starts_a_pair(void **state)
{
    struct couple *w = *state;
    couple_says(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "Начать работу пары");
    assert_int_equal(end(w, "start", "").status, 303);
    assert_int_equal(count(w, "SELECT count(*) FROM pair WHERE state = 'active'"), 1);
    couple_hides(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "Начать работу пары");
    assert_int_equal(end(w, "start", "").status, 422);
    assert_int_equal(end(w, "goals", "").status, 303);
}

static void a_wish_goes_to_the_coordinator_and_the_pair_may_end(void **state)
{
    struct couple *w = *state;
    struct reply r = test_post(w->t, w->mentee, school_path(w->s, "/my/couples/#/wish", w->pair),
                               "text", "ТАЙНОЕ ЖЕЛАНИЕ", NULL);
    assert_int_equal(r.status, 303);
    couple_says(couple_body(w, w->mentee, "/my/couples/#/wish", w->pair, 200), "уже у куратора");
    const char *other = couple_body(w, w->mentor, "/my/couples/#/wish", w->pair, 200);
    couple_hides(other, "уже у куратора");
    couple_hides(other, "ТАЙНОЕ");
    couple_says(couple_body(w, w->curator, "/pairs/#/end", w->pair, 200), "ТАЙНОЕ ЖЕЛАНИЕ");
    couple_says(couple_body(w, w->curator, "/programmes/#/help", w->s->programme, 200),
                "просят завершить пару");
    r = end(w, "mentee_wish", "");
    assert_int_equal(r.status, 422);
    couple_says(r.body, "Напишите причину");
    assert_int_equal(end(w, "mentee_wish", "Разные интересы").status, 303);
    couple_hides(couple_body(w, w->mentor, "/my/pairs/#", w->pair, 200), "интересы");
    assert_int_equal(count(w, "SELECT count(*) FROM pair_mark WHERE kind = 'veto'"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM participation WHERE state = 'matching'"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM pair_event WHERE action = 'mentee_wish'"), 1);
}

static void a_parent_ends_the_pair_of_a_child(void **state)
{
    struct couple *w = *state;
    const char *path = school_path(w->s, "/my/wards/#/end", w->pair);
    (void)couple_meets(w, "intro", "06.11.2026");
    couple_says(couple_body(w, w->mother, "/my/pairs/#", w->pair, 200), path);
    couple_hides(couple_body(w, w->mentee, "/my/pairs/#", w->pair, 200), path);
    (void)couple_body(w, w->mentee, "/my/wards/#/end", w->pair, 403);
    (void)couple_body(w, w->mentor, "/my/wards/#/end", w->pair, 403);
    assert_int_equal(test_post(w->t, w->mentor, path, "reason", "", NULL).status, 403);
    couple_says(couple_body(w, w->mother, "/my/wards/#/end", w->pair, 200), "Дарья");
    assert_int_equal(test_post(w->t, w->mother, path, "reason", "ТАЙНОЕ", NULL).status, 303);
    assert_int_equal(test_post(w->t, w->mother, path, "reason", "", NULL).status, 409);
    assert_int_equal(count(w, "SELECT count(*) FROM pair WHERE state = 'ended'"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM meeting WHERE state = 'planned'"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM pair_mark WHERE kind = 'veto'"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM participation WHERE state = 'matching'"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM notice WHERE text LIKE 'Законный%'"),
                     count(w, "SELECT count(*) FROM notice WHERE text LIKE 'Законный%' "
                              "AND path LIKE '/pairs/%'"));
    const char *page = couple_body(w, w->curator, "/pairs/#", w->pair, 200);
    couple_says(page, "по желанию законного представителя");
    couple_says(page, "ТАЙНОЕ");
    for (int i = 0; i < 2; i++) {
        page = couple_body(w, i ? w->mentee : w->mentor, "/my/pairs/#", w->pair, 200);
        couple_hides(page, "представител");
        couple_hides(page, "ТАЙНОЕ");
    }
}

/* The application of a child stays behind the pair; its link is the parent's. */
static const char *application_link(struct couple *w, const char *author)
{
    int64_t id = id_new(w->t->app.clock);
    school_sql(
        w->s,
        "INSERT INTO enrolment (programme_id, unit_id, code, opened, from_on, to_on, mentees, "
        "mentors, forms, changed_at) VALUES (%lld, %lld, %lld, 1, '2026-09-01', "
        "'2026-12-01', 1, 1, 'student_student', 0) ON CONFLICT DO NOTHING",
        (long long)w->s->programme, (long long)w->s->unit, (long long)(id % 1000000));
    school_sql(
        w->s,
        "INSERT INTO application (id, unit_id, programme_id, side, author, state, surname, given, "
        "patronymic, birth_year, form_code, category, request, place, competencies, achievements, "
        "interests, age_wish, time_resource, phone, email, representative, representative_phone, "
        "representative_email, ip, participation_id, created_at, queued_at, decided_at) VALUES "
        "(%lld, %lld, %lld, 'mentee', '%s', 'approved', '', '', '', 0, '', '', '', '', '', '', '', "
        "'', '', '', '', '', '', '', '', %lld, 0, 0, 0)",
        (long long)id, (long long)w->s->unit, (long long)w->s->programme, author,
        (long long)w->mentee_id);
    return enrolment_token(w->s->a, &w->t->app, ENROLMENT_STATUS, id);
}

static void a_parent_without_an_account_ends_it_by_the_application_s_link(void **state)
{
    struct couple *w = *state;
    const char *own = application_link(w, "self"), *token = application_link(w, "representative");
    const char *form = "/application/pair?token=%s", *status = "/application?token=%s";
    assert_int_equal(test_get(w->t, 0, arena_printf(w->s->a, form, own)).status, 404);
    assert_int_equal(
        test_post(w->t, 0, "/application/pair", "token", own, "reason", "", NULL).status, 404);
    couple_hides(test_get(w->t, 0, arena_printf(w->s->a, status, own)).body, "/application/pair");
    couple_says(test_get(w->t, 0, arena_printf(w->s->a, status, token)).body, "/application/pair");
    couple_says(test_get(w->t, 0, arena_printf(w->s->a, form, token)).body, "Дарья");
    struct reply r = test_post(w->t, 0, "/application/pair", "token", token, "reason", "", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(count(w, "SELECT count(*) FROM pair WHERE state = 'ended'"), 1);
    couple_says(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "по ссылке из заявки");
    const char *after = test_get(w->t, 0, arena_printf(w->s->a, status, token)).body;
    couple_hides(after, "/application/pair");
    couple_says(after, "/application/withdraw");
    assert_int_equal(test_get(w->t, 0, arena_printf(w->s->a, form, token)).status, 303);
}

static void the_parent_of_a_pupil_who_mentors_sees_the_pair_and_may_end_it(void **state)
{
    struct couple *w = *state;
    int64_t father = testing_account(w->t, "father", ROLE_REPRESENTATIVE, w->s->unit);
    school_sql(w->s,
               "INSERT INTO representative (person_id, minor_id, unit_id, created_at) SELECT "
               "a.person_id, p.id, %lld, 0 FROM account a, person p WHERE a.id = %lld AND "
               "p.surname = 'Орлова'",
               (long long)w->s->unit, (long long)father);
    school_sql(w->s, "UPDATE person SET birth_year = %s WHERE surname = 'Орлова'", "2010");
    const char *page = couple_body(w, father, "/my/pairs/#", w->pair, 200);
    couple_says(page, "Наставляемый вашего ребёнка");
    couple_says(page, "Артём");
    couple_says(couple_body(w, father, "/my/wards/#/end", w->pair, 200), "Артём");
    /* Of age: the mentor answers for herself. */
    school_sql(w->s, "UPDATE person SET birth_year = %s WHERE surname = 'Орлова'", "2000");
    (void)couple_body(w, father, "/my/pairs/#", w->pair, 403);
    (void)couple_body(w, father, "/my/wards/#/end", w->pair, 403);
}

static void after_the_last_stage_nobody_is_matched(void **state)
{
    struct couple *w = *state;
    school_sql(w->s, "UPDATE programme SET state = '%s'", "finishing");
    assert_int_equal(end(w, "curator", "Переезд").status, 303);
    assert_int_equal(count(w,
                           "SELECT count(*) FROM participation WHERE side = 'mentee' AND state = "
                           "'in_base'"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM pair_mark"), 0);
}

static void all_pairs_end_with_the_programme(void **state)
{
    struct couple *w = *state;
    couple_says(couple_body(w, w->curator, "/programmes/#/pairs/finish", w->s->programme, 200),
                "завершать нечего");
    int64_t m = couple_meets(w, "intro", "06.11.2026");
    testing_later(w->t, DAYS(2));
    couple_holds(w, w->mentor, m);
    couple_says(couple_body(w, w->curator, "/programmes/#/pairs/finish", w->s->programme, 200),
                "Завершить 1");
    struct reply r = test_post(
        w->t, w->curator, school_path(w->s, "/programmes/#/pairs/finish", w->s->programme), NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_run_jobs(w->s), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM pair WHERE state = 'finished'"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM participation WHERE state = 'finished'"), 1);
}

static int with_applications(void **state)
{
    static const struct module *const list[] = {
        &draft_module,   &pair_module,         &pair_state_module,      &pair_ward_module,
        &meeting_module, &meeting_list_module, &application_sign_module};
    return couple_setup_with(state, list, sizeof list / sizeof *list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, with_applications, couple_teardown)
    const struct CMUnitTest tests[] = {
        TEST(both_go_on),
        TEST(the_mentee_would_have_another),
        TEST(the_mentor_would_have_another),
        TEST(the_coordinator_need_not_wait),
        TEST(goals_reached),
        TEST(the_coordinator_starts_a_pair),
        TEST(a_wish_goes_to_the_coordinator_and_the_pair_may_end),
        TEST(a_parent_ends_the_pair_of_a_child),
        TEST(a_parent_without_an_account_ends_it_by_the_application_s_link),
        TEST(the_parent_of_a_pupil_who_mentors_sees_the_pair_and_may_end_it),
        TEST(after_the_last_stage_nobody_is_matched),
        TEST(all_pairs_end_with_the_programme),
    };
    return cmocka_run_group_tests_name("pair_state", tests, NULL, NULL);
}
