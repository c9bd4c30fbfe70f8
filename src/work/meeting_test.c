/* Meetings of a pair: planned, held, marked, moved; who sees what of them. */
#include "work/couple_test.h"

static void a_meeting_is_planned_held_and_marked(void **state)
{
    struct couple *w = *state;
    couple_says(couple_body(w, w->mentor, "/my/pairs/#", w->pair, 200), "Предложить день");
    const char *form = couple_body(w, w->mentor, "/my/couples/#/meetings/new", w->pair, 200);
    couple_says(form, "<option value=\"intro\" selected>");
    static const char *const outside[] = {"31.08.2026", "01.06.2027", "06.11.2062"};
    for (size_t i = 0; i < 3; i++) {
        struct reply r =
            test_post(w->t, w->mentor, school_path(w->s, "/my/couples/#/meetings", w->pair), "kind",
                      "intro", "day", outside[i], "time", "15:00", "place", "Библиотека", NULL);
        assert_int_equal(r.status, 422);
        couple_says(r.body,
                    "Программа идёт с 01.09.2026 по 31.05.2027. Выберите день внутри срока");
        couple_says(r.body, "value=\"Библиотека\"");
    }
    int64_t intro = couple_meets(w, "intro", "06.11.2026");
    const char *page = couple_body(w, w->mentee, "/my/meetings/#", intro, 200);
    couple_says(page, "Библиотека");
    couple_says(page, "завтра, 15:00");
    couple_says(page, "договориться о правилах и связи");
    assert_int_equal(school_number(w->s,
                                   "SELECT count(*) FROM notice WHERE path = '/my/pairs/%lld' "
                                   "AND text LIKE 'Назначена%%'",
                                   (long long)w->pair),
                     1);

    struct reply early = couple_holds(w, w->mentor, intro);
    assert_int_equal(early.status, 422);
    couple_says(early.body, "ещё впереди");
    testing_later(w->t, DAYS(2));
    assert_int_equal(couple_holds(w, w->mentor, intro).status, 303);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM pair WHERE state = 'active'"), 1);
    assert_int_equal(couple_holds(w, w->mentor, intro).status, 422); /* once */
    page = couple_body(w, w->mentee, "/my/meetings/#", intro, 200);
    couple_says(page, "Разобрали дроби");
    couple_says(page, "Три задачи");
    form = couple_body(w, w->mentor, "/my/couples/#/meetings/new", w->pair, 200);
    couple_says(form, "<option value=\"trial\" selected>");
    couple_says(form, "value=\"Библиотека\"");
}

/* On the day a certificate expires the pair stops: each side hears it in its own words, and nothing
 * is planned for a day without one. */
static void without_a_certificate_nobody_meets(void **state)
{
    struct couple *w = *state;
    school_sql(w->s, "UPDATE vetting SET expires_on = '%s'", "2026-11-10");
    const char *path = school_path(w->s, "/my/couples/#/meetings", w->pair);
    struct reply r = test_post(w->t, w->mentee, path, "kind", "intro", "day", "10.11.2026", "time",
                               "15:00", "place", "Библиотека", NULL);
    assert_int_equal(r.status, 422);
    couple_says(r.body, "В этот день у наставника нет действующей справки");
    couple_says(couple_body(w, w->mentor, "/my/pairs/#", w->pair, 200), "Предложить день");

    testing_later(w->t, DAYS(5));
    const char *page = couple_body(w, w->mentor, "/my/pairs/#", w->pair, 200);
    couple_says(page, "Справка истекла");
    couple_says(page, "Передайте куратору новую справку: до неё встреч нет");
    assert_null(strstr(page, "Предложить день"));
    page = couple_body(w, w->mentee, "/my/pairs/#", w->pair, 200);
    couple_says(page, "Встречи и контакты пока на паузе");
    assert_null(strstr(page, "Справка"));
    assert_null(strstr(page, "Предложить день"));
}

