/* Selection of mentors: what is asked, who decides, what is missing, and the way for schools that
 * selected on paper. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/participation_state.h"
#include "programme/school_testing.h"
#include "programme/selection.h"

#define HEAD "ФИО наставника|Год рождения|Основные компетенции|Форма"
#define COUNT(s, sql, ...) school_number(s, "SELECT count(*) FROM " sql, __VA_ARGS__)

static void mentors(struct school *s)
{
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx", HEAD,
                                     "Орлова Дарья Ивановна|2009|математика|Ученик – ученик",
                                     "Серов Глеб|1980|гитара|Ученик – ученик",
                                     "Ткач Нина||английский|Ученик – ученик",
                                     "Уваров Пётр|1975|методика|Учитель – учитель"));
}

static int setup(void **state)
{
    (void)school_setup(state);
    mentors(*state);
    return 0;
}

static int64_t who(struct school *s, const char *surname)
{
    return school_number(s,
                         "SELECT x.id FROM participation x JOIN person p ON p.id = x.person_id "
                         "WHERE x.side = 'mentor' AND p.surname = '%s'",
                         surname);
}

static bool in_state(struct school *s, const char *surname, const char *state)
{
    return COUNT(s, "participation WHERE id = %lld AND state = '%s'", (long long)who(s, surname),
                 state) == 1;
}

static struct reply get(struct school *s, const char *form, const char *surname)
{
    return test_get(s->t, s->curator, school_path(s, form, who(s, surname)));
}

#define SELECTION "/participations/#/selection"
#define POST(s, form, surname, ...)                                                                \
    test_post(s->t, s->curator, school_path(s, form, who(s, surname)), __VA_ARGS__, NULL)

static void says(struct reply r, int status, const char *words)
{
    assert_int_equal(r.status, status);
    if (!strstr(r.body, words))
        fail_msg("does not say «%s»", words);
}

static void what_is_missing_is_a_list_with_buttons(void **state)
{
    struct school *s = *state;
    struct reply r = get(s, SELECTION, "Серов");
    says(r, 200, "Анкета кандидата не заполнена");
    says(r, 200, "Собеседование не записано");
    says(r, 200, "Не проверено: Старше по ступени обучения");
    says(r, 200, "Справки нет: контакты с детьми закрыты");
    says(r, 200, "Записать решение");
    r = get(s, SELECTION, "Орлова"); /* a pupil needs no certificate */
    assert_null(strstr(r.body, "Записать справку"));
    r = get(s, SELECTION, "Уваров"); /* teachers of teachers neither */
    assert_null(strstr(r.body, "Записать справку"));
    says(r, 200, "Успехи в профессии");
}

static void questions_are_answered_by_the_candidate_or_for_them(void **state)
{
    struct school *s = *state;
    says(get(s, SELECTION "/questions", "Серов"), 200, "Почему вы хотите стать наставником");
    struct reply r = POST(s, SELECTION "/questions", "Серов", "q0", "Люблю учить", "q1", "");
    says(r, 422, "Ответьте на этот вопрос");
    says(r, 422, "Люблю учить");
    assert_true(in_state(s, "Серов", "in_base"));
    int64_t own = testing_account(s->t, "serov", ROLE_NONE, s->unit);
    school_sql(s,
               "UPDATE account SET person_id = (SELECT id FROM person WHERE surname = 'Серов') "
               "WHERE id = %lld",
               (long long)own);
    const char *mine = school_path(s, "/my/mentor/#/questions", who(s, "Серов"));
    says(test_get(s->t, own, mine), 200, "Пишите своими словами");
    r = test_post(s->t, own, mine, "q0", "Люблю учить", "q1", "Гитара", "q2", "Час в неделю", NULL);
    assert_int_equal(r.status, 303);
    assert_true(in_state(s, "Серов", "review"));
    says(get(s, SELECTION, "Серов"), 200, "Люблю учить");
    assert_null(strstr(get(s, SELECTION, "Серов").body, "Анкета кандидата не заполнена"));
    int64_t other = testing_account(s->t, "lis", ROLE_MENTOR, s->unit);
    assert_int_equal(test_get(s->t, other, mine).status, 403);
}

