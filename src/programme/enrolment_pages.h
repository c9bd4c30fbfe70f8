/* What the pages of enrolment and of applications show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/page.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "html/html.h"
#include "programme/application.h"
#include "programme/enrolment.h"
#include "programme/pack.h"
#include "programme/programme.h"

/* ---- the coordinator's door (enrolment_web.c) ---- */

struct enrolment_teacher_line {
    int64_t id;
    const char *name, *url, *until;
};

struct enrolment_page {
    int64_t programme_id;
    const struct enrolment *e; /* NULL: never opened */
    enum pill pill;
    const char *state, *words; /* «Открыт», «До 5 октября включительно» */
    const char *url, *path; /* of the public page */
    struct safe_html qr;
    const char *sides, *forms, *places;
    struct application_counts mentees, mentors;
    const struct enrolment_teacher_line *teachers;
    size_t n_teachers;
    const struct form *teacher;
    bool may_lead;
};

struct enrolment_settings_page {
    const struct form *form;
    const struct choice *forms;
    int64_t programme_id;
    bool opened;
};

struct enrolment_poster_page {
    const char *programme, *unit, *url, *dates, *contact;
    const char *const *about;
    size_t n_about;
    struct safe_html qr;
    bool mentees, mentors;
};

/* ---- the public door (enrolment_join_web.c) ---- */

struct enrolment_join_page {
    const struct enrolment *e;
    const char *closed; /* why one cannot apply; NULL: one can */
    const char *const *about;
    size_t n_about;
    const char *until, *dates, *forms, *places; /* places: «осталось 4 места», or NULL */
    bool teacher;
    bool children; /* a parent may apply for a child */
};

/* «/join/CODE» of the path, its programme and pack; the words why it is shut, or NULL. */
struct enrolment_at {
    struct enrolment e;
    struct programme p;
    const struct pack *pack;
    struct date today;
    const char *shut, *unit_name;
};
int enrolment_at(struct req *req, const struct enrolment *e, struct enrolment_at *ret);
int enrolment_of(struct req *req, struct enrolment_at *ret); /* of {enrolment} */

/* A desk of whoever is asking (without an account: by a link). */
struct application_desk application_desk(struct req *req, struct date today);

/* A page for everybody: title, no rail, the organisation's name. */
int enrolment_public(struct req *req, const struct enrolment_at *at, struct page *page);

/* Whom an application is about, as far as it is known. */
enum applicant { APPLICANT_ANYBODY, APPLICANT_PUPIL, APPLICANT_MINOR };

/* The enrolment's forms where such a person may stand on this side. */
struct enrolment_offer {
    const struct choice *choices; /* NULL: there is nothing to choose */
    const char *only;             /* the one form, or NULL */
    const char *codes, *any;      /* all of them; what no choice means: "" when all fit */
    size_t n;
};
struct enrolment_offer enrolment_forms(struct req *req, const struct enrolment_at *at,
                                       const char *side, enum applicant who);
bool enrolment_offers(const struct enrolment_offer *offer, const char *code);
/* What a request may be about in one of these forms; NULL: the pack has none. */
const struct choice *enrolment_categories(struct req *req, const struct enrolment_at *at,
                                          const char *codes);

/* Looks for what should not be written, and says so at the field. sure: the author says it is about
 * something else; a mentor, whose words are about work, may say so of any of them. */
void enrolment_sensitive(struct req *req, const struct pack *pack, const char *field,
                         const char *text, bool sure, bool mentor);

/* ---- applying (application_form_web.c, application_class_web.c) ---- */

struct application_form_page {
    const struct form *form;
    const struct choice *forms, *categories; /* NULL: not asked */
    const char *action, *other; /* other: where a parent goes on with the same answers, or NULL */
    bool mentor, parent, ask;   /* ask: the box «это не такие сведения» */
};
extern const struct form_def application_own_form, application_child_form, application_mentor_form;
int application_own_get(struct req *req);
int application_child_get(struct req *req);
int application_mentor_get(struct req *req);
int application_own_post(struct req *req);
int application_child_post(struct req *req);
int application_mentor_post(struct req *req);

