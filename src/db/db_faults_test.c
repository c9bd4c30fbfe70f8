/*
 * What the outside world does to a database: other writers, kill -9, full and read-only disks,
 * a server that goes away. A child process stands for the program that suffers.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/id.h"
#include "db/db_testing.h"
#include "db/good.sql.h"

static int setup(void **state)
{
    struct db_testing *t = db_testing_new_empty();
    db_testing_sql(t->db,
                   "CREATE TABLE unit (id BIGINT PRIMARY KEY, parent_id BIGINT, name TEXT NOT "
                   "NULL, note TEXT, score DOUBLE PRECISION, active BIGINT NOT NULL DEFAULT "
                   "1, photo BYTEA)");
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    db_testing_free(*state);
    return 0;
}

static int add(struct db *db, int64_t id, const char *name)
{
    return unit_add(db, id, NULL, name, NULL, NULL, NULL, (struct db_blob){0});
}

static int64_t count(struct db *db)
{
    return db_testing_number(db, "SELECT count(*) FROM unit");
}

/* ---- programs at the same time ---- */

/* The console or a backup beside a running server: whoever closes last removes the journal, so
 * everybody keeps a lock that shows they are there. A process does not meet its own locks, a child
 * does. */
static void further_connections_keep_the_lock(void **state)
{
    struct db_testing *t = *state;
    if (db_engine(t->db) != DB_SQLITE)
        return;
    assert_int_equal(add(t->db, 1, "one"), 1);
    db_close(db_testing_open(t, DB_WRITE));
    db_close(db_testing_open(t, DB_READ));
    pid_t child = fork();
    if (child == 0) {
        struct flock shared = {/* where SQLite keeps it */
                               .l_type = F_WRLCK,
                               .l_whence = SEEK_SET,
                               .l_start = 0x40000002,
                               .l_len = 510};
        int fd = open(t->url + strlen("sqlite:"), O_RDWR | O_CLOEXEC);
        _exit(fd < 0 || fcntl(fd, F_GETLK, &shared) < 0 || shared.l_type == F_UNLCK);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* ---- writers at the same time ---- */

enum { WRITERS = 4, ROUNDS = 100 };

struct writer {
    struct db_testing *t;
    int number, written, busy;
};

/* One round: two rows in one transaction, or none. */
static int write_pair(struct db *db, int64_t id)
{
    int r = db_begin(db);
    if (r == 0)
        r = add(db, id, "first");
    if (r > 0)
        r = add(db, id + 1, "second");
    if (r > 0)
        r = db_commit(db);
    db_rollback(db);
    return r;
}

static void *write_all(void *ctx)
{
    struct writer *w = ctx;
    struct db *db = db_testing_open(w->t, DB_WRITE);
    for (int i = 0; i < ROUNDS; i++) {
        int r = write_pair(db, (w->number * ROUNDS + i) * 2 + 1);
        w->written += r == 0;
        w->busy += r == ERR_BUSY;
    }
    db_close(db);
    return NULL;
}

static void writers_wait_for_each_other(void **state)
{
    struct db_testing *t = *state;
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    int written = 0;
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.t = t, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, write_all, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(writers[i].written + writers[i].busy, ROUNDS); /* nothing else happens */
        written += writers[i].written;
    }
    assert_int_equal(count(t->db), 2 * written);
    assert_int_equal(written, WRITERS * ROUNDS); /* and nobody waited for five seconds */
}

static void a_waiting_writer_gives_up(void **state)
{
    struct db_testing *t = *state;
    struct db *other = db_testing_open(t, DB_WRITE);
    db_testing_sql(other, db_engine(other) == DB_SQLITE ? "PRAGMA busy_timeout = 50"
                                                        : "SET lock_timeout = 50");
    struct unit_rename row;
    assert_int_equal(add(t->db, 1, "one"), 1);
    assert_int_equal(db_begin(t->db), 0);
    assert_int_equal(unit_rename(t->db, t->a, 1, "a", &row), 1);
    int r = db_begin(other);
    if (r == 0) /* PostgreSQL waits for the row, SQLite for the file */
        r = unit_rename(other, t->a, 1, "b", &row);
    assert_int_equal(r, ERR_BUSY);
    db_rollback(other);
    assert_int_equal(db_commit(t->db), 0);
    assert_int_equal(unit_rename(other, t->a, 1, "b", &row), 1);
    db_close(other);
}

/* ---- kill -9 ---- */

/* Writes pairs for ever, telling each acknowledged one through the pipe. */
static void write_until_killed(struct db_testing *t, int out)
{
    struct db *db = db_testing_open(t, DB_WRITE);
    for (int64_t id = 1;; id += 2)
        if (write_pair(db, id) < 0 || write(out, "+", 1) != 1)
            _exit(1);
}

static void kill_loses_nothing_and_leaves_no_half(void **state)
{
    struct db_testing *t = *state;
    for (int round = 0; round < 8; round++) {
        int pipes[2];
        char byte;
        unsigned char random;
        int64_t acknowledged = 0;
        db_testing_sql(t->db, "DELETE FROM unit");
        assert_int_equal(pipe(pipes), 0);
        pid_t child = fork();
        if (child == 0)
            write_until_killed(t, pipes[1]);
        close(pipes[1]);
        random_fill(&random, 1);
        while (acknowledged < 5 + random % 40 && read(pipes[0], &byte, 1) == 1)
            acknowledged++;
        kill(child, SIGKILL); /* somewhere in the middle of the next one */
        waitpid(child, NULL, 0);
        while (read(pipes[0], &byte, 1) == 1)
            acknowledged++;
        close(pipes[0]);
        struct db *db = db_testing_open(t, DB_WRITE);
        int64_t n = count(db);
        db_close(db);
        assert_int_equal(n % 2, 0);
        assert_true(n >= 2 * acknowledged && acknowledged >= 5);
    }
}

static void kill_inside_a_transaction_undoes_it(void **state)
{
    struct db_testing *t = *state;
    int pipes[2];
    char byte;
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        struct db *db = db_testing_open(t, DB_WRITE);
        bool ok = db_begin(db) == 0;
        for (int64_t id = 1; ok && id <= 3000; id++)
            ok = add(db, id, "Строка подлиннее, чтобы страницы вышли из памяти на диск") == 1;
        ok = ok && write(pipes[1], "+", 1) == 1;
        pause();
        _exit(!ok);
    }
    close(pipes[1]);
    assert_int_equal(read(pipes[0], &byte, 1), 1);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(pipes[0]);
    struct db *db = db_testing_open(t, DB_WRITE);
    assert_int_equal(count(db), 0);
    assert_int_equal(write_pair(db, 1), 0); /* its lock is gone as well */
    db_close(db);
}

