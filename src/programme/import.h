/*
 * An uploaded registry: file → rows → people. Nothing is written into the programme before
 * «Загрузить»; it is then written in one transaction and can be undone as a whole. The rules of
 * columns and cells are programme/registry.h; here they meet the database.
 *
 *   reading   a job copies the file's rows aside, many in one value, and checks them by the columns
 *             as it understands them
 *   columns   a person looks at what each column of the file means
 *   checking  where they mean something else: a job reads the cells and looks for people already
 *             known, as the reading did
 *   ready     the preview: problems at their cells, rows to correct, skip or decide on
 *   applying  a job writes people and participations
 *   applied → undone, or failed with a message at any step before
 *
 * From columns, ready and failed it can be left (undone, too). What it keeps of people, its file
 * and rows, goes when it is undone or left, and of every upload after IMPORT_KEPT_DAYS.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "programme/pack.h"
#include "programme/registry.h"

struct app;
struct db;
struct job;
struct import_row_get;

#define IMPORT_MAX_FILE (64u << 20)
#define IMPORT_KEPT_DAYS 30
#define IMPORT_UNDO_MS (INT64_C(24) * 3600 * 1000)

/* Where the file of an upload waits: data_dir/uploads/ID. */
char *import_path(struct arena *a, const char *data_dir, int64_t import_id);

int import_create(struct db *db, const struct clock *clock, int64_t programme_id, int64_t unit_id,
                  const char *side, const char *file_name, int64_t account_id, int64_t *ret_id);

/* The columns by hand: codes[i] is a target code (registry_target_code) for column i, "-" for none.
 * ERR_INVALID: an unknown code, or the name is not there. Inside the caller's transaction. */
int import_set_columns(struct db *db, int64_t import_id, const struct pack *pack,
                       const char *const *codes, size_t n, struct err *err);

/* 1 when the rows were checked by these columns already and nobody came into the base since. */
int import_is_checked(struct db *db, int64_t import_id);

/* Skip a row, or say who the person is: decision is "skip", "same", "new" or "" (undecided). A row
 * set aside as a repetition comes back by "" as another person. */
int import_decide(struct db *db, int64_t import_id, int64_t row_no, const char *decision);

/* Put another text into the cell of a column of the registry (by code) and read the row again. */
int import_correct(struct db *db, const struct pack *pack, int64_t import_id, int64_t row_no,
                   const char *code, const char *text, struct date today);

/* Take everything back. ERR_CONFLICT (err says why): older than IMPORT_UNDO_MS, or people of it
 * are in pairs. Inside the caller's transaction. */
int import_undo(struct db *db, const struct clock *clock, int64_t import_id, struct err *err);

/* The rows go, with what is said of them. */
int import_clear(struct db *db, int64_t import_id);

/* It will not be loaded: file, columns and rows go. ERR_CONFLICT: a job is at it, or it is loaded
 * or undone. Inside the caller's transaction, but for the file, which goes at once. */
int import_leave(struct db *db, struct arena *a, const struct app *app, int64_t import_id);

/* The same after IMPORT_KEPT_DAYS; of those that are loaded, rows that were not. */
int import_hourly(const struct app *app, struct db *db, struct arena *a);

/* Jobs (frame/job.h); object_id is the upload. */
int import_job_read(struct job *job);
int import_job_check(struct job *job);
int import_job_apply(struct job *job);

/* After a failed step: note the state and the reason in the upload. Returns r. */
int import_give_up(struct job *job, const char *state, int r);

/* Inside the module, as import_rows.h: the head as stored, and cells of a row packed in one text.
 */
int import_head(struct db *db, struct arena *a, int64_t import_id, const struct pack *pack,
                struct registry_head *ret_head);
char *import_pack_cells(struct arena *a, const char *const *cells, size_t n);
void import_unpack_cells(struct arena *a, const char *packed, const char *const **ret_cells,
                         size_t *ret_n);

struct import_place {
    int64_t import_id, programme_id, unit_id;
    const char *side;
    const struct pack *pack;
    struct date today;
    struct {
        int number, issued, expires;
    } vetting; /* places of a mentor's record check, or -1 */
};
struct import_place import_place_of(const struct import_row_get *im, const struct pack *pack,
                                    struct date today);

/* Count the states anew; n_checked rows stand below the head. */
int import_recount(struct db *db, struct arena *a, int64_t import_id, int64_t n_checked);
