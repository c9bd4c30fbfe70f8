/* Without an auction before them the shortest paths are a whole solver, slower but as exact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match/repair.h"
#include "match/small.h"

static int64_t worth(const struct market *m, int64_t k)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < m->in->n_mentees; i++)
        if (m->at[i] != MATCH_NONE)
            sum += k + m->in->score[market_edge(m, i)];
    return sum;
}

static void test_from_an_empty_market(void **state)
{
    (void)state;
    static struct small s;
    static const struct match_options none;
    static struct crew crew;
    random_state = 31;
    for (int round = 0; round < 300; round++) {
        make(&s, 1 + below(100), 1 + below(60), 5 + below(40), 1000, 3);
        lock_some(&s);
        s.in.mode = round % 2 ? MATCH_SCORE : MATCH_COUNT;
        s.in.floor = (uint16_t)below(500);
        struct match_result r;
        assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
        struct match_memory mem;
        match_memory_init(&mem, NULL);
        struct market m;
        uint32_t mate[100];
        uint64_t edge[100];
        struct match_result locked = {.mate = mate, .edge = edge};
        assert_int_equal(market_open(&m, &s.in, &locked, 1, &crew, &mem), MATCH_OK);
        int64_t price[64] = {0};
        for (uint32_t j = 0; j < s.in.n_mentors; j++)
            if (m.first[j] == m.first[j + 1])
                price[j] = r.k + 1000;
        assert_int_equal(repair(&m, r.k, price, &none, &mem), MATCH_OK);
        assert_int_equal(worth(&m, r.k), r.k * (int64_t)r.matched + (int64_t)r.score);
        market_close(&m, &mem);
        assert_int_equal(mem.used, 0);
        match_result_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_an_empty_market),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
