/* The whole path of a programme in pages: empty, with people, a draft, pairs, and what the two of
 * a pair see of each other. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "identity/consent.h"
#include "pairing/draft.h"
#include "pairing/rulebook.h"
#include "programme/school_testing.h"
#include "work/pair.h"

#define PHONE_CHILD "89120000001"
#define PHONE_MOTHER "89120000002"
#define PHONE_MENTOR "89121110001"

struct pairs {
    struct school *s;
    int64_t run, pair, mentee, mentor; /* the last two are accounts */
};

static int setup(void **state)
{
    static const struct module *const list[] = {&draft_module, &pair_module};
    struct school *s = school_new(list, 2);
    s->t->app.rulebooks = rulebooks_new();
    struct pairs *w = arena_new_of(s->a, struct pairs);
    w->s = s;
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct pairs *w = *state;
    rulebooks_free(w->s->t->app.rulebooks);
    school_free(w->s);
    return 0;
}

static struct reply get(struct pairs *w, const char *form, int64_t id)
{
    return test_get(w->s->t, w->s->curator, school_path(w->s, form, id));
}

static void opens(struct pairs *w, const char *form, int64_t id, const char *words)
{
    struct reply r = get(w, form, id);
    if (r.status != 200)
        fail_msg("%s: %d", form, r.status);
    if (!strstr(r.body, words))
        fail_msg("%s does not say «%s»", form, words);
    const char *title = strstr(r.body, "<title>");
    const char *text = arena_strndup(w->s->a, title, strcspn(title + 7, "<") + 7);
    assert_null(strstr(text, "Ким"));
    assert_null(strstr(text, "Орлова"));
}

static void people(struct pairs *w)
{
    struct school *s = w->s;
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "mentees.xlsx",
                                     "ФИО наставляемого|Год рождения|Контактные данные|Основной "
                                     "запрос|Форма",
                                     "Ким Артём Олегович|2013|" PHONE_CHILD
                                     ", мама Ольга " PHONE_MOTHER "|алгебра|Ученик – ученик",
                                     "Лис Анна|2012||гитара|Учитель – учитель"));
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx",
                                     "ФИО наставника|Контакты|Основные компетенции|Ресурс "
                                     "времени|Форма",
                                     "Орлова Дарья Ивановна|" PHONE_MENTOR
                                     "|математика|8 часов|Ученик – ученик"));
    school_ready(s);
}

static int64_t account_of(struct pairs *w, const char *login, enum role role, const char *surname)
{
    struct school *s = w->s;
    int64_t account = testing_account(s->t, login, role, s->unit);
    school_sql(s,
               "UPDATE account SET person_id = (SELECT id FROM person WHERE surname = '%s') WHERE "
               "id = %lld",
               surname, (long long)account);
    return account;
}

static void published(struct pairs *w)
{
    struct school *s = w->s;
    people(w);
    struct reply r =
        test_post(s->t, s->curator, school_path(s, "/programmes/#/drafts", s->programme),
                  "w_topics", "40", NULL);
    assert_int_equal(r.status, 303);
    w->run = school_number(s, "SELECT max(id) FROM run WHERE n = %d", 1);
    r = test_post(s->t, s->curator, school_path(s, "/drafts/#/publish", w->run), "seen", "1", NULL);
    assert_int_equal(r.status, 303);
    w->pair = school_number(s, "SELECT max(id) FROM pair WHERE score > %d", 0);
    w->mentee = account_of(w, "kim", ROLE_MENTEE, "Ким");
    w->mentor = account_of(w, "orlova", ROLE_MENTOR, "Орлова");
}

