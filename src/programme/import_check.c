/* The check: every row is read, its problems are kept, and people already known are recognised. */
#include "programme/import_check.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "programme/import.sql.h"
#include "programme/import_ahead.h"

#define TOGETHER 4 /* batches */

static int keep_problems(struct db *db, int64_t import_id, const struct registry_row *row)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < row->n_problems; i++) {
        const struct registry_problem *p = &row->problems[i];
        r = import_problem_insert(db, import_id, (int64_t)row->row_no, p->code, p->column, p->value,
                                  p->message, p->note);
    }
    return r < 0 ? r : 0;
}

/* A row that can be loaded: is it a new person, one already known, or one to ask about? */
static int store_person(struct db *db, struct arena *a, const struct import_place *at,
                        const struct import_known *known, const struct import_stored *line,
                        const struct registry_row *row)
{
    struct import_match match;
    struct import_participates there;
    if (row->duplicate_of)
        return import_set_aside(db, a, at->import_id, line,
                                _("Этот человек уже есть выше в этом файле"));
    int r = import_recognise(db, a, at, known, &row->identity, false, &match);
    if (r >= 0 && match.same == REGISTRY_SAME)
        r = import_participates(db, a, at->programme_id, at->side, match.person_id, &there);
    if (r < 0)
        return r;
    if (r > 0)
        return import_set_aside(db, a, at->import_id, line, _("Уже есть в этой программе"));
    if (match.same != REGISTRY_SIMILAR && !line->own)
        return 0; /* ready: nothing to be kept */
    return import_line_store(db, a, at->import_id, line,
                             match.same == REGISTRY_SIMILAR ? "similar" : "ready", match.person_id);
}

/* A record check that cannot be kept does not keep the person out: it is said. */
static int check_record(struct db *db, const struct import_place *at,
                        const struct registry_row *row)
{
    struct vetting_new n;
    struct err err = {0};
    if (import_vetting(at, row, &n, &err) >= 0)
        return 0;
    return import_problem_insert(db, at->import_id, (int64_t)row->row_no, "vetting_issued",
                                 _("Справка"), n.number, err.text, 1);
}

int import_check_row(struct db *db, struct arena *a, const struct import_place *at,
                     const struct import_known *known, const struct import_stored *line,
                     const struct registry_row *row)
{
    int r = keep_problems(db, at->import_id, row);
    if (r >= 0 && row->state == REGISTRY_READY)
        r = check_record(db, at, row);
    if (r < 0 || row->state == REGISTRY_READY)
        return r < 0 ? r : store_person(db, a, at, known, line, row);
    return import_line_store(db, a, at->import_id, line,
                             row->state == REGISTRY_BAD ? "bad" : "skip", 0);
}

struct import_check {
    struct job *job;
    struct arena *a, *block, *scratch;
    struct import_place at;
    struct registry_head head;
    struct registry_reader *reader;
    struct import_known *known;
    int64_t began, n_checked;
};

static int check_batch(struct import_check *ch, const struct import_batch *b)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < b->n; i++) {
        arena_reset(ch->scratch);
        r = import_check_row(ch->job->db, ch->scratch, &ch->at, ch->known, &b->lines[i],
                             &b->rows[i]);
        ch->n_checked++;
        if (r >= 0 && job_cancelled(ch->job))
            r = ERR_CANCELLED;
    }
    return r;
}

int import_check_begin(struct job *job, const struct import_row_get *im, const struct pack *pack,
                       const struct registry_head *head, struct import_check **ret)
{
    struct arena *a = arena_new();
    struct import_check *ch = arena_new_of(a, struct import_check);
    struct date today = date_at(clock_now(job->app->clock), (int)im->utc_offset);
    *ch = (struct import_check){.job = job,
                                .a = a,
                                .block = arena_new(),
                                .scratch = arena_new(),
                                .at = import_place_of(im, pack, today),
                                .head = *head,
                                .began = id_new(job->app->clock)};
    ch->reader = registry_reader_new(a, pack, &ch->head, today);
    registry_reader_guard(ch->reader);
    *ret = ch;
    return import_known_load(job->db, a, im->unit_id, &ch->known);
}

int import_check_end(struct import_check *ch)
{
    struct db *db = ch->job->db;
    int r = import_recount(db, ch->scratch, ch->at.import_id, ch->n_checked);
    if (r >= 0)
        r = import_set_checked(db, ch->at.import_id, ch->began);
    return r < 0 ? r : 0;
}

void import_check_free(struct import_check *ch)
{
    if (!ch)
        return;
    arena_free(ch->block);
    arena_free(ch->scratch);
    arena_free(ch->a);
}

/* ---- while the file is read ---- */

int import_check_text(void *ctx, char *text, size_t size)
{
    struct import_check *ch = ctx;
    arena_reset(ch->block);
    struct import_raw raw = {.after = (int64_t)ch->head.row_no, .text = text, .size = size};
    struct import_batch b = {.a = ch->block};
    import_raw_cut(ch->block, &raw, &b.lines, &b.n);
    import_read_batch(ch->reader, false, &b);
    return check_batch(ch, &b);
}

/* ---- by other columns, or once more ---- */

/* Some batches are a transaction: others may write in between. *ret_n: rows of the last one. */
static int check_bundle(struct import_check *ch, struct import_ahead *ahead, size_t *ret_n)
{
    struct db *db = ch->job->db;
    const struct import_batch *b;
    int r = db_begin(db);
    if (r < 0)
        return r;
    *ret_n = 1;
    for (size_t i = 0; r >= 0 && *ret_n && i < TOGETHER; i++) {
        r = import_ahead_next(ahead, &b);
        if (r < 0)
            break;
        r = check_batch(ch, b);
        *ret_n = b->n;
    }
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
}

static int check_all(struct import_check *ch, int64_t n_rows)
{
    struct import_ahead ahead;
    size_t n;
    int r;
    import_ahead_begin(&ahead, ch->job->db, ch->at.import_id, (int64_t)ch->head.row_no, ch->reader,
                       false, -1);
    do {
        r = check_bundle(ch, &ahead, &n);
        job_progress(ch->job, ch->n_checked, n_rows);
    } while (r >= 0 && n);
    import_ahead_end(&ahead);
    return r;
}

/* What an earlier check said; decisions stay. */
static int forget(struct db *db, int64_t import_id)
{
    int r = db_begin(db);
    if (r < 0)
        return r;
    r = import_problems_clear(db, import_id);
    if (r >= 0)
        r = import_set_checked(db, import_id, 0);
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
}

static int end(struct import_check *ch)
{
    struct db *db = ch->job->db;
    int r = db_begin(db);
    if (r < 0)
        return r;
    r = import_check_end(ch);
    if (r >= 0)
        r = import_set_state(db, ch->at.import_id, "ready", "");
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
}

int import_check(struct job *job, const struct import_row_get *im, const struct pack *pack)
{
    struct registry_head head;
    struct import_check *ch = NULL;
    int r = import_head(job->db, job->a, im->id, pack, &head);
    if (r >= 0)
        r = forget(job->db, im->id);
    if (r >= 0)
        r = import_check_begin(job, im, pack, &head, &ch);
    if (r >= 0)
        r = check_all(ch, im->n_rows);
    if (r >= 0)
        r = end(ch);
    import_check_free(ch);
    return r;
}
