#include "programme/registry.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "programme/registry_rows.h"

#define SHOWN_VALUE 80   /* characters of a cell in a message */
#define MAX_WITH_UNIT 40 /* bytes of figures, however many */

int registry_column(const struct pack *p, enum pack_registry side, const char *code)
{
    const struct pack_column *c = pack_column(p, side, code);
    return c ? (int)(c - p->columns[side].row) : -1;
}

static struct source source_of(struct arena *a, const struct registry_head *head, int column)
{
    struct source s = {{SIZE_MAX, SIZE_MAX, SIZE_MAX}, .owner = SIZE_MAX, .wanted = true};
    size_t *col = arena_array(a, size_t, head->n_cols);
    for (size_t i = 0; i < head->n_cols; i++) {
        if (head->target[i].column != column)
            continue;
        if (head->target[i].part == PACK_OWNER) {
            s.owner = i;
        } else if (head->target[i].part != PACK_WHOLE) {
            s.part[head->target[i].part - PACK_SURNAME] = i;
            s.parts = true;
        } else {
            col[s.n_cols++] = i;
        }
    }
    s.col = col;
    return s;
}

/* «Часов в неделю», «Желаемый класс»: what figures alone are counted by; "" where the title does
 * not say. */
static const char *unit_of(const char *title_key, enum pack_column_type type)
{
    if (type == PACK_COL_RANGE)
        return strstr(title_key, "класс") && !strstr(title_key, "возраст") ? " класс" : "";
    if (type != PACK_COL_HOURS)
        return "";
    size_t n = strlen(title_key), mes = strlen(" мес");
    bool week = strstr(title_key, "нед");
    bool month = strstr(title_key, "месяц") || (n > mes && !strcmp(title_key + n - mes, " мес"));
    return week == month ? "" : week ? " ч в неделю" : " ч в месяц";
}

static void read_titles(struct registry_reader *r, struct arena *a)
{
    const struct registry_head *head = r->head;
    r->title_keys = arena_array(a, const char *, head->n_cols);
    r->units = arena_array(a, const char *, head->n_cols);
    for (size_t i = 0; i < head->n_cols; i++) {
        int column = head->target[i].column;
        r->title_keys[i] = head_key(a, head->titles[i]);
        r->units[i] =
            column < 0 ? "" : unit_of(r->title_keys[i], r->p->columns[head->side].row[column].type);
    }
}

struct registry_reader *registry_reader_new(struct arena *a, const struct pack *p,
                                            const struct registry_head *head, struct date today)
{
    struct registry_reader *r = arena_new_of(a, struct registry_reader);
    size_t n = p->columns[head->side].n;
    *r = (struct registry_reader){.a = a, .p = p, .head = head, .today = today};
    r->own = registry_own_name(p, head->side);
    r->year = registry_column(p, head->side, "birth_year");
    r->seen = registry_seen_new(a);
    r->forms = form_words_new(a, p);
    r->source = arena_array(a, struct source, n);
    for (size_t i = 0; i < n; i++)
        r->source[i] = source_of(a, head, (int)i);
    read_titles(r, a);
    return r;
}

void registry_reader_leave_out(struct registry_reader *reader, const char *code)
{
    int i = registry_column(reader->p, reader->head->side, code);
    if (i >= 0)
        reader->source[i].wanted = false;
}

void registry_reader_guard(struct registry_reader *reader)
{
    reader->guarded = true;
}

static const char *cell_at(const struct registry_line *line, size_t col)
{
    return col < line->n ? line->cells[col] : "";
}

/* ---- values ---------------------------------------------------------------------------- */

struct row_builder {
    const struct registry_reader *r;
    struct arena *a;
    const struct registry_line *line;
    struct registry_value *values;
    struct registry_problem *problems; /* NULL: none yet */
    size_t n_problems;
    bool bad;
};

static const char *shown(struct arena *a, const char *value)
{
    const char *s = utf8_squeeze(a, value), *p = s;
    size_t letters = 0;
    for (size_t len; *p && letters < SHOWN_VALUE; p += len, letters++)
        utf8_decode(p, strlen(p), &len);
    return *p ? arena_printf(a, "%.*s…", (int)(p - s), s) : s;
}

static void say(struct row_builder *b, size_t column, const char *title, const char *value,
                const char *message, bool note)
{
    enum pack_registry side = b->r->head->side;
    const struct pack_column *c = &b->r->p->columns[side].row[column];
    b->bad |= !note;
    if (!b->problems)
        b->problems = arena_array(b->a, struct registry_problem, b->r->p->columns[side].n);
    for (size_t i = 0; i < b->n_problems; i++) {
        struct registry_problem *old = &b->problems[i];
        if (strcmp(old->code, c->code))
            continue;
        old->message = arena_printf(b->a, "%s; %s", old->message, message);
        old->note &= note;
        return;
    }
    b->problems[b->n_problems++] = (struct registry_problem){
        .row_no = b->line->row_no,
        .code = c->code,
        .column = *title ? title : c->name,
        .value = shown(b->a, value),
        .message = message,
        .note = note,
    };
}

