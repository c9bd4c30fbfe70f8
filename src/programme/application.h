/*
 * Applications («заявки») to a programme: by the person, by a parent for a child, by a class
 * teacher for a list. An application counts when everybody has signed whose signature the age asks
 * for (identity/consent.h); then the coordinator approves it, which makes the person and their row
 * in the registry, or refuses it for a reason.
 *
 *   unsigned → new → approved | refused
 *                  → waiting (no place is free) → approved | refused
 *   any of the first three → withdrawn by the author
 *   approved → withdrawn by the author, while the participation may be given up
 *
 * What is kept: an unsigned one for APPLICATION_UNSIGNED_DAYS; the personal data of a decided one
 * for APPLICATION_KEPT_DAYS after the decision, so that the author can read it; of a withdrawn one
 * not at all.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "identity/consent.h"
#include "identity/person.h"
#include "programme/enrolment.h"
#include "programme/registry.h"

struct app;
struct db;
struct module;

/* /programmes/{programme}/applications, /applications/{application} */
extern const struct module application_module;

#define APPLICATION_UNSIGNED_DAYS 14
#define APPLICATION_KEPT_DAYS 30
#define APPLICATION_TEXT_MAX 1000
#define APPLICATION_REASON_MAX 500
#define APPLICATION_HOUR_MAX 60 /* of one address in an hour: a school has one for everybody */
#define APPLICATION_LIST_MAX 40 /* children in one list */
#define APPLICATION_PAGE 25

enum application_author { APPLICATION_OWN, APPLICATION_BY_PARENT, APPLICATION_BY_TEACHER };

/* As it was typed; texts are never NULL. */
struct application_new {
    const char *side; /* mentee, mentor */
    enum application_author author;
    int64_t teacher_id; /* 0: not of a list, or by the coordinator */
    struct person_name name;
    int64_t birth_year;
    const char *form, *category, *request, *place;
    const char *competencies, *achievements, *interests, *age_wish, *time;
    const char *phone, *email; /* the participant's own */
    const char *representative, *representative_phone, *representative_email;
    const char *ip;
};

struct application {
    int64_t id, unit_id, programme_id;
    const char *state;
    struct application_new a; /* texts empty and the year 0 when it was cleared */
    const char *known;        /* the coordinator's word: same, new, "" */
    int64_t person_id, participation_id;
    const char *reason;
    int64_t created_at, queued_at, decided_at, cleared_at; /* 0: not */
};

/* Who acts, where and when. account_id 0: somebody by a link, or the program. */
struct application_desk {
    struct db *db;
    struct arena *a;
    const struct app *app;
    struct date today; /* in the unit's zone */
    int64_t account_id;
};

/* 1, 0 or < 0. */
int application_get(struct db *db, struct arena *a, int64_t id, struct application *ret);

/* «Ждёт подписи», «Ждёт решения», «В листе ожидания» … */
const char *application_state_name(const char *state);

/* May it still be withdrawn? */
bool application_pending(const char *state);

/* ---- coming in ---- */

/* The same texts sent once more are the same application. 1 new, 0 it was there. ERR_LIMIT: too
 * many from this address in an hour. */
int application_submit(const struct application_desk *d, const struct enrolment *e,
                       const struct application_new *n, struct err *err, int64_t *ret_id);

enum person_age application_age(const struct application *x, struct date today);

/* Which signatures are there and which are asked for. */
struct application_signed {
    bool needs_self, needs_representative;
    size_t self, representative; /* how many of APPLICATION_CONSENTS */
};
#define APPLICATION_CONSENTS 2 /* processing of data, taking part */
int application_signed(struct db *db, struct arena *a, const struct application *x,
                       struct date today, struct application_signed *ret);

/* The next text for this side to sign: 1; 0: nothing is left. ERR_NOT_FOUND: no text exists. */
int application_text(struct db *db, struct arena *a, const struct application *x,
                     bool representative, struct date today, struct consent_text *ret);

/* One signature. When it was the last, the application is new and the coordinators are told.
 * ERR_CONFLICT: another text is in force by now, or it is not waiting for this one (err says). */
int application_sign(const struct application_desk *d, const struct application *x,
                     bool representative, int64_t text_id, const char *given_by, struct err *err);

/* By whom something is given up, and what else they say. */
struct withdrawal {
    bool by_representative;
    const char *reason; /* "": none */
    bool consents;      /* those of this side are withdrawn, too */
};

/* Withdrawn by the author: the personal data goes at once, the coordinators are told. Of an
 * approved one the participation is given up, too. ERR_CONFLICT: refused or withdrawn already, a
 * pair lives (err says which). */
int application_withdraw(const struct application_desk *d, const struct application *x,
                         const struct withdrawal *w, struct err *err);

/* A participation is given up by the participant or their representative: out of the registry's
 * living ones, an approved application is withdrawn with it, who waits moves up, the coordinators
 * are told. ERR_CONFLICT: the state does not allow it (err says why). */
int application_leave(const struct application_desk *d, int64_t participation_id,
                      const struct withdrawal *w, struct err *err);

/* All that an application says of anybody goes; one that waits is withdrawn, and nobody is told. */
int application_forget(const struct application_desk *d, int64_t id, const char *reason,
                       struct err *err);

/* Another state, as a row that has changed must say it (programme/total.h). */
int application_turn(struct db *db, const struct application *x, const char *to);

/* The end: the row and what is known of it. ERR_CONFLICT: decided already. Ids may be 0, the reason
 * NULL. */
struct application_end {
    const char *state, *reason;
    int64_t person_id, participation_id, decided_by;
};
int application_close(const struct application_desk *d, const struct application *x,
                      const struct application_end *end, struct err *err);

/* ---- deciding (application_decide.c) ---- */

/* Somebody of the unit who is, or may be, the same person. */
struct application_match {
    enum registry_same same;
    int64_t person_id; /* 0: nobody */
    bool participates; /* on this side of this programme already */
};
int application_match(struct db *db, struct arena *a, const struct application *x,
                      struct application_match *ret);

/* known: "" (as recognised), "same" (the one of application_match), "new". reason: for the history,
 * may be ""; of a waiting one the earlier words stay when there are no new ones. 0 approved, 1 into
 * the waiting list. ERR_CONFLICT: decided already, in the programme already, the programme is not
 * running; ERR_INVALID: «same person?» must be answered (err says which). */
int application_approve(const struct application_desk *d, int64_t id, const char *known,
                        const char *reason, struct err *err);

/* ERR_INVALID: no reason; ERR_CONFLICT: decided already. */
int application_refuse(const struct application_desk *d, int64_t id, const char *reason,
                       struct err *err);

/* People of the side that take a place, and the place in the waiting list: 1 is next; beyond
 * APPLICATION_PLACE_MAX it is not counted further. */
#define APPLICATION_PLACE_MAX 500
int application_taken(struct db *db, struct arena *a, int64_t programme_id, const char *side,
                      int64_t *ret);
int application_position(struct db *db, struct arena *a, const struct application *x, int64_t *ret);

/* Places became free: approve those who wait, in their order. Returns how many, or < 0. */
int application_move_up(const struct application_desk *d, int64_t programme_id);

/* ---- lists ---- */

struct application_counts {
    int64_t unsigned_, new_, waiting, approved, refused, withdrawn;
};
int application_count(struct db *db, struct arena *a, int64_t programme_id, const char *side,
                      struct application_counts *ret);

/* ---- tidying ---- */

/* Once an hour, in a transaction: what is over its time goes, those who wait move up. */
int application_hourly(const struct app *app, struct db *db, struct arena *a);
