/* Lists of a class teacher, a child a line, and the sheets with links for parents. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/route.h"
#include "frame/session.h"
#include "programme/application.sql.h"
#include "programme/application_children.h"
#include "programme/application_class.h"
#include "programme/application_class.html.h"
#include "programme/enrolment_pages.h"
#include "programme/programme_pages.h"

#define LINES_MAX 8000 /* characters */

struct class_form {
    const char *token; /* "" of the coordinator */
    const char *place, *form, *category, *children;
    bool sure;
};
static const struct field class_fields[] = {
    FIELD(struct class_form, token, FIELD_TEXT, .label = N_("Ссылка"), .optional = true,
          .max = 100),
    FIELD(struct class_form, place, FIELD_TEXT, .label = N_("Школа и класс"),
          .hint = N_("Одно для всего списка: «школа № 5, 7 „Б“»"),
          .empty = N_("Напишите школу и класс"), .max = 300),
    FIELD(struct class_form, form, FIELD_CHOICE, .label = N_("Форма наставничества"),
          .optional = true),
    FIELD(struct class_form, category, FIELD_CHOICE, .label = N_("О чём просьба"),
          .hint = N_("Одно для всего списка"), .empty = N_("Выберите, о чём просьба")),
    FIELD(struct class_form, children, FIELD_AREA, .label = N_("Ученики, каждый с новой строки"),
          .hint =
              N_("Через запятую: фамилия имя отчество, год рождения, просьба, телефон или почта "
                 "родителя. Просьбу и контакт можно пропустить. Без сведений о здоровье и "
                 "семье"),
          .empty = N_("Впишите хотя бы одного ученика"), .max = LINES_MAX),
    FIELD(struct class_form, sure, FIELD_BOOL,
          .label = N_("В списке нет сведений о здоровье, семье, учёте и взглядах"),
          .optional = true),
};
const struct form_def application_class_form = FORM_DEF(struct class_form, class_fields);

/* ---- whose page ---- */

const char *application_class_throttle(struct req *req)
{
    return arena_printf(req->a, "application %s", req->ip);
}

int application_class_at(struct req *req, const char *token, struct application_class_at *ret)
{
    struct enrolment e;
    int64_t id = enrolment_token_id(req->app, ENROLMENT_TEACHER, token);
    int r = enrolment_teacher_get(req->db, req->a, req->clock, id, &ret->teacher);
    if (r > 0)
        r = enrolment_get(req->db, req->a, ret->teacher.programme_id, &e);
    if (r > 0)
        r = enrolment_at(req, &e, &ret->at) < 0 ? ERR_NOT_FOUND : 1;
    ret->token = token;
    return r;
}

static int load_own(struct req *req, struct application_class_at *ret)
{
    struct enrolment e;
    int r = enrolment_get(req->db, req->a, req_id(req, "programme"), &e);
    if (r == 0)
        return err_set(&req->err, ERR_CONFLICT, _("Сначала откройте приём заявок"));
    ret->teacher = (struct enrolment_teacher){.name = ""};
    ret->token = NULL;
    return r < 0 ? r : enrolment_at(req, &e, &ret->at);
}

int application_class_gone(struct req *req)
{
    const struct page page = {.title = _("Ссылка не действует"),
                              .body = application_class_gone_view,
                              .status = 404,
                              .bare = true};
    return req_page(req, &page);
}

/* ---- pages ---- */

static int load_rows(struct req *req, const struct application_class_at *c,
                     struct application_class_page *data)
{
    struct application_of_teacher *rows;
    int r = application_of_teacher(req->db, req->a, c->teacher.id, 0, &rows, &data->n);
    if (r < 0)
        return r;
    struct application_class_line *lines =
        arena_array(req->a, struct application_class_line, data->n);
    for (size_t i = 0; i < data->n; i++) {
        const struct person_name name = {rows[i].surname, rows[i].given, rows[i].patronymic};
        lines[i] = (struct application_class_line){person_name_listed(req->a, &name),
                                                   application_state_name(rows[i].state),
                                                   application_pill(rows[i].state)};
    }
    data->rows = lines;
    return 0;
}

#define NO_FORM _("Среди форм приёма нет формы для учеников.")

