/* Stored explanations of a run, read back for its pages. */
#include "base/record.h"
#include "pairing/run.h"

static size_t count(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\x1e';
    return n;
}

size_t run_read_parts(struct arena *a, const char *text, const struct run_part **ret)
{
    struct run_part *parts = arena_array(a, struct run_part, count(text));
    struct record r;
    size_t n = 0;
    if (!record_next(a, &text, &r)) /* the first is what both sides may read */
        return 0;
    while (record_next(a, &text, &r)) {
        struct run_part *p = &parts[n++];
        p->code = record_field(&r, 0);
        p->name = record_field(&r, 1);
        p->comment = record_field(&r, 2);
        p->weight = (int)record_number(&r, 3);
        p->points = (int)record_number(&r, 4);
        for (size_t i = 5; i + 3 < r.n && p->n_shared < SHARED_MAX; i += 4) {
            p->shared[p->n_shared].mentee = record_field(&r, i);
            p->shared[p->n_shared].mentor = record_field(&r, i + 1);
            p->shared[p->n_shared].topic = record_field(&r, i + 2);
            p->shared[p->n_shared++].curator_only = record_number(&r, i + 3) != 0;
        }
    }
    *ret = parts;
    return n;
}

size_t run_read_next(struct arena *a, const char *text, const struct run_next **ret)
{
    struct run_next *list = arena_array(a, struct run_next, count(text));
    struct record r;
    size_t n = 0;
    while (record_next(a, &text, &r))
        list[n++] = (struct run_next){record_number(&r, 0), record_field(&r, 1),
                                      (int)record_number(&r, 2), record_number(&r, 3) != 0};
    *ret = list;
    return n;
}
