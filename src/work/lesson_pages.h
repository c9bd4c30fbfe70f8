/* What the pages of lessons show. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "work/lesson.h"

struct lesson_line {
    const char *path, *day, *class, *subject, *topic, *teacher, *kind, *state, *score, *level;
    int64_t n_sheets;
    enum pill pill;
};

struct lesson_list_page {
    const struct lesson_line *lines;
    size_t n;
    const char *plan; /* where one is planned, or NULL */
    const char *xlsx, *next;
    bool of_pair;
};

struct lesson_plan_page {
    const struct form *form;
    const char *action, *back;
    const struct choice *teachers; /* of a new one; NULL: an old one */
};

struct lesson_guest {
    int64_t id;
    const char *name;
};

struct lesson_item_line {
    const struct pack_lesson_item *item;
    int64_t n, sum;
    const char *mean;
};

struct lesson_visitor {
    int64_t id;
    const char *name, *score, *comment;
    bool filled, mine;
};

struct lesson_page {
    const struct lesson_row *x;
    const struct duo *duo;
    const char *base, *state, *day, *teacher, *score, *level, *kind;
    enum pill pill;
    const struct lesson_visitor *visitors;
    size_t n_visitors;
    const struct lesson_item_line *items; /* of all sheets; n_items 0: no sheets */
    size_t n_items;
    bool edit, sum_up, publish, enter; /* enter: sheets from paper */
    bool consent;                      /* the teacher's, to publication */
    const struct form *summary, *act;
    const char *q; /* search of a visitor */
    const struct lesson_guest *guests;
    size_t n_guests;
    const char *summary_by;
};

struct lesson_sheet_item {
    const struct pack_lesson_item *item;
    const char *mark_name, *note_name; /* m3, n3 */
    const char *mark, *note, *error;   /* as sent */
};

struct lesson_sheet_page {
    const struct form *form;
    const char *action, *back, *about;
    const struct lesson_sheet_item *items;
    size_t n;
    bool open;          /* the lesson was held */
    const char *result; /* «24 из 30, хороший», or NULL */
};

struct lesson_visit_line {
    int64_t id;
    const char *day, *about, *state;
    enum pill pill;
};

struct lesson_mine_page {
    const struct lesson_visit_line *lines;
    size_t n;
};

/* lesson_web.c */
int lesson_of(struct req *req, int64_t id, struct lesson_row *ret, struct duo *ret_duo);
/* «12 ноября 2026 г., 7 «Б», алгебра: Дроби». */
const char *lesson_about(struct arena *a, const struct lesson_row *x);

/* lesson_sheet_web.c */
extern const struct form_def lesson_sheet_form;
int lesson_sheet_get(struct req *req);
int lesson_sheet_post(struct req *req);
int lesson_my_visits(struct req *req);
struct deed lesson_deed(struct req *req);
int lesson_refused(struct req *req, const char *field, int r);
const char *lesson_base(struct req *req, const struct duo *d, int64_t id);
const char *lesson_teacher(const struct duo *d, int64_t person_id);

/* lesson_list_web.c */
int lesson_log_get(struct req *req);
int lesson_export_get(struct req *req);
int lesson_of_pair_get(struct req *req);

/* lesson_plan_web.c */
extern const struct form_def lesson_plan_form;
int lesson_new_get(struct req *req);
int lesson_new_post(struct req *req);
int lesson_edit_get(struct req *req);
int lesson_edit_post(struct req *req);
/* A mail to somebody who is asked to come. */
int lesson_tell(struct req *req, const struct lesson_row *x, int64_t person_id, int64_t visit_id);
