/*
 * Whose consents a programme lacks: a window of its registry by name, those who take part, and for
 * each the purposes whose signatures are not all there.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "identity/consent.h"
#include "programme/programme.h"

struct choice;
struct db;
struct module;
extern const struct module consent_gap_module; /* /programmes/{programme}/consents */

#define CONSENT_GAP_WINDOW 100 /* people looked at for one page */

/* Does a participant lack an obligatory consent? 1, 0 or < 0. year 0: not known. */
int consent_gap_of(struct db *db, struct arena *a, int64_t person_id, int64_t birth_year,
                   bool mentee, struct date today);

struct consent_gap_one {
    enum consent_kind kind;
    const char *missing; /* «нет подписи законного представителя» */
    const char *record, *blank; /* addresses */
};

struct consent_gap_line {
    const char *name, *path;
    struct consent_gap_one gaps[CONSENT_KINDS];
    size_t n_gaps;
};

struct consent_gap_page {
    int64_t programme_id;
    bool mentors;
    const char *kind; /* of the filter; "": the obligatory ones */
    const struct choice *kinds;
    const struct consent_gap_line *rows;
    size_t n, n_seen; /* n_seen: people who were looked at */
    const char *next; /* address of the next window, or NULL */
};
