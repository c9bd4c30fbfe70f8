/*
 * Mentoring as paid work (ст. 351.8 ТК РФ): the employer offers it with content, form, term and
 * pay; the mentor consents in writing or declines; the addendum is signed; either side may end it
 * early by a notice three working days ahead. The day from which it does not hold any more ends
 * the mentor's pairs in the programme. Pay is for the employer's side and the mentor alone.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/parts.h"
#include "programme/pack.h"
#include "programme/programme_state.h"
#include "work/addendum.sql.h"

struct app;
struct module;
extern const struct module addendum_module;

#define ADDENDUM_TEXT_MAX 2000
#define ADDENDUM_REASON_MAX 500
#define ADDENDUM_NOTICE_DAYS 3 /* working ones between the notice and the end: the law */

/* «Предложено» … and its pill; «Согласие дано» … */
const char *addendum_state_name(const char *state);
enum pill addendum_state_pill(const char *state);
const char *addendum_action_name(const char *action);

struct addendum_new {
    int64_t unit_id, programme_id, participation_id, person_id;
    const char *content, *form, *pay;
    struct date starts, ends;
};
/* ERR_CONFLICT: this mentor has a living one in the programme; ERR_INVALID: the term. */
int addendum_offer(struct db *db, struct arena *a, const struct addendum_new *n,
                   const struct deed *deed, struct err *err, int64_t *ret_id);

/* The mentor's written consent, of a day not ahead; or the refusal, with a reason. */
int addendum_consent(struct db *db, struct arena *a, const struct addendum_row *x, struct date on,
                     struct date today, const struct deed *deed, struct err *err);
int addendum_decline(struct db *db, const struct addendum_row *x, const struct deed *deed,
                     struct err *err);

/* Signed by both: only after the consent and not before its day. */
int addendum_sign(struct db *db, struct arena *a, const struct addendum_row *x, const char *number,
                  struct date on, struct date today, const struct deed *deed, struct err *err);

/* The employer takes an offer back. A reason must be given. */
int addendum_withdraw(struct db *db, const struct addendum_row *x, const struct deed *deed,
                      struct err *err);

/* The first day without mentoring when the other side gets the notice on this day: three working
 * days lie between. */
struct date addendum_stop(const struct pack *pack, struct date notice);

/* One side ends it early. wanted: the first day without mentoring, year 0: as early as may be.
 * ERR_INVALID: the day is ahead or before the signing, `wanted` too early or past the term, no
 * reason. Its row says notice_on and stops_on afterwards. */
struct addendum_notice {
    bool by_mentor;
    struct date on, wanted, today;
};
int addendum_notify(struct db *db, struct arena *a, const struct pack *pack,
                    const struct addendum_row *x, const struct addendum_notice *n,
                    const struct deed *deed, struct err *err, struct date *ret_stop);

/* What the calendar asks for: pairs of an early end, terms that are over, reminders. `today` is of
 * Moscow; for the hourly work and the tests. */
int addendum_by_calendar(const struct app *app, struct db *db, struct arena *a);
