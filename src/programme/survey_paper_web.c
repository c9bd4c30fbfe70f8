/* Sheets answered on paper: the blank to print, and the grid to type them in. What was typed is
 * never shown again. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/person.h"
#include "programme/survey.sql.h"
#include "programme/survey_kind.h"
#include "programme/survey_pages.h"
#include "programme/survey_paper.html.h"
#include "programme/survey_paper.sql.h"

#define ROWS 10 /* sheets of one page: 10 × 60 cells is the most a form sends */
#define CELLS (ROWS * SURVEY_ITEMS_MAX)

struct paper_form {
    const char *role, *form;
    struct id_list sheet;
    struct text_list cell; /* row by row */
};
static const struct field paper_fields[] = {
    FIELD(struct paper_form, role, FIELD_TEXT, .label = N_("Сторона"), .max = 20),
    FIELD(struct paper_form, form, FIELD_TEXT, .label = N_("Форма"), .max = 100),
    FIELD(struct paper_form, sheet, FIELD_IDS, .label = N_("Анкеты"), .max = ROWS),
    FIELD(struct paper_form, cell, FIELD_TEXTS, .label = N_("Ответы"), .max = CELLS),
};
const struct form_def survey_paper_form = FORM_DEF(struct paper_form, paper_fields);

struct typing {
    struct req *req;
    struct survey_at at;
    const char *role, *form;
    struct survey_words words;
};

/* Another page of the grid begins at an id. */
static int edge(struct typing *t, const char **ret_key, int64_t *ret_id)
{
    struct survey_paper_key row;
    *ret_key = "";
    *ret_id = t->req->form ? 0 : req_query_int(t->req, "after", 1, INT64_MAX, 0);
    int r = *ret_id ? survey_paper_key(t->req->db, t->req->a, t->at.round.id, *ret_id, &row) : 0;
    if (r > 0)
        *ret_key = row.sort_key;
    else
        *ret_id = 0;
    return r < 0 ? r : 0;
}

/* Which group: from the form, the address, or the first of the round. */
static int load(struct req *req, struct typing *t, struct survey_paper_page *data)
{
    struct survey_counts_of *groups;
    *t = (struct typing){.req = req};
    int r = survey_at(req, &t->at);
    if (r >= 0)
        r = survey_counts_of(req->db, req->a, t->at.round.id, &groups, &data->n_groups);
    if (r < 0)
        return r;
    t->role = req->form ? form_raw(req->form, "role") : req_query(req, "role");
    t->form = req->form ? form_raw(req->form, "form") : req_query(req, "form");
    struct survey_group_line *lines = arena_array(req->a, struct survey_group_line, data->n_groups);
    bool known = false;
    for (size_t i = 0; i < data->n_groups; i++)
        known |= !strcmp(groups[i].role, t->role) && !strcmp(groups[i].form_code, t->form);
    if (!known && data->n_groups) {
        t->role = groups[0].role;
        t->form = groups[0].form_code;
    }
    for (size_t i = 0; i < data->n_groups; i++)
        lines[i] = (struct survey_group_line){
            .label = survey_group_name(req->a, t->at.pack, groups[i].role, groups[i].form_code),
            .path = arena_printf(req->a, "?role=%s&form=%s", groups[i].role, groups[i].form_code),
            .times = groups[i].sent - groups[i].done,
            .current = !strcmp(groups[i].role, t->role) && !strcmp(groups[i].form_code, t->form)};
    data->groups = lines;
    data->round = &t->at.round;
    data->role = t->role;
    data->form_code = t->form;
    return 0;
}

/* The words of the sheets of this group, by any of them. */
static int load_words(struct typing *t, int64_t sheet)
{
    struct survey_response x;
    int r = survey_response_get(t->req->db, t->req->a, t->req->clock, sheet, &x);
    if (r > 0)
        t->words = x.words;
    return r < 0 ? r : r == 0 ? ERR_NOT_FOUND : 0;
}

static const char *name_of(struct req *req, const char *surname, const char *given,
                           const char *patronymic)
{
    return person_name_full(req->a, &(struct person_name){surname, given, patronymic});
}

/* ---- what was typed ---- */

