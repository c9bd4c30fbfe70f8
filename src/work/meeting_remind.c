/* Reminders of what a pair owes: words about a meeting, and the next meeting. By day only. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "programme/methodology.h"
#include "work/meeting.h"
#include "work/meeting_remind.sql.h"
#include "work/pair_notice.h"
#include "work/pair_state.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define OLDEST (30 * DAY_MS) /* nobody is asked about what is over for longer */
#define BETWEEN (2 * DAY_MS) /* reminders of one sheet */
#define MORNING 9            /* hours at the unit: from, and up to */
#define EVENING 20

static bool by_day(int64_t now, int64_t utc_offset)
{
    int64_t hour = (now / HOUR_MS * 60 + now % HOUR_MS / 60000 + utc_offset) / 60 % 24;
    return hour >= MORNING && hour < EVENING;
}

/* ---- words about a meeting ---- */

static int ask(const struct app *app, struct db *db, struct arena *a,
               const struct remind_feedback *x)
{
    const char *path = arena_printf(a, "/my/meetings/%lld/feedback", (long long)x->meeting_id);
    const char *text = _("Требуется отзыв о встрече: это минута, ответ увидит только куратор");
    int r = notice_add(db, app, x->person_id, text, path);
    if (r >= 0 && x->email && *x->email)
        r = outbox_mail(db, app, x->unit_id, x->email, _("Наставничество: отзыв о встрече"),
                        arena_printf(a, "%s\n\n%s\n", text, app_url(a, app, path)));
    return r;
}

static int owed(const struct app *app, struct db *db, struct arena *a,
                const struct remind_feedback *x)
{
    int64_t now = clock_now(app->clock);
    if (x->closed_at <= now - OLDEST || !pair_living(x->state))
        return meeting_owe_no_more(db, x->meeting_id, x->side);
    if (!by_day(now, x->utc_offset))
        return 0;
    int r = ask(app, db, a, x);
    if (r < 0)
        return r;
    return x->n + 1 < MEETING_REMIND_MAX
               ? remind_feedback_again(db, x->meeting_id, x->side, now + BETWEEN)
               : meeting_owe_no_more(db, x->meeting_id, x->side);
}

static int feedback(const struct app *app, struct db *db, struct arena *a)
{
    struct remind_feedback *rows, last = {.side = ""};
    size_t n = 0;
    int r = 0;
    do {
        r = remind_feedback(db, a, last.due_at, last.meeting_id, last.side, clock_now(app->clock),
                            &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            last = rows[i];
            r = owed(app, db, a, &last);
        }
    } while (r >= 0 && n);
    return r < 0 ? r : 0;
}

/* ---- the next meeting ---- */

static int pairs_of(const struct app *app, struct db *db, struct arena *a,
                    const struct remind_programmes *g)
{
    const struct pack *pack;
    struct remind_pairs *rows;
    int64_t now = clock_now(app->clock);
    size_t n = 0;
    int r = methodology_pack(app->methodology, db, g->pack_id, NULL, &pack);
    if (r < 0)
        return r;
    struct programme_rhythm rhythm = programme_rhythm(g->meeting_days, g->meetings_least, pack);
    do {
        r = remind_pairs(db, a, g->id, now - rhythm.days * DAY_MS, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            const int64_t both[] = {rows[i].mentee_person, rows[i].mentor_person};
            r = pair_notice(db, app, rows[i].id, _("Пора встретиться: назначьте день встречи"),
                            both, 2);
            if (r >= 0)
                r = remind_pair_told(db, rows[i].id, MEETING_REMIND_MAX, now);
        }
    } while (r >= 0 && n);
    return r < 0 ? r : 0;
}

int meeting_remind(const struct app *app, struct db *db, struct arena *a)
{
    struct remind_programmes *rows;
    int64_t after = 0;
    size_t n = 0;
    int r = feedback(app, db, a);
    do {
        if (r >= 0)
            r = remind_programmes(db, a, after, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            after = rows[i].id;
            if (by_day(clock_now(app->clock), rows[i].utc_offset))
                r = pairs_of(app, db, a, &rows[i]);
        }
    } while (r >= 0 && n);
    return r < 0 ? r : 0;
}
