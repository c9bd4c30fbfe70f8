/* Pages of the frame itself: notices, jobs, what was kept over a sign-in, readiness. */
#include <jansson.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "frame/call.h"
#include "frame/frame.sql.h"
#include "frame/job.sql.h"
#include "frame/job_priv.h"
#include "frame/page.h"
#include "frame/pages.h"
#include "frame/pages.html.h"
#include "html/format.h"

#define NOTICES_A_PAGE 25

static const char *moment(struct req *req, int64_t ms)
{
    struct date today = date_at(clock_now(req->clock), req->who.zone);
    return arena_printf(req->a, _("%s в %s"), format_day(req->a, date_at(ms, req->who.zone), today),
                        format_time(req->a, ms, req->who.zone));
}

static int readyz(struct req *req)
{
    struct place_of_unit none;
    int rc = place_of_unit(req->db, req->a, 0, &none);
    return rc < 0 ? rc : req_text(req, 200, "ready\n");
}

static int notices(struct req *req)
{
    struct notices_page *rows;
    size_t n;
    int64_t before = req_query_int(req, "before", 1, INT64_MAX, INT64_MAX);
    int rc = notices_page(req->db, req->a, req->who.person_id, before, &rows, &n);
    if (rc < 0)
        return rc;
    struct notices_view v = {.n = n < NOTICES_A_PAGE ? n : NOTICES_A_PAGE};
    struct notice_row *list = arena_array(req->a, struct notice_row, n);
    for (size_t i = 0; i < v.n; i++) {
        list[i] = (struct notice_row){rows[i].id, rows[i].text, moment(req, rows[i].created_at),
                                      rows[i].has_read_at};
        v.any_unread |= !rows[i].has_read_at;
    }
    v.rows = list;
    if (n > v.n)
        v.more = arena_printf(req->a, "/notices?before=%lld", (long long)rows[v.n - 1].id);
    struct page page = {.title = _("Уведомления"), .body = notices_body, .data = &v};
    return req_page(req, &page);
}

/* Following a notice marks it as read: the one thing a GET writes here, and nobody misses it when
 * the write connection is busy. */
static int notice_open(struct req *req)
{
    struct call *c = call_of(req);
    struct notice_get row;
    struct db *db;
    int64_t id = req_id(req, "notice");
    int rc = notice_get(req->db, req->a, id, &row);
    if (rc <= 0)
        return rc < 0 ? rc : req_not_found(req);
    if (worker_write(c, &db) == 0 && notice_read(db, id, clock_now(req->clock)) < 0)
        log_event(LOG_WARN, "notice_unread", "id=%s db=\"%s\"", call_number(c), db_error(db));
    return req_redirect(req, "%s", url_is_local(row.path) ? row.path : "/");
}

static int notices_read(struct req *req)
{
    int rc = notice_read_all(req->db, req->who.person_id, clock_now(req->clock));
    return rc < 0 ? rc : req_redirect(req, "/notices");
}

static const char *state_text(struct req *req, const struct job_get *job, int64_t done,
                              int64_t total, bool here)
{
    if (strcmp(job->state, "queued") == 0 || (strcmp(job->state, "running") == 0 && !here))
        return _("Ждёт очереди");
    if (strcmp(job->state, "running") == 0 && total > 0)
        return arena_printf(req->a, _("%s из %s"), format_int(req->a, done),
                            format_int(req->a, total));
    if (strcmp(job->state, "running") == 0)
        return _("Идёт");
    if (strcmp(job->state, "done") == 0)
        return _("Готово");
    if (strcmp(job->state, "cancelled") == 0)
        return _("Остановлено, ничего не изменилось");
    return job->result;
}

