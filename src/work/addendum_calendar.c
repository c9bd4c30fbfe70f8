/* What the calendar asks of addenda: early ends take effect, terms run out, people are reminded. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/access.h"
#include "frame/app.h"
#include "frame/job.h"
#include "network/unit.h"
#include "programme/methodology.h"
#include "programme/programme.h"
#include "work/addendum.h"
#include "work/pair_state.h"

struct day {
    const struct app *app;
    struct db *db;
    struct arena *a;
    int64_t now;
    struct deed deed;
};

/* Today where the addendum is: units lie in eleven zones. */
static int today_at(const struct day *d, int64_t unit_id, struct date *ret)
{
    struct unit unit;
    int r = unit_get(d->db, d->a, unit_id, &unit);
    *ret = date_at(d->now, r > 0 ? unit.utc_offset : ZONE_MOSCOW);
    return r < 0 ? r : 0;
}

static int tell_curators(const struct day *d, const struct addendum_row *x, const char *text)
{
    struct addendum_curators *rows;
    size_t n;
    int r = addendum_curators(d->db, d->a, x->unit_id, ROLE_COORDINATOR, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = notice_add(d->db, d->app, rows[i].person_id, text,
                       arena_printf(d->a, "/addenda/%lld", (long long)x->id));
    return r;
}

static int tell_mentor(const struct day *d, const struct addendum_row *x, const char *text)
{
    return notice_add(d->db, d->app, x->person_id, text,
                      arena_printf(d->a, "/my/addenda/%lld", (long long)x->id));
}

static int end_pairs(const struct day *d, const struct addendum_row *x)
{
    struct addendum_pairs *pairs;
    struct err err = {0};
    size_t n;
    const char *action = strcmp(x->notice_side, "mentor") ? "curator" : "mentor_wish";
    struct deed deed = d->deed;
    deed.reason = _("Досрочно прекращено соглашение о наставничестве (ст. 351.8 ТК РФ)");
    int r = addendum_pairs(d->db, d->a, x->participation_id, &pairs, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = pair_move(d->db, d->a, d->app, pairs[i].id, action, &deed, &err);
    return r;
}

static int change(const struct day *d, const struct addendum_row *x, const char *action,
                  const char *to)
{
    int r = addendum_set_state(d->db, x->id, x->state, to);
    if (r > 0)
        r = addendum_event_put(d->db, x->id, action, x->state, to, "", d->now, NULL);
    return r;
}

static int stop(const struct day *d, const struct addendum_row *x, struct date today)
{
    struct date first;
    if (!date_parse_iso(x->stops_on, &first) || date_to_days(first) > date_to_days(today))
        return 0;
    int r = end_pairs(d, x);
    if (r >= 0)
        r = change(d, x, "stop", "ended");
    if (r >= 0)
        r = tell_mentor(d, x, _("Соглашение о наставничестве прекращено, пары завершены"));
    return r < 0 ? r
                 : tell_curators(d, x, _("Соглашение о наставничестве прекращено, пары завершены"));
}

static int expire(const struct day *d, const struct addendum_row *x, struct date today)
{
    struct date last;
    if (!date_parse_iso(x->ends_on, &last) || date_to_days(last) >= date_to_days(today))
        return 0;
    int r = change(d, x, "expire", "expired");
    if (r >= 0)
        r = tell_mentor(d, x, _("Срок соглашения о наставничестве вышел"));
    return r < 0 ? r : tell_curators(d, x, _("Срок соглашения о наставничестве вышел"));
}

static int remind(const struct day *d, const struct addendum_row *x, struct date today)
{
    struct programme p;
    const struct pack *pack;
    struct err err = {0};
    struct date last;
    int r = programme_get(d->db, d->a, x->programme_id, &p);
    if (r > 0)
        r = methodology_pack(d->app->methodology, d->db, p.pack_id, &err, &pack);
    if (r < 0 || !date_parse_iso(x->ends_on, &last))
        return r;
    if (date_to_days(last) - date_to_days(today) > pack->rules.reminder_days)
        return 0;
    const char *text = arena_printf(d->a, _("Соглашение о наставничестве действует до %s"),
                                    date_long(d->a, last, 0));
    r = addendum_set_reminded(d->db, x->id, d->now);
    if (r >= 0)
        r = tell_mentor(d, x, text);
    return r < 0 ? r : tell_curators(d, x, text);
}

static int each(const struct day *d, const int64_t *ids, size_t n,
                int (*act)(const struct day *d, const struct addendum_row *x, struct date today))
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n; i++) {
        struct addendum_row x;
        struct date today;
        r = addendum_row(d->db, d->a, ids[i], &x);
        if (r > 0)
            r = today_at(d, x.unit_id, &today);
        if (r >= 0)
            r = act(d, &x, today);
    }
    return r;
}

/* The easternmost zone is there first, the westernmost last: each row is asked for its own day. */
#define EARLIEST (12 * 60)
#define LONGEST_REMINDER 366

int addendum_by_calendar(const struct app *app, struct db *db, struct arena *a)
{
    struct day d = {app, db, a, clock_now(app->clock), {app->clock, 0, NULL}};
    struct date east = date_at(d.now, EARLIEST);
    struct addenda_stopping *stopping;
    struct addenda_over *over;
    struct addenda_soon *soon;
    size_t n;
    int r = addenda_stopping(db, a, date_iso(a, east), &stopping, &n);
    _Static_assert(sizeof *stopping == sizeof(int64_t) && sizeof *over == sizeof(int64_t) &&
                       sizeof *soon == sizeof(int64_t),
                   "rows of one id");
    if (r >= 0)
        r = each(&d, &stopping->id, n, stop);
    if (r >= 0)
        r = addenda_over(db, a, date_iso(a, east), &over, &n);
    if (r >= 0)
        r = each(&d, &over->id, n, expire);
    if (r >= 0)
        r = addenda_soon(db, a, date_iso(a, date_from_days(date_to_days(east) + LONGEST_REMINDER)),
                         &soon, &n);
    return r < 0 ? r : each(&d, &soon->id, n, remind);
}
