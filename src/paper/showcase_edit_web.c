/* The section «Наставничество», for who keeps it: the text, the people, the stories. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/consent.h"
#include "identity/place.h"
#include "identity/role.h"
#include "network/unit.h"
#include "paper/paper.h"
#include "paper/showcase_edit.html.h"
#include "paper/showcase_pages.h"

static const struct choice parts[] = {
    {"team", N_("Команда"), N_("Кураторы, педагог-психолог, руководитель")},
    {"mentor", N_("Наставники"), NULL},
    {"mentee", N_("Участники"), N_("Наставляемые, которые согласны, чтобы о них знали")},
    {NULL, NULL, NULL},
};

struct desk_form {
    bool opened;
    const char *about, *contacts;
};
static const struct field desk_fields[] = {
    FIELD(struct desk_form, opened, FIELD_BOOL, .label = N_("Страница открыта для всех"),
          .optional = true),
    FIELD(struct desk_form, about, FIELD_AREA, .label = N_("О наставничестве у вас"),
          .hint =
              N_("Зачем это организации, для кого, с чего начать. Абзацы — через пустую строку"),
          .optional = true, .max = SHOWCASE_ABOUT_MAX),
    FIELD(struct desk_form, contacts, FIELD_TEXT, .label = N_("К кому обращаться"),
          .hint = N_("Например, куратор, кабинет 12, будни с 14 до 17"), .optional = true,
          .max = SHOWCASE_CONTACTS_MAX),
};
static const struct form_def desk_form = FORM_DEF(struct desk_form, desk_fields);

struct person_form {
    const char *part, *post, *results;
    const char *file; /* comes as req->file; here for its message */
};
static const struct field person_fields[] = {
    FIELD(struct person_form, part, FIELD_CHOICE, .label = N_("Где показать"),
          .empty = N_("Выберите, где показать"), .choices = parts),
    FIELD(struct person_form, post, FIELD_TEXT, .label = N_("Должность, место работы или учёбы"),
          .hint = N_("Например, куратор, учитель физики"), .optional = true,
          .max = SHOWCASE_POST_MAX),
    FIELD(struct person_form, results, FIELD_AREA, .label = N_("Достижения и результаты"),
          .optional = true, .max = SHOWCASE_RESULTS_MAX),
    FIELD(struct person_form, file, FIELD_TEXT, .label = N_("Фотография"), .optional = true,
          .max = 1000),
};
static const struct form_def person_form = FORM_DEF(struct person_form, person_fields);

struct story_form {
    const char *title, *body;
    const char *person;
};
static const struct field story_fields[] = {
    FIELD(struct story_form, title, FIELD_TEXT, .label = N_("О чём история"),
          .empty = N_("Назовите историю"), .max = SHOWCASE_TITLE_MAX),
    FIELD(struct story_form, body, FIELD_AREA, .label = N_("Что было, что делали, что получилось"),
          .empty = N_("Напишите историю"), .max = SHOWCASE_STORY_MAX),
    FIELD(struct story_form, person, FIELD_CHOICE, .label = N_("Чья это история"),
          .hint = N_("Если по ней можно узнать человека, выберите его: без согласия на публикацию "
                     "истории её не увидят"),
          .empty = N_("Выберите, чья это история")),
};
static const struct form_def story_form = FORM_DEF(struct story_form, story_fields);

struct drop_form {
    int64_t id;
};
static const struct field drop_fields[] = {
    FIELD(struct drop_form, id, FIELD_ID, .label = N_("История")),
};
static const struct form_def drop_form = FORM_DEF(struct drop_form, drop_fields);

static const char *desk_path(struct req *req, int64_t unit_id)
{
    return arena_printf(req->a, "/units/%lld/showcase", (long long)unit_id);
}

static struct deed deed_of(struct req *req)
{
    return (struct deed){.clock = req->clock, .account_id = req->who.account_id};
}

/* ---- the desk ---- */

static struct showcase_line person_line(struct req *req, const struct showcase_person *p)
{
    const char *part = "";
    for (size_t i = 0; parts[i].value; i++)
        part = strcmp(parts[i].value, p->part) == 0 ? _(parts[i].label) : part;
    return (struct showcase_line){
        .person = p,
        .part = part,
        .pill = p->shown ? PILL_OK : PILL_WAIT,
        .state = p->shown     ? arena_printf(req->a, _("Показано: %s"),
                                             consent_fields_words(req->a, p->allowed))
                 : p->allowed ? _("Нет согласия на имя")
                              : _("Нет согласия на публикацию"),
    };
}

static bool listed(const struct showcase_desk *d, int64_t person_id)
{
    for (size_t i = 0; i < d->n_people; i++)
        if (d->people[i].person->person_id == person_id)
            return true;
    return false;
}

static int fill_team(struct req *req, struct showcase_desk *d)
{
    const struct role_filter all = {.q = "", .after_key = ""};
    struct role_holder *list;
    size_t n;
    int r = role_holders(req->db, req->a, req->unit_id, &all, &list, &n);
    if (r < 0)
        return r;
    struct showcase_candidate *team = arena_array(req->a, struct showcase_candidate, n);
    for (size_t i = 0; i < n; i++)
        if (list[i].person_id && !listed(d, list[i].person_id))
            team[d->n_team++] = (struct showcase_candidate){list[i].person_id, list[i].name,
                                                            role_name(list[i].role)};
    d->team = team;
    return 0;
}

