/* The journal, read only. */
#include "base/i18n.h"
#include "base/id.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/audit.h"
#include "identity/audit.html.h"
#include "identity/audit_pages.h"
#include "identity/place.h"
#include "net/url.h"

static const char *what(struct req *req, const struct audit_entry *e)
{
    const char *name = audit_action_name(e->action);
    const char *shown = name ? name : e->action;
    return *e->detail ? arena_printf(req->a, "%s: %s", shown, e->detail) : shown;
}

/* Who reads no people sees what was done and by which side, not the name of a child. */
static void without_participants(const struct req *req, struct audit_entry *e)
{
    if (req->who.perms & 1u << PERM_PEOPLE_READ || e->staff || !*e->who)
        return;
    e->who = _("участник");
    e->ip = "";
}

static int audit_get(struct req *req)
{
    const struct audit_filter f = {.unit_id = req->unit_id,
                                   .object_kind = req_query(req, "kind"),
                                   .before = req_query_int(req, "before", 1, INT64_MAX, 0)};
    struct audit_page data = {.kind = f.object_kind};
    struct audit_entry *list;
    int zone;
    int r = audit_list(req->db, req->a, &f, &list, &data.n);
    if (r >= 0)
        r = unit_zone(req, req->unit_id, &zone);
    if (r < 0)
        return r;
    if (data.n > AUDIT_PAGE) {
        data.n = AUDIT_PAGE;
        data.paging.next =
            arena_printf(req->a, "%s?kind=%s&before=%lld", req->path,
                         url_encode(req->a, f.object_kind), (long long)list[AUDIT_PAGE - 1].id);
    }
    data.paging.text = arena_printf(
        req->a, P_("Показана %zu запись", "Показано %zu записей", (long)data.n), data.n);
    struct date today = date_at(clock_now(req->clock), zone);
    struct audit_line *rows = arena_array(req->a, struct audit_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        int64_t at = id_time(list[i].id);
        without_participants(req, &list[i]);
        const char *day = format_day(req->a, date_at(at, zone), today);
        rows[i] = (struct audit_line){
            &list[i], arena_printf(req->a, "%s, %s", day, format_time(req->a, at, zone)),
            what(req, &list[i])};
    }
    data.rows = rows;
    struct page page = {.title = _("Журнал"),
                        .lead = _("Кто, когда и что менял здесь и ниже. Записи нельзя ни править, "
                                  "ни удалить."),
                        .body = audit_list_page,
                        .data = &data,
                        .wide = true};
    r = unit_frame(req, req->unit_id, "audit", &page);
    return r < 0 ? r : req_page(req, &page);
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/audit", audit_get, PERM_AUDIT_READ),
};

const struct module audit_module = {
    .name = "audit", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
