#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match/scan.h"
#include "match/small.h"

#define MENTORS 64u

/* From the definition, without hurry. */
static struct scan_offer naive(const struct scan_prices *p, uint32_t i)
{
    struct scan_offer o = {0, 0, MATCH_NONE};
    for (uint64_t e = p->in->offset[i]; e < p->in->offset[i + 1]; e++) {
        int32_t gain = (p->k + p->in->score[e]) * (1 << p->shift) - p->asks[p->in->mentor[e]];
        if (p->in->score[e] < p->in->floor || gain <= o.best)
            continue;
        o.best = gain;
        o.pos = (uint32_t)(e - p->in->offset[i]);
    }
    for (uint64_t e = p->in->offset[i]; e < p->in->offset[i + 1]; e++) {
        int32_t gain = (p->k + p->in->score[e]) * (1 << p->shift) - p->asks[p->in->mentor[e]];
        if (p->in->score[e] >= p->in->floor && e - p->in->offset[i] != o.pos && gain > o.second)
            o.second = gain;
    }
    return o;
}

static void same(struct scan_offer a, struct scan_offer b)
{
    assert_int_equal(a.best, b.best);
    assert_int_equal(a.second, b.second);
    assert_int_equal(a.pos, b.pos);
}

static void test_all_kinds_agree(void **state)
{
    (void)state;
    static const uint32_t tops[] = {0, 1, 10, 1000, 65535};
    static struct small s;
    int32_t asks[MENTORS];
    uint32_t who[128];
    struct scan_offer offers[128];
    random_state = 21;
    for (int round = 0; round < 2000; round++) {
        uint32_t top = tops[below(5)];
        make(&s, 1 + below(20), MENTORS, 1 + below(100), top, 3);
        s.in.floor = (uint16_t)(below(3) ? 0 : below(top + 1));
        struct scan_prices p = {&s.in, asks, (int32_t)below(2000), below(2) ? MARKET_SHIFT : 0};
        for (uint32_t j = 0; j < MENTORS; j++)
            asks[j] = below(9) ? (int32_t)below((uint32_t)p.k + top + 2) << p.shift : MARKET_NEVER;
        for (uint32_t i = 0; i < s.in.n_mentees; i++)
            who[i] = s.in.n_mentees - 1 - i;
        for (int kind = SCAN_PLAIN; kind <= SCAN_AVX512; kind++) {
            scan_fn *scan = scan_of((enum scan_kind)kind);
            if (!scan)
                continue;
            scan(&p, NULL, 0, s.in.n_mentees, offers);
            for (uint32_t i = 0; i < s.in.n_mentees; i++)
                same(offers[i], naive(&p, i));
            scan(&p, who, 0, s.in.n_mentees, offers);
            for (uint32_t i = 0; i < s.in.n_mentees; i++)
                same(offers[i], naive(&p, who[i]));
        }
    }
}

static void test_the_best_kind_is_chosen(void **state)
{
    (void)state;
    assert_non_null(scan_of(SCAN_PLAIN));
    scan_fn *best = NULL;
    for (int kind = SCAN_PLAIN; kind <= SCAN_AVX512; kind++)
        if (scan_of((enum scan_kind)kind))
            best = scan_of((enum scan_kind)kind);
    assert_ptr_equal(scan_choose(), best);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_kinds_agree),
        cmocka_unit_test(test_the_best_kind_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
