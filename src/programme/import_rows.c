/* Rows of an upload: cells in one text, people recognised, problems kept. */
#include <string.h>

#include "base/i18n.h"
#include "base/record.h"
#include "base/utf8.h"
#include "db/db.h"
#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/participation.h"

#define OWNERS_MAX 50 /* of one contact, as the query says */

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

/* People of the unit with one of the row's contacts. */
struct owners {
    int64_t *id;
    size_t n;
};

static int owners_of(struct db *db, struct arena *a, int64_t unit_id,
                     const struct registry_identity *who, struct owners *ret)
{
    struct owners o = {arena_array(a, int64_t, who->n_contacts * OWNERS_MAX), 0};
    int r = 0;
    for (size_t i = 0; r >= 0 && i < who->n_contacts; i++) {
        struct import_owners *rows;
        size_t n;
        r = import_owners(db, a, unit_id, who->contacts[i], &rows, &n);
        for (size_t k = 0; r >= 0 && k < n; k++)
            o.id[o.n++] = rows[k].person_id;
    }
    *ret = o;
    return r < 0 ? r : 0;
}

/* Which of the people with such name keys is the one of the row, better than *ret_same says? */
static int best_of(struct db *db, struct arena *a, const struct import_place *at,
                   const struct registry_identity *who, const struct owners *owners,
                   const char *from, const char *to, struct import_match *ret)
{
    struct import_namesakes *rows;
    size_t n;
    int r = import_namesakes(db, a, at->unit_id, at->import_id, from, to, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct import_namesakes *p = &rows[i];
        struct registry_name name = {
            .surname = p->surname, .given = p->given, .patronymic = p->patronymic, .note = ""};
        struct registry_identity known =
            registry_identity_of(a, &name, p->has_birth_year ? (int)p->birth_year : 0, NULL, 0);
        for (size_t k = 0; k < owners->n; k++)
            if (owners->id[k] == p->id) {
                known.contacts = who->contacts;
                known.n_contacts = who->n_contacts;
            }
        enum registry_same same = registry_same_person(who, &known);
        if (same > ret->same)
            *ret = (struct import_match){same, p->id};
    }
    return r < 0 ? r : 0;
}

int import_recognise(struct db *db, struct arena *a, const struct import_place *at,
                     const struct registry_identity *who, bool only_sure, struct import_match *ret)
{
    struct import_match best = {REGISTRY_DIFFERENT, 0};
    struct owners owners;
    size_t letter;
    utf8_decode(who->given, strlen(who->given) + 1, &letter);
    int r = owners_of(db, a, at->unit_id, who, &owners);
    if (r >= 0)
        r = best_of(db, a, at, who, &owners, who->name_key, arena_printf(a, "%s ", who->name_key),
                    &best);
    if (r >= 0 && best.same == REGISTRY_DIFFERENT && !only_sure) {
        const char *from = arena_printf(a, "%s %.*s", who->surname, (int)letter, who->given);
        r = best_of(db, a, at, who, &owners, from, participation_prefix_end(a, from), &best);
    }
    if (r < 0)
        return r;
    *ret = only_sure && best.same != REGISTRY_SAME ? (struct import_match){REGISTRY_DIFFERENT, 0}
                                                   : best;
    return 0;
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

int import_set_aside(struct db *db, int64_t import_id, int64_t row_no, const char *remark)
{
    int r = import_problem_insert(db, import_id, row_no, "", "", "", remark, 1);
    if (r >= 0)
        r = import_row_set_state(db, import_id, row_no, "skip", NULL);
    return r < 0 ? r : 0;
}

/* A row that can be loaded: is it a new person, one already known, or one to ask about? */
static int store_person(struct db *db, struct arena *a, const struct import_place *at,
                        const struct registry_row *row)
{
    int64_t row_no = (int64_t)row->row_no;
    struct import_match match;
    struct import_participates there;
    if (row->duplicate_of)
        return import_set_aside(db, at->import_id, row_no,
                                _("Этот человек уже есть выше в этом файле"));
    int r = import_recognise(db, a, at, &row->identity, false, &match);
    if (r >= 0 && match.same == REGISTRY_SAME)
        r = import_participates(db, a, at->programme_id, at->side, match.person_id, &there);
    if (r < 0)
        return r;
    if (r > 0)
        return import_set_aside(db, at->import_id, row_no, _("Уже есть в этой программе"));
    r = import_row_set_state(db, at->import_id, row_no,
                             match.same == REGISTRY_SIMILAR ? "similar" : "ready",
                             match.person_id ? &match.person_id : NULL);
    return r < 0 ? r : 0;
}

int import_store_row(struct db *db, struct arena *a, const struct import_place *at,
                     const struct registry_row *row)
{
    int r = keep_problems(db, at->import_id, row);
    if (r >= 0 && row->state == REGISTRY_READY)
        r = store_person(db, a, at, row);
    else if (r >= 0)
        r = import_row_set_state(db, at->import_id, (int64_t)row->row_no,
                                 row->state == REGISTRY_BAD ? "bad" : "skip", NULL);
    return r < 0 ? r : 0;
}

bool import_row_wanted(const char *state, const char *decision)
{
    if (!strcmp(decision, "skip") || !strcmp(state, "bad"))
        return false;
    if (!strcmp(state, "ready"))
        return true;
    return !strcmp(decision, "new") || (!strcmp(state, "similar") && !strcmp(decision, "same"));
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
        const char *state = rows[i].state;
        if (import_row_wanted(state, rows[i].decision) || !strcmp(state, "applied"))
            ready += rows[i].n;
        else if (!strcmp(rows[i].decision, "skip") || !strcmp(state, "skip"))
            skipped += rows[i].n;
        else if (!strcmp(state, "bad"))
            bad += rows[i].n;
        else
            similar += rows[i].n;
    }
    r = import_set_counts(db, import_id, ready, bad, similar, skipped);
    return r < 0 ? r : 0;
}
