/* Jobs that are run again: after a lock, a stop, a crash. */
#include "frame/job_test.h"

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

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_locked_database_is_tried_again),
        CASE(a_job_that_gets_further_is_not_given_up),
        CASE(half_a_change_is_no_change),
        CASE(a_stop_of_the_server_puts_the_job_back),
        CASE(a_job_of_a_dead_process_is_run_again),
        CASE(a_job_that_kills_its_process_is_not_tried_for_ever),
        CASE(a_job_of_a_newer_program_fails_in_words),
    };
    return cmocka_run_group_tests_name("job_again", tests, NULL, NULL);
}
