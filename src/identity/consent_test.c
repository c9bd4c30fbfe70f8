#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frame/frame_testing.h"
#include "identity/consent.h"
#include "identity/consent_text.h"
#include "identity/vetting.h"

static const struct date today = {2026, 11, 5};

struct world {
    struct testing *t;
    struct db *db;
    struct arena *a;
    int64_t root, school, curator;
    int64_t child, teen, adult, mentor;
};

static const struct module *const list[] = {&consent_module, &consent_text_module, &testing_units};

static int64_t add(struct world *w, const char *surname, int64_t birth_year)
{
    const struct person_new p = {
        .unit_id = w->school, .name = {surname, "Имя", ""}, .birth_year = birth_year};
    int64_t id = 0;
    assert_int_equal(person_create(w->db, w->a, &w->t->clock, &p, &id), 0);
    const struct person_contact own = {"phone", "+79120000001", "self", "", 0};
    const struct person_contact mother = {"phone", "+79120000002", "representative", "мама Ольга",
                                          0};
    assert_int_equal(person_contact_add(w->db, id, w->school, &own), 0);
    assert_int_equal(person_contact_add(w->db, id, w->school, &mother), 0);
    return id;
}

static int setup(void **state)
{
    struct testing *t = testing_new(list, 3);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->db = t->db->db;
    w->a = t->a;
    w->root = testing_unit(t, 0, "federation", "Россия");
    w->school = testing_unit(t, w->root, "organisation", "Школа № 5");
    w->curator = testing_account(t, "curator", ROLE_COORDINATOR, w->school);
    w->child = add(w, "Малая", 2015);
    w->teen = add(w, "Средняя", 2010);
    w->adult = add(w, "Взрослая", 1990);
    w->mentor = add(w, "Наставник", 1980);
    assert_int_equal(consent_seed(w->db, w->a, &t->clock, w->root), 0);
    const struct vetting_new check = {w->mentor, "1", {2026, 9, 1}, {2027, 9, 1}, 0, today};
    struct err err = {0};
    int64_t id;
    assert_int_equal(vetting_record(w->db, w->a, &t->clock, &check, &err, &id), 0);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    testing_free(((struct world *)*state)->t);
    return 0;
}

static int record(struct world *w, int64_t person, enum consent_kind kind, bool representative,
                  struct date on, int64_t *ret_id)
{
    const struct consent_new n = {.person_id = person,
                                  .kind = kind,
                                  .by_representative = representative,
                                  .given_by = "Малая Ольга",
                                  .on_paper = true,
                                  .given_on = on,
                                  .recorded_by = w->curator,
                                  .today = today};
    struct err err = {0};
    return consent_record(w->db, w->a, &w->t->clock, &n, &err, ret_id);
}

static int is_open(struct world *w, int64_t mentee)
{
    return consent_contact_open(w->db, w->a, mentee, w->mentor, today);
}

static size_t shown(struct world *w, int64_t mentee, bool of_mentor, const char **ret_value)
{
    struct person_contact *rows;
    size_t n;
    assert_int_equal(consent_contacts(w->db, w->a, mentee, w->mentor, of_mentor, today, &rows, &n),
                     0);
    *ret_value = n ? rows[0].value : "";
    return n;
}

static void texts_are_inherited_and_versioned(void **state)
{
    struct world *w = *state;
    struct consent_text t;
    assert_int_equal(consent_text_current(w->db, w->a, w->school, CONSENT_CONTACT, &t), 1);
    assert_int_equal(t.unit_id, w->root);
    assert_int_equal(t.version, 1);
    char *body = consent_body(w->a, &t, "МБОУ „Школа № 5“");
    assert_non_null(strstr(body, "куратор организации МБОУ „Школа № 5“."));
    assert_null(strstr(body, "{организация}"));
    int64_t id, second;
    assert_int_equal(consent_text_publish(w->db, w->a, &w->t->clock, w->school, CONSENT_CONTACT,
                                          "Свой", "Свой текст", &id),
                     0);
    assert_int_equal(consent_text_publish(w->db, w->a, &w->t->clock, w->school, CONSENT_CONTACT,
                                          "Свой 2", "Другой текст", &second),
                     0);
    assert_int_equal(consent_text_current(w->db, w->a, w->school, CONSENT_CONTACT, &t), 1);
    assert_int_equal(t.id, second);
    assert_int_equal(t.version, 2);
    assert_int_equal(consent_text_current(w->db, w->a, w->root, CONSENT_CONTACT, &t), 1);
    assert_int_equal(t.version, 1);
    assert_int_equal(consent_seed(w->db, w->a, &w->t->clock, w->root), 0);
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM consent_text"), 6);
}

