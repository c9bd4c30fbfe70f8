#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "office/writer.h"
#include "office/xlsx.h"

#define MAX_NAME 31 /* characters of the name of a sheet */

int xlsx_writer_open(struct sheet_writer *w, struct err *err)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    w->book = workbook_new_opt(w->tmp, &options);
    if (!w->book)
        return writer_failed(err);
    w->title = workbook_add_format(w->book);
    format_set_bold(w->title);
    format_set_font_size(w->title, 14);
    w->head = workbook_add_format(w->book);
    format_set_bold(w->head);
    format_set_text_wrap(w->head);
    format_set_align(w->head, LXW_ALIGN_VERTICAL_TOP);
    format_set_bottom(w->head, LXW_BORDER_THIN);
    format_set_bg_color(w->head, 0xF2F2F2);
    w->body = workbook_add_format(w->book);
    format_set_text_wrap(w->body);
    format_set_align(w->body, LXW_ALIGN_VERTICAL_TOP);
    w->bold = workbook_add_format(w->book);
    format_set_bold(w->bold);
    format_set_text_wrap(w->bold);
    format_set_align(w->bold, LXW_ALIGN_VERTICAL_TOP);
    w->date = workbook_add_format(w->book);
    format_set_num_format(w->date, "dd\\.mm\\.yyyy");
    format_set_align(w->date, LXW_ALIGN_LEFT);
    format_set_align(w->date, LXW_ALIGN_VERTICAL_TOP);
    return 0;
}

static const char *sheet_name(struct sheet_writer *w, const char *name)
{
    char *s = arena_strdup(w->a, writer_text(w, name ? name : ""));
    size_t chars = 0, i = 0;
    for (size_t len; s[i] && chars < MAX_NAME; i += len, chars++) {
        uint32_t c = utf8_decode(s + i, strlen(s + i), &len);
        if (c < 0x20 || (c < 0x80 && strchr("[]:*?/\\'", (int)c)))
            s[i] = ' ';
        chars += c > 0xffff;
    }
    s[i] = '\0';
    s = utf8_squeeze(w->a, s);
    return *s ? s : arena_printf(w->a, _("Лист %zu"), w->n_sheets + 1);
}

static double width_of(const struct sheet_col *col)
{
    if (col->width > 0)
        return col->width < 255 ? col->width : 255;
    double n = (double)utf8_len(col->head) + 2;
    return n < 10 ? 10 : n > 40 ? 40 : n;
}

static lxw_col_t last_col(size_t n)
{
    return (lxw_col_t)(n > 0 ? n - 1 : 0);
}

int xlsx_writer_sheet(struct sheet_writer *w, const char *name, const char *title,
                      const struct sheet_col *cols, size_t n_cols, struct err *err)
{
    if (w->n_sheets == WRITER_MAX_SHEETS || n_cols > LXW_COL_MAX)
        return err_set(err, ERR_LIMIT, _("В таблице слишком много листов или столбцов"));
    const char *clean = sheet_name(w, name);
    lxw_worksheet *sheet = workbook_get_worksheet_by_name(w->book, clean)
                               ? NULL
                               : workbook_add_worksheet(w->book, clean);
    if (!sheet)
        return err_set(err, ERR_INVALID, _("Лист «%s» в таблице уже есть"), name ? name : "");
    w->sheets[w->n_sheets] = sheet;
    lxw_row_t row = 0;
    w->widths = arena_array(w->a, double, n_cols);
    w->n_widths = n_cols;
    for (size_t i = 0; i < n_cols; i++) {
        w->widths[i] = width_of(&cols[i]);
        worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, w->widths[i], NULL);
    }
    if (title) {
        const char *text = writer_text(w, title);
        if (n_cols > 1)
            worksheet_merge_range(sheet, row, 0, row, last_col(n_cols), text, w->title);
        else
            worksheet_write_string(sheet, row, 0, text, w->title);
        row++;
    }
    for (size_t i = 0; i < n_cols; i++)
        worksheet_write_string(sheet, row, (lxw_col_t)i, writer_text(w, cols[i].head), w->head);
    row += n_cols > 0;
    worksheet_freeze_panes(sheet, row, 0);
    worksheet_repeat_rows(sheet, 0, row > 0 ? row - 1 : 0);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0); /* all columns on the width of a page */
    w->rows[w->n_sheets++] = row;
    return 0;
}