static int fill_desk(struct req *req, struct showcase_desk *d)
{
    struct showcase_person *people;
    struct showcase_story *stories;
    struct paper_public *documents = NULL;
    struct date today;
    int r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        r = showcase_people(req->db, req->a, req->unit_id, today, &people, &d->n_people);
    if (r < 0)
        return r;
    struct showcase_line *lines = arena_array(req->a, struct showcase_line, d->n_people);
    for (size_t i = 0; i < d->n_people; i++)
        lines[i] = person_line(req, &people[i]);
    d->people = lines;
    r = showcase_stories(req->db, req->a, req->unit_id, today, &stories, &d->n_stories);
    d->stories = stories;
    if (r >= 0)
        r = paper_public_list(req->db, req->a, req->app, req->unit_id, &documents, &d->n_documents);
    d->documents = documents;
    return r < 0 ? r : fill_team(req, d);
}

static int find_unreachable(struct req *req, bool *ret)
{
    struct unit unit;
    struct paper_unit u;
    int r = unit_get(req->db, req->a, req->unit_id, &unit);
    if (r > 0)
        r = paper_unit_get(req->db, req->a, req->unit_id, &u);
    *ret = r >= 0 && !*unit.phone && !*u.address && !*u.email;
    return r;
}

static int desk_get(struct req *req)
{
    struct showcase s;
    struct desk_form initial = {0};
    struct showcase_desk data = {.path = desk_path(req, req->unit_id)};
    int r = showcase_get(req->db, req->a, req->unit_id, &s);
    if (r > 0) {
        initial = (struct desk_form){s.opened, s.about, s.contacts};
        const char *path = arena_printf(req->a, "/mentoring/%lld", (long long)s.code);
        data.s = &s;
        data.url = app_url(req->a, req->app, path);
        data.embed = arena_printf(req->a,
                                  "<iframe src=\"%s/fragment\" title=\"Наставничество\" "
                                  "width=\"100%%\" height=\"1200\" style=\"border:0\"></iframe>",
                                  data.url);
    }
    data.form = req_form(req, &desk_form, &initial);
    if (r >= 0)
        r = fill_desk(req, &data);
    if (r >= 0 && initial.opened && !*initial.contacts)
        r = find_unreachable(req, &data.unreachable);
    if (r < 0)
        return r;
    struct page page = {
        .title = _("Страница для всех"),
        .lead = _("Раздел «Наставничество», который видят родители, партнёры и проверяющие."),
        .body = showcase_desk_view,
        .data = &data,
        .form = data.form};
    r = unit_frame(req, req->unit_id, "showcase", &page);
    return r < 0 ? r : req_page(req, &page);
}

static int desk_post(struct req *req)
{
    const struct desk_form *in = req_input(req);
    const struct showcase s = {.unit_id = req->unit_id,
                               .opened = in->opened,
                               .about = in->about ? in->about : "",
                               .contacts = in->contacts ? in->contacts : ""};
    struct deed deed = deed_of(req);
    int r = showcase_save(req->db, req->a, &s, &deed);
    if (r >= 0)
        r = req_audit(req, "showcase_save", "unit", req->unit_id,
                      in->opened ? _("Открыта") : _("Закрыта"));
    if (r < 0)
        return r;
    req_notice(req, "%s", in->opened ? _("Страница открыта для всех") : _("Страница сохранена"));
    return req_redirect(req, "%s", desk_path(req, req->unit_id));
}

/* ---- a person ---- */

static int under_desk(struct req *req, struct page *page)
{
    int r = unit_frame(req, req->unit_id, "showcase", page);
    return r < 0 ? r
                 : unit_crumb_add(req, page, _("Страница для всех"), desk_path(req, req->unit_id));
}

