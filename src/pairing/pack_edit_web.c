#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "pairing/pack_edit.h"
#include "pairing/pack_edit.html.h"
#include "pairing/pack_edit_priv.h"
#include "pairing/pack_titles.h"
#include "pairing/rulebook.h"

struct table_form {
    int64_t pack;
    const char *name, *file;
};
static const struct field table_fields[] = {
    FIELD(struct table_form, pack, FIELD_ID, .label = N_("Методология")),
    FIELD(struct table_form, name, FIELD_TEXT, .label = N_("Таблица"), .max = PACK_MAX_NAME),
    FIELD(struct table_form, file, FIELD_TEXT, .label = N_("Файл"), .optional = true),
};
static const struct form_def table_form = FORM_DEF(struct table_form, table_fields);

struct version_form {
    int64_t pack;
};
static const struct field pack_fields[] = {
    FIELD(struct version_form, pack, FIELD_ID, .label = N_("Методология")),
};
static const struct form_def version_form = FORM_DEF(struct version_form, pack_fields);

/* The rules of pairing read a pack too. */
static int read_rules(struct arena *a, const struct pack *pack, struct err *err)
{
    struct rulebook book;
    return rulebook_load(a, pack, err, &book);
}

/* Packs belong to the installation, not to a unit: the id stands in the query or in the form. */
static int64_t pack_id(struct req *req)
{
    return req->form ? ((const struct version_form *)req_input(req))->pack
                     : req_query_int(req, "pack", 1, INT64_MAX, 0);
}

struct methodology_draft pack_edit_draft(struct req *req)
{
    return (struct methodology_draft){
        req->db, req->a, req->clock, pack_id(req), req->who.account_id, read_rules};
}

/* ---- versions ---- */

static struct pack_version_line version_line(struct req *req, int64_t id, int64_t version,
                                             const char *title, int64_t loaded_at, bool is_current)
{
    return (struct pack_version_line){.id = id,
                                      .version = version,
                                      .title = title,
                                      .since =
                                          date_long(req->a, date_at(loaded_at, req->who.zone), 0),
                                      .current = is_current,
                                      .own = version >= METHODOLOGY_OWN_FIRST};
}

static int list_get(struct req *req)
{
    struct pack_versions *rows;
    struct pack_list_page data = {0};
    int r = pack_versions(req->db, req->a, &rows, &data.n);
    if (r < 0)
        return r;
    struct pack_version_line *lines = arena_array(req->a, struct pack_version_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        lines[i] = version_line(req, rows[i].id, rows[i].version, rows[i].title, rows[i].loaded_at,
                                rows[i].current);
        lines[i].programmes = rows[i].programmes;
    }
    data.rows = lines;
    struct page page = {
        .title = _("Методология"),
        .lead = _("Формы, этапы, анкеты, показатели и другие таблицы, по которым идут программы. "
                  "Изменённое становится новой версией; идущие программы остаются на своей."),
        .body = pack_list_view,
        .data = &data};
    return req_page(req, &page);
}

static size_t count_unsure(const struct tsv *t)
{
    int column = methodology_mark_column(t);
    size_t n = 0;
    for (size_t i = 0; column >= 0 && i < t->n_rows; i++)
        n += !methodology_sure(tsv_cell(t, i, (size_t)column));
    return n;
}

static int load_version(struct req *req, struct pack_version_line *ret)
{
    struct pack_version_row row;
    int r = pack_version_row(req->db, req->a, pack_id(req), &row);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    *ret = version_line(req, row.id, row.version, row.title, row.loaded_at, row.current);
    return 0;
}

/* A line for every table; one that cannot be read has no rows. */
static int load_tables(struct req *req, const struct methodology_draft *d,
                       struct pack_version_page *data)
{
    struct pack_file *files;
    const char *const *changed;
    int r = methodology_files(d, &files, &data->n_tables);
    if (r >= 0)
        r = methodology_changed(d, &changed, &data->n_changed);
    if (r < 0)
        return r;
    struct pack_table_line *lines = arena_array(req->a, struct pack_table_line, data->n_tables);
    for (size_t i = 0; i < data->n_tables; i++) {
        struct tsv t = {0};
        struct err unread = {0};
        bool readable =
            tsv_parse(req->a, files[i].name, files[i].data, files[i].n, &unread, &t) >= 0;
        lines[i] = (struct pack_table_line){.name = files[i].name,
                                            .rows = t.n_rows,
                                            .unsure = readable ? count_unsure(&t) : 0,
                                            .marks = readable && methodology_mark_column(&t) >= 0};
        for (size_t k = 0; k < data->n_changed; k++)
            lines[i].changed |= !strcmp(changed[k], files[i].name);
    }
    data->tables = lines;
    return 0;
}

const char *pack_edit_title(const struct methodology_table *t)
{
    const char *title = pack_table_title(t->name);
    return title ? title : t->name;
}

struct link pack_edit_above(void)
{
    return (struct link){_("Методология"), "/methodology"};
}

