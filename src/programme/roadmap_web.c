/* The roadmap of a programme: its first page. */
#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "programme/roadmap.html.h"
#include "programme/roadmap_pages.h"

int roadmap_place(struct req *req, struct programme *p, struct roadmap_place *ret)
{
    const struct pack *pack;
    *ret = (struct roadmap_place){.db = req->db, .a = req->a, .p = p};
    int r = programme_of(req, p);
    if (r >= 0)
        r = programme_pack(req, p, &pack);
    if (r >= 0)
        r = unit_today(req, p->unit_id, &ret->today);
    if (r < 0)
        return r;
    ret->pack = pack;
    ret->deed = (struct deed){req->clock, req->who.account_id, NULL};
    return 0;
}

const char *roadmap_moment(struct req *req, int64_t utc_ms, int zone)
{
    struct date today = date_at(clock_now(req->clock), zone);
    return arena_printf(req->a, "%s, %s", format_day(req->a, date_at(utc_ms, zone), today),
                        format_time(req->a, utc_ms, zone));
}

const char *roadmap_tasks(struct arena *a, const struct pack_stage *stage)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < stage->tasks.n; i++)
        strbuf_printf(&b, "%s%s", i ? "; " : "", stage->tasks.item[i]);
    return b.len ? b.s : "";
}

const char *roadmap_done_line(struct arena *a, const struct roadmap_item *item,
                              const struct roadmap_page *p)
{
    const char *day = format_day(a, date_at(item->done_at, p->zone), p->today);
    return *item->done_by ? arena_printf(a, _("Отмечено: %s, %s"), day, item->done_by)
                          : arena_printf(a, _("Отмечено: %s"), day);
}

const char *roadmap_moved_line(struct arena *a, const struct roadmap_stage *s,
                               const struct roadmap_item *item)
{
    const char *days = arena_printf(a, _("Срок шага — до %s, у этапа — до %s."),
                                    date_short(a, item->due), date_short(a, s->due));
    return *item->moved_by ? arena_printf(a, _("%s Перенос: %s"), days, item->moved_by) : days;
}

static const char *stopped(const char *state)
{
    switch (programme_state_index(state)) {
    case 0:
        return _("Программа ещё черновик: проверьте её и откройте, тогда начнётся первый этап.");
    case 7:
        return _("Программа завершена. Её можно вернуть к завершению или убрать в архив.");
    case 8:
        return _("Программа в архиве: здесь всё осталось, как было.");
    case 9:
        return _("Программа приостановлена: сроки стоят на месте, отметки не меняются.");
    case 10:
        return _("Программа отменена.");
    default:
        return NULL;
    }
}

static int roadmap_get(struct req *req)
{
    struct roadmap_page data = {.may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE,
                                .may_lead = req->who.perms & 1u << PERM_PROGRAMME_MANAGE,
                                .may_history = req->who.perms & 1u << PERM_PEOPLE_READ};
    struct roadmap_place at;
    struct roadmap_stage *stages;
    int r = roadmap_place(req, &data.p, &at);
    if (r >= 0)
        r = roadmap_load(req->db, req->a, &data.p, at.pack, at.today, &stages, &data.n_stages);
    if (r >= 0)
        r = programme_count(req->db, req->a, data.p.id, &data.counts);
    if (r >= 0)
        r = unit_zone(req, data.p.unit_id, &data.zone);
    if (r < 0)
        return r;
    for (size_t i = 0; i < data.n_stages; i++) {
        data.n_open += stages[i].open;
        data.n_late += stages[i].late;
    }
    data.stages = stages;
    data.paper = at.pack->roadmap_columns.n > 0;
    data.today = at.today;
    data.state = programme_state_name(data.p.state);
    data.pill = programme_pill(data.p.state);
    data.dates = programme_dates(req, data.p.starts_on, data.p.ends_on);
    data.stopped = stopped(data.p.state);
    data.may_manage = data.may_manage && programme_running(data.p.state);
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
    FIELD(struct mark_form, item, FIELD_TEXT, .label = N_("Шаг этапа"), .max = 500),
    FIELD(struct mark_form, done, FIELD_BOOL, .label = N_("Готово"), .optional = true),
};
static const struct form_def mark_form = FORM_DEF(struct mark_form, mark_fields);

static int mark_post(struct req *req)
{
    const struct mark_form *in = req_input(req);
    struct programme p;
    struct roadmap_place at;
    int r = roadmap_place(req, &p, &at);
    if (r >= 0)
        r = roadmap_mark(&at, in->stage, in->item, in->done, &req->err);
    if (r == ERR_CONFLICT || r == ERR_INVALID) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, in->done ? "stage.done" : "stage.undone", "programme", p.id, in->item);
    return r < 0 ? r : req_redirect(req, "/programmes/%lld#%s", (long long)p.id, in->stage);
}

/* ---- the module ---- */

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}", roadmap_get, PERM_UNIT_READ),
    ROUTE_POST("/programmes/{programme}/stages", mark_post, PERM_PEOPLE_MANAGE, .form = &mark_form,
               .retry = roadmap_get),
    ROUTE_GET("/programmes/{programme}/stage", roadmap_stage_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/stage/dates", roadmap_dates_post, PERM_PEOPLE_MANAGE,
               .form = &roadmap_dates_form, .retry = roadmap_stage_get),
    ROUTE_GET("/programmes/{programme}/step", roadmap_step_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/step", roadmap_step_post, PERM_PEOPLE_MANAGE,
               .form = &roadmap_step_form, .retry = roadmap_step_get),
    ROUTE_POST("/programmes/{programme}/stage/leave", roadmap_leave_post, PERM_PEOPLE_MANAGE,
               .form = &roadmap_word_form, .retry = roadmap_stage_get),
    ROUTE_POST("/programmes/{programme}/stage/done", roadmap_done_post, PERM_PEOPLE_MANAGE,
               .form = &roadmap_done_form, .retry = roadmap_stage_get),
    ROUTE_POST("/programmes/{programme}/stage/reopen", roadmap_reopen_post, PERM_PEOPLE_MANAGE,
               .form = &roadmap_word_form, .retry = roadmap_stage_get),
    ROUTE_GET("/programmes/{programme}/history", programme_history_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/roadmap.docx", roadmap_paper_get, PERM_UNIT_READ),
    ROUTE_POST("/programmes/{programme}/state", programme_state_post, PERM_PROGRAMME_MANAGE,
               .form = &programme_state_form, .retry = programme_history_get),
};

const struct module roadmap_module = {
    .name = "roadmap",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
};
