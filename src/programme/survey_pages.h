/* What the pages of questionnaires show, and the handlers that survey_web.c lists. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "html/html.h"
#include "programme/pack.h"
#include "programme/programme.h"
#include "programme/survey_answer.h"
#include "programme/survey_round.h"
#include "programme/survey_sheet.h"

struct module;
struct page;
extern const struct module survey_module;

/* ---- a sheet, as its person sees it ---- */

struct survey_ask {
    const struct survey_item *item;
    int slot; /* v1, v2 … of the page's form */
    int value;
    const char *text;
    const int64_t *chosen; /* ids of people in order */
    size_t n_chosen;
};

struct survey_sheet_page {
    bool parent; /* about a child */
    const struct survey_response *r;
    const char *action;       /* /sheet or /sheets/ID */
    const char *key;          /* of a link, NULL: by account */
    int step, n_steps;        /* step from 0 */
    int first, last, n_items; /* «Вопросы 5–8 из 24» */
    int minutes;
    const char *until;
    const struct survey_ask *asks;
    size_t n_asks;
    const struct survey_peer *peers;
    size_t n_peers;
};

struct survey_over {
    const char *list; /* of one's own; NULL: by a link */
};

struct survey_mine_line {
    const char *child; /* whom a parent's sheet is about, or NULL */
    int64_t id;
    const char *title, *programme, *until, *state;
    enum pill pill;
    bool open;
};

struct survey_mine_page {
    const struct survey_mine_line *rows;
    size_t n;
};

extern const struct form_def survey_link_form, survey_own_form, survey_tap_form,
    survey_own_tap_form;
int survey_link_get(struct req *req);
int survey_link_post(struct req *req);
int survey_link_tap(struct req *req);
int survey_own_sheet_get(struct req *req);
int survey_own_sheet_post(struct req *req);
int survey_own_tap(struct req *req);
int survey_mine_get(struct req *req);

/* «Очень часто» … of a frequency, 5 to 1; «Да», «Нет». */
const char *survey_value_name(enum survey_kind kind, int value);

/* Is this person among those chosen? */
bool survey_chosen(const struct survey_ask *q, int64_t id);

/* ---- the coordinator's: rounds ---- */

struct survey_round_line {
    int64_t id;
    const char *title, *until, *state;
    enum pill pill;
    int64_t sent, done;
    int percent;
};

struct survey_rounds_page {
    int64_t programme_id, unit_id;
    bool may_manage, may_build, running;
    bool before, after; /* sent already */
    const struct survey_round_line *rows;
    size_t n;
};

struct survey_new_page {
    const struct form *form;
    int64_t programme_id;
    const struct choice *surveys;
    bool own; /* there are own questionnaires to choose from */
};

struct survey_rate_line {
    const char *label, *form;
    int64_t sent, done;
    int percent;
};

struct survey_round_page {
    const struct survey_round *round;
    bool open, may_manage;
    int64_t job_id; /* of the sending that still runs; 0: none */
    int percent;
    const char *until;
    const struct survey_rate_line *rates, *units;
    size_t n_rates, n_units;
    const char *next; /* units; NULL: these are the last */
    bool first;
    const struct form *form;
};

struct survey_person_line {
    int64_t id;
    const char *name, *side, *form, *state;
    enum pill pill;
    bool linked, waits;
};

struct survey_people_list {
    const struct survey_round *round;
    bool open, may_manage;
    const char *state; /* of the filter: "" all, open, done */
    const struct survey_person_line *rows;
    size_t n;
    struct paging paging;
};

struct survey_link_page {
    bool parent;
    const struct survey_round *round;
    int64_t id;
    const char *name, *url; /* url NULL: there is none */
    struct safe_html qr;
    const char *until;
    bool waits;
};

struct survey_card {
    const char *name, *url;
    struct safe_html qr;
};

struct survey_cards_list {
    bool both, parents; /* parents are asked, too; these are theirs */
    const struct survey_round *round;
    const struct survey_card *cards;
    size_t n;
    const char *until, *next;
};

struct survey_grid_row {
    int64_t id;
    const char *name, *problem; /* problem NULL: fine */
    const char *const *cells;   /* one an item */
};

