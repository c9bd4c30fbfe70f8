/* The worker: jobs from the queue to their ends; what people see of them; the hour of modules. */
#include "frame/job_test.h"
#include "html/format.h"

static atomic_int hours;
static int64_t own_unit;

/* The first time it fails with half of its work done. */
static int by_the_clock(const struct app *app, struct db *db, struct arena *a)
{
    (void)a;
    int rc = job_put(db, app, "well", own_unit, 43);
    return rc < 0 ? rc : atomic_fetch_add(&hours, 1) ? 0 : ERR_INVALID;
}

static const struct module clockwork = {.name = "clockwork",
                                        .jobs = kinds,
                                        .n_jobs = sizeof kinds / sizeof *kinds,
                                        .hourly = by_the_clock};
static const struct module *const hourly_list[] = {&clockwork};

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

static void times_are_those_of_her_place(void **state)
{
    struct world *w = *state;
    db_testing_sql(w->t->db->db, "UPDATE unit SET utc_offset = 720"); /* Kamchatka */
    const char *page = put(w, 0);
    const char *when = format_time(w->t->a, count(w, "SELECT created_at FROM job"), 720);
    assert_non_null(
        strstr(test_get(w->t, w->anna, page).body, arena_printf(w->t->a, "в %s", when)));
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
        CASE(times_are_those_of_her_place),
        CASE(a_long_job_tells_who_put_it),
        CASE(a_failed_job_gives_its_reason_and_may_be_repeated),
        CASE(progress_is_seen_and_a_job_can_be_stopped),
        CASE(a_job_that_waits_can_be_stopped_before_it_begins),
        cmocka_unit_test_setup_teardown(modules_have_their_hour, set_up_clockwork, tear_down),
    };
    return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
