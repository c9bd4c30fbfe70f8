/* What both engines share: transactions, the statement cache, rows into structs. */
#include "db/db.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "db/driver.h"

int db_open(const char *url, enum db_mode mode, struct err *err, struct db **ret_db)
{
    bool sqlite = strncmp(url, "sqlite:", 7) == 0 && url[7] != '\0';
    if (!sqlite && strncmp(url, "postgresql://", 13) != 0 && strncmp(url, "postgres://", 11) != 0)
        return err_set(err, ERR_INVALID,
                       _("Адрес базы данных начинается с sqlite:ПУТЬ или postgresql://УЗЕЛ/БАЗА."));
    const struct db_driver *driver = sqlite ? &db_sqlite : &db_pgsql;
    struct db *db = calloc(1, driver->size);
    if (!db)
        abort();
    *db = (struct db){.driver = driver, .mode = mode, .statement_ms = DB_STATEMENT_MS};
    int r = driver->open(db, sqlite ? url + 7 : url, err);
    if (r < 0)
        db_close(db);
    else
        *ret_db = db;
    return r;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db_rollback(db);
    db_drop_slots(db);
    db->driver->close(db);
    free(db);
}

enum db_engine db_engine(const struct db *db)
{
    return db->driver->engine;
}

const char *db_error(const struct db *db)
{
    return db->error;
}

uint64_t db_statements(const struct db *db)
{
    return db->statements;
}

int db_fail(struct db *db, int code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(db->error, sizeof db->error, fmt, ap); /* cut is fine: words for a log */
    va_end(ap);
    return code;
}

/* ---- transactions ---- */

int db_begin(struct db *db)
{
    if (db->in_tx)
        return db_fail(db, ERR_INVALID, "db_begin inside a transaction");
    const char *sql = db->mode == DB_READ ? db->driver->begin_read : db->driver->begin_write;
    int r = db->driver->ready(db);
    if (r == 0)
        r = db->driver->command(db, sql);
    if (r == ERR_IO && db->driver->ready(db) == 0) /* the server went away while we were idle */
        r = db->driver->command(db, sql);
    if (r < 0)
        return r;
    db->in_tx = true;
    db->failed = 0;
    return 0;
}

static void over(struct db *db)
{
    free(db->gathered);
    db->gathered = NULL;
    db->in_tx = false;
    db->failed = 0;
}

/* Ends the transaction; the words of what went wrong before stay. */
static void roll_back(struct db *db)
{
    char words[sizeof db->error];
    memcpy(words, db->error, sizeof words);
    (void)db->driver->command(db, "ROLLBACK"); /* a lost connection has rolled back already */
    memcpy(db->error, words, sizeof words);
    over(db);
}

int db_commit(struct db *db)
{
    if (!db->in_tx || db->walks > 0)
        return db_fail(db, ERR_INVALID, "db_commit %s",
                       db->in_tx ? "inside db_each" : "without a transaction");
    int r = db->failed;
    if (r == 0)
        r = db_settle(db);
    if (r == 0)
        r = db->driver->command(db, "COMMIT");
    if (r < 0)
        roll_back(db);
    else
        over(db);
    return r;
}

void db_rollback(struct db *db)
{
    if (!db->in_tx)
        return;
    if (db->walks > 0) /* the walk still reads: doom the transaction, whoever began it ends it */
        db->failed = db_fail(db, ERR_INVALID, "db_rollback inside db_each");
    else
        roll_back(db);
}

void *db_gather(struct db *db, size_t size, int (*write)(struct db *db, void *gathered))
{
    if (!db->in_tx)
        return NULL;
    if (!db->gathered && !(db->gathered = calloc(1, size)))
        abort();
    db->write_gathered = write;
    return db->gathered;
}

int db_settle(struct db *db)
{
    int r = db->gathered ? db->write_gathered(db, db->gathered) : 0;
    return r < 0 ? r : 0;
}

void db_bulk(struct db *db, bool on)
{
    if (db->driver->bulk && !(on && db->in_tx))
        db->driver->bulk(db, on);
}

/* ---- statement cache ---- */

struct db_slot *db_slot_for(struct db *db, const struct db_query *q)
{
    struct db_slot *oldest = NULL, *last = &db->slots[db->last_slot];
    /* many rows come one after the other */
    if (db->last_slot < db->n_slots && last->q == q && last->stmt && !last->running) {
        last->used = ++db->tick;
        return last;
    }
    for (size_t i = 0; i < db->n_slots; i++) {
        struct db_slot *s = &db->slots[i];
        if (s->q == q && s->running)
            return NULL;
        if (s->q == q) {
            s->used = ++db->tick;
            db->last_slot = i;
            return s;
        }
        if (!s->running && (!oldest || s->used < oldest->used))
            oldest = s;
    }
    if (db->n_slots < DB_CACHE_MAX)
        oldest = &db->slots[db->n_slots++];
    else if (oldest && oldest->stmt)
        db->driver->drop(db, oldest);
    if (oldest)
        *oldest = (struct db_slot){.q = q, .used = ++db->tick};
    return oldest;
}

void db_drop_slots(struct db *db)
{
    for (size_t i = 0; i < db->n_slots; i++)
        if (db->slots[i].stmt)
            db->driver->drop(db, &db->slots[i]);
    db->n_slots = 0;
}

/* ---- the four kinds of queries ---- */

