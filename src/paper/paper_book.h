/*
 * The register of documents: number, day, state, signed scan. A document is written when it is
 * registered and stays as it was; a scan is taken only when it is what it says it is.
 */
#pragma once

#include "paper/paper.h"
#include "paper/paper.sql.h"

#define BOOK_NUMBER_MAX 30 /* characters */
#define BOOK_REASON_MAX 500
#define BOOK_SCAN_MAX (15u << 20) /* bytes */

struct book_new {
    int64_t subject;
    const char *number; /* "": the next running one */
    int64_t account_id;
};

/* Fill it, give it a number, keep it as a draft. ERR_INVALID as paper_write; ERR_CONFLICT: the
 * number is another's in this year. */
int book_make(const struct paper_at *at, const struct paper_kind *k, const struct book_new *n,
              struct err *err, int64_t *ret_id);

/* Where its files lie. */
const char *book_file(struct arena *a, const struct app *app, int64_t id);
const char *book_scan_file(struct arena *a, const struct app *app, int64_t id);

/* PDF, JPEG or PNG by what is in it: its type, or NULL. */
const char *book_scan_type(const unsigned char *bytes, size_t n);

struct book_deed {
    struct db *db;
    struct arena *a;
    const struct app *app;
    int64_t account_id;
};

/* The file at path is moved to its place. ERR_INVALID: not one of the types; ERR_LIMIT: too large;
 * ERR_CONFLICT: the document is cancelled. */
int book_scan(const struct book_deed *at, int64_t id, const char *path, const char *name,
              struct err *err);

/* Fill a draft without a scan with what is known today; its number and day stay. ERR_CONFLICT. */
int book_remake(const struct book_deed *at, int64_t id, struct err *err);

/* ERR_CONFLICT: not a draft any more. */
int book_sign(const struct book_deed *at, int64_t id, struct err *err);
/* ERR_CONFLICT: cancelled already; ERR_INVALID: no reason. */
int book_cancel(const struct book_deed *at, int64_t id, const char *reason, struct err *err);

/* A line of its history. */
int book_note(const struct book_deed *at, int64_t id, const char *action, const char *detail);

const char *book_state_name(const char *state); /* «Проект», «Подписан», «Отменён» */
const char *book_action_name(const char *action); /* «Внесён в реестр» … */
