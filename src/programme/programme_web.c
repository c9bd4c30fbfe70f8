#include "programme/programme_pages.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/programme.html.h"
#include "programme/programme.sql.h"

/* ---- the frame of a programme's pages ---- */

int programme_of(struct req *req, struct programme *ret)
{
    const struct programme *found = req_found(req, "programme");
    if (found) {
        *ret = *found;
        return 0;
    }
    int r = programme_get(req->db, req->a, req_id(req, "programme"), ret);
    return r == 0 ? ERR_NOT_FOUND : r < 0 ? r : 0;
}

static const struct {
    const char *code, *label, *path, *icon;
    enum perm perm;
} sections[] = {
    {"roadmap", N_("Дорожная карта"), "", "map", PERM_UNIT_READ},
    {"applications", N_("Заявки"), "/applications", "plus", PERM_PEOPLE_MANAGE},
    {"mentees", N_("Наставляемые"), "/mentees", "users", PERM_PEOPLE_READ},
    {"mentors", N_("Наставники"), "/mentors", "users", PERM_PEOPLE_READ},
    {"gatherings", N_("Общая встреча"), "/gatherings", "users", PERM_PAIR_MANAGE},
    {"drafts", N_("Черновики пар"), "/drafts", "shuffle", PERM_PAIR_MANAGE},
    {"pairs", N_("Пары"), "/pairs", "link", PERM_PEOPLE_READ},
    {"monitoring", N_("Мониторинг"), "/monitoring", "chart", PERM_UNIT_READ},
    {"personal", N_("Программы педагогов"), "/personal", "doc", PERM_PEOPLE_READ},
    {"lessons", N_("Открытые уроки"), "/lessons", "calendar", PERM_PEOPLE_READ},
    {"surveys", N_("Анкеты"), "/surveys", "edit", PERM_PEOPLE_READ},
    {"addenda", N_("Соглашения с наставниками"), "/addenda", "edit", PERM_PEOPLE_MANAGE},
    {"papers", N_("Документы"), "/papers", "doc", PERM_PEOPLE_READ},
    {"imports", N_("Загрузки"), "/imports", "upload", PERM_PEOPLE_MANAGE},
    {"settings", N_("Настройки программы"), "/settings", "settings", PERM_PROGRAMME_MANAGE},
};
#define N_SECTIONS (sizeof sections / sizeof *sections)

/* Work of teachers is there when the methodology has it, addenda when a form's mentors are
 * employed.
 */
static bool shown(const struct programme *p, const struct pack *pack, const char *section)
{
    bool labour = false;
    if (!strcmp(section, "personal"))
        return pack->sections.n > 0;
    if (!strcmp(section, "lessons"))
        return pack->lesson_items.n > 0;
    if (strcmp(section, "addenda") != 0)
        return true;
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_form *form = pack_form(pack, p->forms[i]);
        labour |= form && form->labour;
    }
    return labour;
}

static int rail(struct req *req, const struct programme *p, const char *section, struct page *page)
{
    const struct pack *pack;
    int r = programme_pack(req, p, &pack);
    if (r < 0)
        return r;
    struct nav_item *nav = arena_array(req->a, struct nav_item, N_SECTIONS);
    size_t n = 0;
    for (size_t i = 0; i < N_SECTIONS; i++) {
        if (!(req->who.perms & 1u << sections[i].perm) || !shown(p, pack, sections[i].code))
            continue;
        nav[n++] = (struct nav_item){
            .label = _(sections[i].label),
            .href = arena_printf(req->a, "/programmes/%lld%s", (long long)p->id, sections[i].path),
            .icon = sections[i].icon,
            .current = !strcmp(sections[i].code, section),
        };
    }
    page->nav = nav;
    page->n_nav = n;
    return 0;
}

int programme_frame(struct req *req, const struct programme *p, const char *section,
                    const struct link *parent, struct page *page)
{
    const struct link *above;
    size_t n;
    int r = unit_crumbs(req, p->unit_id, &above, &n);
    if (r < 0)
        return r;
    struct link *crumbs = arena_array(req->a, struct link, n + 3);
    for (size_t i = 0; i < n; i++)
        crumbs[i] = above[i];
    if (strcmp(section, "roadmap") != 0)
        crumbs[n++] =
            (struct link){p->title, arena_printf(req->a, "/programmes/%lld", (long long)p->id)};
    if (parent)
        crumbs[n++] = *parent;
    page->crumbs = crumbs;
    page->n_crumbs = n;
    return rail(req, p, section, page);
}

int programme_pack(struct req *req, const struct programme *p, const struct pack **ret_pack)
{
    return own_form_methodology(req->app->methodology, req->db, req->a, p->unit_id, p->pack_id,
                                &req->err, ret_pack);
}

/* ---- list of a unit ---- */

enum pill programme_pill(const char *state)
{
    if (!strcmp(state, "active"))
        return PILL_OK;
    if (!strcmp(state, "finishing"))
        return PILL_WARN;
    return !strcmp(state, "finished") ? PILL_END : PILL_HALF;
}

const char *programme_dates(struct req *req, const char *starts, const char *ends)
{
    struct date from, to;
    if (!date_parse_iso(starts, &from) || !date_parse_iso(ends, &to))
        return "";
    return arena_printf(req->a, "%s – %s", date_short(req->a, from), date_short(req->a, to));
}

#define BELOW_ROWS 100

static int list_get(struct req *req)
{
    struct programmes_of_unit *own;
    struct programmes_below *below;
    struct programme_list list = {.unit_id = req->unit_id};
    list.may_create = req->who.perms & 1u << PERM_PROGRAMME_MANAGE;
    int r = programmes_of_unit(req->db, req->a, req->unit_id, &own, &list.n_own);
    if (r >= 0)
        r = programmes_below(req->db, req->a, req->unit_id,
                             req_query_int(req, "after", 0, INT64_MAX, 0), &below, &list.n_below);
    if (r < 0)
        return r;
    if (list.n_below > BELOW_ROWS) {
        list.n_below = BELOW_ROWS;
        list.next = below[BELOW_ROWS - 1].id;
    }
    struct programme_line *a = arena_array(req->a, struct programme_line, list.n_own);
    struct programme_line *b = arena_array(req->a, struct programme_line, list.n_below);
    for (size_t i = 0; i < list.n_own; i++)
        a[i] = (struct programme_line){own[i].id,
                                       own[i].title,
                                       programme_dates(req, own[i].starts_on, own[i].ends_on),
                                       "",
                                       programme_state_name(own[i].state),
                                       programme_pill(own[i].state)};
    for (size_t i = 0; i < list.n_below; i++)
        b[i] = (struct programme_line){below[i].id,
                                       below[i].title,
                                       programme_dates(req, below[i].starts_on, below[i].ends_on),
                                       below[i].unit_name,
                                       programme_state_name(below[i].state),
                                       programme_pill(below[i].state)};
    list.own = a;
    list.below = b;
    struct page page = {.title = _("Программы"), .body = programme_list_page, .data = &list};
    r = unit_crumbs(req, req->unit_id, &page.crumbs, &page.n_crumbs);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- the module ---- */

static int programme_object(struct req *req, int64_t id, struct object *ret)
{
    struct programme *p = arena_new_of(req->a, struct programme);
    int r = programme_get(req->db, req->a, id, p);
    if (r == 1)
        *ret = (struct object){.unit_id = p->unit_id, .found = p};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/programmes", list_get, PERM_UNIT_READ),
};

static const struct scope scopes[] = {{"programme", programme_object}};

const struct module programme_module = {
    .name = "programme",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
