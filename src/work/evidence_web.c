/* The evidence of a mentor: of the coordinator, and the person's own. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/enrolment.h"
#include "programme/methodology.h"
#include "work/evidence.html.h"
#include "work/evidence_pages.h"

#define PDF_TYPE "application/pdf"
#define YEARS 5 /* looked back without a choice */

struct at {
    struct evidence e;
    struct date today;
    int64_t person_id;
    bool own;
    const char *base;
};

static int at_of(struct req *req, struct at *ret)
{
    struct person p;
    ret->own = !strncmp(req->path, "/my/", 4);
    ret->person_id = ret->own ? req->who.person_id : req_id(req, "person");
    int r = ret->person_id ? person_get(req->db, req->a, ret->person_id, &p) : 0;
    if (r > 0)
        r = unit_today(req, p.unit_id, &ret->today);
    else
        return r < 0 ? r : req_not_found(req);
    struct date from = {ret->today.year - YEARS, 1, 1}, to = ret->today;
    (void)date_parse(req_query(req, "from"), &from);
    (void)date_parse(req_query(req, "to"), &to);
    ret->base = ret->own ? "/my/evidence"
                         : arena_printf(req->a, "/people/%lld/evidence", (long long)ret->person_id);
    return r < 0 ? r
                 : evidence_load(req->db, req->a, req->app, ret->person_id, from, to, ret->own,
                                 &req->err, &ret->e);
}

struct add_form {
    const char *criterion, *body, *link;
    struct date day;
};
static const struct field add_fields[] = {
    FIELD(struct add_form, criterion, FIELD_CHOICE, .label = N_("Показатель"),
          .empty = N_("Выберите показатель"), .max = 64),
    FIELD(struct add_form, day, FIELD_DATE, .label = N_("День"), .hint = N_("Например, 05.11.2026"),
          .empty = N_("Укажите день")),
    FIELD(struct add_form, body, FIELD_AREA, .label = N_("Что сделано и с каким итогом"),
          .empty = N_("Напишите, что сделано"), .max = EVIDENCE_TEXT_MAX),
    FIELD(struct add_form, link, FIELD_TEXT, .label = N_("Ссылка на подтверждение"),
          .hint = N_("Начинается с https://"), .optional = true, .max = 300),
};
static const struct form_def add_form = FORM_DEF(struct add_form, add_fields);

/* Of programmes whose form is work under a contract: there the paper exists (paper/). */
static int find_petitions(struct req *req, const struct at *at, struct evidence_page *data)
{
    struct evidence_posts *rows;
    size_t n;
    int r = evidence_posts(req->db, req->a, at->person_id, req->who.top, &rows, &n);
    if (r < 0)
        return r;
    struct evidence_petition *list = arena_array(req->a, struct evidence_petition, n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct pack *pack;
        bool labour = false;
        r = methodology_pack(req->app->methodology, req->db, rows[i].pack_id, &req->err, &pack);
        for (size_t k = 0; r >= 0 && k < pack->forms.n; k++)
            labour = labour || (pack->forms.row[k].labour &&
                                enrolment_has_form(rows[i].form_code, pack->forms.row[k].code));
        if (labour)
            list[data->n_petitions++] = (struct evidence_petition){
                arena_printf(req->a,
                             "/programmes/%lld/papers/kind?kind=employer_petition&subject=%lld",
                             (long long)rows[i].programme_id, (long long)rows[i].id),
                rows[i].title};
    }
    data->petitions = list;
    return r;
}

