/* Consents of a person, recorded by the coordinator: one purpose, one page. */
#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/consent.h"
#include "identity/consent.html.h"
#include "identity/consent.sql.h"
#include "identity/consent_pages.h"
#include "identity/consent_text.h"
#include "identity/erasure.h"
#include "identity/place.h"

static int person_scope(struct req *req, int64_t id, struct object *ret)
{
    struct consent_person_place row;
    int r = consent_person_place(req->db, req->a, id, &row);
    if (r == 1)
        *ret = (struct object){.unit_id = row.unit_id, .persons = {id}};
    return r;
}

static int consent_scope(struct req *req, int64_t id, struct object *ret)
{
    struct consent_place row;
    int r = consent_place(req->db, req->a, id, &row);
    if (r == 1)
        *ret = (struct object){.unit_id = row.unit_id, .parent_id = row.person_id};
    return r;
}

/* ---- common ---- */

int consent_load_whom(struct req *req, struct consent_whom *ret)
{
    struct consent_unit_name unit;
    int r = person_get(req->db, req->a, req_id(req, "person"), &ret->person);
    if (r > 0)
        r = consent_unit_name(req->db, req->a, ret->person.unit_id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    ret->operator_name = unit.name;
    r = unit_today(req, ret->person.unit_id, &ret->today);
    ret->age = person_age(ret->person.birth_year, true, ret->today);
    return r;
}

const char *consent_path(struct req *req)
{
    return arena_printf(req->a, "/people/%lld/consents", (long long)req_id(req, "person"));
}

int consent_under(struct req *req, struct page *page)
{
    int r = unit_frame(req, req->unit_id, "", page);
    return r < 0 ? r : unit_crumb_add(req, page, _("Согласия участника"), consent_path(req));
}

int consent_load_text(struct req *req, const struct consent_whom *w, const char *code,
                      struct consent_text *ret)
{
    enum consent_kind kind = consent_from_code(code);
    if (kind == CONSENT_KINDS)
        return ERR_NOT_FOUND;
    int r = consent_text_current(req->db, req->a, w->person.unit_id, kind, ret);
    return r == 0 ? ERR_NOT_FOUND : r;
}

/* ---- list ---- */

static const char *age_words(const struct consent_whom *w)
{
    if (w->person.birth_year == 0)
        return _(
            "Год рождения не указан. Наставляемого считаем ребёнком: нужны подписи участника и "
            "законного представителя. Взрослому наставнику достаточно своей подписи.");
    switch (w->age) {
    case PERSON_CHILD:
        return _("По году рождения участнику нет 14: подписывает законный представитель.");
    case PERSON_TEEN:
        return _("По году рождения участнику от 14 до 17: подписывают и участник, и законный "
                 "представитель.");
    default:
        return _("По году рождения участник взрослый: подписывает сам.");
    }
}

static const char *purpose_note(enum consent_kind kind)
{
    switch (kind) {
    case CONSENT_PROCESSING:
        return _("Без него человека нельзя вести в базе программы");
    case CONSENT_PARTICIPATION:
        return _("Без него пару не начинают");
    case CONSENT_CONTACT:
        return _("Без него пара договаривается через сайт и куратора");
    default:
        return _("Без него имя и история не публикуются");
    }
}

static int fill_purpose(struct req *req, const struct consent_whom *w, enum consent_kind kind,
                        struct consent_purpose *ret)
{
    struct consent_state now;
    int r = consent_state_of(req->db, req->a, w->person.id, kind, &now);
    if (r < 0)
        return r;
    bool no_self = consent_needs_self(w->age) && !now.self;
    bool no_other = consent_needs_representative(w->age) && !now.representative;
    *ret = (struct consent_purpose){
        .kind = kind,
        .pill =
            no_self || no_other ? now.self || now.representative ? PILL_WAIT : PILL_DRAFT : PILL_OK,
        .state = !no_self && !no_other              ? _("Действует")
                 : !now.self && !now.representative ? _("Не дано")
                 : no_self                          ? _("Нет подписи участника")
                 : !w->person.birth_year
                     ? _("Подпись участника есть; за ребёнка нужна и подпись представителя")
                     : _("Нет подписи представителя"),
        .note = purpose_note(kind),
        .record = arena_printf(req->a, "%s/new?kind=%s", consent_path(req), consent_code(kind)),
        .blank = arena_printf(req->a, "%s/blank?kind=%s", consent_path(req), consent_code(kind)),
        .showcase = kind == CONSENT_DISTRIBUTION
                        ? arena_printf(req->a, "/people/%lld/showcase", (long long)w->person.id)
                        : NULL,
    };
    return 0;
}

static const char *day_of(struct req *req, int64_t utc_ms, const struct consent_whom *w)
{
    return date_long(req->a, date_at(utc_ms, req->who.zone), w->today.year);
}

static int fill_records(struct req *req, const struct consent_whom *w, struct consents_page *data)
{
    struct consent *list;
    int r = consent_list(req->db, req->a, w->person.id, &list, &data->n);
    if (r < 0)
        return r;
    struct consent_line *rows = arena_array(req->a, struct consent_line, data->n);
    for (size_t i = 0; i < data->n; i++) {
        struct date given = {0};
        (void)date_parse_iso(list[i].given_on, &given);
        rows[i] = (struct consent_line){
            .consent = &list[i],
            .shown = consent_fields_words(req->a, list[i].fields),
            .given = date_long(req->a, given, w->today.year),
            .recorded =
                arena_printf(req->a, "%s, %s", day_of(req, list[i].recorded_at, w),
                             *list[i].recorded_by ? list[i].recorded_by : _("по личной ссылке")),
        };
        if (list[i].withdrawn_at)
            rows[i].withdrawn = day_of(req, list[i].withdrawn_at, w);
        else
            rows[i].withdraw =
                arena_printf(req->a, "%s/%lld/withdraw", consent_path(req), (long long)list[i].id);
    }
    data->rows = rows;
    return 0;
}

static int fill_erasure(struct req *req, const struct consent_whom *w, struct consents_page *data)
{
    struct erasure e;
    int r = erasure_of(req->db, req->a, w->person.id, &e);
    if (r > 0) {
        data->erase =
            arena_printf(req->a, _("Согласие на обработку отозвано: данные уничтожают не позже %s"),
                         date_long(req->a, e.due, w->today.year));
        data->erase_path = arena_printf(req->a, "/people/%lld/erasure", (long long)w->person.id);
    }
    return r;
}

static int consents_get(struct req *req)
{
    struct consent_whom w;
    struct consent_purpose purposes[CONSENT_KINDS];
    struct consents_page data = {.purposes = purposes};
    int r = consent_load_whom(req, &w);
    for (int k = 0; k < CONSENT_KINDS && r >= 0; k++)
        r = fill_purpose(req, &w, (enum consent_kind)k, &purposes[k]);
    if (r >= 0)
        r = fill_records(req, &w, &data);
    if (r >= 0)
        r = fill_erasure(req, &w, &data);
    if (r < 0)
        return r;
    data.age = age_words(&w);
    struct page page = {.title = _("Согласия участника"),
                        .lead = person_name_full(req->a, &w.person.name),
                        .body = consents_view,
                        .data = &data,
                        .wide = true};
    r = unit_frame(req, req->unit_id, "", &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- paper ---- */

static int blank_get(struct req *req)
{
    struct consent_whom w;
    struct consent_text text;
    int r = consent_load_whom(req, &w);
    if (r >= 0)
        r = consent_load_text(req, &w, req_query(req, "kind"), &text);
    if (r < 0)
        return r;
    struct consent_blank_page data = {
        .participant = person_name_full(req->a, &w.person.name),
        .by_representative = consent_needs_representative(w.age),
        .by_self = consent_needs_self(w.age),
        .fields = text.kind == CONSENT_DISTRIBUTION ? consent_field_choices : NULL,
    };
    data.paragraphs = consent_paragraphs(req->a, consent_body(req->a, &text, w.operator_name),
                                         &data.n_paragraphs);
    struct page page = {.title = text.title, .body = consent_blank_view, .data = &data};
    r = consent_under(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- withdraw ---- */

static int withdraw_get(struct req *req)
{
    struct consent_place row;
    struct consent_text_by_id text;
    struct consent_whom w;
    int r = consent_load_whom(req, &w);
    if (r >= 0)
        r = consent_place(req->db, req->a, req_id(req, "consent"), &row);
    if (r > 0)
        r = consent_text_by_id(req->db, req->a, row.text_id, &text);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    enum consent_kind kind = consent_from_code(text.kind);
    struct consent_withdraw_page data = {
        .action = req->path, .back = consent_path(req), .contact = kind == CONSENT_CONTACT};
    struct page page = {
        .title = arena_printf(req->a, _("Записать отзыв согласия: %s?"), consent_name(kind)),
        .lead = person_name_full(req->a, &w.person.name),
        .body = consent_withdraw_view,
        .data = &data};
    r = consent_under(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int withdraw_post(struct req *req)
{
    int64_t id = req_id(req, "consent");
    int r = consent_withdraw(req->db, req->a, req->clock, req_id(req, "person"), id);
    if (r == 0)
        return err_set(&req->err, ERR_CONFLICT, _("Это согласие уже отозвано"));
    if (r >= 0)
        r = req_audit(req, "consent_withdraw", "consent", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Отзыв записан"));
    return req_redirect(req, "%s", consent_path(req));
}

static const struct route routes[] = {
    ROUTE_GET("/people/{person}/consents", consents_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/people/{person}/consents/new", consent_new_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/people/{person}/consents/new", consent_new_post, PERM_PEOPLE_MANAGE,
               .form = &consent_new_form, .retry = consent_new_get),
    ROUTE_GET("/people/{person}/consents/blank", blank_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/people/{person}/consents/{consent}/withdraw", withdraw_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/people/{person}/consents/{consent}/withdraw", withdraw_post, PERM_PEOPLE_MANAGE),
};

static const struct scope scopes[] = {{"person", person_scope}, {"consent", consent_scope}};

const struct module consent_module = {.name = "consent",
                                      .routes = routes,
                                      .n_routes = sizeof routes / sizeof *routes,
                                      .scopes = scopes,
                                      .n_scopes = sizeof scopes / sizeof *scopes};
