/*
 * Sending questionnaires to a programme: a round gives each participant of its side and form a
 * sheet, tells them, reminds those who have not answered, and ends by its day or by hand.
 *
 * Who has an account fills the sheet there; everybody else has a link. Its secret is derived from
 * the installation's key, the sheet and the number of its link (survey_link), so that it can be
 * printed again; the database keeps a hash. A new link stops the one before, a closed round all.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "programme/pack.h"
#include "programme/programme.h"
#include "programme/survey.h"

struct app;
struct db;

#define SURVEY_DAYS_MAX 366   /* from sending to the closing day */
#define SURVEY_REMIND_MAX 60  /* days between two reminders */
#define SURVEY_SEND_STEP 500  /* sheets of one transaction */
#define SURVEY_LINK_LEN 24    /* letters of a link's secret */
#define SURVEY_LINK_HASH 32   /* bytes of its hash */
#define SURVEY_ROUNDS_MAX 100 /* of one programme */

struct survey_round {
    int64_t id, unit_id, programme_id, survey_id; /* survey_id 0: the pack's sheets */
    const char *phase, *closes_on;
    const char *title; /* of an own questionnaire, "" of the pack's */
    int64_t remind_days, sent, done, version, opened_at;
    int64_t closed_at; /* 0: open */
    int zone;          /* minutes, of the unit */
};

/* 1, 0 none. */
int survey_round_get(struct db *db, struct arena *a, int64_t id, struct survey_round *ret);

/* «Анкетирование на входе», «… на выходе», or the title of an own one. */
const char *survey_round_title(const struct survey_round *round);

/* Is this day over in the zone (minutes)? */
bool survey_over(const char *closes_on, int zone, int64_t now);

/* Does it take answers at this moment? */
bool survey_round_open(const struct survey_round *round, int64_t now);

struct survey_round_new {
    const struct programme *p;
    int64_t survey_id; /* 0: of the pack */
    const char *phase; /* before, after, other (own ones only) */
    struct date closes;
    int64_t remind_days; /* 0: never */
};
/* ERR_CONFLICT: this measurement was sent already, or the programme is not running; ERR_INVALID:
 * the day has passed or is too far, there is no such sheet (err says which). The sheets themselves
 * come with survey_send. */
int survey_round_begin(struct db *db, struct arena *a, const struct survey_round_new *n,
                       const struct deed *deed, struct err *err, int64_t *ret_id);

/* Where a sending stands; zeroed at first. */
struct survey_sending {
    int side;
    const char *key; /* of the last participant looked at; NULL: none of this side yet */
    int64_t id, sent;
};

/* Sheets for participants who have none yet, SURVEY_SEND_STEP people at a time; each is told.
 * Returns 1 while there are more to look at; keep (of the caller) outlives the steps. Whoever joins
 * later gets a sheet when it is sent again. An «after» goes to people who are or were in a pair. */
int survey_send(struct db *db, struct arena *a, struct arena *keep, const struct app *app,
                const struct pack *pack, const struct survey_round *round,
                struct survey_sending *at, struct err *err);

/* All of them in the transaction of the caller: for small programmes and tests. */
int survey_send_all(struct db *db, struct arena *a, const struct app *app, const struct pack *pack,
                    const struct survey_round *round, struct err *err);

/* Another last day, other reminders; a closed round opens again by it. ERR_INVALID, ERR_CONFLICT
 * (`version` is not the one that the person saw). */
int survey_round_change(struct db *db, const struct survey_round *round, int64_t version,
                        struct date closes, int64_t remind_days, const struct deed *deed,
                        struct err *err);

/* No more answers; what was finished is released. Nothing when it is closed already. */
int survey_close(struct db *db, struct arena *a, const struct survey_round *round,
                 const struct deed *deed);

/* Remind who was told `remind_days` ago and has not finished, at most SURVEY_SEND_STEP. Returns how
 * many. */
int survey_remind(struct db *db, struct arena *a, const struct app *app,
                  const struct survey_round *round);

/* What the hour brings: rounds whose day is over are closed, reminders are put as jobs. */
int survey_hourly(const struct app *app, struct db *db, struct arena *a);

/* ---- links ---- */

/* What the database keeps of a secret. */
void survey_link_hash(const char *secret, unsigned char ret[SURVEY_LINK_HASH]);

void survey_link_secret(const unsigned char key[32], int64_t response_id, int64_t link_n,
                        char ret[SURVEY_LINK_LEN + 1]);
const char *survey_link(struct arena *a, const struct app *app, int64_t response_id,
                        int64_t link_n);

/* A new link; the one before opens nothing any more. With `none` there is no link at all. */
int survey_link_change(struct db *db, const struct app *app, int64_t response_id, bool none);

/* 1 and the sheet behind the secret, 0 none. */
int survey_link_find(struct db *db, struct arena *a, const char *secret, int64_t *ret_response);
