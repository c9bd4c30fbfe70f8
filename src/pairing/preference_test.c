/* The common meeting and the cards after it: by link and signed in, who sees them, what drafts make
 * of them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "pairing/draft.h"
#include "pairing/preference.h"
#include "pairing/rulebook.h"
#include "programme/school_testing.h"

#define DAY INT64_C(86400000)
#define SECRET "ТАЙНОЕ ПОЧЕМУ"

struct cards {
    struct school *s;
    struct testing *t;
    int64_t gathering, kim, lis, orlova, petrov; /* participations */
    int64_t mentee, mentor;                      /* accounts of Ким and Орлова */
};

static int64_t account_of(struct cards *w, const char *login, enum role role, const char *surname)
{
    int64_t account = testing_account(w->t, login, role, w->s->unit);
    school_sql(w->s,
               "UPDATE account SET person_id = (SELECT id FROM person WHERE surname = '%s') WHERE "
               "id = %lld",
               surname, (long long)account);
    return account;
}

static int64_t participant(struct cards *w, const char *surname)
{
    return school_number(w->s,
                         "SELECT x.id FROM participation x JOIN person p ON p.id = x.person_id "
                         "WHERE p.surname = '%s'",
                         surname);
}

static struct reply gather(struct cards *w, const char *day, const char *closes)
{
    return test_post(w->t, w->s->curator,
                     school_path(w->s, "/programmes/#/gatherings", w->s->programme), "day", day,
                     "time", "14:00", "place", "Актовый зал", "closes", closes, NULL);
}

static int setup(void **state)
{
    static const struct module *const list[] = {&draft_module, &preference_module};
    struct school *s = school_new(list, 2);
    s->t->app.rulebooks = rulebooks_new();
    struct cards *w = arena_new_of(s->a, struct cards);
    *w = (struct cards){.s = s, .t = s->t};
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "mentees.xlsx",
                                     "ФИО наставляемого|Год рождения|Основной запрос|Форма",
                                     "Ким Артём Олегович|2013|алгебра|Ученик – ученик",
                                     "Лис Анна|2012|алгебра|Ученик – ученик"));
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx",
                                     "ФИО наставника|Основные компетенции|Ресурс времени|Форма",
                                     "Орлова Дарья Ивановна|математика|4 часа|Ученик – ученик",
                                     "Петров Пётр Петрович|математика|4 часа|Ученик – ученик"));
    school_ready(s);
    school_ready(s);
    w->kim = participant(w, "Ким");
    w->lis = participant(w, "Лис");
    w->orlova = participant(w, "Орлова");
    w->petrov = participant(w, "Петров");
    w->mentee = account_of(w, "kim", ROLE_MENTEE, "Ким");
    w->mentor = account_of(w, "orlova", ROLE_MENTOR, "Орлова");
    assert_int_equal(gather(w, "06.11.2026", "12.11.2026").status, 303);
    w->gathering = school_number(s, "SELECT max(id) FROM gathering");
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct cards *w = *state;
    rulebooks_free(w->t->app.rulebooks);
    school_free(w->s);
    return 0;
}

static void says(const char *body, const char *words)
{
    if (!strstr(body, words))
        fail_msg("the page does not say «%s»", words);
}

static void hides(const char *body, const char *words)
{
    if (strstr(body, words))
        fail_msg("the page says «%s»", words);
}

static int64_t card_of(struct cards *w, int64_t participation)
{
    return school_number(w->s, "SELECT id FROM preference_card WHERE participation_id = %lld",
                         (long long)participation);
}

static const char *token_of(struct cards *w, int64_t participation, int64_t link)
{
    char token[PREFERENCE_TOKEN_LEN + 1];
    preference_token(w->t->app.key, card_of(w, participation), link, token);
    return arena_strdup(w->s->a, token);
}

static const char *text(struct cards *w, int64_t n)
{
    return arena_printf(w->s->a, "%lld", (long long)n);
}

static struct reply by_link(struct cards *w, int64_t from, int64_t first, int64_t exclude)
{
    const char *token = token_of(w, from, 1);
    if (!exclude)
        return test_post(w->t, 0, "/card", "token", token, "c1", text(w, first), "why", SECRET,
                         NULL);
    return test_post(w->t, 0, "/card", "token", token, "c1", text(w, first), "exclude",
                     text(w, exclude), "why", SECRET, NULL);
}

static const char *link_page(struct cards *w, int64_t from, int status)
{
    struct reply r =
        test_get(w->t, 0, arena_printf(w->s->a, "/card?token=%s", token_of(w, from, 1)));
    assert_int_equal(r.status, status);
    return r.body;
}

