/* PAIRS.xlsx: the pairs, both registries with the pairs filled in, the rest and the remarks. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "cmd/pair.h"
#include "office/sheet_out.h"

#define MAX_SHEET_COLS 64

/* Mates of every profile, for the official columns. */
struct filled {
    const struct pair_job *job;
    struct arena *a;
    const uint32_t *mentor_of; /* by mentee profile, UINT32_MAX = none */
    const char **mentees_of;   /* by mentor profile: names through a comma, "" */
    const char **places_of;    /* by mentor profile: places of those mentees */
};

static bool begins(const char *list, const char *at)
{
    while (at > list && at[-1] == ' ')
        at--;
    return at == list || strchr(",;\n", at[-1]);
}

/* «Ким Анна» is not in a list with «Ким Анна Сергеевна»; an item may have commas of its own. */
static const char *add_once(struct arena *a, const char *list, const char *item)
{
    size_t n = strlen(item);
    for (const char *at = list; n && (at = strstr(at, item)); at++)
        if (begins(list, at) && strchr(",;\n", at[n])) /* its end too */
            return list;
    return !n ? list : *list ? arena_printf(a, "%s, %s", list, item) : item;
}

static struct filled fill(const struct pair_job *job, struct arena *a)
{
    const struct criterion_input *in = &job->input.people;
    uint32_t *mentor_of = arena_array(a, uint32_t, in->n_mentees);
    struct filled f = {.job = job, .a = a, .mentor_of = mentor_of};
    f.mentees_of = arena_array(a, const char *, in->n_mentors);
    f.places_of = arena_array(a, const char *, in->n_mentors);
    for (uint32_t i = 0; i < in->n_mentees; i++)
        mentor_of[i] = UINT32_MAX;
    for (uint32_t i = 0; i < in->n_mentors; i++) {
        const struct pair_person *who = pair_person_of(job, PACK_MENTOR, i);
        f.mentees_of[i] = pair_text(job, PACK_MENTOR, who, "mentees");
        f.places_of[i] = pair_text(job, PACK_MENTOR, who, "mentee_place");
    }
    for (size_t i = 0; i < job->result->n_pairs; i++) {
        const struct pairing_pair *pair = &job->result->pair[i];
        const struct pair_person *mentee = pair_person_of(job, PACK_MENTEE, pair->mentee);
        mentor_of[pair->mentee] = pair->mentor;
        f.mentees_of[pair->mentor] = add_once(a, f.mentees_of[pair->mentor], mentee->name);
        f.places_of[pair->mentor] =
            add_once(a, f.places_of[pair->mentor], pair_text(job, PACK_MENTEE, mentee, "place"));
    }
    return f;
}

/* What the pairing adds to a column of the registry, or NULL. */
static const char *added(const struct filled *f, enum pack_registry side,
                         const struct pair_person *who, const char *code)
{
    if (who->left_out)
        return NULL;
    if (side == PACK_MENTOR)
        return !strcmp(code, "mentees")        ? f->mentees_of[who->profile]
               : !strcmp(code, "mentee_place") ? f->places_of[who->profile]
                                               : NULL;
    uint32_t mentor = f->mentor_of[who->profile];
    if (mentor == UINT32_MAX)
        return NULL;
    const struct pair_person *mate = pair_person_of(f->job, PACK_MENTOR, mentor);
    return !strcmp(code, "mentor_name")    ? mate->name
           : !strcmp(code, "mentor_place") ? pair_text(f->job, PACK_MENTOR, mate, "mentor_place")
                                           : NULL;
}

static struct cell official_cell(const struct filled *f, enum pack_registry side, size_t column,
                                 const struct pair_person *who, size_t row)
{
    const struct pack_column *c = &f->job->p->columns[side].row[column];
    const char *text = added(f, side, who, c->code);
    struct date d;
    if (!text)
        text = who->cell[column];
    if (c->type == PACK_COL_INT)
        return cell_number((double)row);
    if (c->type == PACK_COL_DATE && date_parse_iso(text, &d))
        return cell_date(d);
    if (c->type == PACK_COL_YEAR && strspn(text, "0123456789") == 4 && !text[4])
        return cell_number((double)strtol(text, NULL, 10));
    return cell_text(text);
}

