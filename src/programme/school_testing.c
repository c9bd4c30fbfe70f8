#include "programme/school_testing.h"

#include <dirent.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "frame/job.sql.h"
#include "frame/job_priv.h"
#include "identity/consent.h"
#include "identity/vetting.h"
#include "network/unit.h"
#include "office/sheet_out.h"
#include "programme/import_pages.h"
#include "programme/methodology.h"
#include "programme/participation.h"
#include "programme/participation_pages.h"
#include "programme/programme.h"
#include "programme/programme_pages.h"
#include "programme/recount.h"
#include "programme/selection_pages.h"

#define SHEET_COLS 20

static void must(int r, const char *what)
{
    if (r >= 0)
        return;
    fprintf(stderr, "school_testing: %s: %d\n", what, r);
    exit(1);
}

int64_t school_programme(struct school *s, const char *title)
{
    static const char *const forms[] = {"student_student", "teacher_teacher"};
    struct programme_plan plan = {title, {2026, 9, 1}, {2027, 5, 31}, {forms, 2}, NULL};
    struct err err = {0};
    int64_t id;
    must(db_begin(s->db), "begin");
    must(programme_create(s->db, &s->t->clock, s->unit, s->pack_id, s->curator, &plan, &err, &id),
         err.text);
    struct deed deed = {&s->t->clock, s->curator, NULL};
    must(programme_open(s->db, id, &deed), "open");
    must(programme_advance(s->db, id, "enrolment", &deed, &err), err.text);
    must(db_commit(s->db), "commit");
    return id;
}

static void install(struct school *s)
{
    struct err err = {0};
    const char *dir = arena_printf(s->a, "%s/target-model", getenv("METHODOLOGY"));
    must(pack_load_dir(s->a, dir, &err, &s->pack), err.text);
    must(db_begin(s->db), "begin");
    must(methodology_install(s->db, &s->t->clock, s->pack, &err, &s->pack_id), err.text);
    must(db_commit(s->db), "commit");
    s->t->app.methodology = methodology_new();
}

struct school *school_new(const struct module *const *more, size_t n)
{
    /* Lives as long as the program: the frame borrows it. */
    static const struct module *list[40] = {
        &unit_module,   &consent_module,       &programme_module, &roadmap_module,  &wizard_module,
        &import_module, &participation_module, &vetting_module,   &selection_module};
    size_t own = 9;
    for (size_t i = 0; i < n; i++)
        list[own + i] = more[i];
    struct testing *t = testing_new(list, own + n);
    struct school *s = arena_new_of(t->a, struct school);
    s->t = t;
    s->db = t->db->db;
    s->a = t->a;
    install(s);
    s->region = testing_unit(t, 0, "region", "Пермский край");
    int64_t town = testing_unit(t, s->region, "municipality", "Кунгурский округ");
    s->unit = testing_unit(t, town, "organisation", "Школа № 5");
    s->curator = testing_account(t, "sokolova", ROLE_COORDINATOR, s->unit);
    s->programme = school_programme(s, "Старшие помогают младшим");
    return s;
}

static void empty_dir(struct arena *a, const char *path)
{
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (strcmp(e->d_name, "secret.key") != 0)
            (void)unlink(arena_printf(a, "%s/%s", path, e->d_name));
    if (dir)
        closedir(dir);
}

void school_totals(struct school *s)
{
    struct recount x;
    must(db_settle(s->db), "settle");
    must(recount_compare(s->db, s->a, &x), "recount");
    must(x.n ? -1 : 0, "the table total is not what the rows say");
    must(x.needs ? -1 : 0, "pair.need_at is not what the pulses say");
    for (size_t i = 0; i < RECOUNT_SUMS; i++)
        must(x.sum[i].wrong ? -1 : 0,
             arena_printf(s->a, "the table %s is not what the rows say", x.sum[i].table));
}

/* After rows that no rule has written. */
static void count_anew(struct school *s)
{
    struct recount x;
    must(recount_compare(s->db, s->a, &x), "recount");
    must(recount_repair(s->db, s->a, &x), "repair");
}

