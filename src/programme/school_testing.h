/*
 * For tests only: a school with a coordinator and a programme of the target model, on a fresh
 * database (frame/frame_testing.h), and spreadsheets made of literals. Jobs are run by hand, as
 * the worker would.
 */
#pragma once

#include "frame/frame_testing.h"
#include "frame/job.h"
#include "programme/pack.h"

struct school {
    struct testing *t;
    struct db *db;
    struct arena *a;
    const struct pack *pack;
    int64_t region, unit, curator, pack_id, programme;
    struct err said; /* by the last job */
};

/* What is counted while the work goes on (programme/total.h, pair.need_at) is what the rows say.
 * Looked at when the school is given back, too; school_sql counts anew. */
void school_totals(struct school *s);

/* With further modules than those of identity, network and programme. */
struct school *school_new(const struct module *const *more, size_t n);
void school_free(struct school *s);

/* cmocka's setup and teardown: *state is the school. */
int school_setup(void **state);
int school_teardown(void **state);

/* One more programme of the school. */
int64_t school_programme(struct school *s, const char *title);

/* A spreadsheet of texts, the first row its head: rows of cells parted by '|'. A name that ends
 * with .csv gives a CSV. Returns its path; it is removed with the school. */
const char *school_sheet(struct school *s, const char *name, const char *const *rows, size_t n);
#define SCHOOL_SHEET(s, name, ...)                                                                 \
    school_sheet(s, name, (const char *const[]){__VA_ARGS__},                                      \
                 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* Upload a file as the coordinator and read it: the state is «columns» or «failed». */
int64_t school_upload(struct school *s, const char *side, const char *path);

/* The same, then columns as recognised, checked: the state is «ready». */
int64_t school_check(struct school *s, const char *side, const char *path);

/* The same, then everything that is ready goes into the programme. */
int64_t school_import(struct school *s, const char *side, const char *path);

/* Every mentor candidate is accepted as selected on paper, and has a record check that counts: they
 * can be paired. */
void school_ready(struct school *s);

/* Run all waiting jobs; the first failure, or 0. */
int school_run_jobs(struct school *s);
/* One job by its kind without a row in the queue, as a worker that begins again would. */
int school_job(struct school *s, struct db *db, const char *kind, int64_t object_id,
               struct err *ret_err);

/* The same in a process and on a connection of its own, killed (SIGKILL) after so many
 * microseconds; 0: not killed. Returns how long it ran. */
int64_t school_worker(struct school *s, const char *kind, int64_t object_id, int64_t after);

/* The form with the id in place of '#'. */
const char *school_path(struct school *s, const char *form, int64_t id);

/* A number that a statement gives; statements without a number. */
int64_t school_number(struct school *s, const char *sql, ...) __attribute__((format(printf, 2, 3)));
void school_sql(struct school *s, const char *sql, ...) __attribute__((format(printf, 2, 3)));

/* Of an upload: «ready», «applied» … */
const char *school_state(struct school *s, int64_t import_id);