static void a_card_by_link_without_an_account(void **state)
{
    struct cards *w = *state;
    says(link_page(w, w->kim, 200), "Выбор откроется после общей встречи");
    struct reply r = by_link(w, w->kim, w->orlova, 0);
    assert_int_equal(r.status, 422);
    testing_later(w->t, DAY + DAY / 2);
    const char *page = link_page(w, w->kim, 200);
    says(page, "С кем из наставников вы хотели бы работать?");
    says(page, " Орлова");
    says(page, "Это карточка участника: Артём К.</b>");
    says(page,
         "<details><summary>С кем вам было бы некомфортно"); /* folded: fewer lines on a phone */
    hides(page, "Ким"); /* whoever found the link learns no surname of a child */
    says(page, "математика");
    page = link_page(w, w->orlova, 200);
    says(page, "Артём К.");
    hides(page, "Ким");     /* a lost link names no child */
    hides(page, "алгебра"); /* nor what the child asks for */
    r = by_link(w, w->kim, w->orlova, w->petrov);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/card/thanks");
    assert_int_equal(test_get(w->t, 0, "/card/thanks").status, 200);
    assert_int_equal(school_number(w->s, "SELECT place FROM preference WHERE kind = 'choice'"), 1);
    hides(link_page(w, w->kim, 200), SECRET); /* a lost link shows nothing of the answer */
    testing_later(w->t, 7 * DAY);
    says(link_page(w, w->kim, 200), "уже не принимаются");
    assert_int_equal(by_link(w, w->kim, w->petrov, 0).status, 422);
}

static void two_of_one_name_are_told_apart(void **state)
{
    struct cards *w = *state;
    school_sql(w->s,
               "UPDATE person SET surname = 'Осина', given = 'Раиса', patronymic = '' WHERE id "
               "IN (SELECT person_id FROM participation WHERE side = 'mentor')");
    school_sql(w->s, "UPDATE person SET birth_year = 2010 WHERE surname = 'Осина'");
    school_sql(w->s, "UPDATE participation SET competencies = 'гитара' WHERE id = %lld",
               (long long)w->petrov);
    testing_later(w->t, DAY + DAY / 2);
    const char *page = link_page(w, w->kim, 200);
    says(page, "Раиса О. — гитара</option>");
    says(page, "Раиса О. — математика</option>");
}

static void a_link_is_taken_back(void **state)
{
    struct cards *w = *state;
    testing_later(w->t, DAY + DAY / 2);
    struct reply r =
        test_post(w->t, w->s->curator, school_path(w->s, "/gatherings/#/relink", w->gathering),
                  "card", text(w, card_of(w, w->kim)), NULL);
    assert_int_equal(r.status, 303);
    says(link_page(w, w->kim, 404), "Ссылка не действует");
    assert_int_equal(by_link(w, w->kim, w->orlova, 0).status, 404);
    r = test_get(w->t, 0, arena_printf(w->s->a, "/card?token=%s", token_of(w, w->kim, 2)));
    assert_int_equal(r.status, 200);
    assert_int_equal(test_get(w->t, 0, "/card?token=").status, 404);
    assert_int_equal(test_get(w->t, 0, "/card?token=AAAAAAAAAAAAAAAAAAAAAAAA").status, 404);
}

static void what_is_wrong_is_told_at_the_field(void **state)
{
    struct cards *w = *state;
    testing_later(w->t, DAY + DAY / 2);
    struct reply r = by_link(w, w->kim, w->orlova, w->orlova);
    assert_int_equal(r.status, 422);
    says(r.body, "Один и тот же человек");
    says(r.body, SECRET);              /* what was typed stays */
    r = by_link(w, w->kim, w->lis, 0); /* not of the other side */
    assert_int_equal(r.status, 422);
    says(r.body, "Этого человека в списке нет");
    r = test_post(w->t, 0, "/card", "token", token_of(w, w->kim, 1), NULL);
    assert_int_equal(r.status, 422);
    says(r.body, "Выберите хотя бы одного");
    r = test_post(w->t, 0, "/card", "token", token_of(w, w->kim, 1), "c1", text(w, w->orlova), "c2",
                  text(w, w->orlova), NULL);
    assert_int_equal(r.status, 422);
    says(r.body, "уже выбран выше");
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM preference"), 0);
    says(gather(w, "01.07.2027", "02.07.2027").body, "вне срока программы");
    says(gather(w, "10.11.2026", "09.11.2026").body, "не раньше неё");
}

