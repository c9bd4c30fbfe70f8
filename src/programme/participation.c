#include "programme/participation.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "office/sheet_out.h"
#include "programme/participation.sql.h"
#include "programme/total.h"

const char *participation_forms(struct arena *a, const struct pack *pack, const char *codes)
{
    struct strbuf b;
    if (!strchr(codes, ';')) { /* nearly always */
        const struct pack_form *only = pack_form(pack, codes);
        return only ? only->name : "";
    }
    strbuf_init(&b, a);
    for (size_t n; *codes; codes += n + (codes[n] != '\0')) {
        n = strcspn(codes, ";");
        const struct pack_form *form = pack_form(pack, arena_strndup(a, codes, n));
        if (form && b.len)
            strbuf_puts(&b, ", ");
        if (form)
            strbuf_puts(&b, form->name);
    }
    return b.s;
}

char *participation_prefix_end(struct arena *a, const char *prefix)
{
    /* U+10FFFF sorts behind every letter in the byte order of both engines. */
    return arena_printf(a, "%s\xF4\x8F\xBF\xBF", prefix);
}

static struct participation_insert row_of(const struct participation_new *n, int64_t id,
                                          int64_t now)
{
    return (struct participation_insert){
        .id = id,
        .unit_id = n->unit_id,
        .programme_id = n->programme_id,
        .person_id = n->person_id,
        .side = n->side,
        .sort_key = n->sort_key,
        .state = n->applied ? "applied" : "in_base",
        .form_code = n->forms,
        .place = n->place,
        .request = n->request,
        .competencies = n->competencies,
        .achievements = n->achievements,
        .interests = n->interests,
        .age_wish = n->age_wish,
        .time_resource = n->time_resource,
        .joined_on = n->joined_on,
        .finished_on = n->finished_on,
        .results = n->results,
        .case_link = n->case_link,
        .completion_mark = n->completed,
        .import_id = n->import_id ? &n->import_id : NULL,
        .created_at = now,
    };
}

