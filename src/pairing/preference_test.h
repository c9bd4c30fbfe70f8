/* For tests of cards: a school with two on each side and a common meeting. */
#pragma once

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

static inline int64_t account_of(struct cards *w, const char *login, enum role role,
                                 const char *surname)
{
    int64_t account = testing_account(w->t, login, role, w->s->unit);
    school_sql(w->s,
               "UPDATE account SET person_id = (SELECT id FROM person WHERE surname = '%s') WHERE "
               "id = %lld",
               surname, (long long)account);
    return account;
}

static inline int64_t participant(struct cards *w, const char *surname)
{
    return school_number(w->s,
                         "SELECT x.id FROM participation x JOIN person p ON p.id = x.person_id "
                         "WHERE p.surname = '%s'",
                         surname);
}

static inline struct reply gather(struct cards *w, const char *day, const char *closes)
{
    return test_post(w->t, w->s->curator,
                     school_path(w->s, "/programmes/#/gatherings", w->s->programme), "day", day,
                     "time", "14:00", "place", "Актовый зал", "closes", closes, NULL);
}

static inline int setup(void **state)
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

static inline int teardown(void **state)
{
    struct cards *w = *state;
    rulebooks_free(w->t->app.rulebooks);
    school_free(w->s);
    return 0;
}

static inline void says(const char *body, const char *words)
{
    if (!strstr(body, words))
        fail_msg("the page does not say «%s»", words);
}

static inline void hides(const char *body, const char *words)
{
    if (strstr(body, words))
        fail_msg("the page says «%s»", words);
}

static inline int64_t card_of(struct cards *w, int64_t participation)
{
    return school_number(w->s, "SELECT id FROM preference_card WHERE participation_id = %lld",
                         (long long)participation);
}

static inline const char *token_of(struct cards *w, int64_t participation, int64_t link)
{
    char token[PREFERENCE_TOKEN_LEN + 1];
    preference_token(w->t->app.key, card_of(w, participation), link, token);
    return arena_strdup(w->s->a, token);
}

static inline const char *text(struct cards *w, int64_t n)
{
    return arena_printf(w->s->a, "%lld", (long long)n);
}

static inline struct reply by_link(struct cards *w, int64_t from, int64_t first, int64_t exclude)
{
    const char *token = token_of(w, from, 1);
    if (!exclude)
        return test_post(w->t, 0, "/card", "token", token, "c1", text(w, first), "why", SECRET,
                         NULL);
    return test_post(w->t, 0, "/card", "token", token, "c1", text(w, first), "exclude",
                     text(w, exclude), "why", SECRET, NULL);
}
