#include "programme/participation_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/person.h"
#include "identity/place.h"
#include "identity/vetting.h"
#include "programme/application.h"
#include "programme/consent_gap.h"
#include "programme/methodology.h"
#include "programme/participation.h"
#include "programme/participation.html.h"
#include "programme/programme_pages.h"
#include "programme/total.h"

#define PAGE_ROWS 25

/* ---- lists ---- */

struct list {
    struct programme p;
    const struct pack *pack;
    const char *side;
    const char *q, *state, *form;
    const char *from, *to; /* the keys of the search */
};

/* Where a page begins: an id in the address, never a name. 0: at the edge of the list. */
static int page_edge(struct req *req, int64_t programme_id, const char *param, const char **ret_key,
                     int64_t *ret_id)
{
    struct participation_key row;
    int64_t id = req_query_int(req, param, 1, INT64_MAX, 0);
    *ret_key = "";
    *ret_id = 0;
    if (!id)
        return 0;
    int r = participation_key(req->db, req->a, programme_id, id, &row);
    if (r == 1) {
        *ret_key = row.sort_key;
        *ret_id = id;
    }
    return r;
}

static int load_list(struct req *req, const char *side, struct list *l)
{
    *l = (struct list){.side = side,
                       .q = req_query(req, "q"),
                       .state = req_query(req, "state"),
                       .form = req_query(req, "form")};
    l->from = utf8_key(req->a, l->q);
    l->to = participation_prefix_end(req->a, l->from);
    int r = programme_of(req, &l->p);
    return r < 0 ? r : programme_pack(req, &l->p, &l->pack);
}

static const char *page_link(struct req *req, const struct list *l, const char *dir,
                             const struct participations_page *row)
{
    struct html h;
    html_init(&h, req->a);
    html_urlpart(&h, l->q);
    return arena_printf(req->a, "?q=%s&state=%s&form=%s&%s=%lld", h.out.s, l->state, l->form, dir,
                        (long long)row->id);
}

/* The two page queries give rows of the same shape; the one going back is turned round. */
static int load_rows(struct req *req, const struct list *l, struct participations_page **ret,
                     size_t *ret_n, bool *ret_more_before, bool *ret_more_after)
{
    const char *key;
    int64_t id;
    size_t n;
    int r = page_edge(req, l->p.id, "before", &key, &id);
    if (r < 0)
        return r;
    if (id) {
        struct participations_page_back *back;
        r = participations_page_back(req->db, req->a, l->p.id, l->side, l->state, l->form, l->from,
                                     l->to, key, id, PAGE_ROWS + 1, &back, &n);
        if (r < 0)
            return r;
        bool more = n > PAGE_ROWS;
        n = more ? PAGE_ROWS : n;
        struct participations_page *rows = arena_array(req->a, struct participations_page, n);
        for (size_t i = 0; i < n; i++)
            memcpy(&rows[i], &back[n - 1 - i], sizeof *rows);
        *ret = rows;
        *ret_more_before = more;
        *ret_more_after = true;
    } else {
        r = page_edge(req, l->p.id, "after", &key, &id);
        if (r < 0)
            return r;
        r = participations_page(req->db, req->a, l->p.id, l->side, l->state, l->form, l->from,
                                l->to, key, id, PAGE_ROWS + 1, ret, &n);
        if (r < 0)
            return r;
        *ret_more_after = n > PAGE_ROWS;
        *ret_more_before = id != 0;
        n = n > PAGE_ROWS ? PAGE_ROWS : n;
    }
    *ret_n = n;
    return 0;
}
_Static_assert(sizeof(struct participations_page) == sizeof(struct participations_page_back),
               "both directions of a list have the same columns");

static int load_totals(struct req *req, const struct list *l, struct registry_page *data)
{
    struct totals people;
    struct participation_found found = {0};
    struct application_counts applied;
    bool counted = !*l->q && !*l->form; /* the totals say it: nothing is counted again */
    int r = total_load(req->db, req->a, l->p.id, TOTAL_PARTICIPATION, &people);
    if (r >= 0 && !counted)
        r = participation_found(req->db, req->a, l->p.id, l->side, l->state, l->form, l->from,
                                l->to, REGISTRY_FOUND_MAX + 1, &found);
    if (r >= 0)
        r = application_count(req->db, req->a, l->p.id, l->side, &applied);
    if (r < 0)
        return r;
    struct registry_state_view *states =
        arena_array(req->a, struct registry_state_view, people.n + 1);
    for (size_t i = 0; i < people.n; i++) {
        const struct total_rows *row = &people.rows[i];
        if (!strcmp(row->kind, l->side))
            states[data->n_states++] = (struct registry_state_view){
                row->state, participation_state_name(l->side, row->state), row->n};
    }
    data->total = total_sum(&people, l->side, "");
    if (counted)
        found.n = total_sum(&people, l->side, l->state);
    int64_t waiting = applied.new_ + applied.waiting;
    if (waiting) /* no rows of the registry yet: the filter leads to their own list */
        states[data->n_states++] = (struct registry_state_view){"applied", _("Заявка"), waiting};
    data->states = states;
    data->found = found.n;
    data->many = !counted && found.n > REGISTRY_FOUND_MAX;
    return 0;
}

