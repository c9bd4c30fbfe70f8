/* What the pages of the selection of mentors show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "programme/programme_pages.h"
#include "programme/selection.h"

extern const struct module selection_module;

struct selection_page {
    const struct selection *s;
    const char *state;
    enum pill pill;
    const struct selection_gap *gaps;
    size_t n_gaps;
    bool open;              /* the selection goes on: things can be written down */
    const struct form *bad; /* the check that came back with errors, or NULL */
    int zone;
};

/* Questions with their fields q0, q1 …; marks m0 … with remarks w0 … */
struct selection_questions_page {
    const struct selection *s;
    const struct form *form;
    const char *action, *back;
    bool own; /* the candidate fills it */
};

struct selection_interview_page {
    const struct selection *s;
    const struct form *form;
    const char *action, *back;
};

struct selection_decision_page {
    const struct selection *s;
    const struct form *form;
    const struct commission *commission;
    const struct selection_gap *gaps; /* but for the decision */
    size_t n_gaps;
    const char *action, *back;
    bool open;
    const char *last; /* the newest decision in words, or NULL */
};

struct commission_page {
    const struct form *form;
    const char *action;
    bool named;
};

struct selection_paper_line {
    int64_t id;
    const char *name, *state, *record; /* record: words of the certificate */
    enum pill pill;
    bool chosen, year_known, wants, cleared; /* wants: a certificate */
    const char *year, *number, *issued;      /* as typed */
    const char *error;                       /* NULL: fine */
};

struct selection_paper_page {
    const struct form *form;
    int64_t programme_id, total;
    const struct selection_paper_line *rows;
    size_t n;
    const char *next, *action;
};

/* Everything a change needs, of the programme of the path or of the mentor in it. */
int selection_place_of(struct req *req, int64_t programme_id, struct programme *p,
                       struct selection_place *ret);
int selection_of(struct req *req, struct programme *p, struct selection_place *at,
                 struct selection *ret);

/* The frame of a page of one candidate; under: behind the page of the selection. */
int selection_frame(struct req *req, const struct programme *p, const struct selection *s,
                    bool under, struct page *page);

/* «5 ноября 2026 г., Е. П. Соколова». */
const char *selection_by(struct arena *a, int64_t at, int zone, const char *who);
const char *selection_outcome(const char *outcome);
const char *selection_vote_name(enum selection_vote vote);

/* Names of the fields of a list: q0, q1 … */
const char *selection_field(struct arena *a, char letter, size_t i);

/* selection_sheet_web.c */
extern const struct form_def selection_questions_form, selection_interview_form;
int selection_questions_get(struct req *req);
int selection_questions_post(struct req *req);
int selection_own_get(struct req *req);
int selection_own_post(struct req *req);
int selection_interview_get(struct req *req);
int selection_interview_post(struct req *req);

/* selection_decide_web.c */
extern const struct form_def selection_decision_form, commission_form;
int selection_decision_get(struct req *req);
int selection_decision_post(struct req *req);
int commission_page_get(struct req *req);
int commission_page_post(struct req *req);

/* selection_paper_web.c */
extern const struct form_def selection_paper_form;
int selection_paper_get(struct req *req);
int selection_paper_post(struct req *req);
