#include "programme/recount.h"

#include "db/db.h"
#include "programme/total.h"

int recount_compare(struct db *db, struct arena *a, struct recount *ret)
{
    struct recount_totals *rows;
    struct recount_needs needs = {0};
    *ret = (struct recount){0};
    int r = recount_totals(db, a, &rows, &ret->n);
    if (r >= 0)
        r = recount_needs(db, a, &needs);
    if (r >= 0)
        r = recount_sums(db, a, false, ret->sum);
    if (r < 0)
        return r;
    ret->rows = rows;
    ret->needs = needs.n;
    ret->same = !ret->n && !ret->needs;
    for (size_t i = 0; i < RECOUNT_SUMS; i++)
        ret->same = ret->same && !ret->sum[i].wrong;
    return 0;
}

int recount_repair(struct db *db, struct arena *a, const struct recount *differences)
{
    struct recount_sum sums[RECOUNT_SUMS];
    int r = db_begin(db);
    for (size_t i = 0; r >= 0 && i < differences->n; i++) {
        const struct recount_totals *x = &differences->rows[i];
        const struct total of = {x->programme_id, x->what, x->kind};
        r = total_move(db, &of, NULL, x->state, x->counted - x->kept);
    }
    if (r >= 0 && differences->needs)
        r = recount_needs_set(db);
    if (r >= 0)
        r = recount_sums(db, a, true, sums);
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
}
