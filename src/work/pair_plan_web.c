/* Plan and diary: the two of the pair change them, the coordinator reads. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/html.h"
#include "work/meeting_pages.h"
#include "work/pair_plan.h"
#include "work/pair_plan.html.h"
#include "work/pair_state.h"

#include <string.h>

struct goal_form {
    const char *text, *criterion;
    struct date due;
    bool project;
};
static const struct field goal_fields[] = {
    FIELD(struct goal_form, text, FIELD_TEXT, .label = N_("Цель"),
          .hint = N_("Результат, который можно увидеть"), .empty = N_("Напишите цель"),
          .max = PAIR_GOAL_MAX),
    FIELD(struct goal_form, criterion, FIELD_TEXT, .label = N_("Как поймём, что она достигнута"),
          .optional = true, .max = PAIR_GOAL_MAX),
    FIELD(struct goal_form, due, FIELD_DATE, .label = N_("Срок"), .optional = true,
          .hint = N_("Например, 05.11.2026")),
    FIELD(struct goal_form, project, FIELD_BOOL, .label = N_("Это проект: учебный или творческий"),
          .hint = N_("Отчёт школы покажет, сколько проектов задумано и сколько сделано"),
          .optional = true),
};
static const struct form_def goal_form = FORM_DEF(struct goal_form, goal_fields);

struct reach_form {
    int64_t goal;
    const char *outcome;
};
static const struct field reach_fields[] = {
    FIELD(struct reach_form, goal, FIELD_ID, .label = N_("Цель")),
    FIELD(struct reach_form, outcome, FIELD_TEXT, .label = N_("Что получилось"),
          .empty = N_("Напишите одной фразой, что получилось"), .max = PAIR_GOAL_MAX),
};
static const struct form_def reach_form = FORM_DEF(struct reach_form, reach_fields);

struct remove_form {
    int64_t goal;
};
static const struct field remove_fields[] = {
    FIELD(struct remove_form, goal, FIELD_ID, .label = N_("Цель")),
};
static const struct form_def remove_form = FORM_DEF(struct remove_form, remove_fields);

struct note_form {
    const char *note;
};
static const struct field note_fields[] = {
    FIELD(struct note_form, note, FIELD_AREA, .label = N_("Новая запись"),
          .hint = N_("Наблюдения и планы. Без сведений о здоровье"),
          .empty = N_("Напишите, что хотите запомнить"), .max = PAIR_NOTE_MAX),
};
static const struct form_def note_form = FORM_DEF(struct note_form, note_fields);

/* A failed form comes back in its own place; the others are fresh. */
static const struct form *fresh(struct req *req, const struct form_def *def, const char *tail)
{
    return req->form && strstr(req->path, tail) ? req->form : form_new(req->a, def, NULL);
}

static int plan_get(struct req *req)
{
    struct meeting_at at;
    struct pair_goals *goals;
    struct pair_notes *notes = NULL;
    struct pair_plan_page data = {.base = "",
                                  .goal = fresh(req, &goal_form, "/plan/goals"),
                                  .note = fresh(req, &note_form, "/plan/notes")};
    bool mine = meeting_mine(req);
    int r = meeting_open(req, req_id(req, mine ? "couple" : "pair"), &at);
    if (r >= 0)
        r = pair_goals(req->db, req->a, at.pair.id, &goals, &data.n_goals);
    data.mentor = r >= 0 && !strcmp(at.side, "mentor");
    if (r >= 0 && (data.mentor || !mine))
        r = pair_notes(req->db, req->a, at.pair.id, &notes, &data.n_notes);
    if (r < 0)
        return r;
    data.goals = goals;
    data.notes = notes;
    for (size_t i = 0; i < data.n_goals; i++)
        data.n_reached += *goals[i].reached_on != 0;
    if (mine && pair_living(at.pair.state))
        data.base = arena_printf(req->a, "/my/couples/%lld/plan", (long long)at.pair.id);
    struct page page = {
        .title = _("План пары"), .body = pair_plan_view, .data = &data, .form = req->form};
    r = meeting_frame(req, &at, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int done(struct req *req, int r, const char *field, const char *action, const char *text)
{
    int64_t id = req_id(req, "couple");
    if (r == ERR_INVALID || r == ERR_CONFLICT || r == ERR_LIMIT) {
        form_error(req->form, r == ERR_INVALID ? field : NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, action, "pair", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", text);
    return req_redirect(req, "/my/couples/%lld/plan", (long long)id);
}

static int goal_post(struct req *req)
{
    const struct goal_form *in = req_input(req);
    struct pair_goal_new n = {in->text, in->criterion, in->due, in->project, req->who.account_id};
    int r = pair_goal_add(req->db, req->a, req->app, req_id(req, "couple"), &n, &req->err);
    return done(req, r, "due", "pair.goal", _("Цель поставлена"));
}

static int reach_post(struct req *req)
{
    const struct reach_form *in = req_input(req);
    int r = pair_goal_reach(req->db, req->a, req->app, req_id(req, "couple"), in->goal, in->outcome,
                            &req->err);
    return done(req, r, "outcome", "pair.goal_reached", _("Цель достигнута"));
}

static int remove_post(struct req *req)
{
    const struct remove_form *in = req_input(req);
    int r = pair_goal_remove(req->db, req_id(req, "couple"), in->goal, &req->err);
    return done(req, r, NULL, "pair.goal_removed", _("Цель убрана"));
}

static int note_post(struct req *req)
{
    const struct note_form *in = req_input(req);
    struct meeting_at at;
    int r = meeting_open(req, req_id(req, "couple"), &at);
    if (r >= 0 && strcmp(at.side, "mentor") != 0)
        return err_set(&req->err, ERR_DENIED, _("Дневник ведёт наставник"));
    if (r >= 0)
        r = pair_note_add(req->db, req->app, at.pair.id, date_at(clock_now(req->clock), at.zone),
                          in->note, req->who.account_id);
    return done(req, r, "note", "pair.note", _("Запись добавлена"));
}

static const struct route routes[] = {
    ROUTE_GET("/pairs/{pair}/plan", plan_get, PERM_PEOPLE_READ),
    ROUTE_GET("/my/couples/{couple}/plan", plan_get, PERM_OWN),
    ROUTE_POST("/my/couples/{couple}/plan/goals", goal_post, PERM_OWN, .form = &goal_form,
               .retry = plan_get),
    ROUTE_POST("/my/couples/{couple}/plan/reach", reach_post, PERM_OWN, .form = &reach_form,
               .retry = plan_get),
    ROUTE_POST("/my/couples/{couple}/plan/remove", remove_post, PERM_OWN, .form = &remove_form,
               .retry = plan_get),
    ROUTE_POST("/my/couples/{couple}/plan/notes", note_post, PERM_OWN, .form = &note_form,
               .retry = plan_get),
};

const struct module pair_plan_module = {
    .name = "pair_plan",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
};
