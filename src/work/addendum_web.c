/* Addenda: the employer's list and pages, and the mentor's own. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/person.h"
#include "identity/place.h"
#include "network/unit.h"
#include "programme/methodology.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"
#include "programme/roadmap_paper.h"
#include "work/addendum.html.h"
#include "work/addendum_pages.h"
#include "work/duo.h"

#define PAGE_ROWS 50

static struct deed deed_of(struct req *req, const char *reason)
{
    return (struct deed){req->clock, req->who.account_id, reason};
}

int addendum_refused(struct req *req, const char *field, int r)
{
    if (r != ERR_CONFLICT && r != ERR_INVALID)
        return r;
    form_error(req->form, field, "%s", req->err.text);
    return req_retry(req);
}

static const char *term(struct req *req, const char *from, const char *to)
{
    return arena_printf(req->a, "%s – %s", duo_short(req->a, from), duo_short(req->a, to));
}

const char *addendum_name(struct req *req, const char *surname, const char *given,
                          const char *patronymic)
{
    return person_name_full(req->a, &(struct person_name){surname, given, patronymic});
}

/* ---- the employer's list ---- */

static int load_mentors(struct req *req, struct addendum_list_page *data)
{
    struct addendum_mentors *rows;
    const char *from = utf8_key(req->a, data->q);
    if (!*data->q || !data->may_manage)
        return 0;
    int r = addendum_mentors(req->db, req->a, data->programme_id, from,
                             participation_prefix_end(req->a, from), &rows, &data->n_mentors);
    if (r < 0)
        return r;
    struct addendum_mentor *list = arena_array(req->a, struct addendum_mentor, data->n_mentors);
    for (size_t i = 0; i < data->n_mentors; i++)
        list[i] = (struct addendum_mentor){
            rows[i].id, addendum_name(req, rows[i].surname, rows[i].given, rows[i].patronymic)};
    data->mentors = list;
    return 0;
}