struct application_class_line {
    const char *name, *state;
    enum pill pill;
};

struct application_class_page {
    const struct form *form;
    const struct choice *forms, *categories;
    const char *action, *token, *slips; /* token NULL: the coordinator */
    const struct application_class_line *rows;
    size_t n;
    bool ask;
    const char *shut;
};

/* One sheet for a parent: whose consent, the link, the drawing. */
struct application_slip {
    const char *participant, *url;
    const char *until; /* the last day to sign */
    struct safe_html qr;
};
struct application_slips_page {
    const struct application_slip *rows;
    size_t n;
    const char *programme, *unit, *contact, *back;
    struct paging paging;
    bool later; /* not the first page */
};

/* A class teacher by the token of their link; the coordinator has none. */
struct application_class_at {
    struct enrolment_at at;
    struct enrolment_teacher teacher; /* id 0: the coordinator */
    const char *token;                /* NULL: the coordinator */
};
/* 1, 0: no such link any more (application_class_gone says so). */
int application_class_at(struct req *req, const char *token, struct application_class_at *ret);
int application_class_gone(struct req *req);
const char *application_class_throttle(struct req *req); /* guesses slow down by address */

int application_class_own_get(struct req *req);
int application_class_own_post(struct req *req);
int application_slips_get(struct req *req);
int application_class_slips_get(struct req *req);
extern const struct form_def application_class_form;

/* ---- by a link (application_sign_web.c) ---- */

struct application_status_page {
    const struct application *x;
    enum pill pill;
    const char *state, *words;
    const char *participant, *programme, *dates;
    const char *go_on; /* where the author signs, or NULL */
    const char *other; /* address to hand to the participant, or NULL */
    struct safe_html other_qr;
    const char *waiting; /* for whom it waits otherwise, or NULL */
    const char *withdraw, *url;
    const char *pair; /* where a parent ends the child's pair, or NULL */
    const char *contact;
};

struct application_sign_page {
    const struct form *form;
    const char *participant, *who; /* who: NULL: the name is asked for */
    const char *request, *place;
    const char *const *paragraphs;
    size_t n_paragraphs;
    int64_t text_id;
    const char *token, *no, *kind;
    bool representative, contacts; /* contacts: none is known yet */
};

/* ---- the coordinator's list and one application (application_web.c, application_one_web.c) ----
 */

struct application_line {
    int64_t id;
    const char *name, *year, *request, *when, *author;
};

struct application_tab {
    const char *code, *label;
    int64_t n;
};

struct application_list_page {
    int64_t programme_id;
    const char *side, *state;
    const struct application_tab *tabs;
    size_t n_tabs;
    const struct application_line *rows;
    size_t n;
    bool bulk, slips;
    const struct form *form;
    struct paging paging;
    const char *places; /* «Занято 12 мест из 20», or NULL */
    bool opened;        /* there is a door */
};

struct application_signature {
    const char *what, *who, *when;
};

struct application_one_page {
    const struct application *x;
    const char *name, *state;
    enum pill pill;
    struct {
        const char *label, *text;
    } facts[20];
    size_t n_facts;
    const struct application_signature *signatures;
    size_t n_signatures;
    const char *missing; /* whose signature is not there, or NULL */
    const char *url;     /* of who has to sign, or NULL */
    struct safe_html qr;
    const char *url_words;
    const struct form *approve, *refuse;
    const struct choice *known; /* «Это тот же человек?», or NULL */
    const char *match;          /* who is in the base already */
    const char *full;           /* no place is free: what the button does */
    bool may_decide;
};

enum pill application_pill(const char *state);
int application_one_get(struct req *req);
int application_approve_post(struct req *req);
int application_refuse_post(struct req *req);
extern const struct form_def application_approve_form, application_refuse_form;

/* enrolment_web.c: the link back to the door's page */
struct link enrolment_parent(struct req *req, const struct programme *p);

/* enrolment_settings_web.c */
extern const struct form_def enrolment_settings_form;
int enrolment_settings_get(struct req *req);
int enrolment_settings_post(struct req *req);
int enrolment_close_post(struct req *req);
