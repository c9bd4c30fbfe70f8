#include "insight/figure_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/utf8.h"
#include "db/db.h"
#include "insight/figure.h"
#include "insight/figure_file.sql.h"
#include "office/sheet.h"
#include "office/sheet_out.h"

enum col { UNIT, INDICATOR, YEAR, NUMERATOR, DENOMINATOR, TARGET, SOURCE, AS_OF, COLS };

static const struct {
    const char *head, *key; /* the key is what a head begins with */
    double width;
} cols[COLS] = {
    [UNIT] = {N_("Организация"), "организац", 36},
    [INDICATOR] = {N_("Показатель"), "показател", 60},
    [YEAR] = {N_("Год"), "год", 8},
    [NUMERATOR] = {N_("Числитель"), "числител", 12},
    [DENOMINATOR] = {N_("Знаменатель"), "знаменател", 14},
    [TARGET] = {N_("Цель, %"), "цел", 9},
    [SOURCE] = {N_("Источник"), "источник", 40},
    [AS_OF] = {N_("На дату"), "на дат", 13},
};

/* ---- reading ---- */

struct reader {
    struct db *db;
    struct arena *a;
    const struct clock *clock;
    const struct figure_file *f;
    struct err *err;
    struct map units; /* keys of names → index + 1; 0: two of that name */
    const struct figure_units *unit;
    int at[COLS]; /* column of the file, −1 */
    bool head;
    size_t rows;
};

static int bad(struct reader *r, size_t row_no, enum col c, const char *what)
{
    return err_set(r->err, ERR_INVALID, _("Строка %zu, столбец «%s»: %s"), row_no, _(cols[c].head),
                   what);
}

static int take_head(struct reader *r, const struct cell *cells, size_t n)
{
    for (int c = 0; c < COLS; c++) {
        r->at[c] = -1;
        for (size_t i = 0; i < n && r->at[c] < 0; i++)
            if (!strncmp(utf8_key(r->a, cells[i].text), cols[c].key, strlen(cols[c].key)))
                r->at[c] = (int)i;
    }
    r->head = true;
    if (r->at[INDICATOR] >= 0 &&
        (r->at[NUMERATOR] >= 0 || r->at[DENOMINATOR] >= 0 || r->at[TARGET] >= 0))
        return 0;
    return err_set(r->err, ERR_INVALID,
                   _("В первой строке нужны столбцы «Показатель» и хотя бы один из «Числитель», "
                     "«Знаменатель», «Цель, %%»"));
}

static const char *text_of(const struct reader *r, const struct cell *cells, size_t n, enum col c)
{
    return r->at[c] >= 0 && (size_t)r->at[c] < n ? utf8_squeeze(r->a, cells[r->at[c]].text) : "";
}

/* Digits with any spaces between them; −1: nothing, −2: not a whole number. */
static int64_t whole(const char *s)
{
    int64_t n = 0;
    bool any = false;
    for (size_t len; *s; s += len) {
        uint32_t ch = utf8_decode(s, strlen(s), &len);
        if (utf8_is_space(ch))
            continue;
        if (ch < '0' || ch > '9' || n > FIGURE_MAX)
            return -2;
        n = n * 10 + (int64_t)(ch - '0');
        any = true;
    }
    return any ? n : -1;
}

static int find_indicator(const struct reader *r, const char *words)
{
    int i = indicator_find(r->f->list, words);
    for (size_t k = 0; i < 0 && k < r->f->list->n; k++)
        if (!strcmp(utf8_key(r->a, r->f->list->row[k].name), utf8_key(r->a, words)))
            i = (int)k;
    return i;
}

static int64_t find_unit(const struct reader *r, const char *words)
{
    if (!*words)
        return r->f->unit_id;
    uint32_t at = map_get(&r->units, utf8_key(r->a, words));
    return at == MAP_NONE || at == 0 ? 0 : r->unit[at - 1].id;
}

static int say(struct reader *r, size_t row_no, const struct figure_new *f)
{
    int rc = figure_say(r->db, r->a, r->clock, f, r->err);
    bool day = date_valid(f->as_of) && date_to_days(f->as_of) <= date_to_days(f->today);
    enum col at = f->value > 0 && !*f->source ? SOURCE
                  : f->value > 0 && !day      ? AS_OF
                  : f->numerator              ? NUMERATOR
                                              : DENOMINATOR;
    return rc == ERR_INVALID ? bad(r, row_no, at, arena_strdup(r->a, r->err->text)) : rc;
}

