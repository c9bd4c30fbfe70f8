/*
 * The common meeting before pairs are made, and the cards of both sides after it: whom one would
 * work with, whom one could help or be helped by, whom not. A card is filled by its owner, signed
 * in or through a personal link that needs no account; the coordinator reads it, nobody else. What
 * is chosen goes into the score of the next draft.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "frame/form.h"             /* struct id_list */
#include "pairing/preference.sql.h" /* rows that the coordinator's pages show */
#include "programme/pack.h"
#include "programme/programme.h"

struct app;
struct db;
struct module;

/* /programmes/{programme}/gatherings, /gatherings/{gathering}, /my/cards/{card}, /card */
extern const struct module preference_module;

#define PREFERENCE_GUESTS_MAX 300 /* of one side at one common meeting */
#define PREFERENCE_TOKEN_LEN 24   /* letters of a link's secret */
#define PREFERENCE_PLACES 3
#define PREFERENCE_MANY 50 /* people in one item */

/* ---- the common meeting ---- */

struct gathering_new {
    int64_t starts_at;
    const char *place, *note;
    struct date closes; /* the last day of the cards */
    int64_t account_id;
};

/* Make it and invite everybody of the programme who is free: a card each, a notice each.
 * ERR_INVALID: a day outside the programme, or cards that close before the meeting (field says
 * which: day, closes, place). */
int preference_gather(struct db *db, struct arena *a, const struct app *app,
                      const struct programme *p, int zone, const struct gathering_new *n,
                      struct err *err, const char **ret_field, int64_t *ret_id);

/* Invite who came into the base since; how many. */
int preference_invite(struct db *db, struct arena *a, const struct app *app, int64_t gathering_id,
                      size_t *ret_added);

/* Write to those who are silent; each at most once a day. */
int preference_remind(struct db *db, struct arena *a, const struct app *app, int64_t gathering_id,
                      size_t *ret_n);

/* ---- one card ---- */

/* The secret of a card's link is made of the installation's key: the sheet of codes can be printed
 * again, and the database alone opens nothing. */
void preference_token(const unsigned char key[32], int64_t card_id, int64_t link,
                      char ret[PREFERENCE_TOKEN_LEN + 1]);
const char *preference_url(struct arena *a, const struct app *app, int64_t card_id, int64_t link);
/* 1, 0 (unknown or taken back) or < 0. */
int preference_by_token(struct db *db, struct arena *a, const char *token,
                        struct preference_card_row *ret);
/* The link of a card is lost: a new one, the old opens nothing any more. */
int preference_relink(struct db *db, const struct app *app, const struct preference_card_row *card);

enum preference_open { PREFERENCE_EARLY, PREFERENCE_OPEN, PREFERENCE_LATE };
enum preference_open preference_state(const struct preference_card_row *card, int64_t now);

/* Items of the pack's sheet for this side, in its order. */
size_t preference_items(struct arena *a, const struct pack *pack, const char *side,
                        const struct pack_question **ret[]);

struct preference_answer {
    int64_t choice[PREFERENCE_PLACES]; /* participations, by place; 0: nobody */
    struct id_list help, exclude;
    const char *why;
    int64_t account_id; /* 0: by the link */
};

/* Keep the card; filling it again replaces it. ERR_INVALID: field names what is wrong (c1, c2, c3,
 * help, exclude); ERR_CONFLICT: too early or too late. */
int preference_save(struct db *db, struct arena *a, const struct app *app,
                    const struct preference_card_row *card, const struct pack *pack,
                    const struct preference_answer *in, struct err *err, const char **ret_field);

/* ---- what drafts read of them ---- */

/* Cards of the programme filled since a moment. */
int preference_since(struct db *db, struct arena *a, int64_t programme_id, int64_t since,
                     int64_t *ret_n);

/* Did both choose each other? 1, 0 or < 0. */
int preference_mutual(struct db *db, struct arena *a, int64_t programme_id, int64_t mentee_id,
                      int64_t mentor_id);

/* The two are not put together again: a veto, which the coordinator can lift in the draft. */
int preference_apart(struct db *db, int64_t programme_id, int64_t mentee_id, int64_t mentor_id,
                     const struct deed *deed);

/* Cards that wait for a person: to be filled now or later. */
int preference_waiting(struct db *db, struct arena *a, int64_t person_id, int64_t now,
                       struct preference_own **ret, size_t *ret_n);
