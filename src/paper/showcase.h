/*
 * The section «Наставничество» that an organisation shows to everybody (Р-145 asks for it on the
 * organisation's site): its programmes, documents, team, mentors, best practices, open lessons,
 * contacts. Of a person it shows what a consent to publication in force allows, field by field,
 * each time anew: a withdrawn consent takes it away at once.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "programme/programme_state.h"

struct db;
struct module;

extern const struct module showcase_module, showcase_edit_module;

#define SHOWCASE_ABOUT_MAX 3000 /* characters */
#define SHOWCASE_CONTACTS_MAX 500
#define SHOWCASE_POST_MAX 200
#define SHOWCASE_RESULTS_MAX 600
#define SHOWCASE_TITLE_MAX 150
#define SHOWCASE_STORY_MAX 4000
#define SHOWCASE_PEOPLE_MAX 100
#define SHOWCASE_STORIES_MAX 50

struct showcase {
    int64_t unit_id, code; /* its address is /mentoring/CODE */
    bool opened;
    const char *about, *contacts;
};

/* 1, 0 or < 0. */
int showcase_get(struct db *db, struct arena *a, int64_t unit_id, struct showcase *ret);
int showcase_by_code(struct db *db, struct arena *a, int64_t code, struct showcase *ret);

/* The first time makes the code. */
int showcase_save(struct db *db, struct arena *a, const struct showcase *s,
                  const struct deed *deed);

/* Somebody whom it would like to show, and what may be shown now. */
struct showcase_person {
    int64_t id, person_id;
    const char *part; /* team, mentor, mentee */
    const char *full; /* the name, for who keeps the page */
    unsigned allowed; /* enum consent_field */
    const char *name; /* NULL: must not be shown, as the next three */
    const char *post, *results;
    const char *photo;
    bool shown; /* anything at all: without a name nobody is */
};

int showcase_people(struct db *db, struct arena *a, int64_t unit_id, struct date today,
                    struct showcase_person **ret, size_t *ret_n);

struct showcase_wish {
    int64_t unit_id, person_id;
    const char *part, *post, *results;
};
/* Put somebody on the list or change what is said. ERR_LIMIT: the list is full; ERR_NOT_FOUND: not
 * a person of this organisation. */
int showcase_put(struct db *db, struct arena *a, const struct showcase_wish *w,
                 const struct deed *deed, struct err *err, int64_t *ret_id);
/* 1 taken off, 0 was not there. */
int showcase_drop(struct db *db, int64_t id);

/* The same with its photograph, whatever is on the disk. */
int showcase_forget(struct db *db, struct arena *a, int64_t id, const char *folder);

/* A photograph, made clean of everything but the picture (office/photo.h), in a folder of its own;
 * a later one replaces it. */
int showcase_photo_set(struct db *db, struct arena *a, int64_t id, const char *folder,
                       const char *upload, struct err *err);
/* The unit of somebody on a list: 1, 0 or < 0. */
int showcase_person_place(struct db *db, struct arena *a, int64_t id, int64_t *ret_unit_id);

/* What is said of a person on the list of their organisation: 1, 0 or < 0. */
struct showcase_said {
    int64_t id;
    const char *part, *post, *results, *photo;
};
int showcase_said(struct db *db, struct arena *a, int64_t unit_id, int64_t person_id,
                  struct showcase_said *ret);

/* The file of a photograph that may be shown now: 1, 0 or < 0. */
int showcase_photo(struct db *db, struct arena *a, int64_t unit_id, int64_t id, struct date today,
                   const char *folder, const char **ret_path);

struct showcase_story {
    int64_t id;
    const char *title, *body;
    const char *who; /* NULL: nobody, or a name that must not be shown */
    bool shown;      /* the consent to it is in force, or it is of nobody */
    int64_t made_at;
};
int showcase_stories(struct db *db, struct arena *a, int64_t unit_id, struct date today,
                     struct showcase_story **ret, size_t *ret_n);
/* person_id 0: of nobody. ERR_LIMIT. */
int showcase_tell(struct db *db, struct arena *a, int64_t unit_id, int64_t person_id,
                  const char *title, const char *body, const struct deed *deed, struct err *err);
int showcase_untell(struct db *db, int64_t unit_id, int64_t id);