static int version_get(struct req *req)
{
    struct pack_version_line v;
    struct pack_version_page data = {.id = pack_id(req), .v = &v};
    const struct methodology_draft d = pack_edit_draft(req);
    struct err why = {0};
    int r = load_version(req, &v);
    if (r >= 0)
        r = load_tables(req, &d, &data);
    if (r >= 0 && data.n_changed && v.current)
        r = methodology_check(&d, &why);
    if (*why.text) {
        data.mistake = why.text;
        r = 0;
    }
    if (r < 0)
        return r;
    const struct link crumb = pack_edit_above();
    struct page page = {
        .title = arena_printf(req->a, _("%s, версия %lld"), v.title, (long long)v.version),
        .body = pack_version_view,
        .data = &data,
        .crumbs = &crumb,
        .n_crumbs = 1,
        .wide = true};
    return req_page(req, &page);
}

static int publish_post(struct req *req)
{
    const struct methodology_draft d = pack_edit_draft(req);
    int64_t id;
    int version;
    int r = methodology_publish(&d, &req->err, &id, &version);
    if ((r == ERR_INVALID || r == ERR_CONFLICT) && *req->err.text) {
        req_notice(req, _("Не опубликовано. %s"), req->err.text);
        return req_redirect(req, "/methodology/version?pack=%lld", (long long)d.pack_id);
    }
    if (r >= 0)
        r = req_audit(req, "methodology.publish", "pack", id, arena_printf(req->a, "%d", version));
    if (r < 0)
        return r;
    req_notice(req, _("Опубликована версия %d: её возьмут новые программы"), version);
    return req_redirect(req, "/methodology/version?pack=%lld", (long long)id);
}

