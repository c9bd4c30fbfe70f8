/* The worker: jobs from the queue to their ends, after a crash, at a stop; letters and notices. */
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

static int run_well(struct job *job)
{
    job_progress(job, 3, 4);
    atomic_fetch_add(&runs, 1);
    return 0;
}

static struct testing *own_time;

static int run_for_five_seconds(struct job *job)
{
    (void)job;
    testing_later(own_time, 5000);
    return 0;
}

static int run_badly(struct job *job)
{
    return err_set(&job->err, ERR_INVALID, "%s", "В файле нет столбца");
}

static int run_busy_twice(struct job *job)
{
    (void)job;
    return atomic_fetch_add(&runs, 1) < 2 ? ERR_BUSY : 0;
}

/* Locked out more often than a job is patient, but each time a step further. */
static int run_busy_on_the_way(struct job *job)
{
    int n = atomic_fetch_add(&runs, 1) + 1;
    job_progress(job, n, 9);
    return n < 9 ? ERR_BUSY : 0;
}

/* Half of the change, then a failure: nothing may stay. */
static int run_half(struct job *job)
{
    int rc = db_begin(job->db);
    if (rc == 0)
        rc = outbox_mail(job->db, job->app, job->unit_id, "a@example.ru", "половина", "");
    return rc < 0 ? rc : ERR_IO;
}

static int run_until_told(struct job *job)
{
    job_progress(job, 1, 10);
    atomic_store(&inside, true);
    while (!job_cancelled(job))
        sched_yield();
    return ERR_CANCELLED;
}

static const char *done_path(struct arena *a, int64_t object_id)
{
    return arena_printf(a, "/things/%lld", (long long)object_id);
}

static const char *failed_path(struct arena *a, int64_t object_id)
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

static int add(struct req *req)
{
    static const char *const names[] = {"well", "badly", "busy",  "half",
                                        "long", "slow",  "steps", "unknown"};
    int64_t id;
    int rc = job_add(req, names[req_query_int(req, "k", 0, 7, 0)], req_id(req, "unit"), 42, &id);
    return rc < 0 ? rc : req_redirect(req, "/jobs/%lld", (long long)id);
}

static int find_unit(struct req *req, int64_t id, struct object *ret)
{
    (void)req;
    *ret = (struct object){.unit_id = id};
    return 1;
}

static atomic_int hours;
static int64_t own_unit;

/* The first time it fails with half of its work done. */
static int by_the_clock(const struct app *app, struct db *db, struct arena *a)
{
    (void)a;
    int rc = job_put(db, app, "well", own_unit, 43);
    return rc < 0 ? rc : atomic_fetch_add(&hours, 1) ? 0 : ERR_INVALID;
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
static const struct module clockwork = {.name = "clockwork",
                                        .jobs = kinds,
                                        .n_jobs = sizeof kinds / sizeof *kinds,
                                        .hourly = by_the_clock};
static const struct module *const hourly_list[] = {&clockwork};

struct world {
    struct testing *t;
    int64_t school, anna;
    struct jobs *jobs;
};

static int set_up(void **state)
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

static void start(struct world *w)
{
    struct err err = {0};
    assert_int_equal(jobs_start(&w->t->app, &err, &w->jobs), 0);
    w->t->app.jobs = w->jobs;
}

static void stop(struct world *w)
{
    jobs_stop(w->jobs);
    w->jobs = w->t->app.jobs = NULL;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    stop(w);
    testing_free(w->t);
    return 0;
}

/* Puts a job of kinds[k]; its page. */
static const char *put(struct world *w, int k)
{
    struct reply r =
        test_post(w->t, w->anna,
                  arena_printf(w->t->a, "/units/%lld/job?k=%d", (long long)w->school, k), NULL);
    assert_int_equal(r.status, 303);
    return r.location;
}

static const char *state_of(struct world *w)
{
    static const char *const names[] = {"queued", "running", "done", "failed", "cancelled"};
    for (size_t i = 0; i < 5; i++)
        if (db_testing_number(
                w->t->db->db,
                arena_printf(w->t->a, "SELECT count(*) FROM job WHERE state = '%s'", names[i])))
            return names[i];
    return "";
}

static void wait_for(struct world *w, const char *state)
{
    time_t until = time(NULL) + WAIT_S;
    while (strcmp(state_of(w), state) != 0) {
        assert_true(time(NULL) < until);
        sched_yield();
    }
}

static int64_t count(struct world *w, const char *sql)
{
    return db_testing_number(w->t->db->db, sql);
}

static void a_job_is_done_and_says_so(void **state)
{
    struct world *w = *state;
    start(w);
    const char *page = put(w, 0);
    wait_for(w, "done");
    assert_int_equal(atomic_load(&runs), 1);
    struct reply r = test_get(w->t, w->anna, page);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "/things/42"));
    assert_int_equal(count(w, "SELECT count(*) FROM notice"), 0); /* she is still looking */
}

