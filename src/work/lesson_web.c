/* A lesson with its visitors: what is done with it, and the module. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/route.h"
#include "identity/consent.h"
#include "identity/person.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"
#include "work/lesson.html.h"
#include "work/lesson_pages.h"

struct deed lesson_deed(struct req *req)
{
    return (struct deed){req->clock, req->who.account_id, NULL};
}

int lesson_refused(struct req *req, const char *field, int r)
{
    if (r != ERR_CONFLICT && r != ERR_INVALID && r != ERR_LIMIT)
        return r;
    form_error(req->form, field, "%s", req->err.text);
    return req_retry(req);
}

int lesson_of(struct req *req, int64_t id, struct lesson_row *ret, struct duo *ret_duo)
{
    int r = lesson_row(req->db, req->a, id, ret);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return duo_of(req, ret->pair_id, ret_duo);
}

const char *lesson_about(struct arena *a, const struct lesson_row *x)
{
    return arena_printf(a, "%s, %s, %s: %s", duo_day(a, x->held_on), x->class, x->subject,
                        x->topic);
}

const char *lesson_base(struct req *req, const struct duo *d, int64_t id)
{
    return arena_printf(req->a, "%s/lessons/%lld", duo_prefix(d), (long long)id);
}

const char *lesson_teacher(const struct duo *d, int64_t person_id)
{
    return person_id == d->pair.mentee_person ? d->mentee_name : d->mentor_name;
}

/* ---- the lesson ---- */

struct act_form {
    const char *action, *reason;
};
static const struct choice acts[] = {{"hold", N_("Проведён"), NULL},
                                     {"cancel", N_("Отменён"), NULL},
                                     {"publish", N_("Опубликовать"), NULL},
                                     {"unpublish", N_("Убрать с публичной страницы"), NULL},
                                     {0}};
static const struct field act_fields[] = {
    FIELD(struct act_form, action, FIELD_CHOICE, .label = N_("Действие"), .choices = acts),
    FIELD(struct act_form, reason, FIELD_TEXT, .label = N_("Почему урока не будет"),
          .optional = true, .max = LESSON_NOTE_MAX),
};
static const struct form_def act_form = FORM_DEF(struct act_form, act_fields);

struct summary_form {
    const char *summary, *advice;
};
static const struct field summary_fields[] = {
    FIELD(struct summary_form, summary, FIELD_AREA, .label = N_("Что получилось"),
          .hint = N_("Увидят все, если урок опубликуют"), .empty = N_("Напишите итог"),
          .max = LESSON_TEXT_MAX),
    FIELD(struct summary_form, advice, FIELD_AREA, .label = N_("Что улучшить"),
          .hint = N_("Видят только пара и куратор"), .optional = true, .max = LESSON_TEXT_MAX),
};
static const struct form_def summary_form = FORM_DEF(struct summary_form, summary_fields);

struct invite_form {
    int64_t person;
};
static const struct field invite_fields[] = {
    FIELD(struct invite_form, person, FIELD_ID, .label = N_("Кого позвать")),
};
static const struct form_def invite_form = FORM_DEF(struct invite_form, invite_fields);

static int load_visitors(struct req *req, const struct lesson_row *x, const struct duo *d,
                         struct lesson_page *data)
{
    struct lesson_visits *rows;
    int r = lesson_visits(req->db, req->a, x->id, &rows, &data->n_visitors);
    if (r < 0)
        return r;
    struct lesson_visitor *list = arena_array(req->a, struct lesson_visitor, data->n_visitors);
    for (size_t i = 0; i < data->n_visitors; i++)
        list[i] = (struct lesson_visitor){
            rows[i].id,
            person_name_full(
                req->a, &(struct person_name){rows[i].surname, rows[i].given, rows[i].patronymic}),
            rows[i].has_total ? lesson_score(req->a, d->pack, 1, rows[i].total) : "",
            rows[i].comment,
            rows[i].has_total,
            d->own && rows[i].person_id == req->who.person_id};
    data->visitors = list;
    return 0;
}

static int load_items(struct req *req, const struct lesson_row *x, const struct duo *d,
                      struct lesson_page *data)
{
    struct lesson_items *rows;
    size_t n;
    int r = lesson_items(req->db, req->a, x->id, &rows, &n);
    if (r < 0 || !n)
        return r;
    const struct pack *pack = d->pack;
    struct lesson_item_line *list =
        arena_array(req->a, struct lesson_item_line, pack->lesson_items.n);
    for (size_t i = 0; i < pack->lesson_items.n; i++) {
        list[i].item = &pack->lesson_items.row[i];
        for (size_t k = 0; k < n; k++)
            if (!strcmp(rows[k].item, list[i].item->code)) {
                int64_t mean = lesson_mean(rows[k].n, rows[k].sum);
                list[i].n = rows[k].n;
                list[i].sum = rows[k].sum;
                list[i].mean = arena_printf(req->a, _("%lld,%lld"), (long long)(mean / 10),
                                            (long long)(mean % 10));
            }
    }
    data->items = list;
    data->n_items = pack->lesson_items.n;
    return 0;
}

