/* One block of rows at a time, table by table. */
#include "programme/import_load.h"

#include <string.h>

#include "base/strbuf.h"
#include "frame/job.h"
#include "identity/person.h"
#include "programme/import_check.h"
#include "programme/participation.h"

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
_Static_assert(N_COLUMNS == IMPORT_COLUMNS, "the columns that are written");

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

void import_load_columns(struct import_load *load, const struct pack *pack, enum pack_registry side,
                         struct registry_reader *reader)
{
    for (size_t i = 0; i < N_COLUMNS; i++)
        load->column[i] = registry_column(pack, side, codes[i]);
    load->column[NAME] = registry_own_name(pack, side);
    load->column[PLACE] =
        registry_column(pack, side, side == PACK_MENTOR ? "mentor_place" : "place");
    for (size_t i = 0; i < pack->columns[side].n; i++) {
        const char *code = pack->columns[side].row[i].code;
        bool written = !strcmp(code, "birth_year") || !strncmp(code, "vetting_", 8);
        for (size_t k = 0; k < N_COLUMNS; k++)
            written |= load->column[k] == (int)i;
        if (!written)
            registry_reader_leave_out(reader, code);
    }
}

static const struct registry_value *value(const struct import_load *load,
                                          const struct registry_row *row, enum column column)
{
    return registry_value(row, load->column[column]);
}

static const char *text(const struct import_load *load, const struct registry_row *row,
                        enum column column)
{
    return value(load, row, column)->text;
}

static const char *day(const struct registry_value *v)
{
    return v->date.year ? v->text : "";
}

/* ---- people ---- */

static struct person_new person_of(const struct import_load *load, const struct registry_row *row)
{
    const struct registry_name *name = &value(load, row, NAME)->names[0];
    return (struct person_new){.unit_id = load->at->unit_id,
                               .name = {name->surname, name->given, name->patronymic},
                               .birth_year = row->identity.birth_year,
                               .key = row->identity.name_key,
                               .import_id = load->at->import_id};
}

static int load_people(const struct import_load *load, struct arena *a,
                       struct import_load_row *rows, size_t n)
{
    struct person_new *people = arena_array(a, struct person_new, n);
    int64_t *ids = arena_array(a, int64_t, n);
    size_t n_new = 0;
    for (size_t i = 0; i < n; i++)
        if (!rows[i].person_id)
            people[n_new++] = person_of(load, rows[i].row);
    int r = person_create_many(load->db, a, load->clock, people, n_new, ids);
    for (size_t i = 0; i < n; i++)
        if (!rows[i].person_id)
            rows[i].person_id = *ids++;
    return r;
}

/* ---- contacts ---- */

static struct person_contact contact_of(const struct import_load *load,
                                        const struct registry_contact *c)
{
    static const char *const kinds[] = {"phone", "email", "link"};
    return (struct person_contact){.kind = kinds[c->kind],
                                   .value = c->value,
                                   .owner = c->representative ? "representative" : "self",
                                   .note = c->note,
                                   .import_id = load->at->import_id};
}

static int load_contacts(const struct import_load *load, struct arena *a,
                         const struct import_load_row *rows, size_t n)
{
    size_t room = 0, n_contacts = 0;
    for (size_t i = 0; i < n; i++)
        room += value(load, rows[i].row, CONTACTS)->n_contacts;
    struct person_contact *contacts = arena_array(a, struct person_contact, room);
    int64_t *people = arena_array(a, int64_t, room);
    for (size_t i = 0; i < n; i++) {
        const struct registry_value *v = value(load, rows[i].row, CONTACTS);
        for (size_t k = 0; k < v->n_contacts; k++) {
            people[n_contacts] = rows[i].person_id;
            contacts[n_contacts++] = contact_of(load, &v->contacts[k]);
        }
    }
    return person_contacts_add(load->db, a, load->at->unit_id, people, contacts, n_contacts);
}

/* ---- participations ---- */

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

static struct participation_new participation_of(const struct import_load *load, struct arena *a,
                                                 const struct registry_row *row, int64_t person_id)
{
    const char *forms = form_codes(a, value(load, row, FORM));
    return (struct participation_new){
        .unit_id = load->at->unit_id,
        .programme_id = load->at->programme_id,
        .person_id = person_id,
        .import_id = load->at->import_id,
        .side = load->at->side,
        .sort_key = row->identity.name_key,
        .forms = *forms ? forms : load->only_form,
        .place = text(load, row, PLACE),
        .request = text(load, row, REQUEST),
        .competencies = text(load, row, COMPETENCIES),
        .achievements = text(load, row, ACHIEVEMENTS),
        .interests = text(load, row, INTERESTS),
        .age_wish = text(load, row, AGE_WISH),
        .time_resource = text(load, row, TIME_RESOURCE),
        .joined_on = day(value(load, row, JOINED_ON)),
        .finished_on = day(value(load, row, FINISHED_ON)),
        .results = text(load, row, RESULTS),
        .case_link = text(load, row, CASE_LINK),
        .completed = value(load, row, COMPLETION)->yes,
    };
}

static int load_participations(const struct import_load *load, struct arena *a,
                               const struct import_load_row *rows, size_t n)
{
    struct participation_new *list = arena_array(a, struct participation_new, n);
    for (size_t i = 0; i < n; i++)
        list[i] = participation_of(load, a, rows[i].row, rows[i].person_id);
    return participation_create_many(load->db, a, load->clock, list, n);
}

/* ---- record checks ---- */

/* The same certificate once more changes nothing; the check has told of one that is wrong. */
static int load_vetting(const struct import_load *load, struct arena *a,
                        const struct import_load_row *row)
{
    struct vetting_new n;
    struct err err = {0};
    int64_t id;
    if (import_vetting(load->at, row->row, &n, &err) <= 0)
        return 0;
    n.person_id = row->person_id;
    n.recorded_by = load->account_id;
    int r = vetting_record(load->db, a, load->clock, &n, &err, &id);
    if (r < 0)
        return r == ERR_CONFLICT ? 0 : r;
    return job_put(load->db, load->app, VETTING_READY_JOB, load->at->unit_id, row->person_id);
}

int import_load_rows(const struct import_load *load, struct arena *a, struct import_load_row *rows,
                     size_t n)
{
    int r = load_people(load, a, rows, n);
    if (r >= 0)
        r = load_contacts(load, a, rows, n);
    if (r >= 0)
        r = load_participations(load, a, rows, n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = load_vetting(load, a, &rows[i]);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (rows[i].stored->own)
            r = import_line_store(load->db, a, load->at->import_id, rows[i].stored, "applied",
                                  rows[i].person_id);
    return r;
}
