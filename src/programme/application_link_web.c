#include "programme/application_link.h"

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/route.h"
#include "frame/session.h"
#include "programme/application_sign.html.h"

int application_link_gone(struct req *req)
{
    const struct page page = {.title = _("Заявки по этой ссылке нет"),
                              .body = application_gone_view,
                              .status = 404,
                              .bare = true};
    return req_page(req, &page);
}

/* Guesses slow down by address. */
static const char *throttle_name(struct req *req)
{
    return arena_printf(req->a, "application %s", req->ip);
}

static const char *sent_token(struct req *req)
{
    return req->form ? form_raw(req->form, "token") : req_query(req, "token");
}

static int load(struct req *req, int64_t id, struct application_link *ret)
{
    struct enrolment e;
    int r = application_get(req->db, req->a, id, &ret->x);
    if (r > 0)
        r = enrolment_get(req->db, req->a, ret->x.programme_id, &e);
    if (r > 0)
        r = enrolment_at(req, &e, &ret->at) < 0 ? ERR_NOT_FOUND : 1;
    return r;
}

int application_link_status(struct req *req, struct application_link *ret)
{
    int r = throttle_check(req, throttle_name(req));
    ret->token = sent_token(req);
    ret->representative = false;
    return r < 0 ? r : load(req, enrolment_token_id(req->app, ENROLMENT_STATUS, ret->token), ret);
}

int application_link_sign(struct req *req, struct application_link *ret)
{
    int r = throttle_check(req, throttle_name(req));
    ret->token = sent_token(req);
    if (r < 0)
        return r;
    int64_t id = enrolment_token_id(req->app, ENROLMENT_SELF, ret->token);
    ret->representative = !id;
    if (!id)
        id = enrolment_token_id(req->app, ENROLMENT_REPRESENTATIVE, ret->token);
    return load(req, id, ret);
}

int application_link_missed(struct req *req)
{
    throttle_failed(req, throttle_name(req));
    return application_link_gone(req);
}

const char *application_link_back(struct req *req, const struct application_link *b)
{
    return enrolment_path(req->a, req->app, ENROLMENT_STATUS, b->x.id);
}
