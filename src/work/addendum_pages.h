/* What the pages of addenda show. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "work/addendum.h"

struct addendum_line {
    const char *path, *mentor, *term, *number, *state;
    enum pill pill;
};

struct addendum_mentor {
    int64_t id; /* participation */
    const char *name;
};

struct addendum_list_page {
    const struct addendum_line *lines;
    size_t n;
    int64_t programme_id;
    bool may_manage;
    const char *q, *next;
    const struct addendum_mentor *mentors; /* found by q */
    size_t n_mentors;
};

struct addendum_new_page {
    const struct form *form;
    const char *action, *back, *mentor;
};

struct addendum_event_line {
    const char *when, *what, *who, *reason;
};

struct addendum_page {
    const struct addendum_row *x;
    const char *base, *mentor, *programme, *state, *term, *stop, *notice, *earliest;
    enum pill pill;
    bool own, staff;
    const struct form *form;
    const struct addendum_event_line *events;
    size_t n_events;
};

struct addendum_mine_line {
    int64_t id;
    const char *programme, *term, *state;
    enum pill pill;
};

struct addendum_mine_page {
    const struct addendum_mine_line *lines;
    size_t n;
};

struct req;

/* addendum_web.c: a refusal of the rules at a field of the form; surname, given name, patronymic.
 */
int addendum_refused(struct req *req, const char *field, int r);
const char *addendum_name(struct req *req, const char *surname, const char *given,
                          const char *patronymic);

/* addendum_offer_web.c */
extern const struct form_def addendum_offer_form;
int addendum_offer_get(struct req *req);
int addendum_offer_post(struct req *req);
