#include "cmd/profiles_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/utf8.h"

#define FIELDS_MAX 256u
#define FIRST_ROOM 1024u /* people, terms */
#define NO_CELL UINT32_MAX

enum { MENTEES, MENTORS };

struct reading {
    struct input *in;
    struct err *err;
    struct profiles_file *f;
    struct field field[FIELDS_MAX];
    size_t n_fields;
    uint32_t side_cell, id_cell, capacity_cell;
    bool has_columns;
};

static int no_memory(const struct reading *r)
{
    return err_set(r->err, ERR_LIMIT, _("%s: не хватило памяти"), r->in->name);
}

static bool is(struct field f, const char *text)
{
    return (size_t)(f.end - f.at) == strlen(text) && !memcmp(f.at, text, strlen(text));
}

static struct field trimmed(struct field f)
{
    while (f.at < f.end && *f.at == ' ')
        f.at++;
    while (f.end > f.at && f.end[-1] == ' ')
        f.end--;
    return f;
}

static int split(struct reading *r, const char *at, const char *end)
{
    r->n_fields = 0;
    for (const char *tab; at; at = tab ? tab + 1 : NULL) {
        if (r->n_fields == FIELDS_MAX)
            return input_bad(r->in, r->err, _("в строке больше 256 полей"));
        tab = memchr(at, '\t', (size_t)(end - at));
        r->field[r->n_fields++] = trimmed((struct field){at, tab ? tab : end});
    }
    return 0;
}

/* ---- the names of the columns ---------------------------------------------------------- */

static uint32_t cell_of(const struct reading *r, const char *name)
{
    for (uint32_t k = 0; k < r->n_fields; k++)
        if (is(r->field[k], name))
            return k;
    return NO_CELL;
}

static int column_line(struct reading *r)
{
    r->has_columns = true;
    r->side_cell = cell_of(r, "side");
    r->id_cell = cell_of(r, "id");
    r->capacity_cell = cell_of(r, "capacity");
    if (r->id_cell == NO_CELL || r->capacity_cell == NO_CELL)
        return input_bad(r->in, r->err, _("среди столбцов нужны side, id и capacity"));
    for (uint32_t k = 0; k < r->f->p.n_criteria; k++) {
        struct profiles_criterion *own = &r->f->own[k];
        own->cell = cell_of(r, r->f->own[own->of].name);
        if (own->cell == NO_CELL)
            return input_bad(r->in, r->err, _("нет столбца критерия «%s»"), own->name);
    }
    return 0;
}

/* ---- people ---------------------------------------------------------------------------- */

static void *grown(struct area *area, size_t n, size_t size)
{
    return area->p ? area_resize(area, n * size) : area_take(area, n * size);
}

/* Room for one more person, offsets included. */
static bool make_room(struct profiles_file *f, int side, uint32_t n)
{
    if (n + 1 < f->room[side])
        return true;
    size_t room = f->room[side] ? f->room[side] * 2 : FIRST_ROOM;
    if (side == MENTORS && !grown(&f->capacity, room, sizeof(uint16_t)))
        return false;
    for (uint32_t k = 0; k < f->p.n_criteria; k++) {
        struct profiles_column *c = &f->own[k].side[side];
        bool range = f->criterion[k].kind == MATCH_RANGE, bits = f->own[k].bits;
        if (f->own[k].of != k)
            continue;
        if (range ? !grown(&c->low, room, 2) || !grown(&c->high, room, 2)
                  : !grown(bits ? &c->bits : &c->offset, room, sizeof(uint64_t)))
            return false;
    }
    f->room[side] = room;
    return true;
}

static bool add_term(struct profiles_column *c, uint32_t term, uint8_t strength)
{
    if (c->n_terms == c->room) {
        size_t room = c->room ? c->room * 2 : FIRST_ROOM;
        if (!grown(&c->term, room, sizeof term) || !grown(&c->strength, room, 1))
            return false;
        c->room = room;
    }
    ((uint32_t *)c->term.p)[c->n_terms] = term;
    ((uint8_t *)c->strength.p)[c->n_terms++] = strength;
    return true;
}

