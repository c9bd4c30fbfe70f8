/* People and roles of a unit. */
#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/account.h"
#include "identity/place.h"
#include "identity/role.h"
#include "identity/role.html.h"
#include "identity/role.sql.h"
#include "identity/role_pages.h"
#include "net/url.h"

struct give_form {
    const char *login, *role;
};
static const struct field give_fields[] = {
    FIELD(struct give_form, login, FIELD_TEXT, .label = N_("Логин"),
          .hint = N_("Того, кто уже входит на сайт: спросите у него самого. Остальных приглашают "
                     "ссылкой"),
          .empty = N_("Напишите логин"), .max = 200),
    FIELD(struct give_form, role, FIELD_CHOICE, .label = N_("Роль"), .empty = N_("Выберите роль")),
};
static const struct form_def give_form = FORM_DEF(struct give_form, give_fields);

static int grant_scope(struct req *req, int64_t id, struct object *ret)
{
    struct role_grant_place row;
    int r = role_grant_place(req->db, req->a, id, &row);
    if (r == 1)
        *ret = (struct object){.unit_id = row.unit_id, .parent_id = row.unit_id};
    return r;
}

static bool offered(const struct req *req, enum role_list what, enum role role, const char *kind)
{
    if (what == ROLES_HERE)
        return role_fits(role, kind);
    return role_giveable(req->who.role, role, kind) &&
           (role != ROLE_REPRESENTATIVE || what == ROLES_GIVEABLE_FOR_CHILD);
}

