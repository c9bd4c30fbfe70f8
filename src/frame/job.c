/*
 * The worker: one thread with its own connection. It takes jobs one by one in the order in which
 * they were put, sends what waits in the outbox between them, and tidies up once an hour.
 */
#include "frame/job.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/log.h"
#include "frame/call.h"
#include "frame/job.sql.h"
#include "frame/job_priv.h"
#include "frame/outbox.h"

#define MAX_TRIES 3  /* of a job whose process died under it */
#define BUSY_TRIES 6 /* of a job that met a locked database */
#define LOOK_S 5     /* other processes may put jobs too */
#define HOUR_MS (60 * 60 * INT64_C(1000))
#define TELL_MS 5000 /* whoever waits no longer than this is still looking */

struct job_state {
    atomic_llong id, done, total;
    atomic_bool cancelled;
};

struct jobs {
    struct arena *a; /* holds this struct */
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool woken, stop;
    atomic_bool stopping;
    struct job_state now;
    atomic_ullong finished, failed;
    struct db *db;
    int64_t tidied_at, hourly_at;
};

const struct job_kind *job_kind_of(const struct app *app, const char *name)
{
    for (size_t m = 0; m < app->n_modules; m++)
        for (size_t i = 0; i < app->modules[m]->n_jobs; i++)
            if (strcmp(app->modules[m]->jobs[i].name, name) == 0)
                return &app->modules[m]->jobs[i];
    return NULL;
}

int job_add(struct req *req, const char *kind, int64_t unit_id, int64_t object_id, int64_t *ret_id)
{
    int64_t id = id_new(req->clock);
    int rc = job_insert(req->db, id, kind, unit_id, object_id,
                        req->who.account_id ? &req->who.account_id : NULL, clock_now(req->clock));
    if (rc < 0)
        return rc;
    call_of(req)->wake_jobs = true;
    if (ret_id)
        *ret_id = id;
    return 0;
}

int job_put(struct db *db, const struct app *app, const char *kind, int64_t unit_id,
            int64_t object_id)
{
    int rc =
        job_insert(db, id_new(app->clock), kind, unit_id, object_id, NULL, clock_now(app->clock));
    return rc < 0 ? rc : 0;
}

void job_progress(struct job *job, int64_t done, int64_t total)
{
    if (!job->state)
        return;
    atomic_store(&job->state->done, done);
    atomic_store(&job->state->total, total);
}

bool job_cancelled(const struct job *job)
{
    return job->state && atomic_load(&job->state->cancelled);
}

bool job_stopping(const struct job *job)
{
    return job->app->jobs && atomic_load(&job->app->jobs->stopping);
}

bool jobs_cancel(struct jobs *j, int64_t job_id)
{
    pthread_mutex_lock(&j->lock);
    bool runs = atomic_load(&j->now.id) == job_id;
    if (runs)
        atomic_store(&j->now.cancelled, true);
    pthread_mutex_unlock(&j->lock);
    return runs;
}

/* Under the lock, so that a word to stop is never heard by the next job. */
static void set_running(struct jobs *j, int64_t id)
{
    pthread_mutex_lock(&j->lock);
    atomic_store(&j->now.done, 0);
    atomic_store(&j->now.total, 0);
    atomic_store(&j->now.cancelled, atomic_load(&j->stopping));
    atomic_store(&j->now.id, id);
    pthread_mutex_unlock(&j->lock);
}

int jobs_progress(struct jobs *j, int64_t job_id, int64_t *ret_done, int64_t *ret_total)
{
    if (atomic_load(&j->now.id) != job_id)
        return 0;
    *ret_done = atomic_load(&j->now.done);
    *ret_total = atomic_load(&j->now.total);
    return 1;
}

void jobs_metrics(struct jobs *j, struct strbuf *out)
{
    strbuf_printf(out,
                  "# TYPE nastavnik_jobs_total counter\n"
                  "nastavnik_jobs_total{state=\"done\"} %llu\n"
                  "nastavnik_jobs_total{state=\"failed\"} %llu\n"
                  "# TYPE nastavnik_job_running gauge\nnastavnik_job_running %d\n",
                  atomic_load(&j->finished), atomic_load(&j->failed), atomic_load(&j->now.id) != 0);
}

