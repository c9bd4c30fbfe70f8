/* The pages of questionnaires through the router: who may, what a link tells, what is hidden. */
/* cmocka wants this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/own_form.h"
#include "programme/survey_pages.h"
#include "programme/survey_testing.h"

static int set_up(void **state)
{
    static const struct module *const more[] = {&survey_module};
    *state = school_new(more, 1);
    return 0;
}

static const char *secret_of(struct school *s, int64_t sheet)
{
    char *secret = arena_alloc(s->a, SURVEY_LINK_LEN + 1);
    survey_link_secret(s->t->app.key, sheet, 0, secret);
    return secret;
}

static struct reply look(struct school *s, const char *key)
{
    return test_request(s->t, "GET", arena_printf(s->a, "/sheet?key=%s", key), "", NULL, 0);
}

static struct reply tap(struct school *s, const char *key, int64_t words, const char *n,
                        const char *v)
{
    const struct form_pair pairs[] = {
        {"key", key}, {"sheet", arena_printf(s->a, "%lld", (long long)words)}, {"n", n}, {"v", v}};
    return test_request(s->t, "POST", "/sheet/answer", "", pairs, 4);
}

static int64_t words_of(struct school *s)
{
    return school_number(s, "SELECT id FROM survey_sheet WHERE role = '%s'", "mentee");
}

static void a_link_tells_only_how_the_person_is_called(void **state)
{
    struct school *s = *state;
    survey_testing_people(s, "mentee", "student_student", 1);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    const char *key = secret_of(s, survey_testing_sheet(s, round, "mentee", 0));
    struct reply r = look(s, key);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Здравствуйте, Анна."));
    assert_null(strstr(r.body, "Иванов"));
    assert_null(strstr(r.body, "Школа"));
    assert_int_equal(look(s, "aaaaaaaaaaaaaaaaaaaaaaaa").status, 404);
    assert_int_equal(look(s, "").status, 404);
    /* A press is kept without a token and without a session. */
    r = tap(s, key, words_of(s), "3", "10");
    assert_int_equal(r.status, 200);
    assert_string_equal(r.body, "{\"saved\":true}");
    assert_string_equal(r.type, "application/json; charset=utf-8");
    assert_int_equal(tap(s, key, words_of(s), "3", "12").status, 400);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM survey_response WHERE marks = '%s'", "--A"), 1);
    survey_testing_close(s, round);
    assert_int_equal(tap(s, key, words_of(s), "3", "1").status, 409);
    assert_non_null(strstr(look(s, key).body, "Приём ответов закончен"));
}

static void a_sheet_belongs_to_one_person(void **state)
{
    struct school *s = *state;
    int64_t participation = survey_testing_people(s, "mentee", "student_student", 2);
    int64_t anna = testing_account(s->t, "anna", ROLE_MENTEE, s->unit);
    int64_t boris = testing_account(s->t, "boris", ROLE_MENTEE, s->unit);
    school_sql(s,
               "UPDATE account SET person_id = (SELECT person_id FROM participation WHERE id = "
               "%lld) WHERE id = %lld",
               (long long)participation, (long long)anna);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    int64_t own = survey_testing_sheet(s, round, "mentee", 0);
    const char *path = school_path(s, "/sheets/#", own);
    assert_int_equal(test_get(s->t, anna, path).status, 200);
    assert_int_not_equal(test_get(s->t, boris, path).status, 200);
    assert_int_not_equal(test_get(s->t, s->curator, path).status, 200); /* nobody looks over it */
    assert_non_null(strstr(test_get(s->t, anna, "/sheets").body, "Анкетирование на входе"));
    assert_null(strstr(test_get(s->t, boris, "/sheets").body, "Анкетирование на входе"));
    /* By account there is no link. */
    assert_int_equal(look(s, secret_of(s, own)).status, 404);
    struct reply r =
        test_post(s->t, anna, path, "sheet", arena_printf(s->a, "%lld", (long long)words_of(s)),
                  "step", "0", "v1", "1", "v2", "В лагере", "v3", "9", NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.location, "step=2"));
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM survey_text WHERE text = '%s'", "В лагере"), 1);
    /* The last step leads back to what was left out. */
    r = test_post(s->t, anna, path, "sheet", arena_printf(s->a, "%lld", (long long)words_of(s)),
                  "step", "4", NULL);
    assert_non_null(strstr(r.location, "step=1"));
    assert_non_null(strstr(r.notice, "Остался вопрос 4"));
}

