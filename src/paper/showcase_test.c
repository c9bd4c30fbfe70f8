/* The section «Наставничество»: what everybody sees follows the consents, field by field. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "identity/consent.h"
#include "paper/paper.h"
#include "paper/showcase.h"
#include "programme/school_testing.h"

static const struct date today = {2026, 11, 5};

struct stage {
    struct school *s;
    int64_t anna, ilya; /* an adult, a teen */
    const char *path;   /* of the public page */
};

static int64_t add(struct school *s, const char *surname, int64_t year)
{
    const struct person_new p = {
        .unit_id = s->unit, .name = {surname, "Анна", "Ивановна"}, .birth_year = year};
    int64_t id;
    assert_int_equal(person_create(s->db, s->a, &s->t->clock, &p, &id), 0);
    return id;
}

static void put(struct stage *g, int64_t person, const char *part)
{
    const struct showcase_wish w = {g->s->unit, person, part, "Учитель физики", "Три олимпиады"};
    struct deed deed = {&g->s->t->clock, g->s->curator, NULL};
    struct err err = {0};
    int64_t id;
    assert_int_equal(showcase_put(g->s->db, g->s->a, &w, &deed, &err, &id), 0);
}

static int64_t consent(struct stage *g, int64_t person, bool representative, unsigned fields)
{
    const struct consent_new n = {.person_id = person,
                                  .kind = CONSENT_DISTRIBUTION,
                                  .by_representative = representative,
                                  .given_by = "Кто-то",
                                  .on_paper = true,
                                  .given_on = today,
                                  .recorded_by = g->s->curator,
                                  .today = today,
                                  .fields = fields};
    struct err err = {0};
    int64_t id;
    if (consent_record(g->s->db, g->s->a, &g->s->t->clock, &n, &err, &id) < 0)
        fail_msg("%s", err.text);
    return id;
}

static int set_up(void **state)
{
    static const struct module *const modules[] = {&showcase_module, &showcase_edit_module};
    struct school *s = school_new(modules, 2);
    struct stage *g = arena_new_of(s->a, struct stage);
    g->s = s;
    assert_int_equal(consent_seed(s->db, s->a, &s->t->clock, s->region), 0);
    g->anna = add(s, "Белова", 1980);
    g->ilya = add(s, "Чернов", 2011);
    const struct showcase w = {
        .unit_id = s->unit, .opened = true, .about = "Помогаем друг другу", .contacts = ""};
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct showcase made;
    assert_int_equal(showcase_save(s->db, s->a, &w, &deed), 0);
    assert_int_equal(showcase_get(s->db, s->a, s->unit, &made), 1);
    g->path = arena_printf(s->a, "/mentoring/%lld", (long long)made.code);
    *state = g;
    return 0;
}

static int tear_down(void **state)
{
    school_free(((struct stage *)*state)->s);
    return 0;
}

static bool shows(struct stage *g, const char *what)
{
    struct reply reply = test_get(g->s->t, 0, g->path);
    assert_int_equal(reply.status, 200);
    return strstr(reply.body, what) != NULL;
}

static void a_person_is_shown_as_far_as_the_consent_goes(void **state)
{
    struct stage *g = *state;
    put(g, g->anna, "team");
    assert_true(shows(g, "Помогаем друг другу"));
    assert_false(shows(g, "Белова"));
    int64_t first = consent(g, g->anna, false, CONSENT_FIELD_NAME | CONSENT_FIELD_RESULTS);
    assert_true(shows(g, "Белова Анна Ивановна"));
    assert_true(shows(g, "Три олимпиады"));
    assert_false(shows(g, "Учитель физики"));
    assert_int_equal(consent_withdraw(g->s->db, g->s->a, &g->s->t->clock, g->anna, first), 1);
    assert_false(shows(g, "Белова"));
    assert_false(shows(g, "Три олимпиады"));
}

static void a_teen_needs_both_and_a_name_comes_first(void **state)
{
    struct stage *g = *state;
    put(g, g->ilya, "mentee");
    consent(g, g->ilya, false, CONSENT_FIELDS);
    assert_false(shows(g, "Чернов"));
    consent(g, g->ilya, true, CONSENT_FIELD_RESULTS);
    assert_false(shows(g, "Чернов"));
    assert_false(shows(g, "Три олимпиады")); /* of whom, without a name? */
}

static void stories_of_people_need_their_consent(void **state)
{
    struct stage *g = *state;
    struct school *s = g->s;
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct err err = {0};
    put(g, g->anna, "mentor");
    assert_int_equal(
        showcase_tell(s->db, s->a, s->unit, g->anna, "Робот", "Собрали робота", &deed, &err), 0);
    assert_int_equal(showcase_tell(s->db, s->a, s->unit, 0, "Хор", "Спели вместе", &deed, &err), 0);
    assert_false(shows(g, "Собрали робота"));
    assert_true(shows(g, "Спели вместе"));
    int64_t id = consent(g, g->anna, false, CONSENT_FIELD_STORY);
    assert_true(shows(g, "Собрали робота"));
    assert_false(shows(g, "Белова"));
    assert_int_equal(consent_withdraw(s->db, s->a, &s->t->clock, g->anna, id), 1);
    assert_false(shows(g, "Собрали робота"));
}

