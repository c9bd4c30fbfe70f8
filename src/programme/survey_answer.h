/*
 * Filling a sheet: every answer is kept as it is given, in any order, on any device; nothing is
 * asked of a person but the answers. The first answer fixes the words: a questionnaire published
 * anew meanwhile changes nothing for who has begun.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "programme/survey.h"

struct db;

#define SURVEY_PEOPLE_MAX 60 /* people that an item offers */

struct survey_response {
    int64_t id, round_id, unit_id, programme_id, participation_id, person_id;
    int64_t link_n;
    const char *sort_key; /* the person's name_key */
    const char *role, *form, *state, *method, *marks, *given, *phase, *title, *closes_on;
    int64_t survey_id;         /* 0: the pack's */
    bool linked;               /* a link opens it */
    bool open;                 /* takes answers now */
    struct survey_words words; /* those that were begun with, or the newest */
};

/* 1, 0 none. */
int survey_response_get(struct db *db, struct arena *a, const struct clock *clock, int64_t id,
                        struct survey_response *ret);

/* Nobody has answered yet, and these are words of the same questionnaire: r speaks by them from now
 * on. 1, 0 not so. */
int survey_response_keep_words(struct db *db, struct arena *a, struct survey_response *r,
                               int64_t sheet_id);

/* Which people an item about people offers: of the other side, known by the pair; who signed in
 * also those of the same organisation and form. Given name and the first letter of the surname. */
struct survey_peer {
    int64_t id; /* participation */
    const char *name;
};
int survey_peers(struct db *db, struct arena *a, const struct survey_response *r, bool signed_in,
                 struct survey_peer **ret, size_t *ret_n);

/* What was answered so far: text of an open item ("" none), people chosen in order. */
struct survey_said {
    const char *text[SURVEY_ITEMS_MAX + 1];
    struct {
        int64_t people[SURVEY_PEOPLE_MAX];
        size_t n;
    } * chosen; /* [SURVEY_ITEMS_MAX + 1] */
};
int survey_said(struct db *db, struct arena *a, const struct survey_response *r,
                struct survey_said *ret);

/* One answer. value: of a closed item, SURVEY_MISSING takes it back; text: of an open one, "" takes
 * it back; people: in order. */
struct survey_given {
    int n;
    int value;
    const char *text;
    const int64_t *people;
    size_t n_people;
};

/* Keep an answer to the words of this sheet, and in *r. method: account, link, paper.
 * ERR_CONFLICT: it is finished or closed, or other words were begun with (err says which);
 * ERR_INVALID: not an answer to this item. */
int survey_answer(struct db *db, struct arena *a, struct survey_response *r, const char *method,
                  const struct survey_given *given, struct err *err);

bool survey_answered(const struct survey_response *r, const struct survey_said *said, int n);

/* The first item that must be answered and is not, 0: none. */
int survey_unanswered(const struct survey_response *r, const struct survey_said *said);

/* It is finished: nothing can be changed, and it will count. ERR_INVALID: a required item is not
 * answered; ERR_CONFLICT: finished already, or closed. */
int survey_finish(struct db *db, struct arena *a, const struct clock *clock,
                  struct survey_response *r, struct err *err);

/* A sheet that somebody answered on paper, typed in whole and finished; what is required may be
 * missing, for on paper people leave out what they like. ERR_INVALID: nothing is in it. */
int survey_paper(struct db *db, struct arena *a, const struct clock *clock,
                 struct survey_response *r, const struct survey_given *given, size_t n,
                 struct err *err);

/* How far: steps for a page without scripts. */
#define SURVEY_STEP 4
int survey_steps(const struct survey_response *r);
/* The first step with something unanswered (0-based), or the number of steps. */
int survey_step_of(const struct survey_response *r, const struct survey_said *said);

/* ---- in bulk, through the rules above: demo, tests, benchmarks ---- */

/* Fills every sheet of a round that is not finished: answer(ctx, …) gives the values. At most
 * `limit` sheets; returns how many. */
typedef void survey_fill_fn(void *ctx, const struct survey_response *r,
                            const struct survey_item *item, struct survey_given *ret);
int survey_fill(struct db *db, struct arena *a, const struct clock *clock, int64_t round_id,
                int64_t limit, survey_fill_fn *answer, void *ctx, struct err *err);
