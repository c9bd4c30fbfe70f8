/* What the tests of db.h share: a database with two tables, and a look at what is in it. */
#pragma once

#include "db/db_testing.h"
#include "db/good.sql.h"

struct fixture {
    struct db_testing *t;
    struct db *db;
    struct arena *a;
};

static const char tables[] =
    "CREATE TABLE unit (id BIGINT PRIMARY KEY, parent_id BIGINT REFERENCES unit (id), "
    "name TEXT NOT NULL CHECK (name <> 'bad'), note TEXT, score DOUBLE PRECISION, "
    "active BIGINT NOT NULL DEFAULT 1, photo BYTEA);"
    "CREATE TABLE visit (unit_id BIGINT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, "
    "PRIMARY KEY (unit_id, day))";

static inline int setup(void **state)
{
    struct fixture *f = test_malloc(sizeof *f);
    f->t = db_testing_new_empty();
    f->db = f->t->db;
    f->a = arena_new();
    db_testing_sql(f->db, tables);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;
    db_testing_free(f->t);
    arena_free(f->a);
    test_free(f);
    return 0;
}

static inline int add(struct db *db, int64_t id, const char *name)
{
    return unit_add(db, id, NULL, name, NULL, NULL, NULL, (struct db_blob){0});
}

static inline int64_t count(struct db *db)
{
    return db_testing_number(db, "SELECT count(*) FROM unit");
}
