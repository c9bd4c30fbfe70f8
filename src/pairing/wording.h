/*
 * What people write in a registry, as numbers: the wished age of mentees, the time resource,
 * the form of mentoring. The wordings are data of the pack (topics/ages.tsv, time.tsv,
 * forms.tsv); ranges written in figures are read by rule. Case, ё/е, kinds of dashes, spaces
 * and dots do not matter. What is not understood is said to be so, never guessed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "pairing/topics.h"

#define WORDING_MAX_TEXT 400u /* bytes of a cell; a longer one is not understood */
#define WORDING_MAX_FORMS 8u  /* forms in one cell */

struct wording_source {
    struct topics_file ages, time, forms;
};

struct wordings; /* immutable: any number of threads may read it */

/* Everything lives in the arena; the bytes are copied. ERR_INVALID names file and line. */
int wordings_load(struct arena *a, const struct wording_source *source, struct err *err,
                  const struct wordings **ret_wordings);

/* Full years. */
struct age_range {
    uint8_t from, to; /* both included; 0: no bound */
    bool adult;       /* the mentee must be of age */
    const char *note; /* the pack's word on this wording, "" mostly; lives with the wordings */
};

/* False: not understood (*ret untouched). An empty cell means any age. */
bool wording_age(const struct wordings *w, const char *text, struct age_range *ret);

enum {
    SLOT_WEEKDAY = 1, /* daytime of working days */
    SLOT_EVENING = 2,
    SLOT_WEEKEND = 4,
};

struct time_resource {
    float hours;   /* a month (4 weeks); 0: not said, or none */
    uint8_t slots; /* SLOT_…; 0: not said */
    bool none;     /* «0 часов»: no time at all is said */
};

enum wording_grasp {
    WORDING_UNKNOWN, /* nothing understood; *ret untouched */
    WORDING_PARTLY,  /* some words had no meaning: worth a look by a person */
    WORDING_WHOLE,
};

/* An empty cell is WORDING_WHOLE and says nothing. */
enum wording_grasp wording_time(const struct wordings *w, const char *text,
                                struct time_resource *ret);

/* Codes of the forms named in the cell, in words or by code (living with the wordings), each once;
 * their number. *ret_unknown: whether something in the cell is not a form. */
size_t wording_forms(const struct wordings *w, const char *text,
                     const char *ret_codes[WORDING_MAX_FORMS], bool *ret_unknown);
