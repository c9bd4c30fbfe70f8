/* What the pages of a programme's monitoring share and show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/page.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "insight/rubric.h"
#include "insight/swot.h"
#include "programme/pack.h"
#include "programme/programme.h"

struct module;
extern const struct module monitoring_module, rubric_module, swot_module;

/* The programme of the path, its pack, its dates. */
struct monitoring {
    struct programme p;
    const struct pack *pack;
    struct date today;
};
int monitoring_of(struct req *req, struct monitoring *ret);

/* Frame of a page below «Мониторинг»; below: the page is the section itself when false. */
int monitoring_frame(struct req *req, const struct monitoring *m, bool below, struct page *page);

/* Tick the step of the roadmap that has been done by this; nothing when the pack has no such step,
 * it is ticked already, or the programme is not running. */
int monitoring_done(struct req *req, const struct monitoring *m, const char *step);

enum pill rubric_pill(const struct rubric_level *level);

struct monitoring_page {
    int64_t programme_id, unit_id;
    bool may_fill, may_people;
    bool has_rubric;
    const char *rubric_day, *rubric_sum, *rubric_level; /* day NULL: not filled yet */
    enum pill rubric_pill;
    size_t n_swot; /* parts of the grid with words */
};

struct rubric_line {
    const char *day, *iso, *mean, *level;
    int64_t n;
    enum pill pill;
};

struct rubric_mean {
    const char *text, *mean;
    int share; /* percent of the top score, for the bar; −1: nobody */
};

struct rubric_page {
    int64_t programme_id;
    const struct rubric_line *lines;
    size_t n_lines;
    const char *next;      /* day; NULL: no older ones */
    const char *day, *iso; /* the assessment that is shown whole; NULL: none yet */
    const char *sum, *level, *bounds;
    enum pill pill;
    const struct rubric_member *members;
    size_t n_members;
    const struct rubric_mean *means;
    size_t n_means;
    bool may_fill, may_people;
};

struct rubric_question {
    struct field field; /* with the criterion as its label */
    const struct choice *choices;
    const char *group; /* NULL: that of the one before */
};

struct rubric_form_page {
    int64_t programme_id;
    const struct form *form;
    const struct rubric_question *questions;
    size_t n;
};

struct swot_part_view {
    const char *field;
    const char *button; /* «В сильные стороны» */
};

struct swot_candidate_view {
    const char *key, *text, *about;
};

struct swot_page {
    int64_t programme_id, version;
    const struct form *form;
    const struct swot_part_view *parts;
    const struct swot_candidate_view *candidates;
    size_t n_candidates;
    bool asked; /* some open item has enough answers to be read */
    bool may_edit;
};
