/* What the school measures itself: the table to type in. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/route.h"
#include "insight/measure.html.h"
#include "insight/measure.sql.h"
#include "insight/measure_pages.h"
#include "net/url.h"

struct sheet_form {
    const char *role, *form, *metric;
    struct id_list person;
    struct text_list was, cell; /* row by row */
};
static const struct field sheet_fields[] = {
    FIELD(struct sheet_form, role, FIELD_TEXT, .label = N_("Сторона"), .max = 20),
    FIELD(struct sheet_form, form, FIELD_TEXT, .label = N_("Форма"), .max = 100),
    FIELD(struct sheet_form, metric, FIELD_TEXT, .label = N_("Показатель"), .optional = true,
          .max = 100),
    FIELD(struct sheet_form, person, FIELD_IDS, .label = N_("Участники"), .max = MEASURE_PAGE),
    FIELD(struct sheet_form, was, FIELD_TEXTS, .label = N_("Прежние числа"), .max = MEASURE_PAGE),
    FIELD(struct sheet_form, cell, FIELD_TEXTS, .label = N_("Показатели"),
          .max = MEASURE_PAGE * MEASURE_COLS),
};
static const struct form_def sheet_form = FORM_DEF(struct sheet_form, sheet_fields);

/* ---- the place ---- */

const char *measure_query(struct arena *a, const struct measure_group *g, const char *metric)
{
    const char *group = arena_printf(a, "?role=%s&form=%s", g->role, url_encode(a, g->form));
    return *metric ? arena_printf(a, "%s&metric=%s", group, url_encode(a, metric)) : group;
}

const char *measure_metric(const struct measure_place *at)
{
    return at->g && at->g != at->whole ? at->g->metric[0]->code : "";
}

/* One metric of the group, when the address or the table that was sent names it. */
static void narrow(struct req *req, struct measure_place *at)
{
    const char *code = req->form ? form_raw(req->form, "metric") : req_query(req, "metric");
    for (size_t i = 0; at->whole && i < at->whole->n; i++)
        if (!strcmp(at->whole->metric[i]->code, code)) {
            at->one = *at->whole;
            at->one.metric[0] = at->whole->metric[i];
            at->one.n = 1;
            at->g = &at->one;
        }
}

int measure_place_of(struct req *req, struct measure_place *ret)
{
    *ret = (struct measure_place){0};
    int r = monitoring_of(req, &ret->m);
    if (r < 0)
        return r;
    const char *role = req->form ? form_raw(req->form, "role") : req_query(req, "role");
    const char *form = req->form ? form_raw(req->form, "form") : req_query(req, "form");
    ret->n_groups = measure_groups(req->a, ret->m.pack, &ret->m.p, &ret->groups);
    for (size_t i = 0; i < ret->n_groups && !ret->whole; i++)
        if (!strcmp(ret->groups[i].role, role) && !strcmp(ret->groups[i].form, form))
            ret->whole = &ret->groups[i];
    if (!ret->whole && ret->n_groups)
        ret->whole = &ret->groups[0];
    ret->g = ret->whole;
    return 0;
}

/* ---- the page ---- */

static const char *bounds(struct arena *a, const struct pack_metric *m)
{
    return m->type == PACK_METRIC_YESNO ? _("да или нет")
                                        : arena_printf(a, _("от %d до %d"), m->least, m->most);
}

static int fill_heads(struct req *req, const struct measure_place *at, struct measure_page *data)
{
    const struct measure_group *g = at->g;
    struct measure_head *heads = arena_array(req->a, struct measure_head, g->n);
    for (size_t i = 0; i < g->n; i++) {
        struct measure_progress p = {0};
        int r = measure_progress(req->db, req->a, g, i, &p);
        if (r < 0)
            return r;
        heads[i] = (struct measure_head){g->metric[i]->name, bounds(req->a, g->metric[i]),
                                         g->metric[i]->after_only,
                                         strcmp(g->metric[i]->confidence, "known") != 0, p.waiting};
        data->unsure |= heads[i].unsure;
        if (p.waiting > data->waiting)
            data->waiting = p.waiting;
    }
    data->heads = heads;
    data->n_heads = g->n;
    return 0;
}

static void fill_tabs(struct req *req, const struct measure_place *at, struct measure_page *data)
{
    struct measure_tab *tabs = arena_array(req->a, struct measure_tab, at->n_groups);
    for (size_t i = 0; i < at->n_groups; i++) {
        const struct measure_group *g = &at->groups[i];
        const struct pack_form *form = pack_form(at->m.pack, g->form);
        tabs[i] = (struct measure_tab){
            arena_printf(req->a, "%s: %s", form ? form->name : g->form, survey_side(g->role)),
            measure_query(req->a, g, ""), g == at->whole};
    }
    data->tabs = tabs;
    data->n_tabs = at->n_groups;
}

