#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nastavnik/match_why.h>

#include "match/brute.h"
#include "match/stingy.h"

struct with {
    uint32_t mentee;
    uint64_t edge; /* only answers with this edge; MATCH_NO_EDGE: with any edge of the mentee */
    bool found;
    uint64_t matched, score;
};

/* The best answer that has the mentee (MATCH_NONE: the best of all). */
static void keep_best(struct brute *b)
{
    struct with *w = b->ctx, now = *w;
    now.matched = now.score = 0;
    now.found = true;
    if (w->mentee != MATCH_NONE && b->edge[w->mentee] == MATCH_NO_EDGE)
        return;
    if (w->edge != MATCH_NO_EDGE && b->edge[w->mentee] != w->edge)
        return;
    for (uint32_t i = 0; i < b->in->n_mentees; i++)
        if (b->edge[i] != MATCH_NO_EDGE) {
            now.matched++;
            now.score += b->in->score[b->edge[i]];
        }
    if (b->in->mode == MATCH_SCORE)
        now.matched = 0;
    if (!w->found || now.matched > w->matched ||
        (now.matched == w->matched && now.score > w->score))
        *w = now;
}

static struct with best_with(const struct small *s, uint32_t mentee, uint64_t edge)
{
    struct with w = {.mentee = mentee, .edge = edge};
    brute_all(&s->in, keep_best, &w);
    return w;
}

static void expect_rise(const struct small *s, const struct match_unpaired *u)
{
    struct with best = best_with(s, MATCH_NONE, MATCH_NO_EDGE);
    struct with own = best_with(s, u->mentee, MATCH_NO_EDGE);
    uint32_t usable = 0;
    for (uint64_t e = s->offset[u->mentee]; e < s->offset[u->mentee + 1]; e++)
        usable += s->score[e] >= s->in.floor;
    if (!own.found || own.matched < best.matched) {
        assert_int_equal(u->rise, MATCH_NO_RISE);
        assert_int_equal(u->rise_edge, MATCH_NO_EDGE);
        assert_int_equal(u->reason, usable ? MATCH_NO_ROOM : MATCH_NO_CANDIDATE);
        return;
    }
    struct with edge = best_with(s, u->mentee, u->rise_edge);
    assert_int_equal(u->reason, MATCH_OUTSCORED);
    assert_int_equal(best.score - own.score, u->rise);
    assert_true(edge.found && edge.score == own.score && edge.matched == best.matched);
}

/* Moves until a mentor who may grow, by going forward from one mentee; MATCH_NONE: none. */
static uint32_t fewest_moves(const struct small *s, const struct match_result *r, uint32_t mentee,
                             const uint8_t *may_grow)
{
    uint32_t dist[64];
    memset(dist, 0xFF, sizeof dist);
    for (uint64_t e = s->offset[mentee]; e < s->offset[mentee + 1]; e++)
        if (s->score[e] >= s->in.floor)
            dist[s->mentor[e]] = 0;
    for (uint32_t d = 0; d < s->in.n_mentors; d++)
        for (uint32_t i = 0; i < s->in.n_mentees; i++) {
            bool locked = false;
            for (size_t l = 0; l < s->in.n_locked; l++)
                locked |= r->edge[i] == s->locked[l];
            if (r->mate[i] == MATCH_NONE || locked || dist[r->mate[i]] != d)
                continue;
            for (uint64_t e = s->offset[i]; e < s->offset[i + 1]; e++)
                if (s->score[e] >= s->in.floor && dist[s->mentor[e]] > d + 1)
                    dist[s->mentor[e]] = d + 1;
        }
    uint32_t fewest = MATCH_NONE;
    for (uint32_t j = 0; j < s->in.n_mentors; j++)
        if (may_grow[j] && dist[j] < fewest)
            fewest = dist[j];
    return fewest;
}

