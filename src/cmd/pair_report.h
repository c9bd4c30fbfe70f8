/* What the printable report shows; filled by pair_report.c, shown by pair_report.html. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "html/html.h"

struct report_part {
    const char *name;
    unsigned points, weight;
    const char *words; /* «алгебра — математика» or a comment */
};

struct report_pair {
    const char *mentee, *mentor;
    unsigned points;
    bool pinned;
    const struct report_part *part;
    size_t n_parts;
    const char *next; /* «Орлова Дарья, 71; Лис Ян, 64» */
};

struct report_alone {
    const char *name, *reason;
};

struct report_remark {
    const char *where, *what, *done;
};

struct pair_report {
    const char *lang, *css, *day, *version;
    const char *mentees_file, *mentors_file;
    unsigned n_mentees, n_mentors;
    unsigned long long n_places;
    const char *weights; /* «Запрос и компетенции 45, общие слова 15» */
    const struct report_pair *pair;
    size_t n_pairs;
    const struct report_alone *mentee, *mentor, *left;
    size_t n_alone, n_free, n_left;
    const struct report_remark *remark;
    size_t n_remarks;
    const char *quality; /* how good the set is, and whether that is proved */
};
