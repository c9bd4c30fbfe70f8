#include "insight/frozen_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db.h"

static void must(int r, const char *what)
{
    if (r >= 0)
        return;
    fprintf(stderr, "frozen_testing: %s: %d\n", what, r);
    exit(1);
}

struct frozen_work frozen_testing_work(struct school *s)
{
    return (struct frozen_work){
        .db = s->db, .a = s->a, .clock = &s->t->clock, .methodology = s->t->app.methodology};
}

int64_t frozen_testing_freeze(struct school *s, int64_t unit, struct period p, const char *reason)
{
    struct frozen_work w = frozen_testing_work(s);
    struct err err = {0};
    int64_t id;
    testing_later(s->t, 1000);
    must(db_begin(s->db), "begin");
    must(frozen_begin(s->db, s->a, &s->t->clock, unit, p, FROZEN_TODAY, reason, s->curator, &err,
                      &id),
         err.text);
    must(db_commit(s->db), "commit");
    must(frozen_count(&w, id, &err), err.text);
    return id;
}

static const char *number(struct arena *a, bool has, int64_t n)
{
    return has ? arena_printf(a, "%lld", (long long)n) : "-";
}

const char *frozen_testing_value(struct school *s, int64_t snapshot, const char *code)
{
    struct frozen_value *v;
    size_t n;
    must(frozen_values(s->db, s->a, snapshot, &v, &n), "values");
    for (size_t i = 0; i < n; i++)
        if (!strcmp(v[i].code, code))
            return arena_printf(s->a, "%s/%s", number(s->a, v[i].has_numerator, v[i].numerator),
                                number(s->a, v[i].has_denominator, v[i].denominator));
    return "none";
}
