#include "programme/participation_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/person.h"
#include "identity/place.h"
#include "identity/vetting.h"
#include "programme/consent_gap.h"
#include "programme/methodology.h"
#include "programme/participation.h"
#include "programme/participation.html.h"
#include "programme/programme_pages.h"

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

static struct participant_pair pair_words(const char *state)
{
    static const struct {
        const char *code, *words;
        enum pill pill;
    } states[] = {
        {"agreed", N_("Ещё не начала"), PILL_HALF},
        {"active", N_("Работает сейчас"), PILL_OK},
        {"finished", N_("Завершена по плану"), PILL_END},
        {"ended", N_("Завершена раньше срока"), PILL_END},
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (!strcmp(states[i].code, state))
            return (struct participant_pair){_(states[i].words), NULL, states[i].pill};
    return (struct participant_pair){"", NULL, PILL_DRAFT};
}

static int load_pair_states(struct req *req, struct date today, struct participant_page *d)
{
    struct participant_pair *states = arena_array(req->a, struct participant_pair, d->n_pairs);
    int zone, r = unit_zone(req, d->x->unit_id, &zone);
    for (size_t i = 0; r >= 0 && i < d->n_pairs; i++) {
        states[i] = pair_words(d->pairs[i].state);
        if (d->pairs[i].has_ended_at)
            states[i].ended = format_day(req->a, date_at(d->pairs[i].ended_at, zone), today);
    }
    d->states = states;
    return r;
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
    struct participation_pairs *pairs = NULL;
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
    data.pairs = pairs;
    if (r >= 0)
        r = unit_today(req, x.unit_id, &today);
    if (r >= 0)
        r = load_parents(req, today, &data);
    if (r >= 0)
        r = load_pair_states(req, today, &data);
    if (r < 0)
        return r;
    bool mentor = !strcmp(x.side, "mentor");
    data.may_support = !mentor && (!strcmp(x.state, "matching") || !strcmp(x.state, "in_base")) &&
                       req->who.perms & 1u << PERM_PEOPLE_MANAGE;
    data.may_select = mentor && req->who.perms & 1u << PERM_PEOPLE_MANAGE;
    r = mentor ? load_record(req, today, &data) : 0;
    if (r < 0)
        return r;
    data.contacts = contacts;
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