static int show(struct req *req, struct application_class_at *c)
{
    struct enrolment_offer offer = enrolment_forms(req, &c->at, "mentee", APPLICANT_PUPIL);
    const struct class_form *in = req->form ? req_input(req) : NULL;
    struct application_class_page data = {
        .form = req_form(req, &application_class_form, NULL),
        .forms = offer.choices,
        .categories = enrolment_categories(req, &c->at, offer.codes),
        .token = c->token,
        .shut = c->at.shut ? c->at.shut
                : offer.n  ? NULL
                           : NO_FORM,
        .action = c->token ? "/class"
                           : arena_printf(req->a, "/programmes/%lld/enrolment/list",
                                          (long long)c->at.p.id),
    };
    const struct pack_sensitive *s =
        in && in->children ? pack_sensitive(req->a, c->at.pack, in->children) : NULL;
    data.ask = s && !s->refuse;
    int r = c->token ? load_rows(req, c, &data) : 0;
    if (r < 0)
        return r;
    if (c->token)
        data.slips = arena_printf(req->a, "/class/slips?token=%s", c->token);
    struct page page = {
        .title = _("Список класса"),
        .lead = c->token ? arena_printf(req->a, "%s. %s", c->at.p.title, c->teacher.name) : NULL,
        .body = application_class_view,
        .data = &data,
        .form = data.form};
    if (c->token)
        return enrolment_public(req, &c->at, &page);
    const struct link parent = {
        _("Приём заявок"),
        arena_printf(req->a, "/programmes/%lld/enrolment", (long long)c->at.p.id)};
    r = programme_frame(req, &c->at.p, "applications", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int class_get(struct req *req)
{
    struct application_class_at c;
    const char *token = req->form ? form_raw(req->form, "token") : req_query(req, "token");
    int r = throttle_check(req, application_class_throttle(req));
    if (r >= 0)
        r = application_class_at(req, token, &c);
    return r < 0 ? r : r ? show(req, &c) : application_class_gone(req);
}

int application_class_own_get(struct req *req)
{
    struct application_class_at c;
    int r = load_own(req, &c);
    return r < 0 ? r : show(req, &c);
}

/* ---- sending ---- */

static int submit(struct req *req, const struct application_class_at *c,
                  const struct class_form *in, const char *form,
                  const struct application_child *child)
{
    const struct application_new n = {
        .side = "mentee",
        .author = APPLICATION_BY_TEACHER,
        .teacher_id = c->teacher.id,
        .name = child->name,
        .birth_year = child->year,
        .form = form,
        .category = in->category,
        .request = child->request,
        .place = in->place,
        .competencies = "",
        .achievements = "",
        .interests = "",
        .age_wish = "",
        .time = "",
        .phone = "",
        .email = "",
        .representative = "",
        .representative_phone = child->phone,
        .representative_email = child->email,
        .ip = req->ip,
    };
    const struct application_desk d = application_desk(req, c->at.today);
    int64_t id;
    int r = application_submit(&d, &c->at.e, &n, &req->err, &id);
    if (r > 0)
        r = req_audit(req, "application.list", "application", id, "");
    return r;
}

static bool known_choice(const struct choice *list, const char *value)
{
    for (; list && list->value; list++)
        if (!strcmp(list->value, value))
            return true;
    return false;
}

static int send(struct req *req, struct application_class_at *c)
{
    const struct class_form *in = req_input(req);
    struct application_child children[APPLICATION_LIST_MAX];
    struct enrolment_offer offer = enrolment_forms(req, &c->at, "mentee", APPLICANT_PUPIL);
    const struct choice *categories = enrolment_categories(req, &c->at, offer.codes);
    if (c->at.shut || !c->at.e.mentees)
        form_error(req->form, NULL, "%s",
                   c->at.shut ? c->at.shut : _("Такие заявки не принимаются."));
    else if (!offer.n)
        form_error(req->form, NULL, "%s", NO_FORM);
    if (*in->form && !enrolment_offers(&offer, in->form))
        form_error(req->form, "form", "%s", _("Выберите форму из списка"));
    if (categories && !known_choice(categories, in->category))
        form_error(req->form, "category", "%s", _("Выберите, о чём просьба"));
    size_t n = application_children(req, &c->at, in->children, in->sure, children);
    if (!form_ok(req->form))
        return req_retry(req);
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = submit(req, c, in,
                   offer.only  ? offer.only
                   : *in->form ? in->form
                               : offer.any,
                   &children[i]);
    if (r < 0)
        return r;
    req_notice(req,
               P_("Внесён %zu ученик. Родителю нужна ссылка для согласия",
                  "Внесено %zu учеников. Родителям нужны ссылки для согласия", (long)n),
               n);
    if (c->token)
        return req_redirect(req, "/class?token=%s", c->token);
    return req_redirect(req, "/programmes/%lld/applications?side=mentee&state=unsigned",
                        (long long)c->at.p.id);
}

static int class_post(struct req *req)
{
    const struct class_form *in = req_input(req);
    struct application_class_at c;
    int r = throttle_check(req, application_class_throttle(req));
    if (r >= 0)
        r = application_class_at(req, in->token, &c);
    if (r == 0) {
        throttle_failed(req, application_class_throttle(req));
        return application_class_gone(req);
    }
    return r < 0 ? r : send(req, &c);
}

int application_class_own_post(struct req *req)
{
    struct application_class_at c;
    int r = load_own(req, &c);
    return r < 0 ? r : send(req, &c);
}

static const struct route routes[] = {
    ROUTE_GET("/class", class_get, PERM_PUBLIC),
    ROUTE_POST("/class", class_post, PERM_PUBLIC, .form = &application_class_form,
               .retry = class_get),
    ROUTE_GET("/class/slips", application_class_slips_get, PERM_PUBLIC),
    ROUTE_GET("/programmes/{programme}/enrolment/list", application_class_own_get,
              PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/enrolment/list", application_class_own_post,
               PERM_PEOPLE_MANAGE, .form = &application_class_form,
               .retry = application_class_own_get),
    ROUTE_GET("/programmes/{programme}/enrolment/slips", application_slips_get, PERM_PEOPLE_MANAGE),
};

const struct module application_class_module = {
    .name = "application_class", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