static int list_get(struct req *req)
{
    struct programme p;
    struct addendum_rows *rows;
    struct addendum_list_page data = {.q = req_query(req, "q"),
                                      .may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = addendum_rows(req->db, req->a, p.id, req_query_int(req, "after", 1, INT64_MAX, 0),
                          &rows, &data.n);
    data.programme_id = p.id;
    if (r >= 0)
        r = load_mentors(req, &data);
    if (r < 0)
        return r;
    if (data.n > PAGE_ROWS) {
        data.n = PAGE_ROWS;
        data.next = arena_printf(req->a, "?after=%lld", (long long)rows[PAGE_ROWS - 1].id);
    }
    struct addendum_line *lines = arena_array(req->a, struct addendum_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct addendum_line){
            arena_printf(req->a, "/addenda/%lld", (long long)rows[i].id),
            addendum_name(req, rows[i].surname, rows[i].given, rows[i].patronymic),
            term(req, rows[i].starts_on, rows[i].ends_on),
            rows[i].number,
            *rows[i].stops_on && !strcmp(rows[i].state, "notice")
                ? arena_printf(req->a, _("Прекращается %s"), duo_short(req->a, rows[i].stops_on))
                : addendum_state_name(rows[i].state),
            addendum_state_pill(rows[i].state)};
    data.lines = lines;
    struct page page = {.title = _("Соглашения с наставниками"),
                        .lead = _("Согласие работника, дополнительное соглашение и досрочное "
                                  "прекращение по статье 351.8 Трудового кодекса РФ."),
                        .body = addendum_list_view,
                        .data = &data,
                        .wide = true};
    r = programme_frame(req, &p, "addenda", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- the addendum ---- */

struct act_form {
    const char *action, *number, *reason;
    struct date on, wanted;
};
static const struct choice acts[] = {{"consent", N_("Согласие"), NULL},
                                     {"decline", N_("Отказ"), NULL},
                                     {"sign", N_("Подпись"), NULL},
                                     {"withdraw", N_("Отзыв"), NULL},
                                     {"mentor", N_("Уведомление от наставника"), NULL},
                                     {"employer", N_("Уведомление от работодателя"), NULL},
                                     {0}};
static const struct field act_fields[] = {
    FIELD(struct act_form, action, FIELD_CHOICE, .label = N_("Действие"), .choices = acts),
    FIELD(struct act_form, number, FIELD_TEXT, .label = N_("Номер соглашения"), .optional = true,
          .max = 50),
    FIELD(struct act_form, on, FIELD_DATE, .label = N_("День"), .hint = N_("Например, 05.11.2026"),
          .optional = true),
    FIELD(struct act_form, wanted, FIELD_DATE, .label = N_("Первый день без наставничества"),
          .hint = N_("Пусто — сразу после трёх рабочих дней"), .optional = true),
    FIELD(struct act_form, reason, FIELD_AREA, .label = N_("Причина"), .optional = true,
          .max = ADDENDUM_REASON_MAX),
};
static const struct form_def act_form = FORM_DEF(struct act_form, act_fields);

struct addendum_at {
    struct addendum_row x;
    struct programme p;
    const struct pack *pack;
    struct date today;
    bool own;
    const char *base;
};

/* Days off are those of the methodology's newest version: the programme keeps its own, which may be
 * older than the year's decree. */
static int newest_pack(struct req *req, const struct programme *p, const struct pack **ret)
{
    struct packs_current *packs;
    size_t n;
    int r = programme_pack(req, p, ret);
    if (r >= 0)
        r = packs_current(req->db, req->a, &packs, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (!strcmp(packs[i].code, (*ret)->code))
            return methodology_pack(req->app->methodology, req->db, packs[i].id, &req->err, ret);
    return r;
}

static int place_of(struct req *req, struct addendum_at *ret)
{
    int r = addendum_row(req->db, req->a, req_id(req, "addendum"), &ret->x);
    if (r > 0)
        r = programme_get(req->db, req->a, ret->x.programme_id, &ret->p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    ret->own = !strncmp(req->path, "/my/", 4);
    ret->base =
        arena_printf(req->a, "%s/addenda/%lld", ret->own ? "/my" : "", (long long)ret->x.id);
    r = newest_pack(req, &ret->p, &ret->pack);
    return r < 0 ? r : unit_today(req, ret->x.unit_id, &ret->today);
}

static int load_events(struct req *req, const struct addendum_at *at, struct addendum_page *data)
{
    struct addendum_events *rows;
    int zone;
    int r = addendum_events(req->db, req->a, at->x.id, &rows, &data->n_events);
    if (r >= 0)
        r = unit_zone(req, at->x.unit_id, &zone);
    if (r < 0)
        return r;
    struct addendum_event_line *lines =
        arena_array(req->a, struct addendum_event_line, data->n_events);
    for (size_t i = 0; i < data->n_events; i++)
        lines[i] = (struct addendum_event_line){
            arena_printf(req->a, "%s, %s",
                         format_day(req->a, date_at(rows[i].made_at, zone), at->today),
                         format_time(req->a, rows[i].made_at, zone)),
            addendum_action_name(rows[i].action), rows[i].who ? rows[i].who : _("программа сама"),
            rows[i].reason};
    data->events = lines;
    return 0;
}

static int show(struct req *req)
{
    struct addendum_at at;
    struct act_form initial = {0};
    struct addendum_page data = {0};
    int r = place_of(req, &at);
    if (r >= 0)
        r = load_events(req, &at, &data);
    if (r < 0)
        return r;
    initial.on = at.today;
    data.x = &at.x;
    data.base = at.base;
    data.own = at.own;
    data.staff = !at.own && req->who.perms & 1u << PERM_PEOPLE_MANAGE;
    data.mentor = addendum_name(req, at.x.surname, at.x.given, at.x.patronymic);
    data.programme = at.p.title;
    data.state = addendum_state_name(at.x.state);
    data.pill = addendum_state_pill(at.x.state);
    data.term = term(req, at.x.starts_on, at.x.ends_on);
    data.form = req_form(req, &act_form, &initial);
    data.earliest = date_long(req->a, addendum_stop(at.pack, at.today), 0);
    if (*at.x.stops_on) {
        data.stop = duo_day(req->a, at.x.stops_on);
        data.notice =
            arena_printf(req->a,
                         strcmp(at.x.notice_side, "mentor") ? _("от работодателя, вручено %s")
                                                            : _("от наставника, вручено %s"),
                         duo_day(req->a, at.x.notice_on));
    }
    struct page page = {.title = _("Наставничество по статье 351.8 ТК РФ"),
                        .body = addendum_view,
                        .data = &data,
                        .form = req->form};
    if (at.own) {
        struct link crumbs[] = {{_("Мои соглашения"), "/my/addenda"}};
        page.crumbs = crumbs;
        page.n_crumbs = 1;
        return req_page(req, &page);
    }
    struct link parent = {_("Соглашения с наставниками"),
                          arena_printf(req->a, "/programmes/%lld/addenda", (long long)at.p.id)};
    r = programme_frame(req, &at.p, "addenda", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int act(struct req *req, const struct addendum_at *at, const struct act_form *in,
               const char **ret_field)
{
    struct deed deed = deed_of(req, in->reason);
    struct date on = at->own || !in->on.year ? at->today : in->on, stop;
    bool mentor = !strcmp(in->action, "mentor");
    *ret_field = "reason";
    if (!strcmp(in->action, "decline"))
        return addendum_decline(req->db, &at->x, &deed, &req->err);
    if (!strcmp(in->action, "withdraw"))
        return at->own ? ERR_DENIED : addendum_withdraw(req->db, &at->x, &deed, &req->err);
    *ret_field = "on";
    if (!strcmp(in->action, "consent"))
        return addendum_consent(req->db, req->a, &at->x, on, at->today, &deed, &req->err);
    if (!strcmp(in->action, "sign")) {
        *ret_field = *in->number ? "on" : "number";
        return at->own ? ERR_DENIED
                       : addendum_sign(req->db, req->a, &at->x, in->number, on, at->today, &deed,
                                       &req->err);
    }
    if (at->own && !mentor)
        return ERR_DENIED;
    *ret_field = !*in->reason ? "reason" : in->wanted.year ? "wanted" : "on";
    struct addendum_notice n = {mentor, on, in->wanted, at->today};
    int r = addendum_notify(req->db, req->a, at->pack, &at->x, &n, &deed, &req->err, &stop);
    if (r >= 0)
        req_notice(req, _("Уведомление записано. Первый день без наставничества: %s"),
                   date_long(req->a, stop, 0));
    if (r >= 0 && !mentor)
        r = notice_add(req->db, req->app, at->x.person_id,
                       arena_printf(req->a, _("Наставничество прекращается досрочно с %s"),
                                    date_long(req->a, stop, 0)),
                       arena_printf(req->a, "/my/addenda/%lld", (long long)at->x.id));
    return r;
}

static int act_post(struct req *req)
{
    const struct act_form *in = req_input(req);
    struct addendum_at at;
    const char *field;
    int r = place_of(req, &at);
    if (r < 0)
        return r;
    r = act(req, &at, in, &field);
    if (r < 0)
        return addendum_refused(req, r == ERR_INVALID ? field : NULL, r);
    r = req_audit(req, arena_printf(req->a, "addendum.%s", in->action), "addendum", at.x.id, "");
    return r < 0 ? r : req_redirect(req, "%s", at.base);
}

static int mine_get(struct req *req)
{
    struct addenda_of_person *rows;
    struct addendum_mine_page data = {0};
    int r = addenda_of_person(req->db, req->a, req->who.person_id, &rows, &data.n);
    if (r < 0)
        return r;
    struct addendum_mine_line *lines = arena_array(req->a, struct addendum_mine_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct addendum_mine_line){
            rows[i].id, rows[i].programme, term(req, rows[i].starts_on, rows[i].ends_on),
            addendum_state_name(rows[i].state), addendum_state_pill(rows[i].state)};
    data.lines = lines;
    struct page page = {.title = _("Мои соглашения"), .body = addendum_mine_view, .data = &data};
    return req_page(req, &page);
}

/* ---- the module ---- */

static int addendum_object(struct req *req, int64_t id, struct object *ret)
{
    struct addendum_row x;
    int r = addendum_row(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){
            .unit_id = x.unit_id, .parent_id = x.programme_id, .persons = {x.person_id}};
    return r;
}

/* Pay is personal: these pages ask for the right to manage people, not to read about them. */
static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/addenda", list_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/participations/{participation}/addendum", addendum_offer_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/participations/{participation}/addendum", addendum_offer_post, PERM_PEOPLE_MANAGE,
               .form = &addendum_offer_form, .retry = addendum_offer_get),
    ROUTE_GET("/addenda/{addendum}", show, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/addenda/{addendum}", act_post, PERM_PEOPLE_MANAGE, .form = &act_form,
               .retry = show),
    ROUTE_GET("/my/addenda", mine_get, PERM_SIGNED_IN),
    ROUTE_GET("/my/addenda/{addendum}", show, PERM_OWN),
    ROUTE_POST("/my/addenda/{addendum}", act_post, PERM_OWN, .form = &act_form, .retry = show),
};
static const struct scope scopes[] = {{"addendum", addendum_object}};

const struct module addendum_module = {
    .name = "addendum",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
    .hourly = addendum_by_calendar,
};
