/* Training: attendance and the test make a mentor ready, when the checks are met, too. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "learning/training_pages.h"
#include "programme/school_testing.h"

#define HEAD "ФИО наставника|Год рождения|Основные компетенции|Форма"

static int setup(void **state)
{
    static const struct module *const more[] = {&training_module};
    struct school *s = school_new(more, 1);
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx", HEAD,
                                     "Орлова Дарья|2009|математика|Ученик – ученик",
                                     "Серов Глеб|1980|гитара|Учитель – учитель"));
    *state = s;
    return 0;
}

static int64_t who(struct school *s, const char *surname)
{
    return school_number(s,
                         "SELECT x.id FROM participation x JOIN person p ON p.id = x.person_id "
                         "WHERE p.surname = '%s'",
                         surname);
}

static bool in_state(struct school *s, const char *surname, const char *state)
{
    return school_number(s, "SELECT count(*) FROM participation WHERE id = %lld AND state = '%s'",
                         (long long)who(s, surname), state) == 1;
}

static void says(struct reply r, int status, const char *words)
{
    if (r.status != status)
        fail_msg("status %d", r.status);
    if (!strstr(r.body, words))
        fail_msg("does not say «%s»", words);
}

static struct reply get(struct school *s, const char *form, int64_t id)
{
    return test_get(s->t, s->curator, school_path(s, form, id));
}

#define POST(s, form, id, ...)                                                                     \
    test_post(s->t, s->curator, school_path(s, form, id), __VA_ARGS__, NULL)
#define PROGRAMME "/programmes/#/training"

/* Approved, and the check of the form met. */
static void approve(struct school *s, const char *surname, const char *check)
{
    int64_t id = who(s, surname);
    if (check)
        assert_int_equal(POST(s, "/participations/#/selection", id, "item", check, "number", "",
                              "note", "10 класс", "passed", "yes")
                             .status,
                         303);
    assert_int_equal(POST(s, "/participations/#/selection/decision", id, "outcome", "approve",
                          "decided", "05.11.2026", "reason", "Знаем давно", "commission", "0")
                         .status,
                     303);
}

static int64_t session(struct school *s, const char *topic, const char *day)
{
    assert_int_equal(POST(s, PROGRAMME "/new", s->programme, "held", day, "topic", topic, "title",
                          "", "hours", "", "trainer", "Лис А. А.", "place", "каб. 5")
                         .status,
                     303);
    return school_number(s, "SELECT id FROM training WHERE topic = '%s' ORDER BY id DESC LIMIT 1",
                         topic);
}

static struct reply attend(struct school *s, int64_t training, bool orlova, bool serov)
{
    const char *a = arena_printf(s->a, "%lld", (long long)who(s, "Орлова"));
    const char *b = arena_printf(s->a, "%lld", (long long)who(s, "Серов"));
    return POST(s, "/trainings/#", training, "row", a, "row", b, orlova ? "present" : "_1", a,
                serov ? "present" : "_2", b);
}

/* All right, or the first one wrong. */
static struct reply answer(struct school *s, int64_t account, const char *path, size_t n_wrong)
{
    struct form_pair pairs[100];
    size_t n = 0;
    const char *cookies = test_sign_in(s->t, account, true);
    pairs[n++] = (struct form_pair){"_token", test_token(s->t, cookies)};
    for (size_t i = 0; i < s->pack->test.n; i++) {
        const struct pack_test_question *q = &s->pack->test.row[i];
        unsigned bits = i < n_wrong ? (q->right == 1 ? 2 : 1) : q->right;
        for (unsigned k = 0; k < q->options.n; k++)
            if (bits & 1u << k)
                pairs[n++] = (struct form_pair){arena_printf(s->a, "t%zu", i),
                                                arena_printf(s->a, "%u", k + 1)};
    }
    return test_request(s->t, "POST", path, cookies, pairs, n);
}