static int write_registry(const struct filled *f, struct sheet_writer *w, enum pack_registry side,
                          struct err *err)
{
    const struct pair_file *file = &f->job->file[side];
    size_t n = pack_official(f->job->p, side);
    struct sheet_col *col = arena_array(f->a, struct sheet_col, n);
    struct cell *cell = arena_array(f->a, struct cell, n);
    for (size_t i = 0; i < n; i++)
        col[i] =
            (struct sheet_col){.head = f->job->p->columns[side].row[i].name, .width = i ? 24 : 6};
    int r = sheet_writer_sheet(
        w, side == PACK_MENTEE ? _("База наставляемых") : _("База наставников"), NULL, col, n, err);
    for (size_t i = 0; r == 0 && i < file->n; i++) {
        for (size_t k = 0; k < n; k++)
            cell[k] = official_cell(f, side, k, &file->person[i], i + 1);
        r = sheet_writer_row(w, cell, n, err);
    }
    return r;
}

/* The parts of the score that are in use are the same for every pair. */
static size_t used_parts(const struct pair_job *job, struct arena *a, enum criterion *ret)
{
    struct explanation e = {0};
    if (job->result->n_pairs)
        criterion_explain(job->result->run, a, job->result->pair[0].mentee,
                          job->result->pair[0].mentor, &e);
    for (size_t i = 0; i < e.n_parts; i++)
        ret[i] = e.part[i].criterion;
    return e.n_parts;
}

static size_t pair_columns(const struct pair_job *job, const enum criterion *part, size_t n_parts,
                           struct sheet_col *col)
{
    size_t n = 0;
    const struct sheet_col first[] = {{"№", 6},       {_("Наставляемый"), 30}, {_("Наставник"), 30},
                                      {_("Балл"), 8}, {_("Закреплено"), 12},   {_("Почему"), 40}};
    const struct sheet_col last[] = {{_("Что совпало"), 50},
                                     {_("Ещё подходит"), 30},
                                     {_("Балл"), 8},
                                     {_("И ещё"), 30},
                                     {_("Балл"), 8}};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        col[n++] = first[i];
    for (size_t i = 0; i < n_parts; i++)
        col[n++] = (struct sheet_col){job->input.people.criteria.of[part[i]].name, 14};
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        col[n++] = last[i];
    return n;
}

/* «алгебру — математика; ОГЭ — экзамены». The table goes on to mentors and schools: what only the
 * curator may read of a child stays in the report. */
static const char *shared_words(struct arena *a, const struct explanation *e)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < e->n_parts; i++)
        for (size_t k = 0; k < e->part[i].n_shared; k++)
            if (!e->part[i].shared[k].curator_only)
                strbuf_printf(&b, "%s%s — %s", b.len ? "; " : "", e->part[i].shared[k].mentee,
                              e->part[i].shared[k].mentor);
    return b.s;
}

static size_t pair_cells(const struct pair_job *job, struct arena *a, size_t i,
                         const enum criterion *part, size_t n_parts, struct cell *cell)
{
    const struct pairing_pair *pair = &job->result->pair[i];
    struct explanation e;
    size_t n = 0;
    criterion_explain(job->result->run, a, pair->mentee, pair->mentor, &e);
    cell[n++] = cell_number((double)(i + 1));
    cell[n++] = cell_text(pair_person_of(job, PACK_MENTEE, pair->mentee)->name);
    cell[n++] = cell_text(pair_person_of(job, PACK_MENTOR, pair->mentor)->name);
    cell[n++] = cell_number(criterion_points(&pair->score));
    cell[n++] = cell_text(pair->pinned ? _("да") : "");
    cell[n++] = cell_text(e.why);
    for (size_t c = 0; c < n_parts; c++) {
        cell[n] = cell_text("");
        for (size_t k = 0; k < e.n_parts; k++)
            if (e.part[k].criterion == part[c])
                cell[n] = cell_number(e.part[k].points);
        n++;
    }
    cell[n++] = cell_text(shared_words(a, &e));
    for (uint32_t k = 0; k < PAIRING_NEXT; k++) {
        bool there = k < pair->n_next;
        cell[n++] =
            cell_text(there ? pair_person_of(job, PACK_MENTOR, pair->next[k].mentor)->name : "");
        cell[n++] = there ? cell_number((pair->next[k].score + 5) / 10) : cell_text("");
    }
    return n;
}