static void every_page_empty(void **state)
{
    struct pairs *w = *state;
    int64_t p = w->s->programme;
    opens(w, "/programmes/#", p, "Дорожная карта");
    opens(w, "/programmes/#/mentees", p, "Загрузить таблицу");
    opens(w, "/programmes/#/mentors", p, "Загрузить таблицу");
    opens(w, "/programmes/#/imports", p, "ещё не загружали");
    opens(w, "/programmes/#/import", p, "XLSX");
    opens(w, "/programmes/#/drafts", p, "Подбор пар");
    opens(w, "/programmes/#/pairs", p, "Пар ещё нет");
    opens(w, "/programmes/#/settings", p, "Название программы");
    opens(w, "/programmes/#/limits", p, "Часов в месяц");
    opens(w, "/units/#/programmes", w->s->unit, "Старшие помогают младшим");
    opens(w, "/units/#/programmes/new", w->s->unit, "Новая программа");
    struct reply r =
        test_post(w->s->t, w->s->curator, school_path(w->s, "/programmes/#/drafts", p), NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Составлять некого"));
    r = test_post(w->s->t, w->s->curator, school_path(w->s, "/programmes/#/import", p), "side",
                  "mentee", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Выберите файл"));
    r = get(w, "/programmes/#/mentees.xlsx", p);
    assert_int_equal(r.status, 200);
}

static void every_page_of_a_draft(void **state)
{
    struct pairs *w = *state;
    struct school *s = w->s;
    people(w);
    struct reply r =
        test_post(s->t, s->curator, school_path(s, "/programmes/#/drafts", s->programme),
                  "w_topics", "40", NULL);
    assert_int_equal(r.status, 303);
    int64_t run = school_number(s, "SELECT max(id) FROM run WHERE n = %d", 1);
    int64_t kim =
        school_number(s, "SELECT mentee_id FROM run_pair WHERE run_id = %lld", (long long)run);
    static const char *const shows[] = {"all", "weak", "pinned", "changed", "alone", "free"};
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        opens(w, arena_printf(s->a, "/drafts/#?show=%s", shows[i]), run, "Черновик пар 1");
    opens(w, arena_printf(s->a, "/drafts/#?pair=%lld", (long long)kim), run, "математика");
    opens(w, "/drafts/#?show=alone", run, "Лис");
    opens(w, "/drafts/#/variant", run, "веса");
    opens(w, "/drafts/#/variant?w_topics=0&w_words=5", run, "веса");
    opens(w, "/drafts/#/publish", run, "опубликуйте");
    opens(w, "/drafts/#/proof", run, "Проверка");
    assert_int_equal(get(w, "/drafts/#/pairs.xlsx", run).status, 200);
    const char *mentee = arena_printf(s->a, "%lld", (long long)kim);
    const char *marks = school_path(s, "/drafts/#/marks", run);
    r = test_post(s->t, s->curator, marks, "mentee", mentee, "seen", "1", "mark", "pin", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(s->t, s->curator, marks, "mentee", mentee, "seen", "1", "mark", "veto", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "sokolova"));
    r = test_post(s->t, s->curator, school_path(s, "/drafts/#/publish", run), "seen", "1", NULL);
    assert_int_equal(r.status, 422);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair"), 0);
    r = test_post(s->t, s->curator, school_path(s, "/drafts/#/again", run), NULL);
    assert_int_equal(r.status, 303);
    opens(w, "/programmes/#/drafts", s->programme, "Черновик 2");
    opens(w, "/drafts/#", run, "Черновик пар 1");
}

static void the_pair_of_the_coordinator(void **state)
{
    struct pairs *w = *state;
    published(w);
    opens(w, "/programmes/#/pairs", w->s->programme, "Орлова Дарья");
    opens(w, "/programmes/#/pairs?state=finished&q=zz", w->s->programme, "никого нет");
    opens(w, "/pairs/#", w->pair, "Контакты закрыты");
    opens(w, "/programmes/#", w->s->programme, "Дорожная карта");
    assert_int_equal(test_get(w->s->t, w->mentor, school_path(w->s, "/pairs/#", w->pair)).status,
                     403);
}

static void renamed(struct pairs *w, const char *surname, const struct person_name *name)
{
    struct school *s = w->s;
    int64_t id = school_number(s, "SELECT id FROM person WHERE surname = '%s'", surname);
    assert_int_equal(person_rename(s->db, s->a, id, name), 0);
}

static void a_corrected_name_shows_at_once(void **state)
{
    struct pairs *w = *state;
    published(w);
    opens(w, "/programmes/#/pairs", w->s->programme, ">Ким Артём Олегович<");
    renamed(w, "Ким", &(struct person_name){"Кимов", "Артемий", ""});
    renamed(w, "Орлова", &(struct person_name){"Орлова-Серова", "Дарья", "Ивановна"});
    opens(w, "/programmes/#/pairs", w->s->programme, ">Кимов Артемий<");
    opens(w, "/programmes/#/pairs?q=кимов", w->s->programme, ">Орлова-Серова Дарья Ивановна<");
    assert_null(strstr(get(w, "/programmes/#/pairs", w->s->programme).body, "Ким Артём"));
}

static const char *own_page(struct pairs *w, int64_t account)
{
    struct reply r = test_get(w->s->t, account, school_path(w->s, "/my/pairs/#", w->pair));
    assert_int_equal(r.status, 200);
    return r.body;
}

static void consent(struct pairs *w, bool by_representative)
{
    struct school *s = w->s;
    struct consent_new n = {
        .person_id = school_number(s, "SELECT id FROM person WHERE surname = '%s'", "Ким"),
        .kind = CONSENT_CONTACT,
        .by_representative = by_representative,
        .given_by = "Ким Ольга",
        .on_paper = true,
        .given_on = {2026, 11, 1},
        .recorded_by = s->curator,
        .today = {2026, 11, 5}};
    struct err err = {0};
    int64_t id;
    int r = consent_record(s->db, s->a, &s->t->clock, &n, &err, &id);
    if (r < 0)
        fail_msg("%s (%d)", err.text, r);
}

static void contacts_open_with_consent_and_never_a_childs(void **state)
{
    struct pairs *w = *state;
    published(w);
    int64_t text;
    int64_t root = w->s->region;
    assert_int_equal(consent_text_publish(w->s->db, w->s->a, &w->s->t->clock, root, CONSENT_CONTACT,
                                          "Контакты", "Согласен", &text),
                     0);
    const char *page = own_page(w, w->mentor);
    assert_non_null(strstr(page, "Артём"));
    assert_null(strstr(page, "Ким"));
    assert_null(strstr(page, "tel:+7912000000"));
    page = own_page(w, w->mentee);
    assert_non_null(strstr(page, "Дарья"));
    assert_null(strstr(page, "tel:+79121110001"));

    consent(w, true); /* under fourteen the representative's is enough */
    page = own_page(w, w->mentor);
    assert_non_null(strstr(page, "tel:+79120000002"));
    assert_null(strstr(page, "tel:+79120000001"));
    opens(w, "/pairs/#", w->pair, "Согласие отмечено");

    school_sql(w->s, "UPDATE pair SET state = '%s'", "ended");
    page = own_page(w, w->mentor);
    assert_null(strstr(page, "tel:+7912000000"));
}

static void lists_of_ones_own(void **state)
{
    struct pairs *w = *state;
    published(w);
    struct testing *t = w->s->t;
    struct reply r = test_get(t, w->mentee, "/my/pairs");
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, school_path(w->s, "/my/pairs/#", w->pair)));
    assert_null(strstr(r.body, "Орлова"));
    int64_t stranger = testing_account(t, "stranger", ROLE_MENTEE, w->s->unit);
    r = test_get(t, stranger, "/my/pairs");
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Пары пока нет"));
    r = test_get(t, stranger, school_path(w->s, "/my/pairs/#", w->pair));
    assert_int_equal(r.status, 403);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_page_empty),
        TEST(every_page_of_a_draft),
        TEST(the_pair_of_the_coordinator),
        TEST(a_corrected_name_shows_at_once),
        TEST(contacts_open_with_consent_and_never_a_childs),
        TEST(lists_of_ones_own),
    };
    return cmocka_run_group_tests_name("pair", tests, NULL, NULL);
}