void school_free(struct school *s)
{
    db_rollback(s->db);
    school_totals(s);
    const char *dir = s->t->app.config.data_dir;
    empty_dir(s->a, arena_printf(s->a, "%s/uploads", dir));
    empty_dir(s->a, dir);
    methodology_free(s->t->app.methodology);
    testing_free(s->t);
}

int school_setup(void **state)
{
    *state = school_new(NULL, 0);
    return 0;
}

int school_teardown(void **state)
{
    school_free(*state);
    return 0;
}

/* Cuts a row at its '|'. */
static size_t cells_of(struct arena *a, const char *row, const char *ret[SHEET_COLS])
{
    size_t n = 0;
    for (;;) {
        size_t len = strcspn(row, "|");
        ret[n++] = arena_strndup(a, row, len);
        if (!row[len] || n == SHEET_COLS)
            return n;
        row += len + 1;
    }
}

const char *school_sheet(struct school *s, const char *name, const char *const *rows, size_t n)
{
    const char *path = arena_printf(s->a, "%s/%s", s->t->app.config.data_dir, name);
    bool csv = strlen(name) > 4 && !strcmp(name + strlen(name) - 4, ".csv");
    const char *texts[SHEET_COLS];
    struct sheet_col cols[SHEET_COLS] = {0};
    struct sheet_writer *w;
    struct err err = {0};
    size_t n_cols = cells_of(s->a, rows[0], texts);
    for (size_t i = 0; i < n_cols; i++)
        cols[i].head = texts[i];
    must(sheet_writer_open(s->a, csv ? SHEET_CSV : SHEET_XLSX, path, &err, &w), err.text);
    must(sheet_writer_sheet(w, "Лист1", NULL, cols, n_cols, &err), err.text);
    for (size_t i = 1; i < n; i++) {
        struct cell cells[SHEET_COLS];
        size_t k = cells_of(s->a, rows[i], texts);
        for (size_t c = 0; c < k; c++)
            cells[c] = cell_text(texts[c]);
        must(sheet_writer_row(w, cells, k, &err), err.text);
    }
    must(sheet_writer_finish(w, &err, NULL), err.text);
    return path;
}

/* ---- jobs ---- */

int school_job(struct school *s, struct db *db, const char *kind, int64_t object_id,
               struct err *ret_err)
{
    struct job job = {.unit_id = s->unit,
                      .object_id = object_id,
                      .account_id = s->curator,
                      .a = arena_new(),
                      .db = db,
                      .app = &s->t->app};
    int r = job_kind_of(&s->t->app, kind)->run(&job);
    db_rollback(db);
    if (ret_err)
        *ret_err = job.err;
    arena_free(job.a);
    return r;
}

int school_run_jobs(struct school *s)
{
    struct job_next next;
    int first = 0;
    while (job_next(s->db, s->a, &next) == 1) {
        must(job_start(s->db, next.id, s->t->now_ms), "job_start");
        bool here = job_kind_of(&s->t->app, next.kind) != NULL; /* else of a module left out */
        int r = here ? school_job(s, s->db, next.kind, next.object_id, &s->said) : 0;
        must(job_end(s->db, next.id, r < 0 ? "failed" : "done", s->said.text, s->t->now_ms),
             "job_end");
        if (r < 0 && !first)
            first = r;
    }
    return first;
}

static int64_t microseconds(void)
{
    struct timeval t;
    gettimeofday(&t, NULL);
    return t.tv_sec * INT64_C(1000000) + t.tv_usec;
}

static void strike(int signal_no)
{
    (void)signal_no;
    (void)kill(getpid(), SIGKILL);
}

int64_t school_worker(struct school *s, const char *kind, int64_t id, int64_t after)
{
    int64_t began = microseconds();
    pid_t child = fork();
    must(child < 0 ? -1 : 0, "fork");
    if (child == 0) {
        struct db *db = db_testing_open(s->t->db, DB_WRITE);
        if (after) {
            signal(SIGALRM, strike);
            struct itimerval timer = {{0, 0}, {after / 1000000, after % 1000000}};
            setitimer(ITIMER_REAL, &timer, NULL);
        }
        _exit(school_job(s, db, kind, id, NULL) < 0);
    }
    int status;
    must(waitpid(child, &status, 0) == child ? 0 : -1, "waitpid");
    return microseconds() - began;
}