static int drop_post(struct req *req)
{
    const struct methodology_draft d = pack_edit_draft(req);
    int r = methodology_drop(&d);
    if (r >= 0)
        r = req_audit(req, "methodology.drop", "pack", d.pack_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Правка отменена"));
    return req_redirect(req, "/methodology/version?pack=%lld", (long long)d.pack_id);
}

/* ---- a table ---- */

const char *pack_edit_asked(struct req *req)
{
    return req->form ? form_raw(req->form, "name") : req_query(req, "name");
}

const struct tsv *pack_edit_target(struct pack_targets *targets, const char *column)
{
    const char *name = pack_column_target(targets->file, column);
    struct methodology_table table;
    struct err unread = {0};
    size_t i = 0;
    while (name && i < targets->n && strcmp(targets->names[i], name) != 0)
        i++;
    if (!name || i == PACK_TARGETS)
        return NULL;
    if (i == targets->n) {
        targets->names[targets->n++] = name;
        if (methodology_table(targets->d, name, &unread, &table) == 0)
            targets->t[i] = table.t;
    }
    return &targets->t[i];
}

const char *pack_edit_words(struct pack_targets *targets, const char *column, const char *cell)
{
    return pack_cell_words(targets->d->a, targets->file, column,
                           *cell ? pack_edit_target(targets, column) : NULL, cell);
}

/* The column that people call a row by. */
static size_t name_column(const struct tsv *t)
{
    static const char *const names[] = {"name_ru",  "criterion_ru", "item_ru", "text_ru",
                                        "title_ru", "level_ru",     "wording", "term"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (tsv_col(t, names[i]) >= 0)
            return (size_t)tsv_col(t, names[i]);
    return 0;
}

#define ABOUT 3 /* cells beside the name */

static bool is_detail(const struct tsv *t, size_t row, size_t column, size_t name, int mark)
{
    const char *head = t->head[column];
    return column != name && (int)column != mark && *tsv_cell(t, row, column) &&
           strcmp(head, "source") != 0 && strcmp(head, "code") != 0 && strcmp(head, "order") != 0;
}

/* Its name, and the first cells that say more. */
static struct pack_row_line row_line(struct pack_targets *targets, const struct tsv *t, size_t row)
{
    int mark = methodology_mark_column(t);
    size_t name = name_column(t), said = 0;
    struct strbuf about;
    strbuf_init(&about, targets->d->a);
    for (size_t c = 0; c < t->n_cols && said < ABOUT; c++) {
        if (!is_detail(t, row, c, name, mark))
            continue;
        const char *title = pack_column_title(t->head[c]);
        strbuf_printf(&about, "%s%s: %s", said++ ? " · " : "", title ? title : t->head[c],
                      pack_edit_words(targets, t->head[c], tsv_cell(t, row, c)));
    }
    const char *code = mark < 0 ? "" : tsv_cell(t, row, (size_t)mark);
    const char *called = pack_edit_words(targets, t->head[name], tsv_cell(t, row, name));
    return (struct pack_row_line){.row = row,
                                  .name = *called ? called : _("без названия"),
                                  .about = about.s,
                                  .source = tsv_get(t, row, "source"),
                                  .mark = pack_edit_words(targets, "confidence", code),
                                  .sure = methodology_sure(code)};
}

static int table_get(struct req *req)
{
    struct pack_version_line v;
    struct methodology_table table;
    const struct methodology_draft d = pack_edit_draft(req);
    size_t from = (size_t)req_query_int(req, "after", 0, 1000000, 0);
    int r = load_version(req, &v);
    if (r >= 0)
        r = methodology_table(&d, pack_edit_asked(req), &req->err, &table);
    if (r < 0)
        return r;
    struct pack_table_page data = {.id = d.pack_id,
                                   .table = &table,
                                   .marks = methodology_mark_column(&table.t) >= 0,
                                   .editable = v.current,
                                   .form = req_form(req, &table_form, NULL)};
    data.file_error = form_error_of(data.form, "file");
    struct pack_targets targets = {.d = &d, .file = table.name};
    struct pack_row_line *lines = arena_array(req->a, struct pack_row_line, PACK_EDIT_ROWS);
    for (size_t i = from; i < table.t.n_rows && data.n < PACK_EDIT_ROWS; i++)
        lines[data.n++] = row_line(&targets, &table.t, i);
    data.rows = lines;
    data.name_title = pack_column_title(table.t.head[name_column(&table.t)]);
    if (from + data.n < table.t.n_rows)
        data.next = arena_printf(req->a, "?pack=%lld&name=%s&after=%zu", (long long)d.pack_id,
                                 table.name, from + data.n);
    const struct link crumbs[] = {
        pack_edit_above(),
        {arena_printf(req->a, _("%s, версия %lld"), v.title, (long long)v.version),
         arena_printf(req->a, "/methodology/version?pack=%lld", (long long)d.pack_id)}};
    struct page page = {.title = pack_edit_title(&table),
                        .body = pack_table_view,
                        .data = &data,
                        .form = data.form,
                        .crumbs = crumbs,
                        .n_crumbs = 2,
                        .wide = true};
    return req_page(req, &page);
}

static int file_get(struct req *req)
{
    struct methodology_table table;
    const struct methodology_draft d = pack_edit_draft(req);
    struct err unread = {0};
    int r = methodology_table(&d, req_query(req, "name"), &unread, &table);
    if (r == ERR_INVALID) /* as it is, so that it can be mended */
        r = 0;
    if (r < 0)
        return r;
    const char *path = arena_printf(req->a, "%s/uploads/table-%lld.tsv", req->app->config.data_dir,
                                    (long long)id_new(req->clock));
    const char *slash = strrchr(table.name, '/');
    r = fs_write(path, table.data, table.n, &req->err);
    return r < 0 ? r
                 : req_file(req, path, "text/tab-separated-values; charset=utf-8",
                            slash ? slash + 1 : table.name, true);
}

static int file_post(struct req *req)
{
    const struct table_form *in = req_input(req);
    const struct methodology_draft d = pack_edit_draft(req);
    char *data;
    size_t n;
    if (!req->file.path || !req->file.size) {
        form_error(req->form, "file", "%s",
                   req->file.path ? _("В файле ничего нет. Проверьте, тот ли это файл")
                                  : _("Выберите файл"));
        return req_retry(req);
    }
    int r = fs_read(req->a, req->file.path, PACK_MAX_FILE, &req->err, &data, &n);
    if (r >= 0)
        r = methodology_put(&d, in->name, NULL, data, n, &req->err);
    if ((r == ERR_INVALID || r == ERR_CONFLICT || r == ERR_LIMIT) && *req->err.text) {
        form_error(req->form, "file", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "methodology.table", "pack", d.pack_id, in->name);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Таблица в правке. Опубликуйте версию, когда закончите"));
    return req_redirect(req, "/methodology/version?pack=%lld", (long long)d.pack_id);
}

static const struct route routes[] = {
    ROUTE_GET("/methodology", list_get, PERM_SYSTEM),
    ROUTE_GET("/methodology/version", version_get, PERM_SYSTEM),
    ROUTE_POST("/methodology/publish", publish_post, PERM_SYSTEM, .form = &version_form,
               .retry = version_get),
    ROUTE_POST("/methodology/drop", drop_post, PERM_SYSTEM, .form = &version_form,
               .retry = version_get),
    ROUTE_GET("/methodology/table", table_get, PERM_SYSTEM),
    ROUTE_GET("/methodology/file.tsv", file_get, PERM_SYSTEM),
    ROUTE_POST("/methodology/table", file_post, PERM_SYSTEM, .form = &table_form,
               .retry = table_get, .flags = ROUTE_UPLOAD,
               .body_limit = PACK_MAX_FILE + (64u << 10)),
    ROUTE_GET("/methodology/row", pack_row_get, PERM_SYSTEM),
    ROUTE_POST("/methodology/row", pack_row_post, PERM_SYSTEM, .form = &pack_row_form,
               .retry = pack_row_get),
};

static const struct nav_row nav[] = {
    {N_("Методология"), "/methodology", "doc", PERM_SYSTEM, 1u << ROLE_ADMIN},
};

const struct module pack_edit_module = {.name = "pack_edit",
                                        .routes = routes,
                                        .n_routes = sizeof routes / sizeof *routes,
                                        .nav = nav,
                                        .n_nav = sizeof nav / sizeof *nav};
