/* Training of a programme: sessions, those who learn, what the programme asks for; one mentor. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/route.h"
#include "identity/person.h"
#include "identity/place.h"
#include "learning/training.html.h"
#include "learning/training.sql.h"
#include "learning/training_follow.h"
#include "learning/training_pages.h"
#include "programme/participation_pages.h"
#include "programme/participation_state.h"
#include "programme/selection_pages.h"
#include "programme/total.h"

#define PAGE_ROWS 50

const char *training_attendance_short(struct arena *a, const struct training_state *t)
{
    return arena_printf(a, _("%lld из %lld ч"), (long long)t->attended, (long long)t->hours);
}

const char *training_test_short(struct arena *a, const struct training_state *t)
{
    if (!t->tested)
        return _("теста нет");
    if (t->passed)
        return _("пройден");
    return t->n_attempts ? arena_printf(a, _("верно %lld из %lld"), (long long)t->n_right,
                                        (long long)t->asked)
                         : _("ещё нет");
}

/* ---- the programme ---- */

static int line_of(struct req *req, const struct selection_place *at,
                   const struct training_learners *x, struct training_page *page,
                   struct training_line *ret)
{
    struct selection s;
    struct training_state t;
    const struct selection_gap *gaps;
    int r = selection_load(at, x->id, &s);
    if (r > 0)
        r = training_of(at, x->id, &t);
    if (r < 0)
        return r;
    *ret = (struct training_line){
        .id = x->id,
        .name =
            person_name_full(req->a, &(struct person_name){x->surname, x->given, x->patronymic}),
        .state = participation_state_name("mentor", x->state),
        .pill = participation_pill(x->state),
        .attendance = training_attendance_short(req->a, &t),
        .test = training_test_short(req->a, &t),
        .n_gaps = training_gaps(req->a, &s, &t, false, &gaps)};
    ret->first_gap = ret->n_gaps ? gaps[0].what : "";
    page->n_complete += !ret->n_gaps && !strcmp(x->state, "training");
    return 0;
}

