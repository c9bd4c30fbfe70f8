/* What the tests of drafts in the database share: a school with four who ask and two who answer. */
#pragma once

#include "identity/person.h"
#include "pairing/draft.h"
#include "pairing/rulebook.h"
#include "pairing/run.h"
#include "programme/school_testing.h"

#define MENTEES                                                                                    \
    "ФИО наставляемого|Год рождения|Контактные данные|Основной запрос|Форма",                      \
        "Ким Артём|2013|89120000001|не успевает по алгебре|Ученик – ученик",                       \
        "Лис Анна|2012|89120000002|играть на гитаре|Ученик – ученик",                              \
        "Рябов Лев|2011|89120000003|геометрия, подготовка к ОГЭ|",                                 \
        "Зимина Ольга|2012|89120000004|английский язык|Учитель – учитель"
#define MENTORS                                                                                    \
    "ФИО наставника|Контакты|Основные компетенции|Желаемый возраст|Ресурс времени|Форма",          \
        "Орлова Дарья|89121110001|математика, олимпиады|12-15 лет|8 часов|Ученик – ученик",        \
        "Серов Глеб|89121110002|гитара, вокал|11-15 лет|4 часа|Ученик – ученик"

static inline int setup(void **state)
{
    static const struct module *const list[] = {&draft_module};
    struct school *s = school_new(list, 1);
    s->t->app.rulebooks = rulebooks_new();
    (void)school_import(s, "mentee", SCHOOL_SHEET(s, "mentees.xlsx", MENTEES));
    (void)school_import(s, "mentor", SCHOOL_SHEET(s, "mentors.xlsx", MENTORS));
    school_ready(s);
    *state = s;
    return 0;
}

static inline int teardown(void **state)
{
    struct school *s = *state;
    rulebooks_free(s->t->app.rulebooks);
    school_free(s);
    return 0;
}

static inline struct run_context open_run(struct school *s)
{
    struct run_context c;
    struct err err = {0};
    assert_int_equal(run_open(s->db, s->a, &s->t->app, s->programme, &err, &c), 0);
    return c;
}

static inline int64_t make(struct school *s)
{
    struct run_context c = open_run(s);
    struct err err = {0};
    int64_t id;
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(run_make(&c, s->curator, &err, &id), 0);
    assert_int_equal(db_commit(s->db), 0);
    return id;
}

static inline int publish(struct school *s, int64_t run, int64_t seen, struct err *err)
{
    struct run_context c = open_run(s);
    assert_int_equal(db_begin(s->db), 0);
    int r = run_publish(&c, run, seen, err);
    if (r >= 0)
        return db_commit(s->db);
    db_rollback(s->db);
    return r;
}

static inline int64_t person(struct school *s, const char *surname)
{
    return school_number(s,
                         "SELECT x.id FROM participation x JOIN person p ON p.id = x.person_id "
                         "WHERE p.surname = '%s'",
                         surname);
}

static inline int64_t mentor_of(struct school *s, int64_t run, const char *surname)
{
    return school_number(s,
                         "SELECT coalesce(max(mentor_id), 0) FROM run_pair WHERE run_id = %lld AND "
                         "mentee_id = %lld",
                         (long long)run, (long long)person(s, surname));
}
