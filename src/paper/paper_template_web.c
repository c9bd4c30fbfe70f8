/* Templates of one's own in the place of ours. */
#include "base/fs.h"
#include "base/i18n.h"
#include "base/id.h"
#include "frame/app.h"
#include "frame/page.h"
#include "paper/paper.html.h"
#include "paper/paper_pages.h"
#include "programme/roadmap_paper.h"

struct template_form {
    const char *kind;
    const char *file; /* comes as req->file; here for its message */
    bool plain;
};
static const struct field template_fields[] = {
    FIELD(struct template_form, kind, FIELD_TEXT, .label = N_("Документ"), .max = 60),
    FIELD(struct template_form, file, FIELD_TEXT, .label = N_("Свой шаблон"), .optional = true),
    FIELD(struct template_form, plain, FIELD_BOOL, .label = N_("Поля не нужны"), .optional = true,
          .hint = N_("Каждый документ по этому шаблону будет слово в слово таким, как файл")),
};
const struct form_def paper_template_form = FORM_DEF(struct template_form, template_fields);

/* Names of the fields, as they stand between the braces. */
static int fill_fields(struct req *req, const struct paper_at *at, struct paper_template_page *data)
{
    const int64_t *ids;
    struct paper_data all = {0};
    struct err err = {0};
    size_t n;
    int r = paper_subjects(at, data->kind, &ids, &n);
    if (r >= 0 && n)
        r = paper_outline(at, data->kind, ids[0], &err, &all);
    if (r < 0)
        return r;
    size_t most = all.d.n_values;
    for (size_t i = 0; i < all.d.n_lists; i++)
        most += all.d.lists[i].n_columns;
    const char **names = arena_array(req->a, const char *, most);
    for (size_t i = 0; i < all.d.n_values; i++)
        names[data->n_fields++] = arena_printf(req->a, "{{%s}}", all.d.values[i].name);
    for (size_t i = 0; i < all.d.n_lists; i++)
        for (size_t c = 0; c < all.d.lists[i].n_columns; c++)
            names[data->n_fields++] =
                arena_printf(req->a, "{{%s.%s}}", all.d.lists[i].name, all.d.lists[i].columns[c]);
    data->fields = names;
    return 0;
}

int paper_template_get(struct req *req)
{
    struct paper_at at;
    struct paper_source_template t;
    struct paper_template_page data = {.kind = paper_page_kind(req)};
    if (!data.kind)
        return req_not_found(req);
    const struct form *form = req_form(req, &paper_template_form, NULL);
    int r = paper_page_open(req, &at);
    if (r >= 0)
        r = paper_template(&at, data.kind, &req->err, &t);
    if (r >= 0)
        r = fill_fields(req, &at, &data);
    if (r < 0)
        return r;
    data.programme_id = at.p.id;
    data.error = form_error_of(form, "file");
    data.form = form;
    data.ask_plain = form_error_of(form, "plain") || form_chosen(form, "plain", "1");
    data.own = t.id && t.unit_id == at.unit.id;
    data.about =
        !t.id ? _("Сейчас действует стандартный шаблон.")
        : data.own
            ? arena_printf(req->a, _("Сейчас действует свой шаблон, версия %lld: %s"),
                           (long long)t.version, t.file_name)
            : arena_printf(req->a, _("Сейчас действует шаблон уровня выше: %s"), t.file_name);
    struct page page = {.title = arena_printf(req->a, _("Шаблон: %s"), _(data.kind->name)),
                        .body = paper_template_view,
                        .data = &data,
                        .form = form};
    return paper_page_frame(req, &at, true, &page);
}

int paper_template_post(struct req *req)
{
    const struct template_form *in = req_input(req);
    const struct paper_kind *k = paper_kind(in->kind);
    struct paper_at at;
    char *bytes;
    size_t n;
    if (!k)
        return req_not_found(req);
    if (!req->file.path || !req->file.size) {
        form_error(req->form, "file", "%s",
                   req->file.path ? _("В файле ничего нет. Проверьте, тот ли это файл")
                                  : _("Выберите файл DOCX"));
        return req_retry(req);
    }
    int r = paper_page_open(req, &at);
    if (r >= 0)
        r = fs_read(req->a, req->file.path, DOCX_FILE_MAX, &req->err, &bytes, &n);
    if (r >= 0)
        r = paper_template_take(
            &at, k,
            &(struct paper_template_new){req->who.account_id, req->file.name, bytes, n, in->plain},
            &req->err);
    if (r == 0) {
        form_error(
            req->form, "plain", "%s",
            _("В шаблоне нет ни одного поля вида {{дата}}: в документ не попадут ни имена, ни "
              "номер, ни дата. Впишите поля — их список ниже — или отметьте, что они не нужны, "
              "и выберите файл ещё раз"));
        return req_retry(req);
    }
    if (r == ERR_INVALID || r == ERR_LIMIT) {
        form_error(req->form, "file", "%s", req->err.text);
        return req_retry(req);
    }
    struct paper_source_template taken;
    const char *no_pdf = NULL;
    if (r >= 0)
        r = req_audit(req, "paper.template", "programme", at.p.id, _(k->name));
    if (r >= 0)
        r = paper_template(&at, k, &req->err, &taken);
    if (r >= 0)
        r = paper_unprintable(&at, &taken, &req->err, &no_pdf);
    if (r < 0)
        return r;
    req_notice(req, "%s%s%s", _("Шаблон загружен: следующие документы будут по нему"),
               no_pdf ? ". " : "", no_pdf ? no_pdf : "");
    return req_redirect(req, "/programmes/%lld/papers/kind?kind=%s", (long long)at.p.id, k->code);
}

int paper_template_dropped(struct req *req)
{
    const struct template_form *in = req_input(req);
    const struct paper_kind *k = paper_kind(in->kind);
    struct paper_at at;
    if (!k)
        return req_not_found(req);
    int r = paper_page_open(req, &at);
    if (r >= 0)
        r = paper_template_drop(&at, k);
    if (r >= 0)
        r = req_audit(req, "paper.template_drop", "programme", at.p.id, _(k->name));
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Возвращён стандартный шаблон"));
    return req_redirect(req, "/programmes/%lld/papers/template?kind=%s", (long long)at.p.id,
                        k->code);
}

int paper_template_file_get(struct req *req)
{
    const struct paper_kind *k = paper_page_kind(req);
    struct paper_at at;
    struct paper_source_template t;
    if (!k)
        return req_not_found(req);
    const char *path = arena_printf(req->a, "%s/uploads/template-%lld", req->app->config.data_dir,
                                    (long long)id_new(req->clock));
    int r = paper_page_open(req, &at);
    if (r >= 0)
        r = paper_template(&at, k, &req->err, &t);
    if (r >= 0)
        r = fs_write(path, t.bytes, t.n, &req->err);
    return r < 0 ? r
                 : req_file(req, path, DOCX_TYPE,
                            arena_printf(req->a, _("Шаблон %s.docx"), _(k->name)), true);
}
