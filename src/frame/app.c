#include "frame/app.h"

#include <dirent.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "db/migrate.h"
#include "embed/embed.h"
#include "frame/frame.h"
#include "frame/job_priv.h"

#define MAX_CONNECTIONS 2000
#define SLOW_WORKERS 2  /* as many passwords are hashed at a time: 32 MiB each */
#define MAX_SLOW 100    /* who waits for them longer than some seconds is asked to come again */
#define OTHER_FILES 250 /* databases of the threads, uploads, the sockets of the server itself */
#define MAX_PER_ADDRESS 200 /* a school behind one address */
#define HEAD_MS 20000
#define BODY_MS 60000
#define DRAIN_MS 15000
#define UPLOAD_NAME 24 /* digits of the name that net gives to a body */
#define LEFTOVER_MS (3600 * 1000LL)

static int migrate_on(struct db *db, struct arena *a, const struct clock *clock, struct err *err)
{
    struct db_migration *files = arena_array(a, struct db_migration, embed_schema.n);
    for (size_t i = 0; i < embed_schema.n; i++)
        files[i] = (struct db_migration){embed_schema.files[i].name, embed_schema.files[i].data};
    int n = db_migrate(db, files, embed_schema.n, clock, err);
    if (n > 0)
        log_event(LOG_INFO, "migrated", "n=%d", n);
    return n < 0 ? n : 0;
}

/* What modules do at the start, and what they have to say at the console. */
static int start_modules(const struct app *app, struct db *db, struct arena *a, struct err *err)
{
    for (size_t i = 0; i < app->n_modules; i++) {
        const char *line = NULL;
        if (!app->modules[i]->start)
            continue;
        int rc = db_begin(db);
        if (rc == 0)
            rc = app->modules[i]->start(app, db, a, err, &line);
        if (rc == 0)
            rc = db_commit(db);
        if (rc < 0) {
            db_rollback(db);
            return rc;
        }
        if (line)
            puts(line);
    }
    return 0;
}

char *app_url(struct arena *a, const struct app *app, const char *path)
{
    const struct app_config *c = &app->config;
    if (c->public_url)
        return arena_printf(a, "%s%s", c->public_url, path);
    return arena_printf(a, "http://%s%s", c->listen ? c->listen : "127.0.0.1:8080", path);
}

int app_migrate(const struct app *app, struct err *err)
{
    struct db *db;
    int rc = db_open(app->config.db_url, DB_WRITE, err, &db);
    if (rc < 0)
        return rc;
    struct arena *a = arena_new();
    rc = migrate_on(db, a, app->clock, err);
    arena_free(a);
    db_close(db);
    return rc;
}

/* Bodies of requests and downloads that a killed process left behind. */
static void remove_leftovers(struct arena *a, const char *dir, int64_t now_ms)
{
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        bool body = strspn(e->d_name, "0123456789abcdef") == UPLOAD_NAME && !e->d_name[UPLOAD_NAME];
        if (!body && strncmp(e->d_name, "export-", 7) != 0)
            continue;
        const char *path = arena_printf(a, "%s/%s", dir, e->d_name);
        if (stat(path, &st) == 0 && (int64_t)st.st_mtime * 1000 < now_ms - LEFTOVER_MS)
            (void)unlink(path);
    }
    if (d)
        closedir(d);
}

static int prepare(struct app *app, struct arena *a, struct err *err)
{
    struct db *db;
    const char *uploads = arena_printf(a, "%s/uploads", app->config.data_dir);
    int rc = fs_mkdirs(uploads, err);
    if (rc == 0)
        remove_leftovers(a, uploads, clock_now(app->clock));
    if (rc == 0)
        rc = frame_key(app->config.data_dir, err, app->key);
    if (rc == 0)
        rc = db_open(app->config.db_url, DB_WRITE, err, &db);
    if (rc < 0)
        return rc;
    rc = migrate_on(db, a, app->clock, err);
    if (rc == 0)
        rc = start_modules(app, db, a, err);
    db_close(db);
    malloc_trim(0); /* what only the start needed */
    return rc;
}

static unsigned workers_of(const struct app_config *config)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    long n = config->workers ? (long)config->workers : 2 * cores;
    return (unsigned)(n < 4 ? 4 : n > 16 ? 16 : n);
}

/* A usual login allows 1024 open files; the server asks for more and takes no more connections
 * than it may hold. */
static unsigned connections_of(void)
{
    struct rlimit files;
    const rlim_t wanted = MAX_CONNECTIONS + OTHER_FILES;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0)
        return MAX_CONNECTIONS;
    if (files.rlim_cur < wanted) {
        files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
        (void)setrlimit(RLIMIT_NOFILE, &files); /* up to rlim_max: always allowed */
    }
    if (files.rlim_cur >= wanted)
        return MAX_CONNECTIONS;
    return (unsigned)(files.rlim_cur > 2 * OTHER_FILES ? files.rlim_cur - OTHER_FILES
                                                       : files.rlim_cur / 2);
}

static void wait_for_signal(void)
{
    sigset_t set;
    int got;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigwait(&set, &got);
    log_event(LOG_INFO, "stopping", "signal=%d", got);
}

static int run(struct app *app, struct frame *frame, struct arena *a, struct err *err)
{
    struct http_app callbacks = frame_http(frame);
    struct http_options options = {.listen = app->config.listen,
                                   .metrics = app->config.metrics,
                                   .upload_dir =
                                       arena_printf(a, "%s/uploads", app->config.data_dir),
                                   .workers = workers_of(&app->config),
                                   .slow_workers = SLOW_WORKERS,
                                   .max_slow = MAX_SLOW,
                                   .max_connections = connections_of(),
                                   .max_per_address = MAX_PER_ADDRESS,
                                   .head_ms = HEAD_MS,
                                   .body_ms = BODY_MS,
                                   .drain_ms = DRAIN_MS};
    struct http_server *server;
    int rc = http_start(&options, &callbacks, err, &server);
    if (rc < 0)
        return rc;
    printf(_("Наставник работает: http://%s\n"), app->config.listen);
    fflush(stdout);
    wait_for_signal();
    http_stop(server);
    return 0;
}

int app_serve(struct app *app, struct err *err)
{
    struct arena *a = arena_new();
    struct frame *frame = NULL;
    signal(SIGPIPE, SIG_IGN);
    int rc = prepare(app, a, err);
    if (rc == 0)
        rc = frame_new(app, err, &frame);
    if (rc == 0)
        rc = jobs_start(app, err, &app->jobs);
    if (rc == 0)
        rc = run(app, frame, a, err);
    jobs_stop(app->jobs);
    app->jobs = NULL;
    frame_free(frame);
    arena_free(a);
    return rc;
}
