/* The start page sends everybody to their own work. */
#include "network/home.h"

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "network/home.html.h"

static const char *place_path(struct req *req, const struct place *p)
{
    switch (p->role) {
    case ROLE_MENTOR:
    case ROLE_MENTEE:
    case ROLE_REPRESENTATIVE:
        return "/my/pairs";
    case ROLE_COORDINATOR:
        return arena_printf(req->a, "/units/%lld/programmes", (long long)p->unit_id);
    default:
        return arena_printf(req->a, "/units/%lld", (long long)p->unit_id);
    }
}

static int home_get(struct req *req)
{
    struct place *places;
    size_t n;
    int r = places_of(req->db, req->a, req->who.account_id, &places, &n);
    if (r < 0)
        return r;
    return req_redirect(req, "%s", n ? place_path(req, &places[0]) : "/places");
}

/* The search runs below each of the person's highest places; one is enough for almost everybody. */
static int search(struct req *req, const struct place *places, size_t n, struct places_page *data)
{
    struct unit_line *all = arena_array(req->a, struct unit_line, UNIT_PAGE);
    for (size_t i = 0; i < n && i < 5; i++) {
        struct unit_line *list;
        size_t n_list;
        int r = unit_search(req->db, req->a, places[i].unit_id, data->q, &list, &n_list);
        if (r < 0)
            return r;
        for (size_t j = 0; j < n_list; j++) {
            size_t k = 0;
            while (k < data->n_found && all[k].id != list[j].id)
                k++;
            if (k < data->n_found)
                continue;
            data->more = data->n_found == UNIT_PAGE;
            if (data->more)
                break;
            all[data->n_found++] = list[j];
        }
    }
    data->found = all;
    return 0;
}

static int places_get(struct req *req)
{
    struct place *places;
    struct places_page data = {.q = req_query(req, "q"),
                               .may_search = req->who.perms & 1u << PERM_UNIT_READ};
    int r = places_of(req->db, req->a, req->who.account_id, &places, &data.n);
    if (r < 0)
        return r;
    struct place_line *lines = arena_array(req->a, struct place_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct place_line){&places[i], place_path(req, &places[i])};
    data.places = lines;
    data.searched = *data.q && data.may_search;
    if (data.searched)
        r = search(req, places, data.n, &data);
    if (r < 0)
        return r;
    const struct page page = {.title = _("Все места"), .body = places_page, .data = &data};
    return req_page(req, &page);
}

static const struct route routes[] = {
    ROUTE_GET("/", home_get, PERM_SIGNED_IN),
    ROUTE_GET("/places", places_get, PERM_SIGNED_IN),
};

#define PARTICIPANTS (1u << ROLE_MENTOR | 1u << ROLE_MENTEE | 1u << ROLE_REPRESENTATIVE)

/* The rail where no programme is open. */
static const struct nav_row nav[] = {
    {N_("Мои пары"), "/my/pairs", "users", PERM_SIGNED_IN, PARTICIPANTS},
    {N_("Главная"), "/", "today", PERM_SIGNED_IN, ~PARTICIPANTS},
    {N_("Все места"), "/places", "map", PERM_SIGNED_IN, ~PARTICIPANTS},
    {N_("Уведомления"), "/notices", "bell", PERM_SIGNED_IN, 0},
    {N_("Профиль"), "/profile", "user", PERM_SIGNED_IN, 0},
    {N_("Помощь"), "/help", "help", PERM_SIGNED_IN, 0},
};

const struct module home_module = {.name = "home",
                                   .routes = routes,
                                   .n_routes = sizeof routes / sizeof *routes,
                                   .nav = nav,
                                   .n_nav = sizeof nav / sizeof *nav};
