/*
 * A pair as the work of teachers sees it: the two people with what they told of themselves, the
 * pack, today; and for pages, who looks at it: the coordinator, or one of the two at /my/….
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "frame/form.h"
#include "frame/page.h"
#include "frame/req.h"
#include "network/unit.h"
#include "programme/pack.h"
#include "programme/participation_pages.h"
#include "programme/programme.h"
#include "work/pair.h"

struct duo {
    struct pair_row pair;
    struct participation_row mentee, mentor;
    struct programme programme;
    const struct pack *pack;
    struct unit unit; /* the pair's */
    struct date today;
    const char *mentee_name, *mentor_name, *form_name; /* in full */
    bool living;                                       /* the pair is at work */
    /* of a request: */
    bool own, is_mentor; /* one of the two looks at it; it is the mentor */
};

/* ERR_NOT_FOUND: no such pair. */
int duo_load(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
             struct err *err, struct duo *ret);

/* The same for a page; own: the path begins with /my/. */
int duo_of(struct req *req, int64_t pair_id, struct duo *ret);

/* The id of the path: {pair} of the coordinator's addresses, {couple} of those of the two. */
int64_t duo_id(const struct req *req);

/* "/my" or "". */
const char *duo_prefix(const struct duo *d);

/* "/pairs/5" or "/my/couples/5". */
const char *duo_path(struct arena *a, const struct duo *d);

/* «5 ноября 2026 г.» of "2026-11-05", "" of nothing. */
const char *duo_day(struct arena *a, const char *iso);

/* «05.11.2026». */
const char *duo_short(struct arena *a, const char *iso);

/* A field that the form holds as optional because one form serves several actions, for the action
 * that needs it: shown without «(необязательно)», with a label of its own when there is one. */
const struct field *duo_needed(struct arena *a, const struct form *f, const char *name,
                               const char *label);

/* Crumbs and rail, then the answer. section: of the programme's rail; parent may be NULL. */
int duo_page(struct req *req, const struct duo *d, const char *section, const struct link *parent,
             struct page *page);
