/* What the page of stage 2 shows. */
#pragma once

#include "html/chart.h"
#include "insight/impact.h"

struct module;
extern const struct module impact_module;

struct impact_line {
    const struct impact *i;
    const char *before, *after, *change, *improved, *bounds, *sure, *size, *p, *effect, *test;
    struct chart_pair pair;
};

/* Those of one form and side. */
struct impact_group {
    const char *title, *id;
    const char *finding;             /* a sentence */
    const struct impact_line *lines; /* by how much they changed, those hidden last */
    size_t n, n_hidden;
};

struct impact_page {
    int64_t programme_id;
    const struct impact_group *groups;
    size_t n;
    int64_t before, after, sent_before, sent_after; /* sheets */
    bool may_remind;
};
