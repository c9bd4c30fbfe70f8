/* The end of a pair: by the coordinator, by the programme's end, and the wish of one of the two. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/html.h"
#include "programme/programme_pages.h"
#include "programme/total.h"
#include "work/meeting.h"
#include "work/pair.sql.h"
#include "work/pair_state.h"
#include "work/pair_state.html.h"
#include "work/pair_state_pages.h"

struct end_form {
    const char *action, *reason;
};
static const struct field end_fields[] = {
    FIELD(struct end_form, action, FIELD_CHOICE, .label = N_("Что сделать"),
          .empty = N_("Выберите, почему пара завершается")),
    FIELD(struct end_form, reason, FIELD_AREA, .label = N_("Причина"), .optional = true,
          .hint = N_("Нужна, если пара завершается раньше срока. Видит только куратор. Без "
                     "сведений о здоровье"),
          .max = PAIR_REASON_MAX),
};
static const struct form_def end_form = FORM_DEF(struct end_form, end_fields);

struct wish_form {
    const char *text;
};
static const struct field wish_fields[] = {
    FIELD(struct wish_form, text, FIELD_AREA, .label = N_("Что не получается"),
          .hint = N_("Прочтёт только куратор"), .empty = N_("Напишите куратору, что случилось"),
          .max = PAIR_REASON_MAX),
};
static const struct form_def wish_form = FORM_DEF(struct wish_form, wish_fields);

static const struct choice *choices(struct req *req, const char *state)
{
    size_t n, k = 0;
    const struct pair_action *all = pair_actions(&n);
    struct choice *list = arena_array(req->a, struct choice, n + 1);
    for (size_t i = 0; i < n; i++)
        if (all[i].by_hand && pair_may(state, &all[i]) && strcmp(all[i].code, "start") != 0)
            list[k++] = (struct choice){all[i].code, all[i].label, NULL};
    return k ? list : NULL;
}

static int wish_of(struct req *req, int64_t pair_id, const char **ret)
{
    struct meeting_pulse w;
    *ret = NULL;
    int r = meeting_pulse(req->db, req->a, pair_id, &w);
    if (r > 0 && *w.wish_side)
        *ret = arena_printf(req->a,
                            !strcmp(w.wish_side, "both")     ? _("Просят оба: %s")
                            : !strcmp(w.wish_side, "mentor") ? _("Просит наставник: %s")
                                                             : _("Просит наставляемый: %s"),
                            w.wish);
    return r < 0 ? r : 0;
}

static int end_get(struct req *req)
{
    struct pair_row x;
    struct programme p;
    struct pair_end_page data = {.pair_id = req_id(req, "pair")};
    int r = pair_row(req->db, req->a, data.pair_id, &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    data.form = req_form(req, &end_form, NULL);
    data.actions = choices(req, x.state);
    data.names = arena_printf(req->a, "%s %s — %s %s", x.mentee_surname, x.mentee_given,
                              x.mentor_surname, x.mentor_given);
    r = wish_of(req, data.pair_id, &data.wish);
    if (r >= 0)
        r = programme_get(req->db, req->a, x.programme_id, &p);
    if (r < 0)
        return r;
    struct link parent = {_("Пара"), arena_printf(req->a, "/pairs/%lld", (long long)x.id)};
    struct page page = {
        .title = _("Завершить пару?"), .body = pair_end_view, .data = &data, .form = data.form};
    r = programme_frame(req, &p, "pairs", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int end_post(struct req *req)
{
    const struct end_form *in = req_input(req);
    int64_t id = req_id(req, "pair");
    const struct pair_action *action = pair_action(in->action);
    struct deed deed = {req->clock, req->who.account_id, in->reason};
    int r = action && action->by_hand
                ? pair_move(req->db, req->a, req->app, id, in->action, &deed, &req->err)
                : err_set(&req->err, ERR_CONFLICT, _("Такого действия здесь нет"));
    if (r == ERR_CONFLICT || r == ERR_INVALID) {
        form_error(req->form, r == ERR_INVALID ? "reason" : "action", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "pair.state", "pair", id, in->action);
    if (r < 0)
        return r;
    req_notice(req, "%s", strcmp(in->action, "start") ? _("Пара завершена") : _("Пара работает"));
    return req_redirect(req, "/pairs/%lld", (long long)id);
}

/* The coordinator has talked to them. */
static int seen_post(struct req *req)
{
    int64_t id = req_id(req, "pair");
    int r = pair_pulse_clear(req->db, id);
    if (r >= 0)
        r = pair_need_follow(req->db, id);
    if (r >= 0)
        r = req_audit(req, "pair.seen", "pair", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Записано: вы разобрались"));
    return req_redirect(req, "/pairs/%lld", (long long)id);
}

static int return_post(struct req *req)
{
    struct meeting_at at;
    int64_t id = req_id(req, "pair");
    int r = meeting_at(req->db, req->a, req->app, id, &req->err, &at);
    if (r >= 0)
        r = meeting_return(&at, &req->err);
    if (r >= 0)
        r = req_audit(req, "pair.state", "pair", id, "trial");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Пара завершена, подбор продолжается"));
    return req_redirect(req, "/pairs/%lld", (long long)id);
}

/* ---- the end of a programme ---- */

static int finish_get(struct req *req)
{
    struct programme p;
    struct totals pairs;
    struct pair_finish_page data = {.programme_id = req_id(req, "programme")};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = total_load(req->db, req->a, p.id, TOTAL_PAIR, &pairs);
    if (r < 0)
        return r;
    data.agreed = total_sum(&pairs, "", "agreed");
    data.active = total_sum(&pairs, "", "active");
    struct link parent = {_("Пары"),
                          arena_printf(req->a, "/programmes/%lld/pairs", (long long)p.id)};
    struct page page = {.title = _("Завершить все пары?"), .body = pair_finish_view, .data = &data};
    r = programme_frame(req, &p, "pairs", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int finish_post(struct req *req)
{
    struct programme p;
    int64_t id;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = job_add(req, "pair_finish", p.unit_id, p.id, &id);
    if (r >= 0)
        r = req_audit(req, "pair.finish_all", "programme", p.id, "");
    return r < 0 ? r : req_redirect(req, "/jobs/%lld", (long long)id);
}

static const char *finished_path(struct arena *a, int64_t programme_id)
{
    return arena_printf(a, "/programmes/%lld/pairs", (long long)programme_id);
}

/* ---- the wish of one of the two ---- */

static int wish_get(struct req *req)
{
    struct pair_wish_page data = {.pair_id = req_id(req, "couple"),
                                  .form = req_form(req, &wish_form, NULL)};
    struct meeting_pulse w;
    int r = meeting_pulse(req->db, req->a, data.pair_id, &w);
    if (r < 0)
        return r;
    struct meeting_at at;
    const char *waiting = r > 0 ? w.wish_side : "";
    r = meeting_at(req->db, req->a, req->app, data.pair_id, &req->err, &at);
    if (r < 0)
        return r;
    /* A wish of the other side is not shown: neither that it is there. */
    data.waiting =
        !strcmp(waiting, "both") ||
        !strcmp(waiting, at.pair.mentor_person == req->who.person_id ? "mentor" : "mentee");
    struct link crumbs[] = {
        {_("Мои пары"), "/my/pairs"},
        {_("Ваша пара"), arena_printf(req->a, "/my/pairs/%lld", (long long)data.pair_id)}};
    struct page page = {.title = _("Попросить куратора завершить пару"),
                        .body = pair_wish_view,
                        .data = &data,
                        .form = data.form,
                        .crumbs = crumbs,
                        .n_crumbs = 2};
    return req_page(req, &page);
}

static int wish_post(struct req *req)
{
    const struct wish_form *in = req_input(req);
    int64_t id = req_id(req, "couple");
    struct meeting_at at;
    int r = meeting_at(req->db, req->a, req->app, id, &req->err, &at);
    if (r < 0)
        return r;
    const char *side = at.pair.mentor_person == req->who.person_id ? "mentor" : "mentee";
    r = pair_wish(req->db, req->a, req->app, id, side, in->text, &req->err);
    if (r == ERR_CONFLICT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "pair.wish", "pair", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Просьба у куратора. Он свяжется с вами"));
    return req_redirect(req, "/my/pairs/%lld", (long long)id);
}

/* ---- the module ---- */

static const struct route routes[] = {
    ROUTE_GET("/pairs/{pair}/end", end_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/pairs/{pair}/end", end_post, PERM_PAIR_MANAGE, .form = &end_form,
               .retry = end_get),
    ROUTE_POST("/pairs/{pair}/seen", seen_post, PERM_PAIR_MANAGE),
    ROUTE_POST("/pairs/{pair}/return", return_post, PERM_PAIR_MANAGE),
    ROUTE_GET("/programmes/{programme}/pairs/finish", finish_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/programmes/{programme}/pairs/finish", finish_post, PERM_PAIR_MANAGE),
    ROUTE_GET("/my/couples/{couple}/wish", wish_get, PERM_OWN),
    ROUTE_POST("/my/couples/{couple}/wish", wish_post, PERM_OWN, .form = &wish_form,
               .retry = wish_get),
};
static const struct job_kind jobs[] = {
    {"pair_finish", N_("Завершение пар"), pair_finish_job, finished_path, NULL},
};

const struct module pair_state_module = {
    .name = "pair_state",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .jobs = jobs,
    .n_jobs = sizeof jobs / sizeof *jobs,
};