static bool is_word(const char *cell, const char *const *words)
{
    for (; *words; words++)
        if (!strcmp(cell, *words))
            return true;
    return false;
}

/* «да», «д», «1», «+» … */
static int value_of(struct arena *a, const struct survey_item *item, const char *cell)
{
    static const char *const yes[] = {"да", "д", "1", "+", NULL};
    static const char *const no[] = {"нет", "н", "0", "-", "−", NULL};
    const char *low = utf8_lowercase(a, cell);
    if (item->kind == SURVEY_BOOL)
        return is_word(low, yes) ? 1 : is_word(low, no) ? 0 : SURVEY_MISSING;
    char *end;
    long v = strtol(low, &end, 10);
    return *end || end == low || v < survey_kind_first(item->kind) ||
                   v > survey_kind_last(item->kind)
               ? SURVEY_MISSING
               : (int)v;
}

static const char *wants(const struct survey_item *item)
{
    return item->kind == SURVEY_BOOL      ? _("«да» или «нет»")
           : item->kind == SURVEY_SCALE10 ? _("число от 1 до 10")
                                          : _("число от 1 до 5");
}

/* The answers of one row; NULL when something in it cannot be read, and why. */
static struct survey_given *row_of(struct typing *t, const char *const *cells, size_t *ret_n,
                                   const char **ret_problem)
{
    struct arena *a = t->req->a;
    struct survey_given *given = arena_array(a, struct survey_given, t->words.n);
    *ret_n = 0;
    for (size_t i = 0; i < t->words.n; i++) {
        const struct survey_item *item = &t->words.items[i];
        struct survey_given g = {.n = item->n, .value = SURVEY_MISSING};
        if (!*cells[i])
            continue;
        if (item->kind == SURVEY_OPEN)
            g.text = cells[i];
        else if (!survey_kind_closed(item->kind))
            continue;
        else if ((g.value = value_of(a, item, cells[i])) == SURVEY_MISSING) {
            *ret_problem = arena_printf(a, _("Вопрос %d: «%s» не подходит, нужно %s"), item->n,
                                        cells[i], wants(item));
            return NULL;
        }
        given[(*ret_n)++] = g;
    }
    return given;
}

static const char *const *cells_of(const struct typing *t, const struct paper_form *in, size_t row)
{
    return in->cell.v + row * t->words.n;
}

/* ---- pages ---- */

static int fresh_rows(struct typing *t, struct survey_paper_page *data)
{
    struct survey_paper_rows *rows;
    const char *key;
    int64_t id;
    int r = edge(t, &key, &id);
    if (r >= 0)
        r = survey_paper_rows(t->req->db, t->req->a, t->at.round.id, t->role, t->form, key, id,
                              ROWS + 1, &rows, &data->n_rows);
    if (r < 0 || !data->n_rows)
        return r;
    bool more = data->n_rows > ROWS;
    data->n_rows = more ? ROWS : data->n_rows;
    r = load_words(t, rows[0].id);
    if (r < 0)
        return r;
    const char **empty = arena_array(t->req->a, const char *, t->words.n);
    for (size_t i = 0; i < t->words.n; i++)
        empty[i] = "";
    struct survey_grid_row *out = arena_array(t->req->a, struct survey_grid_row, data->n_rows);
    for (size_t i = 0; i < data->n_rows; i++)
        out[i] = (struct survey_grid_row){
            rows[i].id, name_of(t->req, rows[i].surname, rows[i].given, rows[i].patronymic), NULL,
            empty};
    data->rows = out;
    if (more)
        data->next = arena_printf(t->req->a, "?role=%s&form=%s&after=%lld", t->role, t->form,
                                  (long long)rows[ROWS - 1].id);
    return 0;
}

