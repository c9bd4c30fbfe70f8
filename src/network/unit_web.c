/* A unit: what it is, what stands below, who is responsible; making and renaming. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/invite.h"
#include "identity/place.h"
#include "identity/role.h"
#include "net/url.h"
#include "network/unit.h"
#include "network/unit.html.h"
#include "network/unit_pages.h"

struct unit_form {
    const char *kind, *name, *short_name, *phone;
};
static const struct field unit_fields[] = {
    FIELD(struct unit_form, kind, FIELD_CHOICE, .label = N_("Что это"),
          .empty = N_("Выберите, что добавить")),
    FIELD(struct unit_form, name, FIELD_TEXT, .label = N_("Полное название"),
          .hint = N_("Как в уставе: так его увидят в документах"), .empty = N_("Напишите название"),
          .max = UNIT_NAME_MAX),
    FIELD(struct unit_form, short_name, FIELD_TEXT, .label = N_("Короткое название"),
          .hint = N_("Например, «Школа № 5, Кунгур»: так оно стоит в шапке"), .optional = true,
          .max = UNIT_SHORT_MAX),
    FIELD(struct unit_form, phone, FIELD_PHONE, .label = N_("Телефон для вопросов"),
          .optional = true),
};
static const struct form_def new_form = FORM_DEF(struct unit_form, unit_fields);
/* The same without the kind. */
static const struct form_def edit_form = {
    unit_fields + 1, sizeof unit_fields / sizeof *unit_fields - 1, sizeof(struct unit_form)};

static int unit_scope(struct req *req, int64_t id, struct object *ret)
{
    struct unit unit;
    int r = unit_get(req->db, req->a, id, &unit);
    if (r == 1)
        *ret = (struct object){.unit_id = id};
    return r;
}

static bool may(const struct req *req, enum perm perm)
{
    return req->who.perms >> perm & 1;
}

static int this_unit(struct req *req, struct unit *ret)
{
    int r = unit_get(req->db, req->a, req->unit_id, ret);
    return r == 0 ? ERR_NOT_FOUND : r;
}

/* ---- the page ---- */

static int fill_children(struct req *req, struct unit_page *data)
{
    struct unit_line *list;
    size_t n;
    data->q = req_query(req, "q");
    data->searched = *data->q != 0;
    int r = data->searched ? unit_search(req->db, req->a, req->unit_id, data->q, &list, &n)
                           : unit_children(req->db, req->a, req->unit_id, req_query(req, "key"),
                                           req_query_int(req, "after", 0, INT64_MAX, 0), &list, &n);
    if (r < 0)
        return r;
    bool more = n > UNIT_PAGE;
    data->children = list;
    data->n_children = more ? UNIT_PAGE : n;
    if (more && data->searched)
        data->paging.text = _("Показаны первые 25. Добавьте слово, чтобы их стало меньше");
    else
        data->paging.text = arena_printf(req->a, _("Показано %zu из %lld"), data->n_children,
                                         (long long)data->numbers->children);
    if (data->searched && !more)
        data->paging.text =
            arena_printf(req->a, P_("Найдено %zu место", "Найдено %zu мест", (long)n), n);
    if (more && !data->searched)
        data->paging.next = arena_printf(
            req->a, "/units/%lld?key=%s&after=%lld", (long long)req->unit_id,
            url_encode(req->a, list[UNIT_PAGE - 1].name_key), (long long)list[UNIT_PAGE - 1].id);
    return 0;
}

/* Staff of exactly this unit, the strongest role first by name; never participants. */
static int fill_heads(struct req *req, struct unit_page *data)
{
    const struct role_filter f = {.q = "", .after_key = ""};
    struct role_holder *list;
    size_t n, kept = 0;
    int r = role_holders(req->db, req->a, req->unit_id, &f, &list, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n && kept < 10; i++)
        if (!list[i].disabled && list[i].role >= ROLE_FEDERAL && list[i].role <= ROLE_COORDINATOR)
            list[kept++] = list[i];
    data->heads = list;
    data->n_heads = kept;
    return 0;
}

static const char *child_word(enum unit_kind kind)
{
    switch (kind) {
    case UNIT_FEDERATION:
        return _("Регионы и партнёры");
    case UNIT_REGION:
        return _("Муниципалитеты и организации");
    default:
        return _("Организации");
    }
}

static int unit_show(struct req *req)
{
    struct unit unit;
    struct unit_numbers numbers;
    int r = this_unit(req, &unit);
    if (r >= 0)
        r = unit_count(req->db, req->a, unit.id, &numbers);
    if (r < 0)
        return r;
    struct unit_page data = {
        .unit = &unit,
        .numbers = &numbers,
        .leaf = unit.kind == UNIT_ORGANISATION || unit.kind == UNIT_PARTNER,
        .may_add = may(req, PERM_UNIT_MANAGE),
        .may_edit = may(req, PERM_UNIT_MANAGE),
        .may_people = may(req, PERM_ROLE_GRANT),
        .child_word = child_word(unit.kind),
    };
    if (*unit.phone) {
        data.phone = format_phone(req->a, unit.phone);
        data.phone_uri = arena_printf(req->a, "tel:%s", unit.phone);
    }
    if (!data.leaf)
        r = fill_children(req, &data);
    if (r >= 0)
        r = fill_heads(req, &data);
    struct page page = {.title = unit.short_name,
                        .lead = strcmp(unit.name, unit.short_name) ? unit.name : NULL,
                        .place = unit.short_name,
                        .body = unit_show_page,
                        .data = &data,
                        .wide = true};
    if (r >= 0)
        r = unit_frame(req, unit.id, "", &page);
    if (r < 0)
        return r;
    page.n_crumbs--;
    return req_page(req, &page);
}