static int insert(struct db *db, const struct participation_insert *rows, size_t n)
{
    int r = participation_insert(db, rows, n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = total_move(db, &(struct total){rows[i].programme_id, TOTAL_PARTICIPATION, rows[i].side},
                       NULL, rows[i].state, 1);
    return r < 0 ? r : 0;
}

int participation_create(struct db *db, const struct clock *clock,
                         const struct participation_new *n, int64_t *ret_id)
{
    struct participation_insert row = row_of(n, id_new(clock), clock_now(clock));
    *ret_id = row.id;
    return insert(db, &row, 1);
}

int participation_create_many(struct db *db, struct arena *a, const struct clock *clock,
                              const struct participation_new *list, size_t n)
{
    struct participation_insert *rows = arena_array(a, struct participation_insert, n);
    int64_t now = clock_now(clock);
    for (size_t i = 0; i < n; i++)
        rows[i] = row_of(&list[i], id_new(clock), now);
    return insert(db, rows, n);
}

int participation_grow(struct db *db, int64_t id, const struct deed *deed, struct err *err,
                       int64_t *ret_id)
{
    struct arena *a = arena_new();
    struct participation_grown x;
    int r = participation_grown(db, a, id, &x);
    if (r == 0)
        r = ERR_NOT_FOUND;
    else if (r > 0 && (strcmp(x.side, "mentee") != 0 || strcmp(x.state, "finished") != 0))
        r = err_set(err, ERR_CONFLICT, _("Стать наставником можно, когда путь пройден"));
    else if (r > 0 && x.has_mentor_id)
        r = err_set(err, ERR_CONFLICT, _("Этот человек уже есть среди наставников программы"));
    if (r > 0) {
        struct date today = date_at(clock_now(deed->clock), 0);
        struct participation_new n = {
            .unit_id = x.unit_id,
            .programme_id = x.programme_id,
            .person_id = x.person_id,
            .side = "mentor",
            .sort_key = x.sort_key,
            .forms = x.form_code,
            .place = x.place,
            .request = "",
            .competencies = "",
            .achievements = "",
            .interests = "",
            .age_wish = "",
            .time_resource = "",
            .joined_on = date_iso(a, today),
            .finished_on = "",
            .results = "",
            .case_link = "",
        };
        r = participation_create(db, deed->clock, &n, ret_id);
    }
    arena_free(a);
    return r < 0 ? r : 0;
}

/* ---- the official spreadsheet ---- */

struct partners {
    const char *names, *places, *form;
};

struct exporting {
    struct db *db;
    struct arena *a; /* of one chunk */
    const struct pack *pack;
    enum pack_registry side;
    int64_t n;
};

static char *full_name(struct arena *a, const char *surname, const char *given,
                       const char *patronymic)
{
    return arena_printf(a, *patronymic ? "%s %s %s" : "%s %s", surname, given, patronymic);
}

static void add_line(struct strbuf *b, const char *text)
{
    if (!*text)
        return;
    if (b->len)
        strbuf_puts(b, "\n");
    strbuf_puts(b, text);
}

/* Names and places of the other side, a line each. */
static int partners_of(struct exporting *ex, int64_t id, struct partners *ret)
{
    struct strbuf names, places;
    strbuf_init(&names, ex->a);
    strbuf_init(&places, ex->a);
    struct registry_partners_of_mentee *mentors = NULL;
    struct registry_partners_of_mentor *mentees = NULL;
    size_t n = 0;
    const char *form = "";
    int r = ex->side == PACK_MENTEE ? registry_partners_of_mentee(ex->db, ex->a, id, &mentors, &n)
                                    : registry_partners_of_mentor(ex->db, ex->a, id, &mentees, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        if (mentors) {
            add_line(&names,
                     full_name(ex->a, mentors[i].surname, mentors[i].given, mentors[i].patronymic));
            add_line(&places, mentors[i].place);
            form = mentors[i].form_code;
        } else {
            add_line(&names,
                     full_name(ex->a, mentees[i].surname, mentees[i].given, mentees[i].patronymic));
            add_line(&places, mentees[i].place);
            form = mentees[i].form_code;
        }
    }
    if (r >= 0)
        *ret = (struct partners){names.s, places.s, form};
    return r;
}

static int contacts_of(struct exporting *ex, int64_t person_id, const char **ret)
{
    struct participation_contacts *rows;
    size_t n;
    struct strbuf b;
    strbuf_init(&b, ex->a);
    int r = participation_contacts(ex->db, ex->a, person_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        add_line(&b, *rows[i].note ? arena_printf(ex->a, "%s (%s)", rows[i].value, rows[i].note)
                                   : rows[i].value);
    *ret = b.s;
    return r;
}

static struct cell date_cell(const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? cell_date(d) : cell_text("");
}

/* The cell of one official column. Codes are the pack's; one that we do not keep stays empty. */
static struct cell cell_of(const struct exporting *ex, const char *code,
                           const struct registry_chunk *x, const char *contacts,
                           const struct partners *other)
{
    bool mentee = ex->side == PACK_MENTEE;
    const char *own = full_name(ex->a, x->surname, x->given, x->patronymic);
    const char *form = *other->form ? other->form : x->form_code;
    const struct {
        const char *code, *text;
    } texts[] = {
        {"mentee_name", mentee ? own : ""},
        {"mentor_name", mentee ? other->names : own},
        {"mentees", other->names},
        {"contacts", contacts},
        {"main_request", x->request},
        {"form", participation_forms(ex->a, ex->pack, form)},
        {"mentor_place", mentee ? other->places : x->place},
        {"mentee_place", other->places},
        {"competencies", x->competencies},
        {"achievements", x->achievements},
        {"interests", x->interests},
        {"mentee_age_wish", x->age_wish},
        {"time_resource", x->time_resource},
        {"results", x->results},
        {"case_link", x->case_link},
        {"completion_mark", x->completion_mark ? _("да") : ""},
    };
    if (!strcmp(code, "n"))
        return cell_number((double)ex->n);
    if (!strcmp(code, "birth_year"))
        return x->has_birth_year ? cell_number((double)x->birth_year) : cell_text("");
    if (!strcmp(code, "joined_on"))
        return date_cell(x->joined_on);
    if (!strcmp(code, "finished_on"))
        return date_cell(x->finished_on);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!strcmp(texts[i].code, code))
            return cell_text(texts[i].text);
    return cell_text("");
}

static int write_row(struct exporting *ex, struct sheet_writer *w, const struct registry_chunk *x,
                     struct err *err)
{
    size_t n = pack_official(ex->pack, ex->side);
    struct cell *cells = arena_array(ex->a, struct cell, n);
    struct partners other;
    const char *contacts;
    int r = partners_of(ex, x->id, &other);
    if (r >= 0)
        r = contacts_of(ex, x->person_id, &contacts);
    if (r < 0)
        return r;
    ex->n++;
    for (size_t i = 0; i < n; i++)
        cells[i] = cell_of(ex, ex->pack->columns[ex->side].row[i].code, x, contacts, &other);
    return sheet_writer_row(w, cells, n, err);
}

static int write_all(struct exporting *ex, struct sheet_writer *w, int64_t programme_id,
                     struct err *err)
{
    struct registry_chunk *rows;
    struct arena *keys = arena_new(); /* outlives the chunk */
    const char *key = "";
    int64_t id = 0;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        arena_reset(ex->a);
        r = registry_chunk(ex->db, ex->a, programme_id, pack_registry_code(ex->side), key, id,
                           &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++)
            r = write_row(ex, w, &rows[i], err);
        if (r >= 0 && n) {
            arena_reset(keys);
            key = arena_strdup(keys, rows[n - 1].sort_key);
            id = rows[n - 1].id;
        }
    }
    arena_free(keys);
    return r;
}

int participation_export(struct db *db, const struct programme *p, const struct pack *pack,
                         enum pack_registry side, const char *path, struct err *err)
{
    struct arena *a = arena_new();
    struct exporting ex = {.db = db, .a = arena_new(), .pack = pack, .side = side};
    size_t n = pack_official(pack, side);
    struct sheet_col *cols = arena_array(a, struct sheet_col, n);
    for (size_t i = 0; i < n; i++)
        cols[i].head = pack->columns[side].row[i].name;
    struct sheet_writer *w;
    int r = sheet_writer_open(a, SHEET_XLSX, path, err, &w);
    if (r >= 0) {
        r = sheet_writer_sheet(w,
                               side == PACK_MENTEE ? _("База наставляемых") : _("База наставников"),
                               NULL, cols, n, err);
        if (r >= 0)
            r = write_all(&ex, w, p->id, err);
        if (r >= 0)
            r = sheet_writer_finish(w, err, NULL);
        else
            sheet_writer_abort(w);
    }
    arena_free(ex.a);
    arena_free(a);
    return r < 0 ? r : 0;
}
