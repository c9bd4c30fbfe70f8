#include "work/support.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "work/pair_notice.h"

static int check(const struct support_person *x, const struct support_new *n, struct date today,
                 struct err *err)
{
    struct date last = {0};
    date_parse_iso(x->ends_on, &last);
    if (strcmp(x->side, "mentee") != 0)
        return err_set(err, ERR_CONFLICT, _("План поддержки бывает у наставляемых"));
    if (strcmp(x->state, "in_base") != 0 && strcmp(x->state, "matching") != 0)
        return err_set(err, ERR_CONFLICT, _("План нужен, пока пары нет: сейчас это не так"));
    if (date_to_days(n->due) < date_to_days(today))
        return err_set(err, ERR_INVALID, _("Этот день уже прошёл. Выберите другой"));
    if (date_to_days(n->due) > date_to_days(last))
        return err_set(err, ERR_INVALID, _("Этот день вне срока программы. Выберите другой"));
    return 0;
}

int support_plan(struct db *db, struct arena *a, const struct app *app, int64_t participation_id,
                 const struct support_new *n, struct err *err)
{
    struct support_person x;
    int64_t now = clock_now(app->clock);
    int r = support_person(db, a, participation_id, &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = check(&x, n, date_at(now, (int)x.utc_offset), err);
    if (r >= 0)
        r = support_set_closed(db, participation_id, now, _("Заменён новым планом"));
    if (r >= 0)
        r = support_insert(db, id_new(app->clock), x.unit_id, x.programme_id, participation_id,
                           x.sort_key, n->helper, n->psychologist, n->plan, date_iso(a, n->due),
                           n->account_id ? &n->account_id : NULL, now);
    return r < 0 ? r : 0;
}

int support_close(struct db *db, const struct app *app, int64_t participation_id,
                  const char *outcome, struct err *err)
{
    int r = support_set_closed(db, participation_id, clock_now(app->clock), outcome);
    return r < 0 ? r : r ? 0 : err_set(err, ERR_CONFLICT, _("Открытого плана нет"));
}

static int close_over(struct db *db, struct arena *a, int64_t now)
{
    struct support_over *rows;
    size_t n;
    int r = support_over(db, a, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = support_set_closed(db, rows[i].participation_id, now,
                               strcmp(rows[i].state, "paired") ? _("Участие закончилось")
                                                               : _("Пара найдена"));
    return r < 0 ? r : 0;
}

int support_hourly(const struct app *app, struct db *db, struct arena *a)
{
    struct support_overdue *rows;
    int64_t now = clock_now(app->clock);
    size_t n;
    int r = close_over(db, a, now);
    if (r >= 0)
        r = support_overdue(db, a, date_iso(a, date_at(now, ZONE_MOSCOW)), &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        r = support_told(db, rows[i].id, now);
        if (r >= 0)
            r = pair_notice_unit(db, a, app, rows[i].unit_id,
                                 _("Срок плана поддержки прошёл. Продлите план или закройте его"),
                                 arena_printf(a, "/participations/%lld/support",
                                              (long long)rows[i].participation_id));
    }
    return r < 0 ? r : 0;
}
