/* «Загрузить»: rows that are ready become people and participations, in one transaction. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/person.h"
#include "programme/import.sql.h"
#include "programme/import_known.h"
#include "programme/import_rows.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/participation.h"
#include "programme/programme.h"

#define PROGRESS_EVERY 100

enum column {
    NAME,
    CONTACTS,
    FORM,
    PLACE,
    REQUEST,
    COMPETENCIES,
    ACHIEVEMENTS,
    INTERESTS,
    AGE_WISH,
    TIME_RESOURCE,
    JOINED_ON,
    FINISHED_ON,
    RESULTS,
    CASE_LINK,
    COMPLETION,
    N_COLUMNS
};

struct applying {
    struct job *job;
    struct import_place at;
    enum pack_registry side;
    const char *only_form; /* the programme's form when it has one: for files without the column */
    struct registry_reader *reader;
    int column[N_COLUMNS]; /* place among the values of a row, or -1 */
    struct import_known *known;
    int64_t after, done, total, n_checked;
};

/* The columns that are written, in the order of enum column. */
static const char *const codes[N_COLUMNS] = {
    [NAME] = "",
    [CONTACTS] = "contacts",
    [FORM] = "form",
    [PLACE] = "",
    [REQUEST] = "main_request",
    [COMPETENCIES] = "competencies",
    [ACHIEVEMENTS] = "achievements",
    [INTERESTS] = "interests",
    [AGE_WISH] = "mentee_age_wish",
    [TIME_RESOURCE] = "time_resource",
    [JOINED_ON] = "joined_on",
    [FINISHED_ON] = "finished_on",
    [RESULTS] = "results",
    [CASE_LINK] = "case_link",
    [COMPLETION] = "completion_mark",
};

static void find_columns(struct applying *ap)
{
    const struct pack *pack = ap->at.pack;
    for (size_t i = 0; i < N_COLUMNS; i++)
        ap->column[i] = registry_column(pack, ap->side, codes[i]);
    ap->column[NAME] = registry_own_name(pack, ap->side);
    ap->column[PLACE] =
        registry_column(pack, ap->side, ap->side == PACK_MENTOR ? "mentor_place" : "place");
    for (size_t i = 0; i < pack->columns[ap->side].n; i++) {
        const char *code = pack->columns[ap->side].row[i].code;
        bool written = !strcmp(code, "birth_year");
        for (size_t k = 0; k < N_COLUMNS; k++)
            written |= ap->column[k] == (int)i;
        if (!written)
            registry_reader_leave_out(ap->reader, code);
    }
}

static const struct registry_value *value(const struct applying *ap, const struct registry_row *row,
                                          enum column column)
{
    static const struct registry_value none = {.raw = "", .text = ""};
    return ap->column[column] < 0 ? &none : &row->values[ap->column[column]];
}

static const char *text(const struct applying *ap, const struct registry_row *row,
                        enum column column)
{
    return value(ap, row, column)->text;
}

static const char *day(const struct registry_value *v)
{
    return v->date.year ? v->text : "";
}

static int add_contacts(const struct applying *ap, const struct registry_value *v,
                        int64_t person_id)
{
    static const char *const kinds[] = {"phone", "email", "link"};
    int r = 0;
    for (size_t i = 0; r >= 0 && i < v->n_contacts; i++) {
        const struct registry_contact *c = &v->contacts[i];
        struct person_contact contact = {kinds[c->kind], c->value,
                                         c->representative ? "representative" : "self", c->note,
                                         ap->at.import_id};
        r = person_contact_add(ap->job->db, person_id, ap->at.unit_id, &contact);
    }
    return r;
}

static int add_person(const struct applying *ap, struct arena *a, const struct registry_row *row,
                      const struct registry_name *name, int64_t *ret_id)
{
    struct person_new person = {.unit_id = ap->at.unit_id,
                                .name = {name->surname, name->given, name->patronymic},
                                .birth_year = row->identity.birth_year,
                                .key = row->identity.name_key,
                                .import_id = ap->at.import_id};
    return person_create(ap->job->db, a, ap->job->app->clock, &person, ret_id);
}

/* «a;b» when somebody takes several forms. */
static const char *form_codes(struct arena *a, const struct registry_value *v)
{
    struct strbuf b;
    if (v->n_forms < 2)
        return v->n_forms ? v->forms[0] : "";
    strbuf_init(&b, a);
    for (size_t i = 0; i < v->n_forms; i++)
        strbuf_printf(&b, "%s%s", i ? ";" : "", v->forms[i]);
    return b.s;
}

static int add_participation(const struct applying *ap, struct arena *a,
                             const struct registry_row *row, int64_t person_id, int64_t *ret_id)
{
    const char *forms = form_codes(a, value(ap, row, FORM));
    struct participation_new n = {
        .unit_id = ap->at.unit_id,
        .programme_id = ap->at.programme_id,
        .person_id = person_id,
        .import_id = ap->at.import_id,
        .side = ap->at.side,
        .sort_key = row->identity.name_key,
        .forms = *forms ? forms : ap->only_form,
        .place = text(ap, row, PLACE),
        .request = text(ap, row, REQUEST),
        .competencies = text(ap, row, COMPETENCIES),
        .achievements = text(ap, row, ACHIEVEMENTS),
        .interests = text(ap, row, INTERESTS),
        .age_wish = text(ap, row, AGE_WISH),
        .time_resource = text(ap, row, TIME_RESOURCE),
        .joined_on = day(value(ap, row, JOINED_ON)),
        .finished_on = day(value(ap, row, FINISHED_ON)),
        .results = text(ap, row, RESULTS),
        .case_link = text(ap, row, CASE_LINK),
        .completed = value(ap, row, COMPLETION)->yes,
    };
    return participation_create(ap->job->db, ap->job->app->clock, &n, ret_id);
}

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