static void an_interview_keeps_marks_and_words(void **state)
{
    struct school *s = *state;
    says(get(s, SELECTION "/interview", "Орлова"), 200, "Психологическая готовность");
    struct reply r = POST(s, SELECTION "/interview", "Орлова", "held", "05.11.2026", "interviewer",
                          "Психолог Лис А. А.", "w0", "Хочет помогать");
    says(r, 422, "хотя бы по одному критерию");
    says(r, 422, "Хочет помогать");
    r = POST(s, SELECTION "/interview", "Орлова", "held", "06.11.2026", "interviewer", "Лис", "m0",
             "2");
    says(r, 422, "не позже сегодняшнего дня");
    r = POST(s, SELECTION "/interview", "Орлова", "held", "05.11.2026", "interviewer",
             "Психолог Лис А. А.", "m0", "2", "w0", "Хочет помогать", "m2", "1");
    assert_int_equal(r.status, 303);
    assert_true(in_state(s, "Орлова", "review"));
    r = get(s, SELECTION, "Орлова");
    says(r, 200, "3 из 4");
    says(r, 200, "Хочет помогать");
    assert_int_equal(POST(s, SELECTION "/interview", "Орлова", "held", "05.11.2026", "interviewer",
                          "Лис", "m0", "3")
                         .status,
                     422); /* no such mark */
}

static void checks_are_ticked_with_words(void **state)
{
    struct school *s = *state;
    school_sql(s, "UPDATE participation SET form_code = 'employer_student' WHERE id = %lld",
               (long long)who(s, "Серов"));
    struct reply r = POST(s, SELECTION, "Серов", "item", "years", "number", "3", "note", "Завод",
                          "passed", "yes");
    says(r, 422, "Нужно не меньше 5");
    says(r, 422, "Завод");
    r = POST(s, SELECTION, "Серов", "item", "years", "number", "7", "note", "Завод", "passed",
             "yes");
    assert_int_equal(r.status, 303);
    r = get(s, SELECTION, "Серов");
    says(r, 200, "Число: 7.");
    assert_null(strstr(r.body, "Не проверено: Опыт"));
    /* A certificate is no tick: it is recorded. */
    r = POST(s, SELECTION, "Серов", "item", "record", "number", "", "note", "Видели", "passed",
             "yes");
    says(r, 422, "Такой проверки здесь нет");
}

static void the_coordinator_decides_and_says_why_not(void **state)
{
    struct school *s = *state;
    struct reply r = POST(s, SELECTION "/decision", "Орлова", "outcome", "", "decided",
                          "05.11.2026", "reason", "", "commission", "0");
    says(r, 422, "Выберите решение");
    r = POST(s, SELECTION "/decision", "Орлова", "outcome", "decline", "decided", "05.11.2026",
             "reason", "", "commission", "0");
    says(r, 422, "Напишите причину отказа");
    r = POST(s, SELECTION "/decision", "Орлова", "outcome", "approve", "decided", "05.11.2026",
             "reason", "", "commission", "0");
    says(r, 422, "почему решение принято без них");
    r = POST(s, SELECTION "/decision", "Орлова", "outcome", "approve", "decided", "06.11.2026",
             "reason", "Знаем её", "commission", "0");
    says(r, 422, "не позже сегодняшнего дня");
    r = POST(s, SELECTION "/decision", "Орлова", "outcome", "decline", "decided", "05.11.2026",
             "reason", "Нет времени", "commission", "0");
    assert_int_equal(r.status, 303);
    assert_true(in_state(s, "Орлова", "declined"));
    says(get(s, "/participations/#", "Орлова"), 200, "Нет времени");
}

/* Two people at once: the second is told who, when and what, and keeps the words. */
static void what_must_be_said_is_not_called_optional(void **state)
{
    struct school *s = *state;
    struct reply r = get(s, SELECTION "/decision", "Орлова");
    says(r, 200, "Отобрать");
    assert_null(strstr(r.body, "необязательно"));
}

