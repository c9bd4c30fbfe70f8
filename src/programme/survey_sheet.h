/*
 * The words of questionnaires: sheets of the pack as they are first used, and one's own, which are
 * edited as a draft and published as versions. A published sheet never changes, so an answer
 * always stands beside the words it was given to; who has not begun yet gets the newest.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "programme/pack.h"
#include "programme/survey.h"

struct db;
struct deed;

#define SURVEY_TITLE_MAX 200
#define SURVEY_ITEM_MAX 500 /* characters of a question */
#define SURVEY_OWN_MAX 200  /* own questionnaires of one unit or programme */

/* The pack's sheet of a form, side and phase; written down when it is first used. 1, 0 the pack
 * has none. */
int survey_pack_sheet(struct db *db, struct arena *a, const struct clock *clock,
                      const struct pack *pack, int64_t pack_id, const char *form, const char *role,
                      const char *phase, int64_t *ret_id);

/* ---- one's own ---- */

struct survey_own {
    int64_t id, unit_id, programme_id; /* programme_id 0: of the unit */
    const char *title, *role, *form;   /* role: mentee, mentor, any; form "": every one */
    int64_t version;
    int64_t published;   /* the sheet that is sent now; 0: none yet */
    int64_t draft;       /* the sheet being written; 0: nothing has changed since */
    int64_t n_published; /* its number as a version */
    bool archived;
};

/* 1, 0 none. */
int survey_own_get(struct db *db, struct arena *a, int64_t id, struct survey_own *ret);

struct survey_own_new {
    int64_t unit_id, programme_id;
    const char *title, *role, *form;
};
/* ERR_LIMIT: there are too many already. */
int survey_own_create(struct db *db, struct arena *a, const struct survey_own_new *n,
                      const struct deed *deed, struct err *err, int64_t *ret_id);

/* What is edited: the draft, or the published words when there is no draft. */
int survey_own_words(struct db *db, struct arena *a, const struct survey_own *own,
                     struct survey_words *ret);

/* A change of the draft, made of the published words when there is none. `version` is the one that
 * the person saw. All: ERR_CONFLICT: somebody changed it meanwhile (err says so); ERR_INVALID,
 * ERR_LIMIT: the item is not one, err says why. */
struct survey_edit {
    struct db *db;
    struct arena *a;
    const struct survey_own *own;
    int64_t version;
    struct deed *deed;
    struct err *err;
};
int survey_item_put(const struct survey_edit *e, int n,
                    const struct survey_item *item);              /* 0: new */
int survey_item_move(const struct survey_edit *e, int n, int by); /* -1, 1 */
int survey_item_remove(const struct survey_edit *e, int n);

/* The draft becomes the next version. *ret_answered: sheets that keep the words of older ones.
 * ERR_INVALID: no questions. */
int survey_publish(const struct survey_edit *e, int64_t *ret_answered);

/* It is offered no more; what was sent goes on. */
int survey_archive(const struct survey_edit *e);
