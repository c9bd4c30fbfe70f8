/* The coordinator's side of the public door: its state, settings, poster, links of teachers. */
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

#define FIRST_DAYS 30 /* a new door is open so long, unless the coordinator says otherwise */

static const struct choice sides[] = {
    {"mentee", N_("Наставляемые"),
     N_("Сами, через родителя или списком от классного руководителя")},
    {"mentor", N_("Наставники"), NULL},
    {NULL, NULL, NULL},
};

struct settings_form {
    struct date from, to;
    struct text_list sides, forms;
    int64_t mentee_places, mentor_places;
    const char *about, *contact;
};
static const struct field settings_fields[] = {
    FIELD(struct settings_form, from, FIELD_DATE, .label = N_("Приём с"),
          .hint = N_("Например, 01.09.2026"), .inputmode = "numeric"),
    FIELD(struct settings_form, to, FIELD_DATE, .label = N_("Приём до"),
          .hint = N_("Последний день, включительно"), .inputmode = "numeric"),
    FIELD(struct settings_form, sides, FIELD_TEXTS, .label = N_("От кого принимать заявки"),
          .empty = N_("Выберите, от кого принимать заявки"), .choices = sides, .max = 2),
    FIELD(struct settings_form, forms, FIELD_TEXTS, .label = N_("Формы наставничества"),
          .empty = N_("Выберите хотя бы одну форму наставничества"), .max = 50),
    FIELD(struct settings_form, mentee_places, FIELD_INT, .label = N_("Мест для наставляемых"),
          .hint = N_("0 — без ограничения. Кому места не хватит, встанет в лист ожидания"),
          .optional = true, .min = 0, .max = ENROLMENT_PLACES_MAX, .inputmode = "numeric"),
    FIELD(struct settings_form, mentor_places, FIELD_INT, .label = N_("Мест для наставников"),
          .hint = N_("0 — без ограничения"), .optional = true, .min = 0,
          .max = ENROLMENT_PLACES_MAX, .inputmode = "numeric"),
    FIELD(struct settings_form, about, FIELD_AREA, .label = N_("О программе"),
          .hint = N_("Для кого она, чем поможет, как проходят встречи. Это прочитают на странице и "
                     "на плакате"),
          .optional = true, .max = ENROLMENT_ABOUT_MAX),
    FIELD(struct settings_form, contact, FIELD_TEXT, .label = N_("Кто ответит на вопросы"),
          .hint = N_("Имя, телефон и часы: «Е. П. Соколова, +7 34271 0-00-00, с 14 до 17»"),
          .optional = true, .max = ENROLMENT_CONTACT_MAX),
};
static const struct form_def settings_form = FORM_DEF(struct settings_form, settings_fields);

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

static struct link back_to(struct req *req, const struct programme *p)
{
    return (struct link){_("Приём заявок"),
                         arena_printf(req->a, "/programmes/%lld/enrolment", (long long)p->id)};
}

/* ---- how it stands ---- */