static void the_second_who_decides_is_told(void **state)
{
    struct school *s = *state;
    int64_t other = testing_account(s->t, "petrova", ROLE_COORDINATOR, s->unit);
    const char *at = school_path(s, SELECTION "/decision", who(s, "Орлова"));
    assert_int_equal(test_post(s->t, other, at, "outcome", "approve", "decided", "05.11.2026",
                               "reason", "Знаем её", "commission", "0", NULL)
                         .status,
                     303);
    struct reply r = test_post(s->t, s->curator, at, "outcome", "decline", "decided", "05.11.2026",
                               "reason", "Мало времени, подождём год", "commission", "0", NULL);
    says(r, 422, "Решение уже записано");
    says(r, 422, "отобрать");
    says(r, 422, "Мало времени, подождём год");
    assert_true(in_state(s, "Орлова", "approved"));
    assert_int_equal(COUNT(s, "selection_decision WHERE outcome <> '%s'", "x"), 1);
}

static void a_commission_votes_with_a_quorum(void **state)
{
    struct school *s = *state;
    const char *page = school_path(s, "/programmes/#/commission", s->programme);
    assert_int_equal(test_get(s->t, s->curator, page).status, 200);
    struct reply r =
        test_post(s->t, s->curator, page, "members", "Лис А. А.\nКим Я. Ю.", "quorum", "3", NULL);
    says(r, 422, "Кворум — число от 1 до 2");
    r = test_post(s->t, s->curator, page, "members", "Лис А. А.\n\n Ким Я. Ю. \nЗимина О. В.",
                  "quorum", "", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(
        COUNT(s, "commission_member WHERE programme_id = %lld", (long long)s->programme), 3);
    says(test_get(s->t, s->curator, page), 200, "value=\"2\""); /* more than half */
    const char *version = arena_printf(
        s->a, "%lld",
        (long long)school_number(s, "SELECT made_at FROM commission WHERE quorum = %d", 2));
    says(get(s, SELECTION "/decision", "Орлова"), 200, "Решает комиссия");
#define VOTE(a, b, c)                                                                              \
    POST(s, SELECTION "/decision", "Орлова", "v0", a, "v1", b, "v2", c, "decided", "05.11.2026",   \
         "reason", "Протокол 3", "commission", version)
    says(VOTE("for", "", "for"), 422, "Отметьте голос: Ким Я. Ю.");
    says(VOTE("for", "absent", "absent"), 422, "Кворума нет");
    says(POST(s, SELECTION "/decision", "Орлова", "outcome", "approve", "decided", "05.11.2026",
              "reason", "x", "commission", "0"),
         422, "Состав комиссии изменился");
    assert_int_equal(VOTE("for", "for", "against").status, 303);
    assert_true(in_state(s, "Орлова", "approved"));
    says(get(s, SELECTION, "Орлова"), 200, "Зимина О. В. — против");
#undef VOTE
    assert_int_equal(POST(s, SELECTION "/decision", "Серов", "v0", "for", "v1", "against", "v2",
                          "abstained", "decided", "05.11.2026", "reason", "Протокол 3",
                          "commission", version)
                         .status,
                     303);
    assert_true(in_state(s, "Серов", "declined")); /* one of three is no majority */
}

/* Nobody is approved, qualified or accepted past these pages. */
static void the_page_of_the_state_offers_no_way_round(void **state)
{
    struct school *s = *state;
    static const char *const ways[] = {"approve", "qualify", "accept"};
    school_sql(s, "UPDATE participation SET state = 'review' WHERE id = %lld",
               (long long)who(s, "Серов"));
    for (size_t i = 0; i < 3; i++) {
        struct reply r =
            POST(s, "/participations/#/state", "Серов", "action", ways[i], "reason", "Так надо");
        assert_int_equal(r.status, 422);
    }
    assert_true(in_state(s, "Серов", "review"));
}

#define PAPER "/programmes/#/mentors/paper"

static struct reply paper(struct school *s, const char *year, const char *number, const char *day,
                          const char *everyone)
{
    const char *row[4];
    static const char *const names[] = {"Орлова", "Серов", "Ткач", "Уваров"};
    for (size_t i = 0; i < 4; i++)
        row[i] = arena_printf(s->a, "%lld", (long long)who(s, names[i]));
    return test_post(s->t, s->curator, school_path(s, PAPER, s->programme), "ground",
                     "Протокол № 3", "held", "01.11.2026", "everyone", everyone, "row", row[0],
                     "year", "", "number", "", "issued", "", "row", row[1], "year", "", "number",
                     number, "issued", day, "row", row[2], "year", year, "number", "", "issued", "",
                     "row", row[3], "year", "", "number", "", "issued", "", NULL);
}

static void paper_accepts_all_at_once_but_adults_without_a_certificate(void **state)
{
    struct school *s = *state;
    const char *page = school_path(s, PAPER, s->programme);
    struct reply r = test_get(s->t, s->curator, page);
    says(r, 200, "Ждут 4");
    says(r, 200, "Нет ни года рождения, ни справки");
    r = test_post(s->t, s->curator, page, "ground", "", "held", "", NULL);
    says(r, 422, "Напишите, на каком основании");
    r = paper(s, "", "", "", "");
    says(r, 422, "Отметьте хотя бы одного");
    r = paper(s, "", "", "", "1");
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.notice, "Принято: 2. Не принято: 2"));
    assert_true(in_state(s, "Орлова", "ready"));
    assert_true(in_state(s, "Уваров", "ready"));
    assert_true(in_state(s, "Серов", "in_base"));
    assert_true(in_state(s, "Ткач", "in_base"));
    says(get(s, "/participations/#", "Орлова"), 200, "Отбор и обучение на бумаге");
    says(get(s, "/participations/#", "Орлова"), 200, "Протокол № 3");
}