static int bad_cell(const struct reading *r, const struct profiles_criterion *own,
                    const char *message)
{
    return input_bad(r->in, r->err, "«%s»: %s", own->name, message);
}

/* «физика:7»: a strength behind a colon; 10 without one, 0 when it is wrong. */
static uint8_t strength_of(struct field *term)
{
    const char *colon = memrchr(term->at, ':', (size_t)(term->end - term->at));
    if (!colon)
        return MATCH_STRENGTH_MAX;
    unsigned n = 0;
    for (const char *p = colon + 1; p < term->end; p++) {
        if (*p < '0' || *p > '9' || n > MATCH_STRENGTH_MAX)
            return 0;
        n = n * 10 + (unsigned)(*p - '0');
    }
    term->end = colon;
    *term = trimmed(*term);
    return n <= MATCH_STRENGTH_MAX ? (uint8_t)n : 0;
}

static int one_term(struct reading *r, uint32_t criterion, int side, struct field term,
                    uint64_t *bits, size_t from)
{
    struct profiles_criterion *own = &r->f->own[criterion];
    struct profiles_column *c = &own->side[side];
    uint8_t strength = own->bits ? MATCH_STRENGTH_MAX : strength_of(&term);
    if (!strength)
        return bad_cell(r, own, _("сила после двоеточия: целое число от 1 до 10"));
    if (term.at == term.end)
        return bad_cell(r, own, _("пустое место между запятыми"));
    uint32_t number = names_put(&own->terms, term.at, (size_t)(term.end - term.at));
    if (number == NAMES_FULL)
        return no_memory(r);
    if (own->bits) {
        if (number >= 64)
            return bad_cell(r, own, _("разных значений больше 64: нужен вид set"));
        *bits |= 1ull << number;
        return 0;
    }
    if (c->n_terms - from == MATCH_LIST_MAX)
        return bad_cell(r, own, _("значений больше 64"));
    for (size_t t = from; t < c->n_terms; t++)
        if (((uint32_t *)c->term.p)[t] == number)
            return bad_cell(r, own, _("одно значение стоит дважды"));
    return add_term(c, number, strength) ? 0 : no_memory(r);
}

static int set_cell(struct reading *r, uint32_t criterion, int side, struct field cell,
                    uint64_t *bits)
{
    size_t from = r->f->own[criterion].side[side].n_terms;
    if (cell.at == cell.end)
        return 0;
    for (const char *comma; cell.at; cell.at = comma ? comma + 1 : NULL) {
        comma = memchr(cell.at, ',', (size_t)(cell.end - cell.at));
        struct field one = trimmed((struct field){cell.at, comma ? comma : cell.end});
        int got = one_term(r, criterion, side, one, bits, from);
        if (got < 0)
            return got;
    }
    return 0;
}

/* Every node is named by all of the path down to it. */
static int path_cell(struct reading *r, uint32_t criterion, int side, struct field cell)
{
    struct profiles_criterion *own = &r->f->own[criterion];
    uint32_t n = 0;
    if (cell.at == cell.end)
        return 0;
    for (const char *at = cell.at, *slash; at; at = slash ? slash + 1 : NULL) {
        slash = memchr(at, '/', (size_t)(cell.end - at));
        const char *end = slash ? slash : cell.end;
        if (at == end)
            return bad_cell(r, own, _("пустое место между чертами"));
        if (n++ == MATCH_LEVELS_MAX)
            return bad_cell(r, own, _("уровней больше 8"));
        uint32_t number = names_put(&own->terms, cell.at, (size_t)(end - cell.at));
        if (number == NAMES_FULL || !add_term(&own->side[side], number, MATCH_STRENGTH_MAX))
            return no_memory(r);
    }
    return 0;
}