/* ---- making ---- */

static const struct choice *kind_choices(struct req *req, enum unit_kind parent)
{
    static const struct choice all[UNIT_KINDS] = {
        [UNIT_REGION] = {"region", N_("Регион"), NULL},
        [UNIT_MUNICIPALITY] = {"municipality", N_("Муниципалитет"),
                               N_("Район, городской или муниципальный округ")},
        [UNIT_ORGANISATION] = {"organisation", N_("Организация"),
                               N_("Школа, колледж, вуз: здесь идут программы")},
        [UNIT_PARTNER] = {"partner", N_("Партнёр"),
                          N_("Предприятие или фонд: отсюда приходят наставники")},
    };
    struct choice *list = arena_array(req->a, struct choice, UNIT_KINDS);
    size_t n = 0;
    for (int k = UNIT_REGION; k < UNIT_KINDS; k++)
        if (unit_kind_under((enum unit_kind)k, parent))
            list[n++] = all[k];
    return list;
}

static int new_get(struct req *req)
{
    struct unit unit;
    int r = this_unit(req, &unit);
    if (r < 0)
        return r;
    if (unit.kind == UNIT_ORGANISATION || unit.kind == UNIT_PARTNER)
        return err_set(&req->err, ERR_NOT_FOUND, _("Внутри организации других мест не бывает"));
    struct unit_form_page data = {
        .form = req_form(req, &new_form, NULL),
        .kinds = kind_choices(req, unit.kind),
        .action = req->path,
        .back = arena_printf(req->a, "/units/%lld", (long long)unit.id),
        .button = _("Добавить"),
    };
    struct page page = {.title = _("Добавить ниже"),
                        .lead = arena_printf(req->a, _("Появится внутри: %s"), unit.short_name),
                        .body = unit_form_view,
                        .data = &data,
                        .form = data.form};
    r = unit_frame(req, unit.id, "", &page);
    return r < 0 ? r : req_page(req, &page);
}

static int new_post(struct req *req)
{
    const struct unit_form *in = req_input(req);
    const struct unit_new n = {.parent_id = req->unit_id,
                               .kind = unit_kind_from_code(in->kind),
                               .name = in->name,
                               .short_name = in->short_name,
                               .phone = in->phone,
                               .utc_offset = -1};
    struct err why = {0};
    int64_t id;
    int r = unit_create(req->db, req->a, req->clock, &n, &why, &id);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, r == ERR_CONFLICT ? "name" : "kind", "%s", why.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "unit_create", "unit", id, unit_kind_name(n.kind));
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Добавлено"));
    return req_redirect(req, "/units/%lld", (long long)id);
}

/* ---- renaming ---- */

static int edit_get(struct req *req)
{
    struct unit unit;
    int r = this_unit(req, &unit);
    if (r < 0)
        return r;
    const struct unit_form initial = {
        .name = unit.name, .short_name = unit.short_name, .phone = unit.phone};
    struct unit_form_page data = {
        .form = req_form(req, &edit_form, &initial),
        .action = req->path,
        .back = arena_printf(req->a, "/units/%lld", (long long)unit.id),
        .button = _("Сохранить название"),
    };
    struct page page = {
        .title = _("Изменить название"), .body = unit_form_view, .data = &data, .form = data.form};
    r = unit_frame(req, unit.id, "", &page);
    return r < 0 ? r : req_page(req, &page);
}

static int edit_post(struct req *req)
{
    const struct unit_form *in = req_input(req);
    const struct unit_edit e = {in->name, in->short_name, in->phone};
    struct err why = {0};
    int r = unit_change(req->db, req->a, req->unit_id, &e, &why);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, "name", "%s", why.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "unit_rename", "unit", req->unit_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено"));
    return req_redirect(req, "/units/%lld", (long long)req->unit_id);
}

/* ---- the first start ---- */

static int start(const struct app *app, struct db *db, struct arena *a, struct err *err,
                 const char **ret_line)
{
    int r = role_admin_exists(db, a);
    if (r != 0)
        return r < 0 ? r : 0;
    const char *url;
    r = invite_first_admin(db, a, app, err, &url);
    if (r < 0)
        return r;
    *ret_line = arena_printf(
        a, _("Администратора ещё нет. Откройте в течение часа и создайте вход:\n  %s"), url);
    return 0;
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}", unit_show, PERM_UNIT_READ),
    ROUTE_GET("/units/{unit}/new", new_get, PERM_UNIT_MANAGE),
    ROUTE_POST("/units/{unit}/new", new_post, PERM_UNIT_MANAGE, .form = &new_form,
               .retry = new_get),
    ROUTE_GET("/units/{unit}/edit", edit_get, PERM_UNIT_MANAGE),
    ROUTE_POST("/units/{unit}/edit", edit_post, PERM_UNIT_MANAGE, .form = &edit_form,
               .retry = edit_get),
};

static const struct scope scopes[] = {{"unit", unit_scope}};

const struct module unit_module = {.name = "unit",
                                   .routes = routes,
                                   .n_routes = sizeof routes / sizeof *routes,
                                   .scopes = scopes,
                                   .n_scopes = sizeof scopes / sizeof *scopes,
                                   .start = start};
