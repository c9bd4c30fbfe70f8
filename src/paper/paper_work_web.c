/* Papers that are asked for on the page of the work itself: of one addendum, of one edition of a
 * personal programme; by the same templates as all others. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "paper/paper_pages.h"
#include "programme/roadmap_paper.h"
#include "work/addendum.h"
#include "work/personal.h"

/* What the page of a piece of work found, 1 or not; its programme is opened for papers. */
static int open_of(struct req *req, int found, int64_t programme_id, int64_t record,
                   struct paper_at *ret)
{
    if (found <= 0)
        return found < 0 ? found : ERR_NOT_FOUND;
    int r = paper_open(req->db, req->a, req->app, programme_id, &req->err, ret);
    ret->record = record;
    return r;
}

static int answer(struct req *req, const struct paper_at *at, const char *code, int64_t subject)
{
    const struct paper_kind *k = paper_kind(code);
    const char *path = arena_printf(req->a, "%s/uploads/paper-%lld", req->app->config.data_dir,
                                    (long long)id_new(req->clock));
    int r = paper_write(at, k, subject, PAPER_DOCX, path, &req->err);
    return r < 0
               ? r
               : req_file(req, path, DOCX_TYPE, arena_printf(req->a, "%s.docx", _(k->name)), true);
}

/* ---- an addendum ---- */

static int addendum_get(struct req *req, const char *code)
{
    struct addendum_row x = {0};
    struct paper_at at;
    int r = addendum_row(req->db, req->a, req_id(req, "addendum"), &x);
    r = open_of(req, r, x.programme_id, x.id, &at);
    if (r < 0)
        return r;
    at.number = x.number;
    if (*x.signed_on)
        (void)date_parse_iso(x.signed_on, &at.day);
    return answer(req, &at, code, x.participation_id);
}

static int consent_get(struct req *req)
{
    return addendum_get(req, "mentor_written_consent");
}

static int agreement_get(struct req *req)
{
    return addendum_get(req, "labour_addendum");
}

static int notice_get(struct req *req)
{
    return addendum_get(req, "early_end_notice");
}

/* ---- a personal programme ---- */

static int personal_get(struct req *req)
{
    struct personal_row x = {0};
    struct paper_at at;
    int r = personal_row(req->db, req->a, req_id(req, "personal"), &x);
    r = open_of(req, r, x.programme_id, x.id, &at);
    return r < 0 ? r : answer(req, &at, "personal_programme", x.pair_id);
}

static const struct route routes[] = {
    ROUTE_GET("/addenda/{addendum}/consent.docx", consent_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/addenda/{addendum}/agreement.docx", agreement_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/addenda/{addendum}/notice.docx", notice_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/my/addenda/{addendum}/consent.docx", consent_get, PERM_OWN),
    ROUTE_GET("/my/addenda/{addendum}/agreement.docx", agreement_get, PERM_OWN),
    ROUTE_GET("/my/addenda/{addendum}/notice.docx", notice_get, PERM_OWN),
    ROUTE_GET("/personal/{personal}/programme.docx", personal_get, PERM_PEOPLE_READ),
    ROUTE_GET("/my/personal/{personal}/programme.docx", personal_get, PERM_OWN),
};

const struct module paper_work_module = {
    .name = "paper_work", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
