/*
 * Персонализированная программа наставничества of a pair: its parts and its plan, built from the
 * pair's request and the pack's library of events, then edited, agreed by a council and approved by
 * the head. What is approved stays as it is: a change is a new edition, and the approved one is in
 * force until the new one is approved. What is done of the plan is marked apart from it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/parts.h"
#include "programme/programme_state.h"
#include "work/duo.h"
#include "work/personal.sql.h"

struct module;
extern const struct module personal_module;

#define PERSONAL_SECTIONS 20   /* parts that a pack may have */
#define PERSONAL_PART_MAX 4000 /* characters */
#define PERSONAL_STEPS 80      /* rows of a plan */
#define PERSONAL_TEXT_MAX 500  /* characters of a cell of the plan, of a reason */
#define PERSONAL_CHOSEN 10     /* events that a request brings beside those of every programme */

struct personal_part {
    const struct pack_section *section;
    const char *body; /* "" when it is empty */
};

struct personal {
    struct personal_row row;
    struct duo duo;
    const struct personal_part *parts; /* in the order of the pack */
    size_t n_parts;
    const struct personal_steps *steps; /* by their day */
    size_t n_steps, n_done;
    const char *types; /* names, parted by commas */
};

/* ERR_NOT_FOUND: no such edition. duo.own is left alone. */
int personal_load(struct db *db, struct arena *a, const struct app *app, int64_t id,
                  struct err *err, struct personal *ret);

/* Of a programme in force: not done, and its day is over. */
bool personal_late(struct arena *a, const struct personal *x, const struct personal_steps *step);

/* «Черновик» … and its pill. */
const char *personal_state_name(const char *state);
enum pill personal_state_pill(const char *state);
const char *personal_action_name(const char *action);

/* The first edition of a pair, from its request. ERR_CONFLICT: there is one, or the pair is over;
 * ERR_INVALID: the pack has no parts of a personal programme. */
int personal_build(struct db *db, struct arena *a, const struct app *app, const struct duo *d,
                   const struct deed *deed, struct err *err, int64_t *ret_id);

/* The texts and the term. body: one for each part of the pack. ERR_CONFLICT: not a draft, or
 * somebody else has saved since this version; ERR_INVALID: the term (err says why). */
struct personal_text {
    int64_t version;
    struct date starts, ends;
    const char *types; /* codes parted by ';' */
    const char *const *body;
};
int personal_save(struct db *db, struct arena *a, const struct personal *x,
                  const struct personal_text *text, struct err *err);

/* Rows of the plan; key 0: a new one. ERR_CONFLICT: not a draft; ERR_INVALID: a day outside the
 * term; ERR_LIMIT: PERSONAL_STEPS. */
struct personal_step {
    int64_t key;
    const char *stage, *direction, *name, *form, *who, *result;
    struct date due;
};
int personal_put_step(struct db *db, const struct clock *clock, const struct personal *x,
                      const struct personal_step *step, struct err *err);
int personal_drop_step(struct db *db, const struct personal *x, int64_t key, struct err *err);

/* Events of the library, each with its day in the term; those that are there are left alone. */
int personal_take(struct db *db, struct arena *a, const struct clock *clock,
                  const struct personal *x, const char *const *codes, size_t n, struct err *err);

/* Of the approved edition: done on a day with a note, or (no day) not done. ERR_CONFLICT: it is not
 * in force; ERR_INVALID: a day ahead; ERR_NOT_FOUND. */
int personal_mark(struct db *db, struct arena *a, const struct personal *x, int64_t key,
                  struct date done, const char *note, const struct deed *deed, struct err *err);

/* submit, return, agree (council, protocol), approve (order), finish, end. ERR_CONFLICT: not from
 * this state; ERR_INVALID: a reason, a number or a day is missing, a required part is empty. */
struct personal_paper {
    const char *council, *number;
    struct date day;
};
int personal_move(struct db *db, struct arena *a, const struct personal *x, const char *action,
                  const struct personal_paper *paper, const struct deed *deed, struct err *err);

/* The next edition as a draft; the reason is told. ERR_CONFLICT: this one is not in force, or there
 * is a draft. */
int personal_new_edition(struct db *db, const struct personal *x, const struct deed *deed,
                         struct err *err, int64_t *ret_id);