static int registry_list(struct req *req, const char *side)
{
    struct list l;
    struct registry_page data = {.mentors = !strcmp(side, "mentor"),
                                 .may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    struct participations_page *rows;
    bool before, after;
    int r = load_list(req, side, &l);
    if (r >= 0 && !strcmp(l.state, "applied") && data.may_manage)
        return req_redirect(req, "/programmes/%lld/applications?side=%s", (long long)l.p.id, side);
    if (r >= 0)
        r = load_rows(req, &l, &rows, &data.n_rows, &before, &after);
    if (r >= 0)
        r = load_totals(req, &l, &data);
    if (r < 0)
        return r;
    struct registry_line_view *views = arena_array(req->a, struct registry_line_view, data.n_rows);
    for (size_t i = 0; i < data.n_rows; i++)
        views[i] = (struct registry_line_view){
            .id = rows[i].id,
            .name = person_name_full(
                req->a, &(struct person_name){rows[i].surname, rows[i].given, rows[i].patronymic}),
            .form = participation_forms(req->a, l.pack, rows[i].form_code),
            .request = data.mentors ? rows[i].competencies : rows[i].request,
            .place = rows[i].place,
            .time = rows[i].time_resource,
            .state = participation_state_name(side, rows[i].state),
            .pill = participation_pill(rows[i].state),
            .birth_year = rows[i].has_birth_year ? rows[i].birth_year : 0,
        };
    struct choice *forms = arena_array(req->a, struct choice, l.p.n_forms + 1);
    for (size_t i = 0; i < l.p.n_forms; i++)
        forms[i] =
            (struct choice){l.p.forms[i], participation_forms(req->a, l.pack, l.p.forms[i]), NULL};
    data.rows = views;
    data.programme_id = l.p.id;
    data.q = l.q, data.state = l.state, data.form = l.form;
    data.forms = forms;
    data.paging = (struct paging){
        .text = data.many ? arena_printf(req->a, _("Показано %zu, всего больше %d"), data.n_rows,
                                         REGISTRY_FOUND_MAX)
                          : arena_printf(req->a, _("Показано %zu из %lld"), data.n_rows,
                                         (long long)data.found),
        .previous = before && data.n_rows ? page_link(req, &l, "before", &rows[0]) : NULL,
        .next = after && data.n_rows ? page_link(req, &l, "after", &rows[data.n_rows - 1]) : NULL,
    };
    struct page page = {.title = data.mentors ? _("Наставники") : _("Наставляемые"),
                        .body = registry_view,
                        .data = &data,
                        .wide = true};
    r = programme_frame(req, &l.p, data.mentors ? "mentors" : "mentees", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int mentees_get(struct req *req)
{
    return registry_list(req, "mentee");
}

static int mentors_get(struct req *req)
{
    return registry_list(req, "mentor");
}

/* ---- the official spreadsheet ---- */

static int export_side(struct req *req, enum pack_registry side)
{
    struct programme p;
    const struct pack *pack;
    const char *path = arena_printf(req->a, "%s/uploads/export-%lld.xlsx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0)
        r = participation_export(req->db, &p, pack, side, path, &req->err);
    return r < 0
               ? r
               : req_file(req, path, XLSX_TYPE,
                          side == PACK_MENTEE ? "База наставляемых.xlsx" : "База наставников.xlsx",
                          true);
}

static int mentees_export(struct req *req)
{
    return export_side(req, PACK_MENTEE);
}

static int mentors_export(struct req *req)
{
    return export_side(req, PACK_MENTOR);
}

/* ---- a person in the programme ---- */

static void fact(struct participant_page *d, const char *label, const char *text)
{
    if (!*text)
        return;
    d->facts[d->n_facts].label = label;
    d->facts[d->n_facts++].text = text;
}

static const char *day(struct req *req, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_long(req->a, d, 0) : "";
}

static void facts(struct req *req, const struct participation_row *x, struct participant_page *d)
{
    if (x->has_birth_year)
        fact(d, _("Год рождения"), arena_printf(req->a, "%lld", (long long)x->birth_year));
    fact(d, _("Форма наставничества"), d->form);
    fact(d, _("Запрос"), x->request);
    fact(d, _("Компетенции"), x->competencies);
    fact(d, _("Достижения"), x->achievements);
    fact(d, _("Интересы"), x->interests);
    fact(d, _("Желаемый возраст наставляемых"), x->age_wish);
    fact(d, _("Ресурс времени"), x->time_resource);
    fact(d, _("Место работы или учёбы"), x->place);
    fact(d, _("В программе с"), day(req, x->joined_on));
    fact(d, _("Завершение"), day(req, x->finished_on));
    fact(d, _("Результаты"), x->results);
}

static const char *const *partner_names(struct req *req, const struct participant_page *d)
{
    const char **names = arena_array(req->a, const char *, d->n_pairs);
    for (size_t i = 0; i < d->n_pairs; i++)
        names[i] =
            person_name_full(req->a, &(struct person_name){d->pairs[i].surname, d->pairs[i].given,
                                                           d->pairs[i].patronymic});
    return names;
}

static int load_parents(struct req *req, struct date today, struct participant_page *d)
{
    struct representative *list = NULL;
    int64_t year = d->x->has_birth_year ? d->x->birth_year : 0, person = d->x->person_id;
    bool mentee = !strcmp(d->x->side, "mentee");
    int r = representatives_of(req->db, req->a, person, today, &list, &d->n_parents);
    d->parents = list;
    d->minor = person_is_minor(year, mentee, today);
    if (r >= 0)
        r = consent_gap_of(req->db, req->a, person, year, mentee, today);
    d->consents_missing = r > 0;
    return r;
}

/* What a mentor's record check is today. */
static int load_record(struct req *req, struct date today, struct participant_page *d)
{
    struct vetting_now now;
    int r = vetting_of(req->db, req->a, d->x->person_id, today, &now);
    if (r < 0)
        return r;
    d->record = vetting_words(req->a, &now);
    return 0;
}

static int participant_get(struct req *req)
{
    struct participation_row x;
    struct participant_page data = {.x = &x};
    struct programme p;
    const struct pack *pack;
    struct participation_contacts *contacts;
    struct participation_pairs *pairs;
    struct date today;
    int r = participation_row(req->db, req->a, req_id(req, "participation"), &x);
    if (r > 0)
        r = programme_get(req->db, req->a, x.programme_id, &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = programme_pack(req, &p, &pack);
    if (r >= 0)
        r = participation_contacts(req->db, req->a, x.person_id, &contacts, &data.n_contacts);
    if (r >= 0)
        r = participation_pairs(req->db, req->a, x.id, &pairs, &data.n_pairs);
    if (r >= 0)
        r = participation_load_events(req, &data);
    if (r >= 0)
        r = unit_today(req, x.unit_id, &today);
    if (r >= 0)
        r = load_parents(req, today, &data);
    if (r < 0)
        return r;
    bool mentor = !strcmp(x.side, "mentor");
    data.may_select = mentor && req->who.perms & 1u << PERM_PEOPLE_MANAGE;
    r = mentor ? load_record(req, today, &data) : 0;
    if (r < 0)
        return r;
    data.contacts = contacts;
    data.pairs = pairs;
    data.partners = partner_names(req, &data);
    data.programme_id = p.id;
    data.may_invite = req->who.perms & 1u << PERM_ROLE_GRANT;
    data.name = person_name_full(req->a, &(struct person_name){x.surname, x.given, x.patronymic});
    data.form = participation_forms(req->a, pack, x.form_code);
    data.state = participation_state_name(x.side, x.state);
    data.pill = participation_pill(x.state);
    facts(req, &x, &data);
    struct link parent = {mentor ? _("Наставники") : _("Наставляемые"),
                          arena_printf(req->a, "/programmes/%lld/%s", (long long)p.id,
                                       mentor ? "mentors" : "mentees")};
    struct page page = {.title = mentor ? _("Наставник") : _("Наставляемый"),
                        .body = participant_view,
                        .data = &data,
                        .form = data.move};
    r = programme_frame(req, &p, mentor ? "mentors" : "mentees", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int participation_object(struct req *req, int64_t id, struct object *ret)
{
    struct participation_row x;
    int r = participation_row(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){
            .unit_id = x.unit_id, .parent_id = x.programme_id, .persons = {x.person_id}};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/mentees", mentees_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/mentors", mentors_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/mentees.xlsx", mentees_export, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/mentors.xlsx", mentors_export, PERM_PEOPLE_READ),
    ROUTE_GET("/participations/{participation}", participant_get, PERM_PEOPLE_READ),
    ROUTE_POST("/participations/{participation}/state", participation_move_post, PERM_PEOPLE_MANAGE,
               .form = &participation_move_form, .retry = participant_get),
    ROUTE_POST("/participations/{participation}/mentor", participation_grow_post,
               PERM_PEOPLE_MANAGE),
};
static const struct scope scopes[] = {{"participation", participation_object}};

const struct module participation_module = {
    .name = "participation",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