static void child_needs_the_representative(void **state)
{
    struct world *w = *state;
    const char *value;
    int64_t id;
    assert_int_equal(is_open(w, w->child), 0);
    assert_int_equal(record(w, w->child, CONSENT_CONTACT, false, today, &id), 0);
    assert_int_equal(is_open(w, w->child), 0);
    assert_int_equal(shown(w, w->child, false, &value), 0);
    assert_int_equal(record(w, w->child, CONSENT_CONTACT, true, today, &id), 0);
    assert_int_equal(is_open(w, w->child), 1);
    /* What opens is the representative's contact, never the child's own. */
    assert_int_equal(shown(w, w->child, false, &value), 1);
    assert_string_equal(value, "+79120000002");
    assert_int_equal(consent_withdraw(w->db, w->t->a, &w->t->clock, w->child, id), 1);
    assert_int_equal(consent_withdraw(w->db, w->t->a, &w->t->clock, w->child, id), 0);
    assert_int_equal(is_open(w, w->child), 0);
    assert_int_equal(shown(w, w->child, false, &value), 0);
}

static void teen_needs_both(void **state)
{
    struct world *w = *state;
    int64_t id;
    assert_int_equal(record(w, w->teen, CONSENT_CONTACT, true, today, &id), 0);
    assert_int_equal(is_open(w, w->teen), 0);
    assert_int_equal(record(w, w->teen, CONSENT_CONTACT, false, today, &id), 0);
    assert_int_equal(is_open(w, w->teen), 1);
    const char *value;
    assert_int_equal(shown(w, w->teen, false, &value), 1);
    assert_string_equal(value, "+79120000002");
}

static void adult_consents_alone_and_each_side_for_itself(void **state)
{
    struct world *w = *state;
    const char *value;
    int64_t id;
    assert_int_equal(record(w, w->adult, CONSENT_CONTACT, true, today, &id), ERR_INVALID);
    assert_int_equal(record(w, w->adult, CONSENT_PARTICIPATION, false, today, &id), 0);
    assert_int_equal(is_open(w, w->adult), 0); /* another purpose opens nothing */
    assert_int_equal(record(w, w->adult, CONSENT_CONTACT, false, today, &id), 0);
    assert_int_equal(is_open(w, w->adult), 1);
    assert_int_equal(shown(w, w->adult, false, &value), 1);
    assert_string_equal(value, "+79120000001");
    assert_int_equal(shown(w, w->adult, true, &value), 0); /* the mentor's own is not there */
    assert_int_equal(record(w, w->mentor, CONSENT_CONTACT, false, today, &id), 0);
    assert_int_equal(shown(w, w->adult, true, &value), 1);
    assert_int_equal(shown(w, w->child, true, &value), 0); /* the child's side is closed */
}

static void unknown_year_is_a_minor(void **state)
{
    struct world *w = *state;
    int64_t id, nobody = add(w, "Неизвестная", 0);
    const char *value;
    assert_int_equal(record(w, nobody, CONSENT_CONTACT, false, today, &id), 0);
    assert_int_equal(is_open(w, nobody), 0);
    assert_int_equal(record(w, nobody, CONSENT_CONTACT, true, today, &id), 0);
    assert_int_equal(shown(w, nobody, false, &value), 1);
    assert_string_equal(value, "+79120000002");
}

static void bad_records_are_refused(void **state)
{
    struct world *w = *state;
    int64_t id;
    const struct date tomorrow = {2026, 11, 6}, old = {1999, 1, 1};
    assert_int_equal(record(w, w->teen, CONSENT_CONTACT, true, tomorrow, &id), ERR_LIMIT);
    assert_int_equal(record(w, w->teen, CONSENT_CONTACT, true, old, &id), ERR_LIMIT);
    assert_int_equal(record(w, 12345, CONSENT_CONTACT, true, today, &id), ERR_NOT_FOUND);
    assert_int_equal(record(w, w->teen, CONSENT_CONTACT, true, today, &id), 0);
    assert_int_equal(record(w, w->teen, CONSENT_CONTACT, true, today, &id), ERR_CONFLICT);
}

