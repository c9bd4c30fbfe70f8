/* What the tests of drafts share: the pack, and drafts that must succeed. */
#pragma once

#include "pairing/pairing.h"
#include "pairing/testing.h"

#define YEAR 2026

static struct arena *arena;
static struct criterion_input base;

static int setup(void **state)
{
    (void)state;
    static const struct criterion_form forms[] = {{"student_student", "Ученик – ученик"},
                                                  {"employer_student", "Работодатель – ученик"}};
    arena = arena_new();
    base = testing_input(arena, YEAR);
    base.form = forms;
    base.n_forms = 2;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct pairing_input input(const struct mentee_profile *m, uint32_t n,
                                  const struct mentor_profile *t, uint32_t k)
{
    struct pairing_input in = {.people = base, .settings.seed = 7};
    in.people.mentee = m;
    in.people.n_mentees = n;
    in.people.mentor = t;
    in.people.n_mentors = k;
    return in;
}

static const struct pairing *make(const struct pairing_input *in)
{
    const struct pairing *p;
    struct err err;
    if (pairing_make(arena, in, &err, &p) < 0)
        fail_msg("%s", err.text);
    return p;
}

static const struct pairing_pair *pair_of(const struct pairing *p, uint32_t mentee)
{
    for (size_t k = 0; k < p->n_pairs; k++)
        if (p->pair[k].mentee == mentee)
            return &p->pair[k];
    return NULL;
}

/* A region of any size out of a few requests and skills. */
static inline struct pairing_input region(uint32_t n, uint32_t m)
{
    static const char *const requests[] = {"подтянуть математику к ОГЭ",
                                           "не понимает физику, нужна помощь с задачами",
                                           "английский с нуля",
                                           "хочу в IT, учу Python",
                                           "боится выступать на публике",
                                           "выбор профессии, не знает кем стать",
                                           "играть на гитаре",
                                           "снимать и монтировать видео",
                                           "нужен тренер по волейболу",
                                           "исследовательский проект по экологии"};
    static const char *const skills[] = {"математика, физика",        "английский язык, репетитор",
                                         "программирование, Python",  "ораторское искусство",
                                         "профориентация, карьера",   "гитара, вокал",
                                         "видеосъёмка, монтаж видео", "волейбол, тренер",
                                         "экология, проекты",         "химия, биология"};
    static const char *const wishes[] = {"", "старшие классы", "подростки", "10+", "5-9 класс"};
    static const char *const hours[] = {"", "1 час в неделю", "2 ч/нед", "по субботам"};
    struct mentee_profile *a = arena_array(arena, struct mentee_profile, n);
    struct mentor_profile *b = arena_array(arena, struct mentor_profile, m);
    for (uint32_t i = 0; i < n; i++) {
        a[i] = testing_mentee(1000 + i, arena_printf(arena, "Ученик %u", i),
                              (int)(2009 + i * 7 % 6), "", requests[i * 2654435761u % 97 % 10]);
        a[i].p.municipality = 1 + i % 3;
    }
    for (uint32_t j = 0; j < m; j++) {
        b[j] = testing_mentor(900000 + j, arena_printf(arena, "Наставник %u", j), "",
                              skills[j * 40503u % 89 % 10], wishes[j % 5], hours[j % 4]);
        b[j].p.municipality = 1 + j % 3;
    }
    return input(a, n, b, m);
}
