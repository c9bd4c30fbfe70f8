/* The rows of one worksheet. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "office/cell.h"
#include "office/xlsx.h"

#define MAX_ROW_NO 1048576u
#define MAX_COL_NO 16384u
#define NOT_COUNTED "#НЕ ПОСЧИТАНО!" /* a formula of a file that no table editor has saved */

struct reading {
    const struct sheet_limits *limits;
    const struct book *book;
    const struct styles *styles;
    const struct strings *strings;
    sheet_row_fn *fn;
    void *ctx;
    struct arena *row; /* texts of one row */
    struct strbuf text;
    struct cell *cells; /* max_cols */
    size_t rows;        /* non-empty ones */
    size_t row_no, col; /* col: 1-based, of the current cell */
    size_t n_cells;
    size_t style;
    char type; /* first letters of the t attribute: n s S(str) i b e d */
    bool in_data, in_row, in_cell, in_inline, in_phonetic, collect, formula, hidden;
};

static char type_of(const char *t)
{
    if (strcmp(t, "str") == 0)
        return 'S';
    return strchr("nsibed", *t) && *t ? *t : 'n';
}

/* Column letters → 1-based number; 0 when there are none. */
static size_t col_of(const char *ref)
{
    size_t col = 0;
    for (; (*ref >= 'A' && *ref <= 'Z') || (*ref >= 'a' && *ref <= 'z'); ref++) {
        col = col * 26 + (size_t)((*ref | 0x20) - 'a' + 1);
        if (col > MAX_COL_NO)
            return 0;
    }
    return col;
}

static size_t number_att(const char *s, size_t max)
{
    size_t n = 0;
    for (; *s >= '0' && *s <= '9' && n <= max; s++)
        n = n * 10 + (size_t)(*s - '0');
    return n <= max ? n : 0;
}

static void start_row(struct reading *r, const char **atts)
{
    const char *no = xml_att(atts, "r");
    size_t given = no ? number_att(no, MAX_ROW_NO) : 0;
    const char *hidden = xml_att(atts, "hidden");
    r->row_no = given ? given : r->row_no + 1;
    r->hidden = hidden && (*hidden == '1' || *hidden == 't');
    r->col = 0;
    r->n_cells = 0;
    r->in_row = true;
}

static void start_cell(struct reading *r, const char **atts)
{
    size_t col = 0;
    r->style = 0;
    r->type = 'n';
    for (; *atts; atts += 2) {
        if (atts[0][0] == '\0' || atts[0][1] != '\0')
            continue;
        if (atts[0][0] == 'r')
            col = col_of(atts[1]);
        else if (atts[0][0] == 's')
            r->style = number_att(atts[1], XLSX_MAX_STYLES);
        else if (atts[0][0] == 't')
            r->type = type_of(atts[1]);
    }
    r->col = col ? col : r->col + 1;
    r->formula = false;
    r->in_cell = true;
    strbuf_clear(&r->text);
}

/* Most tags of a sheet have one letter. */
static bool is(const char *name, char letter)
{
    return name[0] == letter && name[1] == '\0';
}

static int on_start(void *ctx, const char *name, const char **atts, struct err *err)
{
    (void)err;
    struct reading *r = ctx;
    if (!r->in_data) {
        r->in_data = strcmp(name, "sheetData") == 0;
    } else if (!r->in_cell) {
        if (strcmp(name, "row") == 0)
            start_row(r, atts);
        else if (r->in_row && is(name, 'c'))
            start_cell(r, atts);
    } else if (is(name, 'v')) {
        r->collect = true;
    } else if (is(name, 'f')) {
        r->formula = true;
    } else if (strcmp(name, "is") == 0) {
        r->in_inline = true;
    } else if (strcmp(name, "rPh") == 0) {
        r->in_phonetic = true;
    } else if (is(name, 't')) {
        r->collect = r->in_inline && !r->in_phonetic;
    }
    return 0;
}

static int at_row(const struct reading *r, int rc, struct err *err)
{
    struct err why;
    if (rc >= 0 || !err)
        return rc;
    why = *err;
    return err_set(err, rc, _("Строка %zu: %s"), r->row_no, why.text);
}

static int on_text(void *ctx, const char *s, size_t n, struct err *err)
{
    struct reading *r = ctx;
    if (!r->collect)
        return 0;
    if (r->text.len + n > r->limits->max_cell * CELL_ESCAPE)
        return at_row(r, cell_too_long(r->limits->max_cell, err), err);
    strbuf_add(&r->text, s, n);
    return 0;
}

static void set_number(struct reading *r, struct cell *c, double x, enum number_style style)
{
    c->kind = CELL_NUMBER;
    c->number = x;
    char *text = NULL;
    if (style == STYLE_TIME && x >= 0 && x < 2958466) {
        text = cell_print_time(r->row, x);
    } else if (style != STYLE_NUMBER) {
        double serial = x + (r->book->since_1904 ? 1462 : 0);
        text = cell_print_date(r->row, serial, style == STYLE_DATETIME && serial > floor(serial));
        if (text) {
            c->kind = CELL_DATE;
            c->number = serial;
        }
    }
    if (!text) {
        char number[CELL_NUMBER_MAX];
        size_t n = cell_print_number(x, number);
        text = arena_strndup(r->row, number, n);
    }
    c->text = text;
}