static int person_get_page(struct req *req)
{
    struct person person;
    struct date today;
    struct showcase_said said = {.part = "team", .post = "", .results = "", .photo = ""};
    unsigned may;
    int64_t id = req_id(req, "person");
    int r = person_get(req->db, req->a, id, &person);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        r = showcase_said(req->db, req->a, req->unit_id, id, &said);
    if (r >= 0)
        r = consent_published(
            req->db, req->a, id,
            person_age(person.birth_year, strcmp(said.part, "mentee") == 0, today), &may);
    if (r < 0)
        return r;
    const struct person_form initial = {said.part, said.post, said.results, ""};
    struct showcase_person_page data = {
        .form = req_form(req, &person_form, &initial),
        .allowed = consent_fields_words(req->a, may),
        .consents = arena_printf(req->a, "/people/%lld/consents", (long long)id),
        .back = desk_path(req, req->unit_id),
        .action = arena_printf(req->a, "/people/%lld/showcase", (long long)id),
        .id = said.id,
        .photo = *said.photo != '\0',
    };
    struct page page = {.title = _("На странице для всех"),
                        .lead = person_name_full(req->a, &person.name),
                        .body = showcase_person_view,
                        .data = &data,
                        .form = data.form};
    r = under_desk(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int take_photo(struct req *req, int64_t id)
{
    struct err why = {0};
    if (!req->file.path || !req->file.size)
        return 0;
    int r = showcase_photo_set(req->db, req->a, id,
                               arena_printf(req->a, "%s/photos", req->app->config.data_dir),
                               req->file.path, &why);
    if (r == ERR_INVALID || r == ERR_LIMIT) {
        form_error(req->form, "file", "%s", why.text);
        return req_retry(req);
    }
    return r;
}

static int person_post(struct req *req)
{
    const struct person_form *in = req_input(req);
    const struct showcase_wish w = {.unit_id = req->unit_id,
                                    .person_id = req_id(req, "person"),
                                    .part = in->part,
                                    .post = in->post ? in->post : "",
                                    .results = in->results ? in->results : ""};
    struct deed deed = deed_of(req);
    int64_t id = 0;
    int r = showcase_put(req->db, req->a, &w, &deed, &req->err, &id);
    if (r >= 0)
        r = take_photo(req, id);
    if (r < 0 || !form_ok(req->form))
        return r;
    r = req_audit(req, "showcase_person", "person", w.person_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено. На странице будет то, что разрешает согласие"));
    return req_redirect(req, "%s", desk_path(req, req->unit_id));
}

static int drop_post(struct req *req)
{
    struct showcase_said said;
    int64_t person = req_id(req, "person");
    int r = showcase_said(req->db, req->a, req->unit_id, person, &said);
    if (r > 0)
        r = showcase_drop(req->db, said.id);
    if (r >= 0)
        r = req_audit(req, "showcase_drop", "person", person, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("На странице этого человека больше нет"));
    return req_redirect(req, "%s", desk_path(req, req->unit_id));
}

/* ---- stories ---- */

static int story_get(struct req *req)
{
    struct showcase_person *people;
    struct date today;
    size_t n;
    int r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        r = showcase_people(req->db, req->a, req->unit_id, today, &people, &n);
    if (r < 0)
        return r;
    struct choice *list = arena_array(req->a, struct choice, n + 2);
    list[0] = (struct choice){"0", N_("Человека по ней не узнать"), NULL};
    for (size_t i = 0; i < n; i++)
        list[i + 1] = (struct choice){arena_printf(req->a, "%lld", (long long)people[i].person_id),
                                      people[i].full, NULL};
    struct showcase_story_page data = {
        .form = req_form(req, &story_form, NULL),
        .people = list,
        .action = arena_printf(req->a, "%s/stories/new", desk_path(req, req->unit_id)),
        .back = desk_path(req, req->unit_id),
    };
    struct page page = {
        .title = _("Новая история"), .body = showcase_story_view, .data = &data, .form = data.form};
    r = under_desk(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int story_post(struct req *req)
{
    const struct story_form *in = req_input(req);
    struct showcase_said said;
    struct deed deed = deed_of(req);
    int64_t person = strtoll(in->person, NULL, 10);
    int r = person ? showcase_said(req->db, req->a, req->unit_id, person, &said) : 1;
    if (r == 0)
        form_error(req->form, "person", "%s", _("Выберите, чья это история"));
    if (r <= 0)
        return r < 0 ? r : req_retry(req);
    r = showcase_tell(req->db, req->a, req->unit_id, person, in->title, in->body, &deed, &req->err);
    if (r >= 0)
        r = req_audit(req, "showcase_story", "unit", req->unit_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("История добавлена"));
    return req_redirect(req, "%s", desk_path(req, req->unit_id));
}

static int story_drop(struct req *req)
{
    const struct drop_form *in = req_input(req);
    int r = showcase_untell(req->db, req->unit_id, in->id);
    if (r >= 0)
        r = req_audit(req, "showcase_story_drop", "unit", req->unit_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Истории на странице больше нет"));
    return req_redirect(req, "%s", desk_path(req, req->unit_id));
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/showcase", desk_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/units/{unit}/showcase", desk_post, PERM_PROGRAMME_MANAGE, .form = &desk_form,
               .retry = desk_get),
    ROUTE_GET("/units/{unit}/showcase/stories/new", story_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/units/{unit}/showcase/stories/new", story_post, PERM_PROGRAMME_MANAGE,
               .form = &story_form, .retry = story_get),
    ROUTE_POST("/units/{unit}/showcase/stories/drop", story_drop, PERM_PROGRAMME_MANAGE,
               .form = &drop_form, .retry = desk_get),
    ROUTE_GET("/people/{person}/showcase", person_get_page, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/people/{person}/showcase", person_post, PERM_PEOPLE_MANAGE, .form = &person_form,
               .retry = person_get_page, .body_limit = 5u << 20, .flags = ROUTE_UPLOAD),
    ROUTE_POST("/people/{person}/showcase/drop", drop_post, PERM_PEOPLE_MANAGE),
};

const struct module showcase_edit_module = {
    .name = "showcase_edit", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