/* ---- uploads ---- */

const char *school_path(struct school *s, const char *form, int64_t id)
{
    struct strbuf b;
    strbuf_init(&b, s->a);
    for (; *form; form++)
        if (*form == '#')
            strbuf_printf(&b, "%lld", (long long)id);
        else
            strbuf_putc(&b, *form);
    return b.s;
}

int64_t school_upload(struct school *s, const char *side, const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    struct reply r =
        test_upload(s->t, s->curator, school_path(s, "/programmes/#/import", s->programme), path,
                    name, "side", side, NULL);
    if (r.status != 303) {
        fprintf(stderr, "school_testing: upload: %d\n%s\n", r.status, r.body);
        exit(1);
    }
    (void)school_run_jobs(s);
    struct imports_of_programme *newest;
    size_t n;
    must(imports_of_programme(s->db, s->a, s->programme, &newest, &n), "imports");
    return newest[0].id;
}

int64_t school_check(struct school *s, const char *side, const char *path)
{
    int64_t id = school_upload(s, side, path);
    struct import_columns *cols;
    struct form_pair pairs[SHEET_COLS + 1];
    const char *cookies = test_sign_in(s->t, s->curator, true);
    size_t n, k = 0;
    must(import_columns(s->db, s->a, id, &cols, &n), "columns");
    pairs[k++] = (struct form_pair){"_token", test_token(s->t, cookies)};
    for (size_t i = 0; i < n && k <= SHEET_COLS; i++)
        pairs[k++] = (struct form_pair){"code", *cols[i].code ? cols[i].code : "-"};
    struct reply r =
        test_request(s->t, "POST", school_path(s, "/imports/#/columns", id), cookies, pairs, k);
    if (r.status != 303)
        fprintf(stderr, "school_testing: columns: %d\n%s\n", r.status, r.body);
    (void)school_run_jobs(s);
    return id;
}

int64_t school_import(struct school *s, const char *side, const char *path)
{
    int64_t id = school_check(s, side, path);
    (void)test_post(s->t, s->curator, school_path(s, "/imports/#/apply", id), NULL);
    (void)school_run_jobs(s);
    return id;
}

const char *school_state(struct school *s, int64_t import_id)
{
    struct import_row_get im;
    return import_row_get(s->db, s->a, import_id, &im) == 1 ? im.state : "";
}

void school_ready(struct school *s)
{
    struct deed deed = {&s->t->clock, s->curator, "Отбор и обучение прошли на бумаге"};
    struct participations_page *rows;
    struct err err = {0};
    size_t n;
    int64_t id;
    must(db_begin(s->db), "begin");
    must(participations_page(s->db, s->a, s->programme, "mentor", "in_base", "", "",
                             participation_prefix_end(s->a, ""), 0, "", 0, 1000, &rows, &n),
         "mentors");
    for (size_t i = 0; i < n; i++) {
        struct vetting_new check = {.person_id = rows[i].person_id,
                                    .number = arena_printf(s->a, "77/%zu", i),
                                    .issued = {2026, 9, 1},
                                    .expires = {2027, 9, 1},
                                    .today = {2026, 11, 5}};
        must(vetting_record(s->db, s->a, &s->t->clock, &check, &err, &id), err.text);
        must(participation_move(s->db, rows[i].id, "accept", &deed, &err), err.text);
    }
    must(db_commit(s->db), "commit");
}

/* ---- statements ---- */

static char *statement(struct school *s, const char *sql, va_list ap)
{
    char text[2000];
    (void)vsnprintf(text, sizeof text, sql, ap);
    return arena_strdup(s->a, text);
}

int64_t school_number(struct school *s, const char *sql, ...)
{
    va_list ap;
    va_start(ap, sql);
    const char *text = statement(s, sql, ap);
    va_end(ap);
    return db_testing_number(s->db, text);
}

void school_sql(struct school *s, const char *sql, ...)
{
    va_list ap;
    va_start(ap, sql);
    const char *text = statement(s, sql, ap);
    va_end(ap);
    school_totals(s);
    db_testing_sql(s->db, text);
    count_anew(s);
}
