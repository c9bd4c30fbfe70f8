/*
 * For tests only: the school with one published pair, and accounts of the mentee, the mentor, the
 * mentee's mother and somebody of another pair. The clock stands at TEST_NOW_MS.
 */
#pragma once

/* cmocka wants this order. */
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
#include "programme/school_testing.h"
#include "work/meeting_pages.h"
#include "work/pair.h"
#include "work/pair_state.h"

struct couple {
    struct school *s;
    struct testing *t;
    int64_t run, pair, mentee_id, mentor_id;           /* the last two are participations */
    int64_t mentee, mentor, mother, stranger, curator; /* accounts */
};

static inline int64_t couple_account(struct couple *w, const char *login, enum role role,
                                     const char *surname)
{
    int64_t account = testing_account(w->t, login, role, w->s->unit);
    school_sql(w->s,
               "UPDATE account SET person_id = (SELECT id FROM person WHERE surname = '%s') WHERE "
               "id = %lld",
               surname, (long long)account);
    return account;
}

static inline void couple_publish(struct couple *w)
{
    struct school *s = w->s;
    struct run_context c;
    struct err err = {0};
    assert_int_equal(db_begin(s->db), 0);
    int made = run_open(s->db, s->a, &w->t->app, s->programme, &err, &c);
    if (made >= 0)
        made = run_make(&c, s->curator, &err, &w->run);
    if (made < 0)
        fail_msg("%s", err.text);
    assert_int_equal(db_commit(s->db), 0);
    struct reply r =
        test_post(w->t, s->curator, school_path(s, "/drafts/#/publish", w->run), "seen", "1", NULL);
    assert_int_equal(r.status, 303);
    w->pair = school_number(s, "SELECT max(id) FROM pair");
    w->mentee_id =
        school_number(s, "SELECT mentee_id FROM pair WHERE id = %lld", (long long)w->pair);
    w->mentor_id =
        school_number(s, "SELECT mentor_id FROM pair WHERE id = %lld", (long long)w->pair);
}

static inline void couple_people(struct couple *w)
{
    struct school *s = w->s;
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "mentees.xlsx",
                                     "ФИО наставляемого|Год рождения|Основной запрос|Форма",
                                     "Ким Артём Олегович|2013|алгебра|Ученик – ученик"));
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx",
                                     "ФИО наставника|Основные компетенции|Ресурс времени|Форма",
                                     "Орлова Дарья Ивановна|математика|8 часов|Ученик – ученик"));
    school_ready(s);
}

static inline int couple_setup_with(void **state, const struct module *const *list, size_t n)
{
    struct school *s = school_new(list, n);
    s->t->app.rulebooks = rulebooks_new();
    struct couple *w = arena_new_of(s->a, struct couple);
    *w = (struct couple){.s = s, .t = s->t, .curator = s->curator};
    couple_people(w);
    school_ready(s);
    couple_publish(w);
    w->mentee = couple_account(w, "kim", ROLE_MENTEE, "Ким");
    w->mentor = couple_account(w, "orlova", ROLE_MENTOR, "Орлова");
    w->mother = testing_account(w->t, "mother", ROLE_REPRESENTATIVE, s->unit);
    w->stranger = testing_account(w->t, "stranger", ROLE_MENTOR, s->unit);
    school_sql(s,
               "INSERT INTO representative (person_id, minor_id, unit_id, created_at) SELECT "
               "a.person_id, p.id, %lld, 0 FROM account a, person p WHERE a.id = %lld AND "
               "p.surname = 'Ким'",
               (long long)s->unit, (long long)w->mother);
    *state = w;
    return 0;
}

static inline int couple_setup(void **state)
{
    static const struct module *const list[] = {&draft_module, &pair_module, &pair_state_module,
                                                &meeting_module, &meeting_list_module};
    return couple_setup_with(state, list, sizeof list / sizeof *list);
}

static inline int couple_teardown(void **state)
{
    struct couple *w = *state;
    rulebooks_free(w->t->app.rulebooks);
    school_free(w->s);
    return 0;
}

static inline const char *couple_body(struct couple *w, int64_t account, const char *form,
                                      int64_t id, int status)
{
    struct reply r = test_get(w->t, account, school_path(w->s, form, id));
    if (r.status != status)
        fail_msg("%s: %d", form, r.status);
    return r.body;
}

static inline void couple_says(const char *body, const char *words)
{
    if (!strstr(body, words))
        fail_msg("the page does not say «%s»", words);
}

static inline void couple_hides(const char *body, const char *words)
{
    if (strstr(body, words))
        fail_msg("the page says «%s»", words);
}

/* A meeting planned by the mentor; the clock goes past it. */
static inline int64_t couple_meets(struct couple *w, const char *kind, const char *day)
{
    struct reply r =
        test_post(w->t, w->mentor, school_path(w->s, "/my/couples/#/meetings", w->pair), "kind",
                  kind, "day", day, "time", "15:00", "place", "Библиотека", NULL);
    if (r.status != 303)
        fail_msg("%s: %d %s", kind, r.status, r.body);
    return school_number(w->s, "SELECT id FROM meeting WHERE state = 'planned' AND kind = '%s'",
                         kind);
}

static inline struct reply couple_holds(struct couple *w, int64_t account, int64_t meeting)
{
    return test_post(w->t, account, school_path(w->s, "/my/meetings/#/held", meeting), "result",
                     "Разобрали дроби", "homework", "Три задачи", NULL);
}

/* Marks, and yes or no at the end, as the sheets of the target model ask. */
static inline struct reply couple_marks(struct couple *w, int64_t account, int64_t meeting,
                                        const char *mark, const char *help)
{
    return test_post(w->t, account, school_path(w->s, "/my/meetings/#/feedback", meeting), "a1",
                     mark, "a2", mark, "a3", mark, "a4", "СЛОВА ПОСЛЕ ВСТРЕЧИ", "a7", help, NULL);
}

static inline struct reply couple_answers(struct couple *w, int64_t account, int64_t meeting,
                                          const char *go_on, const char *why)
{
    return test_post(w->t, account, school_path(w->s, "/my/meetings/#/feedback", meeting), "a1",
                     "6", "a2", "6", "a3", go_on, "a4", why, NULL);
}

#define DAYS(n) ((n)*INT64_C(86400000))
