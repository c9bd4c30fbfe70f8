/* Only mentors who are ready are paired, and adults meet minors only with a record check. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "identity/vetting.h"
#include "pairing/draft.h"
#include "pairing/rulebook.h"
#include "programme/school_testing.h"

#define DAY_MS 86400000LL

static int setup(void **state)
{
    static const struct module *const list[] = {&draft_module};
    struct school *s = school_new(list, 1);
    s->t->app.rulebooks = rulebooks_new();
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "mentees.xlsx",
                                     "ФИО наставляемого|Год рождения|Основной запрос|Форма",
                                     "Ким Артём|2013|алгебра|Ученик – ученик",
                                     "Лис Анна|1999|первый год работы|Учитель – учитель"));
    (void)school_import(
        s, "mentor",
        SCHOOL_SHEET(s, "mentors.xlsx",
                     "ФИО наставника|Год рождения|Основные компетенции|Ресурс времени|Форма",
                     "Орлова Дарья|1985|алгебра|8 часов|Ученик – ученик",
                     "Петров Пётр|2009|гитара|8 часов|Ученик – ученик",
                     "Уваров Глеб|1980|методика|8 часов|Учитель – учитель"));
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct school *s = *state;
    rulebooks_free(s->t->app.rulebooks);
    school_free(s);
    return 0;
}

static void says(struct reply r, int status, const char *words)
{
    if (r.status != status)
        fail_msg("status %d", r.status);
    if (!strstr(r.body, words))
        fail_msg("does not say «%s»", words);
}

static const char *drafts(struct school *s)
{
    return school_path(s, "/programmes/#/drafts", s->programme);
}

static int64_t person(struct school *s, const char *surname)
{
    return school_number(s, "SELECT id FROM person WHERE surname = '%s'", surname);
}

static void put(struct school *s, const char *surname, const char *state)
{
    school_sql(s,
               "UPDATE participation SET state = '%s' WHERE side = 'mentor' AND person_id = %lld",
               state, (long long)person(s, surname));
}

static int64_t certify(struct school *s, const char *surname, const char *number, int year)
{
    struct vetting_new n = {.person_id = person(s, surname),
                            .number = number,
                            .issued = {2026, 1, 10},
                            .expires = {year, 11, 20},
                            .today = {2026, 11, 5}};
    struct err err = {0};
    int64_t id;
    assert_int_equal(vetting_record(s->db, s->a, &s->t->clock, &n, &err, &id), 0);
    return id;
}

static void all_ready(struct school *s)
{
    put(s, "Орлова", "ready");
    put(s, "Петров", "ready");
    put(s, "Уваров", "ready");
}

static int64_t make(struct school *s)
{
    struct reply r = test_post(s->t, s->curator, drafts(s), "w_topics", "40", NULL);
    assert_int_equal(r.status, 303);
    return school_number(s, "SELECT max(id) FROM run WHERE n > %d", 0);
}

static int64_t pairs(struct school *s, const char *surname)
{
    return school_number(s,
                         "SELECT count(*) FROM run_pair r JOIN participation x ON x.id = "
                         "r.mentor_id WHERE r.run_id = (SELECT max(id) FROM run) AND x.person_id "
                         "= %lld",
                         (long long)person(s, surname));
}

static void candidates_are_left_out_and_told_about(void **state)
{
    struct school *s = *state;
    struct reply r = test_get(s->t, s->curator, drafts(s));
    says(r, 200, "Кто не войдёт в черновик");
    says(r, 200, "/mentors/paper");
    assert_null(strstr(r.body, "Составить черновик</button>"));
    says(test_post(s->t, s->curator, drafts(s), "w_topics", "40", NULL), 422, "готовых к работе");
    put(s, "Петров", "ready");
    (void)make(s);
    assert_int_equal(pairs(s, "Петров"), 1); /* the weaker one: nobody else is ready */
    assert_int_equal(pairs(s, "Орлова"), 0);
    says(test_get(s->t, s->curator, drafts(s)), 200, "не готовы к работе");
}

