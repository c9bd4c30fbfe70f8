/* What time does to applications: unsigned and old ones go, those of a programme that is over end,
 * those who wait move up. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "programme/application.h"
#include "programme/application.sql.h"
#include "programme/total.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

static int clear_old(const struct app *app, struct db *db, struct arena *a)
{
    struct application_old *rows;
    size_t n;
    int64_t now = clock_now(app->clock);
    int r = application_old(db, a, now - APPLICATION_KEPT_DAYS * DAY_MS, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        r = application_consents_drop(db, rows[i].id);
        if (r >= 0)
            r = application_clear(db, rows[i].id, now);
    }
    return r;
}

static int drop_unsigned(struct db *db, struct arena *a, int64_t before)
{
    struct application_drop_unsigned *rows;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        r = application_drop_unsigned(db, a, before, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++)
            r = total_move(db,
                           &(struct total){rows[i].programme_id, TOTAL_APPLICATION, rows[i].side},
                           "unsigned", NULL, 1);
    }
    return r;
}

static int end_with_programme(struct db *db, struct arena *a, const char *state, int64_t now)
{
    struct application_end_of_programme *rows;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        r = application_end_of_programme(db, a, state, _("Программа закончилась"), now, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++)
            r = total_move(db,
                           &(struct total){rows[i].programme_id, TOTAL_APPLICATION, rows[i].side},
                           state, "refused", 1);
    }
    return r;
}

int application_hourly(const struct app *app, struct db *db, struct arena *a)
{
    struct application_programmes_waiting *rows;
    size_t n;
    int64_t now = clock_now(app->clock);
    int r = drop_unsigned(db, a, now - APPLICATION_UNSIGNED_DAYS * DAY_MS);
    if (r >= 0)
        r = end_with_programme(db, a, "new", now);
    if (r >= 0)
        r = end_with_programme(db, a, "waiting", now);
    if (r >= 0)
        r = clear_old(app, db, a);
    if (r >= 0)
        r = application_programmes_waiting(db, a, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        struct application_programme p;
        r = application_programme(db, a, rows[i].programme_id, &p);
        const struct application_desk d = {
            .db = db,
            .a = a,
            .app = app,
            .today = date_at(now, r > 0 ? (int)p.utc_offset : ZONE_MOSCOW)};
        if (r > 0)
            r = application_move_up(&d, rows[i].programme_id);
    }
    return r < 0 ? r : 0;
}
