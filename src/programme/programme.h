/*
 * A programme: an instance of one version of a methodology at one unit, with its forms, dates and
 * limits. The rules here know neither HTTP nor HTML.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "frame/form.h"
#include "programme/programme_state.h"

struct db;
struct pack;

#define PROGRAMME_CODE_MAX 40
#define PROGRAMME_HOURS_DEFAULT 4 /* a month for one mentee */
#define PROGRAMME_HOURS_MAX 40
#define PROGRAMME_MENTEES_DEFAULT 5 /* of one mentor */
#define PROGRAMME_MENTEES_MAX 1000

/* What a coordinator decides about a programme. Texts are borrowed. */
struct programme_plan {
    const char *title;
    struct date starts, ends;
    struct text_list forms; /* codes of the pack */
    const char *code;       /* what commands call it by; NULL or "": nothing */
};

struct programme_limits {
    int64_t hours_per_mentee;             /* 1..PROGRAMME_HOURS_MAX */
    int64_t max_mentees;                  /* 1..PROGRAMME_MENTEES_MAX */
    const char *across;                   /* organisation, other, municipality, region, any */
    int64_t meeting_days, meetings_least; /* 0: as the pack has it */
};

struct programme {
    int64_t id, unit_id, pack_id, version;
    const char *title, *code, *starts_on, *ends_on, *state, *across; /* code: may be "" */
    int64_t hours_per_mentee, max_mentees;
    int64_t meeting_days, meetings_least; /* 0: as the pack has it */
    const char *const *forms;             /* codes */
    size_t n_forms;
};

/* How often a pair meets and how many times at least: the programme's word, else the pack's. */
#define PROGRAMME_MEETING_DAYS 21 /* where neither says anything */
#define PROGRAMME_MEETINGS_MAX 1000
struct programme_rhythm {
    int64_t days;  /* at least once in so many */
    int64_t least; /* 0: any number */
};
struct programme_rhythm programme_rhythm(int64_t meeting_days, int64_t meetings_least,
                                         const struct pack *pack);
/* So many days without a meeting need somebody: the rhythm and a half. */
int64_t programme_quiet_days(const struct programme_rhythm *r);

/* 1 found, 0 none, < 0 error. */
int programme_get(struct db *db, struct arena *a, int64_t id, struct programme *ret);

/* The same by what a command line calls it: its code, or its id. */
int programme_find(struct db *db, struct arena *a, const char *code_or_id, struct programme *ret);

/* Those of a unit, the latest first, at most 100. */
int programme_of_unit(struct db *db, struct arena *a, int64_t unit_id, struct programme **ret,
                      size_t *ret_n);

/* Make a draft of one with default limits. ERR_INVALID (err says why): no forms, a form that
 * the pack lacks, an end before the start, a term above five years. ERR_LIMIT: the code is not
 * 3 to 40 small Latin letters, digits and hyphens beginning with a letter; ERR_CONFLICT: another
 * programme has this code. */
int programme_create(struct db *db, const struct clock *clock, int64_t unit_id, int64_t pack_id,
                     int64_t account_id, const struct programme_plan *plan, struct err *err,
                     int64_t *ret_id);

int programme_change_plan(struct db *db, int64_t id, const struct programme_plan *plan,
                          struct err *err);
/* May these be its forms now? ERR_CONFLICT: one goes that living pairs have, or people who have no
 * other. pack: the programme's, for the names. */
int programme_check_forms(struct db *db, struct arena *a, const struct programme *p,
                          const struct pack *pack, const struct text_list *forms, struct err *err);
int programme_set_limits(struct db *db, int64_t id, const struct programme_limits *limits,
                         struct err *err);

/* The plan is decided: the work begins with its first stage. Does nothing when it did. */
int programme_open(struct db *db, int64_t id, const struct deed *deed);

/* «Только своя организация» … */
const char *programme_across_name(const char *across);

/* Numbers of a programme in one look. */
struct programme_counts {
    int64_t mentees, mentors, mentees_paired, pairs, mentors_ready;
};
int programme_count(struct db *db, struct arena *a, int64_t id, struct programme_counts *ret);
