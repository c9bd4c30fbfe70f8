/* The coordinator's side of the public door: its state, poster, links of teachers. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/app.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/qr.h"
#include "identity/consent_text.h"
#include "identity/place.h"
#include "network/unit.h"
#include "programme/enrolment.html.h"
#include "programme/enrolment.sql.h"
#include "programme/enrolment_pages.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"

struct teacher_form {
    const char *name;
};
static const struct field teacher_fields[] = {
    FIELD(struct teacher_form, name, FIELD_TEXT, .label = N_("Кому ссылка"),
          .hint = N_("Например, «Белова, 7 „Б“»"), .empty = N_("Напишите, кому ссылка"),
          .max = 100),
};
static const struct form_def teacher_form = FORM_DEF(struct teacher_form, teacher_fields);

struct close_form {
    int64_t id;
};
static const struct field close_fields[] = {
    FIELD(struct close_form, id, FIELD_ID, .label = N_("Ссылка")),
};
static const struct form_def close_form = FORM_DEF(struct close_form, close_fields);

struct link enrolment_parent(struct req *req, const struct programme *p)
{
    return (struct link){_("Приём заявок"),
                         arena_printf(req->a, "/programmes/%lld/enrolment", (long long)p->id)};
}

/* ---- how it stands ---- */

static const char *day(struct req *req, struct date d)
{
    return date_long(req->a, d, date_at(clock_now(req->clock), req->who.zone).year);
}

static void say_state(struct req *req, const struct programme *p, struct date today,
                      struct enrolment_page *data)
{
    const struct enrolment *e = data->e;
    switch (enrolment_door(e, p->state, today)) {
    case ENROLMENT_OPEN:
        data->pill = PILL_OK;
        data->state = _("Открыт");
        data->words = arena_printf(req->a, _("До %s включительно."), day(req, e->to));
        break;
    case ENROLMENT_EARLY:
        data->pill = PILL_HALF;
        data->state = _("Откроется");
        data->words =
            arena_printf(req->a, _("С %s до %s включительно."), day(req, e->from), day(req, e->to));
        break;
    case ENROLMENT_LATE:
        data->pill = PILL_END;
        data->state = _("Закончился");
        data->words = arena_printf(req->a, _("Последний день был %s."), day(req, e->to));
        break;
    case ENROLMENT_CLOSED:
        data->pill = PILL_END;
        data->state = _("Закрыт");
        data->words = _("На странице программы написано, что приём закрыт.");
        break;
    case ENROLMENT_STOPPED:
        data->pill = PILL_WARN;
        data->state = _("Остановлен");
        data->words = arena_printf(req->a, _("Программа в состоянии «%s»: заявки не принимаются."),
                                   programme_state_name(p->state));
        break;
    }
}

static int say_places(struct req *req, const struct enrolment *e, const char **ret)
{
    struct strbuf b;
    int64_t mentees, mentors;
    int r = application_taken(req->db, req->a, e->programme_id, "mentee", &mentees);
    if (r >= 0)
        r = application_taken(req->db, req->a, e->programme_id, "mentor", &mentors);
    strbuf_init(&b, req->a);
    if (e->mentees && e->mentee_places)
        strbuf_printf(&b, _("наставляемые: занято %lld из %lld"), (long long)mentees,
                      (long long)e->mentee_places);
    if (e->mentors && e->mentor_places) {
        strbuf_puts(&b, b.len ? "; " : "");
        strbuf_printf(&b, _("наставники: занято %lld из %lld"), (long long)mentors,
                      (long long)e->mentor_places);
    }
    *ret = b.len ? b.s : _("без ограничения");
    return r < 0 ? r : 0;
}

static int load_teachers(struct req *req, const struct enrolment *e, struct enrolment_page *data)
{
    struct enrolment_teacher *rows;
    int zone, r = enrolment_teachers(req->db, req->a, req->clock, e->programme_id, &rows,
                                     &data->n_teachers);
    if (r >= 0)
        r = unit_zone(req, e->unit_id, &zone);
    if (r < 0)
        return r;
    struct enrolment_teacher_line *lines =
        arena_array(req->a, struct enrolment_teacher_line, data->n_teachers);
    for (size_t i = 0; i < data->n_teachers; i++)
        lines[i] = (struct enrolment_teacher_line){
            rows[i].id, rows[i].name,
            enrolment_url(req->a, req->app, ENROLMENT_TEACHER, rows[i].id),
            day(req, date_at(rows[i].expires_at, zone))};
    data->teachers = lines;
    return 0;
}