/* A number up to 65535 at *at, or the default where there is none. */
static bool end_of_range(const char **at, const char *end, uint16_t absent, uint16_t *ret)
{
    unsigned n = 0;
    const char *p = *at;
    for (; p < end && *p >= '0' && *p <= '9' && n <= UINT16_MAX; p++)
        n = n * 10 + (unsigned)(*p - '0');
    *ret = p == *at ? absent : (uint16_t)n;
    *at = p;
    return n <= UINT16_MAX;
}

/* «14», «14-16», «14-», «-16»; nothing: not known. */
static int range_cell(struct reading *r, uint32_t criterion, int side, uint32_t person,
                      struct field cell)
{
    struct profiles_criterion *own = &r->f->own[criterion];
    uint16_t low = 1, high = 0;
    if (cell.at < cell.end) {
        const char *at = cell.at;
        bool good = end_of_range(&at, cell.end, 0, &low);
        bool dash = at < cell.end && *at == '-';
        high = low;
        if (dash) {
            at++;
            good = good && cell.end - cell.at > 1;
            good = end_of_range(&at, cell.end, UINT16_MAX, &high) && good;
        }
        if (!good || at != cell.end || low > high)
            return bad_cell(r, own, _("нужно число или промежуток: 14, 14-16, 14-, -16"));
    }
    ((uint16_t *)own->side[side].low.p)[person] = low;
    ((uint16_t *)own->side[side].high.p)[person] = high;
    return 0;
}

static int criterion_cell(struct reading *r, uint32_t criterion, int side, uint32_t person)
{
    struct profiles_file *f = r->f;
    struct profiles_criterion *own = &f->own[criterion];
    struct profiles_column *c = &own->side[side];
    struct field cell = {"", ""};
    if (own->of != criterion)
        return 0;
    if (own->cell < r->n_fields)
        cell = r->field[own->cell];
    else
        cell.end = cell.at;
    if (f->criterion[criterion].kind == MATCH_RANGE)
        return range_cell(r, criterion, side, person, cell);
    if (own->bits)
        return set_cell(r, criterion, side, cell, (uint64_t *)c->bits.p + person);
    int got = f->criterion[criterion].kind == MATCH_PATH ? path_cell(r, criterion, side, cell)
                                                         : set_cell(r, criterion, side, cell, NULL);
    ((uint64_t *)c->offset.p)[person + 1] = c->n_terms;
    return got;
}

static int add_id(struct reading *r, int side, uint32_t person)
{
    struct field id = r->field[r->id_cell];
    if (id.at == id.end)
        return input_bad(r->in, r->err, _("нет id"));
    uint32_t number = names_put(&r->f->ids[side], id.at, (size_t)(id.end - id.at));
    if (number == NAMES_FULL)
        return no_memory(r);
    if (number != person)
        return input_bad(r->in, r->err, _("id «%.*s» на этой стороне уже есть"),
                         (int)(id.end - id.at < 100 ? id.end - id.at : 100), id.at);
    return 0;
}

static int read_capacity(struct reading *r, uint32_t mentor)
{
    struct field f = r->field[r->capacity_cell];
    uint64_t n;
    int got = input_number(r->in, &f.at, f.end, "capacity", MATCH_MAX_CAPACITY, r->err, &n);
    if (got == 0)
        got = input_line_ends(r->in, f.at, f.end, r->err);
    if (got == 0)
        ((uint16_t *)r->f->capacity.p)[mentor] = (uint16_t)n;
    return got;
}

