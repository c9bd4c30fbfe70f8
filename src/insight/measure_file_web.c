/* The spreadsheet of what the school measures: out, filled in, and back. */
#include "base/i18n.h"
#include "base/id.h"
#include "frame/app.h"
#include "frame/route.h"
#include "insight/measure_pages.h"

struct file_form {
    const char *role, *form;
};
static const struct field file_fields[] = {
    FIELD(struct file_form, role, FIELD_TEXT, .label = N_("Сторона"), .max = 20),
    FIELD(struct file_form, form, FIELD_TEXT, .label = N_("Форма"), .max = 100),
};
const struct form_def measure_file_form = FORM_DEF(struct file_form, file_fields);

int measure_file_get(struct req *req)
{
    struct measure_place at;
    const char *path = arena_printf(req->a, "%s/uploads/measures-%lld.xlsx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = measure_place_of(req, &at);
    if (r >= 0 && !at.g)
        return req_not_found(req);
    if (r >= 0)
        r = measure_file_write(req->db, req->a, at.g, path, &req->err);
    return r < 0 ? r : req_file(req, path, XLSX_TYPE, "Показатели школы.xlsx", true);
}

/* What was read of the file before the transaction. */
struct read_file {
    struct measure_place at;
    struct measure_filled filled;
    struct err err;
    int r;
};

int measure_file_prepare(struct req *req)
{
    struct read_file *f = arena_new_of(req->a, struct read_file);
    *f = (struct read_file){0};
    int r = measure_place_of(req, &f->at);
    if (r < 0 || !f->at.g)
        return r < 0 ? r : ERR_NOT_FOUND;
    f->r = req->file.path
               ? measure_file_read(req->db, req->a, f->at.g, req->file.path, &f->err, &f->filled)
               : err_set(&f->err, ERR_INVALID, _("Выберите файл"));
    req->prepared = f;
    return f->r == ERR_INVALID || f->r == ERR_LIMIT || f->r == ERR_NOT_FOUND ? 0 : f->r;
}

int measure_file_retry(struct req *req)
{
    static const struct measure_filled nothing;
    const struct read_file *f = req->prepared;
    return measure_show(req, f ? &f->filled : &nothing, f && f->r < 0 ? f->err.text : NULL);
}

int measure_file_post(struct req *req)
{
    const struct read_file *f = req->prepared;
    if (f->r < 0) {
        form_error(req->form, NULL, "%s", f->err.text);
        return req_retry(req);
    }
    if (f->filled.n_problems) {
        form_error(req->form, NULL,
                   P_("В таблице %zu ошибка, ничего не записано",
                      "В таблице %zu ошибок, ничего не записано", (long)f->filled.n_problems),
                   f->filled.n_problems);
        return req_retry(req);
    }
    int r =
        measure_file_keep(req->db, req->a, req->clock, f->at.g, &f->filled, req->who.account_id);
    if (r >= 0)
        r = req_audit(req, "measure.file", "programme", f->at.m.p.id, f->at.g->form);
    if (r < 0)
        return r;
    if (f->filled.n_changed)
        req_notice(req,
                   P_("Загружены показатели: %zu участник", "Загружены показатели: %zu участников",
                      (long)f->filled.n_changed),
                   f->filled.n_changed);
    else
        req_notice(req, "%s", _("В таблице нет ничего нового"));
    return req_redirect(req, "/programmes/%lld/measures%s", (long long)f->at.m.p.id,
                        measure_query(req->a, f->at.g, ""));
}