struct survey_group_line {
    const char *label, *path;
    bool shown, current;
    bool asked;       /* how satisfied they are */
    int64_t times;    /* sheets counted, or left to type in */
    const char *mean; /* of satisfaction; NULL: hidden, or not asked */
};

struct survey_paper_page {
    const struct survey_round *round;
    bool open;
    const char *role, *form_code;
    const struct survey_words *words;
    const struct survey_grid_row *rows;
    size_t n_rows;
    const struct survey_group_line *groups;
    size_t n_groups;
    const char *next;
};

struct survey_blank_page {
    const struct survey_words *words;
    const struct survey_round *round;
    bool parent;
};

/* ---- results ---- */

struct survey_bar {
    const char *label;
    int64_t times;
    int percent;
};

struct survey_item_result {
    const struct survey_item *item;
    int64_t answers;
    bool shown;
    const char *finding; /* «В среднем 7,4 из 10», «Да ответили 81 %» */
    const struct survey_bar *bars;
    size_t n_bars;
    const char *const *texts;
    size_t n_texts;
    const char *more; /* address of further texts, NULL: none */
};

struct survey_results_page {
    const struct survey_round *round;
    bool open;
    const struct survey_group_line *groups;
    size_t n_groups;
    bool asked;        /* somebody was asked how satisfied they are */
    const char *mean;  /* of all, NULL: hidden */
    int64_t counted;   /* sheets in the results */
    const char *group; /* the one below, NULL: there is none */
    bool group_shown;
    const struct survey_item_result *items;
    size_t n_items;
};

/* ---- the builder ---- */

struct survey_builder_line {
    int64_t id;
    const char *title, *whom, *state;
    enum pill pill;
};

struct survey_builder_page {
    const char *base; /* /units/ID or /programmes/ID */
    const struct survey_builder_line *rows;
    size_t n;
    const struct form *form;
    const struct choice *forms;
};

struct survey_editor_page {
    const struct survey_own *own;
    const struct survey_words *words;
    const struct form *form; /* of the item that is edited or added */
    int editing;             /* item number, 0: a new one */
    const struct choice *metrics;
    const char *whom, *back;
    int64_t answered;
};

/* Of a code; NULL: none. */
const char *survey_metric_name(const struct survey_editor_page *p, const char *metric);

struct survey_preview_page {
    const struct survey_own *own;
    struct survey_sheet_page sheet;
};

/* The round of the path with its programme; the frame of its pages. */
struct survey_at {
    struct survey_round round;
    struct programme p;
    const struct pack *pack;
};
int survey_at(struct req *req, struct survey_at *ret);
int survey_frame(struct req *req, const struct survey_at *at, struct page *page);
int survey_percent(int64_t part, int64_t whole);
const char *survey_group_name(struct arena *a, const struct pack *pack, const char *role,
                              const char *form);

int survey_rounds_get(struct req *req);
int survey_new_get(struct req *req);
int survey_new_post(struct req *req);
int survey_round_show(struct req *req);
int survey_round_post(struct req *req);
int survey_round_send_post(struct req *req);
int survey_round_close_post(struct req *req);
int survey_people_get(struct req *req);
int survey_link_show(struct req *req);
int survey_link_new_post(struct req *req);
int survey_link_stop_post(struct req *req);
int survey_cards_get(struct req *req);
int survey_paper_get(struct req *req);
int survey_paper_post(struct req *req);
int survey_blank_get(struct req *req);
int survey_results_get(struct req *req);
int survey_results_file_get(struct req *req);
int survey_builder_unit_get(struct req *req);
int survey_builder_unit_post(struct req *req);
int survey_builder_programme_get(struct req *req);
int survey_builder_programme_post(struct req *req);
int survey_editor_get(struct req *req);
int survey_editor_item_post(struct req *req);
int survey_editor_move_post(struct req *req);
int survey_editor_publish_post(struct req *req);
int survey_editor_archive_post(struct req *req);
int survey_preview_get(struct req *req);
extern const struct form_def survey_new_form, survey_round_form, survey_paper_form,
    survey_builder_form, survey_item_form, survey_move_form, survey_version_form;
