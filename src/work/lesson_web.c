/* Lessons: the log, planning, the lesson itself with its visitors. */
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

#define PAGE_ROWS 50

static struct deed deed_of(struct req *req)
{
    return (struct deed){req->clock, req->who.account_id, NULL};
}

static int refused(struct req *req, const char *field, int r)
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

static const char *base_of(struct req *req, const struct duo *d, int64_t id)
{
    return arena_printf(req->a, "%s/lessons/%lld", duo_prefix(d), (long long)id);
}

/* ---- lists ---- */

static int log_get(struct req *req)
{
    struct programme p;
    const struct pack *pack;
    struct lesson_key edge = {.held_on = "9999-12-31"};
    struct lesson_log *rows;
    struct lesson_list_page data = {0};
    int64_t before = req_query_int(req, "before", 1, INT64_MAX, 0);
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0 && before)
        r = lesson_key(req->db, req->a, p.id, before, &edge);
    if (r >= 0)
        r = lesson_log(req->db, req->a, p.id, edge.held_on, before ? before : INT64_MAX,
                       PAGE_ROWS + 1, &rows, &data.n);
    if (r < 0)
        return r;
    if (data.n > PAGE_ROWS) {
        data.n = PAGE_ROWS;
        data.next = arena_printf(req->a, "?before=%lld", (long long)rows[PAGE_ROWS - 1].id);
    }
    struct lesson_line *lines = arena_array(req->a, struct lesson_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        const struct lesson_log *x = &rows[i];
        lines[i] = (struct lesson_line){
            arena_printf(req->a, "/lessons/%lld", (long long)x->id),
            duo_short(req->a, x->held_on),
            x->class,
            x->subject,
            x->topic,
            person_name_listed(req->a, &(struct person_name){x->surname, x->given, x->patronymic}),
            lesson_kind_name(x->kind),
            lesson_state_name(x->state),
            lesson_score(req->a, pack, x->n_sheets, x->total),
            lesson_level(pack, x->n_sheets, x->total),
            x->n_sheets,
            lesson_state_pill(x->state)};
    }
    data.lines = lines;
    data.xlsx = arena_printf(req->a, "/programmes/%lld/lessons.xlsx", (long long)p.id);
    struct page page = {
        .title = _("Журнал уроков"), .body = lesson_list_view, .data = &data, .wide = true};
    r = programme_frame(req, &p, "lessons", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int export_get(struct req *req)
{
    struct programme p;
    const struct pack *pack;
    const char *path = arena_printf(req->a, "%s/uploads/lessons-%lld.xlsx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0)
        r = lesson_export(req->db, &p, pack, path, &req->err);
    return r < 0 ? r : req_file(req, path, XLSX_TYPE, "Журнал уроков.xlsx", true);
}

static const char *teacher_of(const struct duo *d, int64_t person_id)
{
    return person_id == d->pair.mentee_person ? d->mentee_name : d->mentor_name;
}

static int of_pair_get(struct req *req)
{
    struct duo d;
    struct lessons_of_pair *rows;
    struct lesson_list_page data = {.of_pair = true};
    int r = duo_of(req, duo_id(req), &d);
    if (r >= 0 && !d.pack->lesson_items.n)
        return req_not_found(req);
    if (r >= 0)
        r = lessons_of_pair(req->db, req->a, d.pair.id, &rows, &data.n);
    if (r < 0)
        return r;
    struct lesson_line *lines = arena_array(req->a, struct lesson_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        const struct lessons_of_pair *x = &rows[i];
        lines[i] = (struct lesson_line){base_of(req, &d, x->id),
                                        duo_short(req->a, x->held_on),
                                        x->class,
                                        x->subject,
                                        x->topic,
                                        teacher_of(&d, x->teacher_id),
                                        lesson_kind_name(x->kind),
                                        lesson_state_name(x->state),
                                        lesson_score(req->a, d.pack, x->n_sheets, x->total),
                                        lesson_level(d.pack, x->n_sheets, x->total),
                                        x->n_sheets,
                                        lesson_state_pill(x->state)};
    }
    data.lines = lines;
    if (d.living && (d.own || req->who.perms & 1u << PERM_PEOPLE_MANAGE))
        data.plan = arena_printf(req->a, "%s/lessons/new", duo_path(req->a, &d));
    struct page page = {.title = _("Открытые уроки и взаимопосещения"),
                        .body = lesson_list_view,
                        .data = &data,
                        .wide = true};
    return duo_page(req, &d, "lessons", NULL, &page);
}

/* ---- planning ---- */

struct plan_form {
    const char *kind, *class, *subject, *topic, *plan;
    int64_t teacher, version;
    struct date day;
};
static const struct choice kinds[] = {
    {"open", N_("Открытый урок"), N_("Приходят коллеги и заполняют лист анализа")},
    {"visit", N_("Взаимопосещение"), N_("Один из пары приходит на урок другого")},
    {0}};
static const struct field plan_fields[] = {
    FIELD(struct plan_form, kind, FIELD_CHOICE, .label = N_("Что это"), .choices = kinds,
          .empty = N_("Выберите, открытый это урок или взаимопосещение")),
    FIELD(struct plan_form, teacher, FIELD_ID, .label = N_("Кто проводит урок"),
          .empty = N_("Выберите, кто проводит урок")),
    FIELD(struct plan_form, day, FIELD_DATE, .label = N_("День"),
          .hint = N_("Например, 12.11.2026"), .empty = N_("Укажите день урока")),
    FIELD(struct plan_form, class, FIELD_TEXT, .label = N_("Класс или группа"),
          .hint = N_("Например, 7 «Б»"), .empty = N_("Укажите класс или группу"),
          .max = LESSON_NAME_MAX),
    FIELD(struct plan_form, subject, FIELD_TEXT, .label = N_("Предмет"),
          .empty = N_("Укажите предмет"), .max = LESSON_NAME_MAX),
    FIELD(struct plan_form, topic, FIELD_TEXT, .label = N_("Тема урока"),
          .empty = N_("Напишите тему урока"), .max = LESSON_NAME_MAX),
    FIELD(struct plan_form, plan, FIELD_AREA, .label = N_("План урока с наставником"),
          .hint = N_("Цель, этапы, на что смотреть посетителям"), .optional = true,
          .max = LESSON_TEXT_MAX),
    FIELD(struct plan_form, version, FIELD_INT, .label = N_("Версия"), .optional = true),
};
static const struct form_def plan_form = FORM_DEF(struct plan_form, plan_fields);

static int new_get(struct req *req)
{
    struct duo d;
    int r = duo_of(req, duo_id(req), &d);
    if (r < 0)
        return r;
    if (!d.pack->lesson_items.n)
        return req_not_found(req);
    struct plan_form initial = {.kind = "open", .teacher = d.pair.mentee_person};
    const struct choice teachers[] = {
        {arena_printf(req->a, "%lld", (long long)d.pair.mentee_person), d.mentee_name, NULL},
        {arena_printf(req->a, "%lld", (long long)d.pair.mentor_person), d.mentor_name, NULL},
        {0}};
    struct lesson_plan_page data = {
        .form = req_form(req, &plan_form, &initial),
        .teachers = teachers,
        .action = arena_printf(req->a, "%s/lessons", duo_path(req->a, &d)),
        .back = arena_printf(req->a, "%s/lessons", duo_path(req->a, &d))};
    struct page page = {
        .title = _("Назначить урок"), .body = lesson_plan_view, .data = &data, .form = data.form};
    struct link parent = {_("Уроки пары"), data.back};
    return duo_page(req, &d, "lessons", &parent, &page);
}

static struct lesson_plan plan_of(const struct plan_form *in)
{
    return (struct lesson_plan){in->kind,    in->teacher, in->day,  in->class,
                                in->subject, in->topic,   in->plan, in->version};
}

static int tell(struct req *req, const struct lesson_row *x, int64_t person_id, int64_t visit_id)
{
    return notice_add(req->db, req->app, person_id,
                      arena_printf(req->a, _("Вас зовут на урок: %s"), duo_day(req->a, x->held_on)),
                      arena_printf(req->a, "/my/visits/%lld", (long long)visit_id));
}

static int tell_all(struct req *req, int64_t lesson_id)
{
    struct lesson_row x;
    struct lesson_visits *visits;
    size_t n;
    int r = lesson_row(req->db, req->a, lesson_id, &x);
    if (r >= 0)
        r = lesson_visits(req->db, req->a, lesson_id, &visits, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (visits[i].person_id != req->who.person_id)
            r = tell(req, &x, visits[i].person_id, visits[i].id);
    return r;
}

static int new_post(struct req *req)
{
    const struct plan_form *in = req_input(req);
    struct duo d;
    struct deed deed = deed_of(req);
    struct lesson_plan plan = plan_of(in);
    int64_t id;
    int r = duo_of(req, duo_id(req), &d);
    if (r < 0)
        return r;
    r = lesson_create(req->db, req->a, &d, &plan, &deed, &req->err, &id);
    if (r < 0)
        return refused(req, r == ERR_INVALID ? "day" : NULL, r);
    r = tell_all(req, id);
    if (r >= 0)
        r = req_audit(req, "lesson.plan", "lesson", id, "");
    return r < 0 ? r : req_redirect(req, "%s", base_of(req, &d, id));
}

static int edit_get(struct req *req)
{
    struct lesson_row x;
    struct duo d;
    struct plan_form initial = {0};
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r < 0)
        return r;
    initial = (struct plan_form){x.kind, x.class,      x.subject, x.topic,
                                 x.plan, x.teacher_id, x.version, {0}};
    date_parse_iso(x.held_on, &initial.day);
    struct lesson_plan_page data = {.form = req_form(req, &plan_form, &initial),
                                    .action = req->path,
                                    .back = base_of(req, &d, x.id)};
    struct page page = {
        .title = _("Изменить урок"), .body = lesson_plan_view, .data = &data, .form = data.form};
    struct link parent = {_("Урок"), data.back};
    return duo_page(req, &d, "lessons", &parent, &page);
}

static int edit_post(struct req *req)
{
    struct lesson_row x;
    struct duo d;
    struct lesson_plan plan = plan_of(req_input(req));
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r < 0)
        return r;
    r = lesson_change(req->db, req->a, &d, &x, &plan, &req->err);
    if (r < 0)
        return refused(req, r == ERR_INVALID ? "day" : NULL, r);
    r = req_audit(req, "lesson.plan", "lesson", x.id, "");
    return r < 0 ? r : req_redirect(req, "%s", base_of(req, &d, x.id));
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
    data.base = base_of(req, &d, x.id);
    data.kind = lesson_kind_name(x.kind);
    data.state = lesson_state_name(x.state);
    data.pill = lesson_state_pill(x.state);
    data.day = duo_day(req->a, x.held_on);
    data.teacher = teacher_of(&d, x.teacher_id);
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
    struct deed deed = deed_of(req);
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
        return refused(req, r == ERR_INVALID && !strcmp(in->action, "cancel") ? "reason" : NULL, r);
    r = req_audit(req, arena_printf(req->a, "lesson.%s", in->action), "lesson", x.id, "");
    return r < 0 ? r : req_redirect(req, "%s", base_of(req, &d, x.id));
}

static int summary_post(struct req *req)
{
    const struct summary_form *in = req_input(req);
    struct lesson_row x;
    struct duo d;
    struct deed deed = deed_of(req);
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r < 0)
        return r;
    if (d.own && !d.is_mentor)
        return ERR_DENIED;
    r = lesson_sum_up(req->db, &x, in->summary, in->advice, &deed, &req->err);
    if (r < 0)
        return refused(req, NULL, r);
    r = req_audit(req, "lesson.summary", "lesson", x.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено"));
    return req_redirect(req, "%s", base_of(req, &d, x.id));
}

static int invite_post(struct req *req)
{
    const struct invite_form *in = req_input(req);
    struct lesson_row x;
    struct duo d;
    struct deed deed = deed_of(req);
    struct lesson_visits *visits;
    size_t n;
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r < 0)
        return r;
    r = lesson_invite(req->db, req->a, &x, in->person, &deed, &req->err);
    if (r < 0)
        return refused(req, NULL, r);
    r = lesson_visits(req->db, req->a, x.id, &visits, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (visits[i].person_id == in->person)
            r = tell(req, &x, in->person, visits[i].id);
    if (r >= 0)
        r = req_audit(req, "lesson.invite", "lesson", x.id, "");
    return r < 0 ? r : req_redirect(req, "%s#visitors", base_of(req, &d, x.id));
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
    ROUTE_GET("/programmes/{programme}/lessons", log_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/lessons.xlsx", export_get, PERM_PEOPLE_READ),
    ROUTE_GET("/pairs/{pair}/lessons", of_pair_get, PERM_PEOPLE_READ),
    ROUTE_GET("/pairs/{pair}/lessons/new", new_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/pairs/{pair}/lessons", new_post, PERM_PEOPLE_MANAGE, .form = &plan_form,
               .retry = new_get),
    ROUTE_GET("/lessons/{lesson}", show, PERM_PEOPLE_READ),
    ROUTE_GET("/lessons/{lesson}/edit", edit_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/lessons/{lesson}/edit", edit_post, PERM_PEOPLE_MANAGE, .form = &plan_form,
               .retry = edit_get),
    ROUTE_POST("/lessons/{lesson}/state", act_post, PERM_PEOPLE_MANAGE, .form = &act_form,
               .retry = show),
    ROUTE_POST("/lessons/{lesson}/summary", summary_post, PERM_PEOPLE_MANAGE, .form = &summary_form,
               .retry = show),
    ROUTE_POST("/lessons/{lesson}/visitors", invite_post, PERM_PEOPLE_MANAGE, .form = &invite_form,
               .retry = show),
    ROUTE_GET("/visits/{lesson_visit}", lesson_sheet_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/visits/{lesson_visit}", lesson_sheet_post, PERM_PEOPLE_MANAGE,
               .form = &lesson_sheet_form, .retry = lesson_sheet_get),
    ROUTE_GET("/my/couples/{couple}/lessons", of_pair_get, PERM_OWN),
    ROUTE_GET("/my/couples/{couple}/lessons/new", new_get, PERM_OWN),
    ROUTE_POST("/my/couples/{couple}/lessons", new_post, PERM_OWN, .form = &plan_form,
               .retry = new_get),
    ROUTE_GET("/my/lessons/{lesson}", show, PERM_OWN),
    ROUTE_GET("/my/lessons/{lesson}/edit", edit_get, PERM_OWN),
    ROUTE_POST("/my/lessons/{lesson}/edit", edit_post, PERM_OWN, .form = &plan_form,
               .retry = edit_get),
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
