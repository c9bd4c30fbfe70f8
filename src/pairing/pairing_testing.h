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
    struct pairing_input in = {.people = base, .seed = 7};
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