static void feedback_is_owed_before_the_next_is_closed(void **state)
{
    struct couple *w = *state;
    int64_t first = couple_meets(w, "working", "06.11.2026");
    testing_later(w->t, DAYS(2));
    struct reply r = couple_holds(w, w->mentor, first);
    assert_string_equal(r.location, school_path(w->s, "/my/meetings/#/feedback", first));
    int64_t second = couple_meets(w, "working", "08.11.2026");
    testing_later(w->t, DAYS(2));
    r = couple_holds(w, w->mentor, second);
    assert_int_equal(r.status, 422);
    couple_says(r.body, "Требуется отзыв");
    couple_says(r.body, school_path(w->s, "/my/meetings/#/feedback", first));

    struct reply empty =
        test_post(w->t, w->mentor, school_path(w->s, "/my/meetings/#/feedback", first), "a2", "7",
                  "a3", "11", NULL);
    assert_int_equal(empty.status, 422);
    couple_says(empty.body, "Выберите оценку от 1 до 10");
    couple_says(empty.body, "value=\"7\" checked");
    assert_int_equal(couple_marks(w, w->mentor, first, "8", "0").status, 303);
    assert_int_equal(couple_holds(w, w->mentor, second).status, 303); /* the mentee owes, not he */
    assert_int_equal(school_number(w->s, "SELECT held FROM pair_pulse"), 2);
}

