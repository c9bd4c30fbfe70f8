/*
 * Meetings of a pair: planned by a kind of the pack, then held, moved, cancelled or missed. A held
 * one has a result, homework and a next step, which the pair and the coordinator read; the marks
 * and words of each side are read by their author and the coordinator alone. Where the kind asks
 * for feedback, nobody closes the next meeting before giving it for the former.
 *
 * There is no free letter here: everything that one of the two writes, the coordinator reads.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "programme/pack.h"
#include "programme/programme.h"
#include "work/meeting.sql.h" /* rows that pages of pairs and lists show */

struct app;
struct db;

#define MEETING_MINUTES_MAX 720
#define MEETING_PLACE_MAX 200 /* characters, as the next */
#define MEETING_TEXT_MAX 2000
#define MEETING_REASON_MAX 500
#define MEETING_ITEMS_MAX 20 /* of a sheet */
#define MEETING_OPEN_MAX 100 /* planned ones of one pair */

/* A mark up to this is low. Ours, not of a document. */
#define MEETING_LOW 5

/* Who acts on the meetings of which pair; filled by meeting_at. */
struct meeting_at {
    struct db *db;
    struct arena *a;
    const struct app *app;
    struct meeting_pair pair;
    const struct pack *pack;
    struct programme_rhythm rhythm;
    int zone;           /* minutes ahead of UTC, of the pair's unit */
    int64_t account_id; /* 0: the program itself */
    const char *side;   /* mentee, mentor; "": the coordinator */
    const char *field;  /* after ERR_INVALID: what is wrong, as the form calls it */
};

/* ERR_NOT_FOUND: no such pair. */
int meeting_at(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
               struct err *err, struct meeting_at *ret);

/* How the pair keeps the rhythm of its programme. */
struct meeting_rhythm {
    bool owed;         /* it is time, and no meeting is planned */
    const char *words; /* «не больше 14 дней между встречами; проведено 3, нужно не меньше 5» */
};
int meeting_rhythm(const struct meeting_at *at, struct meeting_rhythm *ret);

/* Once an hour: those who owe feedback and pairs whose meeting is owed are reminded by day, each at
 * most MEETING_REMIND_MAX times. */
#define MEETING_REMIND_MAX 3
int meeting_remind(const struct app *app, struct db *db, struct arena *a);

/* The kind of the next meeting in the order of the pack: intro, trial, planning, then working. */
const struct pack_meeting_kind *meeting_next_kind(const struct pack *pack,
                                                  const struct meetings_of_pair *rows, size_t n);

struct meeting_new {
    const char *kind;
    int64_t starts_at;
    int64_t minutes; /* 0: as the pack has it */
    const char *place, *agenda;
};

/* ERR_INVALID: field kind, day, minutes or place (outside the programme, no place …); ERR_CONFLICT:
 * the pair is over, or has a meeting at that time; ERR_LIMIT. Tells the others. */
int meeting_plan(struct meeting_at *at, const struct meeting_new *n, struct err *err,
                 int64_t *ret_id);

struct meeting_outcome {
    const char *result, *homework, *next_step;
};

/* It took place. ERR_CONFLICT: closed already, still ahead, or feedback is owed (meeting_owed). The
 * first one sets the pair to work. */
int meeting_hold(struct meeting_at *at, int64_t id, const struct meeting_outcome *outcome,
                 struct err *err);

/* To another time: the old row stays as «moved». A reason must be given. */
int meeting_move(struct meeting_at *at, int64_t id, int64_t starts_at, const char *reason,
                 struct err *err, int64_t *ret_id);

/* Cancelled before its time, missed after it. A reason must be given. */
int meeting_drop(struct meeting_at *at, int64_t id, const char *reason, struct err *err);

/* The oldest held meeting whose feedback the acting side owes; 1, 0 none, < 0. */
int meeting_owed(const struct meeting_at *at, int64_t *ret_id);

/* ---- feedback ---- */

/* Items of the sheet for this kind and side, in the order of the pack. */
size_t meeting_items(struct arena *a, const struct pack *pack, const char *kind, const char *side,
                     const struct pack_question **ret[]);

struct meeting_said {
    int n;            /* number of the item */
    int64_t score;    /* of a scale 1..10; yes 1, no 0; -1: no answer */
    const char *text; /* of an open item */
};

/* Keep what the acting side says; saying it again replaces it. ERR_INVALID: field "a3" for the
 * third item. ERR_CONFLICT: it was not held, or the answer to a trial meeting is already at work.
 * After the trial meeting two answers with a refusal return the pair to matching. */
int meeting_say(struct meeting_at *at, int64_t id, const struct meeting_said *said, size_t n,
                struct err *err);

/* A refusal is known and the other side is silent: the coordinator need not wait. */
int meeting_return(struct meeting_at *at, struct err *err);

/* ---- words ---- */

const char *meeting_kind_name(const struct pack *pack, const char *kind);
const char *meeting_state_name(const char *state);
/* «Пт, 6 ноября, 15:00». */
const char *meeting_when(struct arena *a, int64_t starts_at, int zone, struct date today);
