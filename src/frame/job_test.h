/* For tests of the worker: jobs that go well, badly, slowly, and a school to put them in. */
#pragma once

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/frame_testing.h"
#include "frame/job.h"
#include "frame/job.sql.h"
#include "frame/job_priv.h"
#include "frame/page.h"

#define WAIT_S 20

static atomic_int runs;
static atomic_bool inside;

static inline int run_well(struct job *job)
{
    job_progress(job, 3, 4);
    atomic_fetch_add(&runs, 1);
    return 0;
}

static struct testing *own_time;

static inline int run_for_five_seconds(struct job *job)
{
    (void)job;
    testing_later(own_time, 5000);
    return 0;
}

static inline int run_badly(struct job *job)
{
    return err_set(&job->err, ERR_INVALID, "%s", "В файле нет столбца");
}

static inline int run_busy_twice(struct job *job)
{
    (void)job;
    return atomic_fetch_add(&runs, 1) < 2 ? ERR_BUSY : 0;
}

/* Locked out more often than a job is patient, but each time a step further. */
static inline int run_busy_on_the_way(struct job *job)
{
    int n = atomic_fetch_add(&runs, 1) + 1;
    job_progress(job, n, 9);
    return n < 9 ? ERR_BUSY : 0;
}

/* Half of the change, then a failure: nothing may stay. */
static inline int run_half(struct job *job)
{
    int rc = db_begin(job->db);
    if (rc == 0)
        rc = outbox_mail(job->db, job->app, job->unit_id, "a@example.ru", "половина", "");
    return rc < 0 ? rc : ERR_IO;
}

static inline int run_until_told(struct job *job)
{
    job_progress(job, 1, 10);
    atomic_store(&inside, true);
    while (!job_cancelled(job))
        sched_yield();
    return ERR_CANCELLED;
}

static inline const char *done_path(struct arena *a, int64_t object_id)
{
    return arena_printf(a, "/things/%lld", (long long)object_id);
}

static inline const char *failed_path(struct arena *a, int64_t object_id)
{
    return arena_printf(a, "/things/%lld/mend", (long long)object_id);
}

static const struct job_kind kinds[] = {
    {"well", N_("Загрузка таблицы"), run_well, done_path, NULL},
    {"badly", "b", run_badly, NULL, failed_path},
    {"busy", "b", run_busy_twice, NULL, NULL},
    {"half", "h", run_half, NULL, NULL},
    {"long", "l", run_until_told, NULL, NULL},
    {"slow", N_("Загрузка таблицы"), run_for_five_seconds, done_path, NULL},
    {"steps", "s", run_busy_on_the_way, NULL, NULL},
};

static inline int add(struct req *req)
{
    static const char *const names[] = {"well", "badly", "busy",  "half",
                                        "long", "slow",  "steps", "unknown"};
    int64_t id;
    int rc = job_add(req, names[req_query_int(req, "k", 0, 7, 0)], req_id(req, "unit"), 42, &id);
    return rc < 0 ? rc : req_redirect(req, "/jobs/%lld", (long long)id);
}

static inline int find_unit(struct req *req, int64_t id, struct object *ret)
{
    (void)req;
    *ret = (struct object){.unit_id = id};
    return 1;
}

static const struct route rows[] = {ROUTE_POST("/units/{unit}/job", add, PERM_PEOPLE_MANAGE)};
static const struct scope scopes[] = {{"unit", find_unit}};
static const struct module module = {.name = "test",
                                     .routes = rows,
                                     .n_routes = 1,
                                     .scopes = scopes,
                                     .n_scopes = 1,
                                     .jobs = kinds,
                                     .n_jobs = sizeof kinds / sizeof *kinds};
static const struct module *const list[] = {&module};
struct world {
    struct testing *t;
    int64_t school, anna;
    struct jobs *jobs;
};

static inline int set_up(void **state)
{
    struct testing *t = testing_new(list, 1);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = own_time = t;
    w->school = testing_unit(t, 0, "organisation", "Школа № 5");
    w->anna = testing_account(t, "anna", ROLE_COORDINATOR, w->school);
    atomic_store(&runs, 0);
    atomic_store(&inside, false);
    *state = w;
    return 0;
}

static inline void start(struct world *w)
{
    struct err err = {0};
    assert_int_equal(jobs_start(&w->t->app, &err, &w->jobs), 0);
    w->t->app.jobs = w->jobs;
}

static inline void stop(struct world *w)
{
    jobs_stop(w->jobs);
    w->jobs = w->t->app.jobs = NULL;
}

static inline int tear_down(void **state)
{
    struct world *w = *state;
    stop(w);
    testing_free(w->t);
    return 0;
}

/* Puts a job of kinds[k]; its page. */
static inline const char *put(struct world *w, int k)
{
    struct reply r =
        test_post(w->t, w->anna,
                  arena_printf(w->t->a, "/units/%lld/job?k=%d", (long long)w->school, k), NULL);
    assert_int_equal(r.status, 303);
    return r.location;
}

static inline const char *state_of(struct world *w)
{
    static const char *const names[] = {"queued", "running", "done", "failed", "cancelled"};
    for (size_t i = 0; i < 5; i++)
        if (db_testing_number(
                w->t->db->db,
                arena_printf(w->t->a, "SELECT count(*) FROM job WHERE state = '%s'", names[i])))
            return names[i];
    return "";
}

static inline void wait_for(struct world *w, const char *state)
{
    time_t until = time(NULL) + WAIT_S;
    while (strcmp(state_of(w), state) != 0) {
        assert_true(time(NULL) < until);
        sched_yield();
    }
}

static inline int64_t count(struct world *w, const char *sql)
{
    return db_testing_number(w->t->db->db, sql);
}
