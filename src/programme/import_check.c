/* The check: every row is read, its problems are kept, and people already known are recognised. */
#include "programme/import_check.h"

#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "programme/import.sql.h"
#include "programme/import_ahead.h"

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

struct checking {
    struct job *job;
    struct import_place at;
    struct registry_head head;
    struct registry_reader *readers[IMPORT_READERS];
    struct import_known *known;
    struct import_ahead ahead;
    int64_t n_checked;
};

static int check_block(struct checking *ch, const struct import_block_read *b,
                       struct arena *scratch)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < b->n; i++) {
        arena_reset(scratch);
        r = import_check_row(ch->job->db, scratch, &ch->at, ch->known, &b->lines[i], &b->rows[i]);
        ch->n_checked++;
        if (r >= 0 && job_cancelled(ch->job))
            r = ERR_CANCELLED;
    }
    return r;
}

/* Some blocks are a transaction: others may write in between. *ret_n: rows of the last one. */
static int check_bundle(struct checking *ch, struct arena *scratch, size_t *ret_n)
{
    struct db *db = ch->job->db;
    const struct import_block_read *b;
    int r = db_begin(db);
    if (r < 0)
        return r;
    *ret_n = 1;
    for (size_t i = 0; r >= 0 && *ret_n && i < IMPORT_BUNDLE; i++) {
        r = import_ahead_next(&ch->ahead, &b);
        if (r < 0)
            break;
        r = check_block(ch, b, scratch);
        *ret_n = b->n;
    }
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
}

static int check_all(struct checking *ch, struct arena *scratch, int64_t n_rows)
{
    size_t n;
    int r;
    do {
        r = check_bundle(ch, scratch, &n);
        job_progress(ch->job, ch->n_checked, n_rows);
    } while (r >= 0 && n);
    return r;
}

static int check_ahead(struct checking *ch, int64_t n_rows)
{
    struct arena *scratch = arena_new();
    import_ahead_begin(&ch->ahead, ch->job->db, ch->job->a, ch->at.import_id,
                       (int64_t)ch->head.row_no, ch->readers, false);
    int r = check_all(ch, scratch, n_rows);
    import_ahead_end(&ch->ahead);
    arena_free(scratch);
    return r;
}

/* What an earlier check said; decisions stay. */
static int forget_problems(struct db *db, int64_t import_id)
{
    int r = db_begin(db);
    if (r < 0)
        return r;
    r = import_problems_clear(db, import_id);
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
}

static int end(struct checking *ch)
{
    struct db *db = ch->job->db;
    int r = db_begin(db);
    if (r < 0)
        return r;
    r = import_recount(db, ch->job->a, ch->at.import_id, ch->n_checked);
    if (r >= 0)
        r = import_set_state(db, ch->at.import_id, "ready", "");
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
}

int import_check(struct job *job, const struct import_row_get *im, const struct pack *pack)
{
    struct date today = date_at(clock_now(job->app->clock), (int)im->utc_offset);
    struct checking ch = {.job = job, .at = import_place_of(im, pack, today)};
    int r = import_head(job->db, job->a, im->id, pack, &ch.head);
    if (r < 0)
        return r;
    for (size_t i = 0; i < IMPORT_READERS; i++)
        ch.readers[i] = registry_reader_new(job->a, pack, &ch.head, today);
    r = forget_problems(job->db, im->id);
    if (r >= 0)
        r = import_known_load(job->db, job->a, im->unit_id, &ch.known);
    if (r >= 0)
        r = check_ahead(&ch, im->n_rows);
    return r < 0 ? r : end(&ch);
}
