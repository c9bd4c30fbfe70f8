/* The preview of an upload: problems at their cells, similar people, rows that are ready. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/route.h"
#include "net/url.h"
#include "office/sheet_out.h"
#include "programme/import.html.h"
#include "programme/import_priv.h"
#include "programme/import_rows.h"

#define PROBLEMS 200 /* as the query says; more than a row can have */
#define ROWS 50      /* likewise: one more is asked for */

/* Name and a few words of a stored row, for the lists «Похожи» and «Готовы». */
static void describe(struct req *req, const struct import_at *at, const struct registry_head *head,
                     const struct import_stored *line, const char **ret_name,
                     const char **ret_details)
{
    const char *name = "", *details = "";
    for (size_t i = 0; i < head->n_cols && i < line->n; i++) {
        const char *code = registry_target_code(req->a, at->pack, head, i);
        if (!*line->cells[i])
            continue;
        if (strstr(code, "_name"))
            name = *name ? arena_printf(req->a, "%s %s", name, line->cells[i]) : line->cells[i];
        else if (!strcmp(code, "birth_year") || !strcmp(code, "main_request") ||
                 !strcmp(code, "competencies"))
            details =
                *details ? arena_printf(req->a, "%s; %s", details, line->cells[i]) : line->cells[i];
    }
    *ret_name = name;
    *ret_details = details;
}

static int fill_problems(struct req *req, int64_t after, struct import_preview_page *data)
{
    struct import_problems_after *rows;
    size_t n;
    int r = import_problems_after(req->db, req->a, data->im->id, after, data->show, &rows, &n);
    if (r < 0)
        return r;
    /* A row stands on one page with all its problems. */
    data->next = 0;
    if (n == PROBLEMS) {
        int64_t cut = rows[n - 1].row_no;
        while (n && rows[n - 1].row_no == cut)
            n--;
        data->next = n ? rows[n - 1].row_no : cut;
    }
    struct import_problem_view *views = arena_array(req->a, struct import_problem_view, n);
    int64_t last = 0;
    for (size_t i = 0; i < n; i++) {
        views[i] = (struct import_problem_view){
            rows[i].row_no,  rows[i].code, rows[i].title,         rows[i].value,
            rows[i].message, rows[i].note, rows[i].row_no != last};
        last = rows[i].row_no;
    }
    data->problems = views;
    data->n_problems = n;
    return 0;
}

/* Rows that are ready, from the blocks of the file: at most `max` of them. */
static int ready_lines(struct req *req, const struct import_at *at, int64_t after, size_t max,
                       struct import_stored *ret, size_t *ret_n)
{
    struct import_stored *lines;
    size_t n = 1, k = 0;
    int r = 0;
    after = after > at->im.head_row ? after : at->im.head_row;
    while (r >= 0 && n && k < max) {
        r = import_lines_after(req->db, req->a, at->im.id, after, &lines, &n);
        for (size_t i = 0; r >= 0 && i < n && k < max; i++) {
            after = lines[i].row_no;
            if (!strcmp(lines[i].state, "ready"))
                ret[k++] = lines[i];
        }
    }
    *ret_n = k;
    return r;
}

/* Rows that somebody has to decide on: they have rows of their own. */
static int similar_lines(struct req *req, const struct import_at *at, int64_t after,
                         struct import_stored *ret, size_t *ret_n)
{
    struct import_rows_in_state *rows;
    int r = import_rows_in_state(req->db, req->a, at->im.id, "similar", after, &rows, ret_n);
    for (size_t i = 0; r >= 0 && i < *ret_n; i++) {
        ret[i] = (struct import_stored){.row_no = rows[i].row_no, .decision = rows[i].decision};
        import_unpack_cells(req->a, rows[i].cells, &ret[i].cells, &ret[i].n);
    }
    return r;
}

static int fill_rows(struct req *req, const struct import_at *at, int64_t after,
                     struct import_preview_page *data)
{
    struct import_stored *rows = arena_array(req->a, struct import_stored, ROWS + 1);
    struct registry_head head;
    bool is_similar = !strcmp(data->show, "similar");
    size_t n = 0;
    int r = is_similar ? similar_lines(req, at, after, rows, &n)
                       : ready_lines(req, at, after, ROWS + 1, rows, &n);
    if (r >= 0)
        r = import_head(req->db, req->a, at->im.id, at->pack, &head);
    if (r < 0)
        return r;
    data->next = n > ROWS ? rows[ROWS - 1].row_no : 0;
    n = n > ROWS ? ROWS : n;
    struct import_similar_view *similar = arena_array(req->a, struct import_similar_view, n);
    struct import_ready_view *ready = arena_array(req->a, struct import_ready_view, n);
    for (size_t i = 0; i < n; i++) {
        const char *name, *details;
        describe(req, at, &head, &rows[i], &name, &details);
        similar[i] = (struct import_similar_view){rows[i].row_no, name, details, rows[i].decision};
        ready[i] = (struct import_ready_view){rows[i].row_no, name, details, rows[i].decision};
    }
    if (is_similar)
        data->similar = similar, data->n_similar = n;
    else
        data->ready = ready, data->n_ready = n;
    return r;
}

/* What has to be looked at before the people are loaded. */
static const char *first_to_see(const struct import_row_get *im, bool notes)
{
    return im->n_bad ? "bad" : im->n_similar ? "similar" : notes ? "notes" : "ready";
}

