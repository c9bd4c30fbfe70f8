#include "programme/import_priv.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/page.h"
#include "frame/route.h"
#include "programme/import.html.h"
#include "programme/methodology.h"
#include "programme/programme_pages.h"

/* ---- the upload of the path ---- */

int import_load(struct req *req, struct import_at *at)
{
    int r = import_row_get(req->db, req->a, req_id(req, "import"), &at->im);
    if (r > 0)
        r = programme_get(req->db, req->a, at->im.programme_id, &at->p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return programme_pack(req, &at->p, &at->pack);
}

int import_show(struct req *req, const struct import_at *at, struct page *page)
{
    struct link parent = {_("Загрузки"),
                          arena_printf(req->a, "/programmes/%lld/imports", (long long)at->p.id)};
    int r = programme_frame(req, &at->p, "imports", &parent, page);
    return r < 0 ? r : req_page(req, page);
}

/* ---- choosing a file ---- */

static const struct choice sides[] = {
    {"mentee", N_("База наставляемых"),
     N_("Таблица из 13 столбцов: запрос, год рождения, контакты")},
    {"mentor", N_("База наставников"), N_("Таблица из 16 столбцов: компетенции, интересы, время")},
    {0},
};
struct new_form {
    const char *side;
    const char *file; /* comes as req->file; here for its message */
};
static const struct field new_fields[] = {
    FIELD(struct new_form, side, FIELD_CHOICE, .label = N_("Что загружаем"),
          .empty = N_("Выберите, какую таблицу загружаете"), .choices = sides),
    FIELD(struct new_form, file, FIELD_TEXT, .label = N_("Таблица"), .optional = true),
};
static const struct form_def new_form = FORM_DEF(struct new_form, new_fields);

static int new_get(struct req *req)
{
    struct programme p;
    const char *side = req_query(req, "side");
    struct new_form initial = {.side = !strcmp(side, "mentor") ? "mentor" : "mentee"};
    int r = programme_of(req, &p);
    if (r < 0)
        return r;
    struct import_new_page data = {p.id, req_form(req, &new_form, &initial)};
    struct page page = {
        .title = _("Загрузить таблицу"), .body = import_new_view, .data = &data, .form = data.form};
    r = programme_frame(req, &p, "imports", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int queue(struct req *req, const struct import_row_get *im, const char *kind)
{
    int64_t job;
    int r = job_add(req, kind, im->unit_id, im->id, &job);
    return r < 0 ? r : req_redirect(req, "/jobs/%lld", (long long)job);
}

static int new_post(struct req *req)
{
    const struct new_form *in = req_input(req);
    struct programme p;
    struct import_row_get im = {0};
    int r = programme_of(req, &p);
    if (r < 0)
        return r;
    if (!req->file.path || !req->file.size) {
        form_error(req->form, "file", "%s",
                   req->file.path ? _("В файле ничего нет. Проверьте, тот ли это файл")
                                  : _("Выберите файл: XLSX или CSV"));
        return req_retry(req);
    }
    r = import_create(req->db, req->clock, p.id, p.unit_id, in->side, req->file.name,
                      req->who.account_id, &im.id);
    im.unit_id = p.unit_id;
    if (r >= 0 && rename(req->file.path, import_path(req->a, req->app->config.data_dir, im.id)) < 0)
        r = err_set(&req->err, ERR_IO, _("Файл не сохраняется на сервере: нет места или прав"));
    if (r >= 0)
        r = req_audit(req, "import.upload", "import", im.id,
                      strcmp(in->side, "mentor") ? _("База наставляемых") : _("База наставников"));
    return r < 0 ? r : queue(req, &im, "import_read");
}

static const struct {
    const char *state, *name;
    enum pill pill;
} states[] = {
    {"reading", N_("Читается"), PILL_HALF},        {"columns", N_("Ждёт: столбцы"), PILL_WAIT},
    {"checking", N_("Проверяется"), PILL_HALF},    {"ready", N_("Ждёт: проверка"), PILL_WAIT},
    {"applying", N_("Записывается"), PILL_HALF},   {"applied", N_("Загружено"), PILL_OK},
    {"undone", N_("Загрузка отменена"), PILL_END}, {"failed", N_("Не получилось"), PILL_BAD},
};

static void set_state(struct import_line *line, const char *state)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (!strcmp(states[i].state, state)) {
            line->state = _(states[i].name);
            line->pill = states[i].pill;
        }
}

static int list_get(struct req *req)
{
    struct programme p;
    struct imports_of_programme *rows;
    struct import_list_page data = {0};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = imports_of_programme(req->db, req->a, p.id, &rows, &data.n_rows);
    if (r < 0)
        return r;
    struct import_line *lines = arena_array(req->a, struct import_line, data.n_rows);
    for (size_t i = 0; i < data.n_rows; i++) {
        lines[i].id = rows[i].id;
        lines[i].file = rows[i].file_name;
        lines[i].side =
            strcmp(rows[i].side, "mentor") ? _("База наставляемых") : _("База наставников");
        lines[i].when = date_short(req->a, date_at(rows[i].created_at, (int)rows[i].utc_offset));
        set_state(&lines[i], rows[i].state);
    }
    data.rows = lines;
    data.programme_id = p.id;
    struct page page = {.title = _("Загрузки"), .body = import_list_view, .data = &data};
    r = programme_frame(req, &p, "imports", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- columns ---- */

/* What a column of the file can be: every column of the registry, a name also in parts. */
static const struct choice *targets(struct req *req, const struct pack *pack,
                                    enum pack_registry side)
{
    static const struct {
        const char *code, *name;
    } parts[] = {{"surname", N_("фамилия")}, {"given", N_("имя")}, {"patronymic", N_("отчество")}};
    size_t n = 0, own = (size_t)registry_own_name(pack, side);
    struct choice *list = arena_array(req->a, struct choice, pack->columns[side].n + 4);
    for (size_t i = 0; i < pack->columns[side].n; i++) {
        const struct pack_column *c = &pack->columns[side].row[i];
        list[n++] = (struct choice){c->code, c->name, NULL};
        for (size_t k = 0; i == own && k < 3; k++)
            list[n++] =
                (struct choice){arena_printf(req->a, "%s.%s", c->code, parts[k].code),
                                arena_printf(req->a, "%s: %s", c->name, _(parts[k].name)), NULL};
    }
    return list;
}

static int columns_page(struct req *req, const struct import_at *at)
{
    struct import_columns *cols;
    struct import_columns_page data = {.im = &at->im};
    enum pack_registry side = strcmp(at->im.side, "mentor") ? PACK_MENTEE : PACK_MENTOR;
    int r = import_columns(req->db, req->a, at->im.id, &cols, &data.n_columns);
    if (r < 0)
        return r;
    struct import_column_view *views =
        arena_array(req->a, struct import_column_view, data.n_columns);
    for (size_t i = 0; i < data.n_columns; i++)
        views[i] = (struct import_column_view){cols[i].n, cols[i].title, cols[i].sample,
                                               cols[i].code, cols[i].sure};
    data.columns = views;
    data.targets = targets(req, at->pack, side);
    struct page page = {.title = _("Что означают столбцы"),
                        .body = import_columns_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    return import_show(req, at, &page);
}

struct columns_form {
    struct text_list code;
};
static const struct field columns_fields[] = {
    FIELD(struct columns_form, code, FIELD_TEXTS, .label = N_("Столбцы"), .optional = true,
          .max = REGISTRY_MAX_COLS),
};
static const struct form_def columns_form = FORM_DEF(struct columns_form, columns_fields);

static int columns_post(struct req *req)
{
    const struct columns_form *in = req_input(req);
    struct import_at at;
    int r = import_load(req, &at);
    if (r >= 0)
        r = import_move(req->db, at.im.id, "columns", "checking");
    if (r == 0)
        r = import_move(req->db, at.im.id, "ready", "checking");
    if (r == 0)
        return req_redirect(req, "/imports/%lld", (long long)at.im.id);
    if (r > 0)
        r = import_set_columns(req->db, at.im.id, at.pack, in->code.v, in->code.n, &req->err);
    if (r == ERR_INVALID || r == ERR_NOT_FOUND) {
        form_error(req->form, "code", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = import_is_checked(req->db, at.im.id);
    if (r <= 0)
        return r < 0 ? r : queue(req, &at.im, "import_check");
    r = import_move(req->db, at.im.id, "checking", "ready");
    return r < 0 ? r : req_redirect(req, "/imports/%lld", (long long)at.im.id);
}

/* ---- the page by its state ---- */

static int wait_page(struct req *req, const struct import_at *at, const char *kind,
                     const char *what)
{
    struct import_latest_job job;
    int r = import_latest_job(req->db, req->a, kind, at->im.id, &job);
    if (r < 0)
        return r;
    struct import_wait_page data = {what, r > 0 ? job.id : 0};
    /* No name of a file in a title: people call files by children. */
    struct page page = {.title = _("Загрузка таблицы"),
                        .lead = at->im.file_name,
                        .body = import_wait_view,
                        .data = &data};
    return import_show(req, at, &page);
}

static int done_page(struct req *req, const struct import_at *at)
{
    struct import_done_page data = {.im = &at->im, .programme_id = at->p.id};
    data.may_undo = !strcmp(at->im.state, "applied") &&
                    clock_now(req->clock) - at->im.applied_at < IMPORT_UNDO_MS;
    struct page page = {.title = _("Загрузка таблицы"),
                        .lead = at->im.file_name,
                        .body = import_done_view,
                        .data = &data};
    return import_show(req, at, &page);
}

static int import_get(struct req *req)
{
    struct import_at at;
    int r = import_load(req, &at);
    if (r < 0)
        return r;
    const char *state = at.im.state;
    if (!strcmp(state, "reading"))
        return wait_page(req, &at, "import_read", _("Читаем файл"));
    if (!strcmp(state, "checking"))
        return wait_page(req, &at, "import_check", _("Проверяем строки"));
    if (!strcmp(state, "applying"))
        return wait_page(req, &at, "import_apply", _("Записываем людей"));
    if (!strcmp(state, "columns") || !strcmp(req_query(req, "step"), "columns"))
        return columns_page(req, &at);
    return !strcmp(state, "ready") ? import_preview(req, &at) : done_page(req, &at);
}

/* ---- apply and undo ---- */

static int apply_post(struct req *req)
{
    struct import_at at;
    int r = import_load(req, &at);
    if (r >= 0)
        r = import_move(req->db, at.im.id, "ready", "applying");
    if (r == 0)
        return req_redirect(req, "/imports/%lld", (long long)at.im.id);
    if (r > 0)
        r = req_audit(req, "import.apply", "import", at.im.id, "");
    return r < 0 ? r : queue(req, &at.im, "import_apply");
}

/* As import_set_left. */
static bool import_may_leave(const char *state)
{
    return !strcmp(state, "columns") || !strcmp(state, "ready") || !strcmp(state, "failed");
}

static int undo_get(struct req *req)
{
    struct import_at at;
    int r = import_load(req, &at);
    if (r < 0)
        return r;
    struct import_done_page data = {.im = &at.im, .programme_id = at.p.id};
    struct page page = {.title = _("Отменить загрузку?"), .body = import_undo_view, .data = &data};
    if (strcmp(at.im.state, "applied") != 0) {
        if (!import_may_leave(at.im.state))
            return req_redirect(req, "/imports/%lld", (long long)at.im.id);
        page.title = _("Не загружать этот файл?");
        page.body = import_leave_view;
    }
    return import_show(req, &at, &page);
}

static int undo_post(struct req *req)
{
    int64_t id = req_id(req, "import");
    int r = import_leave(req->db, req->a, req->app, id);
    bool left = r >= 0;
    if (r == ERR_CONFLICT)
        r = import_undo(req->db, req->clock, id, &req->err);
    if (r >= 0)
        r = req_audit(req, left ? "import.leave" : "import.undo", "import", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s",
               left ? _("Файл и его строки удалены")
                    : _("Загрузка отменена. Люди из неё убраны из базы"));
    return req_redirect(req, "/imports/%lld", (long long)id);
}

/* ---- the module ---- */

static int import_object(struct req *req, int64_t id, struct object *ret)
{
    struct import_row_get im;
    int r = import_row_get(req->db, req->a, id, &im);
    if (r > 0)
        *ret = (struct object){.unit_id = im.unit_id, .parent_id = im.programme_id};
    return r;
}

static const char *done_path(struct arena *a, int64_t id)
{
    return arena_printf(a, "/imports/%lld", (long long)id);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/imports", list_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/programmes/{programme}/import", new_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/import", new_post, PERM_PEOPLE_MANAGE, .form = &new_form,
               .retry = new_get, .body_limit = IMPORT_MAX_FILE, .flags = ROUTE_UPLOAD),
    ROUTE_GET("/imports/{import}", import_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/imports/{import}/columns", columns_post, PERM_PEOPLE_MANAGE, .form = &columns_form,
               .retry = import_get),
    ROUTE_POST("/imports/{import}/rows", import_row_post, PERM_PEOPLE_MANAGE,
               .form = &import_row_form, .retry = import_get),
    ROUTE_GET("/imports/{import}/problems.xlsx", import_problems_xlsx, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/imports/{import}/apply", apply_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/imports/{import}/undo", undo_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/imports/{import}/undo", undo_post, PERM_PEOPLE_MANAGE),
};
static const struct scope scopes[] = {{"import", import_object}};
static const struct job_kind jobs[] = {
    {"import_read", N_("Читаем таблицу"), import_job_read, done_path, done_path},
    {"import_check", N_("Проверяем строки таблицы"), import_job_check, done_path, done_path},
    {"import_apply", N_("Записываем людей в базу"), import_job_apply, done_path, done_path},
};

const struct module import_module = {
    .name = "import",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
    .jobs = jobs,
    .n_jobs = sizeof jobs / sizeof *jobs,
    .hourly = import_hourly,
};
