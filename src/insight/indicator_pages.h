/* What the pages of a unit's indicators show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "insight/figure.h"
#include "insight/frozen.h"
#include "network/unit.h"

struct module;
extern const struct module indicator_module, figure_module;

/* A value in words: «61 %», «58 из 96»; what is missing, when something is. */
struct value_words {
    const char *number; /* NULL: there is none to show */
    const char *parts;  /* «58 300 из 95 600» */
    const char *why; /* why there is no number: «нет данных: …», «меньше пяти ответов» */
    int meter; /* 0..100, −1: no bar */
};
struct value_words value_words(struct arena *a, const struct indicator *i,
                               const struct frozen_value *v, bool hidden);

/* Too small to be shown to this reader? */
bool value_small(const struct frozen_value *v, const struct indicator *i, bool may_people);

/* The percentage of the aim is reached. */
bool value_reached(const struct frozen_value *v);

struct indicator_line {
    const char *code, *name, *change;
    struct value_words words;
    const char *target;   /* NULL: none */
    bool reached, unsure; /* unsure: the source is not known for certain */
};

struct snapshot_line {
    const char *href, *period, *when, *state, *reason;
    enum pill pill;
};

struct indicators_page {
    int64_t unit_id;
    const char *period, *period_name;
    const struct indicator_line *lines;
    size_t n_lines;
    const struct snapshot_line *snapshots;
    size_t n_snapshots;
    int64_t next; /* older snapshots; 0: none */
    int64_t n_units, n_reported, n_later;
    bool whole_unit; /* an organisation: nobody reports to it */
    bool may, has;
    const struct form *form;
    const struct choice *periods;
};

struct part_line {
    const char *href, *name;
    struct value_words words;
};

struct month_line {
    const char *name;
    struct value_words words;
};

struct indicator_page {
    int64_t unit_id;
    const struct indicator *i;
    const char *period, *period_name;
    int year; /* of the period, 0: none */
    struct value_words words;
    const char *counts, *against, *source, *target;
    bool unsure, may, said; /* said: a number or an aim of it is said by people here */
    const struct part_line *parts;
    size_t n_parts;
    const char *parts_next;
    const struct month_line *months;
    size_t n_months;
    const struct frozen_person *people; /* NULL: not for this reader, or not of people */
    size_t n_people;
    const char *people_next;
    bool has_people;
};

struct figure_line {
    const char *code, *name;
    const char *numerator, *denominator, *target; /* in words; NULL: not said */
    const char *numerator_source, *denominator_source;
    bool says_numerator, says_denominator, own, whole; /* whole: there is no denominator */
    bool sayable;                                      /* something of it is said by people */
};

struct figures_page {
    int64_t unit_id;
    int year, before, after; /* years beside it */
    const struct figure_line *lines;
    size_t n;
    bool may;
    const char *error; /* of the file, NULL: fine */
};

struct figure_form_page {
    int64_t unit_id;
    int year;
    const struct indicator *i;
    const struct form *form;
    bool says_numerator, says_denominator, has_target;
    bool school; /* an organisation says its own people, not those of the region */
};

/* indicator_web.c: the unit of the address with its indicators; the snapshot that the address
 * names, or the newest: 1, 0 none yet; «май 2026 г.» of a code. */
const struct frozen_value *indicator_value(const struct frozen_value *v, size_t n,
                                           const char *code); /* NULL: none */
bool indicator_may(const struct req *req, enum perm perm);
int indicator_page_load(struct req *req, struct unit *unit, struct indicators *list);
int indicator_chosen(struct req *req, struct frozen *ret);
const char *indicator_period_name(struct arena *a, const char *code);

/* indicator_one_web.c */
int indicator_one_get(struct req *req);
