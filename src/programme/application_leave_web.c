/* One's own participations, or one's child's, and giving one up. */
#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/place.h"
#include "identity/representative.h"
#include "programme/application_leave.h"
#include "programme/application_leave.html.h"
#include "programme/application_leave.sql.h"
#include "programme/enrolment_pages.h"
#include "programme/participation_pages.h"
#include "programme/participation_state.h"

struct leave_form {
    const char *reason;
    bool consents;
};
static const struct field leave_fields[] = {LEAVE_FIELDS(struct leave_form)};
static const struct form_def leave_form = FORM_DEF(struct leave_form, leave_fields);

int leave_page_of(struct req *req, int64_t person_id, bool by_representative,
                  struct leave_page *ret)
{
    const char **points = arena_array(req->a, const char *, 3);
    int r = consent_in_force(req->db, req->a, person_id, by_representative);
    if (r < 0)
        return r;
    points[0] = _("Пары в этой программе не будет, место освободится для других.");
    points[1] = _("Куратор узнает об этом сразу.");
    points[2] = _("Вернуться можно: попросите куратора.");
    ret->points = points;
    ret->n_points = 3;
    ret->consents = r > 0;
    ret->button = _("Прекратить участие");
    return 0;
}

/* ---- the list ---- */

static const char *whose(struct req *req, const struct leave_of_person *x)
{
    const struct person_name name = {x->surname, x->given, x->patronymic};
    if (x->person_id != req->who.person_id)
        return arena_printf(req->a, _("Ваш ребёнок: %s"), person_name_address(req->a, &name, true));
    return !strcmp(x->side, "mentor") ? _("Вы наставник") : _("Вы наставляемый");
}

static int fill_line(struct req *req, const struct leave_of_person *x, struct leave_line *ret)
{
    struct err why = {0};
    int r = participation_can(req->db, req->a, x->id, "withdraw", &why);
    if (r < 0 && r != ERR_CONFLICT)
        return r;
    *ret = (struct leave_line){
        .programme = x->title,
        .who = whose(req, x),
        .state = participation_state_name(x->side, x->state),
        .pill = participation_pill(x->state),
    };
    if (r > 0)
        ret->leave = arena_printf(req->a, "/my/participations/%lld/leave", (long long)x->id);
    if (r == ERR_CONFLICT)
        ret->why = x->person_id == req->who.person_id
                       ? _("Пара ещё работает: сначала её завершает куратор. Написать ему можно "
                           "на странице пары.")
                       : _("Пара ещё работает: сначала завершите её на странице пары.");
    return 0;
}

static int list_get(struct req *req)
{
    struct leave_of_person *rows;
    struct leave_list_page data;
    int r = leave_of_person(req->db, req->a, req->who.person_id,
                            person_minor_since(date_at(clock_now(req->clock), req->who.zone)),
                            &rows, &data.n);
    if (r < 0)
        return r;
    struct leave_line *lines = arena_array(req->a, struct leave_line, data.n);
    for (size_t i = 0; r >= 0 && i < data.n; i++)
        r = fill_line(req, &rows[i], &lines[i]);
    if (r < 0)
        return r;
    data.rows = lines;
    const struct page page = {
        .title = _("Участие в программах"), .body = leave_list_view, .data = &data};
    return req_page(req, &page);
}

/* ---- leaving ---- */

static int leave_get(struct req *req)
{
    struct leave_row x;
    struct leave_page data = {.action = req->path, .token = "", .back = "/my/participations"};
    int r = leave_row(req->db, req->a, req_id(req, "membership"), &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = participation_can(req->db, req->a, req_id(req, "membership"), "withdraw", &req->err);
    if (r == 0 || r == ERR_CONFLICT)
        return req_redirect(req, "%s", data.back);
    data.form = req_form(req, &leave_form, NULL);
    if (r >= 0)
        r = leave_page_of(req, x.person_id, x.person_id != req->who.person_id, &data);
    if (r < 0)
        return r;
    const struct link crumbs[] = {{_("Участие в программах"), data.back}};
    const struct page page = {.title = _("Прекратить участие?"),
                              .lead = x.title,
                              .body = leave_view,
                              .data = &data,
                              .form = data.form,
                              .crumbs = crumbs,
                              .n_crumbs = 1};
    return req_page(req, &page);
}

static int leave_post(struct req *req)
{
    const struct leave_form *in = req_input(req);
    int64_t id = req_id(req, "membership");
    struct leave_row x;
    struct date today;
    int r = leave_row(req->db, req->a, id, &x);
    if (r > 0)
        r = unit_today(req, x.unit_id, &today);
    if (r < 0)
        return r;
    const struct application_desk d = application_desk(req, today);
    const struct withdrawal w = {x.person_id != req->who.person_id, in->reason, in->consents};
    r = application_leave(&d, id, &w, &req->err);
    if (r >= 0)
        r = req_audit(req, "participation.withdraw", "participation", id,
                      w.consents ? "consents" : "");
    if (r < 0)
        return r;
    req_notice(req, _("Участие прекращено, куратор узнает об этом. Последний день: %s"),
               date_long(req->a, today, 0));
    return req_redirect(req, "/my/participations");
}

/* What only the person or who represents them may do. */
static int membership_object(struct req *req, int64_t id, struct object *ret)
{
    struct leave_row x;
    struct date today;
    int r = leave_row(req->db, req->a, id, &x);
    if (r <= 0)
        return r;
    r = unit_today(req, x.unit_id, &today);
    *ret = (struct object){.unit_id = x.unit_id, .persons = {x.person_id}};
    if (r >= 0)
        r = representative_ids(req->db, req->a, x.person_id, today, ret->persons + 1);
    return r < 0 ? r : 1;
}

static const struct route routes[] = {
    ROUTE_GET("/my/participations", list_get, PERM_SIGNED_IN),
    ROUTE_GET("/my/participations/{membership}/leave", leave_get, PERM_OWN),
    ROUTE_POST("/my/participations/{membership}/leave", leave_post, PERM_OWN, .form = &leave_form,
               .retry = leave_get),
};
static const struct scope scopes[] = {{"membership", membership_object}};

const struct module application_leave_module = {
    .name = "application_leave",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
