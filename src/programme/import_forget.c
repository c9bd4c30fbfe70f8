/* What an upload keeps of people goes: when it is undone, when nobody wants it, when it is old. */
#include <unistd.h>

#include "db/db.h"
#include "frame/app.h"
#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/import_forget.sql.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

int import_clear(struct db *db, int64_t import_id)
{
    static int (*const tables[])(struct db *, int64_t) = {import_blocks_clear, import_rows_clear,
                                                          import_problems_clear};
    int r = 0;
    for (size_t i = 0; r >= 0 && i < sizeof tables / sizeof *tables; i++)
        r = tables[i](db, import_id);
    return r < 0 ? r : 0;
}

static int forget(struct db *db, struct arena *a, const struct app *app, int64_t import_id)
{
    int r = import_clear(db, import_id);
    if (r >= 0)
        r = import_columns_clear(db, import_id); /* they have samples */
    if (r >= 0)
        r = import_set_forgotten(db, import_id, clock_now(app->clock));
    if (r >= 0)
        (void)unlink(import_path(a, app->config.data_dir, import_id)); /* mostly gone already */
    return r < 0 ? r : 0;
}

int import_leave(struct db *db, struct arena *a, const struct app *app, int64_t import_id)
{
    int r = import_set_left(db, import_id, clock_now(app->clock));
    if (r > 0)
        r = forget(db, a, app, import_id);
    else if (r == 0)
        r = ERR_CONFLICT;
    return r;
}

int import_hourly(const struct app *app, struct db *db, struct arena *a)
{
    const int64_t now = clock_now(app->clock);
    struct import_old *rows;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        r = import_old(db, a, now - IMPORT_KEPT_DAYS * DAY_MS, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            r = import_set_left(db, rows[i].id, now);
            if (r >= 0)
                r = forget(db, a, app, rows[i].id);
        }
    }
    return r < 0 ? r : 0;
}
