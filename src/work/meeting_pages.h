/* What the pages of meetings show, and the modules that answer them. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "work/meeting.h"

struct module;
extern const struct module meeting_module, meeting_list_module;

/* One meeting in a list. */
struct meeting_line {
    int64_t id;
    const char *path; /* its page; NULL: this reader has none */
    const char *when, *kind, *state, *place, *about;
    const char *names; /* of the pair, in lists of a programme; NULL on the pair's own page */
    const char *marks; /* «наставник 8, наставляемый 9»; NULL: not for this reader */
    enum pill pill;
    bool done, next, off; /* how it is drawn */
    bool owed;            /* this reader's feedback */
};

struct meeting_lines {
    const struct meeting_line *row;
    size_t n;
};

/* Meetings of a pair on its page, newest first: of one side (what it may read), of the coordinator
 * (side ""), or of a representative (NULL: that they happen, and nothing else). */
int meeting_lines_of(struct req *req, struct meeting_at *at, const char *side,
                     struct meeting_lines *ret);

struct meeting_answer_line {
    const char *question, *answer;
};

/* What one side said. */
struct meeting_sheet {
    const char *who;
    const struct meeting_answer_line *row;
    size_t n; /* 0: nothing yet */
};

struct meeting_page {
    const struct meeting_row *m;
    const char *base, *pair; /* paths */
    const char *kind, *when, *state;
    enum pill pill;
    struct pack_list agenda;
    bool mine;           /* of one of the two; otherwise the coordinator's */
    bool planned, ahead; /* ahead: its time has not come */
    bool asks, said;     /* feedback of this reader */
    const char *own_mark;
    struct meeting_sheet sheets[2]; /* the coordinator's */
    const char *moved_to;           /* path */
};

struct meeting_form_page {
    const struct form *form;
    const char *action, *back; /* paths */
    const char *kind, *when;   /* of the meeting; NULL for a new one */
    const struct choice *kinds;
    const char *zone; /* «Время местное, МСК+2» */
    const char *owed; /* path of the feedback that comes first, or NULL */
    bool ahead;
};

struct meeting_say_page {
    const struct form *form;
    const char *action, *kind, *when, *back;
    const struct pack_question **item;
    size_t n;
    bool mentor;
};

struct meeting_list_page {
    int64_t programme_id;
    bool behind;
    const struct meeting_line *row;
    size_t n;
    const char *next;
};

struct meeting_need_line {
    int64_t pair_id;
    const char *mentee, *mentor, *why, *last, *marks;
};

struct meeting_need_page {
    int64_t programme_id, days;
    const struct meeting_need_line *row;
    size_t n;
    const char *next;
};

/* meeting_forms_web.c */
int meeting_new_get(struct req *req);
int meeting_new_post(struct req *req);
int meeting_held_get(struct req *req);
int meeting_held_post(struct req *req);
int meeting_moved_get(struct req *req);
int meeting_moved_post(struct req *req);
int meeting_off_get(struct req *req);
int meeting_off_post(struct req *req);
int meeting_say_get(struct req *req);
int meeting_say_post(struct req *req);
extern const struct form_def meeting_new_form, meeting_held_form, meeting_moved_form,
    meeting_off_form, meeting_say_form;

/* Whose door it is: /my/… is one of the two. */
bool meeting_mine(const struct req *req);
/* The pair of the path and who acts; with a meeting in the path also that. */
int meeting_open(struct req *req, int64_t pair_id, struct meeting_at *ret);
int meeting_of(struct req *req, struct meeting_at *at, struct meeting_row *ret);
/* Crumbs: one's pairs, or the programme and its pairs. */
int meeting_frame(struct req *req, const struct meeting_at *at, struct page *page);
/* Paths of the page of the pair and of the meeting through this door. */
const char *meeting_pair_path(const struct req *req, const struct meeting_at *at);
const char *meeting_path(const struct req *req, int64_t id);