/* The mother by her account, the parents of the second by a link; the child sees neither. */
static void parents_answer_about_a_child(void **state)
{
    struct school *s = *state;
    int64_t first = survey_testing_people(s, "mentee", "student_student", 2);
    int64_t anna = testing_account(s->t, "anna", ROLE_MENTEE, s->unit);
    int64_t mother = testing_account(s->t, "mother", ROLE_REPRESENTATIVE, s->unit);
    school_sql(s, "UPDATE person SET birth_year = %d WHERE surname LIKE 'Иванов%%'", 2012);
    school_sql(s,
               "UPDATE account SET person_id = (SELECT person_id FROM participation WHERE id = "
               "%lld) WHERE id = %lld",
               (long long)first, (long long)anna);
    school_sql(
        s,
        "INSERT INTO representative (person_id, minor_id, unit_id, created_at) SELECT "
        "a.person_id, x.person_id, x.unit_id, 0 FROM account a, participation x WHERE a.id = "
        "%lld AND x.id = %lld",
        (long long)mother, (long long)first);
    int64_t round = survey_testing_send(s, "before", 0, 3);
    int64_t own = survey_testing_sheet(s, round, "mentee", 0);
    int64_t hers = survey_testing_sheet(s, round, "parent", 0);
    const char *path = school_path(s, "/sheets/#", hers);
    struct reply r = test_get(s->t, mother, path);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Анкета о вашем ребёнке: Анна."));
    assert_non_null(strstr(r.body, "С каким настроением ребёнок ходит в школу?"));
    assert_int_not_equal(test_get(s->t, anna, path).status, 200);
    assert_int_not_equal(test_get(s->t, mother, school_path(s, "/sheets/#", own)).status, 200);
    assert_non_null(strstr(test_get(s->t, mother, "/sheets").body, "Ваш ребёнок: Анна"));
    assert_null(strstr(test_get(s->t, anna, "/sheets").body, path));
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE path = '%s'", path), 1);
    assert_int_equal(look(s, secret_of(s, hers)).status, 404); /* she signs in */
    r = look(s, secret_of(s, survey_testing_sheet(s, round, "parent", 1)));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Анкета о вашем ребёнке: Борис."));
    const char *people = school_path(s, "/rounds/#/people", round);
    assert_non_null(strstr(test_get(s->t, s->curator, people).body, "Родитель"));
    r = test_get(s->t, s->curator, school_path(s, "/rounds/#/cards", round));
    assert_null(strstr(r.body, "родителям"));
    assert_non_null(strstr(r.body, "/sheet?key="));
    r = test_get(s->t, s->curator, school_path(s, "/rounds/#/cards?to=parents", round));
    assert_non_null(strstr(r.body, "родителям"));
    assert_non_null(strstr(r.body, secret_of(s, survey_testing_sheet(s, round, "parent", 1))));
    testing_later(s->t, 4 * INT64_C(86400000));
    struct survey_round x;
    assert_int_equal(survey_round_get(s->db, s->a, round, &x), 1);
    assert_true(survey_remind(s->db, s->a, &s->t->app, &x) > 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE path = '%s'", path), 2);
}

static void other_schools_see_nothing(void **state)
{
    struct school *s = *state;
    survey_testing_people(s, "mentee", "student_student", 6);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    int64_t sheet = survey_testing_sheet(s, round, "mentee", 0);
    int64_t other = testing_unit(s->t, s->region, "organisation", "Школа № 6");
    int64_t stranger = testing_account(s->t, "petrova", ROLE_COORDINATOR, other);
    static const char *const paths[] = {"/rounds/#", "/rounds/#/people", "/rounds/#/results",
                                        "/rounds/#/cards", "/rounds/#/paper"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(test_get(s->t, s->curator, school_path(s, paths[i], round)).status, 200);
        assert_int_equal(test_get(s->t, stranger, school_path(s, paths[i], round)).status, 404);
    }
    /* A sheet of this round under another one does not exist. */
    int64_t end = survey_testing_send(s, "after", 0, 0);
    const char *mixed =
        arena_printf(s->a, "/rounds/%lld/sheets/%lld", (long long)end, (long long)sheet);
    assert_int_equal(test_get(s->t, s->curator, mixed).status, 404);
}

static void the_coordinator_is_told_what_cannot_be_sent(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/surveys/new", s->programme);
    struct reply r = test_post(s->t, s->curator, path, "phase", "other", "closes", "20.11.2026",
                               "remind", "3", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "выберите свою анкету"));
    r = test_post(s->t, s->curator, path, "phase", "before", "closes", "04.11.2026", "remind", "3",
                  NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Этот день уже прошёл"));
    survey_testing_people(s, "mentee", "student_student", 2);
    r = test_post(s->t, s->curator, path, "phase", "before", "closes", "20.11.2026", "remind", "3",
                  NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_run_jobs(s), 0);
    assert_non_null(strstr(test_get(s->t, s->curator, r.location).body, "из 2, 0"));
    r = test_post(s->t, s->curator, path, "phase", "before", "closes", "20.11.2026", "remind", "3",
                  NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "уже разосланы"));
    school_sql(s, "UPDATE programme SET state = 'finished', resume_to = '' WHERE id = %lld",
               (long long)s->programme);
    r = test_post(s->t, s->curator, path, "phase", "after", "closes", "20.11.2026", "remind", "3",
                  NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "сейчас не идёт"));
}

