/*
 * Questionnaires as they are read by others: what was answered, never by whom. Nothing here names
 * a person; ids of people are for counting them once.
 *
 * A finished sheet counts from the moment it is released, and that is the only gate: reading a
 * round that is still open gives its answers late and five at a time, so that two looks at a page
 * never differ by fewer than SURVEY_FEW people; when the round is closed, all are released. What
 * is shown of any group still has to pass survey_hide: released answers of a group may be few.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct db;

#define SURVEY_FEW 5         /* answers of fewer people are not shown to anybody */
#define SURVEY_ITEMS_MAX 60  /* of one sheet */
#define SURVEY_TEXT_MAX 2000 /* characters of an answer in words */
#define SURVEY_SATISFACTION "satisfaction" /* the metric of «довольны совместной работой» */
#define SURVEY_PARENT "parent" /* the role of who answers about a mentee who is a minor */
#define SURVEY_MISSING (-1)

enum survey_kind {
    SURVEY_SCALE10,    /* 1..10 */
    SURVEY_OPEN,       /* words */
    SURVEY_BOOL,       /* 0 no, 1 yes */
    SURVEY_FREQUENCY5, /* 1 never … 5 very often */
    SURVEY_RANK3,      /* up to three people in order */
    SURVEY_PEOPLE      /* people */
};

struct survey_item {
    int n; /* 1.. */
    enum survey_kind kind;
    const char *text, *metric; /* metric "": of no one */
    bool required;
};

/* The words of a sheet at one version. */
struct survey_words {
    int64_t id;
    const struct survey_item *items;
    size_t n;
};

/* 1 found, 0 none, < 0 error. */
int survey_words(struct db *db, struct arena *a, int64_t sheet_id, struct survey_words *ret);

/* ---- what of a group may be shown ---- */

/* The one rule. n[i] answers in group i of one whole; hide[i] becomes true for a group of 1..4,
 * and for as many of the smallest others as are needed so that the hidden ones, which anybody gets
 * by taking the shown ones from the whole, are at least SURVEY_FEW together. When that cannot be,
 * everything is hidden. Returns whether the whole itself may be shown. */
bool survey_hide(const int64_t *n, size_t n_groups, bool *hide);

/* The other way to keep it, where groups matter more than their sum: groups of five and more are
 * shown; may the whole stand beside them? Not when the rest, shown by nobody, would be 1..4. */
bool survey_whole(const int64_t *n, size_t n_groups);

/* One group by itself: may it be shown? */
static inline bool survey_enough(int64_t n)
{
    return n >= SURVEY_FEW;
}

/* ---- whose answers ---- */

/* «наставляемые», «наставники», «родители»; «Анкета родителя» … */
const char *survey_side(const char *role);
const char *survey_sheet_name(const char *role);

/* One programme, or the participants whose organisation is a unit or stands below it. */
struct survey_scope {
    int64_t programme_id; /* 0: by unit */
    int64_t unit_id;
    const char *role; /* mentee, mentor, SURVEY_PARENT; NULL: all */
    const char *form; /* a code of the pack; NULL: all */
};

/* ---- before and after ---- */

struct survey_half {
    const struct survey_words *words; /* NULL: this sheet was not answered */
    const char *marks;
    int64_t at; /* when it was finished, UTC ms */
};

/* A participant who finished at least one of two sheets of one questionnaire. A participation has
 * several rows when own questionnaires were sent too; survey_id 0 is the pack's. */
struct survey_row {
    int64_t unit_id, programme_id, person_id, participation_id, survey_id;
    const char *role, *form;
    struct survey_half before, after;
};

/* The value of the first closed item with this metric, or SURVEY_MISSING. */
int survey_value(const struct survey_half *h, const char *metric);

/* Walks over all rows of a scope of units in one query (200,000 people: under a second), in no
 * order. fn may stop with a non-zero answer, which is returned. */
int survey_each(struct db *db, struct arena *a, const struct survey_scope *scope,
                int (*fn)(void *ctx, const struct survey_row *row), void *ctx);

/* Everything that statistics need of one metric: how many participants gave each pair of values.
 * cell[b + 1][a + 1], where index 0 stands for SURVEY_MISSING. */
#define SURVEY_SIDE 12
struct survey_change {
    const char *role, *form, *metric;
    enum survey_kind kind;
    int64_t cell[SURVEY_SIDE][SURVEY_SIDE];
    int64_t n_before, n_after, n_both;
};

/* All metrics of the scope by role, form and the order in which they are asked: of a programme from
 * sums that are kept, of units in one walk. */
int survey_changes(struct db *db, struct arena *a, const struct survey_scope *scope,
                   const struct survey_change **ret, size_t *ret_n);

/* Of a «да / нет» metric: yes among those who answered; after the programme, or before. */
struct survey_share {
    int64_t yes, answered;
};
struct survey_share survey_share(const struct survey_change *c, bool after);

/* ---- words ---- */

/* An open item with at least SURVEY_FEW answers in one sending, side and form. */
struct survey_open_item {
    int64_t round_id, sheet_id;
    const char *role, *form, *phase, *text, *metric;
    int n;
    int64_t answers;
};

/* Of the pack's sheets and the own ones of a programme; metric NULL: every one. */
int survey_open_items(struct db *db, struct arena *a, int64_t programme_id, const char *metric,
                      const struct survey_open_item **ret, size_t *ret_n);

/* The answers in no order that tells who gave them; a page of at most so many, up to
 * SURVEY_OPEN_PAGE, after a key (0: the first page). *ret_next is the key of the next page, 0 when
 * there is none. */
#define SURVEY_OPEN_PAGE 50
int survey_open_answers(struct db *db, struct arena *a, const struct survey_open_item *item,
                        int64_t after, size_t page, const char *const **ret, size_t *ret_n,
                        int64_t *ret_next);

/* ---- counts ---- */

/* Of a programme's pack round, for the roadmap: 1 there is one, 0 none. done: it is closed with an
 * answer in it, or everybody has answered. */
struct survey_progress {
    int64_t round_id, sent, done;
    bool closed, measured;
};
int survey_progress(struct db *db, struct arena *a, int64_t programme_id, const char *phase,
                    struct survey_progress *ret);
