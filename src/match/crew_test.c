#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
