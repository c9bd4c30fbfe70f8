/* A lesson is planned, and its plan is changed. */
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
const struct form_def lesson_plan_form = FORM_DEF(struct plan_form, plan_fields);

int lesson_new_get(struct req *req)
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
        .form = req_form(req, &lesson_plan_form, &initial),
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

int lesson_tell(struct req *req, const struct lesson_row *x, int64_t person_id, int64_t visit_id)
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
            r = lesson_tell(req, &x, visits[i].person_id, visits[i].id);
    return r;
}

int lesson_new_post(struct req *req)
{
    const struct plan_form *in = req_input(req);
    struct duo d;
    struct deed deed = lesson_deed(req);
    struct lesson_plan plan = plan_of(in);
    int64_t id;
    int r = duo_of(req, duo_id(req), &d);
    if (r < 0)
        return r;
    r = lesson_create(req->db, req->a, &d, &plan, &deed, &req->err, &id);
    if (r < 0)
        return lesson_refused(req, r == ERR_INVALID ? "day" : NULL, r);
    r = tell_all(req, id);
    if (r >= 0)
        r = req_audit(req, "lesson.plan", "lesson", id, "");
    return r < 0 ? r : req_redirect(req, "%s", lesson_base(req, &d, id));
}

int lesson_edit_get(struct req *req)
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
    struct lesson_plan_page data = {.form = req_form(req, &lesson_plan_form, &initial),
                                    .action = req->path,
                                    .back = lesson_base(req, &d, x.id)};
    struct page page = {
        .title = _("Изменить урок"), .body = lesson_plan_view, .data = &data, .form = data.form};
    struct link parent = {_("Урок"), data.back};
    return duo_page(req, &d, "lessons", &parent, &page);
}

int lesson_edit_post(struct req *req)
{
    struct lesson_row x;
    struct duo d;
    struct lesson_plan plan = plan_of(req_input(req));
    int r = lesson_of(req, req_id(req, "lesson"), &x, &d);
    if (r < 0)
        return r;
    r = lesson_change(req->db, req->a, &d, &x, &plan, &req->err);
    if (r < 0)
        return lesson_refused(req, r == ERR_INVALID ? "day" : NULL, r);
    r = req_audit(req, "lesson.plan", "lesson", x.id, "");
    return r < 0 ? r : req_redirect(req, "%s", lesson_base(req, &d, x.id));
}
