/* Questionnaires: their routes, what stands behind their {param}s, their jobs. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/route.h"
#include "identity/place.h"
#include "identity/representative.h"
#include "programme/own_form.h"
#include "programme/survey.sql.h"
#include "programme/survey_pages.h"

/* ---- for the views ---- */

bool survey_chosen(const struct survey_ask *q, int64_t id)
{
    for (size_t i = 0; i < q->n_chosen; i++)
        if (q->chosen[i] == id)
            return true;
    return false;
}

const char *survey_metric_name(const struct survey_editor_page *p, const char *metric)
{
    for (const struct choice *c = p->metrics; *metric && c->value; c++)
        if (!strcmp(c->value, metric))
            return _(c->label);
    return NULL;
}

/* ---- jobs ---- */

/* One step is one transaction: what was sent stays sent, and the next run goes on. */
static int in_steps(struct job *job, int (*step)(struct job *job, struct arena *a, void *ctx),
                    void *ctx)
{
    struct arena *a = arena_new();
    int r;
    do {
        r = job_cancelled(job) ? ERR_CANCELLED : db_begin(job->db);
        if (r < 0)
            break;
        r = step(job, a, ctx);
        if (r < 0)
            db_rollback(job->db);
        else if (db_commit(job->db) < 0)
            r = ERR_IO;
        arena_reset(a);
    } while (r > 0);
    arena_free(a);
    return r;
}

