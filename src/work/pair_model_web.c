#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "pairing/pair_kind.h"
#include "programme/programme_pages.h"
#include "work/pair.h"
#include "work/pair_model.h"
#include "work/pair_model.html.h"
#include "work/pair_model.sql.h"

struct kind_form {
    const char *kind; /* form:model */
};
static const struct field kind_fields[] = {
    FIELD(struct kind_form, kind, FIELD_CHOICE, .label = N_("Форма и ролевая модель"),
          .empty = N_("Выберите форму и ролевую модель")),
};
static const struct form_def kind_form = FORM_DEF(struct kind_form, kind_fields);

static const char *kind_of(struct arena *a, const char *form, const char *model)
{
    return arena_printf(a, "%s:%s", form, model);
}

static size_t add_form(struct req *req, const struct pack *pack, const struct pack_form *f,
                       struct choice *list)
{
    for (size_t i = 0; i < f->role_models.n; i++) {
        const char *model = f->role_models.item[i];
        list[i] = (struct choice){
            kind_of(req->a, f->code, model),
            arena_printf(req->a, "%s: %s", f->name, pair_model_name(pack, f->code, model)), NULL};
    }
    if (!f->role_models.n)
        list[0] = (struct choice){kind_of(req->a, f->code, ""), f->name, NULL};
    return f->role_models.n ? f->role_models.n : 1;
}

static int open_pair(struct req *req, struct pair_row *x, struct programme *p,
                     const struct pack **pack)
{
    int r = pair_row(req->db, req->a, req_id(req, "pair"), x);
    if (r > 0)
        r = programme_get(req->db, req->a, x->programme_id, p);
    if (r == 0)
        return ERR_NOT_FOUND;
    return r < 0 ? r : programme_pack(req, p, pack);
}

static int kind_get(struct req *req)
{
    struct pair_row x;
    struct programme p;
    const struct pack *pack;
    int r = open_pair(req, &x, &p, &pack);
    if (r < 0)
        return r;
    struct kind_form now = {kind_of(req->a, x.form_code, x.role_model)};
    struct choice *list =
        arena_array(req->a, struct choice, pack->role_models.n + pack->forms.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < p.n_forms; i++) {
        const struct pack_form *f = pack_form(pack, p.forms[i]);
        if (f)
            n += add_form(req, pack, f, &list[n]);
    }
    struct pair_model_page data = {.pair_id = x.id,
                                   .form = req_form(req, &kind_form, &now),
                                   .kinds = list,
                                   .names = arena_printf(req->a, "%s %s — %s %s", x.mentee_surname,
                                                         x.mentee_given, x.mentor_surname,
                                                         x.mentor_given)};
    struct link parent = {_("Пара"), arena_printf(req->a, "/pairs/%lld", (long long)x.id)};
    struct page page = {.title = _("Форма и ролевая модель"),
                        .body = pair_model_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "pairs", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static bool in_programme(const struct programme *p, const char *form)
{
    for (size_t i = 0; i < p->n_forms; i++)
        if (!strcmp(p->forms[i], form))
            return true;
    return false;
}

static int kind_post(struct req *req)
{
    const struct kind_form *in = req_input(req);
    struct pair_row x;
    struct programme p;
    const struct pack *pack;
    int r = open_pair(req, &x, &p, &pack);
    if (r < 0)
        return r;
    size_t n = strcspn(in->kind, ":");
    const char *form = arena_strndup(req->a, in->kind, n);
    const char *model = in->kind[n] ? in->kind + n + 1 : "";
    if (!in_programme(&p, form) || !pair_model_fits(pack, form, model)) {
        form_error(req->form, "kind", "%s", _("Выберите форму и ролевую модель"));
        return req_retry(req);
    }
    r = pair_model_set(req->db, x.id, form, model);
    if (r == 0) {
        form_error(req->form, NULL, "%s", _("Пара уже завершена."));
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "pair.kind", "pair", x.id, in->kind);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено"));
    return req_redirect(req, "/pairs/%lld", (long long)x.id);
}

static const struct route routes[] = {
    ROUTE_GET("/pairs/{pair}/kind", kind_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/pairs/{pair}/kind", kind_post, PERM_PAIR_MANAGE, .form = &kind_form,
               .retry = kind_get),
};

const struct module pair_model_module = {
    .name = "pair_model",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
};
