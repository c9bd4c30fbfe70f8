/* What the pages of drafts show (draft_web.c fills, draft.html prints). */
#pragma once

#include <stdbool.h>

#include "frame/parts.h"
#include "pairing/draft.sql.h"
#include "pairing/readiness.h"
#include "pairing/run.h"

struct form;
struct module;
extern const struct module draft_module;

struct draft_weight {
    const char *code, *name;
    int value, max;
};

const char *draft_setting_field(enum pairing_setting k); /* its name in forms */

/* How pairs are chosen: weights to be moved, settings as fields of a form. */
struct draft_rules {
    const struct draft_weight *weights;
    size_t n_weights;
    struct pairing_settings settings;
    const struct form *form;
    bool open; /* settings are not as usual, or one of them is wrong */
};

struct draft_run_line {
    int64_t id;
    const char *title, *when, *state;
    enum pill pill;
    int64_t pairs, mentees;
};

/* Rules, and the drafts so far. */
struct drafts_page {
    int64_t programme_id;
    int64_t mentees, mentors; /* ready to be paired */
    struct readiness out;     /* who is left out */
    struct draft_rules rules;
    const char *across;
    int64_t hours, max_mentees;
    const struct draft_run_line *runs;
    size_t n_runs;
};

struct draft_line {
    int64_t mentee_id, mentor_id;
    const char *mentee, *mentor, *why;
    int score;
    bool pinned, changed, chosen;
    bool mutual; /* both chose each other on their cards */
};

struct draft_alone_line {
    int64_t id;
    const char *name, *about, *detail;
    const struct run_help *help;
    size_t n_helps;
};

/* People of a page who are left for the same reason. */
struct draft_alone_group {
    const char *reason;
    struct draft_alone_line *lines;
    size_t n;
};

/* What a word of the coordinator would do. */
struct draft_effect {
    int64_t n_moves;    /* pairs that would change; 0: not known */
    const char *loser;  /* who would be left without a pair, or NULL */
    const char *mentor; /* whom the mentee would have then, or NULL */
};

struct draft_why {
    int64_t mentee_id, mentor_id;
    const char *mentee, *mentor;
    int score;
    bool pinned, mutual;
    const struct run_part *parts;
    size_t n_parts;
    struct run_gave gave;
    const struct run_next *next;
    const struct draft_effect *if_next; /* of each next */
    size_t n_next;
    struct draft_effect if_vetoed;
};

/* Two who chose each other and are no pair of the draft. */
#define DRAFT_MISSED 20 /* shown */
struct draft_missed_line {
    int64_t mentee_id, mentor_id;
    const char *mentee, *mentor;
    const char *now; /* whom the mentee has instead; NULL: nobody */
};

struct draft_facts;

struct draft_page {
    const struct run_row *run;
    const struct draft_facts *facts;
    const struct draft_totals *totals;
    const char *show; /* all, alone, free, weak, pinned, changed, mutual */
    const char *made; /* «5 ноября в 14:20» */
    const struct draft_line *lines;
    size_t n_lines;
    const struct draft_alone_group *alone;
    size_t n_alone;              /* groups */
    const struct draft_why *why; /* of the pair in the address, or NULL */
    const struct draft_vetoes *vetoes;
    size_t n_vetoes;
    const struct draft_missed_line *missed;
    size_t n_missed;
    bool more_missed;
    const char *next; /* link of the next page, or NULL */
    bool editable;    /* a draft, not published or replaced */
    bool stale;       /* marks were changed since it was made */
    int64_t cards;    /* filled or changed since it was made */
};

struct draft_change {
    const char *mentee, *from, *to; /* from or to NULL: no pair */
    int points_from, points_to;
};

struct variant_page {
    const struct run_row *run;
    struct draft_rules rules;
    bool asked;        /* rules were given: the comparison stands */
    const char *clash; /* they cannot go together: why; or NULL */
    bool too_large;
    size_t n_changes, n_stronger, n_weaker;
    int64_t pairs_before, pairs_after;
    const char *mean_before, *mean_after; /* points of a pair, of 100 */
    int64_t alone_before, alone_after;
    const struct draft_change *changes; /* the first hundred */
    size_t n_shown;
};

/* Role models of one form of the programme that has several. */
struct draft_models {
    const char *form;             /* its name */
    const struct choice *choices; /* form:model; ends with {NULL} */
};

struct draft_publish_page {
    const struct run_row *run;
    const struct draft_totals *totals;
    const struct readiness_gap *gaps; /* mentors who are not ready */
    size_t n_gaps;
    const struct draft_models *models; /* to be chosen for all pairs of a form at once */
    size_t n_models;
};

struct draft_proof_page {
    const struct run_row *run;
    const char *digest; /* of the inputs, hex */
    bool too_large, same;
    int64_t n_pairs, score; /* of the repeated run */
    struct run_facts facts;
};