/* ---- disks (SQLite; the server has its own) ---- */

static void fill_up(struct db *db)
{
    struct arena *a = arena_new();
    const char *text = arena_printf(a, "%0100000d", 0);
    int r = 1;
    assert_int_equal(db_begin(db), 0);
    for (int64_t id = 10; r == 1 && id < 1000; id++)
        r = add(db, id, text);
    assert_int_equal(r, ERR_IO);
    assert_int_equal(db_commit(db), ERR_IO);
    arena_free(a);
}

static void a_full_disk_is_told_and_survived(void **state)
{
    struct db_testing *t = *state;
    if (db_engine(t->db) != DB_SQLITE)
        return;
    assert_int_equal(add(t->db, 1, "kept"), 1);
    db_testing_sql(t->db, "PRAGMA max_page_count = 100");
    fill_up(t->db);
    assert_int_equal(count(t->db), 1);
    assert_int_equal(add(t->db, 2, "small"), 1);
    db_testing_sql(t->db, "PRAGMA max_page_count = 100000");

    pid_t child = fork();
    if (child == 0) { /* the limit is the process's own, so it is a child that meets it */
        struct db *db = db_testing_open(t, DB_WRITE);
        struct rlimit limit = {1 << 20, 1 << 20};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        fill_up(db);
        db_close(db);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(count(t->db), 2);
    assert_int_equal(write_pair(t->db, 100), 0);
}

static void a_read_only_file_is_told(void **state)
{
    struct db_testing *t = *state;
    if (db_engine(t->db) != DB_SQLITE)
        return;
    assert_int_equal(add(t->db, 1, "kept"), 1);
    db_testing_sql(t->db, "PRAGMA journal_mode = DELETE");
    struct stat st;
    assert_int_equal(stat(t->url + strlen("sqlite:"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(chmod(t->url + strlen("sqlite:"), 0444), 0);
    assert_int_equal(chmod(t->dir, 0555), 0);
    pid_t child = fork();
    if (child == 0) {
        struct err err = {0};
        struct db *db = NULL;
        bool ok = getuid() != 0 || setuid(65534) == 0; /* root may write anywhere */
        ok = ok && db_open(t->url, DB_WRITE, &err, &db) == ERR_IO && !db && err.text[0];
        ok = ok && db_open(t->url, DB_READ, &err, &db) == 0 && count(db) == 1;
        _exit(!ok);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(chmod(t->dir, 0700), 0);
}

/* ---- a server that goes away ---- */

static void cut(struct db_testing *t)
{
    struct db *killer = db_testing_open(t, DB_READ);
    assert_true(db_testing_number(killer, "SELECT count(pg_terminate_backend(pid, 5000)) FROM "
                                          "pg_stat_activity WHERE datname = current_database() AND "
                                          "pid <> pg_backend_pid()") > 0);
    db_close(killer);
}

static void a_lost_connection_comes_back_between_transactions(void **state)
{
    struct db_testing *t = *state;
    if (db_engine(t->db) != DB_PGSQL)
        return;
    assert_int_equal(add(t->db, 1, "one"), 1);
    cut(t);
    assert_int_equal(add(t->db, 2, "two"), ERR_IO); /* told, not repeated: it may be a write */
    assert_int_equal(add(t->db, 2, "two"), 1);      /* the cache of statements was cleared */
    cut(t);
    assert_int_equal(write_pair(t->db, 3),
                     0); /* db_begin may repeat itself: nothing happened yet */

    assert_int_equal(db_begin(t->db), 0);
    assert_int_equal(add(t->db, 5, "five"), 1);
    cut(t);
    assert_int_equal(add(t->db, 6, "six"), ERR_IO);
    assert_int_equal(add(t->db, 6, "six"), ERR_IO); /* never half of a transaction */
    assert_int_equal(db_commit(t->db), ERR_IO);
    assert_int_equal(count(t->db), 4);

    assert_int_equal(db_begin(t->db), 0);
    assert_int_equal(add(t->db, 5, "five"), 1);
    cut(t);
    assert_int_equal(db_commit(t->db), ERR_IO);
    assert_int_equal(count(t->db), 4);
}

/* Statements of many rows are sent before the first one is answered. */
static void a_connection_lost_among_rows_loses_all_of_them(void **state)
{
    struct db_testing *t = *state;
    struct unit_put units[300];
    if (db_engine(t->db) != DB_PGSQL)
        return;
    for (int i = 0; i < 300; i++)
        units[i] = (struct unit_put){.id = i + 1, .name = "a"};
    for (size_t known = 0; known <= 100; known += 100) { /* not prepared yet, and prepared */
        assert_int_equal(db_begin(t->db), 0);
        assert_int_equal(unit_put(t->db, units, known), known);
        cut(t);
        assert_int_equal(unit_put(t->db, units + known, 200), ERR_IO);
        assert_int_equal(unit_put(t->db, units + known, 200), ERR_IO);
        assert_int_equal(db_commit(t->db), ERR_IO);
        assert_int_equal(count(t->db), 0);
    }
    assert_int_equal(db_begin(t->db), 0);
    assert_int_equal(unit_put(t->db, units, 300), 300);
    assert_int_equal(db_commit(t->db), 0);
    assert_int_equal(count(t->db), 300);
}

static void a_read_connection_comes_back_read_only(void **state)
{
    struct db_testing *t = *state;
    if (db_engine(t->db) != DB_PGSQL)
        return;
    struct db *reader = db_testing_open(t, DB_READ);
    cut(t);
    assert_int_equal(db_begin(reader), 0);
    assert_int_equal(db_commit(reader), 0);
    assert_int_equal(add(reader, 1, "one"), ERR_IO);
    assert_non_null(strstr(db_error(reader), "25006"));
    db_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(further_connections_keep_the_lock),
        TEST(writers_wait_for_each_other),
        TEST(a_waiting_writer_gives_up),
        TEST(kill_loses_nothing_and_leaves_no_half),
        TEST(kill_inside_a_transaction_undoes_it),
        TEST(a_full_disk_is_told_and_survived),
        TEST(a_read_only_file_is_told),
        TEST(a_lost_connection_comes_back_between_transactions),
        TEST(a_connection_lost_among_rows_loses_all_of_them),
        TEST(a_read_connection_comes_back_read_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