/* The job that sends reads the forms of the place, too: the questions are those of the base. */
static void people_of_an_own_form_get_their_sheet(void **state)
{
    struct school *s = *state;
    const struct own_form_new n = {s->unit,  s->curator, "Педагог – обучающийся", "педагог",
                                   "ученик", "",         "undergrad_student"};
    struct err err = {0};
    assert_int_equal(own_form_add(s->db, s->a, &s->t->app, &n, &err), 0);
    const char *code = arena_printf(s->a, PACK_OWN "%llx",
                                    (long long)school_number(s, "SELECT max(id) FROM unit_form"));
    school_sql(s, "INSERT INTO programme_form (programme_id, form_code) VALUES (%lld, '%s')",
               (long long)s->programme, code);
    survey_testing_people(s, "mentee", code, 2);
    struct reply r =
        test_post(s->t, s->curator, school_path(s, "/programmes/#/surveys/new", s->programme),
                  "phase", "before", "closes", "20.11.2026", "remind", "3", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_run_jobs(s), 0);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM survey_response WHERE form_code = '%s'", code), 2);
    int64_t round = school_number(s, "SELECT max(id) FROM survey_round");
    r = look(s, secret_of(s, survey_testing_sheet(s, round, "mentee", 0)));
    assert_int_equal(r.status, 200);
}

static void the_roadmap_sees_the_measurement(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#", s->programme);
    survey_testing_people(s, "mentee", "student_student", 2);
    assert_non_null(strstr(test_get(s->t, s->curator, path).body, "surveys/new?phase=before"));
    int64_t round = survey_testing_send(s, "before", 0, 0);
    survey_testing_fill(s, round, 1, 8);
    struct reply r = test_get(s->t, s->curator, path);
    assert_non_null(strstr(r.body, "Ответили 1 из 2"));
    assert_null(strstr(r.body, "surveys/new?phase=before"));
    survey_testing_fill(s, round, 1, 8);
    r = test_get(s->t, s->curator, path); /* done: there is nothing to press */
    assert_null(strstr(r.body, "Ответили 2 из 2"));
    assert_null(strstr(r.body, "surveys/new?phase=before"));
    assert_non_null(strstr(r.body, "surveys/new?phase=after"));
}