static void a_photograph_follows_the_consent(void **state)
{
    struct stage *g = *state;
    struct school *s = g->s;
    struct showcase_person *people;
    struct err err = {0};
    const char *folder = arena_printf(s->a, "%s/photos", s->t->app.config.data_dir), *path;
    const char *sample =
        arena_printf(s->a, "%s/../tests/fuzz/corpus/photo/turned.jpg", getenv("METHODOLOGY"));
    size_t n;
    put(g, g->anna, "team");
    assert_int_equal(showcase_people(s->db, s->a, s->unit, today, &people, &n), 0);
    int64_t id = people[0].id;
    assert_int_equal(showcase_photo_set(s->db, s->a, id, folder, "nowhere.jpg", &err),
                     ERR_NOT_FOUND);
    err = (struct err){0};
    if (showcase_photo_set(s->db, s->a, id, folder, sample, &err) < 0)
        fail_msg("%s", err.text);
    const char *address = arena_printf(s->a, "%s/photos/%lld", g->path, (long long)id);
    assert_int_equal(test_get(s->t, 0, address).status, 404);
    consent(g, g->anna, false, CONSENT_FIELD_NAME | CONSENT_FIELD_PHOTO);
    assert_int_equal(test_get(s->t, 0, address).status, 200);
    assert_true(shows(g, "class=\"portrait\""));
    assert_int_equal(showcase_photo(s->db, s->a, s->unit + 1, id, today, folder, &path), 0);
}

static void it_is_kept_by_the_curator_and_closed_when_wished(void **state)
{
    struct stage *g = *state;
    struct school *s = g->s;
    const char *desk = school_path(s, "/units/#/showcase", s->unit);
    assert_int_equal(test_get(s->t, 0, desk).status, 303);
    assert_non_null(strstr(test_get(s->t, s->curator, desk).body, "/fragment"));
    struct reply reply = test_post(s->t, s->curator, desk, "about", "Иначе", "contacts", "", NULL);
    assert_int_equal(reply.status, 303);
    assert_int_equal(test_get(s->t, 0, g->path).status, 404);
    assert_int_equal(
        test_post(s->t, s->curator, desk, "opened", "1", "about", "Иначе", NULL).status, 303);
    assert_true(shows(g, "Иначе"));
}

static void a_fragment_stands_on_other_sites(void **state)
{
    struct stage *g = *state;
    struct reply reply = test_get(g->s->t, 0, arena_printf(g->s->a, "%s/fragment", g->path));
    assert_int_equal(reply.status, 200);
    assert_null(strstr(reply.body, "<header"));
    assert_null(strstr(reply.body, "<script"));
    assert_non_null(strstr(reply.body, "Помогаем друг другу"));
    assert_non_null(strstr(reply.policy, "frame-ancestors *"));
    assert_non_null(strstr(test_get(g->s->t, 0, g->path).policy, "frame-ancestors 'none'"));
}

/* What the organisation says of itself for its documents stands there too. */
static void contacts_are_those_of_the_organisation(void **state)
{
    struct stage *g = *state;
    struct school *s = g->s;
    struct err err = {0};
    const char *desk = school_path(s, "/units/#/showcase", s->unit);
    const struct paper_unit u = {.full_name = "Школа № 5",
                                 .address = "г. Кунгур, ул. Мира, д. 5",
                                 .city = "",
                                 .email = "five@example.org",
                                 .inn = "",
                                 .head_post = "",
                                 .head = "",
                                 .basis = ""};
    assert_int_equal(
        test_post(s->t, s->curator, desk, "opened", "1", "about", "Иначе", NULL).status, 303);
    school_sql(s, "UPDATE unit SET phone = '' WHERE id = %lld", (long long)s->unit);
    assert_false(shows(g, "Контакты"));
    assert_non_null(strstr(test_get(s->t, s->curator, desk).body, "нет ни одного контакта"));
    assert_int_equal(paper_unit_set(s->db, s->a, &s->t->clock, s->unit, s->curator, &u, &err), 0);
    assert_true(shows(g, "Контакты"));
    assert_true(shows(g, "ул. Мира, д. 5"));
    assert_true(shows(g, "mailto:five@example.org"));
    assert_null(strstr(test_get(s->t, s->curator, desk).body, "нет ни одного контакта"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_person_is_shown_as_far_as_the_consent_goes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_teen_needs_both_and_a_name_comes_first, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(stories_of_people_need_their_consent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_photograph_follows_the_consent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_is_kept_by_the_curator_and_closed_when_wished, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_fragment_stands_on_other_sites, set_up, tear_down),
        cmocka_unit_test_setup_teardown(contacts_are_those_of_the_organisation, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
