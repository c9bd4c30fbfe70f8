/* One row of a methodology's table, changed in the browser. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "frame/page.h"
#include "frame/route.h"
#include "pairing/pack_edit.html.h"
#include "pairing/pack_edit_priv.h"

struct row_form {
    int64_t pack;
    const char *name, *was;
    int64_t row;
    bool drop;
    const char *c[PACK_EDIT_COLS];
};
#define CELL(i)                                                                                    \
    {                                                                                              \
        .name = "c" #i, .type = FIELD_TEXT, .offset = offsetof(struct row_form, c[i]),             \
        .label = N_("Ячейка"), .optional = true, .max = PACK_EDIT_CELL                             \
    }
static const struct field row_fields[] = {
    FIELD(struct row_form, pack, FIELD_ID, .label = N_("Методология")),
    FIELD(struct row_form, name, FIELD_TEXT, .label = N_("Таблица"), .max = PACK_MAX_NAME),
    FIELD(struct row_form, was, FIELD_TEXT, .label = N_("Таблица"), .max = METHODOLOGY_WAS_LEN),
    FIELD(struct row_form, row, FIELD_INT, .label = N_("Строка"), .min = 0, .max = 1000000),
    FIELD(struct row_form, drop, FIELD_BOOL, .label = N_("Удалить строку"), .optional = true),
    CELL(0),
    CELL(1),
    CELL(2),
    CELL(3),
    CELL(4),
    CELL(5),
    CELL(6),
    CELL(7),
    CELL(8),
    CELL(9),
    CELL(10),
    CELL(11),
    CELL(12),
    CELL(13),
    CELL(14),
    CELL(15),
    CELL(16),
    CELL(17),
    CELL(18),
    CELL(19),
    CELL(20),
    CELL(21),
    CELL(22),
    CELL(23),
};
const struct form_def pack_row_form = FORM_DEF(struct row_form, row_fields);
#define FIRST_CELL 5

bool pack_cell_short(const char *text)
{
    return utf8_len(text) <= 60;
}

#define SELECT_MOST 100

/* The rows of the table that a column of one code points at. */
static void rows_to_choose(struct pack_targets *targets, const char *column, struct pack_cell *cell)
{
    static const char *const single[] = {"form_code", "stage", "document_kind"};
    const struct tsv *t = pack_edit_target(targets, column);
    bool one = false;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        one |= !strcmp(column, single[i]);
    if (!one || !t || !t->n_rows || t->n_rows > SELECT_MOST)
        return;
    struct pack_value *values = arena_array(targets->d->a, struct pack_value, t->n_rows + 1);
    for (size_t i = 0; i < t->n_rows; i++)
        values[cell->n_values++] =
            (struct pack_value){tsv_get(t, i, "code"), tsv_get(t, i, "name_ru")};
    if (!strcmp(column, "form_code"))
        values[cell->n_values++] = (struct pack_value){"any", N_("любая")};
    cell->values = values;
}

static struct pack_cell cell_of(struct pack_targets *targets, const char *column, const char *field,
                                const char *raw)
{
    struct pack_cell cell = {.name = field};
    cell.values = pack_values(targets->file, column, &cell.n_values);
    if (!cell.values)
        rows_to_choose(targets, column, &cell);
    cell.stray = *raw;
    for (size_t i = 0; i < cell.n_values; i++)
        cell.stray &= strcmp(cell.values[i].code, raw) != 0;
    const char *words = pack_edit_words(targets, column, raw);
    if (strcmp(words, raw) != 0)
        cell.words = words;
    return cell;
}

int pack_row_get(struct req *req)
{
    struct methodology_table table;
    const struct methodology_draft d = pack_edit_draft(req);
    const struct row_form *in = req->form ? req_input(req) : NULL;
    size_t row = in ? (size_t)in->row : (size_t)req_query_int(req, "row", 0, 1000000, 1000000);
    int r = methodology_table(&d, pack_edit_asked(req), &req->err, &table);
    if (r < 0)
        return r;
    if (table.t.n_cols > PACK_EDIT_COLS)
        return err_set(
            &req->err, ERR_CONFLICT,
            _("В этой таблице слишком много столбцов: скачайте файл, измените и загрузите"));
    if (row > table.t.n_rows)
        row = table.t.n_rows;
    struct row_form initial = {
        .pack = d.pack_id, .name = table.name, .was = table.was, .row = (int64_t)row};
    for (size_t c = 0; c < PACK_EDIT_COLS; c++)
        initial.c[c] = row < table.t.n_rows && c < table.t.n_cols ? tsv_cell(&table.t, row, c) : "";
    struct pack_row_page data = {.id = d.pack_id,
                                 .table = &table,
                                 .row = row,
                                 .fresh = row == table.t.n_rows,
                                 .form = req_form(req, &pack_row_form, &initial)};
    struct pack_targets targets = {.d = &d, .file = table.name};
    for (size_t c = 0; c < table.t.n_cols; c++) {
        const char *field = row_fields[FIRST_CELL + c].name;
        data.cells[c] = cell_of(&targets, table.t.head[c], field, form_raw(data.form, field));
    }
    const struct link crumbs[] = {
        pack_edit_above(),
        {pack_edit_title(&table), arena_printf(req->a, "/methodology/table?pack=%lld&name=%s",
                                               (long long)d.pack_id, table.name)}};
    struct page page = {.title = data.fresh
                                     ? _("Новая строка")
                                     : arena_printf(req->a, _("Строка %zu"), table.t.lines[row]),
                        .lead = pack_edit_title(&table),
                        .body = pack_row_view,
                        .data = &data,
                        .form = data.form,
                        .crumbs = crumbs,
                        .n_crumbs = 2};
    return req_page(req, &page);
}

int pack_row_post(struct req *req)
{
    const struct row_form *in = req_input(req);
    const struct methodology_draft d = pack_edit_draft(req);
    int r = methodology_set_row(&d, in->name, in->was, (size_t)in->row, in->drop ? NULL : in->c,
                                &req->err);
    if ((r == ERR_INVALID || r == ERR_CONFLICT) && *req->err.text) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "methodology.row", "pack", d.pack_id, in->name);
    if (r < 0)
        return r;
    req_notice(req, "%s",
               in->drop ? _("Строка удалена из правки") : _("Строка сохранена в правке"));
    return req_redirect(req, "/methodology/table?pack=%lld&name=%s", (long long)d.pack_id,
                        in->name);
}
