/* One signed document for everybody: put out and taken away. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "paper/paper_pages.h"
#include "paper/paper_public.h"
#include "paper/paper_public.html.h"
#include "paper/showcase.h"
#include "programme/programme_pages.h"

static const struct choice ways[] = {
    {"file", N_("PDF, сделанный из документа реестра"), N_("Без подписи и печати")},
    {"scan", N_("Подписанный скан"), N_("Как он загружен в реестр")},
    {NULL, NULL, NULL},
};

struct public_form {
    bool shown;
    const char *what;
    bool agreed;
};
static const struct field public_fields[] = {
    FIELD(struct public_form, shown, FIELD_BOOL,
          .label = N_("Опубликовать на странице организации"), .optional = true),
    FIELD(struct public_form, what, FIELD_CHOICE, .label = N_("Что показать"),
          .empty = N_("Выберите, что показать"), .choices = ways),
    FIELD(struct public_form, agreed, FIELD_BOOL,
          .label = N_("Все, кто назван в документе, согласны, или имена закрыты"),
          .optional = true),
};
static const struct form_def public_form = FORM_DEF(struct public_form, public_fields);

static struct book_deed deed_of(struct req *req)
{
    return (struct book_deed){req->db, req->a, req->app, req->who.account_id};
}

/* Where the page of the organisation is kept, while it is closed. */
static int closed_page(struct req *req, int64_t unit_id, const char **ret)
{
    struct showcase s;
    int r = showcase_get(req->db, req->a, unit_id, &s);
    *ret =
        r > 0 && s.opened ? NULL : arena_printf(req->a, "/units/%lld/showcase", (long long)unit_id);
    return r;
}

static int public_get(struct req *req)
{
    struct book_deed at = deed_of(req);
    struct paper_row row;
    struct paper_public_page data = {.row = &row};
    enum pack_publication may;
    struct date day;
    struct programme p;
    int r = paper_row(req->db, req->a, req_id(req, "paper"), &row);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = paper_publication(&at, &row, &req->err, &may);
    if (r >= 0 && may == PACK_PUBLISH_NEVER)
        return req_not_found(req);
    if (r >= 0)
        r = closed_page(req, row.unit_id, &data.closed);
    if (r >= 0)
        r = programme_get(req->db, req->a, row.programme_id, &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    const char *usual = *row.scan_type ? "scan" : "file";
    const struct public_form initial = {*row.published, *row.published ? row.published : usual,
                                        *row.published};
    const struct paper_kind *k = paper_kind(row.kind);
    struct link parent = {k ? _(k->name) : row.kind,
                          arena_printf(req->a, "/papers/%lld", (long long)row.id)};
    data.form = req_form(req, &public_form, &initial);
    data.naming = may == PACK_PUBLISH_ASKED;
    data.day = date_parse_iso(row.day, &day) ? date_short(req->a, day) : "";
    struct page page = {.title = _("Документ на странице для всех"),
                        .lead = parent.label,
                        .body = paper_public_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "papers", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int public_post(struct req *req)
{
    const struct public_form *in = req_input(req);
    struct book_deed at = deed_of(req);
    int64_t id = req_id(req, "paper");
    int r = paper_publish(&at, id, in->shown ? in->what : "", in->agreed, &req->err);
    if (r == ERR_INVALID) {
        form_error(req->form, in->agreed ? "what" : "agreed", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "paper.public", "paper", id, in->shown ? in->what : "");
    if (r < 0)
        return r;
    req_notice(req, "%s",
               in->shown ? _("Документ показан на странице для всех")
                         : _("На странице для всех документа нет"));
    return req_redirect(req, "/papers/%lld", (long long)id);
}

static const struct route routes[] = {
    ROUTE_GET("/papers/{paper}/public", public_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/papers/{paper}/public", public_post, PERM_PROGRAMME_MANAGE, .form = &public_form,
               .retry = public_get),
};

const struct module paper_public_module = {
    .name = "paper_public", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