static int load_people(struct req *req, const struct selection_place *at,
                       struct training_page *data)
{
    struct training_learners *rows;
    struct training_key edge = {.sort_key = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = after ? training_key(req->db, req->a, at->p->id, after, &edge) : 0;
    if (r >= 0)
        r = training_learners(req->db, req->a, at->p->id, edge.sort_key, after, &rows, &n);
    if (r < 0)
        return r;
    data->n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct training_line *lines = arena_array(req->a, struct training_line, data->n);
    for (size_t i = 0; r >= 0 && i < data->n; i++)
        r = line_of(req, at, &rows[i], data, &lines[i]);
    data->rows = lines;
    if (n > PAGE_ROWS)
        data->next = arena_printf(req->a, "?after=%lld", (long long)rows[PAGE_ROWS - 1].id);
    return r;
}

static int training_frame(struct req *req, const struct programme *p, bool under, struct page *page)
{
    struct link parent = {_("Наставники"),
                          arena_printf(req->a, "/programmes/%lld/mentors", (long long)p->id)};
    int r = programme_frame(req, p, "mentors", &parent, page);
    if (r >= 0 && under)
        r = unit_crumb_add(req, page, _("Обучение наставников"),
                           arena_printf(req->a, "/programmes/%lld/training", (long long)p->id));
    return r;
}

static int list_get(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct totals mentors;
    struct training *sessions;
    struct training_page data = {0};
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r >= 0)
        r = training_list(&at, &sessions, &data.n_sessions);
    if (r >= 0)
        r = total_load(req->db, req->a, p.id, TOTAL_PARTICIPATION, &mentors);
    if (r >= 0)
        r = training_rules_get(&at, &data.rules);
    if (r >= 0)
        r = load_people(req, &at, &data);
    if (r < 0)
        return r;
    data.programme_id = p.id;
    data.approved = total_sum(&mentors, "mentor", "approved");
    data.learning = total_sum(&mentors, "mentor", "training");
    data.ready = total_sum(&mentors, "mentor", "ready resting paired");
    data.sessions = sessions;
    data.today = at.today;
    struct page page = {.title = _("Обучение наставников"),
                        .body = training_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    r = training_frame(req, &p, false, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* Everybody who is approved begins, or everybody who has everything is ready. */
static int for_all(struct req *req, bool finish)
{
    struct programme p;
    struct selection_place at;
    struct training_learners *rows;
    const char *key = "";
    int64_t id = 0, done = 0;
    size_t n = 51;
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    while (r >= 0 && n > PAGE_ROWS) {
        r = training_learners(req->db, req->a, p.id, key, id, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n && i < PAGE_ROWS; i++) {
            bool approved = !strcmp(rows[i].state, "approved");
            if (finish)
                r = training_finish(&at, rows[i].id, &req->err);
            else if (approved)
                r = training_send(&at, rows[i].id, &req->err);
            done += r > 0 || (r == 0 && !finish && approved);
        }
        if (r >= 0 && n > PAGE_ROWS) {
            key = rows[PAGE_ROWS - 1].sort_key;
            id = rows[PAGE_ROWS - 1].id;
        }
    }
    if (r >= 0)
        r = req_audit(req, finish ? "training.finish" : "training.send", "programme", p.id, "");
    if (r < 0)
        return r;
    req_notice(req, finish ? _("Готовы к работе: %lld") : _("Направлено на обучение: %lld"),
               (long long)done);
    return req_redirect(req, "/programmes/%lld/training", (long long)p.id);
}

static int send_post(struct req *req)
{
    return for_all(req, false);
}

static int finish_all_post(struct req *req)
{
    return for_all(req, true);
}

/* ---- a new session ---- */

struct session_form {
    const char *topic, *title, *trainer, *place;
    struct date held;
    int64_t hours;
};
static const struct field session_fields[] = {
    FIELD(struct session_form, held, FIELD_DATE, .label = N_("День занятия"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день занятия"),
          .inputmode = "numeric"),
    FIELD(struct session_form, topic, FIELD_CHOICE, .label = N_("Тема"), .optional = true,
          .sometimes = true),
    FIELD(struct session_form, title, FIELD_TEXT, .label = N_("Своя тема"), .optional = true,
          .sometimes = true, .hint = N_("Если в списке нет нужной"), .max = 200),
    FIELD(struct session_form, hours, FIELD_INT, .label = N_("Часов"), .optional = true,
          .hint = N_("Не указано — как в методологии"), .max = TRAINING_HOURS_MAX),
    FIELD(struct session_form, trainer, FIELD_TEXT, .label = N_("Кто ведёт"),
          .empty = N_("Напишите, кто ведёт занятие"), .max = 200),
    FIELD(struct session_form, place, FIELD_TEXT, .label = N_("Где"), .optional = true, .max = 200),
};
static const struct form_def session_form = FORM_DEF(struct session_form, session_fields);

static const struct choice *topics_of(struct req *req, const struct pack *pack)
{
    struct choice *list = arena_array(req->a, struct choice, pack->topics.n + 1);
    for (size_t i = 0; i < pack->topics.n; i++)
        list[i] = (struct choice){pack->topics.row[i].code, pack->topics.row[i].name,
                                  pack->topics.row[i].about};
    return list;
}

static int new_get(struct req *req)
{
    struct programme p;
    struct selection_place at;
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r < 0)
        return r;
    struct training_form_page data = {
        .form = req_form(req, &session_form, NULL),
        .action = req->path,
        .back = arena_printf(req->a, "/programmes/%lld/training", (long long)p.id),
        .topics = topics_of(req, at.pack)};
    struct page page = {.title = _("Добавить занятие"),
                        .body = training_new_view,
                        .data = &data,
                        .form = data.form};
    r = training_frame(req, &p, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int new_post(struct req *req)
{
    const struct session_form *in = req_input(req);
    struct programme p;
    struct selection_place at;
    struct training_new n = {
        in->held,    in->topic ? in->topic : "", in->title ? in->title : "", in->hours,
        in->trainer, in->place ? in->place : ""};
    int64_t id;
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r >= 0)
        r = training_add(&at, req->app, &n, &req->err, &id);
    if (r == ERR_INVALID || r == ERR_LIMIT) {
        form_error(req->form,
                   r == ERR_LIMIT          ? "held"
                   : *n.topic || !*n.title ? "topic"
                                           : "hours",
                   "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "training.add", "training", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Занятие добавлено"));
    return req_redirect(req, "/programmes/%lld/training", (long long)p.id);
}

/* ---- what the programme asks for ---- */

static const struct field rules_fields[] = {
    FIELD(struct training_rules, attendance, FIELD_INT, .label = N_("Посещение, % часов"),
          .hint = N_("Сколько часов обучения нужно посетить"), .max = 100),
    FIELD(struct training_rules, pass, FIELD_INT, .label = N_("Тест, % верных ответов"),
          .max = 100),
    FIELD(struct training_rules, attempts, FIELD_INT, .label = N_("Сколько раз можно пройти тест"),
          .hint = N_("0 — сколько угодно"), .max = 20),
};
static const struct form_def rules_form = FORM_DEF(struct training_rules, rules_fields);

static int rules_get(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct training_rules rules;
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r >= 0)
        r = training_rules_get(&at, &rules);
    if (r < 0)
        return r;
    struct training_rules_page data = {
        .form = req_form(req, &rules_form, &rules),
        .action = req->path,
        .back = arena_printf(req->a, "/programmes/%lld/training", (long long)p.id),
        .own = rules.own};
    struct page page = {.title = _("Что нужно, чтобы закончить обучение"),
                        .body = training_rules_view,
                        .data = &data,
                        .form = data.form};
    r = training_frame(req, &p, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int rules_post(struct req *req)
{
    struct programme p;
    struct selection_place at;
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r >= 0)
        r = training_rules_set(&at, req_input(req));
    if (r >= 0)
        r = req_audit(req, "training.rules", "programme", p.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено"));
    return req_redirect(req, "/programmes/%lld/training", (long long)p.id);
}

/* ---- one mentor ---- */

static int person_get_page(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct selection s;
    struct training_state t;
    struct training_person_page data = {.s = &s, .t = &t};
    int r = selection_of(req, &p, &at, &s);
    if (r >= 0)
        r = training_of(&at, s.id, &t);
    if (r < 0)
        return r;
    data.state = participation_state_name("mentor", s.state);
    data.pill = participation_pill(s.state);
    data.open = !strcmp(s.state, "approved") || !strcmp(s.state, "training");
    if (data.open || !strcmp(s.state, "in_base") || !strcmp(s.state, "review"))
        data.n_gaps = training_gaps(req->a, &s, &t, false, &data.gaps);
    struct page page = {.title = _("Обучение наставника"),
                        .body = training_person_view,
                        .data = &data,
                        .form = req->form};
    r = selection_frame(req, &p, &s, false, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int ready_post(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct selection s;
    int r = selection_of(req, &p, &at, &s);
    if (r >= 0 && !strcmp(s.state, "approved"))
        r = training_send(&at, s.id, &req->err);
    if (r >= 0)
        r = training_finish(&at, s.id, &req->err);
    if (r >= 0)
        r = req_audit(req, "training.finish", "participation", s.id, "") < 0 ? ERR_IO : r;
    if (r < 0)
        return r;
    req_notice(req, "%s",
               r ? _("Наставник готов к работе") : _("Ещё не всё готово: ниже сказано, чего нет"));
    return req_redirect(req, "/participations/%lld/training", (long long)s.id);
}

/* ---- the module ---- */

#define OF_PROGRAMME "/programmes/{programme}/training"
#define OF_PERSON "/participations/{participation}/training"

static const struct route routes[] = {
    ROUTE_GET(OF_PROGRAMME, list_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(OF_PROGRAMME "/send", send_post, PERM_PEOPLE_MANAGE),
    ROUTE_POST(OF_PROGRAMME "/finish", finish_all_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET(OF_PROGRAMME "/new", new_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(OF_PROGRAMME "/new", new_post, PERM_PEOPLE_MANAGE, .form = &session_form,
               .retry = new_get),
    ROUTE_GET(OF_PROGRAMME "/rules", rules_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(OF_PROGRAMME "/rules", rules_post, PERM_PEOPLE_MANAGE, .form = &rules_form,
               .retry = rules_get),
    ROUTE_GET("/trainings/{training}", training_sheet_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/trainings/{training}", training_sheet_post, PERM_PEOPLE_MANAGE,
               .form = &training_sheet_form, .retry = training_sheet_get),
    ROUTE_GET("/trainings/{training}/remove", training_remove_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/trainings/{training}/remove", training_remove_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET(OF_PERSON, person_get_page, PERM_PEOPLE_MANAGE),
    ROUTE_POST(OF_PERSON "/ready", ready_post, PERM_PEOPLE_MANAGE),
    ROUTE_GET(OF_PERSON "/test", training_test_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST(OF_PERSON "/test", training_test_post, PERM_PEOPLE_MANAGE,
               .form = &training_test_form, .retry = training_test_get),
    ROUTE_GET("/my/mentor", mentor_get, PERM_SIGNED_IN),
    ROUTE_GET("/my/mentor/{participation}/test", training_own_test_get, PERM_OWN),
    ROUTE_POST("/my/mentor/{participation}/test", training_own_test_post, PERM_OWN,
               .form = &training_test_form, .retry = training_own_test_get),
};
static const struct scope scopes[] = {{"training", training_object}};
static const struct nav_row nav[] = {
    {N_("Я наставник"), "/my/mentor", "goal", PERM_SIGNED_IN, 1u << ROLE_MENTOR}};

static const struct job_kind jobs[] = {
    {VETTING_READY_JOB, N_("Готовность наставника"), training_follow, NULL, NULL}};

const struct module training_module = {
    .name = "training",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .jobs = jobs,
    .n_jobs = sizeof jobs / sizeof *jobs,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
    .nav = nav,
    .n_nav = sizeof nav / sizeof *nav,
};