static void attendance_and_a_test_make_a_mentor_ready(void **state)
{
    struct school *s = *state;
    int64_t id = who(s, "Орлова");
    approve(s, "Орлова", "senior");
    int64_t talk = session(s, "talk", "05.11.2026"), safety = session(s, "safety", "05.11.2026"),
            self = session(s, "self", "05.11.2026");
    struct reply r = get(s, PROGRAMME, s->programme);
    says(r, 200, "активное слушание");
    says(r, 200, "Орлова Дарья");
    says(r, 200, "Числа наши");
    r = get(s, "/participations/#/training", id);
    says(r, 200, "Посещено часов: 0 из 5, нужно 80 %");
    says(r, 200, "Тест ещё не пройден");
    assert_int_equal(attend(s, talk, true, false).status, 303);
    assert_true(in_state(s, "Орлова", "training"));
    says(get(s, "/participations/#/training", id), 200, "Посещено часов: 2 из 5");
    const char *test = school_path(s, "/participations/#/training/test", id);
    r = answer(s, s->curator, test, 0);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "Тест пройден");
    assert_true(in_state(s, "Орлова", "training")); /* hours are missing */
    assert_int_equal(attend(s, self, true, false).status, 303);
    assert_true(in_state(s, "Орлова", "training")); /* 3 of 5 */
    r = attend(s, safety, true, false);
    assert_non_null(strstr(r.notice, "Готовы к работе: 1"));
    assert_true(in_state(s, "Орлова", "ready"));
    says(get(s, "/participations/#", id), 200, "Обучение и проверки пройдены");
}

static void a_topic_counts_once(void **state)
{
    struct school *s = *state;
    approve(s, "Орлова", "senior");
    int64_t first = session(s, "talk", "04.11.2026"), again = session(s, "talk", "05.11.2026");
    session(s, "goals", "05.11.2026");
    assert_int_equal(attend(s, first, true, false).status, 303);
    assert_int_equal(attend(s, again, true, false).status, 303);
    says(get(s, "/participations/#/training", who(s, "Орлова")), 200, "Посещено часов: 2 из 4");
    assert_int_equal(attend(s, again, false, false).status, 303); /* ticked by mistake */
    says(get(s, "/participations/#/training", who(s, "Орлова")), 200, "Посещено часов: 2 из 4");
    assert_int_equal(attend(s, first, false, false).status, 303);
    says(get(s, "/participations/#/training", who(s, "Орлова")), 200, "Посещено часов: 0 из 4");
}

static void checks_are_met_before_anybody_is_ready(void **state)
{
    struct school *s = *state;
    int64_t id = who(s, "Орлова");
    approve(s, "Орлова", NULL); /* nobody looked at the class */
    assert_int_equal(attend(s, session(s, "talk", "05.11.2026"), true, false).status, 303);
    (void)answer(s, s->curator, school_path(s, "/participations/#/training/test", id), 0);
    assert_true(in_state(s, "Орлова", "training"));
    says(get(s, "/participations/#/training", id), 200, "Не проверено: Старше по ступени");
    struct reply r = POST(s, "/participations/#/training/ready", id, "x", "");
    assert_non_null(strstr(r.notice, "Ещё не всё готово"));
    assert_int_equal(POST(s, "/participations/#/selection", id, "item", "senior", "number", "",
                          "note", "10 класс", "passed", "yes")
                         .status,
                     303);
    assert_int_equal(school_run_jobs(s), 0); /* the last thing that was missing */
    assert_true(in_state(s, "Орлова", "ready"));
    says(get(s, "/participations/#", id), 200, "Обучение и проверки пройдены");
}

