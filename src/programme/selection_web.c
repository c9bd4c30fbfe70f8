/* The selection of one candidate on a page: what is there, what is missing, the checks. */
#include <string.h>

#include "base/i18n.h"
#include "frame/job.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "programme/participation_pages.h"
#include "programme/participation_state.h"
#include "programme/selection.html.h"
#include "programme/selection.sql.h"
#include "programme/selection_pages.h"

/* ---- common ---- */

int selection_place_of(struct req *req, int64_t programme_id, struct programme *p,
                       struct selection_place *ret)
{
    *ret = (struct selection_place){.db = req->db, .a = req->a, .p = p};
    int r = programme_get(req->db, req->a, programme_id, p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = programme_pack(req, p, &ret->pack);
    if (r >= 0)
        r = unit_zone(req, p->unit_id, &ret->zone);
    ret->today = date_at(clock_now(req->clock), ret->zone);
    ret->deed = (struct deed){req->clock, req->who.account_id, NULL};
    return r;
}

int selection_of(struct req *req, struct programme *p, struct selection_place *at,
                 struct selection *ret)
{
    struct selection_programme_of of;
    int64_t id = req_id(req, "participation");
    int r = selection_programme_of(req->db, req->a, id, &of);
    if (r > 0)
        r = selection_place_of(req, of.programme_id, p, at);
    else
        return r < 0 ? r : ERR_NOT_FOUND;
    if (r >= 0)
        r = selection_load(at, id, ret);
    return r == 0 ? ERR_NOT_FOUND : r;
}

int selection_frame(struct req *req, const struct programme *p, const struct selection *s,
                    bool under, struct page *page)
{
    struct link parent = {_("Наставник"),
                          arena_printf(req->a, "/participations/%lld", (long long)s->id)};
    int r = programme_frame(req, p, "mentors", &parent, page);
    if (r >= 0 && under)
        r = unit_crumb_add(
            req, page, _("Отбор наставника"),
            arena_printf(req->a, "/participations/%lld/selection", (long long)s->id));
    return r;
}

const char *selection_by(struct arena *a, int64_t at, int zone, const char *who)
{
    return arena_printf(a, *who ? "%s, %s" : "%s", date_long(a, date_at(at, zone), 0), who);
}

const char *selection_outcome(const char *outcome)
{
    return !strcmp(outcome, "approve")   ? _("Отобрать")
           : !strcmp(outcome, "decline") ? _("Отклонить")
                                         : _("Принять на бумаге");
}

const char *selection_vote_name(enum selection_vote vote)
{
    static const char *const names[VOTES] = {[VOTE_FOR] = N_("за"),
                                             [VOTE_AGAINST] = N_("против"),
                                             [VOTE_ABSTAINED] = N_("воздержание"),
                                             [VOTE_ABSENT] = N_("нет на заседании")};
    return (unsigned)vote < VOTES ? _(names[vote]) : "";
}

const char *selection_field(struct arena *a, char letter, size_t i)
{
    return arena_printf(a, "%c%zu", letter, i);
}

/* ---- the page ---- */

struct check_form {
    const char *item, *note, *passed;
    int64_t number;
};
static const struct choice passed_choices[] = {
    {"yes", N_("Выполнено"), NULL}, {"no", N_("Не выполнено"), NULL}, {0}};
static const struct field check_fields[] = {
    FIELD(struct check_form, item, FIELD_TEXT, .label = N_("Проверка"), .max = 64),
    FIELD(struct check_form, number, FIELD_INT, .label = N_("Число"), .optional = true, .max = 100),
    FIELD(struct check_form, note, FIELD_TEXT, .label = N_("По чему это видно"),
          .empty = N_("Напишите, по чему это видно"), .max = SELECTION_NOTE_MAX),
    FIELD(struct check_form, passed, FIELD_CHOICE, .label = N_("Итог"),
          .empty = N_("Выберите, выполнено ли условие"), .choices = passed_choices),
};
static const struct form_def check_form = FORM_DEF(struct check_form, check_fields);

static bool goes_on(const char *state)
{
    return !strcmp(state, "in_base") || !strcmp(state, "review") || !strcmp(state, "approved") ||
           !strcmp(state, "training");
}

static int selection_get(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct selection s;
    struct selection_page data = {.s = &s, .bad = req->form};
    int r = selection_of(req, &p, &at, &s);
    if (r >= 0)
        r = unit_zone(req, p.unit_id, &data.zone);
    if (r < 0)
        return r;
    data.open = goes_on(s.state);
    data.state = participation_state_name("mentor", s.state);
    data.pill = participation_pill(s.state);
    if (data.open)
        data.n_gaps = selection_gaps(req->a, &s, &data.gaps);
    struct page page = {
        .title = _("Отбор наставника"), .body = selection_view, .data = &data, .form = req->form};
    r = selection_frame(req, &p, &s, false, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int check_post(struct req *req)
{
    const struct check_form *in = req_input(req);
    struct programme p;
    struct selection_place at;
    struct selection s;
    int64_t number = *form_raw(req->form, "number") ? in->number : -1;
    int r = selection_of(req, &p, &at, &s);
    if (r >= 0)
        r = selection_check(&at, &s, in->item, !strcmp(in->passed, "yes"), number, in->note,
                            &req->err);
    if (r == ERR_INVALID) {
        form_error(req->form, "number", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = job_add(req, VETTING_READY_JOB, s.unit_id, s.person_id, NULL);
    if (r >= 0)
        r = req_audit(req, "selection.check", "participation", s.id, in->item);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Проверка отмечена"));
    return req_redirect(req, "/participations/%lld/selection", (long long)s.id);
}

/* ---- the module ---- */

#define AT "/participations/{participation}/selection"

static const struct route routes[] = {
    ROUTE_GET(AT, selection_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(AT, check_post, PERM_PEOPLE_MANAGE, .form = &check_form, .retry = selection_get),
    ROUTE_GET(AT "/questions", selection_questions_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(AT "/questions", selection_questions_post, PERM_PEOPLE_MANAGE,
               .form = &selection_questions_form, .retry = selection_questions_get,
               .body_limit = 1u << 20),
    ROUTE_GET("/my/mentor/{participation}/questions", selection_own_get, PERM_OWN),
    ROUTE_POST("/my/mentor/{participation}/questions", selection_own_post, PERM_OWN,
               .form = &selection_questions_form, .retry = selection_own_get,
               .body_limit = 1u << 20),
    ROUTE_GET(AT "/interview", selection_interview_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(AT "/interview", selection_interview_post, PERM_PEOPLE_MANAGE,
               .form = &selection_interview_form, .retry = selection_interview_get),
    ROUTE_GET(AT "/decision", selection_decision_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(AT "/decision", selection_decision_post, PERM_PEOPLE_MANAGE,
               .form = &selection_decision_form, .retry = selection_decision_get),
    ROUTE_GET("/programmes/{programme}/commission", commission_page_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/commission", commission_page_post, PERM_PEOPLE_MANAGE,
               .form = &commission_form, .retry = commission_page_get),
    ROUTE_GET("/programmes/{programme}/mentors/paper", selection_paper_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/mentors/paper", selection_paper_post, PERM_PEOPLE_MANAGE,
               .form = &selection_paper_form, .retry = selection_paper_get),
};

const struct module selection_module = {
    .name = "selection",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
};
