/*
 * Jobs: work of more than a second, run by the server's own worker, one row each. A job is put
 * into the queue in the caller's transaction. A crash leaves it queued or running; a running job
 * of a dead process is run again, so each does its change in one transaction of its own and can
 * be repeated: the state is before or after, never between.
 *
 * Who put it gets a notice when it failed or took five seconds: sooner, the page of the job says
 * how it ended.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct app;
struct db;
struct job_state;
struct req;

struct job {
    int64_t id;
    int64_t unit_id;
    int64_t object_id; /* what it works on; its meaning is the kind's */
    int64_t account_id;
    struct arena *a;
    struct db *db; /* for writing; no transaction is open */
    const struct app *app;
    struct err err; /* words for the person when run() returns < 0 */
    struct job_state *state;
};

struct job_kind {
    const char *name;
    const char *title; /* N_() text: what is being done */
    int (*run)(struct job *job);
    /* Where the person goes when it is done: a path, in the arena. */
    const char *(*done_path)(struct arena *a, int64_t object_id);
    /* Where the person finds what to do when it failed; NULL: nowhere but «Повторить». */
    const char *(*failed_path)(struct arena *a, int64_t object_id);
};

/* Put into the queue; the worker is woken after the commit. */
int job_add(struct req *req, const char *kind, int64_t unit_id, int64_t object_id, int64_t *ret_id);

/* The same without a person, for module.hourly: the worker takes it at its next look. */
int job_put(struct db *db, const struct app *app, const char *kind, int64_t unit_id,
            int64_t object_id);

/* Progress of the running job, cheap (memory only). total 0 = unknown. */
void job_progress(struct job *job, int64_t done, int64_t total);

/* The server stops or somebody pressed «Остановить»: return ERR_CANCELLED soon. */
bool job_cancelled(const struct job *job);

/* The server stops: what ends with ERR_CANCELLED now is run again after the next start. */
bool job_stopping(const struct job *job);

/* Mail, in the same transaction as the change it tells of; sent at least once by the mail job.
 * Subject and body never name a minor. */
int outbox_mail(struct db *db, const struct app *app, int64_t unit_id, const char *to,
                const char *subject, const char *body);

/* A row of the journal by the program itself: as req_audit (req.h), from a job or an hourly. */
int audit_add(struct db *db, const struct app *app, int64_t unit_id, const char *action,
              const char *object_kind, int64_t object_id, const char *detail);

/* A line in the person's list of notices («Уведомления»): text without names of minors, and where
 * it leads. */
int notice_add(struct db *db, const struct app *app, int64_t person_id, const char *text,
               const char *path);