static void the_mentor_takes_the_test_on_their_own_page(void **state)
{
    struct school *s = *state;
    int64_t id = who(s, "Серов");
    int64_t account = testing_account(s->t, "serov", ROLE_MENTOR, s->unit);
    school_sql(s,
               "UPDATE account SET person_id = (SELECT id FROM person WHERE surname = 'Серов') "
               "WHERE id = %lld",
               (long long)account);
    const char *test = school_path(s, "/my/mentor/#/test", id);
    says(test_get(s->t, account, "/my/mentor"), 200, "Заполнить анкету");
    says(test_get(s->t, account, test), 200, "после отбора");
    approve(s, "Серов", "success");
    says(test_get(s->t, account, test), 200, "Верных ответов может быть несколько");
    struct reply r = test_post(s->t, account, test, "t0", "2", NULL);
    says(r, 422, "Ответьте на этот вопрос");
    assert_int_equal(school_number(s, "SELECT count(*) FROM training_attempt WHERE n > %d", 0), 0);
    for (int i = 0; i < 3; i++) {
        r = answer(s, account, test, 3); /* 5 of 8 */
        assert_int_equal(r.status, 303);
        assert_string_equal(r.notice, "Ответы проверены");
        says(test_get(s->t, account, test), 200, "Верно 5 из 8");
    }
    says(test_get(s->t, account, test), 200, "Попыток не осталось");
    says(answer(s, account, test, 0), 422, "Попыток не осталось");
    assert_int_equal(
        POST(s, PROGRAMME "/rules", s->programme, "attendance", "50", "pass", "60", "attempts", "4")
            .status,
        303);
    r = answer(s, account, test, 2);
    assert_string_equal(r.notice, "Тест пройден"); /* 6 of 8 */
    says(answer(s, account, test, 0), 422, "уже пройден");
    assert_true(in_state(s, "Серов", "training"));
    assert_int_equal(attend(s, session(s, "talk", "05.11.2026"), false, true).status, 303);
    assert_true(in_state(s, "Серов", "ready"));
    says(test_get(s->t, account, "/my/mentor"), 200, "Когда куратор составит пары");
    int64_t other = testing_account(s->t, "lis", ROLE_MENTOR, s->unit);
    assert_int_equal(test_get(s->t, other, test).status, 403);
}

static void bad_sessions_are_refused(void **state)
{
    struct school *s = *state;
    struct reply r = POST(s, PROGRAMME "/new", s->programme, "held", "", "topic", "", "title", "",
                          "hours", "", "trainer", "", "place", "");
    says(r, 422, "Укажите день занятия");
    says(r, 422, "Напишите, кто ведёт занятие");
    r = POST(s, PROGRAMME "/new", s->programme, "held", "05.11.2026", "topic", "flying", "title",
             "", "hours", "", "trainer", "Лис", "place", "");
    says(r, 422, "Такой темы в методологии нет");
    r = POST(s, PROGRAMME "/new", s->programme, "held", "05.11.2026", "topic", "", "title", "Поход",
             "hours", "", "trainer", "Лис", "place", "");
    says(r, 422, "сколько в занятии часов");
    says(r, 422, "Поход");
    r = POST(s, PROGRAMME "/new", s->programme, "held", "05.11.2062", "topic", "", "title", "Поход",
             "hours", "2", "trainer", "Лис", "place", "");
    says(r, 422, "Программа идёт с 01.09.2026 по 31.05.2027: такой день");
    says(r, 422, "Поход");
    approve(s, "Орлова", "senior");
    int64_t later = session(s, "talk", "20.11.2026");
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM notice WHERE path = '%s'", "/my/mentor"), 1);
    says(attend(s, later, true, false), 422, "Занятия ещё не было");
    assert_true(in_state(s, "Орлова", "approved"));
    says(get(s, "/trainings/#/remove", later), 200, "Убрать занятие?");
    assert_int_equal(POST(s, "/trainings/#/remove", later, "x", "").status, 303);
    says(get(s, PROGRAMME, s->programme), 200, "Занятий ещё нет");
    r = POST(s, PROGRAMME "/send", s->programme, "x", "");
    assert_string_equal(r.notice, "Направлено на обучение: 1");
    assert_true(in_state(s, "Орлова", "training"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(attendance_and_a_test_make_a_mentor_ready),
        TEST(a_topic_counts_once),
        TEST(checks_are_met_before_anybody_is_ready),
        TEST(the_mentor_takes_the_test_on_their_own_page),
        TEST(bad_sessions_are_refused),
    };
    return cmocka_run_group_tests_name("training", tests, NULL, NULL);
}