int role_choices(struct req *req, enum role_list what, const struct choice **ret)
{
    struct role_unit_kind unit;
    int r = role_unit_kind(req->db, req->a, req->unit_id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    struct choice *list = arena_array(req->a, struct choice, ROLE_COUNT);
    size_t n = 0;
    for (int role = ROLE_ADMIN; role < ROLE_COUNT; role++)
        if (offered(req, what, (enum role)role, unit.kind))
            list[n++] =
                (struct choice){role_code((enum role)role), role_name((enum role)role), NULL};
    *ret = list;
    return 0;
}

/* ---- list ---- */

static bool sees_participants(const struct req *req)
{
    return req->who.perms & 1u << PERM_PEOPLE_READ;
}

static const char *people_path(struct req *req, const struct role_holder *last, const char *q,
                               const char *role)
{
    return arena_printf(req->a, "/units/%lld/people?q=%s&role=%s&after=%lld",
                        (long long)req->unit_id, url_encode(req->a, q), url_encode(req->a, role),
                        (long long)last->grant_id);
}

static int fill_people(struct req *req, struct people_page *data)
{
    struct role_filter f = {.role = role_from_code(data->role),
                            .participants = sees_participants(req),
                            .q = data->q,
                            .after_key = "",
                            .after_id = req_query_int(req, "after", 1, INT64_MAX, 0)};
    struct role_holder *list, edge = {.sort_key = ""};
    int r = 0;
    if (f.after_id) /* the address holds an id, never a name */
        r = role_grant_get(req->db, req->a, req->unit_id, f.after_id, &edge);
    f.after_key = edge.sort_key;
    if (r >= 0)
        r = role_holders(req->db, req->a, req->unit_id, &f, &list, &data->n);
    struct date today;
    if (r >= 0)
        r = unit_today(req, req->unit_id, &today);
    if (r < 0)
        return r;
    if (data->n > ROLE_PAGE) {
        data->n = ROLE_PAGE;
        data->paging.next = people_path(req, &list[ROLE_PAGE - 1], data->q, data->role);
    }
    data->paging.text = arena_printf(
        req->a, P_("Показан %zu человек", "Показано %zu человек", (long)data->n), data->n);
    struct people_row *rows = arena_array(req->a, struct people_row, data->n);
    for (size_t i = 0; i < data->n; i++) {
        bool mine = role_may_grant(req->who.role, list[i].role);
        rows[i].holder = &list[i];
        rows[i].since = date_long(req->a, date_at(list[i].granted_at, req->who.zone), today.year);
        rows[i].reset = mine ? arena_printf(req->a, "/units/%lld/people/%lld/reset",
                                            (long long)req->unit_id, (long long)list[i].grant_id)
                             : NULL;
        rows[i].take = mine ? arena_printf(req->a, "/units/%lld/people/%lld/take",
                                           (long long)req->unit_id, (long long)list[i].grant_id)
                            : NULL;
    }
    data->rows = rows;
    return 0;
}

static int people_get(struct req *req)
{
    struct people_page data = {.unit_id = req->unit_id,
                               .q = req_query(req, "q"),
                               .role = req_query(req, "role"),
                               .hidden = !sees_participants(req)};
    int64_t counts[ROLE_COUNT];
    data.filtered = *data.q || *data.role;
    int r = role_choices(req, ROLES_HERE, &data.roles);
    if (r >= 0)
        r = fill_people(req, &data);
    if (r >= 0)
        r = role_counts(req->db, req->a, req->unit_id, counts);
    struct page page = {.title = _("Люди и роли"),
                        .lead = _("Роль действует здесь и во всём, что ниже."),
                        .body = people_page,
                        .data = &data,
                        .wide = true};
    if (r >= 0)
        r = unit_frame(req, req->unit_id, "people", &page);
    if (r < 0)
        return r;
    data.n_hidden = counts[ROLE_MENTOR] + counts[ROLE_MENTEE] + counts[ROLE_REPRESENTATIVE];
    return req_page(req, &page);
}

/* ---- give ---- */

int role_crumbs(struct req *req, struct page *page)
{
    int r = unit_frame(req, req->unit_id, "people", page);
    const char *path = arena_printf(req->a, "/units/%lld/people", (long long)req->unit_id);
    return r < 0 ? r : unit_crumb_add(req, page, _("Люди и роли"), path);
}

static int give_get(struct req *req)
{
    struct give_page data = {.unit_id = req->unit_id, .form = req_form(req, &give_form, NULL)};
    struct page page = {.title = _("Дать роль тому, кто уже входит"),
                        .body = give_page,
                        .data = &data,
                        .form = data.form};
    int r = role_choices(req, ROLES_GIVEABLE, &data.roles);
    if (r >= 0)
        r = role_crumbs(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int give_post(struct req *req)
{
    const struct give_form *in = req_input(req);
    struct account account;
    struct err why = {0};
    int r = account_find_login(req->db, req->a, in->login, &account);
    if (r < 0)
        return r;
    if (r == 0 || account.disabled) {
        form_error(req->form, "login", "%s",
                   _("Такого логина нет. Проверьте его или пригласите человека ссылкой"));
        return req_retry(req);
    }
    const struct role_change change = {req->who.account_id, req->who.role, req->unit_id,
                                       role_from_code(in->role), account.id};
    if (change.role == ROLE_REPRESENTATIVE) {
        form_error(req->form, "role", "%s",
                   _("Законного представителя приглашают с карточки ребёнка: так программа знает, "
                     "чей он представитель"));
        return req_retry(req);
    }
    r = role_give(req->db, req->a, req->clock, &change, &why);
    if (r == ERR_INVALID || r == ERR_DENIED) {
        form_error(req->form, "role", "%s", why.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "role_give", "role_grant", account.id, role_name(change.role));
    if (r < 0)
        return r;
    req_notice(req, _("Роль «%s»: %s"), role_name(change.role), account.display_name);
    return req_redirect(req, "/units/%lld/people", (long long)req->unit_id);
}

/* ---- take ---- */

static int own_grant(struct req *req, struct role_holder *ret)
{
    int r = role_grant_get(req->db, req->a, req->unit_id, req_id(req, "grant"), ret);
    bool participant = r > 0 && ret->role >= ROLE_MENTOR && ret->role <= ROLE_REPRESENTATIVE;
    return r == 0 || (participant && !sees_participants(req)) ? ERR_NOT_FOUND : r;
}

static int take_get(struct req *req)
{
    struct role_holder holder;
    int r = own_grant(req, &holder);
    if (r < 0)
        return r;
    struct take_page data = {
        .holder = &holder,
        .action = req->path,
        .back = arena_printf(req->a, "/units/%lld/people", (long long)req->unit_id)};
    struct page page = {
        .title = arena_printf(req->a, _("Снять роль «%s»?"), role_name(holder.role)),
        .lead = holder.name,
        .body = take_page,
        .data = &data,
    };
    r = role_crumbs(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int take_post(struct req *req)
{
    struct role_holder holder;
    int r = own_grant(req, &holder);
    if (r < 0)
        return r;
    const struct role_change change = {req->who.account_id, req->who.role, req->unit_id,
                                       holder.role, holder.account_id};
    r = role_take(req->db, req->a, &change, &req->err);
    if (r >= 0)
        r = req_audit(req, "role_take", "role_grant", holder.account_id, role_name(holder.role));
    if (r < 0)
        return r;
    req_notice(req, _("Роль снята: %s"), holder.name);
    return req_redirect(req, "/units/%lld/people", (long long)req->unit_id);
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/people", people_get, PERM_ROLE_GRANT),
    ROUTE_GET("/units/{unit}/people/give", give_get, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/people/give", give_post, PERM_ROLE_GRANT, .form = &give_form,
               .retry = give_get),
    ROUTE_GET("/units/{unit}/people/{grant}/take", take_get, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/people/{grant}/take", take_post, PERM_ROLE_GRANT),
};

static const struct scope scopes[] = {{"grant", grant_scope}};

const struct module role_module = {.name = "role",
                                   .routes = routes,
                                   .n_routes = sizeof routes / sizeof *routes,
                                   .scopes = scopes,
                                   .n_scopes = sizeof scopes / sizeof *scopes};