static int person_line(struct reading *r)
{
    struct profiles_file *f = r->f;
    uint32_t last = r->id_cell > r->capacity_cell ? r->id_cell : r->capacity_cell;
    last = last > r->side_cell ? last : r->side_cell;
    if (r->n_fields <= last)
        return input_bad(r->in, r->err, _("в строке не хватает полей"));
    struct field who = r->field[r->side_cell];
    int side = is(who, "mentor") ? MENTORS : MENTEES, got;
    if (side == MENTEES && !is(who, "mentee"))
        return input_bad(r->in, r->err, _("side: нужно mentee или mentor"));
    uint32_t *n = side == MENTORS ? &f->p.n_mentors : &f->p.n_mentees;
    if (*n == MATCH_MAX_PEOPLE)
        return input_bad(r->in, r->err, _("людей на одной стороне больше %u"), MATCH_MAX_PEOPLE);
    if (!make_room(f, side, *n))
        return no_memory(r);
    if ((got = add_id(r, side, *n)) < 0 || (side == MENTORS && (got = read_capacity(r, *n)) < 0))
        return got;
    for (uint32_t k = 0; k < f->p.n_criteria; k++)
        if ((got = criterion_cell(r, k, side, *n)) < 0)
            return got;
    ++*n;
    return 0;
}

static int one_line(struct reading *r, const char *at, const char *end)
{
    if (at == end || *at == '#')
        return 0;
    if (!utf8_valid(at, (size_t)(end - at)))
        return input_bad(r->in, r->err, _("это не UTF-8"));
    int got = split(r, at, end);
    if (got < 0 || r->has_columns)
        return got < 0 ? got : person_line(r);
    if (is(r->field[0], "criterion"))
        return profiles_criterion_read(r->in, r->field, r->n_fields, r->f, r->err);
    if (cell_of(r, "side") != NO_CELL)
        return column_line(r);
    return input_bad(r->in, r->err, _("нужна строка criterion или названия столбцов"));
}

/* The arrays stay where they are now. */
static void point(struct profiles_file *f)
{
    for (int side = MENTEES; side <= MENTORS; side++)
        for (uint32_t k = 0; k < f->p.n_criteria; k++) {
            const struct profiles_criterion *own = &f->own[f->own[k].of];
            const struct profiles_column *c = &own->side[side];
            f->column[side][k] = (struct match_column){.offset = c->offset.p,
                                                       .term = c->term.p,
                                                       .strength = c->strength.p,
                                                       .bits = c->bits.p,
                                                       .low = c->low.p,
                                                       .high = c->high.p};
            f->criterion[k].n_terms = own->terms.n;
        }
    f->p.criterion = f->criterion;
    f->p.mentee = f->column[MENTEES];
    f->p.mentor = f->column[MENTORS];
    f->p.capacity = f->capacity.p;
}

int profiles_file_read(const char *path, struct err *err, struct profiles_file *ret)
{
    struct arena *a = arena_new();
    struct input *in = arena_new_of(a, struct input);
    struct reading *r = arena_new_of(a, struct reading);
    const char *at, *end;
    *ret = (struct profiles_file){.room = {0, 0}};
    *r = (struct reading){.in = in, .err = err, .f = ret};
    int got = input_open(in, path, err);
    if (got == 0) {
        while ((got = input_line(in, err, &at, &end)) > 0 && (got = one_line(r, at, end)) == 0)
            ;
        if (got == 0 && !r->has_columns)
            got = input_bad(in, err, _("файл кончился, а названий столбцов в нём нет"));
        input_close(in);
    }
    arena_free(a);
    if (got < 0)
        profiles_file_free(ret);
    else
        point(ret);
    return got;
}

void profiles_file_free(struct profiles_file *f)
{
    for (uint32_t k = 0; k < MATCH_CRITERIA_MAX; k++) {
        names_free(&f->own[k].terms);
        for (int side = MENTEES; side <= MENTORS; side++) {
            struct profiles_column *c = &f->own[k].side[side];
            area_give(&c->offset);
            area_give(&c->term);
            area_give(&c->strength);
            area_give(&c->bits);
            area_give(&c->low);
            area_give(&c->high);
        }
    }
    names_free(&f->ids[MENTEES]);
    names_free(&f->ids[MENTORS]);
    area_give(&f->capacity);
    *f = (struct profiles_file){.room = {0, 0}};
}
