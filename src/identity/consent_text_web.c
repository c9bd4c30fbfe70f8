/* Which words people consent to. */
#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/consent.h"
#include "identity/consent.html.h"
#include "identity/consent_pages.h"
#include "identity/consent_text.h"
#include "identity/place.h"

struct text_form {
    const char *kind, *title, *body;
};
static const struct field text_fields[] = {
    FIELD(struct text_form, kind, FIELD_TEXT, .label = N_("На что"), .max = 40),
    FIELD(struct text_form, title, FIELD_TEXT, .label = N_("Заголовок"),
          .empty = N_("Напишите заголовок"), .max = CONSENT_TITLE_MAX),
    FIELD(struct text_form, body, FIELD_AREA, .label = N_("Текст согласия"),
          .hint = N_("Одна цель. Вместо {организация} появится полное название вашей организации"),
          .empty = N_("Напишите текст"), .max = CONSENT_BODY_MAX),
};
static const struct form_def text_form = FORM_DEF(struct text_form, text_fields);

static const char *texts_path(struct req *req)
{
    return arena_printf(req->a, "/units/%lld/consents", (long long)req->unit_id);
}

static bool may_edit(const struct req *req)
{
    return req->who.perms & (1u << PERM_PEOPLE_MANAGE | 1u << PERM_UNIT_MANAGE);
}

static int texts_get(struct req *req)
{
    struct consent_text texts[CONSENT_KINDS];
    struct consent_texts_line rows[CONSENT_KINDS];
    struct consent_texts_page data = {.rows = rows, .may_edit = may_edit(req)};
    struct date today;
    int r = unit_today(req, req->unit_id, &today);
    for (int k = 0; k < CONSENT_KINDS && r >= 0; k++) {
        struct consent_text *t = &texts[data.n];
        r = consent_text_current(req->db, req->a, req->unit_id, (enum consent_kind)k, t);
        if (r <= 0)
            continue;
        rows[data.n++] = (struct consent_texts_line){
            .text = t,
            .edit = arena_printf(req->a, "%s/edit?kind=%s", texts_path(req), consent_code(t->kind)),
            .since = date_long(req->a, date_at(t->published_at, req->who.zone), today.year),
            .own = t->unit_id == req->unit_id,
        };
    }
    struct page page = {.title = _("Тексты согласий"), .body = consent_texts_view, .data = &data};
    if (r >= 0)
        r = unit_frame(req, req->unit_id, "consents", &page);
    return r < 0 ? r : req_page(req, &page);
}

static int text_crumbs(struct req *req, struct page *page)
{
    int r = unit_frame(req, req->unit_id, "consents", page);
    return r < 0 ? r : unit_crumb_add(req, page, _("Тексты согласий"), texts_path(req));
}

static int edit_get(struct req *req)
{
    const char *code = req->form ? form_raw(req->form, "kind") : req_query(req, "kind");
    enum consent_kind kind = consent_from_code(code);
    struct consent_text text = {.title = "", .body = ""};
    if (kind == CONSENT_KINDS)
        return req_not_found(req);
    int r = consent_text_current(req->db, req->a, req->unit_id, kind, &text);
    if (r < 0)
        return r;
    const struct text_form initial = {code, text.title, text.body};
    struct consent_edit_page data = {
        .form = req_form(req, &text_form, &initial),
        .action = arena_printf(req->a, "%s/edit", texts_path(req)),
        .back = texts_path(req),
        .kind = code,
    };
    struct page page = {.title = arena_printf(req->a, _("Новый текст: %s"), consent_name(kind)),
                        .lead = _("Станет следующей версией здесь и во всём, что ниже."),
                        .body = consent_edit_view,
                        .data = &data,
                        .form = data.form};
    r = text_crumbs(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int edit_post(struct req *req)
{
    const struct text_form *in = req_input(req);
    enum consent_kind kind = consent_from_code(in->kind);
    int64_t id;
    if (kind == CONSENT_KINDS)
        return req_not_found(req);
    if (!may_edit(req))
        return ERR_DENIED;
    int r = consent_text_publish(req->db, req->a, req->clock, req->unit_id, kind, in->title,
                                 in->body, &id);
    if (r >= 0)
        r = req_audit(req, "consent_text", "consent", id, consent_name(kind));
    if (r < 0)
        return r;
    req_notice(req, _("Новый текст: %s"), consent_name(kind));
    return req_redirect(req, "%s", texts_path(req));
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/consents", texts_get, PERM_ROLE_GRANT),
    ROUTE_GET("/units/{unit}/consents/edit", edit_get, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/consents/edit", edit_post, PERM_ROLE_GRANT, .form = &text_form,
               .retry = edit_get),
};

const struct module consent_text_module = {
    .name = "consent_text", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