int db_failed(struct db *db, int r)
{
    if (r < 0 && db->in_tx && db->failed == 0)
        db->failed = r;
    return r;
}

static int check_args(struct db *db, const struct db_query *q, const struct db_value *args)
{
    for (size_t i = 0; i < q->n_args; i++) {
        const struct db_value *v = &args[i];
        const char *name = q->args[i].name;
        if (v->type == DB_NULL && !q->args[i].nullable)
            return db_query_fail(db, q, ERR_INVALID, "argument %s is NULL", name);
        if (v->type == DB_F64 && !isfinite(v->f)) /* SQLite would make it NULL */
            return db_query_fail(db, q, ERR_INVALID, "argument %s is not a finite number", name);
        if ((v->type == DB_TEXT || v->type == DB_BLOB) && v->b.n > DB_VALUE_MAX)
            return db_query_fail(db, q, ERR_LIMIT, "argument %s has %zu bytes", name, v->b.n);
    }
    return 0;
}

/* 0: end is due. */
static int start(struct db *db, const struct db_query *q, const struct db_value *args, bool walk,
                 struct db_cursor *ret_c)
{
    if (db->failed)
        return db->failed; /* and db_error still tells it */
    int r = check_args(db, q, args);
    if (r == 0 && !db->in_tx)
        r = db->driver->ready(db);
    if (r == 0) {
        *ret_c = (struct db_cursor){0};
        db->statements++;
        r = db->driver->start(db, q, args, walk, ret_c);
    }
    return db_failed(db, r);
}

/* Gives the statement back and remembers a failure. */
static int end(struct db *db, struct db_cursor *c, int r)
{
    int finished = db->driver->finish(db, c);
    return db_failed(db, r >= 0 && finished < 0 ? finished : r);
}

int db_one(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args,
           void *ret_row)
{
    struct db_cursor c;
    int r = start(db, q, args, false, &c);
    if (r < 0)
        return r;
    r = db->driver->next(db, &c);
    char *row = arena_alloc(a, q->row_size);
    if (r == 1 && (r = db_store_row(db, a, q, &c, row)) == 0)
        r = 1;
    r = end(db, &c, r);
    if (r == 1)
        memcpy(ret_row, row, q->row_size);
    return r;
}

int db_many(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args,
            void **ret_rows, size_t *ret_n)
{
    struct db_cursor c;
    int r = start(db, q, args, false, &c);
    if (r < 0)
        return r;
    size_t n = 0, room = 16;
    char *rows = arena_alloc_array(a, room, q->row_size);
    while ((r = db->driver->next(db, &c)) == 1) {
        if (n == DB_MANY_MAX) {
            r = db_query_fail(db, q, ERR_LIMIT, "more than %d rows", DB_MANY_MAX);
            break;
        }
        if (n == room) {
            rows = arena_grow(a, rows, room * q->row_size, 2 * room * q->row_size);
            room *= 2;
        }
        r = db_store_row(db, a, q, &c, rows + n * q->row_size);
        if (r < 0)
            break;
        n++;
    }
    r = end(db, &c, r);
    if (r < 0)
        return r;
    *ret_rows = rows;
    *ret_n = n;
    return 0;
}

int db_each(struct db *db, struct arena *row_arena, const struct db_query *q,
            const struct db_value *args, int (*fn)(void *ctx, const void *row), void *ctx)
{
    bool own = !db->in_tx; /* PostgreSQL walks inside transactions only, so both engines do */
    int r = own ? db_begin(db) : 0, answer = 0;
    if (r < 0)
        return r;
    struct db_cursor c;
    r = start(db, q, args, true, &c);
    bool started = r == 0;
    db->walks++;
    while (r >= 0 && answer == 0 && (r = db->driver->next(db, &c)) == 1) {
        arena_reset(row_arena);
        char *row = arena_alloc(row_arena, q->row_size);
        r = db_store_row(db, row_arena, q, &c, row);
        if (r == 0)
            answer = fn(ctx, row);
    }
    db->walks--;
    if (started)
        r = end(db, &c, r < 0 ? r : db->failed);
    if (own && (r < 0 || answer < 0))
        db_rollback(db);
    else if (own)
        r = db_commit(db);
    return r < 0 ? r : answer;
}

int db_exec(struct db *db, const struct db_query *q, const struct db_value *args)
{
    struct db_cursor c;
    int r = start(db, q, args, false, &c);
    if (r < 0)
        return r;
    r = db->driver->next(db, &c);
    if (r == 1)
        r = db_fail(db, ERR_INVALID, "%s: %s: exec answered rows", q->where, q->name);
    r = end(db, &c, r);
    if (r < 0)
        return r;
    return c.changed > INT32_MAX ? INT32_MAX : (int)c.changed;
}

/* ---- values ---- */

struct db_value db_i64(int64_t v)
{
    return (struct db_value){.type = DB_I64, .i = v};
}

struct db_value db_f64(double v)
{
    return (struct db_value){.type = DB_F64, .f = v};
}

struct db_value db_text(const char *v)
{
    if (!v)
        return (struct db_value){.type = DB_NULL};
    return (struct db_value){.type = DB_TEXT, .b = {v, strlen(v)}};
}

struct db_value db_blob(struct db_blob v)
{
    if (!v.p)
        return (struct db_value){.type = DB_NULL};
    return (struct db_value){.type = DB_BLOB, .b = v};
}