static void an_adult_without_a_certificate_gets_no_minor(void **state)
{
    struct school *s = *state;
    all_ready(s);
    struct reply r = test_get(s->t, s->curator, drafts(s));
    says(r, 200, "без действующей справки");
    says(r, 200, "Орлова Дарья");
    assert_null(strstr(r.body, "Уваров Глеб")); /* teachers of teachers need none */
    (void)make(s);
    assert_int_equal(pairs(s, "Орлова"), 0);
    assert_int_equal(pairs(s, "Петров"), 1);
    assert_int_equal(pairs(s, "Уваров"), 1);
    certify(s, "Орлова", "77-1", 2027);
    (void)make(s);
    assert_int_equal(pairs(s, "Орлова"), 1);
    assert_null(strstr(test_get(s->t, s->curator, drafts(s)).body, "без действующей справки"));
}

/* Between the draft and its publishing a certificate expires: nobody is paired, and a new one mends
 * it. */
static void nothing_is_published_with_an_expired_certificate(void **state)
{
    struct school *s = *state;
    all_ready(s);
    certify(s, "Орлова", "77-1", 2026); /* until 20 November */
    const char *publish = school_path(s, "/drafts/#/publish", make(s));
    assert_null(strstr(test_get(s->t, s->curator, publish).body, "Опубликовать нельзя"));
    testing_later(s->t, 15 * DAY_MS);
    struct reply r = test_get(s->t, s->curator, publish);
    says(r, 200, "Опубликовать нельзя");
    says(r, 200, "Справка истекла");
    r = test_post(s->t, s->curator, publish, "seen", "1", NULL);
    says(r, 422, "Публиковать нельзя, не все наставники готовы");
    says(r, 422, "Справка истекла");
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair WHERE id > %d", 0), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM run WHERE state = '%s'", "draft"), 1);
    certify(s, "Орлова", "77-2", 2027);
    assert_int_equal(test_post(s->t, s->curator, publish, "seen", "1", NULL).status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair WHERE id > %d", 0), 2);
}

static void nothing_is_published_with_a_candidate(void **state)
{
    struct school *s = *state;
    all_ready(s);
    certify(s, "Орлова", "77-1", 2027);
    const char *publish = school_path(s, "/drafts/#/publish", make(s));
    put(s, "Орлова", "training");
    struct reply r = test_post(s->t, s->curator, publish, "seen", "1", NULL);
    says(r, 422, "статус «Обучается», а нужен «Готов к работе»");
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair WHERE id > %d", 0), 0);
}

/* The number is known from the totals: no page looks through thousands of certificates. */
static void many_are_left_to_the_draft(void **state)
{
    struct school *s = *state;
    put(s, "Орлова", "ready");
    says(test_get(s->t, s->curator, drafts(s)), 200, "без действующей справки: с детьми не ставим");
    db_testing_sql(s->db, "UPDATE total SET n = n + 1000 WHERE what = 'participation' AND kind = "
                          "'mentor' AND state = 'ready'");
    struct reply r = test_get(s->t, s->curator, drafts(s));
    says(r, 200, "Наставников больше 1000");
    assert_null(strstr(r.body, "без действующей справки: с детьми не ставим"));
    db_testing_sql(s->db, "UPDATE total SET n = n - 1000 WHERE what = 'participation' AND kind = "
                          "'mentor' AND state = 'ready'");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(candidates_are_left_out_and_told_about),
        TEST(many_are_left_to_the_draft),
        TEST(an_adult_without_a_certificate_gets_no_minor),
        TEST(nothing_is_published_with_an_expired_certificate),
        TEST(nothing_is_published_with_a_candidate),
    };
    return cmocka_run_group_tests_name("readiness", tests, NULL, NULL);
}
