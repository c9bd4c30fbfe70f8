/*
 * Migrations: files of schema/, in the order of their numbers, each in a transaction of its
 * own and remembered with its digest in the table schema_version.
 */
#pragma once

#include <stddef.h>

#include "base/clock.h"
#include "db/db.h"

struct db_migration {
    const char *name; /* "0001_init.sql": four digits, from 0001 without gaps */
    const char *sql;
};

#define DB_MIGRATIONS_MAX 9999

/*
 * Bring the database to the last of n migrations; several processes may try at once, one
 * does the work. Returns the number applied now. ERR_INVALID: a file that was applied has
 * changed since, the database is newer than the program, or a migration is wrong SQL.
 */
int db_migrate(struct db *db, const struct db_migration *files, size_t n, const struct clock *clock,
               struct err *err);
