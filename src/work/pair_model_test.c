/* A form of an organisation's own: in the programme, in a table, in a draft and a pair; it is not
 * removed while somebody has it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "pairing/draft.h"
#include "pairing/rulebook.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/school_testing.h"
#include "work/pair.h"

static int setup(void **state)
{
    static const struct module *const list[] = {&draft_module, &pair_module, &own_form_module};
    struct school *s = school_new(list, 3);
    s->t->app.rulebooks = rulebooks_new();
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

static void says(const char *body, const char *words)
{
    if (!strstr(body, words))
        fail_msg("the page does not say «%s»", words);
}

static struct reply add(struct school *s, const char *name, const char *base)
{
    return test_post(s->t, s->curator, school_path(s, "/units/#/forms", s->unit), "name", name,
                     "mentor_kind", "педагог", "mentee_kind", "обучающийся", "base", base, NULL);
}

static const char *code_of(struct school *s)
{
    return arena_printf(s->a, "own-%llx",
                        (long long)school_number(s, "SELECT max(id) FROM unit_form"));
}

static const struct pack *pack_at(struct school *s, int64_t unit)
{
    const struct pack *pack;
    struct err err = {0};
    assert_int_equal(
        own_form_methodology(s->t->app.methodology, s->db, s->a, unit, s->pack_id, &err, &pack), 0);
    return pack;
}

static void it_takes_the_rules_of_its_base(void **state)
{
    struct school *s = *state;
    assert_int_equal(add(s, "Педагог – обучающийся", "undergrad_student").status, 303);
    const struct pack *pack = pack_at(s, s->unit);
    const char *code = code_of(s);
    const struct pack_form *f = pack_form(pack, code);
    assert_non_null(f);
    assert_string_equal(f->name, "Педагог – обучающийся");
    assert_string_equal(pack_form_base(pack, code), "undergrad_student");
    size_t models = 0, questions = 0, of_base = 0;
    for (size_t i = 0; i < pack->role_models.n; i++)
        models += !strcmp(pack->role_models.row[i].form_code, code);
    for (size_t i = 0; i < pack->questions.n; i++) {
        questions += !strcmp(pack->questions.row[i].form_code, code);
        of_base += !strcmp(pack->questions.row[i].form_code, "undergrad_student");
    }
    assert_int_equal(models, 4);
    assert_true(questions > 0 && questions == of_base);
    int64_t other = testing_unit(s->t, s->region, "organisation", "Школа № 6");
    assert_null(pack_form(pack_at(s, other), code)); /* another school has it not */
    assert_int_equal(pack_at(s, other)->forms.n, s->pack->forms.n);
}

static void what_is_wrong_is_told(void **state)
{
    struct school *s = *state;
    struct reply r = add(s, "Педагог – обучающийся", "nothing");
    assert_int_equal(r.status, 422);
    says(r.body, "Выберите форму методологии");
    says(r.body, "Педагог – обучающийся");
    assert_int_equal(add(s, "Педагог – обучающийся", "student_student").status, 303);
    r = add(s, "педагог - обучающийся", "student_student");
    assert_int_equal(r.status, 422);
    says(r.body, "уже есть");
}