static void a_long_job_tells_who_put_it(void **state)
{
    struct world *w = *state;
    start(w);
    (void)put(w, 5);
    wait_for(w, "done");
    assert_int_equal(count(w, "SELECT count(*) FROM notice"), 1);
    struct reply r = test_get(w->t, w->anna, "/notices");
    assert_non_null(strstr(r.body, "Загрузка таблицы: готово"));
    assert_non_null(strstr(r.body, "Уведомления: 1"));
    int64_t notice = count(w, "SELECT id FROM notice");
    r = test_get(w->t, w->anna, arena_printf(w->t->a, "/notices/%lld", (long long)notice));
    assert_string_equal(r.location, "/things/42");
    assert_int_equal(count(w, "SELECT count(*) FROM notice WHERE read_at IS NULL"), 0);
}

static void a_failed_job_gives_its_reason_and_may_be_repeated(void **state)
{
    struct world *w = *state;
    start(w);
    const char *page = put(w, 1);
    wait_for(w, "failed");
    assert_int_equal(count(w, "SELECT count(*) FROM notice"), 1);
    struct reply shown = test_get(w->t, w->anna, page);
    assert_non_null(strstr(shown.body, "В файле нет столбца"));
    assert_non_null(strstr(shown.body, "href=\"/things/42/mend\""));
    struct reply r = test_get(w->t, w->anna, arena_printf(w->t->a, "%s/state", page));
    assert_non_null(strstr(r.body, "\"finished\":true"));
    assert_string_equal(r.type, "application/json; charset=utf-8");
    stop(w);
    r = test_post(w->t, w->anna, arena_printf(w->t->a, "%s/again", page), NULL);
    assert_string_equal(r.location, page);
    assert_string_equal(state_of(w), "queued");
}

static void a_locked_database_is_tried_again(void **state)
{
    struct world *w = *state;
    start(w);
    (void)put(w, 2);
    wait_for(w, "done");
    assert_int_equal(atomic_load(&runs), 3);
}

static void a_job_that_gets_further_is_not_given_up(void **state)
{
    struct world *w = *state;
    start(w);
    (void)put(w, 6);
    wait_for(w, "done");
    assert_int_equal(atomic_load(&runs), 9);
}

static void half_a_change_is_no_change(void **state)
{
    struct world *w = *state;
    start(w);
    (void)put(w, 3);
    wait_for(w, "failed");
    assert_int_equal(count(w, "SELECT count(*) FROM outbox"), 0);
}

static void progress_is_seen_and_a_job_can_be_stopped(void **state)
{
    struct world *w = *state;
    start(w);
    const char *page = put(w, 4);
    while (!atomic_load(&inside))
        sched_yield();
    struct reply r = test_get(w->t, w->anna, arena_printf(w->t->a, "%s/state", page));
    assert_non_null(strstr(r.body, "\"done\":1,\"total\":10"));
    assert_non_null(strstr(r.body, "\"finished\":false"));
    assert_non_null(strstr(test_get(w->t, w->anna, page).body, "1 из 10"));
    (void)test_post(w->t, w->anna, arena_printf(w->t->a, "%s/stop", page), NULL);
    wait_for(w, "cancelled");
}