/* What is there of a door that was opened once. */
static int load_door(struct req *req, const struct programme *p, struct enrolment_page *data)
{
    const struct pack *pack;
    struct date today;
    const struct enrolment *e = data->e;
    int r = unit_today(req, p->unit_id, &today);
    if (r >= 0)
        r = programme_pack(req, p, &pack);
    if (r < 0)
        return r;
    say_state(req, p, today, data);
    data->path = arena_printf(req->a, "/join/%lld", (long long)e->code);
    data->url = app_url(req->a, req->app, data->path);
    data->sides = e->mentees && e->mentors ? _("наставляемые и наставники")
                  : e->mentees             ? _("наставляемые")
                                           : _("наставники");
    data->forms = participation_forms(req->a, pack, enrolment_forms_left(req->a, p, e->forms));
    r = say_places(req, e, &data->places);
    if (r >= 0)
        r = load_teachers(req, e, data);
    return r < 0 ? r : qr_svg(req->a, data->url, _("Адрес страницы программы"), &data->qr);
}

static int enrolment_page_get(struct req *req)
{
    struct programme p;
    struct enrolment e;
    struct enrolment_page data = {.teacher = req_form(req, &teacher_form, NULL),
                                  .may_lead = req->who.perms & 1u << PERM_PROGRAMME_MANAGE};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = enrolment_get(req->db, req->a, p.id, &e);
    if (r < 0)
        return r;
    data.programme_id = p.id;
    data.e = r ? &e : NULL;
    r = data.e ? load_door(req, &p, &data) : 0;
    if (r >= 0)
        r = application_count(req->db, req->a, p.id, "mentee", &data.mentees);
    if (r >= 0)
        r = application_count(req->db, req->a, p.id, "mentor", &data.mentors);
    struct page page = {.title = _("Приём заявок"),
                        .body = enrolment_view,
                        .data = &data,
                        .form = req->form ? data.teacher : NULL};
    if (r >= 0)
        r = programme_frame(req, &p, "applications", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- the poster ---- */

static int poster_get(struct req *req)
{
    struct programme p;
    struct enrolment e;
    struct unit unit;
    struct enrolment_poster_page data = {0};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = enrolment_get(req->db, req->a, p.id, &e);
    if (r > 0)
        r = unit_get(req->db, req->a, p.unit_id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    data = (struct enrolment_poster_page){
        .programme = p.title,
        .unit = unit.name,
        .url = app_url(req->a, req->app, arena_printf(req->a, "/join/%lld", (long long)e.code)),
        .dates = arena_printf(req->a, _("Заявки принимаются с %s до %s включительно"),
                              date_long(req->a, e.from, 0), date_long(req->a, e.to, 0)),
        .contact = e.contact,
        .mentees = e.mentees,
        .mentors = e.mentors};
    data.about = consent_paragraphs(req->a, e.about, &data.n_about);
    r = qr_svg(req->a, data.url, _("Адрес страницы программы"), &data.qr);
    const struct link parent = enrolment_parent(req, &p);
    struct page page = {.title = p.title, .body = enrolment_poster_view, .data = &data};
    if (r >= 0)
        r = programme_frame(req, &p, "applications", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- links of teachers ---- */

static int teacher_post(struct req *req)
{
    const struct teacher_form *in = req_input(req);
    struct programme p;
    struct enrolment e;
    int64_t id;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = enrolment_get(req->db, req->a, p.id, &e);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = enrolment_teacher_add(req->db, req->a, req->clock, &e, in->name, req->who.account_id,
                              &req->err, &id);
    if (r == ERR_LIMIT) {
        form_error(req->form, "name", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "enrolment.teacher", "enrolment_teacher", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Ссылка готова: передайте её классному руководителю"));
    return req_redirect(req, "/programmes/%lld/enrolment#teachers", (long long)p.id);
}

static int teacher_close_post(struct req *req)
{
    const struct close_form *in = req_input(req);
    int64_t id = req_id(req, "programme");
    int r = enrolment_teacher_close(req->db, req->clock, id, in->id);
    if (r > 0)
        r = req_audit(req, "enrolment.teacher_close", "enrolment_teacher", in->id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Ссылка закрыта. Списки, поданные по ней, остались"));
    return req_redirect(req, "/programmes/%lld/enrolment#teachers", (long long)id);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/enrolment", enrolment_page_get, PERM_PEOPLE_MANAGE),
    ROUTE_GET("/programmes/{programme}/enrolment/settings", enrolment_settings_get,
              PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/programmes/{programme}/enrolment/settings", enrolment_settings_post,
               PERM_PROGRAMME_MANAGE, .form = &enrolment_settings_form,
               .retry = enrolment_settings_get),
    ROUTE_POST("/programmes/{programme}/enrolment/close", enrolment_close_post,
               PERM_PROGRAMME_MANAGE),
    ROUTE_GET("/programmes/{programme}/enrolment/poster", poster_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/enrolment/teachers", teacher_post, PERM_PEOPLE_MANAGE,
               .form = &teacher_form, .retry = enrolment_page_get),
    ROUTE_POST("/programmes/{programme}/enrolment/teachers/close", teacher_close_post,
               PERM_PEOPLE_MANAGE, .form = &close_form, .retry = enrolment_page_get),
};

const struct module enrolment_module = {
    .name = "enrolment", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
