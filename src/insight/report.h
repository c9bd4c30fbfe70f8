/*
 * The monitoring report of a unit for a period: frozen numbers, what is known of its programmes,
 * and words about them. The words are drafted from the numbers and edited by people; handed in,
 * they stay until they are taken back. Above organisations it is the sum of theirs, with those who
 * have not handed in; its tables stay as they were handed in, too.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "insight/frozen.h"
#include "insight/impact.h"
#include "insight/rubric.h"
#include "insight/swot.h"
#include "network/unit.h"

struct db;
struct methodology;

#define REPORT_TEXT_MAX 8000 /* characters of a part */
#define REPORT_PROGRAMMES 20 /* of an organisation, the newest */
#define REPORT_PAGE 25

enum report_part { REPORT_SUMMARY, REPORT_ANALYSIS, REPORT_PLANS, REPORT_PARTS };

struct report_programme {
    int64_t id;
    const char *title, *starts_on, *ends_on;
    bool ended;      /* by the end of the period */
    const char *day; /* of the newest assessment of the period, ISO; NULL: none */
    double sum;
    size_t top; /* the highest sum there is */
    struct rubric_level level;
    struct swot swot;
    const struct impact *impacts; /* none before the second measurement */
    size_t n_impacts;
};

struct report_line {
    const struct indicator *i;
    const struct frozen_value *v;
    bool hidden;
};

struct report {
    struct unit unit;
    struct period period;
    const char *code;     /* of the period */
    struct frozen frozen; /* whose numbers these are */
    const struct report_line *lines;
    size_t n_lines;
    const struct report_programme *programmes;
    size_t n_programmes;
    int64_t n_units, n_handed_in; /* organisations below, as of now */
    bool above;                   /* a level above organisations */
    const char *words[REPORT_PARTS];
    const char *tables;   /* of who has handed in and of programmes, as they were handed in */
    bool drafted;         /* nobody has saved the words yet */
    int64_t version;      /* 0: not saved */
    int64_t handed_in_at; /* 0: not yet */
};

/* 1, 0: there are no frozen numbers of the period. may_people: small numbers may be shown. */
struct report_work {
    struct db *db;
    struct arena *a;
    struct methodology *methodology;
    bool may_people;
};
int report_load(const struct report_work *w, int64_t unit_id, struct period period, struct err *err,
                struct report *ret);

/* The words as they are drafted from the numbers. */
void report_draft(struct arena *a, const struct report *r, const char *ret[REPORT_PARTS]);

/* ERR_CONFLICT: saved by somebody else meanwhile, or handed in. */
struct report_save {
    int64_t unit_id, account_id, snapshot_id, version;
    const char *period;
    const char *words[REPORT_PARTS];
    const char *tables; /* when it is handed in */
    bool hand_in;
};
int report_save(struct db *db, const struct clock *clock, const struct report_save *s,
                struct err *err);
int report_take_back(struct db *db, int64_t unit_id, const char *period, struct err *err);

/* Only n_units and n_handed_in of organisations below. */
int report_counted(struct db *db, struct arena *a, int64_t unit_id, const char *period,
                   struct report *ret);

/* Organisations below by name with the moment they handed in (0: not yet); at most
 * REPORT_PAGE + 1 after a key. missing: only those who have not. */
struct report_unit {
    int64_t id, handed_in_at;
    const char *name, *place, *name_key; /* place: what it lies in, "" directly below */
};
int report_units(struct db *db, struct arena *a, int64_t unit_id, const char *period, bool missing,
                 const char *after_key, int64_t after_id, int64_t limit, struct report_unit **ret,
                 size_t *ret_n);

/* ---- on paper ---- */

/* The tables of today, to be kept with what is handed in. */
int report_tables(const struct report_work *w, const struct report *r, const char **ret);

enum report_paper { REPORT_DOCX, REPORT_PDF, REPORT_XLSX };
int report_write(const struct report_work *w, const struct report *r, enum report_paper kind,
                 struct date today, const char *path, struct err *err);