static lxw_error write_cell(struct sheet_writer *w, lxw_worksheet *sheet, lxw_row_t row,
                            lxw_col_t col, const struct cell *c)
{
    switch (c->kind) {
    case CELL_TEXT:
    case CELL_ERROR:
        return worksheet_write_string(sheet, row, col, writer_text(w, c->text),
                                      c->bold ? w->bold : w->body);
    case CELL_NUMBER:
        return worksheet_write_number(sheet, row, col, c->number, w->body);
    case CELL_DATE:
        return worksheet_write_number(sheet, row, col, c->number, w->date);
    case CELL_BOOL:
        return worksheet_write_boolean(sheet, row, col, c->number > 0, w->body);
    case CELL_EMPTY:
        break;
    }
    return LXW_NO_ERROR;
}

#define LINE 15.0 /* points */
#define TALLEST 400.0
#define WIDER 1.15 /* a Russian letter than a digit, which columns are measured in */

static double lines_of(const char *text, double width)
{
    double n = 0;
    for (;;) {
        size_t len = strcspn(text, "\n"), letters = 0;
        for (size_t i = 0; i < len; i++)
            letters += ((unsigned char)text[i] & 0xC0) != 0x80;
        n += letters ? ceil((double)letters * WIDER / width) : 1;
        if (!text[len])
            return n;
        text += len + 1;
    }
}

/* LibreOffice keeps the height of a row as the file says, and without a word of it takes one line:
 * what is wrapped would lie over the next row. */
static void make_room(struct sheet_writer *w, lxw_worksheet *sheet, lxw_row_t row,
                      const struct cell *cells, size_t n)
{
    double lines = 1;
    for (size_t i = 0; i < n && i < w->n_widths; i++)
        if (cells[i].kind == CELL_TEXT)
            lines = fmax(lines, lines_of(cells[i].text, w->widths[i]));
    if (lines > 1)
        worksheet_set_row(sheet, row, fmin(lines * LINE, TALLEST), NULL);
}

int xlsx_writer_row(struct sheet_writer *w, const struct cell *cells, size_t n, struct err *err)
{
    if (w->n_sheets == 0)
        return err_set(err, ERR_INVALID, _("В таблице ещё нет листа"));
    size_t *row = &w->rows[w->n_sheets - 1];
    if (*row >= LXW_ROW_MAX || n > LXW_COL_MAX)
        return err_set(err, ERR_LIMIT, _("В таблице больше строк, чем помещается на лист"));
    lxw_worksheet *sheet = w->sheets[w->n_sheets - 1];
    errno = 0;
    make_room(w, sheet, (lxw_row_t)*row, cells, n);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        any |= cells[i].kind != CELL_EMPTY;
        if (write_cell(w, sheet, (lxw_row_t)*row, (lxw_col_t)i, &cells[i]) != LXW_NO_ERROR)
            return writer_failed(err);
    }
    if (!any) /* the library leaves a row out that has no cell, and check_rows counts them */
        (void)worksheet_write_blank(sheet, (lxw_row_t)*row, 0, w->body);
    if (ferror(sheet->optimize_tmpfile))
        return writer_failed(err);
    (*row)++;
    return 0;
}

struct check {
    struct sheet_writer *w;
    size_t rows;
};

static int count_row(void *ctx, const char *name, const char **atts, struct err *err)
{
    (void)atts, (void)err;
    struct check *c = ctx;
    c->rows += strcmp(name, "row") == 0;
    return 0;
}

static int ignore(void *ctx, const char *name, struct err *err)
{
    (void)ctx, (void)name, (void)err;
    return 0;
}

/* The library does not tell when a full disk cut one of its own temporary files: what lies on
 * the disk is read back and every row counted. */
static int check_rows(struct sheet_writer *w, struct err *err)
{
    static const struct xml_hooks hooks = {count_row, ignore, NULL};
    struct sheet_limits limits = {.max_unpacked = SIZE_MAX};
    struct package p;
    errno = ENOSPC;
    if (package_open(w->tmp, &limits, NULL, &p) < 0)
        return writer_failed(err);
    bool whole = true;
    for (size_t i = 0; whole && i < w->n_sheets; i++) {
        struct check c = {.w = w};
        int64_t part = package_find(&p, arena_printf(w->a, "xl/worksheets/sheet%zu.xml", i + 1));
        whole = package_parse(&p, part, &hooks, &c, NULL) == 0 && c.rows == w->rows[i];
    }
    package_close(&p);
    errno = ENOSPC;
    return whole ? 0 : writer_failed(err);
}

int xlsx_writer_finish(struct sheet_writer *w, struct err *err)
{
    errno = 0;
    if (workbook_close(w->book) != LXW_NO_ERROR)
        return writer_failed(err);
    return check_rows(w, err);
}

void xlsx_writer_drop(struct sheet_writer *w)
{
    lxw_workbook_free(w->book);
}
