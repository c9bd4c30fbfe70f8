#include "db/db_testing.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/id.h"
#include "db/driver.h"

#define SCHEMA_FILE_MAX (1u << 20)

static void die(const char *what, const char *words)
{
    fprintf(stderr, "db_testing: %s: %s\n", what, words);
    exit(1);
}

static int is_migration(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 4 && strcmp(e->d_name + n - 4, ".sql") == 0;
}

const struct db_migration *db_testing_schema(struct arena *a, size_t *ret_n)
{
    struct dirent **names;
    int n = scandir(SCHEMA_DIR, &names, is_migration, alphasort);
    if (n < 0)
        die(SCHEMA_DIR, "cannot be read");
    struct db_migration *files = arena_alloc_array(a, (size_t)n, sizeof *files);
    for (int i = 0; i < n; i++) {
        struct err err = {0};
        char *text;
        size_t size;
        files[i].name = arena_strdup(a, names[i]->d_name);
        if (fs_read(a, arena_printf(a, "%s/%s", SCHEMA_DIR, files[i].name), SCHEMA_FILE_MAX, &err,
                    &text, &size) < 0)
            die(files[i].name, err.text);
        files[i].sql = text;
        free(names[i]);
    }
    free(names);
    *ret_n = (size_t)n;
    return files;
}

static struct db *open_url(const char *url, enum db_mode mode)
{
    struct err err = {0};
    struct db *db;
    if (db_open(url, mode, &err, &db) < 0)
        die("open", err.text);
    return db;
}

static void migrate(struct arena *a, struct db *db)
{
    struct err err = {0};
    size_t n;
    const struct db_migration *files = db_testing_schema(a, &n);
    if (db_migrate(db, files, n, &clock_system, &err) < 0)
        die("migrate", err.text);
}

void db_testing_sql(struct db *db, const char *sql)
{
    if (db->driver->command(db, sql) < 0)
        die(sql, db_error(db));
}

int64_t db_testing_number(struct db *db, const char *sql)
{
    const struct db_query q = {.name = "number",
                               .where = "test",
                               .sqlite = sql,
                               .pgsql = sql,
                               .kind = DB_ONE,
                               .row_size = sizeof(int64_t),
                               .n_cols = 1,
                               .cols = &(const struct db_col){"number", DB_I64, false, 0, 0}};
    struct arena *a = arena_new();
    int64_t number = 0;
    if (db_one(db, a, &q, NULL, &number) != 1)
        die(sql, db_error(db));
    arena_free(a);
    db_drop_slots(db); /* q is gone now, another one may get its address */
    return number;
}

/* ---- PostgreSQL: one database each, copied from one that is migrated once ---- */

static const char *server(void)
{
    const char *url = getenv("NASTAVNIK_TEST_PG");
    if (!url)
        die("NASTAVNIK_TEST_PG", "is not set; start this through tests/with_postgres");
    return url;
}

/* The server's URL ("postgresql:///postgres?host=…") with another database. */
static const char *url_of(struct arena *a, const char *name)
{
    const char *url = server(), *query = strchr(url, '?');
    return arena_printf(a, "postgresql:///%s%s", name, query ? query : "");
}

/* The name of the migrated database that new ones are copied from; another schema, another name. */
static const char *template_of(struct arena *a, struct db *db)
{
    size_t n;
    const struct db_migration *files = db_testing_schema(a, &n);
    unsigned h = 0;
    for (size_t i = 0; i < n; i++)
        for (const char *s = files[i].sql; *s; s++)
            h = h * 31 + (unsigned char)*s;
    const char *name = arena_printf(a, "template_%08x", h);
    const char *count = arena_printf(
        a, "SELECT count(*) FROM pg_database WHERE datname = '%s' AND datistemplate", name);
    if (db_testing_number(db, count) == 1)
        return name;
    db_testing_sql(db, arena_printf(a, "DROP DATABASE IF EXISTS %s", name));
    db_testing_sql(db, arena_printf(a, "CREATE DATABASE %s", name));
    struct db *empty = open_url(url_of(a, name), DB_WRITE);
    migrate(a, empty);
    db_close(empty);
    db_testing_sql(db, arena_printf(a, "ALTER DATABASE %s IS_TEMPLATE true", name));
    return name;
}

static void new_pgsql(struct db_testing *t, bool empty)
{
    unsigned char random[8];
    random_fill(random, sizeof random);
    uint64_t number;
    memcpy(&number, random, sizeof number);
    t->name = arena_printf(t->a, "t%016llx", (unsigned long long)number);
    struct db *db = open_url(server(), DB_WRITE);
    /* a template cannot be copied while somebody builds or copies it: one after another */
    db_testing_sql(db, "SET lock_timeout = 0; SELECT pg_advisory_lock(1)");
    const char *from = empty ? "template0" : template_of(t->a, db);
    db_testing_sql(db, arena_printf(t->a, "CREATE DATABASE %s TEMPLATE %s", t->name, from));
    db_close(db);
    t->url = url_of(t->a, t->name);
}

static void free_pgsql(struct db_testing *t)
{
    struct db *db = open_url(server(), DB_WRITE);
    db_testing_sql(db, arena_printf(t->a, "DROP DATABASE %s WITH (FORCE)", t->name));
    db_close(db);
}

/* ---- SQLite: a file in a folder of its own ---- */

static void new_sqlite(struct db_testing *t)
{
    const char *tmp = getenv("TMPDIR");
    char *dir = arena_printf(t->a, "%s/nastavnik-db-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(dir))
        die(dir, "cannot be made");
    t->dir = dir;
    t->url = arena_printf(t->a, "sqlite:%s/test.db", dir);
}

static void free_sqlite(struct db_testing *t)
{
    static const char *const files[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        (void)unlink(arena_printf(t->a, "%s/test.db%s", t->dir, files[i])); /* some do not exist */
    (void)rmdir(t->dir); /* a file the test left there keeps the folder for the curious */
}

/* ---- both ---- */

static struct db_testing *new_testing(bool empty)
{
    struct arena *a = arena_new();
    struct db_testing *t = arena_new_of(a, struct db_testing);
    const char *engine = getenv("NASTAVNIK_TEST_DB");
    t->a = a;
    if (engine && strcmp(engine, "pgsql") == 0)
        new_pgsql(t, empty);
    else if (!engine || strcmp(engine, "sqlite") == 0)
        new_sqlite(t);
    else
        die("NASTAVNIK_TEST_DB", "is neither sqlite nor pgsql");
    t->db = open_url(t->url, DB_WRITE);
    if (t->dir && !empty)
        migrate(a, t->db);
    return t;
}

struct db_testing *db_testing_new(void)
{
    return new_testing(false);
}

struct db_testing *db_testing_new_empty(void)
{
    return new_testing(true);
}

struct db *db_testing_open(const struct db_testing *t, enum db_mode mode)
{
    return open_url(t->url, mode);
}

void db_testing_free(struct db_testing *t)
{
    db_close(t->db);
    if (t->dir)
        free_sqlite(t);
    else
        free_pgsql(t);
    arena_free(t->a);
}
