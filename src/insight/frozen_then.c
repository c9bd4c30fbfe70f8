/* Numbers keep the definition that they were counted by. */
#include <string.h>

#include "insight/frozen.h"

int frozen_definition(const struct frozen_then *t, const struct frozen_value *v, struct err *err,
                      const struct indicator **ret)
{
    int i = indicator_find(t->now, v->code);
    *ret = i >= 0 ? &t->now->row[i] : NULL;
    if (i >= 0 && t->now->row[i].pack_id == v->pack_id)
        return 0;
    struct indicator *then = arena_new_of(t->a, struct indicator);
    int r = indicator_of_pack(t->methodology, t->db, t->a, v->pack_id, v->code, err, then);
    if (r > 0)
        *ret = then;
    return r < 0 ? r : 0;
}

int frozen_definitions(const struct frozen_then *t, const struct frozen_value *v, size_t n,
                       struct err *err, struct frozen_line **ret, size_t *ret_n)
{
    struct frozen_line *lines = arena_array(t->a, struct frozen_line, n);
    bool *done = arena_array(t->a, bool, n);
    size_t k = 0;
    int r = 0;
    for (size_t i = 0; r >= 0 && i <= t->now->n; i++) /* those of today, then those that are gone */
        for (size_t at = 0; r >= 0 && at < n; at++) {
            if (done[at] || (i < t->now->n && strcmp(v[at].code, t->now->row[i].code) != 0))
                continue;
            done[at] = true;
            lines[k].v = &v[at];
            r = frozen_definition(t, &v[at], err, &lines[k].i);
            k += r >= 0 && lines[k].i;
        }
    *ret = lines;
    *ret_n = k;
    return r;
}