static void signed_in_the_card_can_be_changed(void **state)
{
    struct cards *w = *state;
    testing_later(w->t, DAY + DAY / 2);
    const char *path = school_path(w->s, "/my/cards/#", card_of(w, w->orlova));
    says(test_get(w->t, w->mentor, path).body, "алгебра");
    struct reply r = test_post(w->t, w->mentor, path, "c1", text(w, w->lis), "help",
                               text(w, w->kim), "why", SECRET, NULL);
    assert_int_equal(r.status, 303);
    r = test_get(w->t, w->mentor, path);
    says(r.body, "Карточка у куратора");
    says(r.body, SECRET);
    r = test_post(w->t, w->mentor, path, "c1", text(w, w->kim), NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM preference"), 1);
    assert_int_equal(test_get(w->t, w->mentee, path).status, 403);
    assert_int_equal(test_get(w->t, w->s->curator, path).status, 403);
}

/* Every page that anybody but the coordinator can open holds nothing of a card of somebody else. */
static void cards_are_for_the_coordinator_alone(void **state)
{
    struct cards *w = *state;
    struct school *s = w->s;
    testing_later(w->t, DAY + DAY / 2);
    assert_int_equal(by_link(w, w->kim, w->orlova, w->petrov).status, 303);
    static const struct {
        const char *form;
        int what; /* 0 the gathering, 1 the programme, 2 the participation */
    } pages[] = {{"/gatherings/#", 0},        {"/gatherings/#?side=mentor", 0},
                 {"/gatherings/#/sheet", 0},  {"/programmes/#/gatherings", 1},
                 {"/programmes/#/drafts", 1}, {"/participations/#", 2},
                 {"/programmes/#", 1}};
    static const struct {
        const char *login;
        enum role role;
        bool above; /* at the region */
    } readers[] = {{"m", ROLE_MENTOR, false},         {"e", ROLE_MENTEE, false},
                   {"r", ROLE_REPRESENTATIVE, false}, {"x", ROLE_EXPERT, false},
                   {"o", ROLE_OBSERVER, false},       {"g", ROLE_REGIONAL, true},
                   {"f", ROLE_FEDERAL, true},         {"a", ROLE_ADMIN, true}};
    int64_t ids[] = {w->gathering, s->programme, w->kim};
    says(test_get(w->t, s->curator, school_path(s, "/gatherings/#", w->gathering)).body, SECRET);
    says(test_get(w->t, s->curator, school_path(s, "/gatherings/#", w->gathering)).body,
         "Было бы некомфортно:");
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        int64_t who = testing_account(w->t, readers[i].login, readers[i].role,
                                      readers[i].above ? s->region : s->unit);
        for (size_t k = 0; k < sizeof pages / sizeof *pages; k++) {
            struct reply r = test_get(w->t, who, school_path(s, pages[k].form, ids[pages[k].what]));
            if (k < 5 && r.status != 403 && r.status != 404)
                fail_msg("%s as %s: %d", pages[k].form, role_code(readers[i].role), r.status);
            hides(r.body, SECRET);
            hides(r.body, "некомфортно");
        }
    }
    hides(test_get(w->t, w->mentor, school_path(s, "/my/cards/#", card_of(w, w->orlova))).body,
          SECRET);
}

static int64_t draft(struct cards *w)
{
    struct run_context c;
    struct err err = {0};
    int64_t id = 0;
    assert_int_equal(db_begin(w->s->db), 0);
    int r = run_open(w->s->db, w->s->a, &w->t->app, w->s->programme, &err, &c);
    if (r >= 0)
        r = run_make(&c, w->s->curator, &err, &id);
    if (r < 0)
        fail_msg("%s", err.text);
    assert_int_equal(db_commit(w->s->db), 0);
    return id;
}

static const char *draft_page(struct cards *w, int64_t run, const char *query)
{
    struct reply r = test_get(w->t, w->s->curator,
                              arena_printf(w->s->a, "/drafts/%lld%s", (long long)run, query));
    assert_int_equal(r.status, 200);
    return r.body;
}

/* A draft after Kim and Petrov chose each other. */
static int64_t draft_of_two(struct cards *w)
{
    testing_later(w->t, DAY + DAY / 2);
    assert_int_equal(by_link(w, w->kim, w->petrov, w->orlova).status, 303);
    assert_int_equal(by_link(w, w->petrov, w->kim, 0).status, 303);
    testing_later(w->t, 1000);
    return draft(w);
}

static void a_mutual_choice_is_marked_in_the_draft(void **state)
{
    struct cards *w = *state;
    int64_t run = draft_of_two(w);
    assert_int_equal(school_number(w->s,
                                   "SELECT count(*) FROM run_pair WHERE mentee_id = %lld AND "
                                   "mentor_id = %lld",
                                   (long long)w->kim, (long long)w->petrov),
                     1);
    says(draft_page(w, run, ""), "Взаимный выбор");
    const char *mutual = draft_page(w, run, "?show=mutual");
    says(mutual, "Ким Артём");
    hides(mutual, "Лис Анна");
    says(draft_page(w, run, arena_printf(w->s->a, "?pair=%lld", (long long)w->kim)),
         "оба отметили друг друга");
    hides(draft_page(w, run, ""), "После черновика");
    hides(draft_page(w, run, ""), "в черновике не пара");
    testing_later(w->t, 1000);
    assert_int_equal(by_link(w, w->lis, w->orlova, 0).status, 303);
    says(draft_page(w, run, ""), "После черновика");
}