static void paper_takes_years_and_certificates_or_says_what_is_wrong(void **state)
{
    struct school *s = *state;
    struct reply r = paper(s, "85", "", "", "1");
    says(r, 422, "четыре цифры");
    says(r, 422, "value=\"85\"");
    r = paper(s, "", "77-1", "", "1");
    says(r, 422, "напишите день выдачи");
    says(r, 422, "value=\"77-1\"");
    r = paper(s, "", "77-1", "32.11.2026", "1");
    says(r, 422, "такой даты нет");
    r = paper(s, "", "77-1", "01.12.2026", "1");
    says(r, 422, "не позже сегодняшнего дня");
    assert_int_equal(COUNT(s, "participation WHERE state = '%s'", "ready"), 0); /* all or nothing */
    r = paper(s, "2010", "77-1", "01.10.2026", "1");
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "Принято 4 наставников");
    assert_int_equal(COUNT(s, "participation WHERE state = '%s'", "ready"), 4);
    assert_int_equal(COUNT(s, "person WHERE surname = 'Ткач' AND birth_year = %d", 2010), 1);
    assert_int_equal(COUNT(s, "vetting WHERE number = '%s' AND expires_on = '2027-10-01'", "77-1"),
                     1);
    says(test_get(s->t, s->curator, school_path(s, PAPER, s->programme)), 200,
         "которых ещё не приняли, нет");
}

static void paper_takes_only_the_chosen(void **state)
{
    struct school *s = *state;
    const char *id = arena_printf(s->a, "%lld", (long long)who(s, "Орлова"));
    struct reply r = test_post(s->t, s->curator, school_path(s, PAPER, s->programme), "ground",
                               "Приказ 5", "held", "01.11.2026", "who", id, "row", id, "year", "",
                               "number", "", "issued", "", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(COUNT(s, "participation WHERE state = '%s'", "ready"), 1);
    assert_true(in_state(s, "Орлова", "ready"));
    assert_int_equal(COUNT(s, "selection_decision WHERE outcome = '%s'", "paper"), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_missing_is_a_list_with_buttons),
        TEST(questions_are_answered_by_the_candidate_or_for_them),
        TEST(an_interview_keeps_marks_and_words),
        TEST(checks_are_ticked_with_words),
        TEST(the_coordinator_decides_and_says_why_not),
        TEST(what_must_be_said_is_not_called_optional),
        TEST(the_second_who_decides_is_told),
        TEST(a_commission_votes_with_a_quorum),
        TEST(the_page_of_the_state_offers_no_way_round),
        TEST(paper_accepts_all_at_once_but_adults_without_a_certificate),
        TEST(paper_takes_years_and_certificates_or_says_what_is_wrong),
        TEST(paper_takes_only_the_chosen),
    };
    return cmocka_run_group_tests_name("selection", tests, NULL, NULL);
}