/* Make the moves and one more place: one more pair, nobody without a mentor who had one. */
static void expect_moves(struct small *s, const struct match_result *r,
                         const struct match_whys *whys, const struct match_unpaired *u,
                         const uint8_t *may_grow)
{
    struct match_move moves[64];
    uint32_t mate[16], load[64] = {0};
    uint32_t n = match_why_moves(&s->in, r, whys, u, moves);
    uint32_t fewest = fewest_moves(s, r, u->mentee, may_grow);
    if (fewest == MATCH_NONE) {
        assert_true(n == 0 && u->step == MATCH_NO_EDGE);
        return;
    }
    assert_true(n == u->moves + 1 && u->moves == fewest && moves[0].mentee == u->mentee);
    memcpy(mate, r->mate, s->in.n_mentees * sizeof *mate);
    for (uint32_t t = 0; t < n; t++) {
        uint32_t i = moves[t].mentee;
        assert_int_equal(moves[t].from, mate[i]);
        assert_true(t == 0 || moves[t].from == moves[t - 1].to);
        assert_true(moves[t].edge >= s->offset[i] && moves[t].edge < s->offset[i + 1]);
        assert_true(s->score[moves[t].edge] >= s->in.floor);
        assert_int_equal(s->mentor[moves[t].edge], moves[t].to);
        for (size_t l = 0; l < s->in.n_locked; l++)
            assert_true(r->edge[i] != s->locked[l]);
        mate[i] = moves[t].to;
    }
    uint32_t last = moves[n - 1].to;
    assert_true(may_grow[last]);
    for (uint32_t i = 0; i < s->in.n_mentees; i++) {
        assert_true(mate[i] != MATCH_NONE || (r->mate[i] == MATCH_NONE && i != u->mentee));
        if (mate[i] != MATCH_NONE)
            load[mate[i]]++;
    }
    for (uint32_t j = 0; j < s->in.n_mentors; j++)
        assert_true(load[j] <= s->capacity[j] + (uint32_t)(j == last));
    for (uint64_t e = s->offset[u->mentee]; e < s->offset[u->mentee + 1]; e++)
        assert_true(n > 1 || !may_grow[s->mentor[e]] || s->score[e] <= s->score[u->step] ||
                    s->score[e] < s->in.floor);
}

static int by_score(const void *a, const void *b)
{
    return *(const uint16_t *)b - *(const uint16_t *)a;
}

static void expect_losses(const struct small *s, const struct match_result *r,
                          const struct match_whys *whys)
{
    for (uint32_t j = 0; j < s->in.n_mentors; j++) {
        uint16_t list[128];
        uint32_t n = 0;
        uint64_t best = 0, got = 0;
        for (uint32_t i = 0; i < s->in.n_mentees; i++) {
            int top = -1;
            for (uint64_t e = s->offset[i]; e < s->offset[i + 1]; e++)
                if (s->mentor[e] == j && (s->score[e] >= s->in.floor || e == r->edge[i]))
                    top = s->score[e] > top ? s->score[e] : top;
            if (top >= 0)
                list[n++] = (uint16_t)top;
            got += r->mate[i] == j ? s->score[r->edge[i]] : 0;
        }
        qsort(list, n, sizeof *list, by_score);
        for (uint32_t t = 0; t < n && t < s->capacity[j]; t++)
            best += list[t];
        assert_int_equal(whys->mentor_loss[j], best - got);
    }
    for (uint32_t i = 0; i < s->in.n_mentees; i++) {
        uint32_t best = 0;
        for (uint64_t e = s->offset[i]; e < s->offset[i + 1] && r->mate[i] != MATCH_NONE; e++)
            if (s->score[e] > best && (s->score[e] >= s->in.floor || e == r->edge[i]))
                best = s->score[e];
        uint32_t own = r->mate[i] != MATCH_NONE ? s->score[r->edge[i]] : 0;
        assert_int_equal(whys->mentee_loss[i], best - own);
    }
}