static int load_row(const struct applying *ap, struct arena *a, const struct import_stored *stored,
                    const struct registry_row *row, int64_t person)
{
    int64_t participation;
    int r = 0;
    if (!person)
        r = add_person(ap, a, row, &value(ap, row, NAME)->names[0], &person);
    if (r >= 0)
        r = add_contacts(ap, value(ap, row, CONTACTS), person);
    if (r >= 0)
        r = add_participation(ap, a, row, person, &participation);
    if (r >= 0 && stored->own)
        r = import_line_store(ap->job->db, a, ap->at.import_id, stored, "applied", person);
    return r < 0 ? r : 0;
}

static int apply_row(const struct applying *ap, struct arena *a, const struct import_stored *stored)
{
    struct registry_line line = {(size_t)stored->row_no, stored->cells, stored->n};
    struct registry_row row;
    int64_t person;
    registry_read_row(ap->reader, a, &line, &row);
    if (row.state != REGISTRY_READY)
        return 0;
    int r = row.duplicate_of && !*stored->decision ? ERR_CONFLICT
                                                   : find_person(ap, a, stored, &row, &person);
    if (r == ERR_CONFLICT)
        return import_set_aside(ap->job->db, a, ap->at.import_id, stored,
                                row.duplicate_of ? _("Этот человек уже есть выше в этом файле")
                                                 : _("Уже есть в этой программе"));
    return r < 0 ? r : load_row(ap, a, stored, &row, person);
}

static int apply_block(struct applying *ap, const struct import_stored *lines, size_t n,
                       struct arena *scratch)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n; i++) {
        arena_reset(scratch);
        if (import_row_wanted(lines[i].state, lines[i].decision))
            r = apply_row(ap, scratch, &lines[i]);
        if (++ap->done % PROGRESS_EVERY == 0)
            job_progress(ap->job, ap->done, ap->total);
        if (job_cancelled(ap->job))
            r = ERR_CANCELLED;
    }
    return r;
}

static int apply_all(struct applying *ap)
{
    struct arena *block = arena_new(), *scratch = arena_new();
    struct import_stored *lines;
    size_t n = 1;
    int r = import_known_load(ap->job->db, ap->job->a, ap->at.unit_id, &ap->known);
    while (r >= 0 && n) {
        arena_reset(block);
        r = import_lines_after(ap->job->db, block, ap->at.import_id, ap->after, &lines, &n);
        if (r >= 0 && n) {
            r = apply_block(ap, lines, n, scratch);
            ap->after = lines[n - 1].row_no;
        }
        if (r >= 0)
            r = import_blocks_done(ap->job->db, ap->at.import_id, ap->after);
    }
    arena_free(scratch);
    arena_free(block);
    return r;
}

/* Every row took its keys from this transaction; nothing is kept when one is missing after all. */
static int check_keys(const struct applying *ap, int64_t first, int64_t last)
{
    struct import_missing missing;
    int r = import_missing(ap->job->db, ap->job->a, ap->at.import_id, first, last, &missing);
    return r > 0 && missing.n ? ERR_CONFLICT : r;
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
        r = check_keys(ap, first, last);
    if (r >= 0)
        r = import_recount(db, ap->job->a, ap->at.import_id, ap->n_checked);
    if (r >= 0)
        r = import_blocks_clear(db, ap->at.import_id);
    if (r >= 0)
        r = import_set_applied(db, ap->at.import_id, first, last, clock_now(clock));
    if (r >= 0)
        return db_commit(db);
    db_rollback(db);
    return r;
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
    ap->at = (struct import_place){im->id, im->programme_id, im->unit_id, im->side, pack};
    ap->side = head->side;
    ap->only_form = p.n_forms == 1 ? p.forms[0] : "";
    ap->total = im->n_rows;
    ap->n_checked = im->n_checked;
    ap->after = im->head_row;
    ap->reader = registry_reader_new(job->a, pack, head,
                                     date_at(clock_now(job->app->clock), (int)im->utc_offset));
    find_columns(ap);
    return 0;
}

int import_job_apply(struct job *job)
{
    struct import_row_get im;
    struct applying ap = {.job = job};
    int r = import_row_get(job->db, job->a, job->object_id, &im);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    /* «ready»: stopped once and tried again. */
    if (strcmp(im.state, "applying") != 0 && strcmp(im.state, "ready") != 0)
        return 0;
    r = prepare(&ap, &im);
    db_bulk(job->db, true);
    if (r >= 0)
        r = in_transaction(&ap);
    db_bulk(job->db, false);
    if (r >= 0)
        return 0;
    /* Nothing was written: the preview stands as it was, with the reason. */
    return import_give_up(job, "ready", r);
}
