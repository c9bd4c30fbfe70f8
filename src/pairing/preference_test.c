/* The common meeting: who is asked and reminded, who sees the cards, what drafts make of them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "pairing/preference_test.h"

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
        TEST(cards_are_for_the_coordinator_alone),
        TEST(a_mutual_choice_is_marked_in_the_draft),
        TEST(a_mutual_choice_without_a_pair_is_named),
        TEST(silence_is_reminded_once_a_day),
        TEST(guests),
    };
    return cmocka_run_group_tests_name("preference", tests, NULL, NULL);
}
