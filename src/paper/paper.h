/*
 * Papers of a programme: what each kind says, filled from what is known, by our template or the
 * organisation's own. A template is a .docx with fields in braces (office/docx_fill.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "network/unit.h"
#include "office/docx_fill.h"
#include "programme/pack.h"
#include "programme/programme.h"

struct app;
struct db;

#define PAPER_ANSWER_MAX 2000 /* characters of what people write once for all papers */

/* What one paper of a kind is about. */
enum paper_scope {
    PAPER_PROGRAMME, /* the programme: one */
    PAPER_TEACHERS,  /* the same, where it has a form of teachers */
    PAPER_PAIR,      /* every pair */
    PAPER_PERSONAL,  /* those with a personal programme */
    PAPER_LESSON,    /* every lesson that was held */
    PAPER_MENTOR,    /* everybody of a side: participations */
    PAPER_STAFF,     /* mentors who do it as employees: ст. 351.8 ТК */
    PAPER_PERSON,    /* of both sides */
    PAPER_MINOR,     /* minors of both sides */
};

struct paper_kind {
    const char *code; /* as in document-kinds.tsv */
    const char *name; /* N_() */
    enum paper_scope scope;
    const char *stage; /* of the roadmap it belongs to */
    bool handed_out;   /* printed as a PDF by those who make it */
};

extern const struct paper_kind paper_kinds[];
extern const size_t n_paper_kinds;

const struct paper_kind *paper_kind(const char *code); /* NULL: none */

/* One for the whole programme, whose subject is 0. */
static inline bool paper_of_programme(const struct paper_kind *k)
{
    return k->scope == PAPER_PROGRAMME || k->scope == PAPER_TEACHERS;
}

/* Only for those who manage people: it tells of somebody's pay. */
bool paper_private(const struct paper_kind *k);

/* Where papers of a programme are made. */
struct paper_at {
    struct db *db;
    struct arena *a;
    const struct app *app;
    struct programme p;
    const struct pack *pack;
    struct unit unit;
    struct date day;    /* of the document */
    const char *number; /* "": a line for it */
    int64_t record;     /* this addendum, this personal programme; 0: the last one */
    int zone;
};

/* ERR_NOT_FOUND. day 0: today at the unit. */
int paper_open(struct db *db, struct arena *a, const struct app *app, int64_t programme_id,
               struct err *err, struct paper_at *ret);

/* Is there such a paper in this programme, by its forms? */
bool paper_here(const struct paper_at *at, const struct paper_kind *k);

/* Does a mentor of these forms do it as an employee? */
bool paper_staff(const struct paper_at *at, const char *forms);

/* Is the paper about this pair? 1, 0, < 0. */
int paper_of_pair(const struct paper_at *at, const struct paper_kind *k, int64_t pair);

/* Ids of what the papers of a kind are about, in the order of names; {0} for a programme. */
int paper_subjects(const struct paper_at *at, const struct paper_kind *k, const int64_t **ret,
                   size_t *ret_n);

/* Where a text that is missing can be given. */
enum paper_source {
    PAPER_KNOWN,     /* is there, or comes by itself: number, day */
    PAPER_FROM_UNIT, /* the organisation's page for papers */
    PAPER_ASKED,     /* asked on the page of the paper */
    PAPER_FROM_WORK, /* comes with the work itself: a role model, goals */
};

struct paper_data {
    struct docx_data d;
    const enum paper_source *sources; /* of the values */
};

/* All that there is to fill in. ERR_NOT_FOUND: the subject is not of this programme. */
int paper_collect(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
                  struct err *err, struct paper_data *ret);

/* The same for a page: lists of the programme have their columns, and no rows are read for them. */
int paper_outline(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
                  struct err *err, struct paper_data *ret);

/* The template in use there. id 0: ours. */
struct paper_source_template {
    int64_t id, unit_id, version;
    const char *file_name;
    const void *bytes;
    size_t n;
};
int paper_template(const struct paper_at *at, const struct paper_kind *k, struct err *err,
                   struct paper_source_template *ret);

/* Ours, as a .docx. */
int paper_standard(struct arena *a, const struct paper_kind *k, struct err *err,
                   const void **ret_bytes, size_t *ret_n);

/* What a paper lacks. */
struct paper_gap {
    const char *name; /* of the field */
    enum paper_source source;
};
int paper_gaps(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
               struct err *err, const struct paper_gap **ret, size_t *ret_n);

enum paper_format { PAPER_DOCX, PAPER_PDF };

/* Fill it and write the file. Errors as docx_fill; what is missing is a line to write on. */
int paper_write(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
                enum paper_format format, const char *path, struct err *err);

/* Take a template of one's own: read, checked against what there is to fill in, and kept as the
 * next version. 1, 0: it has no field and nobody said that it needs none. ERR_INVALID: err says
 * what is wrong with it. */
struct paper_template_new {
    int64_t account_id;
    const char *file_name;
    const void *bytes;
    size_t n;
    bool plain; /* no field is needed: every paper is the same */
};
int paper_template_take(const struct paper_at *at, const struct paper_kind *k,
                        const struct paper_template_new *t, struct err *err);

/* Why the template in use gives no PDF, in words; NULL: it does. */
int paper_unprintable(const struct paper_at *at, const struct paper_source_template *t,
                      struct err *err, const char **ret);

/* Back to the template of the level above or ours. 1, 0: there was none of one's own. */
int paper_template_drop(const struct paper_at *at, const struct paper_kind *k);

/* ---- what papers say of an organisation ---- */

struct paper_unit {
    const char *full_name, *address, *city, *email, *inn;
    const char *head_post, *head; /* «директор»; surname, given name, patronymic */
    const char *basis;            /* on which the head acts: «Устава» */
};
#define PAPER_UNIT_MAX 300 /* characters of each */

/* Empty texts when nobody wrote them. */
int paper_unit_get(struct db *db, struct arena *a, int64_t unit_id, struct paper_unit *ret);
/* ERR_INVALID: the head is no full name. */
int paper_unit_set(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                   int64_t account_id, const struct paper_unit *u, struct err *err);

/* ---- what people write once ---- */

struct paper_question {
    const char *name;  /* of the field */
    const char *label; /* N_() */
    const char *hint;  /* N_(), or NULL */
    bool person;       /* a full name, which is declined */
    bool area;
    bool number; /* whole */
};
extern const struct paper_question paper_questions[];
extern const size_t n_paper_questions;

const char *paper_answer(const struct paper_at *at, const char *name); /* "": none */
int paper_answer_set(const struct paper_at *at, const char *name, const char *value);