/* A questionnaire of one's own, for people of a role and form. */
static int status_of_own(struct school *s, const char *path, const char *role, const char *form)
{
    return test_post(s->t, s->curator, path, "title", "Анкета", "role", role, "form", form, NULL)
        .status;
}

static void a_programme_asks_people_of_its_forms(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/questionnaires", s->programme);
    struct reply r = test_get(s->t, s->curator, path);
    assert_non_null(strstr(r.body, "value=\"teacher_teacher\""));
    assert_null(strstr(r.body, "value=\"employer_student\""));
    assert_int_equal(status_of_own(s, path, "any", "employer_student"), 422);
    assert_int_equal(status_of_own(s, path, "any", "teacher_teacher"), 303);
}

static void an_organisation_asks_people_of_the_forms_it_has(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/units/#/questionnaires", s->unit);
    struct reply r = test_get(s->t, s->curator, path);
    assert_non_null(strstr(r.body, "value=\"student_student\""));
    assert_null(strstr(r.body, "value=\"employer_undergrad\""));
    assert_int_equal(status_of_own(s, path, "any", "employer_undergrad"), 422);
    assert_int_equal(status_of_own(s, path, "parent", "student_student"), 303);
    assert_non_null(strstr(test_get(s->t, s->curator, path).body, "Родителям, Ученик – ученик"));
    school_sql(s, "UPDATE programme SET state = '%s'", "cancelled");
    assert_null(strstr(test_get(s->t, s->curator, path).body, "value=\"student_student\""));
}

static void paper_is_typed_in_a_grid(void **state)
{
    struct school *s = *state;
    survey_testing_people(s, "mentee", "student_student", 1);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    int64_t sheet = survey_testing_sheet(s, round, "mentee", 0);
    size_t n = (size_t)school_number(s, "SELECT count(*) FROM survey_item WHERE sheet_id = %lld",
                                     (long long)words_of(s));
    const char *cookies = test_sign_in(s->t, s->curator, true);
    const char *path = school_path(s, "/rounds/#/paper", round);
    for (int good = 0; good < 2; good++) {
        struct form_pair pairs[SURVEY_ITEMS_MAX + 4];
        size_t k = 0;
        pairs[k++] = (struct form_pair){"_token", test_token(s->t, cookies)};
        pairs[k++] = (struct form_pair){"role", "mentee"};
        pairs[k++] = (struct form_pair){"form", "student_student"};
        pairs[k++] = (struct form_pair){"sheet", arena_printf(s->a, "%lld", (long long)sheet)};
        for (size_t i = 0; i < n; i++)
            pairs[k++] = (struct form_pair){"cell", i == 0           ? "Нет"
                                                    : i == 2 && good ? "10"
                                                    : i == 2         ? "восемь"
                                                    : i == 10        ? "Друзей"
                                                                     : ""};
        struct reply r = test_request(s->t, "POST", path, cookies, pairs, k);
        assert_int_equal(r.status, good ? 303 : 422);
        if (good)
            continue;
        assert_non_null(strstr(r.body, "«восемь» не подходит"));
        assert_non_null(strstr(r.body, "value=\"Друзей\"")); /* nothing is lost */
        assert_int_equal(
            school_number(s, "SELECT count(*) FROM survey_text WHERE text = '%s'", "Друзей"), 0);
    }
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM survey_response WHERE method = 'paper' "
                                   "AND marks = '%s'",
                                   "0-A"),
                     1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_link_tells_only_how_the_person_is_called),
        TEST(a_sheet_belongs_to_one_person),
        TEST(parents_answer_about_a_child),
        TEST(an_organisation_asks_people_of_the_forms_it_has),
        TEST(other_schools_see_nothing),
        TEST(the_coordinator_is_told_what_cannot_be_sent),
        TEST(people_of_an_own_form_get_their_sheet),
        TEST(the_roadmap_sees_the_measurement),
        TEST(a_programme_asks_people_of_its_forms),
        TEST(paper_is_typed_in_a_grid),
    };
    return cmocka_run_group_tests_name("survey_mine", tests, NULL, NULL);
}
