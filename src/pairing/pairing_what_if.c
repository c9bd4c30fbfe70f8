/* What if: an answer of the engine that lives on and is asked about changes. */
#include <stdlib.h>

#include "base/i18n.h"
#include "pairing/pairing_build.h"

static void *from_arena(void *ctx, size_t bytes)
{
    return arena_alloc(ctx, bytes);
}

static void to_nobody(void *ctx, void *p)
{
    (void)ctx;
    (void)p;
}

int pairing_live(const struct pairing *p, struct arena *a, struct err *err,
                 struct match_live **ret_live)
{
    struct match_allocator allocator = {from_arena, to_nobody, a};
    struct match_options options = {.allocator = &allocator};
    if (!p->facts.plain)
        return err_set(err, ERR_INVALID, _("Этот черновик так не проверить: посчитайте заново"));
    int r = match_live_new(&p->instance, &p->answer, &options, ret_live);
    return r < 0 ? pairing_engine_error(r, err) : 0;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static int try_changes(struct match_live *live, struct arena *a,
                       const struct match_live_change *changes, size_t n, struct err *err,
                       struct pairing_effect *ret)
{
    struct match_live_diff diff;
    uint32_t mentee = changes[0].mentee;
    int r = match_live_try(live, changes, n, NULL, &diff);
    if (r == MATCH_EINVAL)
        return err_set(err, ERR_INVALID,
                       _("Эти двое не подходят друг другу по правилам, или все места этого "
                         "наставника отданы закреплённым парам"));
    if (r < 0)
        return pairing_engine_error(r, err);
    uint32_t *left = arena_array(a, uint32_t, diff.n_moves);
    *ret = (struct pairing_effect){match_live_mate(live, mentee), diff.n_moves, left, 0};
    for (uint32_t t = 0; t < diff.n_moves; t++) {
        if (diff.move[t].mentee == mentee)
            ret->mentor = diff.move[t].to;
        if (diff.move[t].to == MATCH_NONE)
            left[ret->n_left++] = diff.move[t].mentee;
    }
    if (ret->n_left)
        qsort(left, ret->n_left, sizeof *left, by_number);
    return 0;
}

int pairing_if_moved(struct match_live *live, struct arena *a, uint32_t mentee, uint32_t mentor,
                     struct err *err, struct pairing_effect *ret_effect)
{
    const struct match_live_change pin = {MATCH_LIVE_PIN, mentee, mentor, 0};
    return try_changes(live, a, &pin, 1, err, ret_effect);
}

int pairing_if_vetoed(struct match_live *live, struct arena *a, uint32_t mentee, uint32_t mentor,
                      struct err *err, struct pairing_effect *ret_effect)
{
    const struct match_live_change veto[] = {{MATCH_LIVE_UNPIN, mentee, mentor, 0},
                                             {MATCH_LIVE_VETO, mentee, mentor, 0}};
    return try_changes(live, a, veto, 2, err, ret_effect);
}