static int take_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    struct reader *r = ctx;
    if (!r->head)
        return take_head(r, cells, n);
    const char *words = text_of(r, cells, n, INDICATOR);
    if (!*words)
        return 0;
    int i = find_indicator(r, words), rc = 0;
    if (i < 0)
        return bad(r, row_no, INDICATOR, _("такого показателя нет в методологии"));
    int64_t unit = find_unit(r, text_of(r, cells, n, UNIT));
    if (!unit)
        return bad(r, row_no, UNIT, _("такой организации здесь нет, или их две с этим названием"));
    int64_t year = whole(text_of(r, cells, n, YEAR));
    year = year == -1 ? r->f->year : year;
    if (year < FIGURE_YEAR_FIRST || year > FIGURE_YEAR_LAST)
        return bad(r, row_no, YEAR,
                   arena_printf(r->a, _("напишите год четырьмя цифрами, от %d до %d"),
                                FIGURE_YEAR_FIRST, FIGURE_YEAR_LAST));
    struct figure_new f = {.unit_id = unit,
                           .account_id = r->f->account_id,
                           .year = (int)year,
                           .indicator = &r->f->list->row[i],
                           .source = text_of(r, cells, n, SOURCE),
                           .today = r->f->today};
    const char *day = text_of(r, cells, n, AS_OF);
    if (*day && !date_parse(day, &f.as_of))
        return bad(r, row_no, AS_OF, _("такой даты нет. Напишите, например, 01.01.2026"));
    for (int part = NUMERATOR; rc >= 0 && part <= DENOMINATOR; part++) {
        f.value = whole(text_of(r, cells, n, (enum col)part));
        f.numerator = part == NUMERATOR;
        if (f.value == -2)
            return bad(r, row_no, (enum col)part, _("напишите целое число"));
        if (f.value >= 0)
            rc = say(r, row_no, &f);
    }
    if (figure_above_whole(f.indicator, whole(text_of(r, cells, n, NUMERATOR)),
                           whole(text_of(r, cells, n, DENOMINATOR))))
        return bad(r, row_no, NUMERATOR, _("числитель больше знаменателя: проверьте оба"));
    int64_t target = whole(text_of(r, cells, n, TARGET));
    if (target == -2 || target > 100)
        return bad(r, row_no, TARGET, _("напишите целое число от 0 до 100"));
    if (rc >= 0 && target >= 0)
        rc = figure_aim(r->db, r->clock, unit, (int)year, f.indicator->code, (int)target,
                        r->f->account_id);
    r->rows++;
    return rc;
}

static int load_units(struct reader *r, size_t *ret_n)
{
    struct figure_units *units;
    int rc = figure_units(r->db, r->a, r->f->unit_id, &units, ret_n);
    if (rc < 0)
        return rc;
    map_init(&r->units, r->a, *ret_n * 4);
    r->unit = units;
    for (size_t i = 0; i < *ret_n; i++) {
        const char *names[] = {units[i].name_key, utf8_key(r->a, units[i].short_name)};
        for (size_t k = 0; k < 2; k++) {
            uint32_t *at = map_at(&r->units, names[k]);
            *at = *at == MAP_NONE || *at == i + 1 ? (uint32_t)(i + 1) : 0;
        }
    }
    return 0;
}

int figure_file_read(struct db *db, struct arena *a, const struct clock *clock,
                     const struct figure_file *f, const char *path, struct err *err,
                     size_t *ret_rows)
{
    struct sheet_limits limits = sheet_limits_default;
    struct reader r = {.db = db, .a = a, .clock = clock, .f = f, .err = err};
    size_t n;
    limits.max_file = FIGURE_FILE_MAX;
    limits.max_rows = FIGURE_FILE_ROWS;
    int rc = load_units(&r, &n);
    if (rc >= 0)
        rc = sheet_read(path, &limits, take_row, &r, err);
    if (rc >= 0 && !r.rows)
        rc = err_set(err, ERR_INVALID, _("Под первой строкой в файле ничего нет"));
    *ret_rows = r.rows;
    return rc;
}

/* ---- writing ---- */

static struct cell number_or_none(const struct figure *f)
{
    return f->said ? cell_number((double)f->value) : cell_text("");
}

static int write_unit(struct db *db, struct arena *a, const struct figure_file *f,
                      const struct figure_units *u, struct sheet_writer *w, struct err *err)
{
    struct figures *have;
    int r = figures_of(db, a, f->list, u->id, f->year, &have);
    for (size_t i = 0; r >= 0 && i < f->list->n; i++) {
        const struct indicator *ind = &f->list->row[i];
        bool num = ind->counts == COUNT_SAID, den = !ind->whole && ind->of == COUNT_SAID;
        struct date day = {0};
        if (!num && !den)
            continue;
        const struct figure *said =
            have[i].denominator.said ? &have[i].denominator : &have[i].numerator;
        if (said->said)
            (void)date_parse_iso(said->as_of, &day);
        const struct cell row[COLS] = {
            cell_text(u->name),
            cell_text(ind->name),
            cell_number(f->year),
            number_or_none(&have[i].numerator),
            number_or_none(&have[i].denominator),
            have[i].own >= 0 ? cell_number(have[i].own) : cell_text(""),
            cell_text(said->said ? said->source : ""),
            cell_date(day),
        };
        r = sheet_writer_row(w, row, COLS, err);
    }
    return r;
}

int figure_file_write(struct db *db, struct arena *a, const struct figure_file *f, const char *path,
                      struct err *err)
{
    struct sheet_col heads[COLS];
    struct sheet_writer *w;
    struct figure_units *units;
    size_t n;
    for (int c = 0; c < COLS; c++)
        heads[c] = (struct sheet_col){_(cols[c].head), cols[c].width};
    int r = figure_units(db, a, f->unit_id, &units, &n);
    if (r >= 0)
        r = sheet_writer_open(a, SHEET_XLSX, path, err, &w);
    if (r < 0)
        return r;
    r = sheet_writer_sheet(w, _("Знаменатели и цели"), NULL, heads, COLS, err);
    for (size_t i = 0; r >= 0 && i < n && i < 500; i++)
        if (units[i].depth <= 1)
            r = write_unit(db, a, f, &units[i], w, err);
    if (r >= 0)
        return sheet_writer_finish(w, err, NULL);
    sheet_writer_abort(w);
    return r;
}
