/* The register and one of its documents. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/place.h"
#include "paper/paper.html.h"
#include "paper/paper.sql.h"
#include "paper/paper_pages.h"
#include "paper/paper_public.h"
#include "programme/programme_pages.h"
#include "programme/roadmap_paper.h"

#define PAGE_ROWS 25

static enum pill pill_of(const char *state)
{
    return !strcmp(state, "draft") ? PILL_DRAFT : !strcmp(state, "signed") ? PILL_OK : PILL_END;
}

static const char *day_of(struct req *req, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_short(req->a, d) : "";
}

static const char *name_of(const char *code)
{
    const struct paper_kind *k = paper_kind(code);
    return k ? _(k->name) : code;
}

static int frame(struct req *req, int64_t programme_id, struct page *page)
{
    struct programme p;
    struct link parent = {_("Документы"),
                          arena_printf(req->a, "/programmes/%lld/papers", (long long)programme_id)};
    int r = programme_get(req->db, req->a, programme_id, &p);
    if (r == 0)
        return ERR_NOT_FOUND;
    if (r > 0)
        r = programme_frame(req, &p, "papers", &parent, page);
    return r < 0 ? r : req_page(req, page);
}

static int register_get(struct req *req)
{
    struct papers_page *rows;
    struct paper_register_page data = {.programme_id = req_id(req, "programme")};
    int64_t before = req_query_int(req, "before", 1, INT64_MAX, INT64_MAX);
    size_t n;
    int r = papers_page(req->db, req->a, data.programme_id, before, &rows, &n);
    if (r < 0)
        return r;
    data.n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct paper_register_line *lines = arena_array(req->a, struct paper_register_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct paper_register_line){rows[i].id,
                                                rows[i].number,
                                                day_of(req, rows[i].day),
                                                name_of(rows[i].kind),
                                                book_state_name(rows[i].state),
                                                pill_of(rows[i].state),
                                                *rows[i].scan_type};
    data.lines = lines;
    data.paging.text = before == INT64_MAX ? _("Сначала новые") : "";
    if (n > PAGE_ROWS)
        data.paging.next = arena_printf(req->a, "?before=%lld", (long long)rows[PAGE_ROWS - 1].id);
    struct page page = {
        .title = _("Реестр документов"), .body = paper_register_view, .data = &data, .wide = true};
    return frame(req, data.programme_id, &page);
}

/* ---- one document ---- */

struct cancel_form {
    const char *reason;
    const char *file; /* comes as req->file; here for its message */
};
static const struct field cancel_fields[] = {
    FIELD(struct cancel_form, reason, FIELD_AREA, .label = N_("Почему отменяется"),
          .empty = N_("Напишите причину: она останется в реестре"), .max = BOOK_REASON_MAX),
    FIELD(struct cancel_form, file, FIELD_TEXT, .label = N_("Подписанный скан"), .optional = true),
};
static const struct form_def cancel_form = FORM_DEF(struct cancel_form, cancel_fields);

struct scan_form {
    const char *file, *reason;
};
static const struct field scan_fields[] = {
    FIELD(struct scan_form, file, FIELD_TEXT, .label = N_("Подписанный скан"), .optional = true),
    FIELD(struct scan_form, reason, FIELD_AREA, .label = N_("Почему отменяется"), .optional = true,
          .max = BOOK_REASON_MAX),
};
static const struct form_def scan_form = FORM_DEF(struct scan_form, scan_fields);

static int row_of(struct req *req, struct paper_row *ret)
{
    int r = paper_row(req->db, req->a, req_id(req, "paper"), ret);
    return r == 0 ? ERR_NOT_FOUND : r < 0 ? r : 0;
}

static int fill_events(struct req *req, struct paper_page *data, int zone)
{
    struct paper_events *rows;
    int r = paper_events(req->db, req->a, data->row->id, &rows, &data->n_events);
    if (r < 0)
        return r;
    struct paper_event_line *lines = arena_array(req->a, struct paper_event_line, data->n_events);
    for (size_t i = 0; i < data->n_events; i++)
        lines[i] = (struct paper_event_line){date_short(req->a, date_at(rows[i].made_at, zone)),
                                             book_action_name(rows[i].action),
                                             rows[i].who ? rows[i].who : "", rows[i].detail};
    data->events = lines;
    return 0;
}

static int fill_showing(struct req *req, struct paper_page *data)
{
    struct book_deed at = {req->db, req->a, req->app, req->who.account_id};
    enum pack_publication may = PACK_PUBLISH_NEVER;
    int r = 0;
    if (!strcmp(data->row->state, "signed") && paper_page_may(req, PERM_PROGRAMME_MANAGE))
        r = paper_publication(&at, data->row, &req->err, &may);
    data->may_show = may != PACK_PUBLISH_NEVER;
    return r;
}

