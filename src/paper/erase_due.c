/* Data that nobody destroyed in time: on the last day the program does. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/keeper.h"
#include "paper/erase.h"

#define ZONE_EAST (14 * 60)
#define DAY_MS (24 * 3600 * INT64_C(1000))

static int put_those_due(const struct app *app, struct db *db, const struct erasure_due *rows,
                         size_t n)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct date today = date_at(clock_now(app->clock), (int)rows[i].utc_offset);
        struct date due;
        if (date_parse_iso(rows[i].due_on, &due) && date_to_days(due) <= date_to_days(today))
            r = job_put(db, app, ERASE_DUE_JOB, rows[i].unit_id, rows[i].person_id);
    }
    return r;
}

int erase_due_hourly(const struct app *app, struct db *db, struct arena *a)
{
    const int64_t now = clock_now(app->clock);
    const char *last = date_iso(a, date_at(now, ZONE_EAST)), *day = "";
    struct erasure_due *rows;
    int64_t id = 0;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        r = erasure_due(db, a, last, day, id, ERASE_DUE_JOB, now - DAY_MS, &rows, &n);
        if (r >= 0)
            r = put_those_due(app, db, rows, n);
        if (r >= 0 && n) {
            day = rows[n - 1].due_on;
            id = rows[n - 1].id;
        }
    }
    return r < 0 ? r : 0;
}

static int tell(const struct job *job, int64_t unit_id, const char *text)
{
    const struct keeper_news news = {
        .unit_id = unit_id,
        .text = text,
        .path = arena_printf(job->a, "/units/%lld/erasures", (long long)unit_id)};
    return keeper_tell(job->db, job->a, job->app, &news);
}

static int erase(struct job *job, const struct erasure *e)
{
    const struct erase_deed d = {job->db, job->a, job->app, 0};
    int r = erase_person(&d, e, &job->err);
    if (r >= 0)
        r = audit_add(job->db, job->app, e->unit_id, "person.erase", "person", e->person_id,
                      _("Вышел срок после отзыва согласия"));
    return r < 0 ? r
                 : tell(job, e->unit_id, _("Данные уничтожены: вышел срок после отзыва согласия"));
}

int erase_due_run(struct job *job)
{
    struct erasure e;
    int r = db_begin(job->db);
    if (r < 0)
        return r;
    r = erasure_of(job->db, job->a, job->object_id, &e);
    bool there = r > 0; /* else somebody did it, or the person consented again */
    if (there)
        r = erase(job, &e);
    if (r >= 0)
        return db_commit(job->db);
    db_rollback(job->db);
    if (there)
        (void)tell(job, e.unit_id,
                   _("Данные не уничтожены в срок из-за ошибки. Попробуйте сделать это сами"));
    return r;
}
