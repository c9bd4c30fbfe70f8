#include "identity/place.h"

#include <string.h>

#include "base/i18n.h"
#include "identity/place.sql.h"

int unit_crumbs(struct req *req, int64_t unit_id, const struct link **ret, size_t *ret_n)
{
    struct place_up *up;
    size_t n;
    int r = place_up(req->db, req->a, unit_id, req->who.top, &up, &n);
    if (r < 0)
        return r;
    struct link *links = arena_array(req->a, struct link, n);
    for (size_t i = 0; i < n; i++)
        links[i] = (struct link){up[i].short_name,
                                 arena_printf(req->a, "/units/%lld", (long long)up[i].id)};
    if (n && unit_id == req->unit_id)
        req->unit_name = up[n - 1].short_name;
    *ret = links;
    *ret_n = n;
    return 0;
}

static const struct {
    const char *path, *label, *icon;
    enum perm perm;
} sections[] = {
    {"", N_("Обзор"), "building", PERM_UNIT_READ},
    {"programmes", N_("Программы"), "map", PERM_UNIT_READ},
    {"indicators", N_("Показатели"), "chart", PERM_UNIT_READ},
    {"people", N_("Люди и роли"), "users", PERM_ROLE_GRANT},
    {"invites", N_("Приглашения"), "link", PERM_ROLE_GRANT},
    {"consents", N_("Тексты согласий"), "doc", PERM_ROLE_GRANT},
    {"forms", N_("Свои формы"), "users", PERM_ROLE_GRANT},
    {"vetting", N_("Справки"), "tick", PERM_PEOPLE_MANAGE},
    {"erasures", N_("Уничтожение данных"), "clock", PERM_PEOPLE_MANAGE},
    {"showcase", N_("Страница для всех"), "out", PERM_PROGRAMME_MANAGE},
    {"audit", N_("Журнал"), "clock", PERM_AUDIT_READ},
};
#define N_SECTIONS (sizeof sections / sizeof *sections)

int unit_frame(struct req *req, int64_t unit_id, const char *section, struct page *page)
{
    int r = unit_crumbs(req, unit_id, &page->crumbs, &page->n_crumbs);
    if (r < 0)
        return r;
    struct nav_item *nav = arena_array(req->a, struct nav_item, N_SECTIONS);
    size_t n = 0;
    for (size_t i = 0; i < N_SECTIONS; i++) {
        if (!(req->who.perms >> sections[i].perm & 1))
            continue;
        const char *gap = *sections[i].path ? "/" : "";
        nav[n++] = (struct nav_item){
            .label = _(sections[i].label),
            .href =
                arena_printf(req->a, "/units/%lld%s%s", (long long)unit_id, gap, sections[i].path),
            .icon = sections[i].icon,
            .current = strcmp(sections[i].path, section) == 0,
        };
    }
    page->nav = nav;
    page->n_nav = n;
    return 0;
}

int unit_crumb_add(struct req *req, struct page *page, const char *label, const char *href)
{
    struct link *crumbs = arena_array(req->a, struct link, page->n_crumbs + 1);
    memcpy(crumbs, page->crumbs, page->n_crumbs * sizeof *crumbs);
    crumbs[page->n_crumbs++] = (struct link){label, href};
    page->crumbs = crumbs;
    return 0;
}

int unit_zone(struct req *req, int64_t unit_id, int *ret_offset)
{
    struct place_zone zone;
    int r = place_zone(req->db, req->a, unit_id, &zone);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    *ret_offset = (int)zone.utc_offset;
    return 0;
}

int unit_today(struct req *req, int64_t unit_id, struct date *ret)
{
    int offset;
    int r = unit_zone(req, unit_id, &offset);
    if (r < 0)
        return r;
    *ret = date_at(clock_now(req->clock), offset);
    return 0;
}

int places_of(struct db *db, struct arena *a, int64_t account_id, struct place **ret, size_t *ret_n)
{
    struct place_rows *rows;
    size_t n, kept = 0;
    int r = place_rows(db, a, account_id, &rows, &n);
    if (r < 0)
        return r;
    struct place *list = arena_array(a, struct place, n);
    for (size_t i = 0; i < n; i++) {
        size_t j = 0;
        while (j < kept && list[j].unit_id != rows[i].unit_id)
            j++;
        if (j == kept)
            list[kept++] = (struct place){rows[i].unit_id, rows[i].short_name, rows[i].kind,
                                          (enum role)rows[i].role};
    }
    *ret = list;
    *ret_n = kept;
    return 0;
}