static void marks_are_for_the_coordinator_alone(void **state)
{
    struct couple *w = *state;
    int64_t m = couple_meets(w, "working", "06.11.2026");
    testing_later(w->t, DAYS(2));
    couple_holds(w, w->mentor, m);
    assert_int_equal(couple_marks(w, w->mentee, m, "3", "1").status, 303);
    couple_says(couple_body(w, w->curator, "/meetings/#", m, 200), "СЛОВА ПОСЛЕ ВСТРЕЧИ");
    couple_says(couple_body(w, w->curator, "/pairs/#", w->pair, 200), "Оценка наставляемого 3");
    static const char *const pages[] = {"/my/pairs/#", "/my/meetings/#", "/my/meetings/#/feedback"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        couple_hides(couple_body(w, w->mentor, pages[i], i ? m : w->pair, 200), "СЛОВА ПОСЛЕ");
    couple_hides(couple_body(w, w->mentor, "/my/pairs/#", w->pair, 200), "Оценка");
    couple_says(couple_body(w, w->mentee, "/my/meetings/#/feedback", m, 200), "СЛОВА ПОСЛЕ");

    const char *help = couple_body(w, w->curator, "/programmes/#/help", w->s->programme, 200);
    couple_says(help, "низкая оценка");
    couple_says(help, "просят помощи куратора");
    couple_says(
        couple_body(w, w->curator, "/programmes/#/meetings?show=past", w->s->programme, 200),
        "наставляемый 3");
    struct reply r = test_post(w->t, w->curator, school_path(w->s, "/pairs/#/seen", w->pair), NULL);
    assert_int_equal(r.status, 303);
    couple_says(couple_body(w, w->curator, "/programmes/#/help", w->s->programme, 200),
                "никому не нужна");
    testing_later(w->t, DAYS(22));
    couple_says(couple_body(w, w->curator, "/programmes/#/help", w->s->programme, 200),
                "давно нет встреч");
}

static void a_representative_sees_that_they_meet(void **state)
{
    struct couple *w = *state;
    int64_t m = couple_meets(w, "working", "06.11.2026");
    testing_later(w->t, DAYS(2));
    couple_holds(w, w->mentor, m);
    const char *page = couple_body(w, w->mother, "/my/pairs/#", w->pair, 200);
    couple_says(page, "Проведена");
    couple_says(page, "Рабочая");
    couple_hides(page, "Разобрали дроби");
    couple_hides(page, "/meetings");
    (void)couple_body(w, w->mother, "/my/meetings/#", m, 403);
    (void)couple_body(w, w->mother, "/my/couples/#/meetings/new", w->pair, 403);
    (void)couple_body(w, w->mother, "/my/couples/#/wish", w->pair, 403);
}

static void a_stranger_finds_nothing(void **state)
{
    struct couple *w = *state;
    int64_t m = couple_meets(w, "intro", "06.11.2026");
    static const char *const of_pair[] = {"/my/pairs/#", "/my/couples/#/meetings/new",
                                          "/my/couples/#/wish", "/pairs/#", "/pairs/#/end"};
    static const char *const of_meeting[] = {"/my/meetings/#", "/my/meetings/#/held",
                                             "/my/meetings/#/feedback", "/meetings/#"};
    for (size_t i = 0; i < sizeof of_pair / sizeof *of_pair; i++)
        (void)couple_body(w, w->stranger, of_pair[i], w->pair, 403);
    for (size_t i = 0; i < sizeof of_meeting / sizeof *of_meeting; i++)
        (void)couple_body(w, w->stranger, of_meeting[i], m, 403);
    (void)couple_body(w, w->mentor, "/meetings/#", m, 403);
}

static void plan_bad(struct couple *w, const char *kind, const char *day, const char *time,
                     const char *place, const char *words)
{
    struct reply r =
        test_post(w->t, w->mentor, school_path(w->s, "/my/couples/#/meetings", w->pair), "kind",
                  kind, "day", day, "time", time, "place", place, NULL);
    assert_int_equal(r.status, 422);
    couple_says(r.body, words);
}

static void a_bad_plan_is_told_at_the_field(void **state)
{
    struct couple *w = *state;
    plan_bad(w, "intro", "01.08.2027", "15:00", "Школа", "Программа идёт с 01.09.2026");
    plan_bad(w, "intro", "06.11.2026", "25:00", "Школа", "Такого времени нет");
    plan_bad(w, "intro", "06.11.2026", "15:0", "Школа", "Такого времени нет");
    plan_bad(w, "intro", "06.11.2026", "15:00", "", "Напишите место");
    plan_bad(w, "party", "06.11.2026", "15:00", "Школа", "Выберите, какая это встреча");
    plan_bad(w, "intro", "31.02.2027", "15:00", "Моя школа", "Моя школа");
    (void)couple_meets(w, "intro", "06.11.2026");
    plan_bad(w, "trial", "06.11.2026", "15.00", "Школа", "На это время");
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM meeting"), 1);
}

static void moved_cancelled_and_missed(void **state)
{
    struct couple *w = *state;
    int64_t m = couple_meets(w, "intro", "06.11.2026");
    const char *moved = school_path(w->s, "/my/meetings/#/moved", m);
    struct reply r = test_post(w->t, w->mentee, moved, "day", "06.11.2026", "time", "15:00",
                               "reason", "Болеет учитель", NULL);
    assert_int_equal(r.status, 422);
    couple_says(r.body, "Это то же время");
    r = test_post(w->t, w->mentee, moved, "day", "07.11.2026", "time", "9 30", "reason",
                  "Репетиция хора", NULL);
    assert_int_equal(r.status, 303);
    couple_says(couple_body(w, w->mentor, "/my/meetings/#", m, 200), "Репетиция хора");
    int64_t next = school_number(w->s, "SELECT id FROM meeting WHERE state = 'planned'");
    couple_says(couple_body(w, w->mentor, "/my/meetings/#", next, 200), "9:30");

    r = test_post(w->t, w->mentor, school_path(w->s, "/my/meetings/#/off", next), "reason", "",
                  NULL);
    assert_int_equal(r.status, 422);
    r = test_post(w->t, w->mentor, school_path(w->s, "/my/meetings/#/off", next), "reason",
                  "Поездка", NULL);
    assert_int_equal(r.status, 303);
    couple_says(couple_body(w, w->curator, "/meetings/#", next, 200), "Отменена");
    int64_t third = couple_meets(w, "intro", "09.11.2026");
    testing_later(w->t, DAYS(5));
    r = test_post(w->t, w->curator, school_path(w->s, "/meetings/#/off", third), "reason",
                  "Не пришли", NULL);
    assert_int_equal(r.status, 303);
    couple_says(couple_body(w, w->mentee, "/my/pairs/#", w->pair, 200), "Не состоялась");
    assert_int_equal(school_number(w->s, "SELECT held FROM pair_pulse"), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, couple_setup, couple_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_meeting_is_planned_held_and_marked),
        TEST(without_a_certificate_nobody_meets),
        TEST(feedback_is_owed_before_the_next_is_closed),
        TEST(marks_are_for_the_coordinator_alone),
        TEST(a_representative_sees_that_they_meet),
        TEST(a_stranger_finds_nothing),
        TEST(a_bad_plan_is_told_at_the_field),
        TEST(moved_cancelled_and_missed),
    };
    return cmocka_run_group_tests_name("meeting", tests, NULL, NULL);
}