static void from_the_wizard_to_the_pair(void **state)
{
    struct school *s = *state;
    assert_int_equal(add(s, "Педагог – обучающийся", "student_student").status, 303);
    const char *code = code_of(s);
    const char *settings = school_path(s, "/programmes/#/settings", s->programme);
    says(test_get(s->t, s->curator, settings).body, "Педагог – обучающийся");
    struct reply r =
        test_post(s->t, s->curator, settings, "title", "Старшие помогают младшим", "pack",
                  arena_printf(s->a, "%lld", (long long)s->pack_id), "forms", code, "forms",
                  "student_student", "starts", "01.09.2026", "ends", "31.05.2027", NULL);
    assert_int_equal(r.status, 303);
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "mentees.xlsx",
                                     "ФИО наставляемого|Год рождения|Основной запрос|Форма",
                                     "Ким Артём|2013|алгебра|Педагог - обучающийся"));
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx",
                                     "ФИО наставника|Основные компетенции|Ресурс времени|Форма",
                                     "Орлова Дарья|математика|8 часов|Ученик – ученик",
                                     "Петров Пётр|гитара|8 часов|Педагог – обучающийся"));
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM participation WHERE form_code = '%s'", code), 2);
    says(test_get(s->t, s->curator, school_path(s, "/programmes/#/mentees", s->programme)).body,
         "Педагог – обучающийся");
    struct run_context c;
    struct err err = {0};
    int64_t run;
    school_ready(s);
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(run_open(s->db, s->a, &s->t->app, s->programme, &err, &c), 0);
    if (run_make(&c, s->curator, &err, &run) < 0 || run_publish(&c, run, 1, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(db_commit(s->db), 0);
    /* The mentor of the same form, though another would know more. */
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM pair WHERE form_code = '%s' AND "
                                   "role_model = 'achiever_underachiever' AND mentor_name LIKE "
                                   "'Петров%%'",
                                   code),
                     1);
    int64_t pair = school_number(s, "SELECT id FROM pair");
    says(test_get(s->t, s->curator, school_path(s, "/pairs/#", pair)).body,
         "Педагог – обучающийся");
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/mentees.xlsx", s->programme));
    assert_int_equal(r.status, 200);

    int64_t form = school_number(s, "SELECT max(id) FROM unit_form");
    const char *remove =
        arena_printf(s->a, "/units/%lld/forms/%lld/remove", (long long)s->unit, (long long)form);
    r = test_post(s->t, s->curator, remove, NULL);
    assert_int_equal(r.status, 409);
    says(r.body, "Программ: 1, участников: 2, пар: 1");
    says(r.body, "Добавить форму"); /* on its own page */
    assert_int_equal(school_number(s, "SELECT count(*) FROM unit_form"), 1);
    school_sql(s, "UPDATE pair SET form_code = '%s'", "student_student");
    school_sql(s, "UPDATE participation SET form_code = '%s'", "student_student");
    school_sql(s, "DELETE FROM programme_form WHERE form_code = '%s'", code);
    assert_int_equal(test_post(s->t, s->curator, remove, NULL).status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM unit_form"), 0);
}

/* One choice for all pairs of a form; what the page did not offer is left out. */
static void chosen_when_the_draft_is_published(void **state)
{
    struct school *s = *state;
    struct run_context c;
    struct err err = {0};
    int64_t run;
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "mentees.xlsx",
                                     "ФИО наставляемого|Год рождения|Основной запрос|Форма",
                                     "Ким Артём|2013|алгебра|Ученик – ученик"));
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx",
                                     "ФИО наставника|Основные компетенции|Ресурс времени|Форма",
                                     "Орлова Дарья|математика|8 часов|Ученик – ученик"));
    school_ready(s);
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(run_open(s->db, s->a, &s->t->app, s->programme, &err, &c), 0);
    assert_int_equal(run_make(&c, s->curator, &err, &run), 0);
    assert_int_equal(db_commit(s->db), 0);
    const char *path = school_path(s, "/drafts/#/publish", run);
    says(test_get(s->t, s->curator, path).body, "student_student:leader_passive");
    struct reply r =
        test_post(s->t, s->curator, path, "seen", "1", "model", "teacher_teacher:leader_passive",
                  "model", "student_student:leader_passive", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM pair WHERE role_model = '%s'", "leader_passive"), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(it_takes_the_rules_of_its_base),
        TEST(what_is_wrong_is_told),
        TEST(from_the_wizard_to_the_pair),
        TEST(chosen_when_the_draft_is_published),
    };
    return cmocka_run_group_tests_name("pair_model", tests, NULL, NULL);
}
