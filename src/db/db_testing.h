/*
 * For tests only: a fresh database with the whole schema, of the engine that the environment
 * variable NASTAVNIK_TEST_DB names ("sqlite", "pgsql"). Every test of the districts runs once
 * with each. What goes wrong here is printed and ends the program.
 */
#pragma once

#include "db/db.h"
#include "db/migrate.h"

struct db_testing {
    struct db *db;   /* DB_WRITE */
    const char *url; /* for further connections: db_testing_open(t, DB_READ) */
    struct arena *a;
    const char *dir;  /* SQLite: the folder of the file */
    const char *name; /* PostgreSQL: the database */
};

struct db_testing *db_testing_new(void);
void db_testing_free(struct db_testing *t); /* closes t->db, removes the database */

/* A database without any table. */
struct db_testing *db_testing_new_empty(void);

/* One more connection; the caller closes it. */
struct db *db_testing_open(const struct db_testing *t, enum db_mode mode);

/* Run statements without arguments, to lay out what a test needs. */
void db_testing_sql(struct db *db, const char *sql);

/* The first value of the first row, an integer: counts and ids that a test looks at. */
int64_t db_testing_number(struct db *db, const char *sql);

/* The migrations of schema/, in order. */
const struct db_migration *db_testing_schema(struct arena *a, size_t *ret_n);
