/*
 * Indicators: what is counted and against what, as the packs define it (indicators.tsv). A pack
 * names a rule for what this program can count by itself; what it cannot is said by people.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "programme/pack.h"

struct db;
struct methodology;

#define INDICATORS_MAX 60 /* of all packs together */
#define INDICATOR_YEARS 12

/* Rules of counting; people are counted once each. */
enum indicator_rule {
    COUNT_SAID,                 /* by people: an external statistic */
    COUNT_MENTEES,              /* who took part as mentees */
    COUNT_PAIRED_MENTEES,       /* of them those in a pair */
    COUNT_MENTORS,              /* who took part as mentors */
    COUNT_ENTERPRISES,          /* places of work of mentors */
    COUNT_SATISFIED_MENTEES,    /* whose last after-sheet says at least the threshold */
    COUNT_SATISFIED_MENTORS,    /* the same of mentors */
    COUNT_YES_MENTEES,          /* the same of any metric */
    COUNT_ACTIVE_ORGANISATIONS, /* with a regulation and a programme */
    COUNT_ORGANISATIONS,        /* all */
    COUNT_HELD_MEETINGS,        /* of pairs, in the year */
    COUNT_PLANNED_MEETINGS,     /* the same and those that were to be held */
    COUNT_PERSONAL_DONE,        /* approved personal programmes that were finished */
    COUNT_PERSONAL_DUE,         /* all whose term ended in the year */
    COUNT_PROJECTS_DONE,        /* goals of pairs that are projects and were reached */
    COUNT_PROJECTS_PLANNED,     /* those and the ones whose term ended in the year */
    COUNT_MEASURED,             /* people whose school measured at least the threshold at the end */
    COUNT_RULES
};

/* Is the rule fed by questionnaires? Then it is shown of five answers and more only. */
bool indicator_asked(enum indicator_rule rule);
/* Does it count people of the registries? Then there is a list of them. */
bool indicator_people(enum indicator_rule rule);

/* Is it counted of meetings, personal programmes, projects or what schools measured? */
bool indicator_fact(enum indicator_rule rule);

struct indicator {
    const char *code, *name, *unit; /* unit: %, чел. */
    const char *numerator, *denominator, *source, *confidence;
    enum indicator_rule counts, of;
    bool whole;                          /* a number by itself: there is no denominator */
    int age_from, age_to;                /* 0: any */
    struct pack_list forms, role_models; /* none: any */
    const char *metric;
    int threshold;
    int after_months; /* people whose part began so many months before the year's days; 0: by their
                         part in the year */
    struct {
        int year, percent;
    } targets[INDICATOR_YEARS];
    size_t n_targets;
    int64_t pack_id;
};

struct indicators {
    const struct indicator *row;
    size_t n;
};

/* Of all packs that new programmes may take; an indicator of two packs is that of the first. */
int indicators_load(struct methodology *m, struct db *db, struct arena *a, struct err *err,
                    struct indicators *ret);

/* An own form (own_form.h) counts where the form does whose rules it takes: its code joins the
 * forms of those indicators, in the arena. Of the unit and those above it; below: of all below it,
 * too. */
int indicators_own(struct db *db, struct arena *a, int64_t unit_id, bool below,
                   struct indicators *list);

/* One of a pack, perhaps of an older version: 1, 0 it has none such. */
int indicator_of_pack(struct methodology *m, struct db *db, struct arena *a, int64_t pack_id,
                      const char *code, struct err *err, struct indicator *ret);

/* Index, or -1. */
int indicator_find(const struct indicators *list, const char *code);

/* The pack's aim of a year, percent; -1: it has none. */
int indicator_target(const struct indicator *i, int year);

/* ---- periods: a year so far, to the end of a month ---- */

struct period {
    int year, month;
};

bool period_parse(const char *s, struct period *ret); /* "2026-05" */
const char *period_code(struct arena *a, struct period p);
const char *period_name(struct arena *a, struct period p); /* «май 2026 г.» */
struct period period_of(struct date d);
struct period period_before(struct period p);
struct date period_end(struct period p);
bool period_over(struct period p, struct date today);

/* ---- one person's part in one programme ---- */

struct taking_part {
    int64_t birth_year; /* 0: unknown */
    bool mentor;
    const char *state, *forms, *role_model; /* forms: codes parted by ';' */
    const char *joined_on, *finished_on;
    const char *starts_on, *ends_on, *programme_state;
};

/* Did it go on at some time from January to the end of the period? Candidates do not count. */
bool indicator_active(const struct taking_part *x, struct period p);

/* The same for an indicator: of one with months, did they pass in the period? */
bool indicator_in_time(const struct indicator *i, const struct taking_part *x, struct period p);

/* Does this part make its person one of those that the rule counts? Only of active parts and
 * rules of people. */
bool indicator_takes(const struct indicator *i, enum indicator_rule rule,
                     const struct taking_part *x, struct period p);

/* Is one of the codes, parted by ';', in the list? An empty list takes all. */
bool indicator_forms(const struct pack_list *list, const char *codes);