static const char *day(struct req *req, struct date d)
{
    return date_long(req->a, d, date_at(clock_now(req->clock), 180).year);
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
    int r =
        enrolment_teachers(req->db, req->a, req->clock, e->programme_id, &rows, &data->n_teachers);
    if (r < 0)
        return r;
    struct enrolment_teacher_line *lines =
        arena_array(req->a, struct enrolment_teacher_line, data->n_teachers);
    for (size_t i = 0; i < data->n_teachers; i++)
        lines[i] = (struct enrolment_teacher_line){
            rows[i].id, rows[i].name,
            enrolment_url(req->a, req->app, ENROLMENT_TEACHER, rows[i].id),
            day(req, date_at(rows[i].expires_at, 180))};
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
    data->forms = participation_forms(req->a, pack, e->forms);
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

/* ---- settings ---- */

static const char *const *split(struct arena *a, const char *codes, size_t *ret_n)
{
    const char **list = arena_array(a, const char *, strlen(codes) / 2 + 1);
    *ret_n = 0;
    for (size_t n; *codes; codes += n + (codes[n] != '\0')) {
        n = strcspn(codes, ";");
        list[(*ret_n)++] = arena_strndup(a, codes, n);
    }
    return list;
}

static struct settings_form first_settings(const struct programme *p, struct date today)
{
    static const char *const side[] = {"mentee"};
    struct date ends = {0}, to = date_from_days(date_to_days(today) + FIRST_DAYS);
    if (date_parse_iso(p->ends_on, &ends) && date_to_days(ends) < date_to_days(to))
        to = ends;
    return (struct settings_form){.from = today,
                                  .to = to,
                                  .sides = {side, 1},
                                  .forms = {p->forms, p->n_forms},
                                  .about = "",
                                  .contact = ""};
}

static struct settings_form settings_of(struct req *req, const struct enrolment *e)
{
    struct settings_form f = {.from = e->from,
                              .to = e->to,
                              .mentee_places = e->mentee_places,
                              .mentor_places = e->mentor_places,
                              .about = e->about,
                              .contact = e->contact};
    f.sides.v = split(req->a,
                      e->mentees && e->mentors ? "mentee;mentor"
                      : e->mentees             ? "mentee"
                                               : "mentor",
                      &f.sides.n);
    f.forms.v = split(req->a, e->forms, &f.forms.n);
    return f;
}

static int settings_get(struct req *req)
{
    struct programme p;
    const struct pack *pack;
    struct enrolment e;
    struct date today;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0)
        r = unit_today(req, p.unit_id, &today);
    if (r >= 0)
        r = enrolment_get(req->db, req->a, p.id, &e);
    if (r < 0)
        return r;
    const struct settings_form initial = r ? settings_of(req, &e) : first_settings(&p, today);
    struct choice *forms = arena_array(req->a, struct choice, p.n_forms + 1);
    for (size_t i = 0; i < p.n_forms; i++)
        forms[i] = (struct choice){p.forms[i], participation_forms(req->a, pack, p.forms[i]), NULL};
    struct enrolment_settings_page data = {.form = req_form(req, &settings_form, &initial),
                                           .forms = forms,
                                           .programme_id = p.id,
                                           .opened = r && e.opened};
    const struct link parent = back_to(req, &p);
    struct page page = {.title =
                            data.opened ? _("Изменить приём заявок") : _("Открыть приём заявок"),
                        .body = enrolment_settings_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "applications", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static bool listed(const struct text_list *list, const char *text)
{
    for (size_t i = 0; i < list->n; i++)
        if (!strcmp(list->v[i], text))
            return true;
    return false;
}

/* Those of the programme only, each once, parted by ';'. */
static const char *chosen_forms(struct req *req, const struct programme *p,
                                const struct text_list *forms)
{
    struct strbuf b;
    strbuf_init(&b, req->a);
    for (size_t i = 0; i < p->n_forms; i++)
        if (listed(forms, p->forms[i]))
            strbuf_printf(&b, "%s%s", b.len ? ";" : "", p->forms[i]);
    return b.s;
}

static int settings_post(struct req *req)
{
    const struct settings_form *in = req_input(req);
    struct programme p;
    struct date today;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = unit_today(req, p.unit_id, &today);
    if (r < 0)
        return r;
    const struct enrolment e = {.programme_id = p.id,
                                .unit_id = p.unit_id,
                                .opened = true,
                                .from = in->from,
                                .to = in->to,
                                .mentees = listed(&in->sides, "mentee"),
                                .mentors = listed(&in->sides, "mentor"),
                                .forms = chosen_forms(req, &p, &in->forms),
                                .mentee_places = in->mentee_places,
                                .mentor_places = in->mentor_places,
                                .about = in->about,
                                .contact = in->contact};
    r = enrolment_save(req->db, req->a, req->clock, &e, req->who.account_id, &req->err);
    if (r == ERR_INVALID) {
        bool late = date_to_days(e.to) < date_to_days(e.from);
        form_error(req->form,
                   late                       ? "to"
                   : !e.mentees && !e.mentors ? "sides"
                                              : "forms",
                   "%s", req->err.text);
        return req_retry(req);
    }
    const struct application_desk d = application_desk(req, today);
    if (r >= 0)
        r = application_move_up(&d, p.id);
    if (r >= 0)
        r = req_audit(req, "enrolment.save", "programme", p.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Приём заявок настроен"));
    return req_redirect(req, "/programmes/%lld/enrolment", (long long)p.id);
}

static int close_post(struct req *req)
{
    struct programme p;
    struct enrolment e;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = enrolment_get(req->db, req->a, p.id, &e);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    e.opened = false;
    r = enrolment_save(req->db, req->a, req->clock, &e, req->who.account_id, &req->err);
    if (r >= 0)
        r = req_audit(req, "enrolment.close", "programme", p.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Приём заявок закрыт. Поданные заявки остались"));
    return req_redirect(req, "/programmes/%lld/enrolment", (long long)p.id);
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
    const struct link parent = back_to(req, &p);
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
    ROUTE_GET("/programmes/{programme}/enrolment/settings", settings_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/programmes/{programme}/enrolment/settings", settings_post, PERM_PROGRAMME_MANAGE,
               .form = &settings_form, .retry = settings_get),
    ROUTE_POST("/programmes/{programme}/enrolment/close", close_post, PERM_PROGRAMME_MANAGE),
    ROUTE_GET("/programmes/{programme}/enrolment/poster", poster_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/enrolment/teachers", teacher_post, PERM_PEOPLE_MANAGE,
               .form = &teacher_form, .retry = enrolment_page_get),
    ROUTE_POST("/programmes/{programme}/enrolment/teachers/close", teacher_close_post,
               PERM_PEOPLE_MANAGE, .form = &close_form, .retry = enrolment_page_get),
};

const struct module enrolment_module = {
    .name = "enrolment", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