/* All of the group, and each by itself: on a phone one is what fits. */
static void fill_metrics(struct req *req, const struct measure_place *at, struct measure_page *data)
{
    const struct measure_group *g = at->whole;
    struct measure_tab *tabs = arena_array(req->a, struct measure_tab, g->n + 1);
    tabs[0] = (struct measure_tab){_("Все показатели"), measure_query(req->a, g, ""), at->g == g};
    for (size_t i = 0; i < g->n; i++)
        tabs[i + 1] =
            (struct measure_tab){g->metric[i]->name, measure_query(req->a, g, g->metric[i]->code),
                                 at->g != g && at->g->metric[0] == g->metric[i]};
    data->metrics = tabs;
    data->n_metrics = g->n + 1;
}

struct typed {
    const struct sheet_form *in; /* NULL: fresh */
    size_t row;
};

static const char *was_of(struct arena *a, const struct measure_group *g, struct measure_person *x,
                          const struct measure_col *cols, size_t n)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&b, "%s%s", i ? ";" : "",
                      measure_text(a, g->metric[cols[i].metric], *measure_at(x, cols[i])));
    return b.s ? b.s : "";
}

/* A row as it is kept, or as it was sent, with what is wrong in it. */
static struct measure_line line_of(struct req *req, const struct measure_group *g,
                                   struct measure_person *x, const struct typed *t)
{
    struct measure_col cols[MEASURE_COLS];
    struct strbuf problem;
    size_t n = measure_cols(g, cols);
    struct measure_cell *cells = arena_array(req->a, struct measure_cell, n);
    strbuf_init(&problem, req->a);
    for (size_t i = 0; i < n; i++) {
        const struct pack_metric *m = g->metric[cols[i].metric];
        const char *why = NULL;
        int64_t value;
        cells[i].label = measure_col_name(req->a, g, cols[i]);
        cells[i].text = t->in ? t->in->cell.v[t->row * n + i]
                              : measure_text(req->a, m, *measure_at(x, cols[i]));
        cells[i].bad = t->in && !measure_parse(req->a, m, cells[i].text, &value, &why);
        if (cells[i].bad)
            strbuf_printf(&problem, "%s%s: «%s» — %s", problem.len ? ". " : "", cells[i].label,
                          cells[i].text, why);
    }
    return (struct measure_line){.id = x->id,
                                 .name = x->name,
                                 .was =
                                     t->in ? t->in->was.v[t->row] : was_of(req->a, g, x, cols, n),
                                 .problem = problem.len ? problem.s : NULL,
                                 .cells = cells};
}

