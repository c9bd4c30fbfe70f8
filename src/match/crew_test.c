#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nastavnik/match.h>

#include "match/crew.h"

#define PARTS 64u

struct count {
    atomic_uint done[PARTS];
    unsigned n_parts;
    atomic_bool wrong;
};

static void count_part(void *ctx, unsigned part, unsigned n_parts)
{
    struct count *c = ctx;
    if (n_parts != c->n_parts || part >= n_parts)
        atomic_store(&c->wrong, true);
    else
        atomic_fetch_add(&c->done[part], 1);
}

/* The test is linked so that threads are made here: after so many no more. */
static int threads_left = -1; /* below zero: no end of them */

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *),
                          void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *),
                          void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *),
                          void *arg)
{
    if (threads_left == 0)
        return EAGAIN;
    threads_left -= threads_left > 0;
    return __real_pthread_create(thread, attr, run, arg);
}

/* With fewer threads than asked for, or none, all the work is done. */
static void test_threads_that_cannot_be_made(void **state)
{
    (void)state;
    static struct crew crew;
    for (int left = 0; left < 4; left++) {
        threads_left = left;
        crew_open(&crew, 6);
        assert_int_equal(crew.n_threads, left);
        for (unsigned piece = 0; piece < 2000; piece++) {
            struct count c = {.n_parts = 1 + piece % PARTS};
            crew_run(&crew, count_part, &c, c.n_parts);
            assert_false(atomic_load(&c.wrong));
            for (unsigned part = 0; part < PARTS; part++)
                assert_int_equal(atomic_load(&c.done[part]), part < c.n_parts);
        }
        crew_close(&crew);
    }
    threads_left = -1;
}

/* The same pairs whether the threads that were asked for could be made or not. */
static void test_an_answer_without_threads(void **state)
{
    (void)state;
    enum { N = 600, LIST = 20 };
    static uint64_t offset[N + 1];
    static uint32_t mentor[N * LIST];
    static uint16_t score[N * LIST], capacity[N / 3];
    for (uint32_t i = 0; i < N; i++) {
        offset[i + 1] = offset[i] + LIST;
        capacity[i / 3] = 2;
        for (uint32_t k = 0; k < LIST; k++) {
            mentor[offset[i] + k] = (i * 7919u + k * 104729u) % (N / 3);
            score[offset[i] + k] = (uint16_t)((i * 31u + k * 17u) % 997u);
        }
    }
    const struct match_instance in = {.n_mentees = N,
                                      .n_mentors = N / 3,
                                      .offset = offset,
                                      .mentor = mentor,
                                      .score = score,
                                      .capacity = capacity};
    struct match_result with, without;
    threads_left = -1;
    assert_int_equal(match_solve(&in, &(struct match_options){.threads = 4}, &with), MATCH_OK);
    threads_left = 0;
    assert_int_equal(match_solve(&in, &(struct match_options){.threads = 4}, &without), MATCH_OK);
    assert_memory_equal(with.mate, without.mate, N * sizeof *with.mate);
    threads_left = -1;
    match_result_free(&with);
    match_result_free(&without);
}

/* Pieces of every size follow one another: each part is done once, before crew_run returns. */
static void test_each_part_once(void **state)
{
    (void)state;
    static struct crew crew;
    static const unsigned threads[] = {0, 1, 2, 5, 1000};
    for (unsigned t = 0; t < sizeof threads / sizeof *threads; t++) {
        crew_open(&crew, threads[t]);
        assert_true(crew.n_threads < CREW_MAX);
        assert_true(threads[t] > 1 || crew.n_threads == 0);
        for (unsigned piece = 0; piece < 20000; piece++) {
            struct count c = {.n_parts = piece % 3 ? 1 + piece % PARTS : 2};
            if (piece % 100)
                crew_run_short(&crew, count_part, &c, c.n_parts);
            else
                crew_run(&crew, count_part, &c, c.n_parts);
            assert_false(atomic_load(&c.wrong));
            for (unsigned part = 0; part < PARTS; part++)
                assert_int_equal(atomic_load(&c.done[part]), part < c.n_parts);
        }
        crew_close(&crew);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_part_once),
        cmocka_unit_test(test_threads_that_cannot_be_made),
        cmocka_unit_test(test_an_answer_without_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
