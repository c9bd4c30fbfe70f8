#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/own_form.html.h"

struct own_form {
    const char *name, *mentor_kind, *mentee_kind, *aim, *base;
};
static const struct field fields[] = {
    FIELD(struct own_form, name, FIELD_TEXT, .label = N_("Название формы"),
          .hint = N_("Например, «Педагог – обучающийся»"), .empty = N_("Напишите название формы"),
          .max = 100),
    FIELD(struct own_form, mentor_kind, FIELD_TEXT, .label = N_("Кто наставник"),
          .empty = N_("Напишите, кто наставник"), .max = 100),
    FIELD(struct own_form, mentee_kind, FIELD_TEXT, .label = N_("Кто наставляемый"),
          .empty = N_("Напишите, кто наставляемый"), .max = 100),
    FIELD(struct own_form, aim, FIELD_TEXT, .label = N_("Зачем"), .optional = true, .max = 200),
    FIELD(struct own_form, base, FIELD_CHOICE, .label = N_("По правилам какой формы"),
          .hint = N_("У неё берутся ролевые модели, анкеты и показатели"),
          .empty = N_("Выберите форму методологии")),
};
static const struct form_def form = FORM_DEF(struct own_form, fields);

/* Forms of all methodologies in use, each once. */
static int bases(struct req *req, const struct choice **ret)
{
    struct packs_current *packs;
    struct choice *list = arena_array(req->a, struct choice, 101);
    size_t n, k = 0;
    int r = packs_current(req->db, req->a, &packs, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct pack *pack;
        r = methodology_pack(req->app->methodology, req->db, packs[i].id, &req->err, &pack);
        for (size_t f = 0; r >= 0 && f < pack->forms.n; f++) {
            size_t at = 0;
            while (at < k && strcmp(list[at].value, pack->forms.row[f].code) != 0)
                at++;
            if (at == k && k < 100)
                list[k++] = (struct choice){pack->forms.row[f].code, pack->forms.row[f].name, NULL};
        }
    }
    *ret = list;
    return r < 0 ? r : 0;
}

static const char *label_of(const struct choice *list, const char *value)
{
    for (; list->value; list++)
        if (!strcmp(list->value, value))
            return list->label;
    return NULL;
}

static int forms_get(struct req *req)
{
    struct own_form_page data = {.unit_id = req->unit_id};
    struct own_forms_at *rows;
    int r = bases(req, &data.bases);
    if (r >= 0)
        r = own_forms_at(req->db, req->a, req->unit_id, &rows, &data.n);
    if (r < 0)
        return r;
    const char **names = arena_array(req->a, const char *, data.n + 1);
    for (size_t i = 0; i < data.n; i++) {
        const char *name = label_of(data.bases, rows[i].base);
        names[i] = name ? name : "";
    }
    data.row = rows;
    data.refused = !req->form && *req->err.text ? req->err.text : NULL;
    data.base = names;
    data.form = req_form(req, &form, NULL);
    struct page page = {
        .title = _("Свои формы"),
        .body = own_form_view,
        .data = &data,
        .form = req->form,
        .status = data.refused ? 409 : 0,
    };
    r = unit_frame(req, req->unit_id, "forms", &page);
    return r < 0 ? r : req_page(req, &page);
}

static int forms_post(struct req *req)
{
    const struct own_form *in = req_input(req);
    const struct choice *list;
    struct own_form_new n = {req->unit_id,    req->who.account_id, in->name,
                             in->mentor_kind, in->mentee_kind,     in->aim,
                             in->base};
    int r = bases(req, &list);
    if (r < 0)
        return r;
    if (!label_of(list, in->base)) {
        form_error(req->form, "base", "%s", _("Выберите форму методологии"));
        return req_retry(req);
    }
    r = own_form_add(req->db, req->a, req->app, &n, &req->err);
    if (r == ERR_CONFLICT || r == ERR_LIMIT) {
        form_error(req->form, "name", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "own_form.add", "unit", req->unit_id, in->name);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Форма добавлена"));
    return req_redirect(req, "/units/%lld/forms", (long long)req->unit_id);
}

static int remove_post(struct req *req)
{
    int64_t unit = req_id(req, "unit");
    int r = own_form_remove(req->db, req->a, unit, req_id(req, "own_form"), &req->err);
    if (r == ERR_CONFLICT)
        return req_retry(req);
    if (r >= 0)
        r = req_audit(req, "own_form.remove", "unit", unit, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Форма убрана"));
    return req_redirect(req, "/units/%lld/forms", (long long)unit);
}

static int own_form_object(struct req *req, int64_t id, struct object *ret)
{
    struct own_form_row f;
    int r = own_form_row(req->db, req->a, id, &f);
    if (r > 0)
        *ret = (struct object){.unit_id = f.unit_id, .parent_id = f.unit_id};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/forms", forms_get, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/forms", forms_post, PERM_ROLE_GRANT, .form = &form,
               .retry = forms_get),
    ROUTE_POST("/units/{unit}/forms/{own_form}/remove", remove_post, PERM_ROLE_GRANT,
               .retry = forms_get),
};
static const struct scope scopes[] = {{"own_form", own_form_object}};

const struct module own_form_module = {
    .name = "own_form",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