/* By the book a mutual choice becomes a pair: one that did not is named until a word is said. */
static void a_mutual_choice_without_a_pair_is_named(void **state)
{
    struct cards *w = *state;
    int64_t run = draft_of_two(w);
    hides(draft_page(w, run, ""), "в черновике не пара");
    testing_later(w->t, 1000);
    assert_int_equal(by_link(w, w->kim, w->orlova, 0).status, 303);
    hides(draft_page(w, run, ""), "в черновике не пара"); /* one of two */
    assert_int_equal(by_link(w, w->orlova, w->kim, 0).status, 303);
    const char *page = draft_page(w, run, "");
    says(page, "в черновике не пара");
    says(page, "Сейчас наставник: Петров");
    const char *path = school_path(w->s, "/drafts/#/marks", run);
    struct reply r = test_post(w->t, w->s->curator, path, "seen", "1", "back", "all", "mentee",
                               text(w, w->kim), "mentor", text(w, w->orlova), "mark", "pin", NULL);
    assert_int_equal(r.status, 303);
    page = draft_page(w, run, "");
    hides(page, "в черновике не пара");
    says(page, "Посчитайте заново");
}

static void silence_is_reminded_once_a_day(void **state)
{
    struct cards *w = *state;
    school_sql(w->s,
               "INSERT INTO person_contact (person_id, unit_id, kind, value, owner) SELECT "
               "p.id, p.unit_id, 'email', 'kim@example.org', 'self' FROM person p WHERE p.surname "
               "= '%s'",
               "Ким");
    testing_later(w->t, DAY + DAY / 2);
    assert_int_equal(by_link(w, w->orlova, w->kim, 0).status, 303);
    const char *path = school_path(w->s, "/gatherings/#/remind", w->gathering);
    struct reply r = test_post(w->t, w->s->curator, path, NULL);
    says(r.notice, "3");
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM outbox WHERE body LIKE "
                                         "'%%/card?token=%%' AND body NOT LIKE '%%Ким%%'"),
                     1);
    r = test_post(w->t, w->s->curator, path, NULL);
    says(r.notice, "Напоминать некому");
    testing_later(w->t, 5 * DAY); /* the last day of the cards */
    assert_int_equal(db_begin(w->s->db), 0);
    assert_int_equal(preference_module.hourly(&w->t->app, w->s->db, w->s->a), 0);
    assert_int_equal(db_commit(w->s->db), 0);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM notice WHERE text LIKE 'Карточка "
                                         "после%%'"),
                     6);
}

static void guests(void **state)
{
    struct cards *w = *state;
    const char *page =
        test_get(w->t, w->s->curator, school_path(w->s, "/gatherings/#", w->gathering)).body;
    says(page, "0 из 2");
    (void)school_import(
        w->s, "mentee",
        SCHOOL_SHEET(w->s, "more.xlsx", "ФИО наставляемого|Форма", "Новиков Илья|Ученик – ученик"));
    struct reply r = test_post(w->t, w->s->curator,
                               school_path(w->s, "/gatherings/#/invite", w->gathering), NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM preference_card"), 5);
    r = test_post(w->t, w->s->curator, school_path(w->s, "/gatherings/#/uninvite", w->gathering),
                  "card", text(w, card_of(w, w->kim)), NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM preference_card"), 4);
    page =
        test_get(w->t, w->s->curator, school_path(w->s, "/gatherings/#/sheet", w->gathering)).body;
    says(page, "Новиков Илья");
    says(page, "<svg");
    hides(page, "Ким");
    r = test_post(w->t, w->s->curator, school_path(w->s, "/gatherings/#/closes", w->gathering),
                  "closes", "20.11.2026", NULL);
    assert_int_equal(r.status, 303);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_card_by_link_without_an_account),
        TEST(two_of_one_name_are_told_apart),
        TEST(a_link_is_taken_back),
        TEST(what_is_wrong_is_told_at_the_field),
        TEST(signed_in_the_card_can_be_changed),
        TEST(cards_are_for_the_coordinator_alone),
        TEST(a_mutual_choice_is_marked_in_the_draft),
        TEST(a_mutual_choice_without_a_pair_is_named),
        TEST(silence_is_reminded_once_a_day),
        TEST(guests),
    };
    return cmocka_run_group_tests_name("preference", tests, NULL, NULL);
}
