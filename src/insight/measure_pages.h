/* What the page of the school's own measures shows. */
#pragma once

#include "frame/req.h"
#include "insight/measure_file.h"
#include "insight/monitoring_pages.h"

struct measure_cell {
    const char *text, *label; /* label: for who does not see the head */
    bool bad;
};

struct measure_line {
    int64_t id;
    const char *name, *was; /* was: the values when the page was made */
    const char *problem;    /* NULL: fine */
    const struct measure_cell *cells;
};

struct measure_head {
    const char *name, *bounds;
    bool after_only, unsure;
    int64_t waiting; /* people whose values wait for others */
};

struct measure_tab {
    const char *label, *href;
    bool current;
};

struct measure_page {
    int64_t programme_id;
    const char *role, *form, *metric; /* metric "": all */
    const struct measure_tab *tabs, *metrics;
    size_t n_tabs, n_metrics;
    const struct measure_head *heads;
    size_t n_heads, n_cols;
    const struct measure_line *lines;
    size_t n;
    const char *next;
    bool unsure;     /* a metric is to be confirmed */
    int64_t waiting; /* the most of all metrics */
    const char *file_error;
    const struct measure_problem *problems;
    size_t n_problems, n_shown;
};

/* The programme of the path and the group of the address or of the form. */
struct measure_place {
    struct monitoring m;
    const struct measure_group *groups, *whole, *g; /* NULL: nothing is measured here */
    size_t n_groups;
    struct measure_group one; /* g on the page of one metric; else g is whole */
};
int measure_place_of(struct req *req, struct measure_place *ret);
/* metric "": all. */
const char *measure_query(struct arena *a, const struct measure_group *g, const char *metric);
/* The metric that is asked for, "" all. */
const char *measure_metric(const struct measure_place *at);

/* The page as it is kept or typed; filled: instead after a file, with its problems; error: of the
 * file as a whole, or NULL. */
int measure_show(struct req *req, const struct measure_filled *filled, const char *error);

/* measure_file_web.c */
extern const struct form_def measure_file_form;
int measure_file_get(struct req *req);
int measure_file_prepare(struct req *req);
int measure_file_post(struct req *req);
int measure_file_retry(struct req *req);