/* People who may be asked, by the beginning of the surname; nobody twice. */
static int load_guests(struct req *req, const struct lesson_row *x, struct lesson_page *data)
{
    struct lesson_guests *of_programme;
    struct lesson_staff *staff;
    size_t n, k, m = 0;
    data->q = req_query(req, "q");
    if (!*data->q || !strcmp(x->state, "cancelled"))
        return 0;
    const char *from = utf8_key(req->a, data->q), *to = participation_prefix_end(req->a, from);
    int r =
        lesson_guests(req->db, req->a, x->programme_id, x->unit_id, from, to, &of_programme, &n);
    if (r >= 0)
        r = lesson_staff(req->db, req->a, x->unit_id, from, to, &staff, &k);
    if (r < 0)
        return r;
    struct lesson_guest *list = arena_array(req->a, struct lesson_guest, n + k);
    for (size_t i = 0; i < n + k; i++) {
        struct person_name name =
            i < n ? (struct person_name){of_programme[i].surname, of_programme[i].given,
                                         of_programme[i].patronymic}
                  : (struct person_name){staff[i - n].surname, staff[i - n].given,
                                         staff[i - n].patronymic};
        int64_t id = i < n ? of_programme[i].id : staff[i - n].id;
        size_t same = 0;
        while (same < m && list[same].id != id)
            same++;
        if (same == m && id != x->teacher_id)
            list[m++] = (struct lesson_guest){id, person_name_full(req->a, &name)};
    }
    data->guests = list;
    data->n_guests = m;
    return 0;
}

static int show(struct req *req)
{
    struct lesson_row x;
    struct duo d;
    struct lesson_page data = {.x = &x, .duo = &d};
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r >= 0)
        r = load_visitors(req, &x, &d, &data);
    if (r >= 0)
        r = load_items(req, &x, &d, &data);
    if (r >= 0)
        r = load_guests(req, &x, &data);
    if (r >= 0)
        r = consent_complete(req->db, req->a, x.teacher_id, CONSENT_DISTRIBUTION, PERSON_ADULT);
    if (r < 0)
        return r;
    bool staff = !d.own && req->who.perms & 1u << PERM_PEOPLE_MANAGE;
    struct summary_form initial = {x.summary, x.advice};
    bool sent = req->form && form_field(req->form, "summary");
    data.consent = r == 1;
    data.edit = !strcmp(x.state, "planned") && (staff || d.own);
    data.sum_up = !strcmp(x.state, "held") && (staff || d.is_mentor);
    data.publish = !strcmp(x.state, "held") && staff;
    data.enter = !strcmp(x.state, "held") && staff;
    data.summary = sent ? req->form : form_new(req->a, &summary_form, &initial);
    data.act = req->form && form_field(req->form, "action") ? req->form
                                                            : form_new(req->a, &act_form, NULL);
    data.base = lesson_base(req, &d, x.id);
    data.kind = lesson_kind_name(x.kind);
    data.state = lesson_state_name(x.state);
    data.pill = lesson_state_pill(x.state);
    data.day = duo_day(req->a, x.held_on);
    data.teacher = lesson_teacher(&d, x.teacher_id);
    data.score = lesson_score(req->a, d.pack, x.n_sheets, x.total);
    data.level = lesson_level(d.pack, x.n_sheets, x.total);
    data.summary_by = x.summary_who ? x.summary_who : "";
    struct link parent = {_("Уроки пары"),
                          arena_printf(req->a, "%s/lessons", duo_path(req->a, &d))};
    struct page page = {.title = arena_printf(req->a, _("Урок: %s"), x.topic),
                        .body = lesson_view,
                        .data = &data,
                        .form = req->form};
    return duo_page(req, &d, "lessons", &parent, &page);
}

static int act_post(struct req *req)
{
    const struct act_form *in = req_input(req);
    struct lesson_row x;
    struct duo d;
    struct deed deed = lesson_deed(req);
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r < 0)
        return r;
    bool public = !strcmp(in->action, "publish") || !strcmp(in->action, "unpublish");
    if (public && d.own)
        return ERR_DENIED;
    r = public ? lesson_publish(req->db, req->a, &x, !strcmp(in->action, "publish"), d.today, &deed,
                                &req->err)
        : !strcmp(in->action, "hold") ? lesson_hold(req->db, &d, &x, &req->err)
                                      : lesson_cancel(req->db, &x, in->reason, &req->err);
    if (r < 0)
        return lesson_refused(
            req, r == ERR_INVALID && !strcmp(in->action, "cancel") ? "reason" : NULL, r);
    r = req_audit(req, arena_printf(req->a, "lesson.%s", in->action), "lesson", x.id, "");
    return r < 0 ? r : req_redirect(req, "%s", lesson_base(req, &d, x.id));
}

static int summary_post(struct req *req)
{
    const struct summary_form *in = req_input(req);
    struct lesson_row x;
    struct duo d;
    struct deed deed = lesson_deed(req);
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r < 0)
        return r;
    if (d.own && !d.is_mentor)
        return ERR_DENIED;
    r = lesson_sum_up(req->db, &x, in->summary, in->advice, &deed, &req->err);
    if (r < 0)
        return lesson_refused(req, NULL, r);
    r = req_audit(req, "lesson.summary", "lesson", x.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено"));
    return req_redirect(req, "%s", lesson_base(req, &d, x.id));
}

