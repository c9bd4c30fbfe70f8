/* What the pages of the section «Наставничество» show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "paper/paper_public.h"
#include "paper/showcase.h"

struct showcase_programme {
    const char *title, *dates, *forms;
    const char *join; /* where one applies, or NULL */
    const char *numbers; /* of one that is over: «18 пар завершили работу», or NULL */
};

struct showcase_part {
    const char *title, *anchor;
    const struct showcase_person *const *people;
    size_t n;
};

/* A document or a lesson. */
struct showcase_rows {
    const struct showcase_row_of {
        const char *title, *first;
        const char *href, *second, *text; /* NULL: there is none */
    } * row;
    size_t n;
};

struct showcase_page {
    int64_t code;
    struct showcase_rows documents, lessons;
    const char *const *about;
    size_t n_about;
    const struct showcase_programme *going, *over;
    size_t n_going, n_over;
    struct showcase_part parts[3];
    const struct showcase_story *stories;
    size_t n_stories;
    const char *contacts, *address, *email, *phone, *dial; /* NULL: none */
    const char *whole; /* of a fragment: the address of the page */
};

struct showcase_line {
    const struct showcase_person *person;
    const char *part;
    enum pill pill;
    const char *state; /* «Показан: имя, фотография», «Нет согласия на публикацию» */
};

struct showcase_candidate {
    int64_t person_id;
    const char *name, *role;
};

/* For who keeps it. */
struct showcase_desk {
    const struct showcase *s; /* NULL: not made yet */
    const char *url, *embed;  /* its address; what is put into another site */
    bool unreachable;         /* open, and nowhere does it say whom to ask */
    const struct form *form;
    const struct showcase_line *people;
    size_t n_people;
    const struct showcase_candidate *team; /* those with a role who are not on the list */
    size_t n_team;
    const struct showcase_story *stories;
    size_t n_stories;
    const struct paper_public *documents;
    size_t n_documents;
    const char *path; /* of this page */
};

struct showcase_person_page {
    const struct form *form;
    const char *allowed; /* what may be published now, in words; "": nothing */
    const char *consents, *back, *action;
    int64_t id; /* 0: not on the list */
    bool photo; /* there is one */
};

struct showcase_story_page {
    const struct form *form;
    const struct choice *people;
    const char *action, *back;
};
