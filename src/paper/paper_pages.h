/* What the pages of papers show. */
#pragma once

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "paper/paper_book.h"

struct module;
extern const struct module paper_module;
extern const struct module paper_book_module;
extern const struct module paper_work_module;

struct paper_line {
    const char *code, *name, *state, *href;
    enum pill pill;
};

struct paper_stage {
    const char *name;
    const struct paper_line *lines;
    size_t n;
};

struct paper_list_page {
    int64_t programme_id, unit_id;
    bool may_make;
    const struct paper_stage *stages;
    size_t n_stages, n_signed, n_kinds;
};

struct paper_gap_line {
    const char *name, *href, *where; /* href NULL: it comes with the work */
};

struct paper_subject_line {
    const char *name, *href;
};

struct paper_copy_line {
    int64_t id;
    const char *text, *state;
    enum pill pill;
};

struct paper_kind_page {
    int64_t programme_id, subject;
    const struct paper_kind *kind;
    const char *about; /* whom; NULL: the programme */
    const struct form *form;
    bool may_make, may_manage, choosing; /* choosing: whom it is about */
    const struct paper_gap_line *gaps;
    size_t n_gaps;
    const struct paper_subject_line *subjects;
    size_t n_subjects;
    const char *next;
    const struct paper_copy_line *copies;
    size_t n_copies;
    const char *own_template; /* words about it, NULL: ours */
    const char *no_pdf;       /* why there is none; NULL: there is */
    const char *person_href;  /* where the cases of a name are written by hand; NULL: none */
};

struct paper_answers_page {
    int64_t programme_id;
    const struct form *form;
    const char *const *fields;
    size_t n;
};

struct paper_template_page {
    int64_t programme_id;
    const struct paper_kind *kind;
    const char *about, *error;
    const struct form *form;
    bool own, ask_plain;
    const char *const *fields;
    size_t n_fields;
};

struct paper_register_line {
    int64_t id;
    const char *number, *day, *name, *state;
    enum pill pill;
    bool scan;
};

struct paper_register_page {
    int64_t programme_id;
    const struct paper_register_line *lines;
    size_t n;
    struct paging paging;
};

struct paper_event_line {
    const char *when, *what, *who, *detail;
};

struct paper_page {
    const struct paper_row *row;
    const char *name, *day, *state, *error;
    enum pill pill;
    bool may_make, may_show; /* to everybody */
    const struct form *form;
    const struct paper_event_line *events;
    size_t n_events;
};

struct paper_public_page {
    const struct paper_row *row;
    const struct form *form;
    const char *day;
    bool naming;        /* its kind names people */
    const char *closed; /* where the page for everybody is kept, while it is closed */
};

struct paper_unit_page {
    int64_t unit_id;
    const struct form *form;
    bool may;
};

struct paper_name_line {
    const char *question, *form;
};
struct paper_name_page {
    const struct form *form;
    const struct paper_name_line *lines;
    size_t n;
};

/* paper_web.c: of the programme in the address; the kind of the form that was sent, or of the
 * address, NULL: there is none; deeper: below the list. */
int paper_page_open(struct req *req, struct paper_at *at);
const struct paper_kind *paper_page_kind(struct req *req);
int paper_page_frame(struct req *req, const struct paper_at *at, bool deeper, struct page *page);
bool paper_page_may(const struct req *req, enum perm perm);
enum pill paper_page_pill(const char *state);

/* paper_kind_web.c */
extern const struct form_def paper_make_form;
int paper_kind_get(struct req *req);
int paper_make_post(struct req *req);

/* paper_answers_web.c */
extern const struct form_def paper_answers_form;
int paper_answers_get(struct req *req);
int paper_answers_post(struct req *req);

/* paper_template_web.c */
extern const struct form_def paper_template_form;
int paper_template_get(struct req *req);
int paper_template_post(struct req *req);
int paper_template_dropped(struct req *req);
int paper_template_file_get(struct req *req);

/* paper_said_web.c */
extern const struct form_def paper_unit_form, paper_name_form;
int paper_unit_page_get(struct req *req);
int paper_unit_post(struct req *req);
int paper_name_get(struct req *req);
int paper_name_post(struct req *req);
