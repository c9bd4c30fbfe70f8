#include "work/pair_notice.h"

#include <stdio.h>

#include "base/arena.h"
#include "frame/access.h"
#include "frame/job.h"
#include "work/pair_state.h"

int pair_notice(struct db *db, const struct app *app, int64_t pair_id, const char *text,
                const int64_t *persons, size_t n)
{
    char path[64];
    int r = 0;
    (void)snprintf(path, sizeof path, "/my/pairs/%lld", (long long)pair_id);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (persons[i])
            r = notice_add(db, app, persons[i], text, path);
    return r;
}

int pair_notice_unit(struct db *db, struct arena *a, const struct app *app, int64_t unit_id,
                     const char *text, const char *path)
{
    struct pair_curators *rows;
    size_t n;
    int r = pair_curators(db, a, unit_id, ROLE_COORDINATOR, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (rows[i].has_person_id)
            r = notice_add(db, app, rows[i].person_id, text, path);
    return r < 0 ? r : 0;
}

int pair_notice_curators(struct db *db, struct arena *a, const struct app *app, int64_t unit_id,
                         int64_t pair_id, const char *text)
{
    return pair_notice_unit(db, a, app, unit_id, text,
                            arena_printf(a, "/pairs/%lld", (long long)pair_id));
}