static int invite_post(struct req *req)
{
    const struct invite_form *in = req_input(req);
    struct lesson_row x;
    struct duo d;
    struct deed deed = lesson_deed(req);
    struct lesson_visits *visits;
    size_t n;
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r < 0)
        return r;
    r = lesson_invite(req->db, req->a, &x, in->person, &deed, &req->err);
    if (r < 0)
        return lesson_refused(req, NULL, r);
    r = lesson_visits(req->db, req->a, x.id, &visits, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (visits[i].person_id == in->person)
            r = lesson_tell(req, &x, in->person, visits[i].id);
    if (r >= 0)
        r = req_audit(req, "lesson.invite", "lesson", x.id, "");
    return r < 0 ? r : req_redirect(req, "%s#visitors", lesson_base(req, &d, x.id));
}

/* ---- the module ---- */

static int lesson_object(struct req *req, int64_t id, struct object *ret)
{
    struct lesson_row x;
    struct pair_row pair;
    int r = lesson_row(req->db, req->a, id, &x);
    if (r > 0)
        r = pair_row(req->db, req->a, x.pair_id, &pair);
    if (r > 0)
        *ret = (struct object){.unit_id = x.unit_id,
                               .parent_id = x.programme_id,
                               .persons = {pair.mentee_person, pair.mentor_person}};
    return r;
}

static int visit_object(struct req *req, int64_t id, struct object *ret)
{
    struct lesson_visit_row x;
    int r = lesson_visit_row(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){
            .unit_id = x.unit_id, .parent_id = x.lesson_id, .persons = {x.person_id}};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/lessons", lesson_log_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/lessons.xlsx", lesson_export_get, PERM_PEOPLE_READ),
    ROUTE_GET("/pairs/{pair}/lessons", lesson_of_pair_get, PERM_PEOPLE_READ),
    ROUTE_GET("/pairs/{pair}/lessons/new", lesson_new_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/pairs/{pair}/lessons", lesson_new_post, PERM_PEOPLE_MANAGE,
               .form = &lesson_plan_form, .retry = lesson_new_get),
    ROUTE_GET("/lessons/{lesson}", show, PERM_PEOPLE_READ),
    ROUTE_GET("/lessons/{lesson}/edit", lesson_edit_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/lessons/{lesson}/edit", lesson_edit_post, PERM_PEOPLE_MANAGE,
               .form = &lesson_plan_form, .retry = lesson_edit_get),
    ROUTE_POST("/lessons/{lesson}/state", act_post, PERM_PEOPLE_MANAGE, .form = &act_form,
               .retry = show),
    ROUTE_POST("/lessons/{lesson}/summary", summary_post, PERM_PEOPLE_MANAGE, .form = &summary_form,
               .retry = show),
    ROUTE_POST("/lessons/{lesson}/visitors", invite_post, PERM_PEOPLE_MANAGE, .form = &invite_form,
               .retry = show),
    ROUTE_GET("/visits/{lesson_visit}", lesson_sheet_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/visits/{lesson_visit}", lesson_sheet_post, PERM_PEOPLE_MANAGE,
               .form = &lesson_sheet_form, .retry = lesson_sheet_get),
    ROUTE_GET("/my/couples/{couple}/lessons", lesson_of_pair_get, PERM_OWN),
    ROUTE_GET("/my/couples/{couple}/lessons/new", lesson_new_get, PERM_OWN),
    ROUTE_POST("/my/couples/{couple}/lessons", lesson_new_post, PERM_OWN, .form = &lesson_plan_form,
               .retry = lesson_new_get),
    ROUTE_GET("/my/lessons/{lesson}", show, PERM_OWN),
    ROUTE_GET("/my/lessons/{lesson}/edit", lesson_edit_get, PERM_OWN),
    ROUTE_POST("/my/lessons/{lesson}/edit", lesson_edit_post, PERM_OWN, .form = &lesson_plan_form,
               .retry = lesson_edit_get),
    ROUTE_POST("/my/lessons/{lesson}/state", act_post, PERM_OWN, .form = &act_form, .retry = show),
    ROUTE_POST("/my/lessons/{lesson}/summary", summary_post, PERM_OWN, .form = &summary_form,
               .retry = show),
    ROUTE_POST("/my/lessons/{lesson}/visitors", invite_post, PERM_OWN, .form = &invite_form,
               .retry = show),
    ROUTE_GET("/my/visits", lesson_my_visits, PERM_SIGNED_IN),
    ROUTE_GET("/my/visits/{lesson_visit}", lesson_sheet_get, PERM_OWN),
    ROUTE_POST("/my/visits/{lesson_visit}", lesson_sheet_post, PERM_OWN, .form = &lesson_sheet_form,
               .retry = lesson_sheet_get),
};
static const struct scope scopes[] = {{"lesson", lesson_object}, {"lesson_visit", visit_object}};

const struct module lesson_module = {
    .name = "lesson",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
