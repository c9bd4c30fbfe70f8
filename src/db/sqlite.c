/* SQLite: WAL with full sync, so that nothing acknowledged is lost to kill -9 or the mains. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "db/driver.h"

#define WRITER_CACHE "-512" /* KiB */
#define PAGE "8192"         /* bytes, of a new file; half as many calls and sums as with 4096 */

struct sqlite_db {
    struct db base;
    sqlite3 *h;
    bool timed;       /* a step is running; migrations take the time they need */
    int64_t deadline; /* of that step, monotonic ms; 0: nobody has asked yet */
    sqlite3_stmt *words[4];
};

/* What begins and ends transactions comes with every request: prepared once. */
static const char *const words[] = {"BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"};

static sqlite3 *handle(const struct db *db)
{
    return ((const struct sqlite_db *)db)->h;
}

static int code_of(int extended)
{
    static const struct {
        int sqlite, code;
    } map[] = {
        {SQLITE_CONSTRAINT_UNIQUE, ERR_CONFLICT},
        {SQLITE_CONSTRAINT_PRIMARYKEY, ERR_CONFLICT},
        {SQLITE_CONSTRAINT_ROWID, ERR_CONFLICT},
        {SQLITE_CONSTRAINT_FOREIGNKEY, ERR_CONFLICT},
        {SQLITE_BUSY, ERR_BUSY},
        {SQLITE_LOCKED, ERR_BUSY},
        {SQLITE_TOOBIG, ERR_LIMIT},
        {SQLITE_INTERRUPT, ERR_LIMIT},
        {SQLITE_CONSTRAINT, ERR_INVALID},
        {SQLITE_MISMATCH, ERR_INVALID},
        {SQLITE_ERROR, ERR_INVALID},
        {SQLITE_RANGE, ERR_INVALID},
    };
    for (size_t i = 0; i < sizeof map / sizeof map[0]; i++)
        if (map[i].sqlite == extended || map[i].sqlite == (extended & 0xff))
            return map[i].code;
    return ERR_IO; /* FULL, READONLY, IOERR, CORRUPT, CANTOPEN, NOTADB … */
}

static int fail(struct db *db, const char *where)
{
    sqlite3 *h = handle(db);
    return db_fail(db, code_of(sqlite3_extended_errcode(h)), "%s: SQLite %d: %s", where,
                   sqlite3_extended_errcode(h), sqlite3_errmsg(h));
}

static int ready(struct db *db)
{
    (void)db;
    return 0;
}

static int word(struct db *db, sqlite3_stmt **stmt, const char *sql)
{
    if (!*stmt && sqlite3_prepare_v3(handle(db), sql, -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL))
        return fail(db, sql);
    int r = sqlite3_step(*stmt) == SQLITE_DONE ? 0 : fail(db, sql);
    (void)sqlite3_reset(*stmt); /* repeats what step said */
    return r;
}

static int command(struct db *db, const char *sql)
{
    /* SQLite rolls back by itself after some failures (disk full); a second ROLLBACK of ours
     * would be an error about nothing. */
    if (strcmp(sql, "ROLLBACK") == 0 && sqlite3_get_autocommit(handle(db)))
        return 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(sql, words[i]) == 0)
            return word(db, &((struct sqlite_db *)db)->words[i], sql);
    return sqlite3_exec(handle(db), sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : fail(db, "command");
}

static int bind(sqlite3_stmt *stmt, int i, const struct db_value *v)
{
    /* SQLITE_STATIC: the caller's bytes outlive the statement's run. */
    switch (v->type) {
    case DB_NULL:
        return sqlite3_bind_null(stmt, i);
    case DB_F64:
        return sqlite3_bind_double(stmt, i, v->f);
    case DB_TEXT:
        return sqlite3_bind_text(stmt, i, v->b.p, (int)v->b.n, SQLITE_STATIC);
    case DB_BLOB:
        return sqlite3_bind_blob(stmt, i, v->b.n > 0 ? v->b.p : "", (int)v->b.n, SQLITE_STATIC);
    default:
        return sqlite3_bind_int64(stmt, i, v->i);
    }
}