static int show(struct req *req)
{
    struct at at;
    struct evidence_page data = {0};
    int r = at_of(req, &at);
    if (r < 0)
        return r;
    struct choice *criteria = arena_array(req->a, struct choice, at.e.n_groups + 1);
    for (size_t i = 0; i < at.e.n_groups; i++)
        criteria[i] =
            (struct choice){at.e.groups[i].criterion->code, at.e.groups[i].criterion->name, NULL};
    struct add_form initial = {.day = at.today};
    data.e = &at.e;
    data.base = at.base;
    data.from = date_short(req->a, at.e.from);
    data.to = date_short(req->a, at.e.to);
    data.pdf = arena_printf(req->a, "%s/evidence.pdf?from=%s&to=%s", at.base, data.from, data.to);
    data.form = req_form(req, &add_form, &initial);
    data.criteria = criteria;
    data.may_add = at.own || req->who.perms & 1u << PERM_PEOPLE_MANAGE;
    struct page page = {.title = _("Деятельность педагога-наставника"),
                        .body = evidence_view,
                        .data = &data,
                        .form = data.form};
    if (!at.own) {
        r = find_petitions(req, &at, &data);
        if (r >= 0)
            r = unit_frame(req, at.e.person.unit_id, "people", &page);
        if (r < 0)
            return r;
    }
    return req_page(req, &page);
}

static int pdf_get(struct req *req)
{
    struct at at;
    const char *path = arena_printf(req->a, "%s/uploads/evidence-%lld.pdf",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = at_of(req, &at);
    if (r >= 0)
        r = evidence_paper(req->a, &at.e, at.today, path, &req->err);
    return r < 0 ? r : req_file(req, path, PDF_TYPE, "Деятельность педагога-наставника.pdf", true);
}

static bool good_link(const char *link)
{
    return !*link || !strncmp(link, "https://", 8) || !strncmp(link, "http://", 7);
}

static int add_post(struct req *req)
{
    const struct add_form *in = req_input(req);
    struct at at;
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int r = at_of(req, &at);
    if (r < 0)
        return r;
    if (!good_link(in->link)) {
        form_error(req->form, "link", "%s", _("Нужен адрес, который начинается с https://"));
        return req_retry(req);
    }
    struct evidence_new n = {in->criterion, in->body, in->link, in->day, at.today};
    r = evidence_add(req->db, req->a, &at.e, &n, &deed, &req->err);
    if (r == ERR_INVALID || r == ERR_LIMIT) {
        form_error(req->form, r == ERR_LIMIT ? NULL : "day", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "evidence.add", "person", at.person_id, in->criterion);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Запись добавлена"));
    return req_redirect(req, "%s", at.base);
}

static int drop_post(struct req *req)
{
    struct evidence_item_row x;
    bool own = !strncmp(req->path, "/my/", 4);
    int r = evidence_item_row(req->db, req->a, req_id(req, "evidence"), &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = evidence_item_drop(req->db, x.id, x.person_id);
    if (r >= 0)
        r = req_audit(req, "evidence.drop", "person", x.person_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Запись убрана"));
    return own ? req_redirect(req, "/my/evidence")
               : req_redirect(req, "/people/%lld/evidence", (long long)x.person_id);
}

static int item_object(struct req *req, int64_t id, struct object *ret)
{
    struct evidence_item_row x;
    int r = evidence_item_row(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){.unit_id = x.unit_id, .persons = {x.person_id}};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/people/{person}/evidence", show, PERM_PEOPLE_READ),
    ROUTE_POST("/people/{person}/evidence", add_post, PERM_PEOPLE_MANAGE, .form = &add_form,
               .retry = show),
    ROUTE_GET("/people/{person}/evidence/evidence.pdf", pdf_get, PERM_PEOPLE_READ),
    ROUTE_POST("/evidence/{evidence}/drop", drop_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/my/evidence", show, PERM_SIGNED_IN),
    ROUTE_POST("/my/evidence", add_post, PERM_SIGNED_IN, .form = &add_form, .retry = show),
    ROUTE_GET("/my/evidence/evidence.pdf", pdf_get, PERM_SIGNED_IN),
    ROUTE_POST("/my/evidence/{evidence}/drop", drop_post, PERM_OWN),
};
static const struct scope scopes[] = {{"evidence", item_object}};

const struct module evidence_module = {
    .name = "evidence",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