static int fresh_lines(struct req *req, const struct measure_group *g, const char *query,
                       struct measure_page *data)
{
    struct measure_person *x;
    struct measure_key key = {.sort_key = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    int r = after ? measure_key(req->db, req->a, g->programme_id, after, &key) : 0;
    if (r >= 0)
        r = measure_people(req->db, req->a, g, key.sort_key, after, MEASURE_PAGE + 1, &x, &data->n);
    if (r < 0)
        return r;
    if (data->n > MEASURE_PAGE) {
        data->n = MEASURE_PAGE;
        data->next =
            arena_printf(req->a, "%s&after=%lld", query, (long long)x[MEASURE_PAGE - 1].id);
    }
    struct measure_line *lines = arena_array(req->a, struct measure_line, data->n);
    for (size_t i = 0; i < data->n; i++)
        lines[i] = line_of(req, g, &x[i], &(struct typed){NULL, i});
    data->lines = lines;
    return 0;
}

static bool whole_form(const struct measure_group *g, const struct sheet_form *in)
{
    struct measure_col cols[MEASURE_COLS];
    return in->was.n == in->person.n && in->cell.n == in->person.n * measure_cols(g, cols);
}

static int sent_lines(struct req *req, const struct measure_group *g, struct measure_page *data)
{
    const struct sheet_form *in = form_values(req->form);
    if (!whole_form(g, in))
        return ERR_INVALID;
    struct measure_line *lines = arena_array(req->a, struct measure_line, in->person.n);
    for (size_t i = 0; i < in->person.n; i++) {
        struct measure_person x;
        int r = measure_person(req->db, req->a, g, in->person.v[i], &x);
        if (r < 0)
            return r;
        if (r > 0)
            lines[data->n++] = line_of(req, g, &x, &(struct typed){in, i});
    }
    data->lines = lines;
    return 0;
}

int measure_show(struct req *req, const struct measure_filled *filled, const char *error)
{
    struct measure_place at;
    struct measure_col cols[MEASURE_COLS];
    struct measure_page data = {.programme_id = req_id(req, "programme")};
    bool typed = req->form && !filled;
    int r = measure_place_of(req, &at);
    if (r >= 0 && !filled)
        narrow(req, &at);
    if (r >= 0 && at.g) {
        data.role = at.g->role;
        data.form = at.g->form;
        data.metric = measure_metric(&at);
        data.n_cols = measure_cols(at.g, cols);
        fill_tabs(req, &at, &data);
        fill_metrics(req, &at, &data);
        r = fill_heads(req, &at, &data);
    }
    if (r >= 0 && at.g)
        r = typed ? sent_lines(req, at.g, &data)
                  : fresh_lines(req, at.g, measure_query(req->a, at.g, data.metric), &data);
    if (r < 0)
        return r;
    if (filled) {
        data.problems = filled->problems;
        data.n_problems = filled->n_problems;
        data.n_shown =
            filled->n_problems < MEASURE_PROBLEMS ? filled->n_problems : MEASURE_PROBLEMS;
    }
    data.file_error = error;
    struct page page = {.title = _("Показатели школы"),
                        .lead = _("Числа до и после программы, которые вносит куратор"),
                        .body = measure_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    r = monitoring_frame(req, &at.m, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int sheet_get(struct req *req)
{
    return measure_show(req, NULL, NULL);
}

/* ---- saving ---- */

/* The nth of the texts parted by ';'. */
static const char *nth(struct arena *a, const char *list, size_t n)
{
    for (; n && *list; n--)
        list += strcspn(list, ";") + (list[strcspn(list, ";")] == ';');
    return arena_strndup(a, list, strcspn(list, ";"));
}

/* Changed cells of a row into what is kept. Somebody else's change of the same cell is told. */
static void merge(struct req *req, const struct measure_group *g, const struct sheet_form *in,
                  size_t row, struct measure_person *x, bool *changed)
{
    struct measure_col cols[MEASURE_COLS];
    size_t n = measure_cols(g, cols);
    for (size_t i = 0; i < n; i++) {
        const struct pack_metric *m = g->metric[cols[i].metric];
        const char *label = measure_col_name(req->a, g, cols[i]), *why = "";
        const char *text = in->cell.v[row * n + i], *was = nth(req->a, in->was.v[row], i);
        int64_t *kept = measure_at(x, cols[i]), value, old = MEASURE_NONE;
        if (!measure_parse(req->a, m, text, &value, &why)) {
            form_error(req->form, NULL, _("%s. %s: «%s» — %s"), x->name, label, text, why);
            continue;
        }
        (void)measure_parse(req->a, m, was, &old, &why);
        if (value == old || value == *kept)
            continue;
        if (*kept != old) {
            form_error(req->form, NULL,
                       _("%s. %s: пока страница была открыта, другой человек записал «%s». "
                         "Откройте страницу заново"),
                       x->name, label, measure_text(req->a, m, *kept));
            continue;
        }
        *kept = value;
        changed[cols[i].metric] = true;
    }
}

static int save_row(struct req *req, const struct measure_group *g, const struct sheet_form *in,
                    size_t row, size_t *values)
{
    bool changed[MEASURE_METRICS] = {false};
    struct measure_person x;
    int r = measure_person(req->db, req->a, g, in->person.v[row], &x);
    if (r <= 0)
        return r;
    merge(req, g, in, row, &x, changed);
    for (size_t i = 0; r >= 0 && i < g->n; i++)
        if (changed[i]) {
            r = measure_put(req->db, req->clock, g, &x, i, x.v[i], req->who.account_id);
            ++*values;
        }
    return r;
}

static int sheet_post(struct req *req)
{
    const struct sheet_form *in = req_input(req);
    struct measure_place at;
    size_t values = 0;
    int r = measure_place_of(req, &at);
    if (r >= 0)
        narrow(req, &at);
    if (r >= 0 && (!at.g || !whole_form(at.g, in)))
        r = err_set(&req->err, ERR_CONFLICT,
                    _("Показатели изменились, пока страница была открыта. Обновите её"));
    for (size_t i = 0; r >= 0 && i < in->person.n; i++)
        r = save_row(req, at.g, in, i, &values);
    if (r >= 0 && !form_ok(req->form))
        return req_retry(req);
    if (r >= 0)
        r = measure_release(req->db, req->a, at.g);
    if (r >= 0 && values)
        r = req_audit(req, "measure.save", "programme", at.m.p.id, at.g->form);
    if (r < 0)
        return r;
    req_notice(req, "%s", values ? _("Показатели сохранены") : _("Ничего не изменилось"));
    return req_redirect(req, "/programmes/%lld/measures%s", (long long)at.m.p.id,
                        measure_query(req->a, at.g, measure_metric(&at)));
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/measures", sheet_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/measures", sheet_post, PERM_PEOPLE_MANAGE,
               .form = &sheet_form, .retry = sheet_get),
    ROUTE_GET("/programmes/{programme}/measures.xlsx", measure_file_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/measures/file", measure_file_post, PERM_PEOPLE_MANAGE,
               .form = &measure_file_form, .retry = measure_file_retry,
               .prepare = measure_file_prepare, .flags = ROUTE_UPLOAD,
               .body_limit = MEASURE_FILE_MAX),
};

const struct module measure_module = {
    .name = "measure", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
