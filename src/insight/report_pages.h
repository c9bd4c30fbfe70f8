/* What the pages of reports show. */
#pragma once

#include "frame/form.h"
#include "frame/parts.h"
#include "insight/indicator_pages.h"
#include "insight/report.h"

struct module;
extern const struct module report_module;

struct report_page {
    const struct report *r;
    const char *period_name, *handed; /* handed: «1 июня, 14:05» or NULL */
    const struct indicator_line *lines;
    size_t n_lines;
    const struct form *form;
    bool may;
};

struct report_unit_line {
    int64_t id;
    const char *name, *place, *when; /* when NULL: not yet */
};

struct reports_page {
    int64_t unit_id, n, n_handed_in;
    const char *period, *period_name;
    const struct report_unit_line *lines;
    size_t n_lines;
    const char *next;
    bool missing;
};