static void a_job_that_waits_can_be_stopped_before_it_begins(void **state)
{
    struct world *w = *state;
    const char *page = put(w, 0);
    struct reply r = test_post(w->t, w->anna, arena_printf(w->t->a, "%s/stop", page), NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(state_of(w), "cancelled");
    start(w);
    (void)put(w, 3);
    while (!count(w, "SELECT count(*) FROM job WHERE state = 'failed'"))
        sched_yield(); /* the job behind it has run */
    assert_int_equal(atomic_load(&runs), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM job WHERE state = 'cancelled'"), 1);
}

static void a_stop_of_the_server_puts_the_job_back(void **state)
{
    struct world *w = *state;
    start(w);
    (void)put(w, 4);
    while (!atomic_load(&inside))
        sched_yield();
    stop(w);
    assert_string_equal(state_of(w), "queued");
    assert_int_equal(count(w, "SELECT tries FROM job"), 0);
}

/* What a process that was killed leaves behind. */
static void leave_running(struct world *w, int tries)
{
    int64_t id = id_new(&w->t->clock);
    struct db *db = w->t->db->db;
    assert_true(job_insert(db, id, "well", w->school, 42, &w->anna, w->t->now_ms) > 0);
    for (int i = 0; i < tries; i++) {
        assert_true(job_start(db, id, w->t->now_ms) > 0);
        if (i + 1 < tries)
            assert_true(job_recover(db) > 0);
    }
}

static void a_job_of_a_dead_process_is_run_again(void **state)
{
    struct world *w = *state;
    leave_running(w, 1);
    start(w);
    wait_for(w, "done");
    assert_int_equal(atomic_load(&runs), 1);
}

static void a_job_that_kills_its_process_is_not_tried_for_ever(void **state)
{
    struct world *w = *state;
    leave_running(w, 3);
    start(w);
    wait_for(w, "failed");
    assert_int_equal(atomic_load(&runs), 0);
}

static void a_job_of_a_newer_program_fails_in_words(void **state)
{
    struct world *w = *state;
    start(w);
    const char *page = put(w, 7);
    wait_for(w, "failed");
    assert_non_null(strstr(test_get(w->t, w->anna, page).body, "не знает такой работы"));
}

static int set_up_clockwork(void **state)
{
    struct testing *t = testing_new(hourly_list, 1);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = own_time = t;
    own_unit = testing_unit(t, 0, "organisation", "Школа № 5");
    atomic_store(&runs, 0);
    atomic_store(&hours, 0);
    *state = w;
    return 0;
}

static void hours_are(int n)
{
    time_t until = time(NULL) + WAIT_S;
    while (atomic_load(&hours) != n) {
        assert_true(time(NULL) < until);
        sched_yield();
    }
}

static void modules_have_their_hour(void **state)
{
    struct world *w = *state;
    start(w);
    hours_are(1);
    stop(w);
    assert_int_equal(count(w, "SELECT count(*) FROM job"), 0); /* half a change is no change */
    testing_later(w->t, 60 * 60 * 1000);
    start(w);
    hours_are(2);
    jobs_wake(w->jobs);
    wait_for(w, "done");
    assert_int_equal(atomic_load(&runs), 1);
    assert_int_equal(atomic_load(&hours), 2); /* not twice in an hour */
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_job_is_done_and_says_so),
        CASE(a_long_job_tells_who_put_it),
        CASE(a_failed_job_gives_its_reason_and_may_be_repeated),
        CASE(a_locked_database_is_tried_again),
        CASE(a_job_that_gets_further_is_not_given_up),
        CASE(half_a_change_is_no_change),
        CASE(progress_is_seen_and_a_job_can_be_stopped),
        CASE(a_job_that_waits_can_be_stopped_before_it_begins),
        CASE(a_stop_of_the_server_puts_the_job_back),
        CASE(a_job_of_a_dead_process_is_run_again),
        CASE(a_job_that_kills_its_process_is_not_tried_for_ever),
        CASE(a_job_of_a_newer_program_fails_in_words),
        cmocka_unit_test_setup_teardown(modules_have_their_hour, set_up_clockwork, tear_down),
    };
    return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