static int send_step(struct job *job, struct arena *a, void *ctx)
{
    struct survey_sending *at = ctx;
    struct survey_round round;
    struct programme p;
    const struct pack *pack;
    int r = survey_round_get(job->db, a, job->object_id, &round);
    if (r > 0)
        r = programme_get(job->db, a, round.programme_id, &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = own_form_methodology(job->app->methodology, job->db, a, p.unit_id, p.pack_id, &job->err,
                             &pack);
    if (r >= 0)
        r = survey_send(job->db, a, job->a, job->app, pack, &round, at, &job->err);
    job_progress(job, at->sent, 0);
    return r;
}

static int send_run(struct job *job)
{
    struct survey_sending at = {0};
    return in_steps(job, send_step, &at);
}

static int remind_step(struct job *job, struct arena *a, void *ctx)
{
    struct survey_round round;
    (void)ctx;
    int r = survey_round_get(job->db, a, job->object_id, &round);
    return r <= 0 ? (r < 0 ? r : ERR_NOT_FOUND) : survey_remind(job->db, a, job->app, &round);
}

static int remind_run(struct job *job)
{
    return in_steps(job, remind_step, NULL);
}

static const char *round_path(struct arena *a, int64_t id)
{
    return arena_printf(a, "/rounds/%lld", (long long)id);
}

static const struct job_kind jobs[] = {
    {"survey_send", N_("Рассылаем анкеты"), send_run, round_path, NULL},
    {"survey_remind", N_("Напоминаем об анкетах"), remind_run, round_path, NULL},
};

/* ---- objects ---- */

static int round_object(struct req *req, int64_t id, struct object *ret)
{
    struct survey_round_scope x;
    int r = survey_round_scope(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){.unit_id = x.unit_id};
    return r;
}

static int sheet_object(struct req *req, int64_t id, struct object *ret)
{
    struct survey_response_scope x;
    struct date today;
    int r = survey_response_scope(req->db, req->a, id, &x);
    if (r <= 0)
        return r;
    *ret = (struct object){.unit_id = x.unit_id, .parent_id = x.round_id, .persons = {x.person_id}};
    if (strcmp(x.role, SURVEY_PARENT) != 0)
        return 1;
    r = unit_today(req, x.unit_id, &today); /* the child does not read what a parent says */
    if (r >= 0)
        r = representative_ids(req->db, req->a, x.person_id, today, ret->persons);
    return r < 0 ? r : 1;
}

static int survey_object(struct req *req, int64_t id, struct object *ret)
{
    struct survey_scope_row x;
    int r = survey_scope_row(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){.unit_id = x.unit_id};
    return r;
}

static const struct scope scopes[] = {
    {"round", round_object}, {"sheet", sheet_object}, {"survey", survey_object}};

/* ---- routes ---- */

#define PROGRAMME "/programmes/{programme}"
#define ROUND "/rounds/{round}"
#define SURVEY "/questionnaires/{survey}"

/* The secret of a link is in the form itself, and an old page must still save: no token. */
static const struct route routes[] = {
    ROUTE_GET("/sheet", survey_link_get, PERM_PUBLIC),
    ROUTE_POST("/sheet", survey_link_post, PERM_PUBLIC, .form = &survey_link_form,
               .retry = survey_link_get, .flags = ROUTE_NO_CSRF),
    ROUTE_POST("/sheet/answer", survey_link_tap, PERM_PUBLIC, .form = &survey_tap_form,
               .retry = survey_link_get, .flags = ROUTE_NO_CSRF),
    ROUTE_GET("/sheets", survey_mine_get, PERM_SIGNED_IN),
    ROUTE_GET("/sheets/{sheet}", survey_own_sheet_get, PERM_OWN),
    ROUTE_POST("/sheets/{sheet}", survey_own_sheet_post, PERM_OWN, .form = &survey_own_form,
               .retry = survey_own_sheet_get),
    ROUTE_POST("/sheets/{sheet}/answer", survey_own_tap, PERM_OWN, .form = &survey_own_tap_form,
               .retry = survey_own_sheet_get),

    ROUTE_GET(PROGRAMME "/surveys", survey_rounds_get, PERM_PEOPLE_READ),
    ROUTE_GET(PROGRAMME "/surveys/new", survey_new_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(PROGRAMME "/surveys/new", survey_new_post, PERM_PEOPLE_MANAGE,
               .form = &survey_new_form, .retry = survey_new_get),
    ROUTE_GET(ROUND, survey_round_show, PERM_PEOPLE_READ),
    ROUTE_POST(ROUND, survey_round_post, PERM_PEOPLE_MANAGE, .form = &survey_round_form,
               .retry = survey_round_show),
    ROUTE_POST(ROUND "/send", survey_round_send_post, PERM_PEOPLE_MANAGE),
    ROUTE_POST(ROUND "/close", survey_round_close_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET(ROUND "/people", survey_people_get, PERM_PEOPLE_READ),
    ROUTE_GET(ROUND "/cards", survey_cards_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET(ROUND "/sheets/{sheet}", survey_link_show, PERM_PEOPLE_MANAGE),
    ROUTE_POST(ROUND "/sheets/{sheet}/link", survey_link_new_post, PERM_PEOPLE_MANAGE),
    ROUTE_POST(ROUND "/sheets/{sheet}/stop", survey_link_stop_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET(ROUND "/paper", survey_paper_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(ROUND "/paper", survey_paper_post, PERM_PEOPLE_MANAGE, .form = &survey_paper_form,
               .retry = survey_paper_get),
    ROUTE_GET(ROUND "/blank", survey_blank_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET(ROUND "/results", survey_results_get, PERM_PEOPLE_READ),
    ROUTE_GET(ROUND "/results.xlsx", survey_results_file_get, PERM_PEOPLE_READ),

    ROUTE_GET("/units/{unit}/questionnaires", survey_builder_unit_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/units/{unit}/questionnaires", survey_builder_unit_post, PERM_PROGRAMME_MANAGE,
               .form = &survey_builder_form, .retry = survey_builder_unit_get),
    ROUTE_GET(PROGRAMME "/questionnaires", survey_builder_programme_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST(PROGRAMME "/questionnaires", survey_builder_programme_post, PERM_PROGRAMME_MANAGE,
               .form = &survey_builder_form, .retry = survey_builder_programme_get),
    ROUTE_GET(SURVEY, survey_editor_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST(SURVEY "/item", survey_editor_item_post, PERM_PROGRAMME_MANAGE,
               .form = &survey_item_form, .retry = survey_editor_get),
    ROUTE_POST(SURVEY "/move", survey_editor_move_post, PERM_PROGRAMME_MANAGE,
               .form = &survey_move_form, .retry = survey_editor_get),
    ROUTE_POST(SURVEY "/publish", survey_editor_publish_post, PERM_PROGRAMME_MANAGE,
               .form = &survey_version_form, .retry = survey_editor_get),
    ROUTE_POST(SURVEY "/archive", survey_editor_archive_post, PERM_PROGRAMME_MANAGE,
               .form = &survey_version_form, .retry = survey_editor_get),
    ROUTE_GET(SURVEY "/preview", survey_preview_get, PERM_PROGRAMME_MANAGE),
};

static const struct nav_row nav[] = {
    {N_("Мои анкеты"), "/sheets", "edit", PERM_SIGNED_IN,
     1u << ROLE_MENTOR | 1u << ROLE_MENTEE | 1u << ROLE_REPRESENTATIVE},
};

const struct module survey_module = {
    .name = "survey",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
    .jobs = jobs,
    .n_jobs = sizeof jobs / sizeof *jobs,
    .nav = nav,
    .n_nav = sizeof nav / sizeof *nav,
    .hourly = survey_hourly,
};