static void test_brute_force(void **state)
{
    (void)state;
    static const uint32_t tops[] = {0, 2, 9, 1000, 65535};
    static struct small s;
    uint8_t may_grow[64], everywhere[64];
    random_state = 61;
    memset(everywhere, 1, sizeof everywhere);
    for (int round = 0; round < 4000; round++) {
        make(&s, below(8), 1 + below(5), 20 + below(70), tops[below(5)], below(3));
        if (round % 7 == 0 && s.offset[s.in.n_mentees])
            s.mentor[0] = s.mentor[s.offset[1] ? s.offset[1] - 1 : 0];
        if (round % 3 == 0)
            lock_some(&s);
        if (round % 4 == 0)
            s.in.floor = (uint16_t)below(4);
        if (round % 5 == 0)
            s.in.mode = MATCH_SCORE;
        for (uint32_t j = 0; j < 64; j++)
            may_grow[j] = below(3) == 0;
        struct match_result r;
        struct match_whys some, all;
        uint32_t n = 0;
        assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
        assert_int_equal(match_why_all(&s.in, &r, may_grow, NULL, &some), MATCH_OK);
        assert_int_equal(match_why_all(&s.in, &r, NULL, NULL, &all), MATCH_OK);
        for (uint32_t i = 0; i < s.in.n_mentees; i++)
            if (r.mate[i] == MATCH_NONE) {
                assert_int_equal(some.unpaired[n].mentee, i);
                expect_rise(&s, &some.unpaired[n]);
                expect_moves(&s, &r, &some, &some.unpaired[n], may_grow);
                expect_moves(&s, &r, &all, &all.unpaired[n++], everywhere);
            }
        assert_int_equal(some.n_unpaired, n);
        expect_losses(&s, &r, &some);
        match_whys_free(&some);
        match_whys_free(&all);
        match_result_free(&r);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static struct small s;
    struct match_result r;
    struct match_whys whys;
    random_state = 62;
    make(&s, 20, 6, 60, 10, 2);
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    uint32_t i = 0;
    while (r.mate[i] == MATCH_NONE)
        i++;
    uint64_t e = r.edge[i];
    uint64_t wrong[] = {s.offset[i + 1], MATCH_NO_EDGE, e == s.offset[i] ? e + 1 : s.offset[i]};
    for (int k = 0; k < 3; k++) {
        r.edge[i] = wrong[k];
        assert_int_equal(match_why_all(&s.in, &r, NULL, NULL, &whys), MATCH_EINVAL);
    }
    r.edge[i] = e;
    r.mate[i] = MATCH_NONE;
    assert_int_equal(match_why_all(&s.in, &r, NULL, NULL, &whys), MATCH_EINVAL);
    r.mate[i] = s.mentor[e];
    r.edge[i + 1] = r.edge[i];
    assert_int_equal(match_why_all(&s.in, &r, NULL, NULL, &whys), MATCH_EINVAL);
    s.mentor[3] = 6;
    assert_int_equal(match_why_all(&s.in, &r, NULL, NULL, &whys), MATCH_EINVAL);
    match_result_free(&r);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    static struct small s;
    struct match_result r;
    random_state = 63;
    make(&s, 30, 8, 40, 100, 2);
    assert_int_equal(match_solve(&s.in, NULL, &r), MATCH_OK);
    int got = MATCH_ENOMEM;
    long n = 0;
    for (; got == MATCH_ENOMEM; n++) {
        struct stingy stingy = {.left = n};
        struct match_allocator allocator = {stingy_alloc, stingy_release, &stingy};
        struct match_options options = {.allocator = &allocator};
        struct match_whys whys;
        got = match_why_all(&s.in, &r, NULL, &options, &whys);
        if (got == MATCH_OK) {
            assert_int_equal(stingy.alive, 4);
            match_whys_free(&whys);
        }
        assert_int_equal(stingy.alive, 0);
    }
    assert_int_equal(got, MATCH_OK);
    assert_true(n > 15);
    match_result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
