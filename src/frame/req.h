/*
 * One request, as a handler sees it. Handlers are straight-line code: read the input, call the
 * rules, fill a page struct, answer. They never free, never open a transaction, never check a
 * permission by hand: the route's row says all that (frame/route.h).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "frame/access.h"

struct app;
struct db;
struct form;
struct form_def;
struct page;

/* Who is asking; zeroed when nobody is signed in. */
struct who {
    int64_t account_id;
    int64_t person_id; /* 0 when the account is not linked to a person */
    int64_t session_id;
    const char *name; /* «Е. П. Соколова», for the header */
    enum role role;   /* the strongest role at the request's unit, or the strongest anywhere */
    uint32_t perms;   /* at the request's unit */
    int64_t top;      /* the highest unit above it, or itself, where there is a role; 0: none */
    int zone;         /* minutes east of UTC where the strongest role is; Moscow's without any */
};

/* A file of a multipart form, already on disk in the data folder; removed after the request
 * unless the handler renames it away. */
struct upload {
    const char *path;
    const char *name; /* as the browser named it, last component, squeezed */
    int64_t size;
};

struct req {
    struct arena *a;
    struct db *db; /* GET: read-only; POST: inside the transaction that the frame commits */
    const struct app *app;
    const struct clock *clock;
    struct who who;
    int64_t unit_id;       /* of the object in the path; 0 when the path names none */
    const char *unit_name; /* its short name, when somebody has read it */
    struct form *form;     /* POST: parsed; GET called as `retry`: as sent; otherwise NULL */
    const void *prepared;  /* what the row's prepare() left for the handler */
    struct upload file;    /* path NULL when none */
    struct err err;        /* text for the error page when a handler returns < 0 */
    const char *ip;
    const char *path; /* of the URL, without the query */
};

/* Id in the path: req_id(req, "programme"). Asserts that the route has it. */
int64_t req_id(const struct req *req, const char *param);

/* What the scope of that parameter has read, in the transaction of the handler; NULL when it kept
 * nothing, and in a POST, where the gate looked before the transaction began. */
const void *req_found(const struct req *req, const char *param);

/* A parameter of the query, "" when absent; numbers fall back to the default out of bounds. */
const char *req_query(const struct req *req, const char *name);
int64_t req_query_int(const struct req *req, const char *name, int64_t min, int64_t max,
                      int64_t fallback);

/* May the person do this at a unit that the path does not name (a choice inside a form)? 1 yes, 0
 * no, < 0 error. */
int req_may_at(struct req *req, int64_t unit_id, enum perm perm);

/* Answers: each sets the response and returns 0. */
int req_page(struct req *req, const struct page *page);
int req_redirect(struct req *req, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int req_json(struct req *req, const char *json);
int req_text(struct req *req, int status, const char *text);

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* Send a file of the data folder as a download and remove it after sending when `remove`. */
int req_file(struct req *req, const char *path, const char *type, const char *name, bool remove);

/* The notice above h1 on the next page («Сохранено»). */
void req_notice(struct req *req, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Show the form again with its errors (status 422); the transaction is rolled back. */
int req_retry(struct req *req);

/* 404: returns ERR_NOT_FOUND for the frame. */
int req_not_found(struct req *req);

/* One row in the journal, inside the transaction: who, when, what, from where. object_kind is a
 * table's name; detail is words for people without personal data. */
int req_audit(struct req *req, const char *action, const char *object_kind, int64_t object_id,
              const char *detail);

/* The form of this page: what was sent when it failed, or a fresh one. */
struct form *req_form(struct req *req, const struct form_def *def, const void *initial);

/* Typed values of a parsed form: `const struct login_form *in = req_input(req);` */
const void *req_input(const struct req *req);