static bool is_one_of(const char *word, const char *const *of)
{
    while (*of && strcmp(word, *of))
        of++;
    return *of;
}

/* «2», «5–7», «до 4 ч» with the unit of the title; other words speak for themselves. */
static const char *with_unit(struct arena *a, const char *text, const char *unit)
{
    static const char *const hours[] = {"ч", "час", "часа", "часов", NULL};
    static const char *const around[] = {"",  "и",  "или", "от",    "до",
                                         "с", "по", "не",  "более", NULL};
    bool figures = false, hour = false;
    if (!*unit || strlen(text) > MAX_WITH_UNIT)
        return text;
    for (const char *key = head_key(a, text); *key;) {
        size_t between = strspn(key, "0123456789 "), n = strcspn(key + between, "0123456789 ");
        const char *word = arena_strndup(a, key + between, n);
        if (is_one_of(word, hours))
            hour = true;
        else if (!is_one_of(word, around))
            return text;
        figures |= strcspn(key, "0123456789") < between;
        key += between + n;
    }
    const char *rest = hour ? strchr(unit + 1, ' ') : unit;
    return figures && rest ? arena_printf(a, "%s%s", text, rest) : text;
}

static const char *plain_text(struct arena *a, const char *text, struct registry_value *v)
{
    v->text = utf8_is_squeezed(text) ? text : utf8_squeeze(a, text);
    return NULL;
}

static const char *read_one(struct cell_reader *c, enum pack_column_type type, const char *text,
                            struct registry_value *v)
{
    switch (type) {
    case PACK_COL_INT:
        return registry_cell_int(c, text, v);
    case PACK_COL_PERSON:
        return registry_cell_person(c, text, v);
    case PACK_COL_PERSONS:
        return registry_cell_persons(c, text, v);
    case PACK_COL_YEAR:
        return registry_cell_year(c, text, v);
    case PACK_COL_DATE:
        return registry_cell_date(c, text, v);
    case PACK_COL_TAGS:
        return registry_cell_tags(c, text, v);
    case PACK_COL_URL:
        return registry_cell_url(c, text, v);
    case PACK_COL_BOOL:
        return registry_cell_bool(c, text, v);
    default:
        return plain_text(c->a, text, v);
    }
}

/* «#N/A», «#ЗНАЧ!»: the sign of a broken formula. */
static bool is_error_sign(const char *s)
{
    return s[0] == '#' && s[1] &&
           (s[strlen(s) - 1] == '!' || s[strlen(s) - 1] == '?' || !strncmp(s, "#N/A", 4) ||
            !strncmp(s, "#Н/Д", strlen("#Н/Д")));
}

static bool is_free_text(enum pack_column_type type)
{
    return type == PACK_COL_TEXT || type == PACK_COL_TAGS || type == PACK_COL_ORGANISATION ||
           type == PACK_COL_RANGE || type == PACK_COL_HOURS;
}

/* A text in one's own words about a person may tell what is not kept. A mentor's is about their
 * work: «веду детей с ОВЗ» says nothing of anybody. */
static void guard(struct row_builder *b, size_t column, const char *title, struct registry_value *v)
{
    const struct pack_sensitive *s = pack_sensitive(b->a, b->r->p, v->text);
    if (!s)
        return;
    if (!s->refuse || b->r->head->side == PACK_MENTOR) {
        say(b, column, title, v->text,
            arena_printf(b->a,
                         _("возможно, здесь сведения %s. Если так, впишите иначе: их не хранят"),
                         s->about),
            true);
        return;
    }
    v->raw = v->text = "";
    v->number = 0;
    say(b, column, title, "",
        arena_printf(b->a,
                     _("похоже, здесь сведения %s. Их не хранят: ячейка останется пустой. Можно "
                       "вписать другой текст, без них"),
                     s->about),
        true);
}

/* One cell of the file for one column of the registry. */
static void read_cell(struct row_builder *b, size_t column, size_t col, const char *owner)
{
    struct cell_reader c = {.a = b->a, .today = b->r->today};
    const char *text = cell_at(b->line, col), *title = b->r->head->titles[col];
    struct registry_value *v = &b->values[column];
    enum pack_column_type type = b->r->p->columns[b->r->head->side].row[column].type;
    const char *said;
    if (!*text)
        return;
    v->raw = *v->raw ? arena_printf(b->a, "%s; %s", v->raw, text) : text;
    if (is_error_sign(text)) {
        say(b, column, title, text, _("ошибка формулы в таблице. Впишите значение"), false);
        return;
    }
    if (type != PACK_COL_BOOL && registry_cell_is_nothing(b->a, text))
        return;
    if (type == PACK_COL_CONTACT)
        said = registry_cell_contacts(&c, text, owner, v);
    else if (type == PACK_COL_FORM)
        said = registry_cell_form(&c, b->r->forms, text, v);
    else
        said = read_one(&c, type, with_unit(b->a, text, b->r->units[col]), v);
    if (said)
        say(b, column, title, text, said, c.note);
    if (b->r->guarded && is_free_text(type))
        guard(b, column, title, v);
}

