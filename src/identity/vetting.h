/*
 * Record checks: an adult works with minors only while a certificate of no convictions counts.
 * Kept are the fact, the number and the two dates, never what stands in it. A certificate counts
 * from the day of issue up to, but not on, the day it expires: that day contacts close by
 * themselves, and another certificate opens them again. It can be taken back with a reason; rows
 * are never removed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "identity/person.h"

struct app;
struct db;
struct module;

/* /people/{person}/vetting, /units/{unit}/vetting */
extern const struct module vetting_module;

#define VETTING_MONTHS 12    /* a certificate counts so long unless somebody says otherwise */
#define VETTING_WARN_DAYS 30 /* people are told so many days before it expires */
#define VETTING_YEARS_MAX 5  /* nobody records a longer term */
#define VETTING_NUMBER_MAX 60
#define VETTING_REASON_MAX 500

/* A job of this kind is put when a check of a mentor is met: whoever has everything by it becomes
 * ready (learning/). Its object is the person. */
#define VETTING_READY_JOB "mentor_ready"

/* ---- what it allows ---- */

/* Must there be a certificate before these two meet? A minor on the mentor's side needs none. */
bool vetting_needed(enum person_age mentee, enum person_age mentor);

/* Does a certificate of the person count on that day? 1, 0 or < 0. */
int vetting_cleared(struct db *db, struct arena *a, int64_t person_id, struct date on);

/* May these two persons be in contact on that day, as far as record checks go? 1, 0 or < 0. */
int vetting_allows(struct db *db, struct arena *a, int64_t mentee_id, int64_t mentor_id,
                   struct date on);

enum vetting_state {
    VETTING_UNNEEDED, /* a minor: none is asked */
    VETTING_NONE,     /* never recorded, or taken back */
    VETTING_OVER,     /* the last one expired */
    VETTING_SOON,     /* counts, and expires within VETTING_WARN_DAYS */
    VETTING_VALID
};

struct vetting_now {
    enum vetting_state state;
    int64_t id;         /* of the certificate that is meant; 0: none */
    const char *number; /* "" */
    struct date expires;
};

/* A mentor's certificate on that day: the one that counts longest, else the last one. 1 found the
 * person, 0 not. */
int vetting_of(struct db *db, struct arena *a, int64_t person_id, struct date on,
               struct vetting_now *ret);
bool vetting_counts(enum vetting_state state); /* VETTING_SOON, VETTING_VALID or none is asked */

/* «Справка действует до 5 ноября 2027 г.», «Справка истекла …: контакты с детьми закрыты», … */
const char *vetting_words(struct arena *a, const struct vetting_now *v);

/* ---- records ---- */

struct vetting {
    int64_t id;
    const char *number;
    struct date issued, expires;
    const char *recorded_by; /* "" the program itself */
    int64_t recorded_at;
    int64_t ended_at; /* 0: not taken back */
    const char *ended_by, *end_reason;
};

/* All of the person, the newest first, at most 200. */
int vetting_list(struct db *db, struct arena *a, int64_t person_id, struct vetting **ret,
                 size_t *ret_n);

struct vetting_new {
    int64_t person_id;
    const char *number;
    struct date issued;
    struct date expires; /* year 0: VETTING_MONTHS after the issue */
    int64_t recorded_by; /* account; 0: the program itself */
    struct date today;   /* in the unit's zone */
};

struct date vetting_default_expiry(struct date issued);

/* The days alone: ERR_LIMIT, ERR_INVALID as below. expires: year 0 likewise. */
int vetting_check_days(struct date issued, struct date expires, struct date today, struct err *err);

/* ERR_LIMIT: the day of issue is in the future or before 2000; ERR_INVALID: it expires before it
 * was issued, or after more than VETTING_YEARS_MAX; ERR_CONFLICT: the same number is recorded for
 * this person and was not taken back; ERR_NOT_FOUND. */
int vetting_record(struct db *db, struct arena *a, const struct clock *clock,
                   const struct vetting_new *n, struct err *err, int64_t *ret_id);

/* 1 taken back now, 0 there is no such certificate, or it was taken back before; ERR_INVALID: no
 * reason. */
int vetting_end(struct db *db, const struct clock *clock, int64_t person_id, int64_t vetting_id,
                int64_t account_id, const char *reason, struct err *err);

/* ---- warnings ---- */

/* Tell the mentor and the coordinators of certificates that expire within VETTING_WARN_DAYS, and
 * of those that expired: each once, a notice and a letter. Run every hour, inside a transaction. */
int vetting_tell(const struct app *app, struct db *db, struct arena *a);