/* The grid as it was sent, with what is wrong in it. */
static int sent_rows(struct typing *t, struct survey_paper_page *data)
{
    const struct paper_form *in = form_values(t->req->form);
    size_t n = in->sheet.n;
    int r = n ? load_words(t, in->sheet.v[0]) : ERR_INVALID;
    if (r < 0 || in->cell.n != n * t->words.n)
        return r < 0 ? r : ERR_INVALID;
    struct survey_grid_row *out = arena_array(t->req->a, struct survey_grid_row, n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        struct survey_paper_row row;
        size_t given;
        r = survey_paper_row(t->req->db, t->req->a, in->sheet.v[i], t->at.round.id, &row);
        if (r <= 0)
            return r < 0 ? r : ERR_NOT_FOUND;
        out[i] = (struct survey_grid_row){row.id,
                                          name_of(t->req, row.surname, row.given, row.patronymic),
                                          NULL, cells_of(t, in, i)};
        (void)row_of(t, out[i].cells, &given, &out[i].problem);
    }
    data->rows = out;
    data->n_rows = n;
    return r < 0 ? r : 0;
}

int survey_paper_get(struct req *req)
{
    struct typing t;
    struct survey_paper_page data = {0};
    int r = load(req, &t, &data);
    if (r >= 0)
        r = req->form ? sent_rows(&t, &data) : fresh_rows(&t, &data);
    if (r < 0)
        return r;
    data.words = &t.words;
    data.open = survey_round_open(&t.at.round, clock_now(req->clock));
    struct page page = {.title = _("Ответы с бумаги"),
                        .lead = survey_round_title(&t.at.round),
                        .body = survey_paper_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    return survey_frame(req, &t.at, &page);
}

static int keep_row(struct typing *t, int64_t sheet, const struct survey_given *given, size_t n)
{
    struct survey_response x;
    int r = survey_response_get(t->req->db, t->req->a, t->req->clock, sheet, &x);
    if (r <= 0 || x.round_id != t->at.round.id || x.words.id != t->words.id)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = survey_paper(t->req->db, t->req->a, t->req->clock, &x, given, n, &t->req->err);
    return r < 0 ? r : req_audit(t->req, "survey.paper", "survey_response", sheet, "");
}

int survey_paper_post(struct req *req)
{
    const struct paper_form *in = req_input(req);
    struct typing t;
    struct survey_paper_page data = {0};
    size_t kept = 0, n;
    int r = load(req, &t, &data);
    if (r >= 0)
        r = in->sheet.n ? load_words(&t, in->sheet.v[0]) : ERR_INVALID;
    if (r >= 0 && in->cell.n != in->sheet.n * t.words.n)
        r = err_set(&req->err, ERR_CONFLICT,
                    _("Анкета изменилась, пока страница была открыта. Обновите её"));
    for (size_t i = 0; r >= 0 && i < in->sheet.n; i++) {
        const char *problem = NULL;
        struct survey_given *given = row_of(&t, cells_of(&t, in, i), &n, &problem);
        if (problem)
            form_error(req->form, NULL, _("Строка %zu. %s"), i + 1, problem);
        if (!given || !n)
            continue;
        r = keep_row(&t, in->sheet.v[i], given, n);
        kept += r >= 0;
    }
    if (r < 0)
        return r;
    if (!kept && form_ok(req->form))
        form_error(req->form, NULL, "%s",
                   _("Ни одной анкеты не набрано. Заполните хотя бы строку"));
    if (!form_ok(req->form))
        return req_retry(req);
    req_notice(req, P_("Записана %zu анкета", "Записано %zu анкет", (long)kept), kept);
    return req_redirect(req, "/rounds/%lld/paper?role=%s&form=%s", (long long)t.at.round.id, t.role,
                        t.form);
}

/* The sheet itself on paper. */
int survey_blank_get(struct req *req)
{
    struct typing t;
    struct survey_paper_page group = {0};
    struct survey_paper_rows *any;
    size_t n;
    int r = load(req, &t, &group);
    if (r >= 0)
        r = survey_paper_rows(req->db, req->a, t.at.round.id, t.role, t.form, "", 0, 1, &any, &n);
    if (r >= 0)
        r = n ? load_words(&t, any[0].id) : ERR_NOT_FOUND;
    if (r < 0)
        return r;
    struct survey_blank_page data = {&t.words, &t.at.round, !strcmp(t.role, SURVEY_PARENT)};
    struct page page = {.title = survey_sheet_name(t.role),
                        .lead = survey_round_title(&t.at.round),
                        .body = survey_blank_view,
                        .data = &data};
    return survey_frame(req, &t.at, &page);
}