static int paper_get(struct req *req)
{
    struct paper_row row;
    struct paper_page data = {.row = &row, .may_make = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    int zone = ZONE_MOSCOW;
    int r = row_of(req, &row);
    if (r >= 0)
        r = unit_zone(req, row.unit_id, &zone);
    if (r >= 0)
        r = fill_events(req, &data, zone);
    if (r >= 0)
        r = fill_showing(req, &data);
    if (r < 0)
        return r;
    data.form = req->form ? req->form : req_form(req, &cancel_form, NULL);
    data.error = form_error_of(data.form, "file");
    data.name = name_of(row.kind);
    data.day = day_of(req, row.day);
    data.state = book_state_name(row.state);
    data.pill = pill_of(row.state);
    struct page page = {.title = data.name, .body = paper_view, .data = &data, .form = data.form};
    return frame(req, row.programme_id, &page);
}

static bool hidden(const struct req *req, const struct paper_row *row)
{
    const struct paper_kind *k = paper_kind(row->kind);
    return k && paper_private(k) && !(req->who.perms & 1u << PERM_PEOPLE_MANAGE);
}

static int file_get(struct req *req)
{
    struct paper_row row;
    int r = row_of(req, &row);
    if (r >= 0 && hidden(req, &row))
        return req_not_found(req);
    return r < 0 ? r
                 : req_file(req, book_file(req->a, req->app, row.id), DOCX_TYPE,
                            arena_printf(req->a, "%s.docx", name_of(row.kind)), false);
}

static int scan_get(struct req *req)
{
    struct paper_row row;
    int r = row_of(req, &row);
    if (r < 0)
        return r;
    if (!*row.scan_type || hidden(req, &row))
        return req_not_found(req);
    const char *end = strstr(row.scan_type, "pdf")   ? "pdf"
                      : strstr(row.scan_type, "png") ? "png"
                                                     : "jpg";
    return req_file(req, book_scan_file(req->a, req->app, row.id), row.scan_type,
                    arena_printf(req->a, "%s.%s", name_of(row.kind), end), false);
}

static struct book_deed deed_of(struct req *req)
{
    return (struct book_deed){req->db, req->a, req->app, req->who.account_id};
}

static int back(struct req *req, const char *action, const char *said)
{
    int64_t id = req_id(req, "paper");
    int r = req_audit(req, action, "paper", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", said);
    return req_redirect(req, "/papers/%lld", (long long)id);
}

static int scan_post(struct req *req)
{
    struct book_deed at = deed_of(req);
    if (!req->file.path || !req->file.size) {
        form_error(req->form, "file", "%s", _("Выберите файл: PDF, JPEG или PNG"));
        return req_retry(req);
    }
    int r = book_scan(&at, req_id(req, "paper"), req->file.path, req->file.name, &req->err);
    if (r == ERR_INVALID || r == ERR_LIMIT) {
        form_error(req->form, "file", "%s", req->err.text);
        return req_retry(req);
    }
    return r < 0 ? r : back(req, "paper.scan", _("Скан загружен"));
}

static int remake_post(struct req *req)
{
    struct book_deed at = deed_of(req);
    int r = book_remake(&at, req_id(req, "paper"), &req->err);
    return r < 0 ? r : back(req, "paper.remake", _("Документ сделан заново"));
}

static int sign_post(struct req *req)
{
    struct book_deed at = deed_of(req);
    int r = book_sign(&at, req_id(req, "paper"), &req->err);
    return r < 0 ? r : back(req, "paper.sign", _("Документ отмечен подписанным"));
}

static int cancel_post(struct req *req)
{
    const struct cancel_form *in = req_input(req);
    struct book_deed at = deed_of(req);
    int r = book_cancel(&at, req_id(req, "paper"), in->reason, &req->err);
    return r < 0 ? r : back(req, "paper.cancel", _("Документ отменён"));
}

static int paper_object(struct req *req, int64_t id, struct object *ret)
{
    struct paper_row row;
    int r = paper_row(req->db, req->a, id, &row);
    if (r == 1)
        *ret = (struct object){.unit_id = row.unit_id};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/papers/register", register_get, PERM_PEOPLE_READ),
    ROUTE_GET("/papers/{paper}", paper_get, PERM_PEOPLE_READ),
    ROUTE_GET("/papers/{paper}/file", file_get, PERM_PEOPLE_READ),
    ROUTE_GET("/papers/{paper}/scan", scan_get, PERM_PEOPLE_READ),
    ROUTE_POST("/papers/{paper}/scan", scan_post, PERM_PEOPLE_MANAGE, .form = &scan_form,
               .retry = paper_get, .body_limit = BOOK_SCAN_MAX, .flags = ROUTE_UPLOAD),
    ROUTE_POST("/papers/{paper}/remake", remake_post, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/papers/{paper}/sign", sign_post, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/papers/{paper}/cancel", cancel_post, PERM_PEOPLE_MANAGE, .form = &cancel_form,
               .retry = paper_get),
    ROUTE_GET("/units/{unit}/papers", paper_unit_page_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/units/{unit}/papers", paper_unit_post, PERM_PROGRAMME_MANAGE,
               .form = &paper_unit_form, .retry = paper_unit_page_get),
    ROUTE_GET("/people/{person}/cases", paper_name_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/people/{person}/cases", paper_name_post, PERM_PEOPLE_MANAGE,
               .form = &paper_name_form, .retry = paper_name_get),
};

static const struct scope scopes[] = {{"paper", paper_object}};

const struct module paper_book_module = {.name = "book",
                                         .routes = routes,
                                         .n_routes = sizeof routes / sizeof *routes,
                                         .scopes = scopes,
                                         .n_scopes = sizeof scopes / sizeof *scopes};
