/* What the pages of training show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "learning/training.h"

struct object;
extern const struct module training_module;

struct training_line {
    int64_t id;
    const char *name, *state;
    enum pill pill;
    const char *attendance, *test; /* in words */
    size_t n_gaps;
    const char *first_gap; /* "" */
};

struct training_page {
    int64_t programme_id;
    int64_t approved, learning, ready;
    struct training_rules rules;
    const struct training *sessions;
    size_t n_sessions;
    const struct training_line *rows;
    size_t n, n_complete; /* complete: everything is there, on this page */
    const char *next;
    struct date today;
};

struct training_form_page {
    const struct form *form;
    const char *action, *back;
    const struct choice *topics;
};

struct training_rules_page {
    const struct form *form;
    const char *action, *back;
    bool own;
};

struct training_sheet_line {
    int64_t id;
    const char *name;
    bool present;
};

struct training_sheet_page {
    const struct training *t;
    const struct training_sheet_line *rows;
    size_t n;
    const char *action, *remove, *next;
};

struct training_remove_page {
    const struct training *t;
    const char *action, *back, *day;
};

struct training_person_page {
    const struct selection *s;
    const struct training_state *t;
    const char *state;
    enum pill pill;
    const struct selection_gap *gaps;
    size_t n_gaps;
    bool open; /* approved or in training */
};

struct training_test_page {
    const struct pack *pack;
    const struct form *form; /* NULL: only the result is shown */
    const struct training_state *t;
    const char *action, *back, *refused; /* refused: why no attempt can be made, or NULL */
};

struct mentor_line {
    const char *programme, *state;
    enum pill pill;
    const struct selection_gap *gaps;
    size_t n_gaps;
    const struct training_state *t;
    bool open, ready;
};

struct mentor_page {
    const struct mentor_line *rows;
    size_t n;
    const char *record; /* of the certificate, or NULL */
    enum notice record_kind;
};

/* For views. */
const char *training_field(struct arena *a, size_t i);
bool training_ticked(const struct form *f, size_t question, size_t option);

/* training_exam_web.c */
extern const struct form_def training_test_form;
int training_test_get(struct req *req);
int training_test_post(struct req *req);
int training_own_test_get(struct req *req);
int training_own_test_post(struct req *req);

/* training_sheet_web.c */
extern const struct form_def training_sheet_form;
int training_sheet_get(struct req *req);
int training_sheet_post(struct req *req);
int training_remove_get(struct req *req);
int training_remove_post(struct req *req);
int training_object(struct req *req, int64_t id, struct object *ret);

/* training_mine_web.c */
int mentor_get(struct req *req);

const char *training_test_short(struct arena *a, const struct training_state *t);
const char *training_attendance_short(struct arena *a, const struct training_state *t);