/* A statement left before its last row commits here, and that may fail. */
static int finish(struct db *db, struct db_cursor *c)
{
    int r = 0;
    if (sqlite3_reset(c->rows) != SQLITE_OK && !c->failed)
        r = fail(db, c->q->where);
    if (c->slot) {
        (void)sqlite3_clear_bindings(c->rows); /* always SQLITE_OK */
        c->slot->running = false;
    } else {
        (void)sqlite3_finalize(c->rows); /* reset has told everything */
    }
    return r;
}

static int start(struct db *db, const struct db_query *q, const struct db_value *args, bool walk,
                 struct db_cursor *ret_c)
{
    (void)walk;
    struct db_slot *slot = db_slot_for(db, q);
    sqlite3_stmt *stmt = slot ? slot->stmt : NULL;
    unsigned flags = slot ? SQLITE_PREPARE_PERSISTENT : 0;
    if (!stmt && sqlite3_prepare_v3(handle(db), q->sqlite, -1, flags, &stmt, NULL) != SQLITE_OK)
        return fail(db, q->where);
    if (slot) {
        slot->stmt = stmt;
        slot->running = true;
    }
    *ret_c = (struct db_cursor){.q = q, .rows = stmt, .slot = slot};
    for (size_t i = 0; i < q->n_args; i++)
        if (bind(stmt, (int)i + 1, &args[i]) != SQLITE_OK) {
            int r = fail(db, q->where);
            (void)finish(db, ret_c);
            return r;
        }
    return 0;
}

/* From the clock that costs nothing; it is some milliseconds behind. */
static int64_t monotonic_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &t); /* this clock is always there */
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* SQLite asks now and then; an answer other than 0 interrupts the statement. */
static int too_long(void *ctx)
{
    struct sqlite_db *s = ctx;
    if (s->timed && s->deadline == 0)
        s->deadline = monotonic_ms() + s->base.statement_ms;
    return s->timed && monotonic_ms() > s->deadline;
}

static int next(struct db *db, struct db_cursor *c)
{
    struct sqlite_db *s = (struct sqlite_db *)db;
    s->timed = true;
    s->deadline = 0;
    int rc = sqlite3_step(c->rows);
    s->timed = false;
    if (rc == SQLITE_ROW)
        return 1;
    c->failed = rc != SQLITE_DONE;
    c->changed = sqlite3_changes64(handle(db));
    return c->failed ? fail(db, c->q->where) : 0;
}

static int n_cols(const struct db_cursor *c)
{
    return sqlite3_data_count(c->rows);
}

static int cell(struct db *db, const struct db_cursor *c, int col, struct db_value *ret_v)
{
    (void)db;
    /* Found once, not for its type, bytes and length anew; good, for no other thread has the
     * connection (set_up_library). */
    sqlite3_value *v = sqlite3_column_value(c->rows, col);
    int type = sqlite3_value_type(v);
    switch (type) {
    case SQLITE_INTEGER:
        *ret_v = db_i64(sqlite3_value_int64(v));
        break;
    case SQLITE_FLOAT:
        *ret_v = db_f64(sqlite3_value_double(v));
        break;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
        ret_v->type = type == SQLITE_TEXT ? DB_TEXT : DB_BLOB;
        /* Not value_text: that copies every text only to put a NUL behind it, as db.c does. */
        ret_v->b.p = sqlite3_value_blob(v);
        ret_v->b.n = (size_t)sqlite3_value_bytes(v);
        break;
    default:
        ret_v->type = DB_NULL;
    }
    return 0;
}

static void drop(struct db *db, struct db_slot *slot)
{
    (void)db;
    (void)sqlite3_finalize(slot->stmt); /* repeats an old failure of the statement */
    slot->stmt = NULL;
}

