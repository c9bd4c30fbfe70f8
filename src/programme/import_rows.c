/* Rows of an upload: cells in one text, people recognised, problems kept. */
#include <string.h>

#include "base/i18n.h"
#include "base/record.h"
#include "base/utf8.h"
#include "db/db.h"
#include "identity/person.h"
#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/participation.h"

char *import_pack_cells(struct arena *a, const char *const *cells, size_t n)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < n; i++)
        record_text(&b, cells[i]);
    record_end(&b);
    return b.s;
}

void import_unpack_cells(struct arena *a, const char *packed, const char *const **ret_cells,
                         size_t *ret_n)
{
    struct record r = {0};
    record_next(a, &packed, &r);
    *ret_cells = r.field;
    *ret_n = r.n;
}

int import_head(struct db *db, struct arena *a, int64_t import_id, const struct pack *pack,
                struct registry_head *ret_head)
{
    struct import_row_get row;
    struct import_columns *cols;
    size_t n;
    struct err err;
    int r = import_row_get(db, a, import_id, &row);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = import_columns(db, a, import_id, &cols, &n);
    if (r < 0)
        return r;
    const char **titles = arena_array(a, const char *, n);
    struct registry_head head = {
        .side = strcmp(row.side, "mentor") ? PACK_MENTEE : PACK_MENTOR,
        .side_sure = 100,
        .row_no = (size_t)row.head_row,
        .n_cols = n,
        .titles = titles,
        .target = arena_array(a, struct registry_target, n),
    };
    for (size_t i = 0; i < n; i++) {
        titles[i] = cols[i].title;
        head.target[i].column = -1;
    }
    for (size_t i = 0; i < n; i++)
        if (*cols[i].code && (r = registry_set_target(pack, &head, i, cols[i].code, &err)) < 0)
            return r;
    *ret_head = head;
    return 0;
}

static int identity_of(struct db *db, struct arena *a, const struct import_namesakes *p,
                       struct registry_identity *ret)
{
    struct registry_name name = {
        .surname = p->surname, .given = p->given, .patronymic = p->patronymic, .note = ""};
    struct person_contact *known;
    size_t n;
    int r = person_contacts(db, a, p->id, &known, &n);
    if (r < 0)
        return r;
    const char **values = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        values[i] = known[i].value;
    *ret = registry_identity_of(a, &name, p->has_birth_year ? (int)p->birth_year : 0, NULL, 0);
    ret->contacts = values;
    ret->n_contacts = n;
    return 0;
}

/* The person of the unit who is (or may be) the one of this row: among those with the surname and
 * the first letter of the given name, so that a missing patronymic or initials do not hide
 * somebody. */
static int recognise(struct db *db, struct arena *a, const struct import_place *at,
                     const struct registry_identity *who, enum registry_same *ret_same,
                     int64_t *ret_id)
{
    struct import_namesakes *rows;
    size_t n, letter;
    utf8_decode(who->given, strlen(who->given) + 1, &letter);
    const char *from = arena_printf(a, "%s %.*s", who->surname, (int)letter, who->given);
    int r =
        import_namesakes(db, a, at->unit_id, from, participation_prefix_end(a, from), &rows, &n);
    enum registry_same best = REGISTRY_DIFFERENT;
    for (size_t i = 0; r >= 0 && i < n; i++) {
        struct registry_identity known;
        r = identity_of(db, a, &rows[i], &known);
        enum registry_same same = r < 0 ? best : registry_same_person(who, &known);
        if (same > best) {
            best = same;
            *ret_id = rows[i].id;
        }
    }
    *ret_same = best;
    return r < 0 ? r : 0;
}

static int keep_problems(struct db *db, int64_t import_id, const struct registry_row *row)
{
    int r = import_problems_of_row(db, import_id, (int64_t)row->row_no);
    for (size_t i = 0; r >= 0 && i < row->n_problems; i++) {
        const struct registry_problem *p = &row->problems[i];
        r = import_problem_insert(db, import_id, (int64_t)row->row_no, p->code, p->column, p->value,
                                  p->message, p->note);
    }
    return r < 0 ? r : 0;
}

static int add_remark(struct db *db, int64_t import_id, const struct registry_row *row,
                      const char *message)
{
    return import_problem_insert(db, import_id, (int64_t)row->row_no, "", "", "", message, 1);
}

int import_store_row(struct db *db, struct arena *a, const struct import_place *at,
                     const struct registry_row *row)
{
    const char *state = row->state == REGISTRY_READY ? "ready"
                        : row->state == REGISTRY_BAD ? "bad"
                                                     : "skip";
    enum registry_same same = REGISTRY_DIFFERENT;
    int64_t person = 0;
    struct import_participates there;
    int r = keep_problems(db, at->import_id, row);
    if (r >= 0 && row->state == REGISTRY_READY && row->duplicate_of) {
        state = "skip";
        r = add_remark(db, at->import_id, row, _("Этот человек уже есть выше в этом файле"));
    } else if (r >= 0 && row->state == REGISTRY_READY) {
        r = recognise(db, a, at, &row->identity, &same, &person);
        if (r >= 0 && same != REGISTRY_DIFFERENT)
            r = import_participates(db, a, at->programme_id, at->side, person, &there);
        if (r == 1 && same == REGISTRY_SAME) {
            state = "skip";
            r = add_remark(db, at->import_id, row, _("Уже есть в этой программе"));
        } else if (same == REGISTRY_SIMILAR) {
            state = "similar";
        }
    }
    if (r < 0)
        return r;
    r = import_row_set_state(db, at->import_id, (int64_t)row->row_no, state,
                             same == REGISTRY_DIFFERENT ? NULL : &person);
    return r < 0 ? r : 0;
}

int import_recount(struct db *db, struct arena *a, int64_t import_id)
{
    struct import_row_counts *rows;
    size_t n;
    int64_t ready = 0, bad = 0, similar = 0, skipped = 0;
    int r = import_row_counts(db, a, import_id, &rows, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++) {
        bool similar_row = !strcmp(rows[i].state, "similar");
        bool decided = !strcmp(rows[i].decision, "same") || !strcmp(rows[i].decision, "new");
        if (!strcmp(rows[i].decision, "skip") || !strcmp(rows[i].state, "skip"))
            skipped += rows[i].n;
        else if (!strcmp(rows[i].state, "bad"))
            bad += rows[i].n;
        else if (similar_row && !decided)
            similar += rows[i].n;
        else
            ready += rows[i].n;
    }
    r = import_set_counts(db, import_id, ready, bad, similar, skipped);
    return r < 0 ? r : 0;
}