int import_preview(struct req *req, const struct import_at *at)
{
    const char *show_what = req_query(req, "show");
    int64_t after = req_query_int(req, "after", 0, INT64_MAX, 0);
    struct import_preview_page data = {.im = &at->im, .show = show_what};
    struct import_has_notes notes;
    int r = import_has_notes(req->db, req->a, at->im.id, &notes);
    if (r < 0)
        return r;
    data.notes = notes.n > 0;
    if (!*show_what)
        data.show = first_to_see(&at->im, data.notes);
    bool rows = !strcmp(data.show, "similar") || !strcmp(data.show, "ready");
    r = rows ? fill_rows(req, at, after, &data) : fill_problems(req, after, &data);
    if (r < 0)
        return r;
    struct page page = {.title = _("Проверьте таблицу"),
                        .lead = at->im.file_name,
                        .body = import_preview_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    return import_show(req, at, &page);
}

/* ---- one row ---- */

struct row_form {
    int64_t row;
    const char *decision, *code, *text, *show;
};
static const struct choice decisions[] = {
    {"skip", N_("Пропустить"), NULL},    {"same", N_("Тот же человек"), NULL},
    {"new", N_("Другой человек"), NULL}, {"undo", N_("Вернуть"), NULL},
    {"correct", N_("Исправить"), NULL},  {0}};
static const struct field row_fields[] = {
    FIELD(struct row_form, row, FIELD_INT, .label = N_("Строка"), .min = 1, .max = 10000000),
    FIELD(struct row_form, decision, FIELD_CHOICE, .label = N_("Решение"), .choices = decisions),
    FIELD(struct row_form, code, FIELD_TEXT, .label = N_("Столбец"), .optional = true, .max = 60),
    FIELD(struct row_form, text, FIELD_TEXT, .label = N_("Исправить на"), .optional = true,
          .max = 4000),
    FIELD(struct row_form, show, FIELD_TEXT, .label = N_("Список"), .optional = true, .max = 20),
};
const struct form_def import_row_form = FORM_DEF(struct row_form, row_fields);

int import_row_post(struct req *req)
{
    const struct row_form *in = req_input(req);
    struct import_at at;
    int r = import_load(req, &at);
    if (r >= 0)
        r = import_move(req->db, at.im.id, "ready", "ready"); /* nobody loads it meanwhile */
    if (r == 0)
        return req_redirect(req, "/imports/%lld", (long long)at.im.id);
    if (r < 0)
        return r;
    if (!strcmp(in->decision, "correct"))
        r = import_correct(req->db, at.pack, at.im.id, in->row, in->code, in->text,
                           date_at(clock_now(req->clock), (int)at.im.utc_offset));
    else
        r = import_decide(req->db, at.im.id, in->row,
                          !strcmp(in->decision, "undo") ? "" : in->decision);
    return r < 0 ? r
                 : req_redirect(req, "/imports/%lld?show=%s#row-%lld", (long long)at.im.id,
                                url_encode(req->a, in->show), (long long)in->row);
}

/* ---- rows to correct, as a file ---- */

/* «Год рождения: не год …; Контакты: …» */
static int words_of(struct req *req, int64_t import_id, int64_t row_no, const char **ret)
{
    struct import_problems_of *rows;
    struct strbuf b;
    size_t n;
    int r = import_problems_of(req->db, req->a, import_id, row_no, &rows, &n);
    strbuf_init(&b, req->a);
    for (size_t i = 0; r >= 0 && i < n; i++)
        strbuf_printf(&b, "%s«%s»: «%s» — %s", i ? "\n" : "", rows[i].title, rows[i].value,
                      rows[i].message);
    *ret = b.s;
    return r;
}

static int write_bad(struct req *req, const struct import_at *at, size_t n_cols,
                     struct sheet_writer *w)
{
    struct import_bad_chunk *rows;
    struct cell *cells = arena_array(req->a, struct cell, n_cols + 2);
    int64_t after = 0;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        r = import_bad_chunk(req->db, req->a, at->im.id, after, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            const char *const *texts;
            const char *words;
            size_t k;
            after = rows[i].row_no;
            import_unpack_cells(req->a, rows[i].cells, &texts, &k);
            r = words_of(req, at->im.id, after, &words);
            cells[0] = cell_number((double)after);
            cells[1] = cell_text(words);
            for (size_t c = 0; c < n_cols; c++)
                cells[c + 2] = cell_text(c < k ? texts[c] : "");
            if (r >= 0)
                r = sheet_writer_row(w, cells, n_cols + 2, &req->err);
        }
    }
    return r;
}

int import_problems_xlsx(struct req *req)
{
    struct import_at at;
    struct import_columns *cols;
    struct sheet_writer *w;
    size_t n;
    const char *path = arena_printf(req->a, "%s/uploads/export-%lld.xlsx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = import_load(req, &at);
    if (r >= 0)
        r = import_columns(req->db, req->a, at.im.id, &cols, &n);
    if (r >= 0)
        r = sheet_writer_open(req->a, SHEET_XLSX, path, &req->err, &w);
    if (r < 0)
        return r;
    struct sheet_col *heads = arena_array(req->a, struct sheet_col, n + 2);
    heads[0] = (struct sheet_col){_("Строка в файле"), 10};
    heads[1] = (struct sheet_col){_("Что не так"), 60};
    for (size_t i = 0; i < n; i++)
        heads[i + 2].head = cols[i].title;
    r = sheet_writer_sheet(w, _("С ошибками"), NULL, heads, n + 2, &req->err);
    if (r >= 0)
        r = write_bad(req, &at, n, w);
    if (r < 0) {
        sheet_writer_abort(w);
        return r;
    }
    r = sheet_writer_finish(w, &req->err, NULL);
    return r < 0 ? r : req_file(req, path, XLSX_TYPE, _("Строки с ошибками.xlsx"), true);
}