static void close_sqlite(struct db *db)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        (void)sqlite3_finalize(((struct sqlite_db *)db)->words[i]); /* nothing new to tell */
    (void)sqlite3_close(handle(db)); /* every statement is finalized: cannot be busy */
}

/* A new file is for its owner only: sqlite3_open would follow the umask. A file that is there is
 * left alone: closing any descriptor of it drops the locks of every connection of this process,
 * and the next program that closes the base would take the journal from under us. */
static int create_private(const char *path)
{
    if (strcmp(path, ":memory:") == 0)
        return 0;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST ? 0 : ERR_IO;
    (void)close(fd); /* nothing was written */
    return 0;
}

static int configure(struct db *db)
{
    sqlite3 *h = handle(db);
    (void)sqlite3_extended_result_codes(h, 1); /* these three only fail for a NULL handle */
    (void)sqlite3_busy_timeout(h, DB_BUSY_MS);
    sqlite3_progress_handler(h, 100000, too_long, db);
    (void)sqlite3_limit(h, SQLITE_LIMIT_LENGTH, DB_VALUE_MAX + 1024);
    static const struct {
        int op, on;
    } switches[] = {
        {SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    };
    for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
        if (sqlite3_db_config(h, switches[i].op, switches[i].on, NULL) != SQLITE_OK)
            return fail(db, "db_config");
    if (db->mode == DB_WRITE && sqlite3_db_readonly(h, "main") == 1)
        return db_fail(db, ERR_IO, "the file is read-only");
    /* Caches in KiB: one page of a list walks through a megabyte of leaves, and a thread shows
     * many of them; writers are few and come to other places. */
    int r = command(db, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA synchronous=FULL;"
                        "PRAGMA journal_size_limit=16777216;");
    return r < 0 ? r
                 : command(db, db->mode == DB_READ ? "PRAGMA cache_size=-2048;"
                                                   : "PRAGMA page_size=" PAGE
                                                     ";PRAGMA cache_size=" WRITER_CACHE
                                                     ";PRAGMA journal_mode=WAL;");
}

/* Before SQLite runs; harmless when it does already. Counting its memory costs a lock that all
 * threads share, at every allocation; and each connection is one thread's. */
static void set_up_library(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
}

/* Foreign keys by db_config, not by a PRAGMA: that needs no memory and so cannot fail. */
static void bulk(struct db *db, bool on)
{
    (void)sqlite3_db_config(handle(db), SQLITE_DBCONFIG_ENABLE_FKEY, !on, NULL);
    (void)command(db, on ? "PRAGMA cache_size=-15360;" /* it only makes things slower to fail */
                         : "PRAGMA cache_size=" WRITER_CACHE ";PRAGMA shrink_memory;");
}

static int open_sqlite(struct db *db, const char *path, struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, set_up_library);
    if (db->mode == DB_WRITE && create_private(path) < 0)
        return err_set(err, ERR_IO,
                       _("Не открывается файл базы %s. Проверьте, что папка есть и доступна "
                         "для записи."),
                       path);
    int flags =
        SQLITE_OPEN_NOMUTEX | (db->mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    bool open = sqlite3_open_v2(path, &((struct sqlite_db *)db)->h, flags, NULL) == SQLITE_OK;
    int r = open ? configure(db) : fail(db, path);
    return r < 0 ? err_set(err, r, _("Не открывается файл базы %s: %s."), path, db->error) : 0;
}

const struct db_driver db_sqlite = {
    .engine = DB_SQLITE,
    .size = sizeof(struct sqlite_db),
    .open = open_sqlite,
    .close = close_sqlite,
    .ready = ready,
    .command = command,
    .begin_read = "BEGIN",
    .begin_write = "BEGIN IMMEDIATE",
    .bulk = bulk,
    .start = start,
    .next = next,
    .n_cols = n_cols,
    .cell = cell,
    .finish = finish,
    .drop = drop,
};