static int set_text(struct reading *r, struct cell *c, struct err *err)
{
    size_t n;
    int rc = cell_clean(r->text.s, r->text.len, r->limits->max_cell, err, &n);
    if (rc < 0)
        return at_row(r, rc, err);
    c->kind = n == 0 ? CELL_EMPTY : r->type == 'e' ? CELL_ERROR : CELL_TEXT;
    c->text = arena_strndup(r->row, r->text.s, n);
    return 0;
}

static int set_shared(struct reading *r, struct cell *c, struct err *err)
{
    double i;
    if (!cell_parse_number(r->text.s, r->text.len, &i) || i < 0 || i > UINT32_MAX)
        return xlsx_damaged(err);
    const char *text = strings_get(r->strings, (size_t)i, r->row);
    if (!text)
        return xlsx_damaged(err);
    c->kind = *text ? CELL_TEXT : CELL_EMPTY;
    c->text = text;
    return 0;
}

static bool set_iso_date(struct reading *r, struct cell *c)
{
    double serial;
    if (!cell_parse_iso(r->text.s, &serial))
        return false;
    char *text = cell_print_date(r->row, serial, serial > floor(serial));
    if (!text)
        return false;
    *c = (struct cell){.kind = CELL_DATE, .text = text, .number = serial};
    return true;
}

static int set_value(struct reading *r, struct cell *c, struct err *err)
{
    double x;
    switch (r->type) {
    case 's':
        return set_shared(r, c, err);
    case 'b':
        c->kind = CELL_BOOL;
        c->number = *r->text.s == '1' || *r->text.s == 't';
        c->text = c->number > 0 ? "ИСТИНА" : "ЛОЖЬ";
        return 0;
    case 'n':
        if (!cell_parse_number(r->text.s, r->text.len, &x))
            return set_text(r, c, err);
        set_number(r, c, x, r->style < r->styles->n ? r->styles->of[r->style] : STYLE_NUMBER);
        return 0;
    case 'd':
        return set_iso_date(r, c) ? 0 : set_text(r, c, err);
    default:
        return set_text(r, c, err);
    }
}

static int end_cell(struct reading *r, struct err *err)
{
    r->in_cell = r->in_inline = r->in_phonetic = r->collect = false;
    if (r->text.len == 0) {
        if (!r->formula || r->type != 'n') /* an empty text is of the type «str» */
            return 0;
        strbuf_puts(&r->text, NOT_COUNTED);
        r->type = 'e';
    }
    struct cell c = {.kind = CELL_EMPTY, .text = ""};
    int rc = set_value(r, &c, err);
    if (rc < 0 || c.kind == CELL_EMPTY)
        return rc;
    if (arena_used(r->row) > CELL_ROW_MAX)
        return cell_row_too_long(r->row_no, err);
    if (r->col > r->limits->max_cols)
        return err_set(err, ERR_LIMIT,
                       _("Строка %zu: заполнено больше %zu столбцов. Удалите лишние столбцы и "
                         "загрузите таблицу снова"),
                       r->row_no, r->limits->max_cols);
    c.formula = r->formula;
    c.hidden = r->hidden;
    while (r->n_cells < r->col)
        r->cells[r->n_cells++] = (struct cell){.kind = CELL_EMPTY, .text = ""};
    r->cells[r->col - 1] = c;
    return 0;
}

static int end_row(struct reading *r, struct err *err)
{
    r->in_row = false;
    int rc = 0;
    if (r->n_cells > 0) {
        if (++r->rows > r->limits->max_rows)
            return err_set(err, ERR_LIMIT,
                           _("В таблице больше %zu строк. Разделите её на части и загрузите по "
                             "одной"),
                           r->limits->max_rows);
        rc = r->fn(r->ctx, r->row_no, r->cells, r->n_cells);
    }
    arena_reset(r->row);
    return rc < 0 ? rc : 0;
}

static int on_end(void *ctx, const char *name, struct err *err)
{
    struct reading *r = ctx;
    if (!r->in_data)
        return 0;
    if (is(name, 'v') || is(name, 't'))
        r->collect = false;
    else if (r->in_cell && is(name, 'c'))
        return end_cell(r, err);
    else if (r->in_row && !r->in_cell && strcmp(name, "row") == 0)
        return end_row(r, err);
    else if (strcmp(name, "is") == 0)
        r->in_inline = false;
    else if (strcmp(name, "rPh") == 0)
        r->in_phonetic = false;
    else if (strcmp(name, "sheetData") == 0)
        r->in_data = false;
    return 0;
}

int xlsx_rows(struct package *p, int64_t part, const struct book *b, const struct styles *styles,
              const struct strings *strings, sheet_row_fn *fn, void *ctx, struct err *err,
              size_t *ret_rows)
{
    static const struct xml_hooks hooks = {on_start, on_end, on_text};
    struct arena *a = arena_new();
    struct reading r = {.limits = p->limits,
                        .book = b,
                        .styles = styles,
                        .strings = strings,
                        .fn = fn,
                        .ctx = ctx,
                        .row = arena_new(),
                        .cells = arena_array(a, struct cell, p->limits->max_cols)};
    strbuf_init(&r.text, a);
    int rc = package_parse(p, part, &hooks, &r, err);
    arena_free(r.row);
    arena_free(a);
    if (rc == 0)
        *ret_rows = r.rows;
    return rc;
}