static int write_pairs(const struct pair_job *job, struct sheet_writer *w, struct err *err)
{
    struct arena *scratch = arena_new();
    struct sheet_col col[MAX_SHEET_COLS];
    struct cell cell[MAX_SHEET_COLS];
    enum criterion part[CRITERIA];
    size_t n_parts = used_parts(job, scratch, part);
    size_t n = pair_columns(job, part, n_parts, col);
    int r = sheet_writer_sheet(w, _("Пары"), NULL, col, n, err);
    for (size_t i = 0; r == 0 && i < job->result->n_pairs; i++) {
        n = pair_cells(job, scratch, i, part, n_parts, cell);
        r = sheet_writer_row(w, cell, n, err);
        arena_reset(scratch);
    }
    arena_free(scratch);
    return r;
}

static int write_alone(const struct pair_job *job, struct sheet_writer *w,
                       const struct pairing_alone *alone, size_t n, enum pack_registry side,
                       struct err *err)
{
    int r = 0;
    for (size_t i = 0; r == 0 && i < n; i++) {
        struct cell cell[] = {cell_text(side == PACK_MENTEE ? _("наставляемый") : _("наставник")),
                              cell_text(pair_person_of(job, side, alone[i].who)->name),
                              cell_text(pairing_alone_words(job->a, &alone[i]))};
        r = sheet_writer_row(w, cell, sizeof cell / sizeof *cell, err);
    }
    return r;
}

static int write_unpaired(const struct pair_job *job, struct sheet_writer *w, struct err *err)
{
    const struct sheet_col col[] = {{_("Кто"), 14}, {_("ФИО"), 36}, {_("Почему"), 80}};
    const struct pairing *p = job->result;
    int r;
    if ((r = sheet_writer_sheet(w, _("Без пары"), NULL, col, 3, err)) < 0 ||
        (r = write_alone(job, w, p->mentee_alone, p->n_mentees_alone, PACK_MENTEE, err)) < 0 ||
        (r = write_alone(job, w, p->mentor_alone, p->n_mentors_alone, PACK_MENTOR, err)) < 0)
        return r;
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++)
        for (size_t i = 0; r == 0 && i < job->file[g].n; i++) {
            const struct pair_person *who = &job->file[g].person[i];
            struct cell cell[] = {cell_text(g == PACK_MENTEE ? _("наставляемый") : _("наставник")),
                                  cell_text(who->name),
                                  cell_text(who->left_out
                                                ? arena_printf(job->a, _("строка %zu: %s"),
                                                               who->row_no, who->left_out)
                                                : "")};
            if (who->left_out)
                r = sheet_writer_row(w, cell, sizeof cell / sizeof *cell, err);
        }
    return r;
}

static int write_remarks(const struct pair_job *job, struct sheet_writer *w, struct err *err)
{
    const struct sheet_col col[] = {{_("Таблица"), 24},    {_("Строка"), 8},
                                    {_("Столбец"), 30},    {_("В ячейке"), 40},
                                    {_("Что не так"), 60}, {_("Что сделано"), 40}};
    int r = sheet_writer_sheet(w, _("Замечания"), NULL, col, sizeof col / sizeof *col, err);
    for (size_t i = 0; r == 0 && i < job->remarks.n; i++) {
        const struct pair_remark *m = &job->remarks.row[i];
        struct cell cell[] = {
            cell_text(m->file),    m->row_no ? cell_number((double)m->row_no) : cell_text(""),
            cell_text(m->column),  cell_text(m->value),
            cell_text(m->message), cell_text(m->done)};
        r = sheet_writer_row(w, cell, sizeof cell / sizeof *cell, err);
    }
    return r;
}

static int write_all(const struct pair_job *job, struct sheet_writer *w, struct err *err)
{
    struct filled f = fill(job, job->a);
    int r;
    if ((r = write_pairs(job, w, err)) < 0 || (r = write_registry(&f, w, PACK_MENTEE, err)) < 0 ||
        (r = write_registry(&f, w, PACK_MENTOR, err)) < 0 ||
        (r = write_unpaired(job, w, err)) < 0 || (r = write_remarks(job, w, err)) < 0) {
        sheet_writer_abort(w);
        return r;
    }
    return sheet_writer_finish(w, err, NULL);
}

int pair_write_sheets(const struct pair_job *job, const char *path, struct err *err)
{
    struct sheet_writer *w = NULL;
    int r = sheet_writer_open(job->a, SHEET_XLSX, path, err, &w);
    if (r == 0)
        r = write_all(job, w, err);
    struct err why = *err;
    return r == 0 || strstr(why.text, path) ? r : err_set(err, r, "%s: %s", path, why.text);
}
