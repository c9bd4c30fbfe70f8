/* The roadmap of a programme: its first page. */
#include "base/i18n.h"
#include "frame/route.h"
#include "programme/programme.html.h"
#include "programme/programme_pages.h"

static int roadmap_get(struct req *req)
{
    struct roadmap_page data = {.may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    const struct pack *pack;
    int r = programme_of(req, &data.p);
    if (r >= 0)
        r = programme_pack(req, &data.p, &pack);
    struct roadmap_stage *stages;
    if (r >= 0)
        r = roadmap_load(req->db, req->a, &data.p, pack, &stages, &data.n_stages);
    if (r >= 0)
        r = programme_count(req->db, req->a, data.p.id, &data.counts);
    if (r < 0)
        return r;
    data.stages = stages;
    data.state = programme_state_name(data.p.state);
    data.pill = programme_pill(data.p.state);
    data.dates = programme_dates(req, data.p.starts_on, data.p.ends_on);
    for (size_t i = 0; i < data.n_stages; i++)
        if (stages[i].current)
            data.current = &stages[i];
    struct page page = {
        .title = data.p.title, .body = roadmap_view, .data = &data, .form = req->form};
    r = programme_frame(req, &data.p, "roadmap", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

struct mark_form {
    const char *stage, *item;
    bool done;
};
static const struct field mark_fields[] = {
    FIELD(struct mark_form, stage, FIELD_TEXT, .label = N_("Этап"), .max = 100),
    FIELD(struct mark_form, item, FIELD_TEXT, .label = N_("Результат этапа"), .max = 500),
    FIELD(struct mark_form, done, FIELD_BOOL, .label = N_("Готово"), .optional = true),
};
static const struct form_def mark_form = FORM_DEF(struct mark_form, mark_fields);

static int mark_post(struct req *req)
{
    const struct mark_form *in = req_input(req);
    struct programme p;
    const struct pack *pack;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0)
        r = roadmap_mark(req->db, req->clock, &p, pack, in->stage, in->item, in->done,
                         req->who.account_id);
    if (r >= 0)
        r = req_audit(req, in->done ? "stage.done" : "stage.undone", "programme", p.id, in->item);
    return r < 0 ? r : req_redirect(req, "/programmes/%lld#%s", (long long)p.id, in->stage);
}

/* ---- the module ---- */

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}", roadmap_get, PERM_UNIT_READ),
    ROUTE_POST("/programmes/{programme}/stages", mark_post, PERM_PEOPLE_MANAGE, .form = &mark_form,
               .retry = roadmap_get),
};

const struct module roadmap_module = {
    .name = "roadmap",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
};