static void coordinator_checks_and_records(void **state)
{
    struct world *w = *state;
    const char *at = arena_printf(w->a, "/people/%lld/consents", (long long)w->teen);
    const char *path = arena_printf(w->a, "%s/new", at);
    struct reply r = test_get(w->t, w->curator, arena_printf(w->a, "%s?kind=contact", path));
    assert_int_equal(r.status, 200);
    r = test_post(w->t, w->curator, path, "kind", "contact", "relation", "representative",
                  "given_by", "", "method", "paper", "given_on", "05.11.2027", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите имя того, кто подписывает"));
    r = test_post(w->t, w->curator, path, "kind", "contact", "relation", "representative",
                  "given_by", "Средняя Ольга", "method", "paper", "given_on", "05.11.2026", NULL);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Проверьте ответы"));
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM consent"), 0);
    r = test_post(w->t, w->curator, path, "kind", "contact", "relation", "representative",
                  "given_by", "Средняя Ольга", "method", "paper", "given_on", "05.11.2026",
                  "change", "1", NULL);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "value=\"Средняя Ольга\"")); /* what was typed is there */
    r = test_post(w->t, w->curator, path, "kind", "contact", "relation", "representative",
                  "given_by", "Средняя Ольга", "method", "paper", "given_on", "05.11.2026", "sure",
                  "1", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM consent WHERE method = 'paper' "
                                              "AND relation = 'representative'"),
                     1);
    r = test_get(w->t, w->curator, at);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Нет подписи участника"));
    assert_non_null(strstr(r.body, "Средняя Ольга"));
    assert_null(strstr(r.body, "<title>Согласия участника — Средняя"));
    r = test_get(w->t, w->curator, arena_printf(w->a, "%s/blank?kind=contact", at));
    assert_non_null(strstr(r.body, "Участник программы: Средняя Имя"));
    assert_int_equal(test_get(w->t, w->curator, arena_printf(w->a, "%s?kind=all", path)).status,
                     404);
}

static void paragraphs_are_cut_at_empty_lines(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    size_t n;
    const char *const *p = consent_paragraphs(a, "Один\nдва\n\n\nтри\n\n", &n);
    assert_int_equal(n, 2);
    assert_string_equal(p[0], "Один\nдва");
    assert_string_equal(p[1], "три");
    consent_paragraphs(a, "", &n);
    assert_int_equal(n, 0);
    arena_free(a);
}

static void a_publication_shows_what_every_signature_allows(void **state)
{
    struct world *w = *state;
    struct consent_new n = {.person_id = w->teen,
                            .kind = CONSENT_DISTRIBUTION,
                            .given_by = "Средняя Имя",
                            .on_paper = true,
                            .given_on = today,
                            .recorded_by = w->curator,
                            .today = today};
    struct err err = {0};
    int64_t own, other;
    unsigned shown;
    assert_int_equal(consent_record(w->db, w->a, &w->t->clock, &n, &err, &own), ERR_INVALID);
    n.fields = CONSENT_FIELD_NAME | CONSENT_FIELD_PHOTO;
    assert_int_equal(consent_record(w->db, w->a, &w->t->clock, &n, &err, &own), 0);
    assert_int_equal(consent_published(w->db, w->a, w->teen, PERSON_TEEN, &shown), 0);
    assert_int_equal(shown, 0); /* the representative has not signed */
    assert_int_equal(consent_published(w->db, w->a, w->teen, PERSON_ADULT, &shown), 0);
    assert_int_equal(shown, CONSENT_FIELD_NAME | CONSENT_FIELD_PHOTO);

    n.by_representative = true;
    n.fields = CONSENT_FIELD_NAME | CONSENT_FIELD_STORY;
    assert_int_equal(consent_record(w->db, w->a, &w->t->clock, &n, &err, &other), 0);
    assert_int_equal(consent_published(w->db, w->a, w->teen, PERSON_TEEN, &shown), 0);
    assert_int_equal(shown, CONSENT_FIELD_NAME);
    assert_int_equal(consent_withdraw(w->db, w->t->a, &w->t->clock, w->teen, own), 1);
    assert_int_equal(consent_published(w->db, w->a, w->teen, PERSON_TEEN, &shown), 0);
    assert_int_equal(shown, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_publication_shows_what_every_signature_allows, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(texts_are_inherited_and_versioned, setup, teardown),
        cmocka_unit_test_setup_teardown(child_needs_the_representative, setup, teardown),
        cmocka_unit_test_setup_teardown(teen_needs_both, setup, teardown),
        cmocka_unit_test_setup_teardown(adult_consents_alone_and_each_side_for_itself, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(unknown_year_is_a_minor, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_records_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(coordinator_checks_and_records, setup, teardown),
        cmocka_unit_test(paragraphs_are_cut_at_empty_lines),
    };
    return cmocka_run_group_tests_name("consent", tests, NULL, NULL);
}
