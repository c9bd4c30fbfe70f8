/*
 * The public door of a programme: who may apply, when, for how many places. Its address is a
 * number for a poster (/join/482913075); everything personal lies behind links with a secret.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"

struct app;
struct db;
struct module;
struct pack;
struct programme;

/* /programmes/{programme}/enrolment, /join/{enrolment} */
extern const struct module enrolment_module;

#define ENROLMENT_ABOUT_MAX 3000
#define ENROLMENT_CONTACT_MAX 300
#define ENROLMENT_PLACES_MAX 10000
#define ENROLMENT_TEACHERS_MAX 200 /* open links of one programme */
#define ENROLMENT_TEACHER_DAYS 30

struct enrolment {
    int64_t programme_id, unit_id, code;
    bool opened;
    struct date from, to;
    bool mentees, mentors;
    const char *forms;                    /* codes parted by ';' */
    int64_t mentee_places, mentor_places; /* 0: no limit */
    const char *about, *contact;
};

/* 1, 0 or < 0. */
int enrolment_get(struct db *db, struct arena *a, int64_t programme_id, struct enrolment *ret);
int enrolment_by_code(struct db *db, struct arena *a, int64_t code, struct enrolment *ret);

/* Keep what the coordinator decided; the first time makes the code. ERR_LIMIT: dates that do not
 * belong to the programme; ERR_INVALID (err says why): an
 * end before the beginning, nobody may apply, no form. */
int enrolment_save(struct db *db, struct arena *a, const struct clock *clock,
                   const struct enrolment *e, int64_t account_id, struct err *err);

int64_t enrolment_places(const struct enrolment *e, const char *side);
bool enrolment_takes(const struct enrolment *e, const char *side);

/* Whether one can apply today. */
enum enrolment_door {
    ENROLMENT_OPEN,
    ENROLMENT_CLOSED,  /* by hand, or never opened */
    ENROLMENT_EARLY,   /* before its first day */
    ENROLMENT_LATE,    /* after its last day */
    ENROLMENT_STOPPED, /* the programme is not running */
};
enum enrolment_door enrolment_door(const struct enrolment *e, const char *programme_state,
                                   struct date today);

/* Does «a;b» hold this code? */
bool enrolment_has_form(const char *forms, const char *code);
/* Those that the programme still has, parted by ';'. */
const char *enrolment_forms_left(struct arena *a, const struct programme *p, const char *forms);

/* ---- links with a secret ---- */

/* Made of the installation's key and an id, so that a page can show a link again and the database
 * alone opens nothing. */
enum enrolment_link {
    ENROLMENT_STATUS,         /* the author: how it stands, withdrawal */
    ENROLMENT_SELF,           /* signature of the participant */
    ENROLMENT_REPRESENTATIVE, /* signature of the legal representative */
    ENROLMENT_TEACHER,        /* lists of a class teacher */
};
#define ENROLMENT_TOKEN_LEN 32

const char *enrolment_token(struct arena *a, const struct app *app, enum enrolment_link kind,
                            int64_t id);
/* The id behind a token, or 0. */
int64_t enrolment_token_id(const struct app *app, enum enrolment_link kind, const char *token);

/* The path of a link («/application?token=…»), and its whole address. */
const char *enrolment_path(struct arena *a, const struct app *app, enum enrolment_link kind,
                           int64_t id);
const char *enrolment_url(struct arena *a, const struct app *app, enum enrolment_link kind,
                          int64_t id);

/* ---- links of class teachers ---- */

struct enrolment_teacher {
    int64_t id, programme_id, unit_id;
    const char *name;
    int64_t expires_at;
};

/* ERR_LIMIT: too many open ones. */
int enrolment_teacher_add(struct db *db, struct arena *a, const struct clock *clock,
                          const struct enrolment *e, const char *name, int64_t account_id,
                          struct err *err, int64_t *ret_id);
/* 1 closed now, 0 there was no such open link. */
int enrolment_teacher_close(struct db *db, const struct clock *clock, int64_t programme_id,
                            int64_t id);
/* An open one: 1, 0 or < 0. */
int enrolment_teacher_get(struct db *db, struct arena *a, const struct clock *clock, int64_t id,
                          struct enrolment_teacher *ret);
/* Open ones, newest first, at most ENROLMENT_TEACHERS_MAX. */
int enrolment_teachers(struct db *db, struct arena *a, const struct clock *clock,
                       int64_t programme_id, struct enrolment_teacher **ret, size_t *ret_n);
