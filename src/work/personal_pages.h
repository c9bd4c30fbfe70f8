/* What the pages of personal programmes show. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "work/personal.h"

struct personal_line {
    const char *path, *mentee, *mentor, *term, *state;
    int64_t edition;
    enum pill pill;
};

struct personal_list_page {
    const struct personal_line *lines;
    size_t n;
    const struct personal_without *without; /* pairs that have none */
    size_t n_without;
    bool may_manage;
    const char *next; /* or NULL */
};

/* No programme yet. */
struct personal_none_page {
    const char *action; /* where the button leads; NULL: not this person's, or the pair is over */
    const char *request;
};

struct personal_event_line {
    const char *when, *what, *who, *reason;
};

struct personal_page {
    const struct personal *x;
    const char *base; /* «/my/personal/5» */
    const char *state, *term, *council, *order;
    enum pill pill;
    bool edit, submit, decide, mark, close, renew; /* what this person may do now */
    const struct form *form;                       /* of a mark that failed, or NULL */
    const struct personal_event_line *events;
    size_t n_events;
    const struct personal_editions *editions;
    size_t n_editions;
    const char *newer; /* «Черновик редакции 2 ждёт …»: its address, or NULL */
};

struct personal_text_page {
    const struct form *form;
    const struct field *fields; /* one a part, with the words of the pack */
    size_t n;
    const struct choice *types;
    const char *base;
};

struct personal_task_line {
    const struct pack_task *task;
    bool there;
};

struct personal_plan_page {
    const struct form *form;
    const struct personal_task_line *tasks;
    size_t n;
    const char *base;
};

struct personal_step_page {
    const struct form *form;
    const struct choice *stages;
    const char *base;
    int64_t key; /* 0: a new one */
};

struct personal_move_page {
    const struct form *form;
    const char *base, *action, *button, *lead;
    bool council, number, reason; /* which fields it asks for */
};

/* personal_edit_web.c */
extern const struct form_def personal_text_form, personal_plan_form, personal_step_form,
    personal_drop_form;
int personal_text_get(struct req *req);
int personal_text_post(struct req *req);
int personal_plan_get(struct req *req);
int personal_plan_post(struct req *req);
int personal_step_get(struct req *req);
int personal_step_post(struct req *req);
int personal_drop_post(struct req *req);

/* personal_move_web.c */
extern const struct form_def personal_move_form;
int personal_move_get(struct req *req);
int personal_move_post(struct req *req);

/* personal_web.c: the programme of the path with whose side it is, and its address. */
int personal_of(struct req *req, struct personal *ret, const char **ret_base);
int personal_show(struct req *req, const struct personal *x, const char *base, struct page *page);
