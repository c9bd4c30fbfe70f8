/*
 * The queries of this file are written by hand: sqlgen stands on this library. The digest
 * (64-bit FNV-1a) finds files changed by mistake, it is no protection against an enemy.
 */
#include "db/migrate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "db/dialect.h"
#include "db/driver.h"

struct applied {
    int64_t version;
    const char *name, *digest;
};

static const struct db_query q_applied = {
    .name = "applied",
    .where = "migrate.c",
    .kind = DB_MANY,
    .sqlite = "SELECT version, name, digest FROM schema_version ORDER BY version",
    .pgsql = "SELECT version, name, digest FROM schema_version ORDER BY version",
    .row_size = sizeof(struct applied),
    .n_cols = 3,
    .cols =
        (const struct db_col[]){
            {"version", DB_I64, false, offsetof(struct applied, version), 0},
            {"name", DB_TEXT, false, offsetof(struct applied, name), 0},
            {"digest", DB_TEXT, false, offsetof(struct applied, digest), 0},
        },
};

static const char table[] = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY "
                            "KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at INTEGER "
                            "NOT NULL) STRICT;";

static char *digest_of(struct arena *a, const char *sql)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (; *sql; sql++)
        h = (h ^ (unsigned char)*sql) * UINT64_C(0x100000001b3);
    return arena_printf(a, "%016" PRIx64, h);
}

static int check_names(const struct db_migration *files, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%04zu_", i + 1); /* fits any size_t */
        if (n > DB_MIGRATIONS_MAX || strncmp(files[i].name, number, strlen(number)) != 0 ||
            strchr(files[i].name, '\''))
            return err_set(err, ERR_INVALID,
                           _("Миграция %s стоит на месте номер %s: номера идут подряд с 0001."),
                           files[i].name, number);
    }
    return 0;
}

/* The applied ones must be the first of ours, unchanged. */
static int check_applied(struct arena *a, const struct applied *rows, size_t n_rows,
                         const struct db_migration *files, size_t n, struct err *err)
{
    if (n_rows > n)
        return err_set(
            err, ERR_INVALID,
            _("База новее программы: в ней есть %s. Поставьте программу той же версии или новее."),
            rows[n_rows - 1].name);
    for (size_t i = 0; i < n_rows; i++)
        if (rows[i].version != (int64_t)i + 1 || strcmp(rows[i].name, files[i].name) != 0 ||
            strcmp(rows[i].digest, digest_of(a, files[i].sql)) != 0)
            return err_set(err, ERR_INVALID,
                           _("Миграция %s изменилась после того, как её применили к этой базе. "
                             "Верните прежний файл, а изменение запишите новой миграцией."),
                           rows[i].name);
    return 0;
}

/* The next migration, in a transaction of its own. 1 applied, 0 nothing left. */
static int step(struct db *db, struct arena *a, const struct db_migration *files, size_t n,
                const struct clock *clock, struct err *err)
{
    void *rows;
    size_t n_rows;
    int r = db_begin(db);
    if (r < 0)
        return err_set(err, r, _("База занята или недоступна: %s"), db_error(db));
    /* SQLite's BEGIN IMMEDIATE is the lock already; here what others did while it was waited for is
     * seen. */
    if (db_engine(db) == DB_PGSQL)
        r = db->driver->command(db, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED;"
                                    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;"
                                    "SELECT pg_advisory_xact_lock(6011203)");
    if (r == 0)
        r = db->driver->command(db, db_dialect(a, db_engine(db), table));
    if (r == 0)
        r = db_many(db, a, &q_applied, NULL, &rows, &n_rows);
    if (r < 0)
        return err_set(err, r, _("Не читается версия базы: %s"), db_error(db));
    r = check_applied(a, rows, n_rows, files, n, err);
    if (r < 0 || n_rows == n)
        return r;
    const struct db_migration *f = &files[n_rows];
    const char *record =
        arena_printf(a, "INSERT INTO schema_version VALUES (%zu, '%s', '%s', %lld)", n_rows + 1,
                     f->name, digest_of(a, f->sql), (long long)clock_now(clock));
    r = db->driver->command(db, db_dialect(a, db_engine(db), f->sql));
    if (r == 0)
        r = db->driver->command(db, record); /* check_names has seen that no quote is in it */
    if (r < 0)
        return err_set(err, r, _("Миграция %s не применена: %s"), f->name, db_error(db));
    r = db_commit(db);
    return r < 0 ? err_set(err, r, _("Миграция не записана: %s"), db_error(db)) : 1;
}

int db_migrate(struct db *db, const struct db_migration *files, size_t n, const struct clock *clock,
               struct err *err)
{
    int r = check_names(files, n, err), applied = 0;
    struct arena *a = arena_new();
    for (; r >= 0 && (r = step(db, a, files, n, clock, err)) == 1; applied++)
        arena_reset(a);
    db_rollback(db); /* of the step that found nothing, or failed */
    arena_free(a);
    return r < 0 ? r : applied;
}