static void pause_ms(long ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

struct ending {
    int64_t id;
    const char *state, *result;
    int64_t now;
    int64_t person_id; /* who gets a notice; 0: nobody */
    const char *text, *path;
};

/* In a transaction of its own, again while the database is busy. */
static int write_ending(struct jobs *j, const struct ending *e)
{
    int rc = ERR_BUSY;
    for (int i = 0; i < BUSY_TRIES && (rc == ERR_BUSY || rc == ERR_IO); i++) {
        if (i)
            pause_ms(50L << i);
        if ((rc = db_begin(j->db)) < 0)
            continue;
        rc = job_end(j->db, e->id, e->state, e->result, e->now);
        if (rc >= 0 && e->person_id)
            rc = notice_add(j->db, j->app, e->person_id, e->text, e->path);
        if (rc >= 0)
            rc = db_commit(j->db);
        if (rc < 0)
            db_rollback(j->db);
    }
    return rc;
}

/* Again while the database is busy; a job that got further meanwhile is as patient as a new one. */
static int run_kind(struct jobs *j, const struct job_kind *kind, struct job *job)
{
    int64_t furthest = 0;
    int rc = ERR_BUSY;
    for (int i = 0; i < BUSY_TRIES && rc == ERR_BUSY; i++) {
        if (i)
            pause_ms(50L << i);
        job->err.text[0] = '\0';
        rc = kind->run(job);
        db_rollback(j->db);
        if (atomic_load(&j->now.done) > furthest) {
            furthest = atomic_load(&j->now.done);
            i = 0;
        }
    }
    return rc;
}

static int64_t person_to_tell(struct jobs *j, struct arena *a, const struct job_next *row)
{
    struct person_of_account p;
    if (!row->has_account_id || person_of_account(j->db, a, row->account_id, &p) != 1)
        return 0;
    return p.has_person_id ? p.person_id : 0;
}

/* What happened, for the person: state and words. */
static void judge(struct jobs *j, const struct job_kind *kind, struct job *job, int rc,
                  struct ending *e)
{
    const char *title = kind ? _(kind->title) : job->err.text;
    e->path = arena_printf(job->a, "/jobs/%lld", (long long)job->id);
    e->result = job->err.text;
    if (rc == 0) {
        e->state = "done";
        e->result = "";
        e->text = arena_printf(job->a, _("%s: готово"), title);
        if (kind->done_path)
            e->path = kind->done_path(job->a, job->object_id);
        atomic_fetch_add(&j->finished, 1);
    } else if (rc == ERR_CANCELLED) {
        e->state = "cancelled";
        e->text = arena_printf(job->a, _("%s: остановлено"), title);
    } else {
        e->state = "failed";
        e->text = arena_printf(job->a, _("%s: не получилось"), title);
        if (!*e->result)
            e->result = _("Не получилось на нашей стороне, ничего не изменилось");
        atomic_fetch_add(&j->failed, 1);
        log_event(rc == ERR_INVALID ? LOG_INFO : LOG_ERROR, "job_failed",
                  "id=%lld kind=%s code=%d db=\"%s\"", (long long)job->id, kind ? kind->name : "?",
                  rc, db_error(j->db));
    }
}

static int run_job(struct jobs *j, struct arena *a, const struct job_next *row)
{
    const struct job_kind *kind = job_kind_of(j->app, row->kind);
    struct job job = {.id = row->id,
                      .unit_id = row->unit_id,
                      .object_id = row->object_id,
                      .account_id = row->has_account_id ? row->account_id : 0,
                      .a = a,
                      .db = j->db,
                      .app = j->app,
                      .state = &j->now};
    int64_t began = clock_now(j->app->clock);
    int rc;
    if (!kind)
        rc = err_set(&job.err, ERR_INVALID, _("Эта версия программы не знает такой работы"));
    else if (row->tries >= MAX_TRIES)
        rc = err_set(&job.err, ERR_LIMIT, _("Работа несколько раз прерывалась на полпути"));
    else
        rc = run_kind(j, kind, &job);
    if (rc == ERR_CANCELLED && atomic_load(&j->stopping))
        return job_put_back(j->db, row->id);
    struct ending e = {.id = row->id, .now = clock_now(j->app->clock)};
    judge(j, kind, &job, rc, &e);
    if (e.now - began >= TELL_MS || !strcmp(e.state, "failed"))
        e.person_id = person_to_tell(j, a, row);
    return write_ending(j, &e);
}

/* 1 a job was run, 0 none waits. */
static int take_one(struct jobs *j, struct arena *a)
{
    struct job_next row;
    int rc = job_next(j->db, a, &row);
    if (rc <= 0)
        return rc;
    rc = job_start(j->db, row.id, clock_now(j->app->clock));
    if (rc <= 0)
        return rc < 0 ? rc : 1;
    set_running(j, row.id);
    rc = run_job(j, a, &row);
    set_running(j, 0);
    return rc < 0 ? rc : 1;
}

static int open_db(struct jobs *j)
{
    struct err err = {0};
    if (j->db)
        return 0;
    int rc = db_open(j->app->config.db_url, DB_WRITE, &err, &j->db);
    if (rc < 0)
        return rc;
    rc = job_recover(j->db);
    return rc < 0 ? rc : 0;
}

/* A module that fails does not keep the others from theirs. */
static int by_the_hour(struct jobs *j, struct arena *a)
{
    int64_t now = clock_now(j->app->clock);
    if (now - j->hourly_at < HOUR_MS)
        return 0;
    for (size_t m = 0; m < j->app->n_modules; m++) {
        const struct module *module = j->app->modules[m];
        if (!module->hourly)
            continue;
        arena_reset(a);
        int rc = db_begin(j->db);
        if (rc >= 0)
            rc = module->hourly(j->app, j->db, a);
        if (rc >= 0)
            rc = db_commit(j->db);
        if (rc >= 0)
            continue;
        log_event(LOG_ERROR, "hourly_failed", "module=%s code=%d db=\"%s\"", module->name, rc,
                  db_error(j->db));
        db_rollback(j->db);
        if (rc == ERR_BUSY)
            return 0; /* the whole round again at the next look */
    }
    j->hourly_at = now;
    db_bulk(j->db, false); /* what the round has read and used, nobody needs for an hour */
    malloc_trim(0);
    return 0;
}

static void turn(struct jobs *j, struct arena *a)
{
    int rc = open_db(j);
    while (rc == 0 && !atomic_load(&j->stopping)) {
        arena_reset(a);
        rc = take_one(j, a);
        if (rc <= 0)
            break;
        rc = 0;
    }
    arena_reset(a);
    if (rc >= 0 && !atomic_load(&j->stopping))
        rc = outbox_send(j->db, a, j->app);
    if (rc >= 0)
        rc = outbox_tidy(j->db, j->app, &j->tidied_at);
    if (rc >= 0 && !atomic_load(&j->stopping))
        rc = by_the_hour(j, a);
    if (rc >= 0)
        return;
    /* A new connection finds what this one left «running» and runs it again. */
    log_event(LOG_ERROR, "jobs_failed", "code=%d db=\"%s\"", rc, j->db ? db_error(j->db) : "");
    db_close(j->db);
    j->db = NULL;
}

static void *work(void *arg)
{
    struct jobs *j = arg;
    struct arena *a = arena_new();
    pthread_mutex_lock(&j->lock);
    while (!j->stop) {
        j->woken = false;
        pthread_mutex_unlock(&j->lock);
        turn(j, a);
        pthread_mutex_lock(&j->lock);
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += LOOK_S;
        if (!j->woken && !j->stop)
            pthread_cond_timedwait(&j->wake, &j->lock, &until);
    }
    pthread_mutex_unlock(&j->lock);
    arena_free(a);
    db_close(j->db);
    return NULL;
}

int jobs_start(struct app *app, struct err *err, struct jobs **ret)
{
    struct arena *a = arena_new();
    struct jobs *j = arena_new_of(a, struct jobs);
    j->a = a;
    j->app = app;
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->wake, NULL);
    if (pthread_create(&j->thread, NULL, work, j) != 0) {
        arena_free(a);
        return err_set(err, ERR_IO, _("Не запускается поток для работ"));
    }
    *ret = j;
    return 0;
}

void jobs_wake(struct jobs *j)
{
    pthread_mutex_lock(&j->lock);
    j->woken = true;
    pthread_cond_signal(&j->wake);
    pthread_mutex_unlock(&j->lock);
}

void jobs_stop(struct jobs *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    atomic_store(&j->stopping, true);
    atomic_store(&j->now.cancelled, true);
    j->stop = true;
    pthread_cond_signal(&j->wake);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->thread, NULL);
    pthread_cond_destroy(&j->wake);
    pthread_mutex_destroy(&j->lock);
    arena_free(j->a);
}