/* Surname, given name and patronymic in columns of their own. */
static void read_parts(struct row_builder *b, size_t column, const size_t at[3])
{
    struct cell_reader c = {.a = b->a, .today = b->r->today};
    const char *part[3], *title = "";
    for (int i = 2; i >= 0; i--) {
        part[i] = at[i] < b->r->head->n_cols ? cell_at(b->line, at[i]) : "";
        if (at[i] < b->r->head->n_cols)
            title = b->r->head->titles[at[i]];
    }
    struct registry_value *v = &b->values[column];
    v->raw = utf8_squeeze(b->a, arena_printf(b->a, "%s %s %s", part[0], part[1], part[2]));
    if (!*v->raw || registry_cell_is_nothing(b->a, v->raw))
        return;
    const char *said = registry_cell_name_parts(&c, part, v);
    if (said)
        say(b, column, title, v->raw, said, c.note);
}

static void read_column(struct row_builder *b, size_t column)
{
    const struct source *s = &b->r->source[column];
    if (!s->wanted)
        return;
    const char *owner = s->owner == SIZE_MAX ? "" : cell_at(b->line, s->owner);
    if (s->parts)
        read_parts(b, column, s->part);
    for (size_t i = 0; i < s->n_cols; i++)
        read_cell(b, column, s->col[i], owner);
}

/* ---- rows ------------------------------------------------------------------------------ */

static void identify(const struct registry_reader *r, const struct row_builder *b,
                     struct registry_row *row)
{
    const struct registry_value *name = &b->values[r->own];
    static const struct registry_value none = {.raw = "", .text = ""};
    const struct registry_value *contacts = &none;
    for (size_t i = 0; i < r->p->columns[r->head->side].n; i++)
        if (r->p->columns[r->head->side].row[i].type == PACK_COL_CONTACT)
            contacts = &b->values[i];
    row->identity =
        registry_identity_of(b->a, &name->names[0], r->year < 0 ? 0 : b->values[r->year].number,
                             contacts->contacts, contacts->n_contacts);
}

static void read_alone(const struct registry_reader *r, struct arena *row_arena,
                       const struct registry_line *line, struct registry_row *ret_row)
{
    size_t n = r->p->columns[r->head->side].n;
    struct row_builder b = {.r = r, .a = row_arena, .line = line};
    struct registry_row row = {.row_no = line->row_no};
    b.values = arena_array(row_arena, struct registry_value, n);
    for (size_t i = 0; i < n; i++)
        b.values[i].raw = b.values[i].text = "";
    row.values = b.values;
    row.identity =
        (struct registry_identity){.surname = "", .given = "", .patronymic = "", .name_key = ""};
    row.skip = registry_why_skip(r, row_arena, line);
    if (row.skip == REGISTRY_PERSON) {
        for (size_t i = 0; i < n; i++)
            read_column(&b, i);
        if (r->own >= 0 && b.values[r->own].n_names)
            identify(r, &b, &row);
        else if (r->own >= 0 && (!b.n_problems || !*b.values[r->own].raw))
            say(&b, (size_t)r->own, "", "", _("имени нет. Впишите фамилию и имя"), false);
        else
            b.bad = true;
    }
    row.state = row.skip ? REGISTRY_SKIP : b.bad ? REGISTRY_BAD : REGISTRY_READY;
    row.problems = b.problems;
    row.n_problems = b.n_problems;
    *ret_row = row;
}

void registry_read_row(struct registry_reader *reader, struct arena *row_arena,
                       const struct registry_line *line, struct registry_row *ret_row)
{
    read_alone(reader, row_arena, line, ret_row);
    registry_find_again(reader, row_arena, ret_row);
}

void registry_remark(const struct registry_reader *r, struct arena *row_arena,
                     struct registry_row *row, size_t column, const char *value, const char *words)
{
    struct registry_line line = {.row_no = row->row_no};
    struct row_builder b = {.r = r,
                            .a = row_arena,
                            .line = &line,
                            .problems = row->problems,
                            .n_problems = row->n_problems};
    say(&b, column, "", value, words, true);
    row->problems = b.problems;
    row->n_problems = b.n_problems;
}

const struct registry_value *registry_value(const struct registry_row *row, int column)
{
    static const struct registry_value none = {.raw = "", .text = ""};
    return column < 0 ? &none : &row->values[column];
}
