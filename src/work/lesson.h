/*
 * Open lessons and mutual visits of a pair of teachers: planned with the mentor, visited by
 * colleagues of the same organisation, each with a sheet of the pack's items (2, 1, 0 and words),
 * closed by the mentor's summary, and put on the public page when the teacher consents.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/parts.h"
#include "programme/programme_state.h"
#include "work/duo.h"
#include "work/lesson.sql.h"

struct module;
extern const struct module lesson_module;

#define LESSON_NAME_MAX 200 /* characters of class, subject, topic */
#define LESSON_TEXT_MAX 4000
#define LESSON_NOTE_MAX 500
#define LESSON_GUESTS 100 /* visitors of one lesson */

struct lesson_plan {
    const char *kind;   /* open, visit; of a new one */
    int64_t teacher_id; /* of a new one: either of the pair */
    struct date day;
    const char *class, *subject, *topic, *plan;
    int64_t version; /* of an old one */
};

/* Plan one; the other of the pair is asked to come. ERR_CONFLICT: the pair is over; ERR_INVALID:
 * the teacher is not one of the two, the day is outside the programme. */
int lesson_create(struct db *db, struct arena *a, const struct duo *d,
                  const struct lesson_plan *plan, const struct deed *deed, struct err *err,
                  int64_t *ret_id);

/* ERR_CONFLICT: held or cancelled, or somebody else has saved since this version. */
int lesson_change(struct db *db, struct arena *a, const struct duo *d, const struct lesson_row *x,
                  const struct lesson_plan *plan, struct err *err);

/* ERR_CONFLICT: not planned; ERR_INVALID: its day has not come, or no reason for a cancellation. */
int lesson_hold(struct db *db, const struct duo *d, const struct lesson_row *x, struct err *err);
int lesson_cancel(struct db *db, const struct lesson_row *x, const char *reason, struct err *err);

/* Somebody of the same organisation is asked to come. ERR_INVALID: they are not of it;
 * ERR_CONFLICT: asked already, or cancelled; ERR_LIMIT. */
int lesson_invite(struct db *db, struct arena *a, const struct lesson_row *x, int64_t person_id,
                  const struct deed *deed, struct err *err);

struct lesson_said {
    const char *item;
    int mark; /* 0, 1, 2; -1: none was given */
    const char *note;
};

/* The sheet of a visitor: a mark for every item of the pack. Giving it again replaces it.
 * ERR_INVALID: *ret_missing is the first item without a mark; ERR_CONFLICT: the lesson was not
 * held. */
int lesson_fill(struct db *db, struct arena *a, const struct pack *pack, const struct lesson_row *x,
                const struct lesson_visit_row *visit, const struct lesson_said *said, size_t n,
                const char *comment, const struct deed *deed, struct err *err, size_t *ret_missing);

/* The mentor's words after it. ERR_CONFLICT: it was not held. */
int lesson_sum_up(struct db *db, const struct lesson_row *x, const char *summary,
                  const char *advice, const struct deed *deed, struct err *err);

/* Onto the public page and off it. ERR_CONFLICT: the teacher's consent to publication is not
 * there, or there is no summary yet. */
int lesson_publish(struct db *db, struct arena *a, const struct lesson_row *x, bool on,
                   struct date today, const struct deed *deed, struct err *err);

/* ---- what others read ---- */

/* Mean of the sums of its sheets, times 10; -1 without sheets. */
int64_t lesson_mean(int64_t n_sheets, int64_t total);

/* «24,5 из 30»; "" without sheets. */
const char *lesson_score(struct arena *a, const struct pack *pack, int64_t n_sheets, int64_t total);

/* The level of the mean, or NULL without sheets. */
const char *lesson_level(const struct pack *pack, int64_t n_sheets, int64_t total);

/* «Запланирован» … and its pill; «Открытый урок», «Взаимопосещение». */
const char *lesson_state_name(const char *state);
enum pill lesson_state_pill(const char *state);
const char *lesson_kind_name(const char *kind);

/* A lesson for the public page: of those published, only the ones whose teacher's consent to
 * publication is in force now. Names are in full; the mentor's is "" without the mentor's consent.
 */
struct lesson_public {
    int64_t id;
    struct date day;
    const char *class, *subject, *topic, *summary, *teacher, *mentor;
    int64_t mean10; /* lesson_mean */
    int64_t published_at;
};

/* Of an organisation, the newest first, published before a moment (INT64_MAX: from the newest), at
 * most `limit` looked at. *ret_next: where to go on, 0 when these were all. */
int lesson_published(struct db *db, struct arena *a, int64_t unit_id, struct date today,
                     int64_t before, size_t limit, struct lesson_public **ret, size_t *ret_n,
                     int64_t *ret_next);

/* The log of a programme as a spreadsheet. */
int lesson_export(struct db *db, const struct programme *p, const struct pack *pack,
                  const char *path, struct err *err);