static int load_job(struct req *req, struct job_get *job, struct job_view *v)
{
    struct jobs *jobs = req->app->jobs;
    int rc = job_get(req->db, req->a, req_id(req, "job"), job);
    if (rc <= 0)
        return rc < 0 ? rc : ERR_NOT_FOUND;
    const struct job_kind *kind = job_kind_of(req->app, job->kind);
    bool here = jobs && jobs_progress(jobs, job->id, &v->done, &v->total);
    v->id = job->id;
    v->running = strcmp(job->state, "queued") == 0 || strcmp(job->state, "running") == 0;
    v->may_repeat = strcmp(job->state, "failed") == 0 || strcmp(job->state, "cancelled") == 0;
    v->text = state_text(req, job, v->done, v->total, here);
    v->about = arena_printf(req->a, _("Поставлено в очередь: %s"), moment(req, job->created_at));
    v->poll = arena_printf(req->a, "/jobs/%lld/state", (long long)job->id);
    if (kind && kind->done_path && strcmp(job->state, "done") == 0)
        v->next = kind->done_path(req->a, job->object_id);
    if (kind && kind->failed_path && strcmp(job->state, "failed") == 0)
        v->what_now = kind->failed_path(req->a, job->object_id);
    return 0;
}

static int job_show(struct req *req)
{
    struct job_get job;
    struct job_view v = {0};
    int rc = load_job(req, &job, &v);
    if (rc < 0)
        return rc;
    const struct job_kind *kind = job_kind_of(req->app, job.kind);
    struct page page = {.title = kind ? _(kind->title) : _("Работа"), .body = job_body, .data = &v};
    return req_page(req, &page);
}

static int job_state_json(struct req *req)
{
    struct job_get job;
    struct job_view v = {0};
    int rc = load_job(req, &job, &v);
    if (rc < 0)
        return rc;
    json_t *o = json_pack("{s:I, s:I, s:s, s:b, s:s}", "done", (json_int_t)v.done, "total",
                          (json_int_t)(v.total ? v.total : 1), "text", v.text, "finished",
                          !v.running, "state", job.state);
    size_t n = o ? json_dumpb(o, NULL, 0, JSON_COMPACT) : 0;
    char *text = arena_alloc(req->a, n + 1);
    if (n)
        json_dumpb(o, text, n, JSON_COMPACT);
    json_decref(o);
    return req_json(req, text);
}

static int job_stop(struct req *req)
{
    int64_t id = req_id(req, "job");
    if (req->app->jobs && jobs_cancel(req->app->jobs, id))
        req_notice(req, "%s", _("Останавливаем работу"));
    int rc = job_drop(req->db, id, clock_now(req->clock));
    return rc < 0 ? rc : req_redirect(req, "/jobs/%lld", (long long)id);
}

static int job_repeat(struct req *req)
{
    int64_t id = req_id(req, "job");
    int rc = job_again(req->db, id);
    call_of(req)->wake_jobs = true;
    return rc < 0 ? rc : req_redirect(req, "/jobs/%lld", (long long)id);
}

static int find_notice(struct req *req, int64_t id, struct object *ret)
{
    struct notice_get row;
    int rc = notice_get(req->db, req->a, id, &row);
    if (rc <= 0)
        return rc;
    *ret = (struct object){.unit_id = row.unit_id, .persons = {row.person_id}};
    return 1;
}

static int find_job(struct req *req, int64_t id, struct object *ret)
{
    struct job_get row;
    int rc = job_get(req->db, req->a, id, &row);
    if (rc <= 0)
        return rc;
    *ret = (struct object){.unit_id = row.unit_id};
    return 1;
}

static const struct route routes[] = {
    ROUTE_GET("/readyz", readyz, PERM_PUBLIC),
    ROUTE_GET("/kept", kept_show, PERM_SIGNED_IN),
    ROUTE_GET("/notices", notices, PERM_SIGNED_IN),
    ROUTE_GET("/notices/{notice}", notice_open, PERM_OWN),
    ROUTE_POST("/notices/read", notices_read, PERM_SIGNED_IN),
    ROUTE_GET("/jobs/{job}", job_show, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/jobs/{job}/state", job_state_json, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/jobs/{job}/stop", job_stop, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/jobs/{job}/again", job_repeat, PERM_PEOPLE_MANAGE),
};

static const struct scope scopes[] = {
    {"notice", find_notice},
    {"job", find_job},
};

const struct module frame_module = {
    .name = "frame",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
