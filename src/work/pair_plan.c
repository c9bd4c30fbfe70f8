#include "work/pair_plan.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "work/pair_state.h"

static int living(struct db *db, struct arena *a, int64_t pair_id, struct pair_plan_pair *x,
                  struct err *err)
{
    int r = pair_plan_pair(db, a, pair_id, x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return pair_living(x->state)
               ? 0
               : err_set(err, ERR_CONFLICT, _("Пара завершена: план остался для чтения"));
}

static bool inside(const struct pair_plan_pair *x, struct date d)
{
    struct date from = {0}, to = {0};
    date_parse_iso(x->starts_on, &from);
    date_parse_iso(x->ends_on, &to);
    return date_to_days(d) >= date_to_days(from) && date_to_days(d) <= date_to_days(to);
}

int pair_goal_add(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
                  const struct pair_goal_new *n, struct err *err)
{
    struct pair_plan_pair x;
    struct pair_goal_count have;
    int r = living(db, a, pair_id, &x, err);
    if (r < 0)
        return r;
    if (n->due.year && !inside(&x, n->due))
        return err_set(err, ERR_INVALID, _("Этот день вне срока программы. Выберите другой"));
    r = pair_goal_count(db, a, pair_id, &have);
    if (r > 0 && have.n >= PAIR_GOALS_MAX)
        return err_set(err, ERR_LIMIT, _("Целей уже %d. Уберите лишние"), PAIR_GOALS_MAX);
    if (r >= 0)
        r = pair_goal_insert(db, id_new(app->clock), pair_id, x.programme_id, n->project, n->text,
                             n->criterion ? n->criterion : "",
                             n->due.year ? date_iso(a, n->due) : "", clock_now(app->clock),
                             n->account_id ? &n->account_id : NULL);
    return r < 0 ? r : 0;
}

int pair_goal_reach(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
                    int64_t goal_id, const char *outcome, struct err *err)
{
    struct pair_plan_pair x;
    int r = living(db, a, pair_id, &x, err);
    if (r >= 0)
        r = pair_goal_set_reached(db, goal_id, pair_id,
                                  date_iso(a, date_at(clock_now(app->clock), (int)x.utc_offset)),
                                  outcome);
    return r < 0 ? r : r ? 0 : err_set(err, ERR_CONFLICT, _("Эта цель уже отмечена или убрана"));
}

int pair_goal_remove(struct db *db, int64_t pair_id, int64_t goal_id, struct err *err)
{
    int r = pair_goal_delete(db, goal_id, pair_id);
    return r < 0 ? r : r ? 0 : err_set(err, ERR_CONFLICT, _("Эта цель уже отмечена или убрана"));
}

int pair_note_add(struct db *db, const struct app *app, int64_t pair_id, struct date on,
                  const char *text, int64_t account_id)
{
    struct arena *a = arena_new();
    int r = pair_note_insert(db, id_new(app->clock), pair_id, date_iso(a, on), text,
                             clock_now(app->clock), account_id ? &account_id : NULL);
    arena_free(a);
    return r < 0 ? r : 0;
}

const char *pair_plan_day(struct arena *a, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_long(a, d, 0) : "";
}
