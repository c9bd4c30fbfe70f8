/* «Загрузить»: rows that are ready become people and participations, in one transaction. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/person.h"
#include "programme/import.sql.h"
#include "programme/import_ahead.h"
#include "programme/import_known.h"
#include "programme/import_load.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/programme.h"

struct applying {
    struct job *job;
    struct arena *reading; /* of the thread that reads ahead */
    struct import_place at;
    struct import_load load;
    struct registry_reader *reader;
    struct import_known *known;
    struct import_ahead ahead;
    int64_t after, done, total, n_checked;
    int name_cell; /* place of the name in a row, or -1 */
};

/* Who the row is by now: others may have loaded the same people since the check. 0: a new
 * person; ERR_CONFLICT: takes part already. */
static int find_person(const struct applying *ap, struct arena *a,
                       const struct import_stored *stored, const struct registry_row *row,
                       int64_t *ret_id)
{
    struct db *db = ap->job->db;
    struct import_match match = {REGISTRY_DIFFERENT, 0};
    struct import_participates there;
    struct person known;
    int r = 0;
    if (!strcmp(stored->decision, "same") && stored->person_id)
        r = person_get(db, a, stored->person_id, &known);
    if (r > 0)
        match.person_id = known.id;
    else if (r == 0 && strcmp(stored->decision, "new") != 0)
        r = import_recognise(db, a, &ap->at, ap->known, &row->identity, true, &match);
    if (r >= 0 && match.person_id)
        r = import_participates(db, a, ap->at.programme_id, ap->at.side, match.person_id, &there);
    else if (r >= 0)
        r = 0;
    if (r < 0)
        return r;
    *ret_id = match.person_id;
    return r > 0 ? ERR_CONFLICT : 0;
}

/* The rows of a batch that are to be written. */
struct chosen {
    struct import_load_row *rows;
    size_t n;
};

static bool chosen_already(const struct chosen *c, int64_t person_id)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->rows[i].person_id == person_id)
            return true;
    return false;
}

static int choose(const struct applying *ap, struct arena *a, const struct import_stored *stored,
                  const struct registry_row *row, struct chosen *c)
{
    int64_t person = 0;
    if (row->state != REGISTRY_READY)
        return 0;
    int r = row->duplicate_of && !*stored->decision ? ERR_CONFLICT
                                                    : find_person(ap, a, stored, row, &person);
    if (r >= 0 && person && chosen_already(c, person))
        r = ERR_CONFLICT;
    if (r == ERR_CONFLICT)
        return import_set_aside(ap->job->db, a, ap->at.import_id, stored,
                                row->duplicate_of ? _("Этот человек уже есть выше в этом файле")
                                                  : _("Уже есть в этой программе"));
    if (r >= 0)
        c->rows[c->n++] = (struct import_load_row){stored, row, person};
    return r;
}

static int apply_batch(struct applying *ap, const struct import_batch *b, struct arena *scratch)
{
    struct chosen c = {arena_array(scratch, struct import_load_row, b->n), 0};
    int r = 0;
    for (size_t i = 0; r >= 0 && i < b->n; i++) {
        if (import_row_wanted(b->lines[i].state, b->lines[i].decision))
            r = choose(ap, scratch, &b->lines[i], &b->rows[i], &c);
        if (job_cancelled(ap->job))
            r = ERR_CANCELLED;
    }
    if (r >= 0)
        r = import_load_rows(&ap->load, scratch, c.rows, c.n);
    ap->done += (int64_t)b->n;
    job_progress(ap->job, ap->done, ap->total);
    return r;
}

static int apply_batches(struct applying *ap, struct arena *scratch)
{
    const struct import_batch *b;
    int r;
    do {
        arena_reset(scratch);
        r = import_ahead_next(&ap->ahead, &b);
        if (r >= 0)
            r = apply_batch(ap, b, scratch);
        if (r >= 0 && b->n)
            r = import_blocks_done(ap->job->db, ap->at.import_id, ap->ahead.after);
    } while (r >= 0 && b->n);
    return r;
}

static int apply_all(struct applying *ap)
{
    int r = import_known_load(ap->job->db, ap->job->a, ap->at.unit_id, &ap->known);
    if (r < 0)
        return r;
    struct arena *scratch = arena_new();
    import_ahead_begin(&ap->ahead, ap->job->db, ap->at.import_id, ap->after, ap->reader, true,
                       ap->name_cell);
    r = apply_batches(ap, scratch);
    import_ahead_end(&ap->ahead);
    arena_free(scratch);
    return r;
}

static int in_transaction(struct applying *ap)
{
    struct db *db = ap->job->db;
    const struct clock *clock = ap->job->app->clock;
    int r = db_begin(db);
    if (r < 0)
        return r;
    int64_t first = id_new(clock);
    r = apply_all(ap);
    int64_t last = id_new(clock);
    if (r >= 0)
        r = import_recount(db, ap->job->a, ap->at.import_id, ap->n_checked);
    if (r >= 0)
        r = import_blocks_clear(db, ap->at.import_id);
    /* Nobody but the upload keeps its programme in place here; people were read or written above.
     */
    if (r >= 0 &&
        (r = import_set_applied(db, ap->at.import_id, first, last, clock_now(clock))) == 0)
        r = ERR_CONFLICT;
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
}

static int cell_of(const struct registry_head *head, int column)
{
    for (size_t i = 0; i < head->n_cols; i++)
        if (head->target[i].column == column)
            return (int)i;
    return -1;
}

static int prepare(struct applying *ap, const struct import_row_get *im)
{
    struct job *job = ap->job;
    const struct pack *pack;
    struct registry_head *head = arena_new_of(job->a, struct registry_head); /* the reader's */
    struct programme p;
    int r = own_form_methodology(job->app->methodology, job->db, job->a, im->unit_id, im->pack_id,
                                 &job->err, &pack);
    if (r >= 0)
        r = import_head(job->db, job->a, im->id, pack, head);
    if (r >= 0)
        r = programme_get(job->db, job->a, im->programme_id, &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    struct date today = date_at(clock_now(job->app->clock), (int)im->utc_offset);
    ap->at = import_place_of(im, pack, today);
    ap->total = im->n_rows;
    ap->n_checked = im->n_checked;
    ap->after = im->head_row;
    ap->load = (struct import_load){.db = job->db,
                                    .app = job->app,
                                    .account_id = job->account_id,
                                    .clock = job->app->clock,
                                    .at = &ap->at,
                                    .only_form = p.n_forms == 1 ? p.forms[0] : ""};
    ap->reader = registry_reader_new(ap->reading, pack, head, today);
    registry_reader_guard(ap->reader);
    import_load_columns(&ap->load, pack, head->side, ap->reader);
    ap->name_cell = cell_of(head, registry_own_name(pack, head->side));
    return 0;
}

int import_job_apply(struct job *job)
{
    struct import_row_get im;
    int r = import_row_get(job->db, job->a, job->object_id, &im);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    /* «ready»: stopped once and tried again. */
    if (strcmp(im.state, "applying") != 0 && strcmp(im.state, "ready") != 0)
        return 0;
    struct applying ap = {.job = job, .reading = arena_new()};
    r = prepare(&ap, &im);
    db_bulk(job->db, true);
    if (r >= 0)
        r = in_transaction(&ap);
    db_bulk(job->db, false);
    arena_free(ap.reading);
    if (r >= 0)
        return 0;
    /* Nothing was written: the preview stands as it was, with the reason. */
    return import_give_up(job, "ready", r);
}
